"""Schedule, policy: slots that wait -> which of them are not run, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..settings import Schedule
from . import reading
from .timetable import Slot

#: What is run so soon after its time was not missed: a tick may come a few minutes late, and a
#: machine may start at seven.
GRACE = timedelta(minutes=15)
BACKOFF = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))


def left_out(
    waiting: Iterable[Slot], schedule: Schedule, *, newest: datetime | None, now: datetime
) -> dict[Slot, str]:
    """The slots that wait and will not be run, each with the reason.

    ``waiting`` are those that nobody has begun, ``newest`` when the newest one was due that
    somebody has.
    """
    due = [slot for slot in waiting if slot.due <= now]
    last = max(due, default=None)
    found: dict[Slot, str] = {}
    for slot in due:
        late = now - slot.due
        if old(slot.due, schedule, now):
            found[slot] = f"missed, and older than {schedule.max_age}"
        elif schedule.catch_up == "none" and late > GRACE:
            found[slot] = "missed, and nothing is caught up"
        elif schedule.catch_up == "latest" and (slot != last or (newest and newest > slot.due)):
            found[slot] = "a later one was due"
    return found


def old(due: datetime, schedule: Schedule, now: datetime) -> bool:
    """Whether a slot is too old to be run at all."""
    return now - due > reading.age(schedule.max_age)


def wait_after(attempts: int) -> timedelta:
    """How long a slot waits after so many attempts."""
    return BACKOFF[min(attempts, len(BACKOFF)) - 1]
