"""Ground floor, anchors.units: the units that numbers are stated in, one name for all spellings.

"12 kilometres", «12 км» and "12 km" are ``km``; the table is ``data/figures/units.txt``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..data import entries
from .numbers import numbers

LONGEST = 3  #: words of a unit's name
_WORD = re.compile(
    r"(?:[^\W\d_]|[\u0900-\u0963\u0966-\u0dff])+(?:[/.][^\W\d_]+)*[²³23]?|[$€£¥₽₴₼₺°%]"
)


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    exact: dict[str, str] = {}
    loose: list[tuple[str, str]] = []
    for line in entries("figures", "units"):
        word, _, unit = line.partition(" = ")
        if "*" in word:
            loose.append((word, unit))
        else:
            exact[word.lower()] = unit
    shapes = {w: re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for w, _ in loose}
    shapes |= {w: re.escape(w).replace(r"\ ", r"\s") for w in exact}
    ordered = sorted(shapes, key=lambda w: (-len(w), w))
    joined = "|".join(shapes[w] for w in ordered)
    pattern = re.compile(
        rf"(?:\s-\s|[\s-])?(?:de\s|d['’]|di\s)?({joined})(?:(?<=[^\w])|(?!\w))", re.IGNORECASE
    )
    tests = tuple((re.compile(shapes[w] + "$", re.I), unit)
                  for w, unit in sorted(loose, key=lambda p: (-len(p[0]), p)))  # fmt: skip
    return pattern, exact, tests


@cache
def _nouns() -> frozenset[str]:
    """German units, capitals in the table and in texts: not "the 5,000 mark", "a price tag"."""
    words = [line.partition(" = ")[0] for line in entries("figures", "units")]
    nouns = {w.lower() for w in words if re.fullmatch("[A-ZÄÖÜ][a-zäöüß]+", w)}
    return frozenset(w for w in nouns if not any(p.match(w) for p, _ in _table()[2]))


@lru_cache(maxsize=4096)
def unit_of(word: str) -> str:
    """The unit of a word or sign; ``""`` where it is none."""
    _, exact, loose = _table()
    word = re.sub(r"\s", " ", word.lower())
    return exact.get(word) or next((u for p, u in loose if p.match(word)), "")


def unit_at(text: str, end: int) -> tuple[str, int]:
    """The unit after a number that ends at ``end``, and where it ends; "" and ``end`` for none."""
    match = _table()[0].match(text, end)
    if not match or (match[1][0].islower() and match[1] in _nouns()):
        return "", end
    if (
        len(match[1]) == 1
        and match[1].isalpha()
        and (match[1].isupper() or "-" in text[end : match.start(1)])
    ):
        return "", end
    return unit_of(match[1]), match.end()


def has_unit(text: str, unit: str, lang: str) -> bool:
    """Whether a number is written in a unit: "12 km" in ``km``, "yüzde 70" in ``%``."""
    if unit == "%" and any(n.percent for n in numbers(text, lang, bare=True)):
        return True
    words = list(_WORD.finditer(text))
    return any(
        unit_of(text[first.start() : last.end()]) == unit
        for k, first in enumerate(words)
        for last in words[k : k + LONGEST]
    )
