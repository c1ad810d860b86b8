"""Store, database: opening, migrating and writing the SQLite file, and what can go wrong with it.

WAL: readers never wait, a kill leaves the last committed state. ``synchronous=NORMAL`` is
enough for what can be fetched again; ``writing(durable=True)`` adds the sync that also outlives
a power cut, for the ledger of briefs. sqlite3 is imported in this room only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from ..errors import ArchiveError

APPLICATION = 0x62726566  #: "bref", in the file's header: this database is ours
PATIENCE = 30  #: seconds to wait for another writer; a batch takes a fraction of one
#: Bytes kept beside the archive. Deleting needs room too: on a full disk ``prune`` gives these
#: up first. A batch of removals wrote at most 3 MB of log.
RESERVE = 8_000_000
_WRITE_LOCK = "120"  #: first byte of the writers' lock in the -shm file (SQLite's "WAL-mode" page)


def migrations() -> list[str]:
    """The SQL of every schema version, the first at index 0."""
    found = sorted(p.name for p in (files(__package__) / "migrations").iterdir())
    return [
        (files(__package__) / "migrations" / name).read_text("utf-8")
        for name in found
        if name.endswith(".sql")
    ]


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """An open archive of the newest schema. Raises ``ArchiveError`` where there can be none."""
    if path.is_dir():
        raise ArchiveError(f"{path}: is a folder; name a file for the archive")
    if not create and not path.exists():
        raise ArchiveError(f"{path}: there is no archive yet; briefing collect makes one")
    with explained(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            _settle(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _settle(connection: sqlite3.Connection, path: Path) -> None:
    steps = migrations()
    if _version(connection, path) > len(steps):
        raise ArchiveError(f"{path}: was written by a newer briefing; update this one")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # heeded before the first table only
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")  # 64 MB
    if _version(connection, path) == len(steps):
        return
    with writing(connection):  # another process may have done it while we waited
        for step in steps[_version(connection, path) :]:
            for statement in _statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's version, 0 for an empty file."""
    # the owner last: another process may be making the tables at this moment
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    if owner != APPLICATION and (owner or version or tables):
        raise ArchiveError(f"{path}: is a database of another program; name another file")
    return int(version)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextlib.contextmanager
def writing(connection: sqlite3.Connection, *, durable: bool = False) -> Iterator[None]:
    """One transaction, or a part of the open one: all of it or, after any error, nothing."""
    if connection.in_transaction:
        yield
        return
    if durable:
        connection.execute("PRAGMA synchronous = FULL")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # a full disk may have rolled back already
                connection.execute("ROLLBACK")
            raise
    finally:
        if durable:
            connection.execute("PRAGMA synchronous = NORMAL")


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of SQLite as sentences for the user."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        said = {
            sqlite3.SQLITE_NOTADB: "is no archive of briefing; name another file",
            sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a copy, or collect into a new one",
            sqlite3.SQLITE_FULL: "the disk is full; free some room, or run briefing prune, "
            "which can use the room kept for it",
            sqlite3.SQLITE_READONLY: "cannot be written; check who owns it and its folder",
            sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder is there and may "
            "be written",
            sqlite3.SQLITE_PERM: "cannot be opened; check who owns it",
        }.get(code)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            said = f"is being written by {_writer(path)}; try again when that is done"
        elif code == sqlite3.SQLITE_IOERR:
            said = f"reading or writing failed ({error}); check the disk and the room on it"
        if said is None:
            raise
        raise ArchiveError(f"{path}: {said}") from None


def _writer(path: Path) -> str:
    """Who holds the writers' lock, where the system tells (Linux)."""
    with contextlib.suppress(OSError, ValueError):
        inode = str(Path(f"{path}-shm").stat().st_ino)
        for line in Path("/proc/locks").read_text("ascii").splitlines():
            parts = line.split()  # 1: POSIX ADVISORY WRITE 4711 fd:00:1234 120 120
            if len(parts) == 8 and parts[5].split(":")[-1] == inode and parts[6] == _WRITE_LOCK:
                words = Path(f"/proc/{parts[4]}/cmdline").read_bytes().split(b"\0")
                said = b" ".join(words).decode("utf-8", "replace").strip()
                return f"process {parts[4]} ({said[:80]})"
    return "another program"


def reserve(path: Path) -> None:
    """Set some room aside for the day the disk is full, unless that day is near."""
    kept = _reserve_of(path)
    try:
        if kept.exists() and kept.stat().st_size == RESERVE:
            return
        if shutil.disk_usage(path.parent).free > 2 * RESERVE:
            kept.write_bytes(os.urandom(RESERVE))  # zeros would take no room on some disks
    except OSError:
        kept.unlink(missing_ok=True)


def give_up_reserve(path: Path) -> bool:
    """Free the room set aside; whether there was any."""
    try:
        _reserve_of(path).unlink()
    except OSError:
        return False
    return True


def _reserve_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-reserve")


def is_full(error: sqlite3.Error) -> bool:
    """Whether it is for want of room that writing failed."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    )
