"""Stage 3, cluster: Articles -> Events, across languages. The one stage that must see all.

``features`` works an article at a time (map seam); ``cluster`` builds the
neighbour graph and cuts it into events. The result does not depend on the
order of the articles.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..types import Article, Event, Why
from .features import Features, features
from .reprints import mark_reprints

__all__ = ["Features", "cluster", "explain", "features"]


def cluster(
    articles: Sequence[Article], items: Sequence[Features], *, preferred: Sequence[str] = ()
) -> list[Event]:
    """Events of the articles; ``items[k]`` are the features of ``articles[k]``.

    Articles of an event are in order of day, then id; events too. Of one text in several outlets
    the ``preferred`` one's counts as its origin.
    """
    order = sorted(range(len(articles)), key=lambda k: articles[k].id)
    articles, items = [articles[k] for k in order], [items[k] for k in order]
    if not articles:
        return []
    from .graph import EVENT, neighbourhood
    from .link import link

    near = neighbourhood(items)
    bare = [f.headline_only for f in items]
    events = []
    copies = defaultdict(list)
    for k, origin in enumerate(near.origin.tolist()):
        copies[origin].append(k)
    for origins in link(len(items), *near.edges, EVENT, bare):
        group = [k for origin in origins for k in copies[origin]]
        if not group:  # a copy, which is with its origin
            continue
        dated = sorted(d for k in group if (d := near.days[k]))
        members = mark_reprints([articles[k] for k in group], preferred)
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


def explain(
    articles: Sequence[Article], items: Sequence[Features], events: Sequence[Event], a: int, b: int
) -> Why:
    """What binds and what parts ``articles[a]`` and ``articles[b]`` of these events."""
    from .why import why

    pair = {articles[a].id, articles[b].id}
    together = any(pair <= {x.id for x in e.articles} for e in events)
    order = sorted(range(len(articles)), key=lambda k: articles[k].id)  # as in ``cluster``
    told = why(
        [articles[k] for k in order], [items[k] for k in order], order.index(a), order.index(b)
    )
    return replace(told, together=together)
