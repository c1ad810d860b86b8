"""Stage 3, cluster.days: the day each article reports on, and the days it names besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import scipy.sparse as sp

from .features import Features

OPENING = 150  #: words in which a report names the day it reports
SIMILAR = 3  #: dated articles that speak for an undated one
WEEK = 7  #: days back from publication that such a day may lie
MEMORY = 700  #: days back from its own that a day an article names may lie


def event_days(
    items: Sequence[Features], i: Any, j: Any, cosine: Any
) -> tuple[list[date | None], list[date | None]]:
    """The day each article reports on, and the same with a guess where it says none.

    A dated article: the day it names in its opening within a week before
    publication, else publication. An undated one: the day of its dateline,
    else the latest day it names up to the last publication of all, a missing
    year taken from its three most similar dated articles. One that names no
    day is guessed to be as late as the latest of those three: a comment
    without a date is read after the events. The guess serves to compare
    articles, never to date an event. Indices ``i``, ``j`` and ``cosine``: the
    compared pairs.
    """
    similar: dict[int, list[date]] = defaultdict(list)
    undated = np.array([f.published is None for f in items], dtype=bool)
    mixed = np.nonzero(undated[i] != undated[j])[0]
    for edge in mixed[np.lexsort((j[mixed], i[mixed], -cosine[mixed]))]:
        a, b = int(i[edge]), int(j[edge])
        dated, unsaid = (b, a) if undated[a] else (a, b)
        if (day := items[dated].published) and len(similar[unsaid]) < SIMILAR:
            similar[unsaid].append(day)
    latest = max((f.published for f in items if f.published), default=None)
    days: list[date | None] = []
    guessed: list[date | None] = []
    for index, item in enumerate(items):
        near = similar[index]
        if item.published:
            own: date | None = _reported(item, item.published)
        else:
            own = _placed(item, near, latest)
        days.append(own)
        guessed.append(own or max(near, default=None))
    return days, guessed


def _placed(item: Features, near: list[date], latest: date | None) -> date | None:
    """The day an undated article reports on, by what it says.

    Its dateline's, else the latest it names up to ``latest``; where nothing is
    dated, the first it names: the last may lie far ahead. A missing year is
    the one that comes nearest to the similar articles.
    """
    found = []
    for at, named in item.days:
        years = [d.year + k for d in near for k in (-1, 0, 1)] or [0]
        spans = [s for y in years if (s := named.days(y)) and (not latest or s[1] <= latest)]
        if spans:
            gap = {s: min((abs(s[1] - d) for d in near), default=s[1] - s[1]) for s in spans}
            found.append((at < 0, min(spans, key=lambda s: (gap[s], s))[1]))
    if not latest:
        found = sorted(found, key=lambda f: not f[0])[:1]
    return max(found)[1] if found else None


def _reported(item: Features, published: date) -> date:
    for position, day in item.days:
        for year in (published.year, published.year - 1):
            span = day.days(day.year or year) if position <= OPENING else None
            if span and 0 <= (published - span[1]).days <= WEEK:
                return span[1]
    return published


def same_day_named(items: Sequence[Features], days: Sequence[date | None], i: Any, j: Any) -> Any:
    """For each pair of articles: does one name the day of the other, or both a third day?

    Two reports of different days may still tell of one event if the later
    says when it was. The day before and after a report's own count as its
    day; a range of days ("from 17 to 28 November") is no such statement.
    ``i``, ``j``: indices, one pair a place; returns booleans.
    """
    own = [{d.toordinal() + k for k in (-1, 0, 1)} if d else set() for d in days]
    named = [_past_days(f, f.published or d) for f, d in zip(items, days, strict=True)]
    column = {d: k for k, d in enumerate(sorted(set().union(*own, *named)))}

    def table(sets: list[set[int]]) -> Any:
        rows = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
        columns = np.array([column[d] for s in sets for d in sorted(s)], dtype=np.int64)
        return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(sets), len(column)))

    of, says = table(own), table(named)
    either = of + says
    both = says[i].multiply(either[j]).sum(axis=1) + of[i].multiply(says[j]).sum(axis=1)
    return np.asarray(both).ravel() > 0


def _past_days(item: Features, day: date | None) -> set[int]:
    """Ordinals of the single days an article names up to its own; a missing year is the nearest."""
    found: set[int] = set()
    if not day:
        return found
    for _, named in item.days:
        spans = [named.days(named.year or day.year + k) for k in (-1, 0, 1)]
        nearest = min((s for s in spans if s), key=lambda s: abs(s[1] - day), default=None)
        if nearest and named.first == named.last and 0 <= (day - nearest[1]).days <= MEMORY:
            found.add(nearest[1].toordinal())
    return found
