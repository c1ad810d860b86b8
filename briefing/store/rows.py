"""Store, rows: nouns <-> rows. Bytes go in packed under their hash, and come out checked."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import repeat
from typing import Any

from ..errors import ArchiveError
from ..heap import uncollected
from ..types import Article, Moment, Raw, Sentence

LEVEL = 6  #: of zlib: level 9 saves 0.3 % of an article and takes half as long again
COLUMNS = (
    "a.name, a.ref, a.title, a.outlet, a.published, a.url, a.lang, a.dateline, a.place, a.byline, "
    "a.sentences, a.corrected, b.sha256, b.body"
)
"""What ``articles`` reads, of ``FROM articles a JOIN blobs b ON b.id = a.text``."""
_SLOTS: tuple[Any, ...] = tuple(getattr(Sentence, f).__set__ for f in ("article", "start", "end"))


def articles(rows: Sequence[Sequence[Any]]) -> list[Article]:
    """The articles of rows of ``COLUMNS``. Raises ``ArchiveError`` where a text has changed.

    The spans of all are one JSON text: one call reads it, not a thousand.
    """
    spans = json.loads(f"[{','.join([row[10] for row in rows])}]")
    with uncollected():
        return [_article(row, ends) for row, ends in zip(rows, spans, strict=True)]


def _article(row: Sequence[Any], spans: list[int]) -> Article:
    name, ref, title, outlet, published, url, lang, dateline, place, byline = row[:10]
    return Article(
        id=name,
        ref=ref,
        title=title,
        outlet=outlet,
        published=_moment(published),
        url=url,
        lang=lang,
        text=unpack(row[13], row[12]).decode("utf-8"),
        sentences=_sentences(name, spans),
        dateline=dateline,
        place=place,
        byline=byline,
        corrected=datetime.fromisoformat(row[11]) if row[11] else None,
    )


def _sentences(article: str, spans: list[int]) -> tuple[Sentence, ...]:
    """``Sentence(article, start, end)`` of each pair of spans, by their slots.

    The ``__init__`` of a frozen dataclass takes twice as long, 20 ms in a window of 1,000 articles.
    """
    made = tuple(map(Sentence.__new__, repeat(Sentence, len(spans) // 2)))
    columns: tuple[Iterable[object], ...] = (repeat(article), spans[::2], spans[1::2])
    for fill, column in zip(_SLOTS, columns, strict=True):
        deque(map(fill, made, column), maxlen=0)
    return made


def values(found: Article) -> dict[str, object]:
    """The columns of an article that are its own."""
    return {
        "ref": encodable(found.ref),
        "title": found.title,
        "outlet": found.outlet,
        "published": found.published.isoformat() if found.published else None,
        "url": found.url,
        "lang": found.lang,
        "dateline": found.dateline,
        "place": found.place,
        "byline": found.byline,
        "sentences": json.dumps([n for s in found.sentences for n in (s.start, s.end)]),
    }


def head(raw: Raw) -> str:
    """All of a ``Raw`` but its body, as JSON; what the source does not say is left out."""
    said = {k: getattr(raw, k) for k in ("kind", "title", "outlet", "published", "lang")}
    kept = {k: v for k, v in said.items() if v}
    return json.dumps(kept | {"text": True} if isinstance(raw.body, str) else kept)


def raw(ref: str, url: str, head: str, body: bytes) -> Raw:
    """The ``Raw`` as the source handed it over, to be cleaned anew."""
    said = json.loads(head)
    whole = body.decode("utf-8", "surrogatepass") if said.pop("text", False) else body
    return Raw(ref=ref, url=url, body=whole, **said)


def body(raw: Raw) -> bytes:
    """The bytes of a ``Raw``; of text that came decoded (JSON) its UTF-8."""
    return raw.body.encode("utf-8", "surrogatepass") if isinstance(raw.body, str) else raw.body


def encodable(text: str) -> str:
    """The same text, without halves of characters (a path, JSON) that SQLite would not take."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def keep(connection: sqlite3.Connection, content: bytes) -> int:
    """The row of a content, which is stored once."""
    digest = hashlib.sha256(content).digest()
    known = connection.execute("SELECT id FROM blobs WHERE sha256 = ?", (digest,)).fetchone()
    if known:
        return int(known[0])
    packed = zlib.compress(content, LEVEL)
    added = connection.execute("INSERT INTO blobs (sha256, body) VALUES (?, ?)", (digest, packed))
    return int(added.lastrowid or 0)


def unpack(packed: bytes, sha256: bytes) -> bytes:
    """The content of a blob. Raises ``ArchiveError`` if it is not what was stored."""
    try:
        content = zlib.decompress(packed)
    except zlib.error:
        content = b""
    if hashlib.sha256(content).digest() != sha256:
        raise ArchiveError("an archived text is damaged; restore the archive from a copy")
    return content


def moment(value: Moment) -> str:
    """As text that sorts by time: a day stands before its hours."""
    if isinstance(value, datetime):
        return stamp(value)
    return value.isoformat()


def stamp(value: datetime) -> str:
    """ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat()


def _moment(text: str | None) -> Moment | None:
    if not text:
        return None
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
