"""Stage 4, compare.changes: Event, Before -> the numbers that were others in an earlier brief.

What ``differences`` finds between reports of one day it finds between those of two days as well:
sentences that else say the same, of people that the same became of. Here the later number stands
for what is so now, and the earlier one is shown beside it, where an earlier brief showed it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..memory import Before, Change, Told
from ..types import Citation, Event, Variant
from .differences import differences

AT_MOST = 5  #: of an event


def changes(event: Event, before: Before, *, lang: str) -> tuple[Change, ...]:
    """The changed numbers of an event, those first that reports in ``lang`` give."""
    found: dict[Citation, Change] = {}
    for langs in ({lang}, {a.lang for a in (*event.articles, *before.articles)}):
        for change in _changes(event, before, langs) if before.told else ():
            found.setdefault(change.now.citations[0], change)
    return tuple(found.values())[:AT_MOST]


def _changes(event: Event, before: Before, langs: set[str]) -> Iterator[Change]:
    reports = {a.id: a for a in before.articles}
    joint = [a for a in (*event.articles, *before.articles) if a.lang in langs]
    for difference in differences(Event(event.id, tuple(joint)), over_time=True):
        now = [v for v in difference.variants if all(c.article not in reports for c in v.citations)]
        then = [
            (told.day, c.article, told.brief, v.text, c)
            for v in difference.variants
            if all(c.article in reports for c in v.citations)  # no report of today gives it still
            for c in v.citations
            for told in before.told
            if _showed(told, c)
        ]
        if now and then:
            day, _, brief, text, cited = max(then, key=lambda t: t[:2])
            point = difference.point if difference.point in now[0].citations[0].quote else ""
            earlier = Variant(text, (cited,))
            yield Change(point, now[0], earlier, reports[cited.article], brief, day)


def _showed(told: Told, sentence: Citation) -> bool:
    """Whether a brief printed a sentence, or a part of it."""
    return any(
        c.article == sentence.article and c.start < sentence.end and sentence.start < c.end
        for c in told.said
    )
