"""Stage 5, sections.entries: the lists of sections -> an index that finds them in one language."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from .. import language
from ..anchors import cities, place_names, roman
from ..data import entries
from ..language.lexicon import has_lexicon, translate
from ..settings import Section
from .words import Token, entry_keys, folded, name_forms

GAP = 2  #: further words among those of a phrase or a name
ALIKE = 0.6  #: share of letters that two spellings of a name have in common (Ratcliff/Obershelp)
SAME = 0.7  #: ... of a given name, whose sound differs more between scripts; Olga is not Olena
SOUNDS = 3  #: consonants of a name whose spellings are compared
READ = ("en", "ru", "uk", "az", "tr", "de", "fr", "es", "it", "pl", "pt", "nl", "ar")
"""Languages in which an entry may be written, whatever the reports are in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is looked for in one language."""

    words: tuple[tuple[str, ...], ...]  #: the keys of each of its words
    names: tuple[tuple[str, str], ...] = ()  #: or the sound and the letters of each
    person: bool = False
    city: bool = False  #: of a country: it names it once, however often it stands there


class Index:
    """The entries of all sections, ready for texts of one language."""

    def __init__(self, found: list[tuple[int, int, Entry]], lang: str) -> None:
        self.lang = lang
        self.entries = [entry for _, _, entry in found]
        self.section = {number: section for section, number, _ in found}
        self.people = {number for _, number, entry in found if entry.person}
        self.number = [number for _, number, _ in found]
        self.keys: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.sounds: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for k, entry in enumerate(self.entries):
            for place, keys in enumerate(entry.words):
                for key in keys:
                    self.keys[key].append((k, place))
            for place, (sound, _) in enumerate(entry.names):
                self.sounds[sound].append((k, place))

    def named(self, passages: list[tuple[float, list[Token]]]) -> frozenset[int]:
        """The people who are named in full."""
        return frozenset(
            n for _, words in passages for n in self.mentions(words, frozenset(), alone=False)
        )

    def mentions(
        self, words: list[Token], people: frozenset[int], *, alone: bool = True
    ) -> Iterator[int]:
        """The number of an entry for each place that speaks of it; of a city less than zero.

        A person's last name is enough where the event names them in full (``people``), or, unless
        it must not stand ``alone``, where no other name is before it.
        """
        last: dict[int, dict[int, int]] = defaultdict(dict)  # entry -> its word -> where it was
        for at, token in enumerate(words):
            for k, place in self._of(token):
                entry, seen = self.entries[k], last[k]
                size = len(entry.words or entry.names)
                if entry.person and size > 1:
                    if place == size - 1 and self._is_of(
                        entry, words, at, self.number[k] in people, alone
                    ):
                        yield self.number[k]
                    continue
                seen[place] = at
                near = {x for x in seen.values() if at - x < size + GAP}
                if len(near) == size and not any(t.ends for t in words[min(near) : at]):
                    yield ~self.number[k] if entry.city else self.number[k]
                    seen.clear()

    def _is_of(self, person: Entry, words: list[Token], at: int, known: bool, alone: bool) -> bool:
        """Whether a last name is that of a person: by the words beside it."""
        own = [letters for _, letters in person.names[:-1]]
        beside = [*words[max(0, at - 2) : at], *words[at + 1 : at + 2]]
        if any(is_given(roman(t.text), name) for t in beside for name in own):
            return True
        before = words[at - 1].text if at else ""
        if len(before) == 1:  # an initial, of this name or another
            return alone and any(name[:1] == roman(before) for name in own)
        return alone and (known or not self.is_name(before))

    def is_name(self, word: str) -> bool:
        """Whether a word can only be a name: a given one, or with a capital and in no list."""
        (lower,) = language.words(word)[:1] or [""]
        known = any(_knows(part, self.lang) for part in (lower, *lower.split("-")))
        return roman(word) in _given() or (word[:1].isupper() and not known)

    def _of(self, token: Token) -> set[tuple[int, int]]:
        found = {hit for key in token.keys for hit in self.keys.get(key, ())}
        for sound, letters in token.names:
            for k, place in self.sounds.get(sound, ()):
                if is_spelling(letters, self.entries[k].names[place][1], sound):
                    found.add((k, place))
        return found


def is_given(one: str, other: str) -> bool:
    """Whether two given names, in Latin letters, are one: Friedrich and Фридрих."""
    same = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return one == other or (len(one) > 1 and same.ratio() >= SAME)


def is_spelling(one: str, other: str, sound: str) -> bool:
    """Whether two spellings of one sound are of one name: Merz and Мерц, but not Mars."""
    if one == other or len(sound) > SOUNDS:
        return True
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


@lru_cache(maxsize=64)
def index_of(sections: tuple[Section, ...], lang: str, spoken: tuple[str, ...]) -> Index:
    """The index of sections for texts of ``lang``; entries may be in any of ``spoken``."""
    langs = tuple(dict.fromkeys((*spoken, *READ)))
    found: list[tuple[int, int, Entry]] = []
    number = 0
    for k, section in enumerate(sections):
        for keyword, own in _languages(section.keywords, langs):
            found += [(k, number, e) for e in _keyword(keyword, own, lang)]
            number += 1
        for person in section.people:
            found.append((k, number, Entry((), _names(person), person=True)))
            number += 1
        for place in section.places:
            found += [(k, number, e) for e in _place(place, lang, langs)]
            number += 1
    return Index(found, lang)


def _languages(keywords: Sequence[str], langs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each keyword with the language it is in: of those that know it, the one that knows most.

    Nobody writes which language a keyword is in, and "gift" is another word in German. ``""``
    where no word list has it.
    """
    votes: Counter[str] = Counter()
    knowing = {}
    for keyword in keywords:
        words = language.words(keyword)
        knowing[keyword] = [c for c in langs if words and all(_knows(w, c) for w in words)]
        votes.update(knowing[keyword])
    return [
        (k, max(knowing[k], key=lambda c: (votes[c], c == "en", -langs.index(c)), default=""))
        for k in keywords
    ]


def _knows(word: str, lang: str) -> bool:
    if lang == "en":
        return folded(language.stem(word, "en")) in _english() or word in language.stop_words("en")
    return bool(translate(word, lang)) or (has_lexicon(lang) and word in language.stop_words(lang))


@cache
def _english() -> frozenset[str]:
    """The stems of all English words that our lexicons translate to."""
    lines = chain.from_iterable(entries("lexicon", lang) for lang in READ)
    words = {e.strip() for line in lines for e in line.partition("\t")[2].split(",")}
    return frozenset(folded(language.stem(word, "en")) for word in words)


def _keyword(keyword: str, own: str, lang: str) -> list[Entry]:
    """A keyword by the words of ``lang``, by their meaning, and a name by its sound."""
    stops = language.stop_words(own) if own else frozenset()
    words = [w for w in language.words(keyword) if w not in stops] or language.words(keyword)
    keys = []
    for word in words:
        meant = [f"~{s}" for s in _meaning(word, own)]
        here = {f"~{folded(s)}" for s in translate(word, lang)} if lang != own else set()
        other = bool(here) and not here & set(meant)  # another word that is written so
        keys.append((*(() if other else entry_keys(word, lang)), *meant))
    found = [Entry(tuple(keys))]
    if not own and keyword[:1].isupper():
        found.append(Entry((), _names(keyword)))
    return found


def _meaning(word: str, own: str) -> tuple[str, ...]:
    """The English stem of an entry's word."""
    if own in ("", "en"):
        return (folded(language.stem(word, "en")),) if own else ()
    return tuple(map(folded, translate(word, own)[:1]))


def _place(place: str, lang: str, langs: tuple[str, ...]) -> list[Entry]:
    """A country by its names, what comes from there and its city; a city by its name; by sound."""
    code, known = place_names(place, langs, lang)
    forms = _demonyms()
    code = code or next((c for c, own in forms.items() if place.casefold() in own), "")
    found = [Entry((), _names(name)) for name in dict.fromkeys((place, *known))]
    found += [Entry(tuple(_demonym(w, lang) for w in f.split())) for f in forms.get(code, ())]
    found += [
        Entry(tuple(_demonym(w, lang) for w in f.split()), city=True) for f in cities(code, lang)
    ]
    return found


def _demonym(form: str, lang: str) -> tuple[str, ...]:
    """The keys of "french", "немецк*" and "us"; English writes the first with a capital."""
    word = form.rstrip("*").strip(".")
    if len(word) < SOUNDS + 1:
        return (f"!{word.upper()}",)
    capital = "!" if lang == "en" else "="
    return (f"{capital}{word}", f"{capital}{language.stem(word, lang)}")


@cache
def _demonyms() -> dict[str, tuple[str, ...]]:
    """Country code -> what its people and things are called, in any language."""
    rows = (line.split("\t") for line in entries("people", "countries"))
    return {code: tuple(f.strip() for f in forms.split(",")) for code, forms in rows}


def _names(name: str) -> tuple[tuple[str, str], ...]:
    """Sound and letters of each word of a name, as it was written."""
    words = [name[s:e] for s, e in language.word_spans(name)]
    return tuple(name_forms(w, "")[0] if name_forms(w, "") else ("", "") for w in words)


@cache
def _given() -> frozenset[str]:
    return frozenset(w for line in entries("people", "given") for w in line.split())
