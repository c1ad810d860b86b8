"""Store, slots: the ledger of the schedule. Who runs a slot is decided here and nowhere else.

A slot is (profile, local date, wall time). It is ``due``, then ``running`` under a lease, then
``done`` or ``failed``; or ``skipped``, by policy. A lease is taken in one statement, has an end
that its owner puts off, and a number (the token of Lamport's and Kleppmann's fencing): when it
ran out and another took the slot, whatever the first owner still enters is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from . import database, holder
from .opened import Opened
from .rows import encodable, stamp

LEASE = timedelta(minutes=5)  #: a crashed run is taken up again after so long
AHEAD = timedelta(minutes=5)  #: by so much the clocks of machines may differ and do no harm
_KEY = "profile = ? AND day = ? AND at = ?"
_COLUMNS = ("profile, day, at, due, state, until, token, attempts, owner, started, ended, brief, "
            "counts, error, alerted")  # fmt: skip


class LeaseLost(Exception):
    """Another process has taken the slot, since this one did not renew its lease in time."""


@dataclass(frozen=True, slots=True)
class Run:
    """A row of the ledger. Moments are UTC."""

    profile: str
    day: date
    at: str
    due: datetime
    state: str  #: due, running, done, failed, skipped
    until: datetime  #: nobody may take it before
    token: int
    attempts: int
    owner: str
    started: datetime | None
    ended: datetime | None
    brief: str  #: id, ``""`` until it is recorded
    counts: Mapping[str, int]  #: articles, events, rejected, sent, seconds
    error: str
    alerted: datetime | None

    @property
    def key(self) -> tuple[str, str, str]:
        """The primary key."""
        return self.profile, self.day.isoformat(), self.at

    def free(self, now: datetime) -> bool:
        """Whether it waits for somebody: it is time, or whoever runs it is known to have ended."""
        return self.until <= now or (self.state == "running" and holder.gone(self.owner))


@contextmanager
def open_slots(path: str | Path, *, create: bool = True) -> Iterator[Slots]:
    """The ledger in an archive. Raises ``ArchiveError`` as ``store.open`` does."""
    connection = database.connect(Path(path), create=create)
    try:
        yield Slots(connection, Path(path))
    finally:
        with database.explained(Path(path)):
            connection.close()


class Slots(Opened):
    """An open ledger. A call that returned outlives ``kill -9`` and a power cut."""

    # -- entering --------------------------------------------------------------------

    def looked(self, profile: str) -> datetime | None:
        """When somebody last looked at the clock for a profile; all due till then is entered."""
        found = self._read("SELECT at FROM looks WHERE profile = ?", profile)
        return datetime.fromisoformat(found[0][0]) if found else None

    def enter(
        self, profile: str, slots: Iterable[tuple[date, str, datetime]], *, now: datetime
    ) -> int:
        """Enter slots (day, wall time, instant) that have come due; how many were new.

        What was given up at an instant that is yet to come was so by a clock that ran ahead, and
        waits again.
        """
        new = [(profile, day.isoformat(), at, stamp(due), stamp(due)) for day, at, due in slots]
        with self._writing(durable=bool(new)):
            self._sql.execute(
                "UPDATE slots SET state = 'due', until = due, attempts = 0, ended = NULL WHERE "
                "profile = ? AND state IN ('skipped', 'failed') AND ended > ?",
                (profile, stamp(now + AHEAD)),
            )
            entered = self._sql.executemany(
                "INSERT INTO slots (profile, day, at, due, state, until) "
                "VALUES (?, ?, ?, ?, 'due', ?) ON CONFLICT DO NOTHING",
                new,
            ).rowcount
            self._sql.execute("INSERT OR REPLACE INTO looks VALUES (?, ?)", (profile, stamp(now)))
        return max(entered, 0)

    def skip(self, run: Run, reason: str, *, now: datetime) -> bool:
        """Leave out a slot that nobody has begun; whether that was so."""
        return self._change(
            f"UPDATE slots SET state = 'skipped', ended = ?, error = ? WHERE {_KEY} "
            "AND state = 'due' AND attempts = 0",
            stamp(now), reason, *run.key,
        )  # fmt: skip

    # -- running ---------------------------------------------------------------------

    def take(self, run: Run, *, now: datetime) -> Run | None:
        """A lease on a slot that is ``free``; ``None`` if another has it."""
        with self._writing(durable=True):
            found = self._sql.execute(
                "UPDATE slots SET state = 'running', until = ?, token = token + 1, "
                f"attempts = attempts + 1, owner = ?, started = coalesce(started, ?) WHERE {_KEY} "
                f"AND token = ? AND state = ? AND (until <= ? OR ?) RETURNING {_COLUMNS}",
                (
                    stamp(now + LEASE),
                    holder.name(),
                    stamp(now),
                    *run.key,
                    run.token,
                    run.state,
                    stamp(now),
                    run.free(now),
                ),
            ).fetchone()
        return _run(found) if found else None

    def renew(self, run: Run, *, now: datetime) -> None:
        """Put off the end of a lease. Raises ``LeaseLost``, as the next three do."""
        self._held(run, "UPDATE slots SET until = ?", stamp(now + LEASE))

    def made(self, run: Run, brief: str, counts: Mapping[str, int], *, now: datetime) -> None:
        """The brief of the slot is recorded: another attempt takes it instead of making one.

        The lease is renewed, so that whoever has it may send.
        """
        self._held(
            run, "UPDATE slots SET brief = ?, counts = ?, until = ?",
            brief, json.dumps(dict(counts)), stamp(now + LEASE),
        )  # fmt: skip

    def finish(self, run: Run, counts: Mapping[str, int], *, now: datetime) -> None:
        """The slot is done."""
        self._held(
            run, "UPDATE slots SET state = 'done', ended = ?, counts = ?, error = ''",
            stamp(now), json.dumps(dict(counts)),
        )  # fmt: skip

    def release(
        self,
        run: Run,
        error: str = "",
        *,
        again: datetime | None,
        now: datetime,
        count: bool = True,
    ) -> None:
        """Give the slot back: to be taken ``again`` from then on, or never (it has failed).

        Without ``count`` the attempt was none: somebody ended the process.
        """
        self._held(
            run,
            "UPDATE slots SET state = ?, until = ?, ended = ?, error = ?, attempts = attempts - ?",
            "due" if again else "failed", stamp(again or now), None if again else stamp(now),
            encodable(error), 0 if count else 1,
        )  # fmt: skip

    def give_up(self, run: Run, error: str, *, now: datetime) -> bool:
        """A slot that nobody runs has failed; whether that was so."""
        return self._change(
            f"UPDATE slots SET state = 'failed', until = ?, ended = ?, error = ? WHERE {_KEY} "
            "AND token = ? AND state = ? AND (until <= ? OR ?)",
            stamp(now), stamp(now), encodable(error), *run.key, run.token, run.state, stamp(now),
            run.free(now),
        )  # fmt: skip

    def alert(self, run: Run, *, again: datetime, now: datetime) -> bool:
        """Claim the telling of a failure, till ``again``; whether nobody else does."""
        return self._change(
            f"UPDATE slots SET until = ? WHERE {_KEY} AND state = 'failed' AND alerted IS NULL "
            "AND until <= ?",
            stamp(again), *run.key, stamp(now),
        )  # fmt: skip

    def alerted(self, run: Run, *, now: datetime) -> None:
        """Somebody was told of the failure: never again."""
        self._change(f"UPDATE slots SET alerted = ? WHERE {_KEY}", stamp(now), *run.key)

    # -- reading ---------------------------------------------------------------------

    def open(self, profile: str) -> list[Run]:
        """The slots of a profile that wait or run, oldest first."""
        return self._runs("profile = ? AND state IN ('due', 'running') ORDER BY due, day, at",
                          profile)  # fmt: skip

    def untold(self, profile: str, *, since: datetime) -> list[Run]:
        """The slots that failed since then and that nobody was told of."""
        return self._runs("profile = ? AND state = 'failed' AND alerted IS NULL AND ended >= ? "
                          "ORDER BY due", profile, stamp(since))  # fmt: skip

    def ended(
        self, profile: str, *states: str, since: datetime | None = None,
        before: datetime | None = None, count: int = 100,
    ) -> list[Run]:  # fmt: skip
        """The slots in one of some states that were due in a time, newest first."""
        return self._runs(
            f"profile = ? AND state IN ({', '.join('?' * len(states))}) AND due >= ? AND due < ? "
            "ORDER BY due DESC, day DESC, at DESC LIMIT ?",
            profile, *states, stamp(since) if since else "", stamp(before) if before else "~",
            count,
        )  # fmt: skip

    def begun(self, profile: str, *, by: datetime) -> datetime | None:
        """When the newest slot was due that somebody has begun, of those due by then."""
        found = self._read(
            "SELECT max(due) FROM slots WHERE profile = ? AND attempts > 0 AND due <= ?",
            profile, stamp(by),
        )  # fmt: skip
        return datetime.fromisoformat(found[0][0]) if found[0][0] else None

    def recorded(self, run: Run) -> str:
        """The brief of its profile and day that was recorded since a slot was begun, or ``""``."""
        found = self._read(
            "SELECT substr(seal, 1, 12) FROM briefs WHERE profile = ? AND day = ? AND at >= ? "
            "ORDER BY id DESC LIMIT 1",
            run.profile, run.day.isoformat(), stamp(run.started or run.due),
        )  # fmt: skip
        return str(found[0][0]) if found else ""

    def _runs(self, where: str, *values: object) -> list[Run]:
        return [_run(row) for row in self._read(f"SELECT {_COLUMNS} FROM slots WHERE {where}",
                                                *values)]  # fmt: skip

    # -- the file --------------------------------------------------------------------

    def _held(self, run: Run, change: str, *values: object) -> None:
        where = f" WHERE {_KEY} AND state = 'running' AND token = ?"
        if not self._change(change + where, *values, *run.key, run.token):
            raise LeaseLost(
                f"{run.profile or 'briefing'} {run.day} {run.at}: another process runs it now, "
                "for this one did not renew its lease in time; nothing is lost"
            )

    def _change(self, statement: str, *values: object) -> bool:
        with self._writing(durable=True):
            return self._sql.execute(statement, values).rowcount == 1


def _run(row: tuple) -> Run:  # type: ignore[type-arg]
    (profile, day, at, due, state, until, token, attempts, owner, started, ended, brief, counts,
     error, alerted) = row  # fmt: skip
    when = datetime.fromisoformat
    return Run(
        profile, date.fromisoformat(day), at, when(due), state, when(until), token, attempts,
        owner, when(started) if started else None, when(ended) if ended else None, brief,
        json.loads(counts), error, when(alerted) if alerted else None,
    )  # fmt: skip
