"""Stage 4, compare.changes: Event, Before -> the numbers that were others in an earlier brief.

What ``differences`` finds between reports of one day it finds between those of two days as well:
sentences that else say the same, of people that the same became of. Here the later number stands
for what is so now, and the earlier one is shown beside it, where an earlier brief showed it.
"""

from __future__ import annotations

from dataclasses import replace

from ..memory import Before, Change, Told
from ..types import Citation, Event, Variant
from .differences import differences

AT_MOST = 5  #: of an event


def changes(event: Event, before: Before) -> tuple[Change, ...]:
    """The changed numbers of an event, those that the most reports give first."""
    articles = {a.id: a for a in before.articles}
    told = [t for t in before.told if t.said]
    if not told:
        return ()
    joint = Event(event.id, (*event.articles, *before.articles))
    found = []
    for difference in differences(joint, over_time=True):
        now = [v for v in difference.variants if not _cited(v, articles)]
        then = [p for v in difference.variants if (p := _shown(v, told, articles))]
        if now and then:
            # of several the one of the most reports today, and the one that was told last
            last, text, citation = max(then, key=lambda p: (p[0].day, p[1]))
            found.append(
                Change(
                    difference.point,
                    now[0],
                    Variant(text, (citation,)),
                    articles[citation.article],
                    last.brief,
                    last.day,
                )
            )
    return tuple(replace(c, point=_point(c)) for c in found[:AT_MOST])


def _cited(variant: Variant, articles: object) -> list[Citation]:
    """The earlier reports that give a version."""
    return [c for c in variant.citations if c.article in articles]  # type: ignore[operator]


def _shown(
    variant: Variant, told: list[Told], articles: object
) -> tuple[Told, str, Citation] | None:
    """The last brief that showed a version, where only earlier reports give it."""
    own = _cited(variant, articles)
    if len(own) < len(variant.citations):
        return None
    shown = [
        (t, variant.text, c)
        for t in told
        for c in own
        for s in t.said
        if s.article == c.article and s.start < c.end and c.start < s.end
    ]
    return max(shown, key=lambda f: (f[0].day, f[2].article), default=None)


def _point(change: Change) -> str:
    """What is counted, as the sentence of today has it; ``""`` if only the earlier one does."""
    return change.point if change.point in change.now.citations[0].quote else ""
