"""Stage 3, cluster.link: a sparse graph -> groups."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import Any


def average_link(n: int, i: Any, j: Any, value: Any, threshold: float) -> list[list[int]]:
    """Agglomerative average link (UPGMA, Sokal and Michener 1958) on a sparse graph.

    A missing edge counts as 0. The best pair is merged until none reaches
    ``threshold``; ties go to the lowest numbers. Groups of indices, sorted.
    """
    sums: list[dict[int, float]] = [{} for _ in range(n)]
    heap = []
    for a, b, v in zip(i.tolist(), j.tolist(), value.tolist(), strict=True):
        sums[a][b] = sums[b][a] = v
        if v >= threshold:
            heap.append((-v, a, b, 1, 1))
    heapq.heapify(heap)
    members = [[k] for k in range(n)]
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if len(members[a]) != size_a or len(members[b]) != size_b:
            continue  # one of the two has been merged since
        members[a] += members[b]
        members[b] = []
        del sums[a][b]
        for k, v in sums[b].items():
            if k != a:
                sums[a][k] = sums[k][a] = sums[a].get(k, 0.0) + v
                del sums[k][b]
        sums[b] = {}
        for k, v in sums[a].items():
            mean = v / (len(members[a]) * len(members[k]))
            if mean >= threshold:
                low, high = min(a, k), max(a, k)
                heapq.heappush(heap, (-mean, low, high, len(members[low]), len(members[high])))
    return sorted(sorted(m) for m in members if m)


def whispers(n: int, i: Any, j: Any, value: Any, threshold: float) -> list[list[int]]:
    """Chinese whispers (Biemann 2006), made deterministic: strongest first, ties to the lowest."""
    edges: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    for a, b, v in zip(i.tolist(), j.tolist(), value.tolist(), strict=True):
        if v >= threshold:
            edges[a].append((b, v))
            edges[b].append((a, v))
    label = list(range(n))
    order = sorted(range(n), key=lambda k: (-sum(v for _, v in edges[k]), k))
    for _ in range(20):
        changed = False
        for k in order:
            votes: dict[int, float] = defaultdict(float)
            for other, v in edges[k]:
                votes[label[other]] += v
            best = max(votes, key=lambda x: (votes[x], -x), default=label[k])
            if votes and votes[best] > votes.get(label[k], 0.0):
                label[k], changed = best, True
        if not changed:
            break
    groups: dict[int, list[int]] = defaultdict(list)
    for k, name in enumerate(label):
        groups[name].append(k)
    return sorted(groups.values())
