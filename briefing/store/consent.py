"""Store, consent: what may go out and to whom: approvals, unsubscribes, and the log of both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from . import audit
from .archive import Archive
from .rows import encodable, stamp


class Consent:
    """Approvals, unsubscribes and the audit log of an open archive."""

    def __init__(self, archive: Archive, *, who: str) -> None:
        self._archive, self._sql, self._who = archive, archive._sql, who

    def approve(self, file: bytes, *, name: str, now: datetime) -> int:
        """Free a file, byte for byte; how many messages waited for that."""
        digest = sha256(file).digest()
        with self._archive._writing(durable=True):
            new = self._sql.execute(
                "INSERT OR IGNORE INTO approvals VALUES (?, ?, ?)",
                (digest, stamp(now), encodable(self._who)),
            ).rowcount
            if new:
                self._note("approved", name, now, sha256=digest.hex())
            waiting = self._sql.execute(
                "SELECT o.id, m.patience FROM outbox o JOIN mailings m ON m.id = o.mailing "
                "WHERE m.file = ? AND m.approval AND o.state = 'pending'", (digest,),
            ).fetchall()  # fmt: skip
            if new:
                self._sql.executemany(
                    "UPDATE outbox SET expires = ? WHERE id = ?",
                    [(stamp(now + timedelta(seconds=patience)), id) for id, patience in waiting],
                )
        return len(waiting)

    def unsubscribe(
        self, recipient: str, *, profile: str, undo: bool = False, now: datetime
    ) -> bool:
        """Send an address nothing more, of one profile or (``""``) of all; whether that is new."""
        with self._archive._writing(durable=True):
            changed = self._sql.execute(
                "DELETE FROM unsubscribed WHERE recipient = ? AND ? IN ('', profile)"
                if undo else "INSERT OR IGNORE INTO unsubscribed VALUES (?, ?, ?)",
                (recipient, profile) if undo else (recipient, profile, stamp(now)),
            ).rowcount  # fmt: skip
            if changed:
                self._note("subscribed" if undo else "unsubscribed", recipient, now,
                           profile=profile)  # fmt: skip
        return bool(changed)

    def unsubscribed(self, profile: str) -> set[str]:
        """Who gets nothing of a profile."""
        return {r for (r,) in self._archive._read(
            "SELECT recipient FROM unsubscribed WHERE profile IN ('', ?)", profile)}  # fmt: skip

    def log(self) -> Iterator[tuple[audit.Entry, bool]]:
        """The audit log, oldest first; each line, and whether it does not stand as written."""
        return audit.broken(audit.entries(self._sql))

    def note(self, what: str, about: str, *, now: datetime, **detail: Any) -> None:
        """Add a line to the audit log."""
        with self._archive._writing(durable=True):
            self._note(what, about, now, **detail)

    # -- within a transaction --------------------------------------------------------

    def _note(self, what: str, about: str, now: datetime, **detail: Any) -> None:
        audit.enter(self._sql, at=now, who=self._who, what=what, about=about, **detail)

    def _one(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._sql.execute(query, values).fetchone()
        return found
