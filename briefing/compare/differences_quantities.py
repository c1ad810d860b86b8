"""Stage 4, compare.differences_quantities: a sentence -> the quantities its rivals may differ in.

The numbers, units and nouns are those of the key figures (``figures_found``). A
quantity is an interval: "more than 160" goes on from 160, "about 2,500" lies
around it. It counts something, named or known by what became of it: «погибли трое».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..data import entries
from ..types import Article, day_of
from .differences_tables import kind_of, kinds
from .differences_words import Passage, is_known
from .figures_counted import keys_of
from .figures_found import SPANS
from .figures_found import Quantity as Stated

BECAME = frozenset(
    "dead hurt missing held rescued ill alive".split()
)  #: what becomes of people ...
CROWDS = frozenset("gathered aboard".split())  #: ... or what they do together
FATES = BECAME | CROWDS
OPEN = 2.0  #: "more than 160" is at odds with what is more than this times as much
ROUGH = 0.10  #: "about 2,500" is at odds with what is further off than this share of it
FINE = 0.5  #: ... but no further than this share of its last digit: "about 1.2 million" is not 1.3
ALMOST = 0.15  #: ... and "nearly 900" with what is below it by more than this share
ROUNDED = 0.025  #: a number without such a word may be rounded, by this share of it at most
FAR = 7  #: days between two reports from which they do not tell of one time
TABLE = 9  #: numbers of a sentence; one with more is a table or a list of results
BESIDE = 16  #: characters between a number that counts nothing named and its deed, at most
_MONEY = frozenset("usd eur gbp rub uah yen yuan lira manat tenge cad aud".split())
PEOPLE = frozenset("people men women child protester".split())
_WORD = re.compile(r"[\s\xa0-]+([^\W\d_][\w’'-]*)")
_PART = re.compile(r"[\s\xa0]+(?:of|из|з|der|des|von|davon|dont)(?![\w])", re.IGNORECASE)
_SIGN = re.compile(r"(?:[A-Z]{0,2}[$€£¥₽₺₼₴]|USD|EUR|GBP)\s?$")
#: Between a part and its whole: "74 of the 150 seats". The whole is no rival of anything.
_OF = r"\s(?:out of|of|из|з|із|von|de|sur|der|des)\s(?:(?:the|its|den|los|las|les)\s)?"
_PARTITIVE = re.compile(_OF)
_LABEL = re.compile(
    rf"(?:\d,|[^\W\d_][-–])\s?$|(?<=\d)[-–]$|\d{_OF}$|\bof (?:the|its|their|those|these)\s$"
)
#: Before the rest of some: "the other eight".
_OTHERS = re.compile(
    r"\b(?:the other|die anderen|les autres|los otros|las otras|остальны\w+|diğer|digər)\s$",
    re.IGNORECASE,
)
#: After a number: a time of day, a name's other half, digits of a longer number.
_CLOCK = re.compile(
    r"\s?(?:[ap]\.?m\b|uhr\b|o['’]clock)|[-–][^\W\d_]|,\s\d{3}\b|\s-\s?\w+illion", re.IGNORECASE
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
_BETWEEN = re.compile(r"\b(?:between|from|от|с|від|zwischen|von|entre|de)\s$", re.IGNORECASE)
_ABLATIVE = re.compile(r"[dt][aeə]n$")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something in ``passage.text[start:end]``."""

    start: int
    end: int  #: of the number and of what it counts
    value: float
    low: float
    high: float
    exact: bool  #: no word makes it a bound or a rough value
    measure: bool  #: of money, a rate, a length: of those many a one stands in each event
    unit: str  #: of a measure; else the kind of those counted, "people"; "" for other things
    noun: frozenset[str]  #: keys of what is counted or measured
    narrower: frozenset[str]  #: ... and of the words before it: "foreign"
    fate: str
    person: bool  #: whether a noun of persons says who is counted: "fans"
    counts: str  #: what is counted, as written

    @property
    def keys(self) -> frozenset[str]:
        """Two quantities with no key in common are no rivals."""
        if self.unit == "people":
            return frozenset({f"people {self.fate}"})
        own = frozenset({self.unit}) if self.unit else self.noun
        return own | {f"people {self.fate}"} if self.person and self.fate else own


def scope(passage: Passage, quantity: Quantity) -> frozenset[str]:
    """What says that it stands for another time or part than the rest: "of them", "last year"."""
    here = passage.clause(quantity.start)
    found = {
        kind for at, _, kind in passage.scopes
        if passage.clause(at) == here
        or (kind in ("past", "since")
            and not (at > here[1] and passage.counts_in(passage.clause(at))))
    }  # fmt: skip
    if not quantity.measure:
        found.discard("hour")  # of a temperature, a price
    some = not quantity.noun or quantity.unit in PEOPLE  # but "2 million doses of a vaccine"
    if some and not quantity.measure and _PART.match(passage.text, quantity.end):
        found.add("part")
    return frozenset(found - {"whole"})


def _interval(value: float, before: str, lang: str) -> tuple[float, float, bool]:
    words = [(m.start(), m.end(), m.group().lower()) for m in _LETTERS.finditer(before)]
    found = kinds("bounds", lang, before, words[-4:])
    kind = found[-1][2] if found and not before[found[-1][1] :].strip(" \xa0$€£us") else None
    if kind == "least":
        return value, value * OPEN, False
    if kind == "almost":
        return value * (1 - ALMOST), value, False
    if kind == "most":
        return value / OPEN if value >= 100 else 1, value, False
    rough = not is_known(lang) and value >= 100 and last_place(value) * 100 > value
    if kind == "about" or rough:  # what word stands before it nobody knows
        off = ROUGH * value
        if value >= 100 and not rough:
            off = min(off, FINE * last_place(value) * (5 if last_digit(value) == 5 else 1))
        return value - off, value + off, False
    place = last_place(value)
    cut = min(place * 0.99, ROUNDED * value) if place <= 1 else margin(value)
    return value - margin(value), value + cut, True  # 782 may be 782.6, cut off


def margin(value: float) -> float:
    """How far off a number may be by rounding: half its last place, at most ``ROUNDED``."""
    return min(last_place(value) / 2, ROUNDED * value)


def last_place(value: float) -> float:
    """Of a number's last digit that is no zero: 0.1 of 878.3, 100 of 2,500."""
    digits, _, exponent = f"{value:.11e}".partition("e")
    kept = digits.rstrip("0").partition(".")[2]
    return float(10.0 ** (int(exponent) - len(kept)))


def share_numbers(ours: Sequence[float], theirs: Sequence[float], least: float = 0.0) -> bool:
    """Whether numbers of two sentences agree, at least one and this share, if both have any."""
    if not ours or not theirs:
        return True
    both = sum(any(abs(x - y) <= margin(max(x, y, key=last_place)) for y in theirs) for x in ours)
    return both > 0 and both >= least * min(len(ours), len(theirs))


def far_apart(one: Article, two: Article) -> bool:
    """Whether two reports are of different times: ``FAR`` days."""
    a, b = day_of(one.published), day_of(two.published)
    return a is not None and b is not None and abs((a - b).days) > FAR


def last_digit(value: float) -> int:
    """The last one that is no zero: 5 of 2,500."""
    return round(value / last_place(value)) % 10


def quantities(passage: Passage, stated: Sequence[Stated]) -> list[Quantity]:
    """What a sentence states, in order, but for ranges: they are no rivals of a value."""
    text, base = passage.text, passage.start
    found: list[Quantity] = []
    if len(stated) > TABLE:
        return found
    ranged = False
    for k, one in enumerate(stated):
        number, end = one.number - base, one.end - base
        before = text[max(0, number - 40) : number]
        upper = ranged
        following = stated[k + 1].number - base if stated[k + 1 :] else -1
        to = _RANGE.fullmatch(text, end, following)
        ranged = bool(to and (not to[0].strip().isalpha() or _BETWEEN.search(before)))
        if upper or ranged or any(c.isdigit() for c in text[one.start - base : number]):
            continue
        if stated[k + 1 :] and _PARTITIVE.fullmatch(text, one.end - base, following):
            one = replace(one, counts=stated[k + 1].counts, key=stated[k + 1].key,
                          also=stated[k + 1].also)  # fmt: skip
        if one.fate:  # "50 were injured": the deed is read here
            one = replace(one, counts=(one.end, one.end), key="", also=frozenset())
        lone = not one.unit and one.counts[0] == one.counts[1]
        if lone and (not passage.deeds or any(d.start <= number < d.end for d in passage.days)):
            continue  # a number of nothing that nothing became of
        if _OTHERS.search(before) or _LABEL.search(before) or _CLOCK.match(text, end):
            continue
        if quantity := _quantity(passage, one, before):
            found.append(quantity)
    return found


def _quantity(passage: Passage, stated: Stated, before: str) -> Quantity | None:
    text, lang, value = passage.text, passage.lang, stated.value
    start, end = stated.number - passage.start, stated.end - passage.start
    counts = (stated.counts[0] - passage.start, stated.counts[1] - passage.start)
    unit, measure = stated.unit, bool(stated.unit) and stated.unit != "magnitude"
    noun, narrower, stop = frozenset[str](), frozenset[str](), end
    if unit:
        if sign := _SIGN.search(before):
            start -= len(before) - sign.start()
        if unit in _MONEY and text[start - 1 : start] == "(":
            return None  # the same sum in another currency
        if stated.key:
            noun, stop = stated.also | {stated.key}, counts[1]
    else:
        unit, noun, narrower, stop = _counted(text, end, counts, lang)
        if noun and not unit:
            noun = frozenset(k for k in (stated.key, *stated.also) if k[:1] not in ("", "~"))
            if not is_known(lang):
                noun = frozenset({text[slice(*counts)].lower()})
            narrower = frozenset(
                w for w in narrower if lang == "en" and not keys_of(w, lang) & noun
            )
    person = unit in PEOPLE or (not unit and not noun.isdisjoint(_persons()))
    fate = _fate(passage, start, stop) if unit in PEOPLE or not unit else ""
    if fate in CROWDS and not person:
        fate = ""
    if not unit and not noun:
        if not fate or _AGE.search(before) or not _beside(passage, start, stop, bool(narrower)):
            return None
        unit = "people"
    told = {kind for _, e, kind in passage.deeds if e < start - BESIDE or kind != fate} & BECAME
    if narrower == {"other"} and told and fate not in told:
        narrower = frozenset()  # "killed two and wounded 12 others"
    if narrower == {"other"} and fate:
        return None  # than those of another sentence
    if unit in SPANS and (_COUNTDOWN.search(before) or _FROM.match(text, stop)):
        return None
    if lang in ("tr", "az") and _ABLATIVE.search(text, end, stop):
        return None  # of those: "üç nəfərdən ikisi", two of three
    if value < (1 if unit in ("people", "child") else 2):
        return None
    low, high, exact = _interval(value, before, lang)
    return Quantity(
        start, stop, value, low, high, exact, measure, unit, noun, narrower, fate, person,
        text[end:stop].strip(" \xa0-."),
    )  # fmt: skip


@cache
def _persons() -> frozenset[str]:
    """Keys of the nouns of persons."""
    return frozenset(
        key for word in entries("differences", "persons") for key in keys_of(word, "en")
    )


def _counted(
    text: str, end: int, counts: tuple[int, int], lang: str
) -> tuple[str, frozenset[str], frozenset[str], int]:
    """(kind, keys of the noun, of the words before it, end) of what is counted."""
    before: list[str] = []
    others, stop = False, end
    if counts[0] == counts[1] and (following := _WORD.match(text, end)):
        word = following[1].lower()
        if kind := kind_of("units", lang, word):
            other = frozenset({"other"} if kind == "others" else ())
            return kind.removesuffix("others"), frozenset(), other, following.end()
    for match in _LETTERS.finditer(text, *counts):
        word = match[0].lower().removesuffix("'s").removesuffix("’s")
        kind = kind_of("units", lang, word)
        if kind == "others":
            others, stop = True, match.end()
        elif kind:
            return kind, frozenset({word}), frozenset({"other"} if others else ()), match.end()
        elif kind_of("deeds", lang, word) and not before:
            break
        else:
            before.append(word)
            stop = match.end()
    other = frozenset({"other"} if others else ())
    if not before:
        return "", frozenset(), other, stop
    return "", frozenset(before), other.union(before), stop


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


def _beside(passage: Passage, start: int, end: int, others: bool) -> bool:
    """Whether a number of nothing is next to what became of those it counts: "at least 50 hurt"."""
    following = _WORD.match(passage.text, end)
    if following and following[1][0].isupper() and not others:
        return False
    first, last = passage.clause(start)
    near = [(s, e) for s, e, kind in passage.deeds if kind in FATES and first <= s < last]
    gaps = [start - e if e <= start else s - end for s, e in near]
    return any(0 <= gap <= BESIDE for gap in gaps)
