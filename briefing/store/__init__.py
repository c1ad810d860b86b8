"""Door, store: the archive, an SQLite file. Articles in, articles and hits out.

    with store.open("briefing.db") as archive:
        archive.add([(raw, article)], source="https://a.example/feed", at=now)
        archive.window(since=date(2025, 11, 21))

``archive.py`` holds every call, ``slots.py`` those of the schedule; ``migrations/`` the tables,
with what each column means.
"""

from __future__ import annotations

from .archive import Archive, open
from .export import exported
from .held import Added, Cited, Held, Hit, Made, Place, SourceState, Validators, Version
from .slots import LEASE, LeaseLost, Run, Slots, open_slots

__all__ = [
    "LEASE",
    "Added",
    "Archive",
    "Cited",
    "Held",
    "Hit",
    "LeaseLost",
    "Made",
    "Place",
    "Run",
    "Slots",
    "SourceState",
    "Validators",
    "Version",
    "exported",
    "open",
    "open_slots",
]
