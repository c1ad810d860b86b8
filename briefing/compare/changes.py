"""Stage 4, compare.changes: Event, Before -> the numbers that were others in an earlier brief.

What ``differences`` finds between reports of one day it finds between those of two days as well:
sentences that else say the same, of people that the same became of. Here the later number stands
for what is so now, and the earlier one is shown beside it, where an earlier brief showed it.
"""

from __future__ import annotations

from ..memory import Before, Change, Told
from ..types import Citation, Event, Variant
from .differences import differences

AT_MOST = 5  #: of an event


def changes(event: Event, before: Before) -> tuple[Change, ...]:
    """The changed numbers of an event, those that the most reports give first."""
    reports = {a.id: a for a in before.articles}
    if not before.told:
        return ()
    joint = Event(event.id, (*event.articles, *before.articles))
    found = []
    for difference in differences(joint, over_time=True):
        parted = [[c for c in v.citations if c.article in reports] for v in difference.variants]
        now = [v for v, own in zip(difference.variants, parted, strict=True) if not own]
        then = [
            (told.day, told.brief, v.text, c)
            for v, own in zip(difference.variants, parted, strict=True)
            if len(own) == len(v.citations)  # none of today's reports gives it still
            for c in own
            for told in before.told
            if _showed(told, c)
        ]
        if not (now and then):
            continue
        lang = next(a.lang for a in event.articles if a.id == now[0].citations[0].article)
        day, brief, text, cited = max(
            then, key=lambda t: (t[0], reports[t[3].article].lang == lang, t[3].article)
        )
        point = difference.point if difference.point in now[0].citations[0].quote else ""
        earlier = Variant(text, (cited,))
        found.append(Change(point, now[0], earlier, reports[cited.article], brief, day))
    return tuple(found[:AT_MOST])


def _showed(told: Told, sentence: Citation) -> bool:
    """Whether a brief printed a sentence, or a part of it."""
    return any(
        c.article == sentence.article and c.start < sentence.end and sentence.start < c.end
        for c in told.said
    )
