"""Stage 4, compare.quotations.gender: a speaker -> whether "he" or "she" may stand for them.

What tells it: the word itself ("mother", "Mrs"), a given name of ``data/speech/given.txt``,
in Cyrillic the endings of patronymic and family name. What tells nothing fits both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ...data import entries
from .speech import Speech

_HIS = re.compile(r"(?:вич[аеу]?|вичем|(?:ск|цк)(?:ий|ого|ому|им)|[её]нко[вй]|дзян)$")
_HERS = re.compile(r"(?:[вш]н[аыеу]|ичн[аыеу]|[вш]ной|(?:ск|цк)(?:ая|ую))$")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_PAST = re.compile(r"[аеёиоуыяі]л([аои]?)(?:с[ья])?$")
_ENDINGS = {"m": "", "f": "а"}  #: of the past tense: «сказал», «сказала»
_CASES = 3  #: letters by which a Cyrillic given name of the table may differ at its end: «Анной»


def fits(speaker: str, pronoun: str, found: Speech) -> bool:
    """Whether a pronoun of one gender may mean a speaker: not "she" for "Mr Lee"."""
    wanted = _of_word(pronoun, found)
    return not wanted or gender(speaker, found) in ("", wanted)


def gender(speaker: str, found: Speech) -> str:
    """``"m"``, ``"f"`` or ``""``, by the first word that tells; a last name alone seldom does."""
    words = _WORD.findall(speaker)
    family = words[-1:] if words and words[-1][0].isupper() else []  # "Ann King"
    nouns = words[:-1] if family and family[0].lower() in found.titles else words
    told = [g for word in nouns if (g := _of_word(word, found))]
    if told:
        return told[0]
    given = next((g for word in words[:-1] if (g := _given(word))), "")
    return given.strip("-") or next((g for word in words if (g := _ending(word))), "")


def agrees(verb: str, pronoun: str, found: Speech) -> bool:
    """Whether a verb in the past tense may have a subject for which a Cyrillic pronoun stands."""
    past = _PAST.search(verb)
    return not past or not pronoun or past[1] == _ENDINGS.get(_of_word(pronoun, found), past[1])


def _of_word(word: str, found: Speech) -> str:
    low = word.lower()
    return "m" if low in found.he else "f" if low in found.she else ""


def _ending(word: str) -> str:
    return "m" if _HIS.search(word) else "f" if _HERS.search(word) else ""


@cache
def _table() -> dict[str, str]:
    return {name: line[0] for line in entries("speech", "given") for name in line[2:].split()}


@cache
def _given(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c.isascii())
    low = plain or word.lower().replace("ё", "е")
    if low in _table() or low.isascii():
        return _table().get(low, "")
    stems = (low[:-n] + "*" for n in range(_CASES) if len(low) - n > 2)
    return next((found for stem in stems if (found := _table().get(stem, ""))), "")
