"""Stage 4, compare.figures_counted: what a number counts: a place in a sentence -> noun phrase.

No parser: a noun phrase after a number has a shape in each family of
languages. English ends it at the first plural noun; German at the first
capital; Russian and Ukrainian after the adjectives; French and Spanish put
the noun first; Turkish and Azerbaijani end a compound with a possessive. Any
other language gives the words up to a function word, two at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from .. import language
from ..anchors import is_number_word, skeleton
from ..data import entries
from ..language.lexicon import translate

LONGEST = 5  #: words of a phrase, adjectives included
SOUNDS = 4  #: first sounds of a noun that are compared where no translation is
PLAIN = 2  #: words where nothing is known of the language
LETTER = r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])"  #: with the vowel signs of India's scripts
_TOKEN = re.compile(
    rf"(?:[ \xa0\u202f]|\s-\s|-)?((?:[A-Z]\.){{2,}}|{LETTER}(?:{LETTER}|[’'-])*{LETTER}|[^\W\d_])"
)
_MULTIPLE = re.compile(r"times\s(?:the|as|more|less|higher|lower|larger|bigger|greater|that)\b")
_EN_PARTICIPLE = re.compile(r"\w{2,}(?:ing|ed)$")
_EN_AFTER = frozenset("worldwide nationwide globally abroad overseas".split())
_SLAVIC_ADJECTIVE = re.compile(
    r"[\w-]{2,}(?:[ыи]х|[ыи]ми|[ыи]м|[ыи]е|ого|его|ая|яя|ую|юю|ої|іх|ої|ною|ному|[ыио]й)$"
)
_SLAVIC_OBLIQUE = re.compile(
    r"(?<!систем)(?<!проблем)(?<!схем)(?<!\bтем)(?<!реклам)(?<!драм)$(?<=ом|ем|ём|ам|ям|ми)|[уюое]$|т[ьи]$|ться$"
)
_SLAVIC_VERB = re.compile(
    r"\w{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|лися|ют|ут|ат|ят|ет|ёт|ит|уть|ють|ать|ить|ить|ется|ются|"
    r"ится|ятся|ано|ено|ены|аны|яны|ято|яты)$"
)
_SLAVIC_PAST = re.compile(r"(?:[аиыяу]ли|гибли|мерли|лись|лося|лася|лися|лось|лась|лся)$")
#: Nouns that look like verbs.
_NOT_VERB = re.compile(
    r"(?:недел|дол|земл|рубл|автомобил|стол|зал|школ|ангел|солдат|депутат|делегат|кандидат|тонн|"
    r"страны|билет|совет|пакет|ракет|газет|студент)\w{0,3}$"
)
_AND = frozenset("и та і й".split())
_DE_ADJECTIVE = re.compile(r"[a-zäöüß]{3,}e[nrs]?$")
_TURKIC_POSSESSIVE = re.compile(r"\w{3,}(?:s[ıiuü]|lar[ıi]|ləri|leri)(?:n[ıiuüəae]\w*)?$")
_TURKIC_CASE = re.compile(r"\w{3,}(?:n[ıiuü]n|d[ae]n?|dən|də)$")
_TURKIC_PREDICATE = re.compile(
    r"\w{2,}(?:[dt][ıiuü](?:r|lar|lər|ler)?|m[ıiuü]ş\w*|yor\w*|[ae]cak\w*|[aə]c[aə][qk]\w*|[ıiuü]b|d[ae]|[dt]ə|"
    r"k[ae]n|arak|erek)$"
)
#: What joins a number with a unit, or a share, to what is measured: "percent of the population".
_LINKS = {
    "en": r"of\s(?:(?:all|the|its|their|his|her|our|these|those)\s)*",
    "fr": r"(?:de\s(?:la|son|sa|ses|leurs?|nos|notre|ces)\s|de\sl['’]|des\s|du\s|de\s|d['’])",
    "es": r"(?:de\s(?:los|las|la|sus?|estos|estas)\s|del\s|de\s)",
    "pt": r"(?:de\s|dos\s|das\s|do\s|da\s)",
    "it": r"(?:di\s|dei\s|delle\s|degli\s|della\s|del\s|dell['’])",
    "de": r"(?:aller\s|der\s|des\s|von\s|an\s)",
    "ru": r"(?:(?:от|из|всех|всего|этих|своих|их)\s)+",
    "uk": r"(?:(?:від|з|із|всіх|усіх|цих|своїх|їх)\s)+",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """``text[start:end]`` and the word that leads it, comparable across languages."""

    start: int
    end: int
    key: str
    also: frozenset[str]  #: every key it may have: all translations, and its sound


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(entries("figures", name))


@cache
def _refused() -> re.Pattern[str]:
    found = (re.escape(w).replace(r"\*", r"\w*") for w in entries("figures", "not"))
    return re.compile(rf"(?:{'|'.join(found)})$")


@cache
def _same() -> dict[tuple[str, str], str]:
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
    stem = language.stem(word, lang)
    known = translate(word, lang) if lang != "en" else (stem,)
    if not known and lang in ("ru", "uk"):  # «систем», «школ», «окон»: the bare plural
        known = translate(word + "а", lang) or translate(word + "о", lang)
    if not known and "-" in word:
        return _keys(word.rsplit("-", 1)[1], lang)
    listed = [_same()[p] for p in (*(("en", k) for k in known), (lang, stem)) if p in _same()]
    return tuple(dict.fromkeys([*listed, *known])) or (stem,)


def counted(
    text: str, end: int, lang: str, *, measured: bool = False, share: bool = False
) -> Counted | None:
    """The noun phrase after a number that ends at ``end``; None where there is none.

    ``measured`` says that a unit or a percent sign stands between: what
    follows may be singular, and "of" may join it; ``share`` that it is a percentage.
    """
    start, linked = end, False
    link = _link(lang).match(text, end) if lang in _LINKS else None
    if link and (share or (measured and lang in ("en", "de")) or lang in ("fr", "es", "pt", "it")):
        start, linked = link.end(), True
    tokens = _tokens(text, start, lang, linked)
    if tokens and tokens[0][1] == "times" and _MULTIPLE.match(text, tokens[0][0]):
        return None
    if not tokens or _refused().match(tokens[0][1].lower()):
        return None
    finder = _FINDERS.get(lang, _plain)
    found = finder(tokens, lang, measured)
    if not found:
        return None
    head, last = found
    for _, word in tokens[: last + 1]:
        if _refused().match(word.lower()):
            return None
    begin = link.start(1) if link and linked else tokens[0][0]
    return phrase(begin, tokens[last][0] + len(tokens[last][1]), tokens[head][1], lang)


def phrase(start: int, end: int, head: str, lang: str) -> Counted:
    """The phrase ``text[start:end]`` with its leading noun."""
    return Counted(start, end, key_of(head, lang), keys_of(head, lang))


@cache
def _link(lang: str) -> re.Pattern[str]:
    return re.compile(rf"[ \xa0]({_LINKS[lang]})(?=\w)")


Tokens = list[tuple[int, str]]


def _tokens(text: str, position: int, lang: str, joined: bool) -> Tokens:
    """The words up to a mark or a function word; words that say little may lead."""
    found: Tokens = []
    stops, before = language.stop_words(lang), _list("before")
    while len(found) < LONGEST:
        match = _TOKEN.match(text, position)
        if not match or (found and "-" in match.group()[: match.start(1) - match.start()]):
            break
        if not found and match.start(1) == position and not joined and text[position] != "-":
            break  # glued to the number: "3D"
        word = match[1]
        low = word.lower()
        joins = low in _AND and found and _SLAVIC_ADJECTIVE.match(found[-1][1].lower())
        if joins:
            position = match.end()  # «новые и старые школы»
            continue
        if len(word) == 1 and word.islower():
            break  # «у», "z": a preposition or a letter
        kept = (
            low in before or low in _list("plurals") or (lang, language.stem(low, lang)) in _same()
        )
        if low in stops and not kept:
            break
        if is_number_word(low, lang) or (word[0].isdigit() and not found):
            break
        found.append((match.start(1), word))
        position = match.end()
    while found and len(found) > 1 and found[-1][1].lower() in before:
        found.pop()
    return found


def _english(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    """Up to the first plural; a measure may have a singular: "100 percent broadband coverage"."""
    plurals, attributive = _list("plurals"), _list("attributive")
    single = -1
    for k, (_, word) in enumerate(tokens):
        low = word.lower()
        previous = tokens[k - 1][1].lower() if k else ""
        if low in _list("verbs") or (k and measured and _EN_PARTICIPLE.match(low) and single >= 0):
            break
        if k and _EN_PARTICIPLE.match(low) and not previous.endswith("ly"):
            break
        plural = low in plurals or (
            len(low) > 3 and low.endswith("s") and not re.search(r"(?:ss|us|is|['’]s)$", low)
        )
        if plural and word[0].isupper() and k + 1 < len(tokens) and tokens[k + 1][1][0].isupper():
            plural = False  # "Downing Streets", a name goes on
        if plural:
            following = tokens[k + 1][1].lower() if k + 1 < len(tokens) else ""
            if (
                low in attributive
                and following
                and (
                    following in plurals
                    or (following.endswith("s") and not following.endswith("ss"))
                )
            ):
                continue
            last = k + 1 if following in _EN_AFTER else k
            return k, last
        if measured and ((word[0].isupper() and not _acronym(word)) or low.endswith("ly")):
            break
        if low not in _list("before") and not low.endswith("ed"):
            single = k
    return (single, single) if measured and single >= 0 else None


def _acronym(word: str) -> bool:
    return word.isupper() and 2 <= len(word) <= 5  # "32% of GDP"


def _slavic(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    """Adjectives, then the noun; without a noun the last of them stands for it."""
    for k, (_, word) in enumerate(tokens):
        low = word.lower()
        adjective = _SLAVIC_ADJECTIVE.match(low)
        if low in _list("before") and k + 1 < len(tokens):
            continue
        verb = _SLAVIC_VERB.match(low) and not _NOT_VERB.match(low)
        verb = verb or (measured and low.endswith("но"))  # «дополнительно», «выделено»
        oblique = (
            k
            and not adjective
            and _SLAVIC_OBLIQUE.search(low)
            and tokens[k - 1][1].lower()[-1] in "хе"
        )
        named = word[0].isupper() and not (measured and _acronym(word))
        if (verb and (k or measured or _SLAVIC_PAST.search(low))) or oblique or named:
            return (k - 1, k - 1) if k else None
        if not adjective:
            return k, k
        if k == len(tokens) - 1 or k == LONGEST - 2:
            return k, k
    return None


def _german(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    for k, (_, word) in enumerate(tokens):
        if word[0].isupper() and len(word) > 2:
            return k, k
        if not _DE_ADJECTIVE.match(word):
            return None
    return None


def _romance(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    for k, (_, word) in enumerate(tokens):
        if word.lower() in _list("before"):
            continue
        if not measured and lang != "it" and word[-1] not in "sx":
            return None
        if word[0].isupper() and not (measured and _acronym(word)):
            return None
        return k, k
    return None


def _turkic(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    first = next((k for k, (_, w) in enumerate(tokens) if w.lower() not in _list("before")), None)
    if first is None or tokens[first][1][0].isupper():
        return None
    words = [w.lower() for _, w in tokens]
    if _TURKIC_PREDICATE.match(words[first]) and measured:
        return None
    if _TURKIC_CASE.match(words[first]) or key_of(words[first], lang) == _keys("people", "en")[0]:
        return first, first
    for k in range(first, min(first + 3, len(tokens))):
        if _TURKIC_POSSESSIVE.match(words[k]):
            return k, k
    return first, first


def _plain(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    if measured or tokens[0][1][0].isupper():
        return None
    last = 0
    while last + 1 < min(PLAIN, len(tokens)) and not tokens[last + 1][1][0].isupper():
        last += 1
    return 0, last


_FINDERS = {
    "en": _english, "ru": _slavic, "uk": _slavic, "be": _slavic, "de": _german, "fr": _romance,
    "es": _romance, "pt": _romance, "it": _romance, "tr": _turkic, "az": _turkic,
}  # fmt: skip
