"""Stage 3, cluster: Articles -> Events, across languages. The one stage that must see all.

``features`` works an article at a time (map seam); ``cluster`` builds the
neighbour graph and cuts it into events. The result does not depend on the
order of the articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from ..types import Article, Event
from .features import Features, features
from .reprints import mark_reprints

__all__ = ["Features", "cluster", "features"]

BODY = 0.35  #: average similarity of two groups that are one event
HEADLINES = 0.30  #: the same for whispers, where all that is known are headlines
VETO = 0.12  #: ... and within each of its groups


def cluster(articles: Sequence[Article], items: Sequence[Features]) -> list[Event]:
    """Events of the articles; ``items[k]`` are the features of ``articles[k]``.

    Articles of an event are in order of day, then id; events too.
    """
    order = sorted(range(len(articles)), key=lambda k: articles[k].id)
    articles, items = [articles[k] for k in order], [items[k] for k in order]
    if not articles:
        return []
    from .graph import event_days, neighbours, similarities
    from .vectors import vectors

    i, j, cosine = neighbours(vectors(items)[0])
    days = event_days(items, i, j, cosine)
    groups = _groups(items, *similarities(items, days, i, j, cosine))
    events = []
    for group in groups:
        dated = sorted(d for k in group if (d := days[k]))
        members = mark_reprints([articles[k] for k in group])
        members.sort(key=lambda a: (str(a.published or "9999"), bool(a.reprint_of), a.id))
        name = hashlib.sha256("\n".join(sorted(a.id for a in members)).encode()).hexdigest()
        events.append(
            Event(
                id=f"e{name[:12]}",
                articles=tuple(members),
                start=dated[0] if dated else None,
                end=dated[-1] if dated else None,
            )
        )
    return sorted(events, key=lambda e: (str(e.end or ""), e.id))


def _groups(items: Sequence[Features], i: Any, j: Any, value: Any) -> list[list[int]]:
    """Average link; for headlines alone whispers first, and then within its groups."""
    import numpy as np

    from .link import average_link, whispers

    n = len(items)
    if 2 * sum(f.headline_only for f in items) <= n:
        return average_link(n, i, j, value, BODY)
    label = np.zeros(n, int)
    for name, group in enumerate(whispers(n, i, j, value, HEADLINES)):
        label[group] = name
    inside = label[i] == label[j]
    return average_link(n, i[inside], j[inside], value[inside], VETO)
