"""Stage 4, digest.mentions: a text -> the names it gives in full and those it gives in short.

"President Ivan Orlov" names Orlov in full, "Orlov" and "Mr. Orlov" in short. A
name is told apart by the sound of its last word, which is one in all cases.
"""

from __future__ import annotations

import re

from .. import language
from ..anchors.names import skeleton

SHORTEST = 3  #: letters of a name
_WORD = re.compile(r"[^\W_][\w.'’-]*")
_PARTICLES = frozenset("de del da di van von der den bin ibn al el la le of".split())
_CIVIL = frozenset("mr mrs ms miss mx dr sir herr frau m mme señor señora sr sra г-н г-жа".split())


def mentions(text: str, lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """``(full, short)``: the sounds of the names given with more than one word, and with one."""
    stops = language.stop_words(lang)
    full: set[str] = set()
    short: set[str] = set()
    for run in _runs(text):
        while run and (run[0].lower() in stops or run[0].lower().strip(".") in _CIVIL):
            run = run[1:]
        if not run or len(run[-1].rstrip(".")) < SHORTEST:
            continue
        sound = skeleton(run[-1].rstrip("."), lang)
        if len(sound) >= 2:
            (full if len(run) > 1 else short).add(sound)
    return frozenset(full), frozenset(short - full)


def _runs(text: str) -> list[list[str]]:
    """Capitalised words that follow each other."""
    found: list[list[str]] = []
    at = -1
    for match in _WORD.finditer(text):
        word = match.group()
        gap = text[at : match.start()] if at >= 0 else ""
        if not word[0].isupper():
            particle = len(word) <= 3 and found and gap == " " and word in _PARTICLES
            at = match.end() if particle else -1
            continue
        if at >= 0 and gap == " ":
            found[-1].append(word)
        else:
            found.append([word])
        ends = word.endswith(".") and len(word) > 3 and word[:-1].lower() not in _CIVIL
        at = -1 if ends or "'" in word or "’" in word else match.end()
    return found
