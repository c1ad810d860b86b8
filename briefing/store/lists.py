"""Store, lists: which feeds an OPML list named when it was last read, and what sources brought."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .opened import Opened


def brought(sources: Collection[str]) -> tuple[str, list[object]]:
    """A condition on ``articles a``: one of ``sources`` brought it."""
    asked = ", ".join("?" * len(sources))
    held = f"SELECT 1 FROM places p WHERE p.article = a.id AND p.source IN ({asked})"
    return f"EXISTS ({held})", list(sources)


class Lists(Opened):
    """The archive's calls for lists of feeds."""

    def lists(self, name: str, feeds: Iterable[str]) -> None:
        """Keep the feeds that a list names now, instead of those it had."""
        rows = [(name, feed) for feed in dict.fromkeys(feeds)]
        with self._writing():
            self._sql.execute("DELETE FROM lists WHERE list = ?", (name,))
            self._sql.executemany("INSERT INTO lists VALUES (?, ?)", rows)

    def feeds(self, names: Collection[str]) -> list[str]:
        """The addresses of the feeds that these lists named."""
        asked = ", ".join("?" * len(names))
        found = self._read(f"SELECT feed FROM lists WHERE list IN ({asked}) ORDER BY 1", *names)
        return list(dict.fromkeys(feed for (feed,) in found))
