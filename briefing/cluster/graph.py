"""Stage 3, cluster.graph: vectors and days -> a sparse graph of neighbours.

Never all pairs: two articles are compared only if they share a rare term.
The similarity is the cosine, more across languages (where less can match),
less with the days between the events (unless a report of weeks later names
the day), and then scaled by how close each article's neighbours are (local
scaling, Zelnik-Manor and Perona 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import scipy.sparse as sp

from .days import event_days, same_day_named
from .features import Features
from .vectors import vectors

EVENT = 0.34  #: average similarity of two groups from which they are one event
TOP = 200  #: candidates an article
RARE = 400  #: articles a term may be in to make two of them candidates
OWN, BESIDE = 2, 10  #: commoner terms of an article that also do, and for how many next to it
CROSS = 1.2  #: bonus between languages, where less can match
REACH = 2.2  #: days: similarity falls as 1 / (1 + (gap / REACH) ** 3): next day .91, four days .14
#: The same for whether a story goes on after a pause, of which more likeness is asked (RESUMED).
#: Set on gva, together: 4 days and .55 find 1 point more of what goes on, 7 and .6 four, 7 and .5
#: six, 14 and .6 seven, at precisions of .92, .90, .88 and .88.
LATER, RESUMED = 7.0, 0.65
UNDATED = 0.8  #: factor where one of the days is unknown
#: A follow-up that names the day of the other report keeps this much, if the two are this
#: much alike: the trial weeks later of "the May 15 shooting" is of one event with it. On the
#: shootings set such pairs are of one event in 18 of 19 cases; a conference's are not, but
#: its days are close and half the similarity is not enough for them.
FOLLOW_UP, ALIKE = 0.5, 0.15
BLOCK, PAIRS = 250, 5_000  #: articles, and pairs, compared at a time
COPY, COPIED = 0.75, 2  #: cosine from which an article is a copy, and days it may be late
FLOOR = 0.04  #: similarity below which articles are no neighbours
NEIGHBOUR, POWER = 3, 0.22  #: local scaling: by the third-nearest, to this power ...
LEAST = 0.14  #: ... and at least by this: two strangers in a small folder are no event


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The articles as the clusterer compares them."""

    matrix: Any  #: CSR, articles x terms, unit rows
    terms: list[str]
    days: list[date | None]  #: the day each reports on
    origin: Any  #: index of the article each is a copy of, or its own
    edges: tuple[Any, Any, Any]  #: between origins: ``i < j`` and their similarity
    resumed: tuple[Any, Any, Any]  #: the same, as if days lay less far apart


def neighbourhood(items: Sequence[Features], *, later: bool = False) -> Neighbourhood:
    """Vectors, days, copies and the graph of the rest; ``later`` also that of resumed stories.

    Copies stand for nothing of their own: ten reprints of one agency report
    would otherwise be each other's nearest, and shut out the other agency's.
    """
    matrix, terms = vectors(items)
    by_day = sorted(range(len(items)), key=lambda k: (str(items[k].published or ""), k))
    i, j, cosine = neighbours(matrix, by_day)
    days, guessed = event_days(items, i, j, cosine)
    origin = origins(guessed, i, j, cosine)
    own = (origin[i] == i) & (origin[j] == j)
    pairs = i[own], j[own], cosine[own]
    edges = similarities(items, guessed, *pairs)
    resumed = similarities(items, guessed, *pairs, reach=LATER) if later else edges
    return Neighbourhood(matrix, terms, days, origin, edges, resumed)


def origins(days: Sequence[date | None], i: Any, j: Any, cosine: Any) -> Any:
    """For each article the first one, by index, of which it is a copy, or a copy of a copy.

    A copy is of the days of the first one, so that a report which comes every
    day in the same words is not one report.
    """
    origin = np.arange(len(days))
    for k in np.nonzero(cosine >= COPY)[0]:  # by i, then j: the origin of i is settled
        a, b = int(origin[i[k]]), int(j[k])
        here, there = days[a], days[b]
        near = not here or not there or abs((here - there).days) <= COPIED
        if origin[b] == b and near:
            origin[b] = a
    return origin


def neighbours(matrix: Any, order: Sequence[int] = ()) -> tuple[Any, Any, Any]:
    """Pairs ``i < j`` that share a rare term, and their cosines.

    Where an event has more than ``RARE`` reports its own terms are common.
    Through the strongest ``OWN`` common terms of an article it is compared
    with those next to it in ``order``, by default that of the indices.
    """
    n = matrix.shape[0]
    common = np.asarray((matrix > 0).sum(axis=0)).ravel() > RARE
    rare = (matrix @ sp.diags((~common).astype(float))).tocsr()
    rare.eliminate_zeros()
    pairs = _beside(matrix, common, np.asarray(order or range(n), dtype=np.int64))
    other = rare.T.tocsr()
    for start in range(0, n, BLOCK):
        block = rare[start : start + BLOCK] @ other
        for row in range(block.shape[0]):
            part = slice(block.indptr[row], block.indptr[row + 1])
            found, score = block.indices[part], block.data[part]
            if len(found) > TOP:  # all that tie with the last one
                found = found[score >= np.partition(score, -TOP)[-TOP]]
            pairs.append(_keys(found, start + row, n))
    keys = np.concatenate(pairs) if pairs else np.zeros(0, np.int64)
    pairs.clear()
    keys.sort()
    keys = keys[np.diff(keys, prepend=-1) > 0]
    i, j = (keys // n).astype(np.int32), (keys % n).astype(np.int32)
    i, j = i[i != j], j[i != j]
    cosine = np.zeros(len(i))
    for start in range(0, len(i), PAIRS):
        part = slice(start, start + PAIRS)
        cosine[part] = np.asarray(matrix[i[part]].multiply(matrix[j[part]]).sum(axis=1)).ravel()
    telling = cosine * CROSS >= FLOOR
    return i[telling], j[telling], cosine[telling]


def _beside(matrix: Any, common: Any, order: Any) -> list[Any]:
    """Keys of the pairs that stand near each other among the articles of a common term."""
    n = matrix.shape[0]
    held = (matrix @ sp.diags(common.astype(float))).tocsr()
    held.eliminate_zeros()
    articles: dict[int, list[int]] = {}
    for row in order.tolist():
        part = slice(held.indptr[row], held.indptr[row + 1])
        strongest = np.lexsort((held.indices[part], -held.data[part]))[:OWN]
        for term in held.indices[part][strongest].tolist():
            articles.setdefault(term, []).append(row)
    pairs = []
    for rows in map(np.array, articles.values()):
        for step in range(1, min(BESIDE, len(rows) - 1) + 1):
            pairs.append(_keys(rows[:-step], rows[step:], n))
    return pairs


def _keys(a: Any, b: Any, n: int) -> Any:
    """One number a pair of ``n`` articles, the lower index first."""
    return np.minimum(a, b).astype(np.int64) * n + np.maximum(a, b)


def similarities(
    items: Sequence[Features],
    days: Sequence[date | None],
    i: Any,
    j: Any,
    cosine: Any,
    *,
    reach: float = REACH,
) -> tuple[Any, Any, Any]:
    """Edges above the floor with bonus, time decay (by ``reach``) and local scaling."""
    n = len(items)
    langs = np.array([f.lang for f in items])
    value = np.where(langs[i] != langs[j], cosine * CROSS, cosine)
    ordinal = np.array([d.toordinal() if d else 0 for d in days])
    unknown = (ordinal[i] == 0) | (ordinal[j] == 0)
    gap = np.abs(ordinal[i] - ordinal[j])
    decay = 1 / (1 + (gap / reach) ** 3)
    far = np.nonzero(~unknown & (decay < FOLLOW_UP) & (cosine >= ALIKE))[0]
    told = far[same_day_named(items, days, i[far], j[far])]
    decay[told] = FOLLOW_UP
    value = value * np.where(unknown, UNDATED, decay)
    keep = value >= FLOOR
    i, j, value = i[keep], j[keep], value[keep]
    graph = sp.csr_matrix((np.r_[value, value], (np.r_[i, j], np.r_[j, i])), (n, n))
    nearest = np.full(n, LEAST)
    for row in range(n):
        edges = graph.data[graph.indptr[row] : graph.indptr[row + 1]]
        if len(edges):
            rank = NEIGHBOUR if len(edges) >= NEIGHBOUR else 1
            nearest[row] = max(LEAST, np.partition(edges, -rank)[-rank])
    return i, j, value / np.power(nearest[i] * nearest[j], POWER)
