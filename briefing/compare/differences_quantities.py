"""Stage 4, compare.differences_quantities: a sentence -> the quantities it states.

A quantity is an interval: "more than 160" goes on from 160, "about 2,500" lies
around it. It counts something, named or known by what became of it: «погибли трое».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .. import language
from ..anchors import numbers
from ..data import entries
from ..language.lexicon import translate
from .differences_numerals import spelled_out
from .differences_words import CONTENT, TIMES, Passage, kind_of, kinds

FATES = frozenset({"dead", "hurt", "missing", "held", "rescued", "ill"})  #: what becomes of people
OPEN = 2.0  #: "more than 160" is at odds with what is more than this times as much
ROUGH = 0.10  #: "about 2,500" is at odds with what is further off than this share of it
ALMOST = 0.15  #: ... and "nearly 900" with what is below it by more than this share
ROUNDED = 0.025  #: ... and so is a round number, "2,500", with no word before it
MOST_WORDS = 3  #: of what is counted; one less in other languages
BESIDE = 16  #: characters between a number that counts nothing named and its deed, at most
PEOPLE = frozenset("people men women child protester".split())
#: Units of which many a number stands in each event.
MEASURES = frozenset(
    "usd eur gbp rub uah try azn rate km m ha t year month week day hour minute".split()
)
_LONE = re.compile(r"(?:magnitude|магн[иі]туд\w*|magnitud\w*|stärke|büyüklü\w*|maqnitud\w*)"
                   r"(?:\s(?:of|de|von|в|у))?\s?$", re.IGNORECASE)  # fmt: skip
_WORD = re.compile(r"[\s\xa0-]+([^\W\d_][\w’'-]*)")
_OF = re.compile(r"[\s\xa0]+(?:(?:of|de)[\s\xa0]|d['’])[\s\xa0]*", re.IGNORECASE)
_PART = re.compile(r"[\s\xa0]+(?:of|из|з|der|des|von|davon|dont)(?![\w])", re.IGNORECASE)
_SIGN = re.compile(r"(?:us|a|c)?([$€£])(?:us)?\s?$", re.IGNORECASE)
_LABEL = re.compile(r"(?:[#№/:]|\d,|\bno\.?|\bnos\.?|[^\W\d_][-–])\s?$|(?<=\d)[-–]$", re.IGNORECASE)
_SHARE = re.compile(r"\d\s(?:of|из|з|von|de|sur)\s$")  #: "28 of 41 passes"
_CLOCK = re.compile(
    r"\s?(?:[ap]\.?m\b|:\d\d|uhr\b|o['’]clock)|[-–][^\W\d_]|/\d|[^\W\d_]|,\s\d{3}\b"
    r"|\s-\s?\w+illion",
    re.IGNORECASE,
)
#: Before a number of nothing: an age, a time of day.
_AGE = re.compile(r"(?:\baged?|,|\bat|\bby|\bв|\bum|\bà|\ba las)\s$", re.IGNORECASE)
#: Beside a length of time that counts to or from another event: "in about 30 days".
_COUNTDOWN = re.compile(r"\b(?:in|within|after|через|спустя|за|dans|en|dentro de|nach|vor|il y a)"
                        r"\s(?:\w+\s)?$", re.IGNORECASE)  # fmt: skip
_FROM = re.compile(r"[\s-]{1,3}(?:before|after|ago|later|earlier|назад|спустя|тому|до|после|später"
                   r"|zuvor|önce|sonra|əvvəl|avant|après|plus tard|antes|después|old)\b",
                   re.IGNORECASE)  # fmt: skip
_RANGE = re.compile(r"\s?[-–—]\s?|\s(?:to|and|до|и|bis|und|à|et|a|y)\s")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_VERB = re.compile(r"(?:ing|ed)$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something in ``passage.text[start:end]``."""

    start: int
    end: int  #: of the number and of what it counts
    value: float
    low: float
    high: float
    exact: bool  #: no word makes it a bound or a rough value
    unit: str
    noun: frozenset[str]  #: stems of what is counted
    narrower: frozenset[str]  #: ... and of the words before it: "foreign"
    fate: str
    scope: frozenset[str]
    counts: str  #: what is counted, as written

    @property
    def keys(self) -> frozenset[str]:
        """Two quantities with no key in common are no rivals."""
        if self.unit == "people":
            return frozenset({f"people {self.fate}"})
        return frozenset({self.unit} if self.unit else self.noun)


@cache
def _no_quantities() -> frozenset[str]:
    return frozenset(entries("figures", "not"))


def _rounding(value: float, written: str) -> float:
    """How far a round number may be from the one it stands for."""
    digits = f"{value:.10g}"
    zeros = len(digits) - len(digits.rstrip("0")) if "." not in digits else 0
    scaled = any(c.isalpha() for c in written) and value >= 1000
    return ROUNDED * value if zeros >= 2 or scaled else 0.0


def _interval(value: float, written: str, before: str, lang: str) -> tuple[float, float, bool]:
    words = [(m.start(), m.end(), m.group().lower()) for m in _LETTERS.finditer(before)]
    found = kinds("bounds", lang, before, words[-4:])
    kind = found[-1][2] if found and not before[found[-1][1] :].strip(" \xa0$€£us") else None
    if kind == "least":
        return value, value * OPEN, False
    if kind == "almost":
        return value * (1 - ALMOST), value, False
    if kind == "most":
        return value / OPEN if value >= 100 else 1, value, False
    margin = ROUGH * value if kind == "about" else _rounding(value, written)
    return value - margin, value + margin, kind is None


def quantities(passage: Passage) -> list[Quantity]:
    """The quantities a sentence states, in order."""
    text, lang = passage.text, passage.lang
    spelled = spelled_out(passage)
    spans = [(n.start, n.end, n.value, n.percent) for n in numbers(text, lang)]
    taken = [(s, e) for s, e, *_ in spans]
    for start, end, value in spelled:
        if not any(s < end and start < e for s, e in taken):
            spans.append((start, end, value, False))
    if not spans:
        return []
    spans.sort()
    days = [(d.start, d.end) for d in passage.days]
    found: list[Quantity] = []
    skip = -1
    for k, (start, end, value, percent) in enumerate(spans):
        before = text[max(0, start - 40) : start]
        if (
            start < skip
            or any(s <= start < e for s, e in days)
            or _LABEL.search(before)
            or _SHARE.search(before)
        ):
            continue
        year = 1900 <= value <= 2100 and end - start == 4 and text[start].isdigit()
        if year or _CLOCK.match(text, end) or value <= 0:
            continue
        high_end = None
        if k + 1 < len(spans) and _RANGE.fullmatch(text, end, spans[k + 1][0]):
            joined = spans[k + 1]
            dash = "-" in text[end : joined[0]] or "–" in text[end : joined[0]]
            between = re.search(r"(?:between|from|от|с|від|zwischen|von|entre|de)\s$", before, re.I)
            if joined[2] > value and (dash or between):
                high_end = joined
                skip = joined[0] + 1
        quantity = _quantity(passage, start, high_end[1] if high_end else end, value, percent)
        if quantity is None:
            continue
        if high_end:
            continue  # a range is no rival of a value
        found.append(quantity)
    return found


def _quantity(
    passage: Passage, start: int, end: int, value: float, percent: bool
) -> Quantity | None:
    text, lang = passage.text, passage.lang
    before = text[max(0, start - 40) : start]
    unit, noun, narrower, stop = ("rate", frozenset[str](), frozenset[str](), end)
    if sign := _SIGN.search(before):
        unit = {"$": "usd", "€": "eur", "£": "gbp"}[sign[1]]
        start -= len(before) - sign.start()
        if text[start - 1 : start] == "(":
            return None  # the same sum in another currency
    elif not percent:
        unit, noun, narrower, stop = _counted(text, end, lang)
    if _LONE.search(before) and not noun:
        unit = "magnitude"
    fate = _fate(passage, start, stop) if unit in PEOPLE or not unit else ""
    if not unit and not noun:
        if not fate or _AGE.search(before) or not _beside(passage, start, stop):
            return None
        unit = "people"
    told = {kind for _, e, kind in passage.deeds if e < start - BESIDE or kind != fate} & FATES
    if narrower == {"other"} and told and fate not in told:
        narrower = frozenset()  # "killed two and wounded 12 others"
    if unit in TIMES and (_COUNTDOWN.search(before) or _FROM.match(text, stop)):
        return None
    if value < (1 if unit in ("people", "child") else 2):
        return None
    low, high, exact = _interval(value, text[start:end], before, lang)
    clause = passage.clause(start)
    scope = {
        k for at, _, k in passage.scopes if clause[0] <= at < clause[1] or k in ("past", "since")
    }
    if _PART.match(text, end) and unit not in MEASURES:
        scope.add("part")
    return Quantity(
        start, stop, value, low, high, exact, unit, noun, narrower, fate,
        frozenset(scope - {"whole"}), text[end:stop].strip(" \xa0-"),
    )  # fmt: skip


def _counted(text: str, end: int, lang: str) -> tuple[str, frozenset[str], frozenset[str], int]:
    """(unit, stems of the noun, of the words before it, end) of what follows a number."""
    stops = language.stop_words(lang)
    position, others = end, False
    run: list[str] = []
    if linked := _OF.match(text, end):
        position = linked.end() - 1 if text[linked.end() - 1] in " \xa0" else linked.end()
        glued = re.compile(r"([^\W\d_][\w’-]*)").match(text, position)
        if glued:
            kind = kind_of("units", lang, glued[1].lower())
            if kind in MEASURES:
                return kind, frozenset(), frozenset(), glued.end()
    if text[end - 1].isalpha() and text.startswith(". ", end):  # "3 тыс. участников"
        position += 1
    stop = end
    most = MOST_WORDS if lang == "en" else MOST_WORDS - 1
    while len(run) < most and (match := _WORD.match(text, position)):
        word = match[1].lower().removesuffix("'s").removesuffix("’s")
        kind = kind_of("units", lang, word)
        if kind == "others" and not run:
            others, position, stop = True, match.end(), match.end()
            continue
        if not run and word in _no_quantities():
            return "", frozenset(), frozenset(), end
        if not run and not kind and kind_of("deeds", lang, word):
            break
        if kind and (not run or lang == "en"):
            return kind, frozenset({word}), _other(others), match.end()
        if (word in stops and word not in CONTENT) or len(word) < 3 or (run and _VERB.search(word)):
            break
        if match[1][0].isupper() and lang not in language.CAPITALISED:
            break
        run.append(word)
        position = stop = match.end()
    if run in (["new"], ["more"]):
        return "", frozenset(), frozenset(), end
    if not run:
        return ("people" if others else ""), frozenset(), _other(others), stop
    stems = [_stems(word, lang) for word in run]
    if lang == "en":
        return "", stems[-1], _other(others).union(*stems[:-1]), stop
    return "", frozenset(s for part in stems for s in part), frozenset(), stop


def _other(others: bool) -> frozenset[str]:
    return frozenset({"other"}) if others else frozenset()


def _stems(word: str, lang: str) -> frozenset[str]:
    known = (language.stem(word, "en"),) if lang == "en" else translate(word, lang)
    return frozenset(known[:2]) or frozenset({f"{lang}:{language.stem(word, lang)}"})


def _fate(passage: Passage, start: int, end: int) -> str:
    """What became of those counted: told right after, else right before, else anywhere."""
    first, last = passage.clause(start)
    deeds = [d for d in passage.deeds if d[2] in FATES]
    inside = [d for d in deeds if first <= d[0] < last]
    after = [d for d in inside if d[0] >= start]
    earlier = [d for d in inside if d[1] <= start]
    # "killed 12 people", «погибли пять человек»: nothing but the number is between
    if earlier and (not after or start - earlier[-1][1] <= 12 < after[0][0] - end):
        return earlier[-1][2]
    if after:
        return after[0][2]
    if sum(first <= w.start < start or end <= w.start < last for w in passage.words) > 1:
        return ""  # "two people opened fire, killing"
    after = [d for d in deeds if d[0] >= start]  # "eleven people, four children among them, died"
    return after[0][2] if after else deeds[-1][2] if deeds else ""


def _beside(passage: Passage, start: int, end: int) -> bool:
    """Whether a number of nothing is next to what became of those it counts: "at least 50 hurt"."""
    following = _WORD.match(passage.text, end)
    if following and following[1][0].isupper():
        return False
    first, last = passage.clause(start)
    near = [(s, e) for s, e, kind in passage.deeds if kind in FATES and first <= s < last]
    gaps = [start - e if e <= start else s - end for s, e in near]
    return any(0 <= gap <= BESIDE for gap in gaps)
