"""Store, finding: which articles a window or a query asks for."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime

from ..types import Article, Moment
from . import index, rows

ARTICLES = f"SELECT {rows.COLUMNS} FROM articles a JOIN blobs b ON b.id = a.text"

#: The languages of the archive, each by one step in the index instead of by reading all of it.
_LANGS = """
WITH RECURSIVE found (lang) AS (
    SELECT min(lang) FROM articles
    UNION ALL SELECT (SELECT min(lang) FROM articles WHERE lang > found.lang) FROM found
    WHERE found.lang IS NOT NULL
)
SELECT lang FROM found WHERE lang IS NOT NULL
"""
#: Of the newest that match, the best. The index of words goes first: CROSS JOIN keeps the order.
_SEARCH = """
WITH found AS MATERIALIZED (
    SELECT words.rowid AS id, bm25(words, {title}, 1) AS score
    FROM words CROSS JOIN articles a ON a.id = words.rowid
    WHERE words MATCH ? AND words.rowid BETWEEN ? AND ? AND a.latest AND {where}
    ORDER BY words.rowid DESC LIMIT {ranked}
)
SELECT {columns} FROM (SELECT * FROM found ORDER BY score, id DESC LIMIT ?) f
JOIN articles a ON a.id = f.id JOIN blobs b ON b.id = a.text ORDER BY score, a.id DESC
"""


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    since: Moment | None,
    until: Moment | None,
    outlet: str,
    lang: str,
    limit: int,
) -> list[Article]:
    """The articles that match a query, best first."""
    langs = [lang] if lang else [x for (x,) in connection.execute(_LANGS)]
    matching = index.matching(query, langs or [lang])
    where, values = condition(since, until, [outlet] * bool(outlet), [lang] * bool(lang))
    low, high = 0, 2**62
    if since or until:  # the index knows rows, not dates
        dated, moments = condition(since, until)
        low, high = connection.execute(
            f"SELECT min(id), max(id) FROM articles a WHERE latest AND {dated}", moments
        ).fetchone()
    statement = _SEARCH.format(
        title=index.TITLE, where=where, ranked=index.RANKED, columns=rows.COLUMNS
    )
    found = connection.execute(statement, (matching, low, high, *values, limit))
    return rows.articles(found.fetchall())


def condition(
    since: Moment | None,
    until: Moment | None,
    outlets: Collection[str] = (),
    langs: Collection[str] = (),
) -> tuple[str, list[object]]:
    """A condition on ``articles a``, and its values.

    Text sorts as time does: ``2025-11-21`` < ``2025-11-21T05:00:00+00:00`` < ``2025-11-21~``.
    """
    parts: list[str] = ["1"]
    values: list[object] = []
    if since:
        parts.append("a.moment >= ? AND (a.moment >= ? OR length(a.moment) = 10)")
        values += [rows.moment(since)[:10], rows.moment(since)]
    if until:
        timed = isinstance(until, datetime)
        parts.append("a.moment <= ?")
        values.append(rows.moment(until) if timed else f"{rows.moment(until)}~")
    for column, wanted in (("publisher", [o.casefold() for o in outlets]), ("lang", list(langs))):
        if wanted:
            parts.append(f"a.{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    return " AND ".join(parts), values
