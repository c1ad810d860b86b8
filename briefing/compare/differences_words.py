"""Stage 4, compare.differences_words: a sentence -> what can be compared with another's words.

The tables stand in ``briefing/data/differences``; one pattern a table and
language, compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from .. import language
from ..anchors import skeleton, territory
from ..anchors.cldr import locale
from ..data import entries
from ..language.lexicon import translate
from ..types import Article, Citation

NAME = 0.5  #: weight of a name in likeness: all sentences of an event share some
_CLAUSE = re.compile(
    r"[,،;:](?=\s)|[—–(]|\s(?:and|but|while|whereas|и|а|но|та|і|й|und|et|y|e|ve|və)(?=\s)"
)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d]|[.,]\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


@cache
def pattern(table: str, lang: str) -> re.Pattern[str]:
    """The words of a table as one pattern; the group that matched is the kind of the word."""
    groups = []
    for line in entries("differences", table):
        kind, _, listed = line.partition(" = ")
        words = []
        for word in listed.split(", "):
            only, _, rest = word.strip().rpartition(":")
            if only in ("", lang):
                words.append(_as_pattern(rest))
        if words:
            groups.append(f"(?P<{kind.strip()}>{'|'.join(sorted(words, key=len, reverse=True))})")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups) or '(?!)'})(?![\w-])", re.IGNORECASE)


@cache
def phrases(table: str) -> re.Pattern[str]:
    """A table without kinds as one pattern."""
    words = sorted(map(_as_pattern, entries("differences", table)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words) or '(?!)'})(?!\w)", re.IGNORECASE)


def _as_pattern(word: str) -> str:
    """A word of a table: ``*`` is any ending, ``?`` stays one, a space is any white space."""
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\?", "?").replace(r"\ ", r"[\s\xa0]+")


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

    def __post_init__(self) -> None:
        self.text = self.article.text[self.start : self.end]

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
        return [(a, b) for a, b in zip(marks, marks[1:], strict=False) if a < b]

    def clause(self, at: int) -> tuple[int, int]:
        """The clause that holds an offset."""
        return next((c for c in self.clauses if c[0] <= at < c[1]), (0, len(self.text)))

    @cached_property
    def words(self) -> list[Word]:
        """Content words, without those of reporting."""
        reporting = {m.start() for m in phrases("speech").finditer(self.text)}
        found = []
        stops = language.stop_words(self.lang)
        for match in _WORD.finditer(self.text):
            word = match.group()
            if match.start() in reporting or word.lower() in stops or len(word) < 2:
                continue
            opens = match.start() == 0 or not self.text[: match.start()].strip(" \n“”«„\"'—–-")
            terms, name = _terms(word, self.lang, opens)
            found.append(Word(*match.span(), terms, name))
        return found

    @cached_property
    def years(self) -> frozenset[str]:
        """The years it names."""
        return frozenset(_YEAR.findall(self.text))

    @cached_property
    def months(self) -> frozenset[int]:
        """The months it names, with or without a day."""
        known = _month_names(self.lang)
        found = set()
        for match in _WORD.finditer(self.text):
            word = match.group().lower()
            number = known.get(word) or known.get(word[:-1])
            if number and (self.lang != "en" or match.group()[0].isupper()):
                found.add(number)
        return frozenset(found)

    @cached_property
    def deeds(self) -> list[tuple[int, int, str]]:
        """(start, end, kind) of the words of ``deeds.txt``."""
        found = pattern("deeds", self.lang).finditer(self.text)
        return [(m.start(), m.end(), m.lastgroup or "") for m in found]

    @cached_property
    def scopes(self) -> list[tuple[int, str]]:
        """(start, kind) of the words of ``scopes.txt``."""
        found = pattern("scopes", self.lang).finditer(self.text)
        return [(m.start(), m.lastgroup or "") for m in found]

    def names(self, start: int = 0, end: int = 10**9) -> frozenset[str]:
        """The sounds of the names in a part of it."""
        return frozenset(
            t for w in self.words if w.name and start <= w.start < end
            for t in w.terms if t.startswith(("n:", "g:"))
        )  # fmt: skip

    def without(self, *spans: tuple[int, int]) -> list[Word]:
        """Its words outside some spans."""
        return [w for w in self.words if not any(s <= w.start < e for s, e in spans)]


@cache
def _month_names(lang: str) -> dict[str, int]:
    """Month names in the cases CLDR has them."""
    known = locale(lang)
    names: dict[str, int] = {}
    for context in ("format", "stand-alone") if known else ():
        for number, name in known.months[context]["wide"].items():
            if len(name) >= 3:
                names.setdefault(name.lower(), number)
    return names


@cache
def calendar(lang: str) -> frozenset[str]:
    """Names of months and weekdays, lower case: no names of anybody."""
    known = locale(lang)
    days = known.days["format"]["wide"].values() if known else ()
    return frozenset(_month_names(lang)) | {name.lower() for name in days}


@lru_cache(maxsize=100_000)
def _terms(word: str, lang: str, opens: bool) -> tuple[frozenset[str], bool]:
    """What a word can be compared by, and whether it is a name."""
    lower, capital = word.lower(), word[0].isupper()
    found: set[str] = set()
    known = () if lang == "en" else translate(lower, lang)
    name = capital and not opens and not (known and lang in language.CAPITALISED)
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


def likeness(one: Iterable[Word], two: Iterable[Word]) -> tuple[float, float]:
    """(of both, of the shorter): the share of words that the other has too, 0..1 each."""
    one, two = list(one), list(two)
    ours, theirs = _told(one, two), _told(two, one)
    a, b = _weight(one), _weight(two)
    if not a or not b:
        return 0.0, 0.0
    return (ours + theirs) / (a + b), max(ours / a, theirs / b)


def _told(words: list[Word], others: list[Word]) -> float:
    known = frozenset(t for w in others for t in w.terms)
    return sum(NAME if w.name else 1.0 for w in words if w.terms & known)


def _weight(words: list[Word]) -> float:
    return sum(NAME if w.name else 1.0 for w in words)
