"""Ground floor, anchors.territories: country names in every language of CLDR -> code."""

from __future__ import annotations

from functools import cache

from ..language import stem


@cache
def _names(lang: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return {}
    names = {}
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha() and len(name) > 3:
            names[stem(name.lower(), lang)] = code
    return names


def territory(word: str, lang: str) -> str:
    """ISO 3166 code of a country named by one capitalised word, inflected or not, else ``""``."""
    return _names(lang).get(stem(word.lower(), lang), "") if word[:1].isupper() else ""
