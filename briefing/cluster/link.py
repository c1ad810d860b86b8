"""Stage 3, cluster.link: a sparse graph -> groups."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .graph import RESUMED, Neighbourhood


@dataclass(frozen=True, slots=True)
class Leniency:
    """How much of two large groups must agree, and how close they must be, to be one."""

    full: int  #: articles of a group that all count
    power: float  #: ... and of a larger one ``full * (size / full) ** power``
    closeness: float = 0.0  #: of the likeness between, to that within the looser of two groups
    grown: int = 2  #: articles from which a group is asked for that


BODIES = Leniency(20, 0.8, 0.65, 5)
HEADLINES = Leniency(3, 0.5, 0.35, 25)  #: say so little that no event is alike throughout
STRICT = Leniency(1, 1.0)  #: plain average link


def link(
    n: int, i: Any, j: Any, value: Any, threshold: float, headlines: Sequence[bool] | None = None
) -> list[list[int]]:
    """Agglomerative average link on a sparse graph, lenient to large groups.

    Plain average link (UPGMA, Sokal and Michener 1958) asks that all pairs of
    two groups agree, which no event of a hundred reports does; single link
    asks for one pair and chains. Here the sum of the edges between two groups
    is divided by the number of their pairs, of a large group only a part of
    the members counted, of one that is mostly ``headlines`` a smaller part;
    without ``headlines`` all count. A missing edge is 0. The best pair is merged until
    none reaches ``threshold``; ties go to the lowest numbers. Two grown groups
    are merged only if they are nearly as close to each other as each is within
    (relative closeness of Chameleon, Karypis, Han and Kumar 1999): two like
    events one after the other, each told by many, stay two.

    Returns groups of indices, sorted.
    """
    sums: list[dict[int, float]] = [{} for _ in range(n)]
    heap = []
    for a, b, v in zip(i.tolist(), j.tolist(), value.tolist(), strict=True):
        sums[a][b] = sums[b][a] = v
        if v >= threshold:
            heap.append((-v, a, b, 1, 1))
    heapq.heapify(heap)
    members = [[k] for k in range(n)]
    inner = [0.0] * n  # sum of the edges within a group

    bare = [int(h) for h in headlines or ()]  # headlines in a group

    def leniency(k: int) -> Leniency:
        if not bare:
            return STRICT
        return HEADLINES if 2 * bare[k] > len(members[k]) else BODIES

    def counted(k: int) -> float:
        size, lenient = len(members[k]), leniency(k)
        whole = size <= lenient.full
        return size if whole else lenient.full * (size / lenient.full) ** lenient.power

    def within(k: int) -> float:
        return inner[k] / (len(members[k]) * (len(members[k]) - 1) / 2)

    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if len(members[a]) != size_a or len(members[b]) != size_b:
            continue  # one of the two has been merged since
        between = sums[a].pop(b)
        lenient = max(leniency(a), leniency(b), key=lambda x: x.grown)
        if min(size_a, size_b) >= lenient.grown and (
            between < lenient.closeness * min(within(a), within(b)) * size_a * size_b
        ):
            sums[a][b] = between
            continue
        inner[a] += inner[b] + between
        members[a] += members[b]
        if bare:
            bare[a] += bare[b]
        members[b] = []
        for k, v in sums[b].items():
            if k != a:
                sums[a][k] = sums[k][a] = sums[a].get(k, 0.0) + v
                del sums[k][b]
        sums[b] = {}
        for k, v in sums[a].items():
            mean = v / (counted(a) * counted(k))
            if mean >= threshold:
                low, high = min(a, k), max(a, k)
                heapq.heappush(heap, (-mean, low, high, len(members[low]), len(members[high])))
    return sorted(sorted(m) for m in members if m)


def resumed(
    near: Neighbourhood, today: Sequence[Sequence[int]], earlier: Sequence[Sequence[int]]
) -> dict[int, list[int]]:
    """Which of ``today``'s groups go on from which ``earlier`` articles after a pause of days.

    By the average likeness of a group to an earlier event, as if days lay less far apart; of a
    group above ``HEADLINES.full`` articles a part counts. Groups are of indices; the keys of what
    is returned are places in ``today``. An empty group goes on from nothing.
    """
    of = {k: n for n, group in enumerate(today) for k in group if near.origin[k] == k}
    was: dict[int, list[int]] = {}
    for n, group in enumerate(earlier):
        for k in group:
            was.setdefault(k, []).append(n)
    sums: dict[tuple[int, int], float] = {}
    for a, b, value in zip(*(x.tolist() for x in near.resumed), strict=True):
        for here, there in ((a, b), (b, a)):
            for event in was.get(there, ()) if here in of else ():
                sums[of[here], event] = sums.get((of[here], event), 0.0) + value
    found: dict[int, list[int]] = {}
    for (n, event), total in sorted(sums.items()):
        pairs = 1.0
        for group in (today[n], earlier[event]):
            size = max(1, sum(near.origin[k] == k for k in group))
            full, power = HEADLINES.full, HEADLINES.power
            pairs *= size if size <= full else full * (size / full) ** power
        if total >= RESUMED * pairs:
            found[n] = sorted({*found.get(n, ()), *earlier[event]})
    return found
