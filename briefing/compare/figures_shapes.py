"""Stage 4, compare.figures_shapes: the words after a number -> which is the noun, by language."""

from __future__ import annotations

import re
from collections.abc import Callable

from .figures_keys import key_of, listed

LONGEST = 5  #: words of a phrase, adjectives included
PLAIN = 2  #: words where nothing is known of the language
SLAVIC_ADJECTIVE = re.compile(
    r"[\w-]{2,}(?:[ыи]х|[ыи]ми|[ыи]м|[ыи]е|ого|его|ая|яя|ую|юю|ої|іх|ої|ною|ному|[ыио]й)$"
)
_EN_PARTICIPLE = re.compile(r"\w{2,}(?:ing|ed)$")
_EN_AFTER = frozenset("worldwide nationwide globally abroad overseas".split())
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
_DE_ADJECTIVE = re.compile(r"[a-zäöüß]{3,}e[nrs]?$")
_TURKIC_POSSESSIVE = re.compile(r"\w{3,}(?:s[ıiuü]|lar[ıi]|ləri|leri)(?:n[ıiuüəae]\w*)?$")
_TURKIC_CASE = re.compile(r"\w{3,}(?:n[ıiuü]n|d[ae]n?|dən|də)$")
_TURKIC_CONVERB = re.compile(r"\w{2,}(?:[ae]r[ae]k|m[ıiuü]ş(?:d[ıiuü]r)?|yor\w*)$")
_TURKIC_PREDICATE = re.compile(
    r"\w{2,}(?:[dt][ıiuü](?:lar|lər|ler)?|m[ıiuü]ş\w*|yor\w*|[ae]cak\w*|[aə]c[aə][qk]\w*|[ıiuü]b(?:d[ıiuü]r)?|d[ae]|[dt]ə|"
    r"k[ae]n|arak|erek)$"
)

Tokens = list[tuple[int, str]]  #: place and word


def _english(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    """Up to the first plural; a measure may have a singular: "100 percent broadband coverage"."""
    plurals, attributive = listed("plurals"), listed("attributive")
    single = -1
    for k, (_, word) in enumerate(tokens):
        low = word.lower()
        previous = tokens[k - 1][1].lower() if k else ""
        if low in listed("verbs") or (k and measured and _EN_PARTICIPLE.match(low) and single >= 0):
            break
        participle = k and _EN_PARTICIPLE.match(low) and not previous.endswith("ly")
        if participle and previous not in listed("before"):  # "other shooting victims"
            break
        plural = low in plurals or (
            (len(low) > 3 or word[:2].isupper())
            and low.endswith("s")
            and not re.search(r"(?:ss|us|is|['’]s)$", low)
        )
        if plural and word[0].isupper() and k + 1 < len(tokens) and tokens[k + 1][1][0].isupper():
            plural = False  # "Downing Streets", a name goes on
        if plural:
            following = tokens[k + 1][1].lower() if k + 1 < len(tokens) else ""
            if (
                low in attributive
                and following
                and following not in listed("states")  # "16 people injured"
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
        if low not in listed("before") and not low.endswith("ed"):
            single = k
    return (single, single) if measured and single >= 0 else None


def _acronym(word: str) -> bool:
    return word.isupper() and 2 <= len(word) <= 5  # "32% of GDP"


def _locative(word: str, lang: str) -> bool:
    """Whether a Russian noun is one thing's: «на 5 этаже» is a rank, no number of floors."""
    return lang == "ru" and word.endswith("е") and word[-2:] not in ("ое", "ее", "ие", "ье")


def _slavic(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    """Adjectives, then the noun; without a noun the last of them stands for it."""
    for k, (_, word) in enumerate(tokens):
        low = word.lower()
        adjective = SLAVIC_ADJECTIVE.match(low)
        if low in listed("before") and k + 1 < len(tokens):
            continue
        verb = _SLAVIC_VERB.match(low) and not _NOT_VERB.match(low)
        verb = verb or (measured and low.endswith("но"))  # «дополнительно», «выделено»
        oblique = (
            k
            and not adjective
            and _SLAVIC_OBLIQUE.search(low)
            and tokens[k - 1][1].lower()[-1] in "хе"
        )
        named = word[0].isupper() and not _acronym(word)  # «семь ДТП»
        if (verb and (k or measured or _SLAVIC_PAST.search(low))) or oblique or named:
            return (k - 1, k - 1) if k else None
        if not adjective:
            return None if _locative(low, lang) else (k, k)
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
        if word.lower() in listed("before"):
            continue
        if not measured and lang != "it" and word[-1] not in "sx":
            return None
        if word[0].isupper() and not (measured and _acronym(word)):
            return None
        return k, k
    return None


def _turkic(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    first = next((k for k, (_, w) in enumerate(tokens) if w.lower() not in listed("before")), None)
    if first is None or tokens[first][1][0].isupper():
        return None
    words = [w.lower() for _, w in tokens]
    if (_TURKIC_PREDICATE if measured else _TURKIC_CONVERB).match(words[first]):
        return None
    if _TURKIC_CASE.match(words[first]) or key_of(words[first], lang) == key_of("people", "en"):
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


def is_verb(word: str) -> bool:
    """Whether a Russian or Ukrainian word ends as a verb and is no noun that looks like one."""
    return bool(_SLAVIC_VERB.match(word) and not _NOT_VERB.match(word))


def noun(tokens: Tokens, lang: str, measured: bool) -> tuple[int, int] | None:
    """Which token is the noun, and the last one of the phrase, if any counts."""
    return _FINDERS.get(lang, _plain)(tokens, lang, measured)


_FINDERS: dict[str, Callable[[Tokens, str, bool], tuple[int, int] | None]] = {
    "en": _english, "ru": _slavic, "uk": _slavic, "be": _slavic, "de": _german, "fr": _romance,
    "es": _romance, "pt": _romance, "it": _romance, "tr": _turkic, "az": _turkic,
}  # fmt: skip
