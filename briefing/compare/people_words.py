"""Stage 4, compare.people_words: what the tables of ``data/people`` know of a language's words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from .. import language
from ..anchors import skeleton, territory
from ..data import entries
from ..language.lexicon import translate

Kind = Literal["name", "given", "title", "head", "place", "news", "common", "country"]

UPPER = "".join(c for c in map(chr, range(0x41, 0x590)) if c.isupper())
CAPITAL = rf"[{UPPER}][^\W_]*(?:[-’'][^\W_]+)*"
ENDING = 5  #: letters at most after an entry's ``*``
SHORT = 4  #: letters of a stem after which only two may follow: "гор*" is not Горбачев
INFLECTED = "аяиеюуыойіїєм"  #: letters in which a country's name in Cyrillic ends, inflected
SOUNDED = 3  #: letters of a given name's sound that is looked up across scripts
#: English words with their usual translations, from the two largest lexicons.
GLOSSARIES = ("ru", "pt")


@dataclass(frozen=True, slots=True)
class Words:
    """The table of one language, compiled; empty patterns match nothing."""

    sets: dict[str, tuple[frozenset[str], tuple[str, ...]]]  #: kind -> words, stems
    title_before: re.Pattern[str]  #: an office right before a name
    office: re.Pattern[str]  #: an office anywhere
    title_after: re.Pattern[str]  #: ", head of", right after a name
    verb_before: re.Pattern[str]
    verb_after: re.Pattern[str]
    near: re.Pattern[str]
    age: re.Pattern[str]
    head: re.Pattern[str]
    head_start: re.Pattern[str]  #: the first word of a head
    link: re.Pattern[str]
    noun: re.Pattern[str]  #: what completes a body's head, in lower case
    adjective: str  #: source of a pattern, ``""`` where the language needs none
    ending: re.Pattern[str]  #: case endings that are written to a name
    means: dict[str, str]  #: short names of bodies -> their words

    def has(self, kind: str, word: str) -> bool:
        """Whether the table lists this lower-case word, in any of its forms, as ``kind``."""
        exact, stems = self.sets.get(kind, (frozenset(), ()))
        if word in exact:
            return True
        if not stems or not word.startswith(stems):
            return False
        return any(word.startswith(s) and len(word) - len(s) <= _ending(s) for s in stems)


@cache
def words_of(lang: str) -> Words:
    """The words of a language."""
    lists: dict[str, list[str]] = {}
    patterns: dict[str, str] = {}
    for line in entries("people", lang):
        kind, _, rest = line.partition("\t")
        if kind in ("age", "noun", "adj", "ending"):
            patterns[kind] = rest
        else:
            lists.setdefault(kind, []).extend(e.strip() for e in rest.split(",") if e.strip())
    sets = {
        kind: (frozenset(e for e in own if e[-1] != "*"),
               tuple(e[:-1] for e in own if e[-1] == "*"))
        for kind, own in lists.items()
    }  # fmt: skip
    title, verb = _any(lists.get("title", [])), _any(lists.get("verb", []))
    head, link = _any(lists.get("head", [])), _any(lists.get("link", []))
    joint = r"(?:[ \xa0]|(?<=[’']))"
    return Words(
        sets,
        _pattern(rf"\b{title},?\s$"),
        _pattern(rf"\b{title}(?!\w)"),
        _pattern(rf"[,)]\s(?:[\w’'-]+\s){{0,4}}{title}(?!\w)"),
        _pattern(rf"\b{verb},?\s$"),
        _pattern(rf",?\s(?:[\w’'-]+\s)?{verb}(?!\w)"),
        _pattern(rf"(?<!\w){_any(lists.get('near', []))}\s(?:the\s)?$"),
        _pattern(patterns.get("age", ""), flags=0),
        _pattern(rf"(?<![\w-]){head}(?![\w-])"),
        _pattern(rf"{_any(sorted({e.split()[0] for e in lists.get('head', [])}))}(?:[-’'].*)?"),
        _pattern(rf"\s{link}{joint}", flags=0),
        _pattern(patterns.get("noun", ""), flags=0),
        patterns.get("adj", ""),
        _pattern(rf"{patterns['ending']}$" if "ending" in patterns else ""),
        {e.split("=")[0]: e.split("=")[1] for e in lists.get("means", [])},
    )


def _ending(stem: str) -> int:
    return 2 if len(stem) <= SHORT else ENDING


def _any(listed: list[str]) -> str:
    """The source of a pattern for entries, longest first; an impossible one for none."""
    listed = sorted(listed, key=lambda e: (-len(e), e))
    parts = [re.escape(e[:-1]) + rf"\w{{0,{_ending(e[:-1])}}}" if e[-1] == "*" else re.escape(e)
             for e in listed]  # fmt: skip
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


def _pattern(source: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(source or "(?!)", flags)


@cache
def _given() -> tuple[frozenset[str], frozenset[str]]:
    listed = [name for line in entries("people", "given") for name in line.split()]
    return frozenset(listed), frozenset(s for n in listed if len(s := skeleton(n)) >= SOUNDED)


@cache
def _glossary() -> frozenset[str]:
    return frozenset(
        word.strip()
        for lang in GLOSSARIES
        for line in entries("lexicon", lang)
        for word in line.partition("\t")[2].split(",")
    )


@lru_cache(maxsize=100_000)
def is_given(word: str, lang: str) -> bool:
    """Whether a word is a given name, by its letters, or by its sound in another script."""
    listed, sounds = _given()
    lower = "".join(
        c for c in unicodedata.normalize("NFD", word.lower()) if c < "\u0300" or c > "\u036f"
    )
    if lower in listed or lower.split("-")[0] in listed:
        return True
    sound = skeleton(lower, lang)
    return not lower[0] <= "ɏ" and len(sound) >= SOUNDED and sound in sounds


@lru_cache(maxsize=100_000)
def is_common(word: str, lang: str) -> bool:
    """Whether a word, in lower case, is no proper name: a function word or one of the lexicon's."""
    if word in language.stop_words(lang):
        return True
    if lang == "en":
        known = _glossary()
        return any(word.removesuffix(end) in known for end in ("", "s", "es", "ed", "d", "ing"))
    return bool(translate(word, lang))


@lru_cache(maxsize=100_000)
def kind_of(word: str, lang: str) -> Kind:
    """What a capitalised word is likely to be."""
    lower, words = word.lower(), words_of(lang)
    kinds: tuple[Kind, ...] = ("title", "head", "place", "news")
    for kind in kinds:
        if words.has(kind, lower.rstrip(".")) or words.has(kind, lower):
            return kind
    if words.has("not", lower):
        return "common"
    if "-" in lower and words.has("title", lower.rpartition("-")[2]):
        return "title"  # "Vice-Admiral"
    named = is_given(word, lang)
    # Сербии sounds like Zurab, and Данияр looks like a case of Дания
    if territory(word, lang) and not (
        named and (lower in _given()[0] or lower[-1] not in INFLECTED)
    ):
        return "country"
    if named:
        return "given"
    if is_common(lower, lang):
        return "common"
    return "name"
