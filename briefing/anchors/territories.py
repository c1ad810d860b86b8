"""Ground floor, anchors.territories: country names in every language of CLDR -> code.

Also the cities that CLDR names, those after which time zones are called.
"""

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


def place_names(name: str, known: tuple[str, ...], lang: str) -> tuple[str, tuple[str, ...]]:
    """What a country or a large city is called in ``lang``: ``("DE", ("Германия",))``.

    ``name`` is looked up in the ``known`` languages, case aside. The first part is the ISO 3166
    code of a country, else ``""``; the names are ``()`` where CLDR has no such place.
    """
    wanted = name.casefold()
    for code in known:
        for key, found in _places(code).items():
            if wanted in found:
                own = _places(lang).get(key, ())
                return key if "/" not in key else "", own
    return "", ()


@cache
def _places(lang: str) -> dict[str, tuple[str, ...]]:
    """Country code, or time zone, -> its names, lower case."""
    names = locale(lang)
    if not names:
        return {}
    found: dict[str, tuple[str, ...]] = {
        code: (name.casefold(),)
        for code, name in names.territories.items()
        if len(code) == 2 and code.isalpha()
    }
    for zone, told in names.time_zones.items():
        if "/" in zone and (city := told.get("city")):
            found[zone] = (city.casefold(),)
    if lang == "en":  # which does not repeat what the zone says: "Europe/Vienna"
        for zone in locale("ru").time_zones:
            if "/" in zone:
                found.setdefault(zone, (zone.rpartition("/")[2].replace("_", " ").casefold(),))
    return found


#: Of a country with several time zones, that of its capital, where one is called after it. All
#: zones of a country would do but for America's, which are called Knox, Center and Petersburg.
_CAPITALS = {
    "AR": "America/Argentina/Buenos_Aires", "CL": "America/Santiago", "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin", "ES": "Europe/Madrid", "ID": "Asia/Jakarta", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "MN": "Asia/Ulaanbaatar", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent",
}  # fmt: skip


def cities(code: str, lang: str) -> tuple[str, ...]:
    """What ``lang`` calls the city that a country's time zone is called after, lower case.

    The capital or the largest city of most countries; ``()`` where zones have other names.
    """
    zones = _zones().get(code, ())
    zone = zones[0] if len(zones) == 1 else _CAPITALS.get(code, "")
    zone = _OLDER.get(zone, zone)
    return _places(lang).get(zone) or _places("en").get(zone, ())  # spelled as in English


#: Names that CLDR's tables still have.
_OLDER = {"Europe/Kyiv": "Europe/Kiev", "America/Argentina/Buenos_Aires": "America/Buenos_Aires"}


@cache
def _zones() -> dict[str, list[str]]:
    from babel.core import get_global

    found: dict[str, list[str]] = {}
    for zone, code in sorted(get_global("zone_territories").items()):
        found.setdefault(code, []).append(zone)
    return found
