"""Stage 2, summarise: Article -> Summary. One table of methods, ours and sumy's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..types import Article, Sentence, Summary
from . import classic
from .central import central

Method = Callable[[Article, tuple[Sentence, ...], int], list[Sentence]]
METHODS: dict[str, Method] = {
    "central": central,
    "lead": lambda article, sentences, length: list(sentences[:length]),
    **{name: partial(classic.summarise, name) for name in classic.NAMES},
}
"""Name -> method(article, candidate sentences, how many) -> sentences, in any order."""


def summarise(article: Article, *, method: str = "central", length: int = 3) -> Summary:
    """The ``length`` sentences that condense an article, in source order.

    Only whole sentences are candidates where the article has enough of them:
    no heading, no half quotation. Raises ``KeyError`` for an unknown method.
    """
    from ..language.readable import is_statement

    whole = tuple(s for s in article.sentences if is_statement(article.text[s.start : s.end]))
    sentences = whole or article.sentences
    if len(sentences) > length:
        sentences = tuple(METHODS[method](article, sentences, length))
    return Summary(article.id, tuple(sorted(sentences, key=lambda s: s.start)))
