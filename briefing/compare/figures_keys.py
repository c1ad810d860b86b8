"""Stage 4, compare.figures_keys: a noun -> the keys that it is compared by, over languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .. import language
from ..anchors import skeleton
from ..data import entries
from ..language.lexicon import translate

SOUNDS = 4  #: first sounds of a noun that are compared where no translation is
SPANS = frozenset("year month week day hour minute second decade".split())  #: units of time
#: "nəfərdir", "kişidir": the copula at the end of a noun.
_COPULA = re.compile(r"(?<=\w{3})[dt][ıiuü]r(?:l[aə]r|ler)?$")


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a table of ``data/figures``."""
    return frozenset(entries("figures", name))


@cache
def same() -> dict[tuple[str, str], str]:
    """(language, stem) -> the stem that stands for its group."""
    found = {}
    for line in entries("figures", "same"):
        first, *others = line.split()
        for word in (first, *others):
            lang, _, noun = word.rpartition(":")
            lang = lang or "en"
            found[lang, language.stem(noun, lang)] = language.stem(first, "en")
    return found


def key_of(word: str, lang: str) -> str:
    """The noun as an English stem where the lexicon has it; words that count the same are one."""
    return _keys(word.lower(), lang)[0]


def keys_of(word: str, lang: str) -> frozenset[str]:
    """All the keys a noun may have, and ``~`` with its first sounds: «вагонов», "wagons"."""
    sound = skeleton(language.stem(word.lower(), lang), lang)[:SOUNDS]
    return frozenset(_keys(word.lower(), lang)) | ({f"~{sound}"} if len(sound) > 2 else set())


@lru_cache(maxsize=50_000)
def _keys(word: str, lang: str) -> tuple[str, ...]:
    if lang in ("tr", "az"):
        word = _COPULA.sub("", word)
    stem = language.stem(word, lang)
    known = translate(word, lang) if lang != "en" else (stem,)
    if not known and lang in ("ru", "uk"):  # «систем», «школ», «окон»: the bare plural
        known = translate(word + "а", lang) or translate(word + "о", lang)
    if not known and "-" in word:
        return _keys(word.rsplit("-", 1)[1], lang)
    groups = [same()[p] for p in (*(("en", k) for k in known), (lang, stem)) if p in same()]
    return tuple(dict.fromkeys([*groups, *known])) or (stem,)
