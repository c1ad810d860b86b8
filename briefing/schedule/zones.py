"""Schedule, zones: a wall time in a time zone -> the instant when it comes.

Zones are read from the package tzdata, never from the machine, so that all machines that share an
archive agree on when a slot is due.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@cache
def names() -> tuple[str, ...]:
    """Every IANA name of a zone, links included."""
    from importlib.resources import files

    return tuple((files("tzdata") / "zones").read_text("ascii").split())


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of one of the ``names``."""
    from importlib.resources import files
    from zoneinfo import ZoneInfo

    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def instant(wall: datetime, place: ZoneInfo) -> datetime:
    """The first instant at which the clocks of a place show a wall time or a later one, in UTC.

    That is the wall time itself; the first of two where clocks are turned back over it; and the
    end of the gap where they are turned forward over it, even if that is on the next day.
    """
    late = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
    if _shown(late, place) == wall:
        return late
    early = wall.replace(tzinfo=place, fold=1).astimezone(UTC)  # in a gap, by PEP 495
    seconds = range(int((late - early).total_seconds()))
    return early + timedelta(seconds=bisect_left(
        seconds, wall, key=lambda s: _shown(early + timedelta(seconds=s), place)
    ))  # fmt: skip


def _shown(moment: datetime, place: ZoneInfo) -> datetime:
    return moment.astimezone(place).replace(tzinfo=None)
