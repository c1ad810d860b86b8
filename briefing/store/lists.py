"""Store, lists: which feeds an OPML list named when it was last read, and what sources brought."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from typing import Any

KINDS = ("feed", "opml", "page", "sitemap")  #: that a source may be called before its address


def keep(connection: sqlite3.Connection, name: str, feeds: Iterable[str]) -> None:
    """The feeds of a list, instead of those it had."""
    connection.execute("DELETE FROM lists WHERE list = ?", (name,))
    rows = [(name, feed) for feed in dict.fromkeys(feeds)]
    connection.executemany("INSERT INTO lists VALUES (?, ?)", rows)


def members(read: Callable[..., list[Any]], sources: Collection[str]) -> list[str]:
    """The sources, under every name they may have been collected by, and the feeds of lists.

    One address is collected once, under the name by which it was met first: ``https://...``,
    ``feed:https://...`` in a configuration, and so in a list.
    """
    named = _names(sources)
    asked = ", ".join("?" * len(named))
    feeds = read(f"SELECT feed FROM lists WHERE list IN ({asked})", *named)
    return _names([*named, *(feed for (feed,) in feeds)])


def brought(sources: Collection[str]) -> tuple[str, list[object]]:
    """A condition on ``articles a``: one of ``sources``, as ``members`` gives them, brought it."""
    asked = ", ".join("?" * len(sources))
    held = f"SELECT 1 FROM places p WHERE p.article = a.id AND p.source IN ({asked})"
    return f"EXISTS ({held})", list(sources)


def _names(sources: Collection[str]) -> list[str]:
    found: dict[str, None] = {}
    for source in sources:
        kind, _, rest = source.partition(":")
        place = rest.strip() if kind in KINDS else source
        found |= dict.fromkeys((source, place, *(f"{k}:{place}" for k in KINDS)))
    return list(found)
