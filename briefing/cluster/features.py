"""Stage 3, cluster.features: Article -> Features, one article at a time (map seam).

The terms are those of ``anchors.terms``, title and opening counted more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from .. import language
from ..anchors import NamedDay, count_terms, named_days
from ..types import Article, day_of

TOKENS = 500  #: of the text that count
OPENING = 60  #: of them, which count double
TITLE = 3.0


@dataclass(frozen=True, slots=True)
class Features:
    """What the clusterer knows of an article; small, picklable, no text."""

    lang: str
    published: date | None
    days: tuple[tuple[int, NamedDay], ...]  #: days named in the text: (word position, day)
    terms: tuple[tuple[str, float], ...]  #: weighted counts, sorted by term
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
    days = []
    starts = [s for s, _ in spans]
    for named in named_days(text[:end] if body else article.title, lang):
        for month, day in {named.first, named.last}:
            counts[f"d:{month:02}-{day:02}"] += 1.0
        days.append((sum(s < named.start for s in starts), named))
    return Features(
        lang, day_of(article.published), tuple(days), tuple(sorted(counts.items())), not body
    )
