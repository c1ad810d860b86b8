"""Stage 3, cluster.why: two Articles -> what binds and what parts them, in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from .. import language
from ..anchors import count_terms
from ..types import Article, Shared, Why
from .features import Features
from .graph import EVENT, neighbourhood

KINDS = {"w": "word", "n": "name", "c": "word by its sound", "a": "acronym", "#": "number",
         "d": "day", "g": "country"}  # fmt: skip


def why(articles: Sequence[Article], items: Sequence[Features], a: int, b: int) -> Why:
    """Why ``articles[a]`` and ``articles[b]`` are, or are not, of one event."""
    near = neighbourhood(items)
    terms, days = near.terms, near.days
    pair = sorted((int(near.origin[a]), int(near.origin[b])))
    edge = next(
        (float(v) for x, y, v in zip(*near.edges, strict=True) if [x, y] == pair),
        1.0 if pair[0] == pair[1] else 0.0,
    )
    rows = [dict(zip(near.matrix[k].indices.tolist(), near.matrix[k].data.tolist(), strict=True))
            for k in (a, b)]  # fmt: skip
    written = [_surfaces(articles[k]) for k in (a, b)]
    both = {t: rows[0][t] * rows[1][t] for t in rows[0].keys() & rows[1].keys()}
    total = sum(both.values())
    shared = tuple(
        Shared(
            KINDS.get(terms[t].partition(":")[0], "word"),
            written[0].get(terms[t]) or terms[t].partition(":")[2],
            written[1].get(terms[t]) or terms[t].partition(":")[2],
            both[t] / total,
        )
        for t in sorted(both, key=lambda t: (-both[t], terms[t]))
    )
    only = tuple(
        tuple(
            words.get(terms[t]) or terms[t].partition(":")[2]
            for t in sorted(own.keys() - other.keys(), key=lambda t: (-own[t], terms[t]))
        )
        for own, other, words in ((rows[0], rows[1], written[0]), (rows[1], rows[0], written[1]))
    )
    told = tuple(d.isoformat() if d else "" for d in (days[a], days[b]))
    parted = (only[0], only[1])
    return Why(total, False, edge, EVENT, (told[0], told[1]), shared, parted)


def _surfaces(article: Article) -> dict[str, str]:
    """Term -> the first word of the article that gives it."""
    found: dict[str, str] = {}
    for text in (article.title, article.dateline, article.text):
        for start, end in language.word_spans(text):
            counts: dict[str, float] = defaultdict(float)
            count_terms("· " + text[start:end], article.lang, counts, 1.0)
            for term in counts:
                found.setdefault(term, text[start:end])
    return found
