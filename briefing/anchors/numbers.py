"""Ground floor, anchors.numbers: the numbers a text states, as values.

"2,500", «2500», "2.500" and «2,5 тыс.» are one value; so are "two billion",
«2 миллиарда» and "2 milyar", and "3 bin 500" is 3,500. Spellings of digit
groups and decimals follow CLDR's two habits (comma or point) and are told
apart by their shape. Number words are read in the languages that have a table
``data/numbers/LANG.txt``, compounds by adding and multiplying their parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ..data import entries

_BLANK = r"[ \xa0\u202f\u2009]"
_DIGITS = re.compile(
    rf"(?<![\w.,])(?P<number>\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d{{1,2}})?"
    r"|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)(?!\d)"
)
#: "100, 000" in a text whose words were parted from its marks, and what tells such a text.
_APART = re.compile(r"(?:, \d{3})+(?!\d|[.,]\d|, \d)")
_TOKENISED = re.compile(r"(?<![\d.,])(?:\d{1,3}, )+0\d\d(?!\d)")
_NEXT = re.compile(rf"(?:{_BLANK}|\s?-)?([^\W\d_]+)\.?")
_REST = re.compile(rf"{_BLANK}(\d{{1,3}})(?![\d.,:/-]|{_BLANK}\d)")
_JOINT = re.compile(r"(?:\s(?:and|и|та|і|y|et|und|ve|və)\s|[\s-])([^\W\d_]+(?:['’][^\W\d_]+)?)")
_PERCENT = re.compile(
    r"(?:\s|-)?(?:%|per\s?cent\b|percent\w*+|pct\b|процент\w*+|відсот\w*+|faiz\w*+|pour\s?cent\b|prozent\w*+|"
    r"por\s?ciento|por\s?cento|per\s?cento|procent\w*+)(?!\s(?:punkt|point|пункт))",
    re.IGNORECASE,
)
#: English decides between "1.234" the decimal and "1.234" the thousands.
_POINT_LANGUAGES = frozenset({"en", "zh", "ja", "ko", "he", "th", "hi", "ar"})
LONGEST = 18  #: characters of a number in digits; longer ones are codes


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
        return f"{self.value:.15g}" + ("%" if self.percent else "")


@cache
def _words(lang: str) -> dict[str, float]:
    lines = (line.partition(" = ") for line in entries("numbers", lang)) if lang else ()
    return {word: float(value.split()[0]) for word, _, value in lines}


@cache
def _scales(lang: str) -> tuple[dict[str, float], tuple[tuple[str, float], ...]]:
    exact: dict[str, float] = {}
    begins: list[tuple[str, float]] = []
    for line in entries("numbers", "scales"):
        word, _, rest = line.partition(" = ")
        value, *langs = rest.split()
        if langs and lang not in langs:
            continue
        if word.endswith("*"):
            begins.append((word[:-1], float(value)))
        else:
            exact.setdefault(word, float(value))
    return exact, tuple(begins)


@lru_cache(maxsize=100_000)
def _scale(word: str, lang: str) -> float | None:
    exact, begins = _scales(lang)
    if word in exact:
        return exact[word]
    return next((value for stem, value in begins if word.startswith(stem)), None)


def _value(digits: str, lang: str) -> float:
    digits = re.sub(_BLANK, "", digits)
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


def numbers(text: str, lang: str = "", *, bare: bool = False) -> list[Number]:
    """The quantities stated in a text, in order; scale words multiply ("3.6 million").

    ``bare`` adds number words that no scale word follows ("five people").
    Linear in the length of the text.
    """
    found = [] if not _words(lang) else list(_spelled(text, lang, bare))
    tokenised = ", 0" in text and bool(_TOKENISED.search(text))
    for match in _DIGITS.finditer(text):
        if len(match["number"]) <= LONGEST:
            value, end = _value(match["number"], lang), match.end()
            if tokenised and len(match["number"]) <= 3 and (rest := _APART.match(text, end)):
                value, end = float(re.sub(r"\D", "", text[match.start() : rest.end()])), rest.end()
            found.append(_scaled(text, match.start(), end, value, lang))
    apart: list[Number] = []  # "9 min" is one number, "2 bin 500" too
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    return apart


def is_number_word(word: str, lang: str) -> bool:
    """Whether a lower-case word is a number of more than one: "five", «пять»."""
    return _words(lang).get(word, 0.0) > 1


def _low(word: str) -> str:
    return word.lower().replace("i\u0307", "i")  # the Turkish capital İ


def _spelled(text: str, lang: str, bare: bool) -> Iterator[Number]:
    table, weak = _words(lang), _weak(lang)
    low = _low(text)
    low = low if len(low) == len(text) else text
    done = 0
    for match in _spellings(lang).finditer(low):
        if match.start() < done:
            continue
        end, value = _compound(low, match.end(), table[match[0]], table)
        number = _scaled(text, match.start(), end, value, lang)
        done = number.end
        if number.percent or number.end > end or (bare and match[0] not in weak):
            yield number


@cache
def _spellings(lang: str) -> re.Pattern[str]:
    """The number words of a language, whole words of letters."""
    words = "|".join(sorted(map(re.escape, _words(lang)), key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?<![^\W\d_]['’])(?:{words})(?!['’]?[^\W\d_])")


@cache
def _weak(lang: str) -> frozenset[str]:
    """Words that are a number before a scale word only: "a million", "half a million"."""
    lines = (line.partition(" = ") for line in entries("numbers", lang)) if lang else ()
    return frozenset(w for w, _, v in lines if float(v.split()[0]) <= 1 and "alone" not in v)


def _compound(text: str, end: int, value: float, table: dict[str, float]) -> tuple[int, float]:
    """Adds and multiplies the words that follow: "two hundred and fifty", «двадцать пять»."""
    tens = 10 if "on" in table else 20  # Turkish "on bir", ten one, is eleven
    while following := _JOINT.match(text, end):
        part = table.get(following[1], 0.0)
        linked = following.start(1) - end > 1  # by "and"
        if part == 100 and 1 <= value < 10 and not linked:
            value *= 100
        elif {value, part} == {1, 0.5}:
            value = 0.5  # "half a million", "un demi-million"
        elif value >= tens and value % 10 == 0 and 1 <= part < (10 if value % 100 else 100):
            value += part
        else:
            break
        end = following.end(1)
    return end, value


def _scaled(text: str, start: int, end: int, value: float, lang: str) -> Number:
    smallest = None
    while following := _NEXT.match(text, end):
        word = _low(following[1])
        factor = _scale(word, lang)
        # a lone letter is a unit only when glued or in money: "3m", not "3 m"
        if not factor or not (len(word) > 1 or text[end] == following[1]):
            break
        end, value = following.end(1), value * factor
        smallest = factor
        following_letter = text[end + 1 : end + 3].strip()[:1]
        noun = following_letter.islower() or (lang == "de" and len(word) <= 4)
        if text[end : end + 1] == "." and following_letter and noun:
            end += 1  # «2,5 тыс. человек», "190 Mio. Euro"
    rest = _REST.match(text, end) if smallest else None
    if rest and smallest and smallest >= 1000:  # "3 bin 500", "1 milyon 200 bin"
        more = _scaled(text, rest.start(1), rest.end(1), float(rest[1]), lang)
        if 0 < more.value < smallest and not more.percent:
            end, value = more.end, value + more.value
    percent = _PERCENT.match(text, end)
    return Number(start, percent.end() if percent else end, value, percent is not None)
