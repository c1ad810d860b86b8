"""Stage 1, clean.shapes: what names, places and agencies look like, in any script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ..data import entries

#: Lower-case letters. Scripts without case (and Georgian, which seldom uses
#: its capitals) have none, so that any of their letters may begin a name.
LOWER = "".join(c for c in map(chr, range(0x0590)) if unicodedata.category(c) == "Ll")
UPPER = rf"[^\W\d_{LOWER}]"
WORD = rf"{UPPER}[\w.'’ʼ&-]*"
NAME = rf"{WORD}(?:[ ]{WORD}){{0,3}}"

_PARTICLE = re.compile(
    "and|und|et|y|e|i|и|й|та|və|ve|de|da|do|del|della|der|den|van|von|al|el|bin|ibn|la|le|di|in|"
    "from|for|with|avec|[&/|–—-]"
)


def is_capitals(text: str) -> bool:
    """Whether a text has letters and they are all capitals."""
    return text == text.upper() != text.lower()


@cache
def _not_outlets() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{e})" for e in entries("wire", "not_outlets")), re.IGNORECASE)


def outlet_or_none(name: str) -> str:
    """The name, or ``""`` where it is a button, a label, a photo credit or a date."""
    return "" if _not_outlets().fullmatch(name.strip(" ()[]:.,")[:100]) else name


def is_names(text: str) -> bool:
    """Whether a text reads like the names of one or more people, with a role behind a comma."""
    names, _, role = text.partition(",")
    words = names.split()
    named = [w for w in words if not _PARTICLE.fullmatch(w.lower())]
    return (
        0 < len(named) <= 8
        and all(re.match(UPPER, w) for w in named)
        and not re.search(r"[\d:;!?…]|[^\W\d_]{4,}\.", text)
        and len(role.split()) <= 6
    )


def same(a: str, b: str) -> bool:
    """Whether two lines have the same words."""
    return _key(a) == _key(b) != ""


def _key(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().casefold()
