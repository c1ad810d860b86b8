"""Ground floor, anchors.territories: country names in every language of CLDR -> code."""

from __future__ import annotations

from functools import cache

from .cldr import locale

#: Longest case ending a name takes, in letters; 0 where names do not change.
ENDINGS = {"az": 3, "tr": 3, "kk": 3, "uz": 3, "ky": 3, "fi": 4, "hu": 3, "et": 3} | dict.fromkeys(
    ("ru", "uk", "be", "bg", "pl", "cs", "sk", "sl", "hr", "sr", "lt", "lv"), 2
)
SHORTEST = 4  #: letters of a name, and of the part of it that never changes


@cache
def _names(lang: str) -> dict[str, str]:
    names = {}
    known = locale(lang)
    for code, name in known.territories.items() if known else ():
        if len(code) == 2 and code.isalpha() and len(name) >= SHORTEST:
            names[_root(name.lower(), lang)] = code
    return names


def _root(name: str, lang: str) -> str:
    """The part of a name that its case endings leave alone."""
    changes = ENDINGS.get(lang) == 2 and name[-1] in "аеёиоуыэюяіїєьйaeiouyąęěá"
    return name[:-1] if changes and len(name) > SHORTEST else name


def territory(word: str, lang: str) -> str:
    """ISO 3166 code of a country named by one capitalised word, inflected or not, else ``""``."""
    if not word[:1].isupper():
        return ""
    names = _names(lang)
    word = word.lower().replace("’", "'").split("'")[0]
    for ending in range(ENDINGS.get(lang, 0) + 1):
        root = word[: len(word) - ending]
        if len(root) >= SHORTEST and root in names:
            return names[root]
    return ""
