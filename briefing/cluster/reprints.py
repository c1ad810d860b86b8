"""Stage 3, cluster.reprints: which articles of an event repeat another one's text."""

from __future__ import annotations

from dataclasses import replace

from .. import language
from ..types import Article, day_of

SHINGLE = 5  #: words (Broder 1997)
SAME = 0.7  #: share of the shorter text's shingles that the longer one holds


def mark_reprints(articles: list[Article]) -> list[Article]:
    """The same articles, each reprint naming the first that carries its text.

    First is the earliest published, then the longest, then the lowest id.
    """
    ranked = sorted(articles, key=_precedence)
    origins: list[tuple[Article, frozenset[int]]] = []
    first: dict[str, str] = {}
    for article in ranked:
        shingles = _shingles(article)
        for origin, theirs in origins:
            small = min(len(shingles), len(theirs))
            if small and len(shingles & theirs) >= SAME * small:
                first[article.id] = origin.id
                break
        else:
            origins.append((article, shingles))
    return [replace(a, reprint_of=first.get(a.id, "")) for a in articles]


def _precedence(article: Article) -> tuple[str, int, str]:
    day = day_of(article.published)
    return (day.isoformat() if day else "9999", -len(article.text), article.id)


def _shingles(article: Article) -> frozenset[int]:
    words = language.words(article.text)
    count = max(len(words) - SHINGLE + 1, 1)
    # str hashes differ between runs, but sets of them are only compared within one
    return frozenset(hash(tuple(words[k : k + SHINGLE])) for k in range(count))
