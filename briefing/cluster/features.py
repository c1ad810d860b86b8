"""Stage 3, cluster.features: Article -> Features, one article at a time (map seam).

The terms are those of ``anchors.terms``, title and opening counted more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from .. import language
from ..anchors import NamedDay, count_terms, named_days, weekdays_before
from ..types import Article, day_of

TOKENS = 500  #: of the text that count
OPENING = 60  #: of them, which count double
TITLE = 3.0


@dataclass(frozen=True, slots=True)
class Features:
    """What the clusterer knows of an article; small, picklable, no text."""

    lang: str
    published: date | None
    days: tuple[tuple[int, NamedDay], ...]  #: days named: (word position, day); dateline -1
    terms: tuple[str, ...]  #: sorted
    counts: tuple[float, ...]  #: the weighted count of each term
    headline_only: bool


def features(article: Article) -> Features:
    """The features of an article; the dateline counts as its opening."""
    counts: dict[str, float] = defaultdict(float)
    body = article.text if article.text != article.title else ""
    lang = article.lang
    if article.title:
        count_terms(article.title, lang, counts, TITLE)
    opening = f"{article.dateline} " if article.dateline else ""
    text = opening + body
    spans = language.word_spans(text)[:TOKENS]
    edge = spans[min(OPENING, len(spans)) - 1][1] if spans else 0
    end = spans[-1][1] if spans else 0
    count_terms(text[:edge], lang, counts, 2.0)
    count_terms(text[edge:end], lang, counts, 1.0)
    published = day_of(article.published)
    seen = text[:end] if body else article.title
    named = named_days(seen, lang)
    for month, day in {end for d in named for end in (d.first, d.last)}:
        counts[f"d:{month:02}-{day:02}"] += 1.0
    if published:
        named += weekdays_before(seen, lang, published)
    starts = [s for s, _ in spans]
    named.sort(key=lambda d: d.start)
    days = [(-1 if d.end <= len(opening) else bisect_left(starts, d.start), d) for d in named]
    terms = sorted(counts)
    weights = tuple(_one(counts[t]) for t in terms)
    return Features(lang, published, tuple(days), tuple(map(_one, terms)), weights, not body)


@lru_cache(maxsize=200_000)
def _one(value: Any) -> Any:
    """The first of equal values, so that thousands of articles share it in memory."""
    return value
