"""Stage 4, compare.differences_tables: a word -> its kind in ``briefing/data/differences``.

One pattern a phrase and language, compiled once; words are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from ..anchors import begins_month
from ..data import entries

WORDS = 200_000  #: of one language that are remembered
DEED, DAY, TITLE = 1, 2, 4
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_FIRST = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*|\S+")
#: A day in digits. Kept wider than ``named_days``: it only tells what is passed by.
_DAY = re.compile(r"\d\s?[./年년月월-]\s?\d")
Found = tuple[int, int, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Table:
    """The entries of ``data/differences/NAME.txt`` that a language has."""

    exact: dict[str, str]  #: word -> kind
    begins: dict[str, str]  #: beginning of a word -> kind
    longer: dict[str, tuple[tuple[re.Pattern[str], str], ...]]  #: first word -> phrases, kinds


@cache
def _table(name: str, lang: str) -> _Table:
    exact: dict[str, str] = {}
    begins: dict[str, str] = {}
    longer: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
    for line in entries("differences", name):
        kind, equals, listed = line.partition(" = ")
        for entry in (listed if equals else kind).split(", "):
            only, _, word = entry.strip().rpartition(":")
            if only not in ("", lang):
                continue
            if " " in word:
                whole = re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"[\s\xa0]+")
                compiled = re.compile(rf"{whole}(?![\w])", re.IGNORECASE)
                first = _FIRST.match(word)
                key = first.group() if first else word
                longer[key] = (*longer.get(key, ()), (compiled, kind))
            elif word.endswith("*"):
                begins.setdefault(word[:-1], kind)
            else:
                exact.setdefault(word, kind)
    return _Table(exact, begins, longer)


class Memo(dict[str, T]):
    """What a function of a word gives: a dict that fills itself, faster than a cache to ask."""

    def __init__(self, function: Callable[[str], T]) -> None:
        self.function = function

    def __missing__(self, word: str) -> T:
        if len(self) >= WORDS:
            self.clear()
        found = self[word] = self.function(word)
        return found


@cache
def _memo(table: str, lang: str) -> Memo[str]:
    known = _table(table, lang)

    def kind(word: str) -> str:
        if word in known.exact:
            return known.exact[word]
        prefixes = (word[:length] for length in range(len(word), 0, -1))
        return next((known.begins[p] for p in prefixes if p in known.begins), "")

    return Memo(kind)


def kind_of(table: str, lang: str, word: str) -> str:
    """The kind of a lower-case word in a table, ``""`` for none."""
    return _memo(table, lang)[word]


def begins(table: str, lang: str, word: str) -> bool:
    """Whether a phrase of a table begins with a lower-case word."""
    return word in _table(table, lang).longer


def kinds(table: str, lang: str, text: str, words: Iterable[tuple[int, int, str]]) -> list[Found]:
    """Where words and phrases of a table stand: (start, end, kind), in order."""
    longer, known, found, last = _table(table, lang).longer, _memo(table, lang), [], 0
    for start, end, word in words:
        kind = known[word]
        if not (kind or word in longer) or start < last:
            continue
        for phrase, its_kind in longer.get(word, ()):
            if match := phrase.match(text, start):
                last = match.end()
                found.append((start, last, its_kind))
                break
        else:
            if kind:
                found.append((start, end, kind))
    return found


def signs(text: str, lang: str) -> int:
    """What a sentence may hold, as a sum of ``DEED``, ``DAY`` and ``TITLE``: most hold none."""
    known, found = _signs(lang), 0
    for word in set(WORD.findall(text.lower())):
        found |= known[word]
    return found | DAY * bool(_DAY.search(text))


@cache
def _signs(lang: str) -> Memo[int]:
    def sign(word: str) -> int:
        deed, title = (kind_of(t, lang, word) or begins(t, lang, word) for t in ("deeds", "roles"))
        return DEED * bool(deed) | DAY * begins_month(word, lang) | TITLE * bool(title)

    return Memo(sign)
