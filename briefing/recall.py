"""Stage 3, recall: Articles, Past -> those no earlier brief carried, and which event goes on.

It keeps the books; that two reports are of one story is for ``cluster`` to say, and that two
sentences tell the same for ``digest``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .memory import Before, Past, Told
from .types import Article


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
    """What an event goes on with that has these earlier reports."""
    ids = {a.id for a in articles}
    return Before(tuple(t for t in past.events if not ids.isdisjoint(t.articles)), tuple(articles))


def unchanged(past: Past, stories: Iterable[Before]) -> tuple[Told, ...]:
    """Of each story without news what was told of it last; the latest first, each once."""
    last = {b.told[-1]: None for b in stories if b.told}
    return tuple(sorted(last, key=lambda t: (t.day, past.events.index(t)), reverse=True))
