"""Stage 3, cluster: Articles -> Events, across languages. The one stage that must see all.

``features`` works an article at a time (map seam); ``cluster`` builds the
neighbour graph and cuts it into events. The result does not depend on the
order of the articles.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from ..types import Article, Event, Why
from .features import Features, features
from .reprints import mark_reprints

__all__ = ["Features", "as_event", "cluster", "continued", "explain", "features"]


def cluster(
    articles: Sequence[Article], items: Sequence[Features], *, preferred: Sequence[str] = ()
) -> list[Event]:
    """Events of the articles; ``items[k]`` are the features of ``articles[k]``.

    Articles of an event are in order of day, then id; events too. Of one text in several outlets
    the ``preferred`` one's counts as its origin.
    """
    return [event for event, _ in continued(articles, items, (), preferred)]


def continued(
    articles: Sequence[Article],
    items: Sequence[Features],
    earlier: Sequence[Collection[str]],
    preferred: Sequence[str] = (),
) -> list[tuple[Event, tuple[Article, ...]]]:
    """As ``cluster``, but some articles are of ``earlier`` events, by their ids.

    All are grouped together: a story goes on where an event has earlier articles, which come
    beside it and are no part of it. One that has none may resume an earlier event (``resumed``).
    """
    order = sorted(range(len(articles)), key=lambda k: articles[k].id)
    articles, items = [articles[k] for k in order], [items[k] for k in order]
    if not articles:
        return []
    from .graph import EVENT, neighbourhood
    from .link import link, resumed

    old = set().union(*earlier)
    near = neighbourhood(items, later=bool(old))
    bare = [f.headline_only for f in items]
    copies = defaultdict(list)
    for k, origin in enumerate(near.origin.tolist()):
        copies[origin].append(k)
    found = [
        [k for origin in origins for k in copies[origin]]
        for origins in link(len(items), *near.edges, EVENT, bare)
    ]
    today = [own for group in found if (own := [k for k in group if articles[k].id not in old])]
    before = [[k for k in group if articles[k].id in old] for group in found]
    before = [b for b, group in zip(before, found, strict=True) if len(b) < len(group)]
    if old:
        number = {a.id: k for k, a in enumerate(articles)}
        told = [[number[id] for id in group if id in number] for group in earlier]
        new = [k if not b else [] for k, b in zip(today, before, strict=True)]
        for at, again in resumed(near, new, told).items():
            before[at] = again
    events = []
    for own, reports in zip(today, before, strict=True):
        dated = sorted(d for k in own if (d := near.days[k]))
        first, last = (dated[0], dated[-1]) if dated else (None, None)
        event = as_event([articles[k] for k in own], first, last, preferred)
        events.append((event, tuple(articles[k] for k in sorted(reports))))
    return sorted(events, key=lambda e: (str(e[0].end or ""), e[0].id))


def as_event(
    articles: list[Article],
    start: date | None = None,
    end: date | None = None,
    preferred: Sequence[str] = (),
) -> Event:
    """The event of some articles: reprints marked, in order, with its name."""
    members = mark_reprints(articles, preferred)
    members.sort(key=lambda a: (str(a.published or "9999"), bool(a.reprint_of), a.id))
    name = hashlib.sha256("\n".join(sorted(a.id for a in members)).encode()).hexdigest()
    return Event(id=f"e{name[:12]}", articles=tuple(members), start=start, end=end)


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
