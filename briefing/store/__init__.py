"""Door, store: the archive, an SQLite file. Articles in, articles and hits out.

    with store.open("briefing.db") as archive:
        archive.add([(raw, article)], source="https://a.example/feed", at=now)
        archive.window(since=date(2025, 11, 21))

``archive.py`` holds every call, ``slots.py`` those of the schedule; ``migrations/`` the tables,
with what each column means.
"""

from __future__ import annotations

from .archive import Archive, open
from .audit import Entry
from .delivery import Addressee, Delivery
from .export import exported
from .held import Added, Cited, Held, Hit, Made, Place, SourceState, Validators, Version
from .outbox import Outbox
from .slots import LEASE, LeaseLost, Run, Slots, open_slots

__all__ = [
    "LEASE",
    "Added",
    "Addressee",
    "Archive",
    "Cited",
    "Delivery",
    "Entry",
    "Held",
    "Hit",
    "LeaseLost",
    "Made",
    "Outbox",
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
