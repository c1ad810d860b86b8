"""The hall, status: how the schedule fares, for people and for monitoring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from .. import schedule, store
from .attempt import Planned

RECENT = timedelta(days=7)  #: of the failed slots that are told


@dataclass(frozen=True, slots=True)
class Status:
    """How the schedule of one profile fares."""

    profile: str
    zone: str
    looked: datetime | None  #: when somebody last looked at the clock, UTC
    running: tuple[store.Run, ...]  #: slots that run, or are to be tried again
    last: store.Run | None  #: the newest slot that was done or has failed
    failed: tuple[store.Run, ...]  #: of the last days, newest first
    skipped: tuple[store.Run, ...]  #: likewise
    next: schedule.Slot | None
    wrong: tuple[str, ...]  #: what somebody should look into
    dead: tuple[store.SourceState, ...]  #: sources whose last run failed


def status(plans: Iterable[Planned], *, now: datetime) -> list[Status]:
    """How each profile fares. Raises ``ArchiveError``; without an archive nothing was run yet."""
    return [_status(plan, now) for plan in plans]


def _status(plan: Planned, now: datetime) -> Status:
    name, table, archive = plan.profile, plan.table, plan.settings.archive
    coming = next(iter(table.following(now)), None)
    if not Path(archive).exists():
        return Status(name, table.zone.key, None, (), None, (), (), coming, (_NEVER,), ())
    with store.open_slots(archive, create=False) as ledger:
        looked, running = ledger.looked(name), tuple(ledger.open(name))
        ended = ledger.ended(name, "done", "failed", count=1)
        failed = ledger.ended(name, "failed", since=now - RECENT)
        skipped = ledger.ended(name, "skipped", since=now - RECENT)
    with store.open(archive, create=False) as held:
        dead = tuple(state for state in held.sources() if state.error)
    last = ended[0] if ended else None
    wrong = tuple(_wrong(table, looked, running, last, now))
    return Status(name, table.zone.key, looked, running, last, tuple(failed), tuple(skipped),
                  coming, wrong, dead)  # fmt: skip


_NEVER = "nobody has looked at the clock yet: start briefing run, or briefing tick each minute"


def _wrong(
    table: schedule.Timetable, looked: datetime | None, running: Iterable[store.Run],
    last: store.Run | None, now: datetime,
) -> Iterable[str]:  # fmt: skip
    """What is late, and what failed and was not done since."""
    if looked is None:
        yield _NEVER
        return
    ago = now - schedule.GRACE
    if late := table.between(max(looked, ago - schedule.WINDOW), ago):
        yield (f"overdue: {late[0].day} {late[0].at}; nobody has looked at the clock since "
               f"{looked:%Y-%m-%d %H:%M} UTC")  # fmt: skip
    for run in running:
        if run.until < ago:
            yield f"overdue: {run.day} {run.at} waits, and nobody runs it"
    if last and last.state == "failed":
        yield f"failed: {last.day} {last.at}: {last.error}"
