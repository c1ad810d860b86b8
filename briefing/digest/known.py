"""Stage 4, digest.known: Event, Before -> the sentences of its reports that are no news.

A sentence is no news if an earlier brief has told what it says (``twins``), or if an earlier
report of the story has it nearly word for word, told or not: what agencies repeat under each day's
news. It is news all the same if it has a number that no earlier report of the story has.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass

from .. import language
from ..anchors import named_days, numbers
from ..memory import Before, Past
from ..types import Event
from .candidates import Candidate, sentences
from .coverage import REPEATED
from .twins import FEWEST, SURE, Twins

Span = tuple[str, int, int]  #: article id, start, end
APART = 0.1  #: cosine below which two sentences are not compared, to save time; ``twins`` ask .3
_YEARS_AND_CLOCKS = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")


@dataclass(frozen=True, slots=True)
class Known:
    """What is no news."""

    spans: frozenset[Span] = frozenset()
    silent: frozenset[str] = frozenset()  #: ids of articles of which nothing else stands alone


def heard(past: Past) -> frozenset[str]:
    """What earlier briefs told of any story, word for word; case and marks aside."""
    found = {_plain(c.quote) for told in past.events for c in told.said}
    return frozenset(words for words in found if words.count(" ") >= FEWEST - 1)


def known(event: Event, before: Before, heard: frozenset[str] = frozenset()) -> Known:
    """What of an event's articles is no news; ``heard`` is told elsewhere."""
    pool = sentences(event)
    old = sentences(Event("", before.articles))
    said = defaultdict(list)
    for c in before.said:
        said[c.article].append((c.start, c.end))
    told = [any(s < c.end and c.start < e for s, e in said[c.article.id]) for c in old]
    twins = Twins([*old, *pool])
    words = heard.union(_plain(c.text) for c in old)
    figures = frozenset().union(*map(_figures, old))

    def is_old(c: Candidate) -> bool:
        """Whether a sentence without new numbers says what one of the earlier does."""
        return any(
            cosine >= APART
            and (
                (cosine >= SURE and c.article.lang == o.article.lang)
                or (shown and (twins.repeats(c, o) or _overlap(c, o) >= REPEATED))
            )
            for o, shown, cosine in zip(old, told, twins.cosines(c), strict=False)
        )

    spans = frozenset(
        (c.article.id, c.start, c.end)
        for c in pool
        if _plain(c.text) in words or (_figures(c) <= figures and is_old(c))
    )
    news = {c.article.id for c in pool if c.alone and (c.article.id, c.start, c.end) not in spans}
    silent = {a.id for a in event.articles} - news if spans else ()
    return Known(spans, frozenset(silent))


def _plain(text: str) -> str:
    return " ".join(language.words(text))


def _overlap(a: Candidate, b: Candidate) -> float:
    """Cosine of the content words of two sentences, 0..1."""
    (one,), (two,) = a.content, b.content
    return len(one & two) / math.sqrt(len(one) * len(two)) if one and two else 0.0


def _figures(c: Candidate) -> frozenset[float]:
    """The numbers a sentence states, but for those of days, years and clocks."""
    text, lang = c.text, c.article.lang
    dated = [(d.start, d.end) for d in named_days(text, lang)]
    dated += [m.span() for m in _YEARS_AND_CLOCKS.finditer(text)]
    found = (n for n in numbers(text, lang, bare=True) if n.value > 1)
    return frozenset(n.value for n in found if all(n.end <= s or e <= n.start for s, e in dated))
