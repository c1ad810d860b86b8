"""Ground floor, anchors.names: words reduced to their sound, across scripts.

Асадов, Asadov and Əsədov give one key. In the spirit of Soundex (Russell
1918) and of consonant skeletons in cross-lingual name matching (Freeman et
al. 2006, NAACL): transliterate, fold letters that sound alike, drop vowels.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = dict(
    zip("абвгґдезийклмнопрстуфыэіїєёәөүұқңғһў", "abvggdeziiklmnoprstufieiieeaouuknghu", strict=True)
) | {
    "ж": "j", "х": "h", "ц": "s", "ч": "c", "ш": "x", "щ": "x", "ъ": "", "ь": "", "ю": "iu",
    "я": "ia", "ў": "u",
}  # fmt: skip
_GREEK = dict(zip("αβγδεζηικλμνξοπρσςτυφχψω", "avgdeziiklmnsoprsstifhso", strict=True)) | {"θ": "t"}
_LETTERS = str.maketrans(
    _CYRILLIC | _GREEK | {"ə": "a", "ı": "i", "ş": "x", "ç": "c", "ğ": "g", "ß": "s", "ø": "o",
                          "æ": "a", "œ": "o", "ł": "l", "đ": "d", "þ": "t", "š": "x", "č": "c",
                          "ž": "j", "ñ": "n"}
)  # fmt: skip
#: Spellings of one sound, longest first, after transliteration to Latin
#: letters: x is "sh", c is "ch", j is "zh" and "dzh".
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tsch|tch|tx", "c"), ("sch|sh", "x"), ("dzh|dj|zh", "j"), ("kh", "h"), ("ph", "f"),
        ("ch(?=r|l|n)", "k"), ("ch", "c"), ("th", "t"), ("ck|cq|qu|q", "k"),
        ("gh(?=[^aeiou]|$)", ""),
        ("g(?=[ei])", "j"), ("dt", "t"), ("ts|tz", "s"), ("w", "v"), ("y", "i"),
    )
]  # fmt: skip
#: Case endings of Russian and Ukrainian names that add a consonant. A stemmer
#: would cut the name itself ("Асадов" to "асад").
_CASES = re.compile(
    "(?<=ов|ев|єв|їв|ин|ын|ін)(?:ым|им)$|(?<=ск|цк|ьк)(?:ого|ому|им|ым|ой)$"
    "|(?<=...)(?:ами|ями|ах|ях)$|(?<=[^аеёиоуыэюя]{2})(?:ом|ем)$|(?<=....)(?:ом|ем)$"
)
_HARD_C = re.compile("c(?![eihc])")
_VOWELS = re.compile("[aeiouh]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def roman(word: str) -> str:
    """The letters of a word in Latin, a to z, vowels and all: ``baku`` of Баку."""
    folded = word.lower().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFD", folded) if "a" <= c <= "z")


@lru_cache(maxsize=200_000)
def skeleton(word: str, lang: str = "") -> str:
    """The sound of a word: its first letter class and its consonants, ``""`` for none.

    ``word`` in any case and script; Russian and Ukrainian endings are cut first.
    """
    word = word.lower().replace("’", "'").split("'")[0]
    if lang in ("ru", "uk"):
        word = _CASES.sub("", word)
    latin = "x" in word and word.isascii()
    folded = roman(word)
    if latin:
        folded = folded.replace("x", "ks")
    if word.isascii() or folded == word:
        folded = _HARD_C.sub("k", folded)
        folded = re.sub("c(?=[ei])", "s", folded) if word.isascii() else folded
    for pattern, sound in _SOUNDS:
        folded = pattern.sub(sound, folded)
    folded = folded.replace("z", "s")
    if not folded:
        return ""
    first = "a" if folded[0] in "aeiou" else folded[0]
    rest = _VOWELS.sub("", folded[1:])
    return _TWICE.sub(r"\1", first + rest)
