"""Ground floor, language.dictionaries: Debian's dictd dictionaries -> entries.

``mueller7-dict`` (English to Russian, turned round) and ``dict-freedict-*``
are GPL and never bundled; they are read where the user has installed them and
asks for it (``BRIEFING_DICTIONARIES=1``), since what a machine happens to have
installed must not change a brief.
"""

from __future__ import annotations

import gzip
import os
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

FOLDER = Path("/usr/share/dictd")
THREE = {"de": "deu", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld", "pt": "por",
         "tr": "tur", "sk": "slk", "cs": "ces", "sv": "swe", "ar": "ara"}  # fmt: skip
MOST = 3  #: translations kept of a word
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|/[^/]*/|_[^\s]+")
_CYRILLIC = re.compile(r"[а-яё-]{3,}")


def dictionary(lang: str) -> list[tuple[str, list[str]]]:
    """(word, English words) of an installed dictionary, if it is asked for; else ``[]``."""
    if not os.environ.get("BRIEFING_DICTIONARIES"):
        return []
    if lang == "ru":
        return _mueller(_read(FOLDER / "mueller7.dict.dz"))
    return _freedict(_read(FOLDER / f"freedict-{THREE.get(lang, '')}-eng.dict.dz"))


def _read(path: Path) -> str:
    if not path.is_file():
        return ""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        return file.read()


def _mueller(text: str) -> list[tuple[str, list[str]]]:
    """Headwords at the margin, their Russian words below: turned round, first senses first."""
    ranked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    head, place = "", 0
    for line in text.split("\n"):
        if line[:1].isalpha():
            head, place = line.strip().lower(), 0
        elif head.isalpha():
            for part in re.split(r"[,;]", _NOTE.sub(" ", line)):
                words = _CYRILLIC.findall(part.lower())
                if len(words) == 1 and len(part.split()) <= 2:
                    ranked[words[0]].append((place, head))
                    place += 1
    return [(w, [e for _, e in sorted(found)[:MOST]]) for w, found in ranked.items()]


def _freedict(text: str) -> list[tuple[str, list[str]]]:
    """Headwords with their sound in slashes, the English words on the next line."""
    entries = []
    lines = text.split("\n")
    for line, following in pairwise(lines):
        head = _NOTE.sub(" ", line).strip().lower()
        if " /" in line and head and " " not in head:
            english = [re.sub(r"^(?:to|a|an|the) ", "", e.strip().lower())
                       for e in re.split(r"[,;]", _NOTE.sub(" ", following))]  # fmt: skip
            found = [e for e in english if e.isalpha()][:MOST]
            if found:
                entries.append((head, found))
    return entries
