"""Stage 4, compare.differences_numerals: a sentence -> its numbers spelled out, up to a hundred."""

from __future__ import annotations

import re
from functools import cache

from ..data import entries
from .differences_words import Passage

_JOIN = re.compile(r"(?:[\s\xa0-]+(?:y|et|and)?[\s\xa0-]*)")
_TENS = ("tr", "az")  #: languages that say eleven as "ten one"
_GERMAN = re.compile(r"(ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(\w+)$")


@cache
def _numerals(lang: str) -> dict[str, int]:
    listed = next((x for x in entries("differences", "numerals") if x.startswith(f"{lang}: ")), "")
    pairs = (pair.split("=") for pair in listed.partition(": ")[2].split())
    return {word: int(value) for word, value in pairs}


def is_numeral(word: str, lang: str) -> bool:
    """Whether a lower-case word can be a number, or a part of one."""
    return (
        word.replace("’", "'") in _numerals(lang)
        or "-" in word
        or (lang == "de" and bool(_GERMAN.match(word)))
    )


def spelled_out(passage: Passage) -> list[tuple[int, int, float]]:
    """Numbers spelled out: (start, end, value)."""
    text, lang = passage.text, passage.lang
    table = _numerals(lang)
    found: list[tuple[int, int, float]] = []
    for start, end, word in passage.tokens if table else ():
        word = word.replace("’", "'").replace("ʼ", "'")
        value = table.get(word)
        if word == "bir" and lang in _TENS and found and found[-1][2] % 10 == 0:
            value = 1  # "on bir" is eleven; alone it is an article
        if value is None and lang == "de" and (compound := _GERMAN.match(word)):
            tens = table.get(compound[2], 0)
            value = tens + table.get(compound[1], 1) if tens else None
        if value is None and "-" in word:
            parts = [table.get(part, -100) for part in word.split("-") if part != "et"]
            value = sum(parts) if sum(parts) > 0 else None
        if value is None:
            continue
        last = found[-1] if found else None
        if last and _JOIN.fullmatch(text, last[1], start):
            if (
                value < 10 <= last[2] < 100
                and last[2] % 10 == 0
                and (last[2] > 10 or lang in _TENS)
            ):
                found[-1] = (last[0], end, last[2] + value)
                continue
            if value == 100 and last[2] < 10:
                found[-1] = (last[0], end, last[2] * 100)
                continue
        found.append((start, end, float(value)))
    return found
