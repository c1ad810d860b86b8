"""Stage 3, recall: Articles, Past -> those no earlier brief carried, and which event goes on.

It keeps the books; that two reports are of one story is for ``cluster`` to say, and that two
sentences tell the same for ``digest``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .memory import Before, Past, Told
from .types import Article

REPORTS = 60  #: earlier reports of a story that its news are compared with, sentence by sentence


def unread(articles: Sequence[Article], past: Past) -> list[Article]:
    """The articles that earlier briefs did not carry, and those corrected since they did."""
    here = {a.sha256 for a in articles}
    corrected = [c.article for c in past.corrected if c.article.sha256 not in here]
    taken = {a.id for a in articles}
    return [
        *(a for a in articles if a.sha256 not in past.hashes),
        *(a for a in corrected if a.id not in taken),
    ]


def before(past: Past, articles: Sequence[Article]) -> Before:
    """What an event goes on with that has these earlier reports: all that was told of the story.

    Events are of one story if one went on from the other. Of its reports the last ``REPORTS``.
    """
    ids, found = {a.id for a in articles}, set[tuple[str, str]]()
    size = -1
    while size < len(found):
        size = len(found)
        for told in past.events:
            own = (told.brief, told.headline)
            if own in found or not (
                ids.isdisjoint(told.articles) and found.isdisjoint(told.earlier)
            ):
                found |= {own, *told.earlier}
    story = tuple(t for t in past.events if (t.brief, t.headline) in found)
    ids = {id for told in story for id in told.articles}
    reports = [a for a in past.articles if a.id in ids]
    return Before(story, tuple(reports[-REPORTS:]))


def unchanged(past: Past, stories: Iterable[Before]) -> tuple[Told, ...]:
    """Of each story without news what was told of it last; the latest first, each once."""
    last = {b.told[-1]: None for b in stories if b.told}
    return tuple(sorted(last, key=lambda t: (t.day, past.events.index(t)), reverse=True))
