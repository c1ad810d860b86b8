"""Schedule, timetable: ``settings.Schedule`` -> its slots. Pure; the instant is an argument.

A slot is a local date and a wall time. Whatever clocks are turned, each has one instant, and
that is computed here, from the date and the wall time: the cron library sees a calendar without
time zones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..settings import Schedule
from . import reading, zones

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
FAR = timedelta(days=366 * 9)  #: no slot so long is none ever: two leap years are 8 years apart
_EDGE = 2 * DAY  #: by so much the date of a slot differs from the UTC date of its instant, at most
WINDOW = timedelta(days=31)  #: the most that one brief looks back


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One planned run of a profile: the day, the wall time, and the instant they come to."""

    due: datetime  #: UTC
    day: date  #: local
    at: str  #: wall time, 07:00


@dataclass(frozen=True, slots=True)
class Timetable:
    """The slots of one schedule."""

    zone: ZoneInfo
    times: tuple[time, ...] = ()
    weekdays: frozenset[int] = frozenset(range(7))
    cron: str = ""
    skipped: tuple[reading.Skipped, ...] = ()

    def between(self, after: datetime, until: datetime) -> list[Slot]:
        """The slots due after one instant, until another, in order of day and wall time."""
        if after >= until:
            return []
        last = until.replace(tzinfo=None) + _EDGE
        walls = takewhile(lambda wall: wall <= last, self._walls(after))
        return [slot for slot in map(self._slot, walls) if after < slot.due <= until]

    def following(self, after: datetime, count: int = 1) -> list[Slot]:
        """The next slots, fewer if there are no more in nine years."""
        last = after.replace(tzinfo=None) + FAR
        walls = takewhile(lambda wall: wall <= last, self._walls(after))
        return list(islice((s for s in map(self._slot, walls) if s.due > after), count))

    def on(self, day: date) -> list[Slot]:
        """The slots of one day."""
        walls = self._walls(datetime.combine(day, time(), UTC) + _EDGE)
        same = takewhile(lambda wall: wall.date() <= day, walls)
        return [self._slot(wall) for wall in same if wall.date() == day]

    def before(self, due: datetime) -> datetime:
        """The instant of the slot before, at most ``WINDOW`` back."""
        for days in (1, 4, WINDOW.days):
            if earlier := self.between(due - DAY * days, due - timedelta(seconds=1)):
                return earlier[-1].due
        return due - WINDOW

    def _slot(self, wall: datetime) -> Slot:
        at = wall.time().isoformat("minutes")
        return Slot(zones.instant(wall, self.zone), wall.date(), at)

    def _walls(self, after: datetime) -> Iterator[datetime]:
        """Wall times in order, from before an instant on, without end."""
        first = after.replace(tzinfo=None) - _EDGE
        for wall in self._from_cron(first) if self.cron else self._from_times(first.date()):
            if not any(skip.holds(wall.date()) for skip in self.skipped):
                yield wall

    def _from_times(self, day: date) -> Iterator[datetime]:
        while self.times and day < date.max - DAY:
            if day.weekday() in self.weekdays:
                yield from (datetime.combine(day, at) for at in self.times)
            day += DAY

    def _from_cron(self, first: datetime) -> Iterator[datetime]:
        from cronsim import CronSim

        return CronSim(self.cron, first)


def timetable(schedule: Schedule) -> Timetable | None:
    """The timetable of a checked schedule, ``None`` where nothing is scheduled.

    Reads ``skip_file``. Raises ``UsageError`` with its line.
    """
    if not (schedule.at or schedule.cron):
        return None
    return Timetable(
        zones.zone(schedule.zone),
        tuple(sorted({reading.wall_time(word) for word in schedule.at})),
        reading.weekdays(schedule.days),
        schedule.cron,
        (*map(reading.skipped, schedule.skip), *_of_file(schedule.skip_file)),
    )


def _of_file(name: str) -> Iterator[reading.Skipped]:
    try:
        lines = Path(name).read_text("utf-8-sig").splitlines() if name else []
    except OSError as error:
        raise UsageError(f"schedule.skip_file {name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"schedule.skip_file {name}: is not UTF-8") from None
    for number, line in enumerate(lines, 1):
        if word := line.partition("#")[0].strip():
            if wrong := reading.fault("skip", (word,)):
                raise UsageError(f"{name}, line {number}: {wrong}")
            yield reading.skipped(word)
