"""Render, versions: texts that say one thing differently -> where their words part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"\w(?:[\w'’-]*\w)?")
ALIKE = 0.5  #: share of the words of both that two versions have in common; else nothing is marked

Piece = tuple[str, bool]  #: a part of a text, and whether the other version has other words there


def parted(texts: Sequence[str]) -> list[tuple[Piece, ...]]:
    """Each text in pieces that join to it; the first is held against the second, others against it.

    Ratcliff and Obershelp's matching (``difflib``) of the words in lower case.
    """
    return [_pieces(text, texts[0] if k else texts[1]) for k, text in enumerate(texts)]


def _pieces(text: str, other: str) -> tuple[Piece, ...]:
    places = [m.span() for m in _WORD.finditer(text)]
    ours = [text[s:e].lower() for s, e in places]
    matcher = SequenceMatcher(None, ours, [w.lower() for w in _WORD.findall(other)], False)
    if matcher.ratio() < ALIKE:
        return ((text, False),)
    pieces, done = [], 0
    for tag, i, i2, _, _ in matcher.get_opcodes():
        if tag in ("replace", "delete") and i2 > i:
            start, end = places[i][0], places[i2 - 1][1]
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = end
    return tuple(p for p in (*pieces, (text[done:], False)) if p[0])
