"""Ground floor, anchors.numbers: the numbers a text states, as values.

"2,500", «2500», "2.500" and «2,5 тыс.» are one value; so are "two billion"
and «2 миллиарда». Spellings of digit groups and decimals follow CLDR's two
habits (comma or point) and are told apart by their shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ..data import entries

_DIGITS = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ \xa0]\d{3})+(?:[.,]\d{1,2})?"
    r"|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)(?P<percent>\s?%)?(?![\d])"
)
_NEXT = re.compile(r"[\s-]?([^\W\d_]+)\.?")
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_PERCENT = re.compile(
    r"\s?(?:%|per\s?cent\b|percent\w*|процент\w*|відсот\w*|faiz\w*|yüzde|pour\s?cent|prozent|por\s?ciento|"
    r"por\s?cento|percento|procent\w*)",
    re.IGNORECASE,
)
#: English decides between "1.234" the decimal and "1.234" the thousands.
_POINT_LANGUAGES = frozenset({"en", "zh", "ja", "ko", "he", "th", "hi", "ar"})


@dataclass(frozen=True, slots=True)
class Number:
    """A stated quantity in ``text[start:end]``, scale and percent sign included."""

    start: int
    end: int
    value: float
    percent: bool

    @property
    def key(self) -> str:
        """One spelling for equal quantities: ``2500``, ``3600000``, ``100%``."""
        return f"{self.value:.10g}" + ("%" if self.percent else "")


@cache
def _table(name: str) -> tuple[dict[str, float], tuple[tuple[str, float], ...]]:
    exact, begins = {}, []
    for line in entries("numbers", name):
        word, _, value = line.partition(" = ")
        if word.endswith("*"):
            begins.append((word[:-1], float(value)))
        else:
            exact[word] = float(value)
    return exact, tuple(begins)


@lru_cache(maxsize=100_000)
def _look_up(table: str, word: str) -> float | None:
    exact, begins = _table(table)
    if word in exact:
        return exact[word]
    return next((value for stem, value in begins if word.startswith(stem)), None)


def _value(digits: str, lang: str) -> float:
    digits = digits.replace(" ", "").replace("\xa0", "")
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return float(digits)
    last = marks[-1]
    tail = digits.rsplit(last, 1)[1]
    grouped = len(tail) == 3 and (
        len(marks) > 1 or (last == ",") == (lang in _POINT_LANGUAGES) or digits[0] == "0"
    )
    if len(set(marks)) == 2 or not grouped:
        other = "," if last == "." else "."
        digits = digits.replace(other, "")
        if digits.count(last) > 1 or (grouped and digits[0] != "0"):
            return float(digits.replace(last, ""))
        return float(digits.replace(last, "."))
    return float(digits.replace(last, "")) if digits[0] != "0" else float("0." + tail)


def numbers(text: str, lang: str = "") -> list[Number]:
    """The quantities stated in a text, in order; scale words multiply ("3.6 million")."""
    found = []
    for match in _DIGITS.finditer(text):
        digits = match["number"]
        if len(digits) > 18:
            continue
        end, value = match.end("number"), _value(digits, lang)
        found.append(_scaled(text, match.start(), end, value))
    for match in _LETTERS.finditer(text):
        small = _look_up("words", match.group().lower())
        if small is None:
            continue
        scaled = _scaled(text, match.start(), match.end(), small)
        if scaled.value != small or scaled.percent:
            found.append(scaled)
    return sorted(found, key=lambda n: n.start)


def _scaled(text: str, start: int, end: int, value: float) -> Number:
    following = _NEXT.match(text, end)
    if following:
        word = following[1].lower()
        factor = _look_up("scales", word)
        # a lone letter is a unit only when glued or in money: "3m", not "3 m"
        if factor and (len(word) > 1 or text[end : end + 1] == word):
            end, value = following.end(1), value * factor
    percent = _PERCENT.match(text, end)
    return Number(start, percent.end() if percent else end, value, percent is not None)
