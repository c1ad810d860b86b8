"""Ground floor, data: word lists in plain text, one entry a line, ``#`` comments.

Read through here only. A folder named in ``BRIEFING_DATA`` holds a user's own
files of the same names, which are read after ours.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def entries(folder: str, name: str) -> tuple[str, ...]:
    """The entries of ``folder/name.txt``, ours first, then the user's; ``()`` if none."""
    found: list[str] = []
    for root in (files(__name__), Path(os.environ.get("BRIEFING_DATA") or "/nonexistent")):
        file = root / folder / f"{name}.txt"
        if file.is_file():
            lines = file.read_text(encoding="utf-8").splitlines()
            found += [line.rstrip() for line in lines if line.strip() and line[0] != "#"]
    return tuple(found)
