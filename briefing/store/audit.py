"""Store, audit: who did what and when. A log that is only added to, each line bound to the last.

The table refuses changes (triggers), and the hash of a line covers that of the line before it, so
that a line changed, taken out or put in by other means shows. Who rewrites all lines after it as
well, or cuts off the end, is found out by a hash noted elsewhere; ``briefing audit`` prints the
last one.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .rows import encodable, stamp

_COLUMNS = "id, at, who, what, about, detail, hash"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    number: int
    at: str  #: ISO 8601, UTC
    who: str  #: user@host
    what: str  #: ``queued``, ``approved``, ``sent``, ...
    about: str  #: an address, a file
    detail: str  #: JSON
    hash: str  #: 64 hex digits


def enter(
    connection: sqlite3.Connection, *, at: datetime, who: str, what: str, about: str, **detail: Any
) -> None:
    """Add a line, within the transaction of what it tells of."""
    last = connection.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    number, before = last or (0, "")
    said = encodable(json.dumps(detail, ensure_ascii=False, sort_keys=True))
    line = (number + 1, stamp(at), encodable(who), what, encodable(about), said)
    connection.execute(
        f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", (*line, _hash(before, line))
    )


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """The log, oldest first."""
    for row in connection.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY id"):
        yield Entry(*row)


def broken(log: Iterable[Entry]) -> Iterator[tuple[Entry, bool]]:
    """Each line of a log, and whether it stands as it was written, after the line before it."""
    before, number = "", 0
    for entry in log:
        line = (entry.number, entry.at, entry.who, entry.what, entry.about, entry.detail)
        yield entry, entry.hash != _hash(before, line) or entry.number != number + 1
        before, number = entry.hash, entry.number


def _hash(before: str, line: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps([before, *line]).encode("ascii")).hexdigest()
