"""Schedule, reading: the words of ``[schedule]`` -> values, and what is wrong with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ..settings import Schedule
from . import zones

CATCH_UP = ("latest", "all", "none")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1),
          "w": timedelta(weeks=1)}  # fmt: skip
_FIELDS = {  # as the reader of cron names them -> what may stand there
    "minute": "minute, the first field: 0 to 59",
    "hour": "hour, the second field: 0 to 23",
    "day-of-month": "day of the month, the third field: 1 to 31, or L for the last, which the "
    "month must have",
    "month": "month, the fourth field: 1 to 12, or jan to dec",
    "day-of-week": "day of the week, the fifth field: 0 (Sunday) to 6, or sun to sat",
}
_SIGNS = "; * for all, 1-5, 1,3 and */15 may stand there too"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Days without a slot: from the first to the last, of one year or (year 4) of every one."""

    first: date
    last: date
    yearly: bool

    def holds(self, day: date) -> bool:
        """Whether this is one of the days."""
        if not self.yearly:
            return self.first <= day <= self.last
        here = day.replace(year=LEAP)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last  # 12-24/01-02


LEAP = 4  #: a year with a 29 February


def wall_time(word: str) -> time:
    """``7:00`` or ``07:00``. Raises ``ValueError``."""
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", word):
        raise ValueError(word)
    hour, minute = map(int, word.split(":"))
    return time(hour, minute)


def weekdays(words: Iterable[str]) -> frozenset[int]:
    """Numbers of weekdays, Monday 0; all where no word is. Raises ``ValueError``."""
    found: set[int] = set()
    for word in words:
        first, _, last = word.lower().partition("-")
        a, b = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
        if len(first) < 3 or (last and len(last) < 3):
            raise ValueError(word)
        found |= {day % 7 for day in range(a, b + 1 if a <= b else b + 8)}
    return frozenset(found or range(7))


def skipped(word: str) -> Skipped:
    """``2026-12-25``, ``12-25`` or two of one kind with ``/`` between. Raises ``ValueError``."""
    ends = [end.strip() for end in word.split("/")]
    yearly = len(ends[0]) == 5
    if not all(re.fullmatch(r"[0-9]{2}-[0-9]{2}" if yearly else r"[0-9]{4}-[0-9]{2}-[0-9]{2}", end)
               for end in ends) or len(ends) > 2:  # fmt: skip
        raise ValueError(word)
    days = [date.fromisoformat(f"{LEAP:04}-{end}" if yearly else end) for end in ends]
    if days[0] > days[-1] and not yearly:
        raise ValueError(word)
    return Skipped(days[0], days[-1], yearly)


def age(word: str) -> timedelta:
    """``90m``, ``24h``, ``3d``, ``1w``. Raises ``ValueError``."""
    match = re.fullmatch(r"([1-9][0-9]{0,4})([mhdw])", word)
    if not match:
        raise ValueError(word)
    return int(match[1]) * _UNITS[match[2]]


def cron_fault(expression: str) -> str:
    """What is wrong with a cron expression, with its field; ``""`` if nothing is."""
    if (number := len(expression.split())) != 5:
        return f"a cron expression has five fields (minute hour day month weekday), not {number}"
    from cronsim import CronSim, CronSimError

    try:
        next(CronSim(expression, datetime(2024, 1, 1)))
    except CronSimError as error:
        name = str(error).removeprefix("Bad ")
        return f"cannot read the {_FIELDS.get(name, name)}{_SIGNS}"
    except StopIteration:
        return "no day is ever like this"
    return ""


def fault(key: str, value: Any) -> str:
    """What is wrong with a value of ``settings.Schedule``; ``""`` if nothing is."""
    if key in _WORDS:
        read, allowed = _WORDS[key]
        for word in (value,) if isinstance(value, str) else value:
            try:
                read(word)
            except ValueError:
                return allowed if isinstance(value, str) else f"{word!r} {allowed}"
    if key == "cron" and value:
        return cron_fault(value)
    if key == "zone" and value not in zones.names():
        city = value.rpartition("/")[2].replace(" ", "_").lower()
        near = [name for name in zones.names() if name.rpartition("/")[2].lower() == city]
        near = near or difflib.get_close_matches(value, zones.names(), n=1)
        some = f"did you mean {near[0]}?" if near else "write one as Europe/Berlin or Asia/Baku"
        return f"no such time zone; {some}"
    if key == "catch_up" and value not in CATCH_UP:
        near = difflib.get_close_matches(value, CATCH_UP, n=1)
        return f"must be {', '.join(CATCH_UP[:-1])} or {CATCH_UP[-1]}" + (
            f"; did you mean {near[0]}?" if near else "")  # fmt: skip
    if key == "attempts" and value < 1:
        return "must be at least 1"
    if key == "alert" and not all(re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", one) for one in value):
        return "must be mail addresses"
    return ""


def whole_fault(schedule: Schedule) -> str:
    """What does not fit together in a schedule; ``""`` if all does."""
    if schedule.cron and (schedule.at or schedule.days):
        other = "at" if schedule.at else "days"
        return f"cron and {other} exclude each other; leave one out, or write {other} = []"
    return ""


_WORDS: dict[str, tuple[Callable[[str], Any], str]] = {
    "at": (wall_time, "must be a wall time such as 07:00, from 00:00 to 23:59"),
    "days": (lambda word: weekdays([word]), f"must be of {', '.join(DAYS)}, or mon-fri"),
    "skip": (skipped, "must be a day such as 2026-12-24, 12-25 (of every year), or two with / "
             "between"),
    "max_age": (age, "must be a time such as 90m, 24h, 3d or 1w"),
}  # fmt: skip
