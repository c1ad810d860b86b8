"""Stage 4, compare.differences_words: a sentence -> what can be compared with another's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from .. import language
from ..anchors import (
    NamedDay,
    Number,
    calendar_folded,
    month_of,
    named_days,
    numbers,
    skeleton,
    territory,
    unit_of,
    weekdays_before,
)
from ..data import entries
from ..language.lexicon import translate
from ..language.readable import is_dangling
from ..types import Article, Citation, day_of
from .differences_tables import DAY, DEED, WORD, Found, kind_of, kinds, signs
from .figures_found import SPANS

#: Words that sumy's English list of function words holds, and that say something.
CONTENT = frozenset("new useful different second third forth".split())
PART = 4  #: letters of a part of a compound, at least
NAME = 0.5  #: weight of a name in likeness: all sentences of an event share some
_CLAUSE = re.compile(
    r"[,،;:](?=\s)|[—–(]|\s(?:and|but|while|whereas|и|а|но|та|і|й|und|et|y|e|ve|və)(?=\s)"
)
DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"(?<![\d:.,])\d\d?:\d\d(?![\d:.,]|\s?[%$€])")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d]|[.,]\d)")


@cache
def is_known(lang: str) -> bool:
    """Whether the words of a language for numbers, bounds and scopes are known."""
    return bool(entries("numbers", lang))


@dataclass(frozen=True)
class Word:
    """A content word, by all it can be compared by."""

    start: int
    end: int
    terms: frozenset[str]
    name: bool


@dataclass(eq=False)
class Passage:
    """A sentence of an article, taken apart only as far as asked. Offsets are its own."""

    article: Article
    start: int  #: in the article
    end: int
    place: int  #: of the sentence in its article, 0 first
    text: str = field(init=False)
    signs: int = field(init=False)  #: ``DEED``, ``DAY``, ``TITLE``: what is worth a look

    def __post_init__(self) -> None:
        self.text = self.article.text[self.start : self.end]
        self.signs = signs(self.text, self.lang)

    @property
    def lang(self) -> str:
        """Of the article."""
        return self.article.lang

    @property
    def citation(self) -> Citation:
        """The whole sentence."""
        return self.article.quote(self.start, self.end)

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """Spans between commas, dashes and "and"."""
        marks = [0, *(m.end() for m in _CLAUSE.finditer(self.text)), len(self.text)]
        return [(a, b) for a, b in pairwise(marks) if a < b]

    def clause(self, at: int) -> tuple[int, int]:
        """The clause that holds an offset."""
        return next((c for c in self.clauses if c[0] <= at < c[1]), (0, len(self.text)))

    def counts_in(self, clause: tuple[int, int]) -> bool:
        """Whether a clause has a number of its own, to which its words of time and part belong."""
        return any(clause[0] <= n.start < clause[1] for n in self.numbers)

    @cached_property
    def tokens(self) -> list[tuple[int, int, str]]:
        """Every word: (start, end, lower case)."""
        low = self.text.lower()
        low = low if len(low) == len(self.text) else self.text
        return [(*m.span(), m[0]) for m in WORD.finditer(low)]

    @cached_property
    def words(self) -> list[Word]:
        """Content words, without those of reporting."""
        found = []
        lang, stops = self.lang, language.stop_words(self.lang)
        for start, end, lower in self.tokens:
            if end - start < 2 or (lower in stops and lower not in CONTENT):
                continue
            if kind_of("speech", lang, lower):
                continue
            terms, name = _terms(self.text[start:end], lang, start <= self.tokens[0][0])
            terms |= {f"d:{kind}" for s, e, kind in self.deeds if s <= start < e}
            found.append(Word(start, end, terms, name))
        return found

    @cached_property
    def years(self) -> list[tuple[int, int]]:
        """Where it names years."""
        return [m.span() for m in _YEAR.finditer(self.text)]

    def years_of(self, at: int) -> frozenset[str]:
        """The years a number may be of: not those of an aside, "the dam, built in 1974, held"."""
        here = self.clause(at)
        found = set()
        for start, end in self.years:
            first, last = self.clause(start)
            aside = first > 0 and self.text[first - 1] == "," == self.text[last - 1]
            if not aside or self.text[first:start].isspace() or (first, last) == here:
                found.add(self.text[start:end])
        return frozenset(found)

    @cached_property
    def months(self) -> frozenset[tuple[int, int]]:
        """(start, month) of the months it names, with or without a day."""
        found = ((start, month_of(word, self.lang)) for start, _, word in self.tokens)
        return frozenset((s, m) for s, m in found
                         if m and (self.lang != "en" or self.text[s].isupper()))  # fmt: skip

    @cached_property
    def numbers(self) -> list[Number]:
        """All numbers it states, read or not."""
        return numbers(self.text, self.lang, bare=True)

    @cached_property
    def values(self) -> list[float]:
        """Those of its numbers that are no years and no times of day."""
        aside = [m.span() for x in (_YEAR, _CLOCK) for m in x.finditer(self.text)]
        return [n.value for n in self.numbers if not any(s <= n.start < e for s, e in aside)]

    @cached_property
    def deeds(self) -> list[Found]:
        """Where words of ``deeds.txt`` stand."""
        if not self.signs & DEED:
            return []
        return kinds("deeds", self.lang, self.text, self.tokens)

    @cached_property
    def scopes(self) -> list[Found]:
        """Where words of ``scopes.txt`` stand."""
        return kinds("scopes", self.lang, self.text, self.tokens)

    @cached_property
    def renewed(self) -> bool:
        """Whether it gives a count that replaces an earlier one."""
        return bool(kinds("updates", self.lang, self.text, self.tokens))

    @cached_property
    def times(self) -> list[tuple[int, str]]:
        """(start, kind) of words for lengths of time: "week"."""
        found = ((at, _unit(word)) for at, _, word in self.tokens)
        return [(at, unit) for at, unit in found if unit in SPANS]

    @cached_property
    def leans(self) -> bool:
        """Whether it speaks of what the sentence before it named ("He", "It")."""
        return is_dangling(self.text, self.lang)

    @cached_property
    def before(self) -> list[Word]:
        """The words of the sentence before, if this one leans on it: who "he" is stands there."""
        if not self.leans or not self.place:
            return []
        one = self.article.sentences[self.place - 1]
        return Passage(self.article, one.start, one.end, self.place - 1).words

    @cached_property
    def days(self) -> list[NamedDay]:
        """The days it names."""
        may = self.signs & DAY and DIGIT.search(self.text)
        return named_days(self.text, self.lang) if may else []

    @cached_property
    def weekdays(self) -> list[NamedDay]:
        """The weekdays on which something was done, not said, as days before publication."""
        published = day_of(self.article.published)
        if not self.signs & DEED or not published:
            return []
        found = weekdays_before(self.text, self.lang, published)
        if not found:
            return []
        said = {self.clause(at) for at, _, w in self.tokens if kind_of("speech", self.lang, w)}
        return [day for day in found if self.clause(day.start) not in said]

    def names(self, start: int = 0, end: int = 10**9) -> frozenset[str]:
        """The sounds of the names in a part of it."""
        return sounds(w for w in self.words if start <= w.start < end)

    def without(self, *spans: tuple[int, int]) -> list[Word]:
        """Its words outside some spans."""
        return [w for w in self.words if not any(s <= w.start < e for s, e in spans)]


def sounds(words: Iterable[Word]) -> frozenset[str]:
    """What the names among some words sound like, and the codes of countries."""
    return frozenset(t for w in words if w.name for t in w.terms if t.startswith(("n:", "g:")))


@lru_cache(maxsize=100_000)
def _unit(word: str) -> str:
    return unit_of(word)


@lru_cache(maxsize=100_000)
def _terms(word: str, lang: str, opens: bool) -> tuple[frozenset[str], bool]:
    """What a word can be compared by, and whether it is a name."""
    lower, capital = word.lower(), word[0].isupper()
    found: set[str] = set()
    known = () if lang == "en" else translate(lower, lang) or _parts(lower, lang)
    capital = capital and lower not in calendar_folded(lang)
    name = capital and not opens and not (known and lang in language.CAPITALISED)
    name = name or (len(word) > 1 and word.isupper() and not known)  # "VND fell by 2 percent"
    if lang == "en":
        found |= {"w:" + language.stem(part, "en") for part in lower.split("-")}
    else:
        found |= {"w:" + stem for stem in known}
        if not known:
            found |= {f"{lang}:{language.stem(lower, lang)}"}
            if len(sound := skeleton(word, lang)) >= 3:
                found.add("n:" + sound)
    if capital:
        sounds = [skeleton(part, lang) for part in re.split("[-'’]", word) if len(part) >= 3]
        found |= {"n:" + sound for sound in sounds if len(sound) >= 2}
        if code := territory(word, lang):
            found.add("g:" + code)
    return frozenset(found), name


def _parts(word: str, lang: str) -> tuple[str, ...]:
    """The translations of the two words that a German compound is made of."""
    if lang != "de" or len(word) < 2 * PART:
        return ()
    for at in range(len(word) - PART, PART - 1, -1):
        head = translate(word[at:], lang)
        lead = head and (translate(word[:at], lang) or translate(word[:at].removesuffix("s"), lang))
        if lead:
            return (*lead, *head)
    return ()


def likeness(
    one: list[Word], two: list[Word], *, before: tuple[list[Word], list[Word]] = ([], [])
) -> tuple[float, float]:
    """(of both, of the shorter): the share of words that the other has too, 0..1 each.

    ``before``: words that each may have besides, the antecedents of its pronouns.
    """
    ours, theirs = _told(one, [*two, *before[1]]), _told(two, [*one, *before[0]])
    a, b = _weight(one), _weight(two)
    if not a or not b:
        return 0.0, 0.0
    return (ours + theirs) / (a + b), max(ours / a, theirs / b)


def _told(words: list[Word], others: list[Word]) -> float:
    known = frozenset(t for w in others for t in w.terms)
    return sum(NAME if w.name else 1.0 for w in words if w.terms & known)


def _weight(words: list[Word]) -> float:
    return sum(NAME if w.name else 1.0 for w in words)
