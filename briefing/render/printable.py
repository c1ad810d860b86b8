"""Render, printable: document -> the same without the characters that no page can show."""

from __future__ import annotations

from typing import Any
from unicodedata import category

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  #: bidi overrides


def printable(value: Any) -> Any:
    """The same document; a blank for each such character, so that offsets keep their meaning."""
    if isinstance(value, dict):
        return {k: printable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [printable(v) for v in value]
    if isinstance(value, str) and not value.isprintable():
        return "".join(" " if _unfit(c) else c for c in value)
    return value


def _unfit(character: str) -> bool:
    """Whether it is a control, or one that would turn the order of what follows it."""
    return character in TURNING or (category(character) == "Cc" and character not in "\n\t")
