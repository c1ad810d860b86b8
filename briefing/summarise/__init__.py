"""Stage 2, summarise: Article -> Summary. One table of methods, ours and sumy's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..types import Article, Summary
from . import classic
from .central import central
from .room import Room

__all__ = ["METHODS", "Method", "Room", "summarise"]

Method = Callable[[Article, Room], None]


def lead(article: Article, room: Room) -> None:
    """The first sentences."""
    for sentence in article.sentences:
        if room.full:
            return
        room.take(sentence)


METHODS: dict[str, Method] = {
    "central": central,
    "lead": lead,
    **{name: partial(classic.summarise, name) for name in classic.NAMES},
}
"""Name -> method, which offers the article's sentences to the room, best first, till it is full."""


def summarise(
    article: Article, *, method: str = "central", length: int = 3, words: int | None = None
) -> Summary:
    """The ``length`` sentences that condense an article, in source order, or fewer.

    With ``words``, as many sentences as fit into so many words instead (counted
    as white space parts them). Only whole sentences are taken where the article
    has any: no heading, no half quotation. Raises ``KeyError`` for an unknown
    method.
    """
    choose = METHODS[method]
    room = Room(article, length, words)
    choose(article, room)
    if not room.taken:
        room = Room(article, length, words, whole=False)
        choose(article, room)
    return Summary(article.id, tuple(sorted(room.taken, key=lambda s: s.start)))
