"""Stage 4, compare.bodies_same: which phrases are one body's: shorter forms, other languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import combinations

from .. import language
from ..anchors import skeleton, territory
from ..data import entries
from ..language.lexicon import translate
from .bodies_known import known_forms
from .people_words import kind_of, words_of

COMPARED = 300  #: bodies of an event and language that are compared with each other
TRANSLATED = 0.75  #: share of the longer name's words that the lexicon must find in the other
#: The ending of an adjective made from a place's name.
_OF_PLACE = re.compile(r"(?<=\w{4})(?:[иї]?й?ск|ськ|цьк)(?:ая|ий|ое|ой|ого|ую|ом|им|ому|а|е|ої|у)$")

Node = tuple[str, ...] | tuple[str, str, frozenset[str]]  # a name that may be another's
Unite = Callable[[Node, Node], None]
Phrases = dict[str, dict[frozenset[str], list[str]]]  # language -> stems -> words
_Phrase = tuple[str, str, frozenset[str]]
_Pair = tuple[_Phrase, _Phrase]
_Meant = dict[frozenset[str], list[frozenset[str]]]


def link_countries(phrases: Phrases, unite: Unite) -> None:
    """«Министерство здравоохранения» is that «Израиля», if the event has one only."""
    for lang, keys in phrases.items():
        words, known = words_of(lang), known_forms(lang)
        for key in sorted(keys, key=sorted)[:COMPARED]:
            own = {w.lower() for w in keys[key]}
            longer = [o for o in keys if key < o and len(o - key) <= 2
                      and (lang != "en" or own <= {w.lower() for w in keys[o]})]  # fmt: skip
            if len(longer) != 1 or len(key) < 2 or key in known or _is_whole(keys[key], lang):
                continue
            if not any(words.has("head", s) for s in longer[0] - key):
                unite(("phrase", lang, key), ("phrase", lang, longer[0]))


def link_languages(phrases: Phrases, lettered: set[Node], unite: Unite) -> None:
    """Bodies whose words the lexicon translates into each other, and into no other's."""
    english = {
        lang: [(k, _meant(keys[k], lang)) for k in sorted(keys, key=sorted)]
        for lang, keys in phrases.items()
    }
    for one, other in combinations(sorted(english), 2):
        pairs = [
            (("phrase", one, key), ("phrase", other, match))
            for key, here in english[one][:COMPARED]
            for match, there in english[other][:COMPARED]
            if _translates(
                here, there, {("phrase", one, key), ("phrase", other, match)} <= lettered
            )
        ]
        pairs = _best(pairs, dict(english[one]), dict(english[other]))
        left, right = Counter(p for p, _ in pairs), Counter(p for _, p in pairs)
        for here_, there_ in pairs:
            if left[here_] == right[there_] == 1:
                unite(here_, there_)


def _best(pairs: list[_Pair], one: _Meant, other: _Meant) -> list[_Pair]:
    """Without the near pairs of those that have a whole one."""
    whole = {
        (a, b)
        for a, b in pairs
        if len(one[a[2]]) == len(other[b[2]])
        and all(any(x & y for y in other[b[2]]) for x in one[a[2]])
    }
    sure = {n for pair in whole for n in pair}
    return [p for p in pairs if p in whole or not sure & set(p)]


def link_firms(phrases: Phrases, firms: Iterable[str], unite: Unite) -> None:
    """ "Apple" is "Apple Inc.", and no "Apple Museum" of many words."""
    for name in firms:
        own = [w.lower() for w in name.split()]
        for lang, keys in phrases.items():
            table = words_of(lang)
            for key, words in keys.items():
                lower = [w.lower() for w in words]
                rest = lower[len(own) :]
                if lower[: len(own)] == own and rest and all(table.has("legal", w) for w in rest):
                    unite(("firm", name), ("phrase", lang, key))


def _is_whole(words: Sequence[str], lang: str) -> bool:
    """Whether a head has a place of its own: "University of Hong Kong" is no "Chinese ..." one."""
    head, last = words[0].lower(), words[-1]
    placed = kind_of(last, lang) in ("name", "given", "country") or _country(
        " ".join(words[-2:]), lang
    )
    return bool(placed) and words_of(lang).has("head", head)


@cache
def _countries() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    exact: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for line in entries("people", "countries"):
        code, _, forms = line.partition("\t")
        for form in (f.strip() for f in forms.split(",")):
            if form.endswith("*"):
                stems.append((form[:-1], code))
            else:
                exact[form] = code
    return exact, tuple(stems)


def _country(words: str, lang: str) -> str:
    """The code of a country in its own or a body's spelling: "EEUU", "Stati Uniti", «США»."""
    exact, stems = _countries()
    lower = words.lower()
    found = exact.get(lower) or territory(words, lang)
    if found or " " in words:
        return found
    return next((code for stem, code in stems if lower.startswith(stem)), "")


def _meant(words: Sequence[str], lang: str) -> list[frozenset[str]]:
    """What each word may mean in English; a country's name is one word, by its code."""
    meant: list[frozenset[str]] = []
    k = 0
    while k < len(words):
        size = next((n for n in (2, 1) if _country(" ".join(words[k : k + n]), lang)), 0)
        if size and words[k][0].isupper():
            code = _country(" ".join(words[k : k + size]), lang)
            meant.append(
                frozenset({f"={code}"}) | (_meanings(words[k], lang) if size == 1 else frozenset())
            )
            k += size
        else:
            meant.append(_meanings(words[k], lang))
            k += 1
    return meant


def _meanings(word: str, lang: str) -> frozenset[str]:
    lower = word.lower()
    sounds = {skeleton(word, lang)}
    if place := _OF_PLACE.sub("", word) if _OF_PLACE.search(word) else "":
        short = skeleton(place, lang)
        sounds |= {short, short + "s"}  # «Лондонская»; «Массачусетский» has lost one
    own = {f"~{s}" for s in sounds if len(s) >= (2 if word[0].isupper() else 3)}
    own |= {language.stem(lower, "en")} if lang == "en" else set(translate(lower, lang))
    return frozenset(own)


def _translates(
    one: Sequence[frozenset[str]], other: Sequence[frozenset[str]], lettered: bool
) -> bool:
    """Whether the words of one phrase are those of another: all but a country's name, or most.

    Half of them are enough where both stand before their letters in brackets.
    """
    few, many = sorted((len(one), len(other)))
    pool = {m for meanings in other for m in meanings}
    shared = sum(not pool.isdisjoint(meanings) for meanings in one)
    whole = shared >= few and many - few <= 1
    return shared >= 2 and (whole or shared >= (0.5 if lettered else TRANSLATED) * many)
