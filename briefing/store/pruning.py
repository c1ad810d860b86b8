"""Store, pruning: taking old articles out of the archive, whatever room the disk has left."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from . import index
from .database import give_up_reserve, is_full, reserve, writing

BATCH = 200  #: articles removed in one transaction: about 3 MB of log
MERGED = 500  #: pages of the index that one transaction merges: about 2 MB of log

#: Stories of which no version was seen lately and none is carried by a brief.
_OLD = """
SELECT a.id, a.text FROM articles a
WHERE a.last_seen < :before AND NOT EXISTS (
    SELECT 1 FROM articles v JOIN blobs b ON b.id = v.text
    WHERE v.story = a.story AND (
        v.last_seen >= :before OR EXISTS (SELECT 1 FROM carried c WHERE c.sha256 = b.sha256)
    )
)
LIMIT :batch
"""
_LAST_RUNS = "SELECT max(id) FROM runs GROUP BY source, error = ''"


def prune(connection: sqlite3.Connection, path: Path, *, before: str) -> int:
    """Remove what was last seen before a moment and is carried by no brief; how many articles."""
    removed, given_up = 0, False
    while True:
        try:
            with writing(connection):
                number = _batch(connection, before)
        except sqlite3.Error as error:
            if given_up or not is_full(error) or not give_up_reserve(path):
                raise
            given_up = True
            continue
        if not number:
            break
        removed += number
        if given_up:  # what was freed must not wait in the log
            _shrink(connection)
    with writing(connection):
        connection.execute(f"DELETE FROM runs WHERE at < ? AND id NOT IN ({_LAST_RUNS})", (before,))
    _shrink(connection)
    if removed:
        _compact(connection)
        _shrink(connection)
    reserve(path)
    return removed


def _batch(connection: sqlite3.Connection, before: str) -> int:
    found = connection.execute(_OLD, {"before": before, "batch": BATCH}).fetchall()
    blobs = {text for _, text in found}
    for id, _ in found:
        blobs |= {
            b for (b,) in connection.execute("SELECT raw FROM places WHERE article = ?", (id,))
        }
        index.remove(connection, id)
        connection.execute("DELETE FROM articles WHERE id = ?", (id,))
    connection.executemany(
        "DELETE FROM blobs WHERE id = :id AND NOT EXISTS (SELECT 1 FROM articles WHERE text = :id) "
        "AND NOT EXISTS (SELECT 1 FROM places WHERE raw = :id) "
        "AND NOT EXISTS (SELECT 1 FROM carried c WHERE c.sha256 = blobs.sha256)",
        [{"id": blob} for blob in blobs],
    )
    return len(found)


def _compact(connection: sqlite3.Connection) -> None:
    """Merge the index of words into one segment, in steps: till then it only notes what left."""
    pages = -MERGED  # less than none: begin with all segments
    while True:
        before = connection.total_changes
        with writing(connection):
            connection.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
        if connection.total_changes - before < 2:
            return
        pages = MERGED


def _shrink(connection: sqlite3.Connection) -> None:
    """Give the free pages back to the disk; as a script, or it is one page."""
    connection.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")
