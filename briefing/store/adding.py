"""Store, adding: a batch of articles -> rows. Decides what is new, seen, or a version."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from .. import language
from ..types import Article, Raw, day_of
from . import index, rows, versions
from .versions import Change

#: Texts of one publisher under different addresses, or of one address with two dates, may be
#: versions within this time: a correction comes soon, a daily bulletin comes again.
SOON = timedelta(days=1)
COMPARED = 5  #: held articles that a text is compared with, for each way to find them


@dataclass(frozen=True, slots=True)
class _Old:
    """A held article that a text may be a version of."""

    id: int
    story: int
    corrected: str | None
    change: Change


def add(
    connection: sqlite3.Connection, raw: Raw, article: Article, *, source: str, at: datetime
) -> str:
    """Store one article: ``new``, ``seen`` or ``versions``, as ``Added`` counts them."""
    now, publisher = rows.stamp(at), _publisher(article)
    content = article.text.encode("utf-8")
    held = connection.execute(
        "SELECT a.id FROM articles a JOIN blobs b ON b.id = a.text "
        "WHERE b.sha256 = :sha AND (a.publisher = :publisher OR :url <> '' AND EXISTS "
        "(SELECT 1 FROM places p WHERE p.article = a.id AND p.url = :url)) ORDER BY a.id",
        {
            "sha": hashlib.sha256(content).digest(),
            "publisher": publisher,
            "url": address(article.url),
        },
    ).fetchone()
    if held:
        _place(connection, held[0], raw, article, source, now)
        return "seen"
    found = versions.runs(article.text)
    old = _earlier(connection, raw, article, source, publisher, found, at)
    if old and old.change is Change.NONE:
        _place(connection, old.id, raw, article, source, now)
        return "seen"
    corrected = now if old and old.change is Change.CORRECTED else old.corrected if old else None
    id = _insert(
        connection,
        rows.values(article)
        | {
            "name": _name(connection, hashlib.sha256(content).hexdigest()[:16]),
            "text": rows.keep(connection, content),
            "publisher": publisher,
            "moment": rows.moment(article.published) if article.published else now,
            "first_seen": now,
            "last_seen": now,
            "story": old.story if old else 0,
            "version": _next_version(connection, old.story) if old else 1,
            "corrected": corrected,
        },
    )
    if old:
        connection.execute(
            "UPDATE articles SET latest = 0 WHERE story = ? AND id <> ?", (old.story, id)
        )
    else:
        connection.execute("UPDATE articles SET story = id WHERE id = ?", (id,))
    connection.executemany(
        "INSERT INTO sketches (publisher, hash, article) VALUES (?, ?, ?)",
        [(publisher, hash, id) for hash in versions.sketch(found)],
    )
    index.enter(connection, id, article)
    _place(connection, id, raw, article, source, now)
    return "versions" if old else "new"


def _publisher(article: Article) -> str:
    """Who is answerable for a text, ``""`` if unknown: one publisher's twin is the same article,
    two publishers' twins are two articles that share their text."""
    host = urlsplit(article.url).hostname or ""
    return (article.outlet or host.removeprefix("www.")).casefold()


def _earlier(
    connection: sqlite3.Connection,
    raw: Raw,
    article: Article,
    source: str,
    publisher: str,
    found: versions.Runs,
    at: datetime,
) -> _Old | None:
    """The held article of which this is another text, if there is one."""
    here: list[int] = []
    for where, what in (("url = ?", (address(article.url),)),
                        ("source = ? AND ref = ?", (source, rows.encodable(raw.ref)))):  # fmt: skip
        if all(what):
            here += _ids(
                connection,
                f"SELECT article FROM places WHERE {where} ORDER BY id DESC LIMIT {COMPARED}",
                *what,
            )
    least = versions.sketch(found) if publisher else []
    alike = _ids(
        connection,
        f"SELECT article FROM sketches WHERE publisher = ? AND hash IN ({_marks(least)}) "
        f"GROUP BY article ORDER BY count(*) DESC, article DESC LIMIT {COMPARED}",
        publisher,
        *least,
    )
    for id in dict.fromkeys([*here, *alike]):
        row = connection.execute(
            f"SELECT a.id, a.story, a.first_seen, a.corrected, {rows.COLUMNS} "
            "FROM articles a JOIN blobs b ON b.id = a.text "
            # the newest text of its story speaks for it
            "WHERE a.latest AND a.story = (SELECT story FROM articles WHERE id = ?)",
            (id,),
        ).fetchone()
        (held,) = rows.articles([row[4:]])
        if not _may_be(held, article, at - datetime.fromisoformat(row[2]), same_place=id in here):
            continue
        change = versions.change(versions.runs(held.text), found, same_place=id in here)
        if change is not Change.OTHER:
            return _Old(row[0], row[1], row[3], change)
    return None


def _ids(connection: sqlite3.Connection, query: str, *values: object) -> list[int]:
    return [id for (id,) in connection.execute(query, values)]


def _may_be(held: Article, article: Article, passed: timedelta, *, same_place: bool) -> bool:
    """Whether dates and titles allow two texts to be versions of one article."""
    one, other = day_of(held.published), day_of(article.published)
    if one and other and abs(one - other) > SOON:
        return False
    if same_place:
        return True
    few, many = sorted((language.words(held.title), language.words(article.title)), key=len)
    in_time = bool(one and other) or abs(passed) <= SOON
    return in_time and set(few) <= set(many) and bool(few) == bool(many)


def address(url: str) -> str:
    """An address as it is compared: without fragment, scheme and ``www.``; ``""`` if it is none."""
    parts = urlsplit(url)
    if parts.path in ("", "/") and not parts.query:
        return ""  # the front page, which is no article's address
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.netloc or '').lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _place(
    connection: sqlite3.Connection, id: int, raw: Raw, article: Article, source: str, now: str
) -> None:
    """Note that an article was found here; the bytes are kept the first time only."""
    ref = rows.encodable(raw.ref)
    again = connection.execute(
        "UPDATE places SET last_seen = max(last_seen, ?) "  # a clock may go back
        "WHERE article = ? AND source = ? AND ref = ?",
        (now, id, source, ref),
    )
    if not again.rowcount:
        connection.execute(
            "INSERT INTO places (article, source, ref, url, raw, head, first_seen, last_seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (id, source, ref, address(article.url), rows.keep(connection, rows.body(raw)),
             rows.head(raw), now, now),
        )  # fmt: skip
    connection.execute("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?", (now, id))


def _name(connection: sqlite3.Connection, base: str) -> str:
    """An id of its own: the text's hash, with a number where another article has that text."""
    taken = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM articles WHERE name BETWEEN ? AND ?", (base, f"{base}-~")
        )
    }
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _next_version(connection: sqlite3.Connection, story: int) -> int:
    (last,) = connection.execute(
        "SELECT max(version) FROM articles WHERE story = ?", (story,)
    ).fetchone()
    return int(last) + 1


def _insert(connection: sqlite3.Connection, columns: dict[str, object]) -> int:
    names = ", ".join(columns)
    added = connection.execute(
        f"INSERT INTO articles ({names}) VALUES ({_marks(columns)})", tuple(columns.values())
    )
    return int(added.lastrowid or 0)


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
