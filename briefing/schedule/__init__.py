"""Door, schedule: ``settings.Schedule`` -> slots, and the clock that waits for them.

    table = timetable(Schedule(at=("07:00",), zone="Europe/Berlin"))
    table.following(now, 5)

``timetable.py`` says when a slot is due, ``policy.py`` which of the missed ones are caught up,
``units.py`` writes what systemd and cron need. Who runs a slot is decided in the archive.
"""

from __future__ import annotations

from .clock import Clock
from .policy import BACKOFF, GRACE, left_out, old, wait_after
from .reading import age, fault, whole_fault
from .timetable import WINDOW, Slot, Timetable, timetable

__all__ = [
    "BACKOFF",
    "GRACE",
    "WINDOW",
    "Clock",
    "Slot",
    "Timetable",
    "age",
    "fault",
    "left_out",
    "old",
    "timetable",
    "wait_after",
    "whole_fault",
]
