"""Stage 3, cluster: Articles -> Events, across languages. The one stage that must see all.

``features`` works an article at a time (map seam); ``cluster`` builds the
neighbour graph and cuts it into events. The result does not depend on the
order of the articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from ..types import Article, Event, Why
from .features import Features, features
from .reprints import mark_reprints

__all__ = ["Features", "cluster", "explain", "features"]

#: How much of two large groups must agree, and how close they must be (see ``link``): articles
#: with a text, and headlines alone, which say so little that no event is alike throughout.
BODIES, HEADLINES = (20, 0.8, 0.65), (3, 0.5, 0.0)


def cluster(articles: Sequence[Article], items: Sequence[Features]) -> list[Event]:
    """Events of the articles; ``items[k]`` are the features of ``articles[k]``.

    Articles of an event are in order of day, then id; events too.
    """
    order = sorted(range(len(articles)), key=lambda k: articles[k].id)
    articles, items = [articles[k] for k in order], [items[k] for k in order]
    if not articles:
        return []
    from .graph import EVENT, neighbourhood
    from .link import link

    _, _, days, edges = neighbourhood(items)
    bare = 2 * sum(f.headline_only for f in items) > len(items)
    events = []
    for group in link(len(items), *edges, EVENT, *(HEADLINES if bare else BODIES)):
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


def explain(
    articles: Sequence[Article], items: Sequence[Features], events: Sequence[Event], a: int, b: int
) -> Why:
    """What binds and what parts ``articles[a]`` and ``articles[b]`` of these events."""
    from .why import why

    pair = {articles[a].id, articles[b].id}
    together = any(pair <= {x.id for x in e.articles} for e in events)
    return replace(why(articles, items, a, b), together=together)
