"""Ground floor, language.readable: can a sentence stand alone?

A statement in a brief is read without its neighbours: it must not lean on
them ("He", "Moreover"), break a quotation, ask, or be a heading.
"""

from __future__ import annotations

import re
from functools import cache

from . import openers, words

FEWEST, MOST = 6, 60  #: words of a sentence that can be a statement
LIKELY = (8, 45)  #: words within which a sentence is most readable
_TERMINATED = re.compile(r"[.!…。！।։။።؟۔](?:[\"'”»“’)\]]|'')*$")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
_FIRST_PERSON = re.compile(
    r"\b(?:I|we|our|my|us|мы|я|наш\w*|нам|нас|мой|мою|biz|bizim|mən|ми|наша|nous|notre|wir|unser\w*)\b"
)


@cache
def _openers(lang: str) -> re.Pattern[str] | None:
    listed = sorted(openers(lang), key=len, reverse=True)
    if not listed:
        return None
    joined = "|".join(map(re.escape, listed))
    return re.compile(rf"[\W_]*(?:{joined})(?![\w'’-])", re.IGNORECASE)


def is_dangling(text: str, lang: str) -> bool:
    """Whether a sentence opens by leaning on the one before it."""
    openers = _openers(lang)
    return bool(openers and openers.match(text))


def is_balanced(text: str) -> bool:
    """Whether every quotation mark and bracket that opens also closes, in order."""
    for opening, closing in _PAIRS:
        if opening == "“" and "„" in text:
            continue  # German and Polish close with “
        depth = 0
        for character in text:
            depth += (character == opening) - (character == closing)
            if depth < 0:
                return False
        if depth:
            return False
    if "„" in text and text.count("„") != sum(text.count(c) for c in "“”"):
        return False
    return text.count('"') % 2 == 0 and text.count("''") % 2 == 0


def is_statement(text: str) -> bool:
    """Whether a sentence can be shown alone at all: whole, ended, of a readable length."""
    count = len(words(text))
    return FEWEST <= count <= MOST and bool(_TERMINATED.search(text)) and is_balanced(text)


def readability(text: str, lang: str) -> float:
    """Weight in 0..1 for choosing a sentence: 1 stands alone, 0 cannot be shown."""
    if not is_statement(text):
        return 0.0
    weight = 1.0
    if is_dangling(text, lang):
        weight *= 0.3
    if _FIRST_PERSON.search(text):
        weight *= 0.4
    count = len(words(text))
    if not LIKELY[0] <= count <= LIKELY[1]:
        weight *= 0.6
    return weight
