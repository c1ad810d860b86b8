"""Stage 4, compare.figures_measured: a measure without a noun -> the words that say what it is of.

"The fair made a profit of $3 million", «Длина дороги 12 км», "94 % ont choisi le taux": nothing
that is counted follows, yet the clause tells. Its words before the measure are taken, or those
after it where they tell more; numbers and function words at their ends are cut away.
"""

from __future__ import annotations

import re

from .. import language
from ..anchors import is_number_word
from .figures_counted import LETTER

WORDS = 6  #: at most, on the side that is shown: a panel's line and a half
TELLING = 4  #: letters of a word that may say what is measured; digits and function words do not
SHORTEST = 3  #: letters of a word at an end; "es de" are in no list of function words
ENOUGH = 2  #: telling words with which the side before the measure is not asked to yield
#: What parts one clause from the next; a comma only before a blank, as in no number.
_CLAUSE = re.compile(r"[.!?…;:]\s|,\s|\s[-–—]+\s|[()«»“”„\"\n،؛؟。，、；：！？]")
_WORD = re.compile(rf"{LETTER}+(?:[-’'ʼ.,]{LETTER}+)*%?")
#: Scripts without blanks, in which no word can be cut off: Thai to Khmer, Chinese, Japanese.
_SOLID = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def measured(text: str, start: int, end: int, lang: str) -> tuple[int, int] | None:
    """The span in a sentence that says what the measure ``text[start:end]`` is of, if any does."""
    cuts = [m for m in _CLAUSE.finditer(text) if m.end() <= start or m.start() >= end]
    left = max((m.end() for m in cuts if m.end() <= start), default=0)
    right = min((m.start() for m in cuts if m.start() >= end), default=len(text))
    before = list(_WORD.finditer(text, left, start))[-WORDS:]
    after = list(_WORD.finditer(text, end, right))[:WORDS]
    found = [span for words in (before, after) if (span := _told(words, lang))]
    best = max(found, key=lambda f: min(f[2], ENOUGH), default=None)  # the first of equals
    return best[:2] if best else None


def _told(words: list[re.Match[str]], lang: str) -> tuple[int, int, int] | None:
    """From the first to the last word that is no function word, and how many of them tell."""
    stops = language.stop_words(lang)
    lower = [w.group().lower() for w in words]
    kept = [
        word
        for word, low in zip(words, lower, strict=True)
        if low not in stops
        and len(low) >= SHORTEST
        and low[0].isalpha()
        and not _SOLID.search(low)
        and not is_number_word(low, lang)
    ]
    telling = sum(len(w.group()) >= TELLING for w in kept)
    return (kept[0].start(), kept[-1].end(), telling) if telling else None
