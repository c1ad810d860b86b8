"""Store, archive: the calls of the archive. (The interface; the bodies follow.)"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ..types import Article, Moment, Raw
from .held import Added, Held, Hit, SourceState, Validators


@contextmanager
def open(path: str | Path, *, create: bool = True) -> Iterator[Archive]:
    """The archive in a file, made or migrated if need be, closed at the end."""
    raise NotImplementedError
    yield


class Archive:
    """An open archive."""

    def known(self, source: str) -> Validators:
        """ETag and Last-Modified of what was fetched for a source."""
        raise NotImplementedError

    def remember(
        self, url: str, *, etag: str = "", last_modified: str = "", source: str = ""
    ) -> None:
        """Keep what the next conditional GET needs. Call it after ``add``: a crash must not skip."""
        raise NotImplementedError

    def add(self, batch: Sequence[tuple[Raw, Article]], *, source: str, at: datetime) -> Added:
        """Store articles in one transaction: all or none."""
        raise NotImplementedError

    def note(
        self,
        source: str,
        *,
        at: datetime,
        new: int = 0,
        seen: int = 0,
        failed: int = 0,
        error: str = "",
    ) -> None:
        """Record one collecting run of a source."""
        raise NotImplementedError

    def sources(self) -> list[SourceState]:
        """Every source that was collected, by name."""
        raise NotImplementedError

    def window(
        self,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        outlets: Collection[str] = (),
        langs: Collection[str] = (),
    ) -> list[Article]:
        """The latest version of each article published in a window."""
        raise NotImplementedError

    def article(self, id: str) -> Held:
        """An article by its id or a unique beginning of it."""
        raise NotImplementedError

    def search(
        self,
        query: str,
        *,
        since: date | None = None,
        until: date | None = None,
        outlet: str = "",
        lang: str = "",
        limit: int = 20,
    ) -> list[Hit]:
        """The articles that hold all words of a query, best first."""
        raise NotImplementedError

    def record(self, document: dict[str, Any], *, at: datetime) -> str:
        """Enter a made brief into the ledger; its name there."""
        raise NotImplementedError

    def prune(self, *, keep: timedelta, now: datetime) -> int:
        """Remove what was not seen for so long and no brief cites; how many articles."""
        raise NotImplementedError
