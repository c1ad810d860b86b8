"""Store, opened: a connection to the archive, and how all its calls read and write."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from . import database


class Opened:
    """The base of ``Archive`` and of the classes that bring its calls."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._sql, self._path = connection, path

    @contextlib.contextmanager
    def _writing(self, *, durable: bool = False) -> Iterator[None]:
        with database.explained(self._path), database.writing(self._sql, durable=durable):
            yield

    def _read(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with database.explained(self._path):
            return self._sql.execute(query, values).fetchall()
