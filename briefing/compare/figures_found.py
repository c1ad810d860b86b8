"""Stage 4, compare.figures_found: Sentence -> the quantities it states, with unit and noun.

A quantity has a value, and a unit or something it counts, or both: "3.6
million users", "$108 million", "12 km", "100 percent of the population".
No quantities are days, clock times, years, ages, scores, telephone numbers,
addresses, ranks and names with a number. A range of years ("2026-2029") is a
period and is told by the timeline. A span of time is one only where it measures
something: "30-year sentence", "10 years in prison".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..anchors import Number, named_days, numbers, unit_at, unit_of
from ..data import entries
from ..types import Article, Sentence
from .figures_counted import Counted, counted, phrase
from .figures_heads import headed
from .figures_keys import SPANS as SPANS

SMALLEST = 3  #: of what is counted: "two people" says too little; measures have no limit
LEAD = 24  #: characters before a figure that its sign words may take
LENGTHS = frozenset("km m mi nmi cm mm ft inch yard".split())
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-–—/]\s?(?:(?:19|20)?\d\d)(?!\d)")
_TURKIC_ENDING = re.compile(r"['’-](?P<case>[^\W\d_]{1,5})(?!\w)")
_TURKIC_SIGN = re.compile(r"[ \xa0](?:çox|artıq|fazla|aşkın|az)(?!\w)")
#: To, in and from a number: it is a noun itself, and no other follows. "12'si kadın" is of women.
_TURKIC_NOUN = re.compile(r"y?[aeə]$|[dt][aeə]n?$")
_TURKIC_ORDINAL = re.compile(r"(?:n?[cç]|[ıiuü]n?c|[cç][ıiuü])")
#: The smaller end of a range: "200 to 300 people", "2-3 million", "+13...+15".
_RANGE = re.compile(
    r"(?<![\w.,:/+-])[+−]?(?P<low>\d+(?:[.,]\d+)*)(?P<to>\s?(?:-|–|—|\.\.\.|…)\s?|"
    r"\s(?:to|до|bis|à|a|hasta|ilə)\s)[+−]?$"
)
_FROM = re.compile(r"(?:^|\W)(?:from|с|со|от|von|de|desde|з|від)\s$", re.IGNORECASE)
_CURRENCY = re.compile(r"(?:US\$|[A-Z]{0,2}[$€£¥₽₺₼₴]|USD|EUR|GBP)\s?$")
_MAGNITUDE = re.compile(
    r"(?:magnitude(?: (?:of|at|was))?|магнитудой|магнітудою|magnitud(?: de)?|Stärke(?: von)?|"
    r"magnitude (?:de|supérieure à))[ \xa0]$",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?:yüzde[ \xa0]|(?<!\d)%[ \xa0]?)$", re.IGNORECASE)
_ONE_OF = re.compile(
    r"(?:\bone (?:in|out of|of)|\bfew|\bseveral|\bmany|один из|одного из|une? .{0,8}sur|"
    r"eine[rs]? von)\s"
    r"(?:every\s|a\s)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!\b[Ii]n)(?<!\b[Aa]t)(?<![Nn]ear)(?<![Ff]rom)\s(?!I\s)(?:[A-ZА-Я][\w’'-]*[^\W\d_])[ \xa0]$"
)
_OTHER = re.compile(r"(?:\d[ \xa0]|\d[-–—:/.,]|[:/+#№*^]|[^\W\d_][-–]|\)\s|\d\s?x|\d['’])$")
_TIME = re.compile(r"[:/]\d|\s?[ap]\.?\s?m\b|\s?[-–—]\s?\d|[)x×]\s?\d", re.IGNORECASE)
_SCORE = re.compile(r"\s?[-–—:]\s?\d")
_SIMPLE = {"en": "of ", "fr": "d", "es": "d", "pt": "d", "it": "d"}  #: how a measure is linked
_LIKE = re.compile(r"[ \xa0](in)[ \xa0]([a-z]{4,})(?=[^\w-]|$)")
_HEIGHT = re.compile(r"[\s-]\d")  #: "5-foot-8", a person's
#: The lower end of two amounts, its scale with the higher: "$12 to $20 million".
_LOWER = re.compile(
    r"\s(?:to|or|tot|bis|à|a|до)\s[A-Z]{0,2}[$€£¥]\s?\d[\d.,]*\s?(?:m|bn|mn|mio|mrd|[mb]il\w*|trill\w*)\b"
)
_OR_MORE = re.compile(
    r"[ \xa0](?:or (?:more|so|fewer)|(?:и|или) (?:более|больше)|(?:і|або) більше|oder mehr|ou plus|"
    r"o más|və daha çox|veya daha fazla)\b"
)
_FROM_THE = re.compile(r"[ \xa0](?:de la|de l['’]|du|del|de los|de las|dell[ao']|da)\b")
_TURKIC_CASE = re.compile(r"(?:y[aeəıiuü]|[dt][aeə]n?|n[ıiuü]n|d[ıi]r)$")
_CASED = ("ru", "uk", "de", "az", "tr")  #: join a measure and its noun without a word
_PER = re.compile(r"(?:\bper|\bpour|\bsur|\bpor(?: cada)?|\bна|\bje|\bauf|\bpro)\s$", re.IGNORECASE)
_CLAUSE = re.compile(r"[ \xa0](?:of the|de \w+[ei]r|d['’]\w+[ei]r|del|de la|du|des)\b")
_OWNED = re.compile(r"faizi\w*$")
_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+|[№#]|n°)\.?[ \xa0]?$")
_WORD = re.compile(r"[ \xa0]([^\W\d_][\w’'ʼ]*)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What ``text[start:end]`` of the article states: sign words, number, unit, noun."""

    sentence: Sentence
    start: int  #: of the value, sign words included
    number: int  #: where the number itself begins
    end: int  #: of the value, unit included
    value: float  #: the upper one of a range
    unit: str  #: "%", "usd", "km" ... as in ``data/figures/units.txt``; "" where it counts things
    counts: tuple[int, int]  #: span of what is counted; empty where a measure stands alone
    key: str  #: stem of what is counted, English where the lexicon has it

    also: frozenset[str] = frozenset()  #: further keys, to compare with other languages
    fate: bool = False  #: ``counts`` is what became of those counted: "were injured"

    @property
    def normal(self) -> str:
        """Comparable across languages: ``3600000 user``, ``100% peopl``, ``12 km``."""
        value = f"{self.value:.15g}" + ("%" if self.unit == "%" else "")
        return " ".join(x for x in (value, self.unit.strip("%"), self.key) if x)


def is_figure(quantity: Quantity) -> bool:
    """Whether it says enough to stand alone: what it counts or measures, and not a few of it."""
    if quantity.counts[0] == quantity.counts[1]:
        return quantity.unit not in SPANS if quantity.unit else bool(quantity.key)
    return bool(quantity.unit) or quantity.value >= SMALLEST


def quantities(article: Article, *, lone: bool = False) -> tuple[Quantity, ...]:
    """Every figure an article states, in order; with ``lone`` every quantity.

    A lone one is small, or says neither unit nor what it counts ("killing 12"):
    no figure, but reports differ in it. It may be part of a day, where no figure is beside.
    """
    found: list[Quantity] = []
    stated = iter(numbers(article.text, article.lang, bare=True))
    number = next(stated, None)
    for sentence in article.sentences:
        text, base = article.text[sentence.start : sentence.end], sentence.start
        here: list[Quantity] = []
        while number and number.start < sentence.end:
            if number.start >= base and number.end <= sentence.end:
                shifted = Number(
                    number.start - base, number.end - base, number.value, number.percent
                )
                one = _quantity(text, shifted, article.lang, sentence)
                here += [one] if one and (lone or is_figure(one)) else []
            number = next(stated, None)
        found += _undated(here, text, article.lang) if any(map(is_figure, here)) else here
    return tuple(found)


def _undated(found: list[Quantity], text: str, lang: str) -> list[Quantity]:
    """Those that are no part of a day or of a range of years."""
    base = found[0].sentence.start
    days = [m.span() for m in _YEARS.finditer(text)]
    if any(q.value <= 31 or 1900 <= q.value <= 2100 for q in found):
        days += [(d.start, d.end) for d in named_days(text, lang)]
    return [q for q in found if not any(s <= q.number - base < e for s, e in days)]


def _quantity(text: str, number: Number, lang: str, sentence: Sentence) -> Quantity | None:
    start = at = number.start
    value = number.value
    if span := _RANGE.search(text, max(0, at - 24), at):
        low = float(re.sub(r"[.,](?=\d{3})", "", span["low"]).replace(",", "."))
        if low >= value or (low >= 1900 and value <= 2100):
            return None  # a score, a telephone number, a change
        if not (span["to"].strip().isalpha() and _before(_FROM, text, span.start(), 8)):
            start = span.start()
    unit, end = ("%", number.end) if number.percent else unit_at(text, number.end)
    currency, magnitude = _before(_CURRENCY, text, start, 5), _before(_MAGNITUDE, text, start, 16)
    share = _before(_SHARE, text, start, 8) if lang in ("tr", "eu") else None
    if prefix := currency or magnitude or share:
        sign = prefix.group().strip()
        unit = unit_of(sign) or unit_of(sign[-1]) or unit
        unit = "%" if share else "magnitude" if magnitude else unit
        start = prefix.start()
    if not unit and _is_name(text, start, number, lang):
        return None
    if text.startswith("00", at) or _TIME.match(text, number.end):
        return None
    rate = f"{value:.15g}".strip("0") == "1" and value >= 100 and not unit
    if rate and _before(_PER, text, start, 12):
        return None  # "91 per 100,000 people"
    signed_degrees = unit == "degree" and text[start - 1 : start] == "+"
    if _before(_ONE_OF, text, start, 24) or (
        _before(_OTHER, text, start, 4) and not signed_degrees
    ):
        return None
    if (unit == "ft" and _HEIGHT.match(text, end)) or (currency and _LOWER.match(text, end)):
        return None
    if unit in LENGTHS and text.endswith(("метре", "метрі"), 0, end):
        return None  # «на 316 километре трассы», a place
    if not unit and (more := _OR_MORE.match(text, end)):  # "80 or more yards"
        unit, end = unit_at(text, more.end())
        end = max(end, more.end())
    alone = bool(share)
    if lang in ("tr", "az") and (ending := _TURKIC_ENDING.match(text, end)):
        more = _TURKIC_SIGN.match(text, ending.end())  # "300'den fazla kişi"
        alone = alone or not (unit or more or not _TURKIC_NOUN.match(ending["case"]))
        if _TURKIC_ORDINAL.match(ending["case"]):
            return None
        end = ending.end()
    if lang in ("tr", "az") and (sign_after := _TURKIC_SIGN.match(text, end)):
        end = sign_after.end()
    if text[end : end + 1].isdigit():
        return None
    what = None if alone else _what(text, number, end, unit, lang)
    if what and text[end : what.start].strip():
        what = None  # "50-seat buses" are not fifty
    base = sentence.start
    if what is None and not unit:
        year = 1900 <= value <= 2100 and number.end - at == 4 and text[at].isdigit()
        head = headed(text, start, lang) if value >= SMALLEST and not year else None
        start = _sign_start(text, start) if head else start
        key, also = (head.key, head.also) if head else ("", frozenset())
        places = (base + start, base + at, base + end)
        return Quantity(sentence, *places, value, "", (base + end,) * 2, key, also)
    signed = _sign_start(text, start)
    year = 1900 <= value <= 2100 and number.end - at == 4 and text[at].isdigit()
    if not unit and year and signed == start:
        return None
    start = signed
    if start == at and text[at - 1 : at] in "+−" and unit and at:
        start -= 1
    if re.search(r"\d[.,]?$", text[max(0, start - 2) : start]):
        return None
    counts = (base + what.start, base + what.end) if what else (base + end, base + end)
    key, also, fate = (what.key, what.also, what.fate) if what else ("", frozenset(), False)
    places = (base + start, base + at, base + end)
    return Quantity(sentence, *places, value, unit, counts, key, also, fate)


def _before(pattern: re.Pattern[str], text: str, end: int, reach: int) -> re.Match[str] | None:
    return pattern.search(text, max(0, end - reach), end)


def _is_name(text: str, start: int, number: Number, lang: str) -> bool:
    """Whether a number without a unit is a name's, a label's, or glued to letters."""
    after = text[number.end : number.end + 1]
    if after.isalpha() or (after == "-" and lang not in ("tr", "az", "en")):
        return True
    label = _LAST_WORD.search(text, max(0, start - 16), start)
    if (label and label[1].lower() in _labels()) or _SCORE.match(text, number.end):
        return True
    spelled = text[number.start].isalpha()
    named = lang == "en" and not spelled and number.value < 1000
    return named and bool(_before(_NAMED, text, start, 30))


def _sign_start(text: str, start: int) -> int:
    """Where the sign words before a figure begin; ``start`` where there are none."""
    before = text[max(0, start - LEAD) : start].rstrip(" \xa0").lower()
    if not before.endswith(_signs()):
        return start
    for sign in _signs():  # the longest first
        begin = max(0, start - LEAD) + len(before) - len(sign)
        if before.endswith(sign) and (begin == 0 or text[begin - 1] in ' \xa0\n(“«"'):
            return begin
    return start


def _what(text: str, number: Number, end: int, unit: str, lang: str) -> Counted | None:
    """What is counted or measured; a word unit ("20 tonnes") needs "of" before it."""
    if not unit:
        return counted(text, end, lang)
    sign = end == number.end or unit == "%"
    attributive = bool(re.match(r"\s?-", text[number.end :])) or (
        lang == "en" and number.value > 1 and end > number.end and not text[:end].endswith("s")
    )
    if unit in SPANS and re.match(r"[\s-]{0,3}old", text[end:]):
        return None
    word = _WORD.match(text, end)
    if unit in SPANS and word and word[1] in _time():
        return phrase(word.start(1), word.end(1), word[1], lang)
    if inside := _LIKE.match(text, end):
        wanted = inside[2] in _time() if unit in SPANS else unit != "%" and inside[2] in _worth()
        return phrase(inside.start(1), inside.end(2), inside[2], lang) if wanted else None
    if unit in LENGTHS and (lang in _CASED or _FROM_THE.match(text, end)):
        return None  # «135 тысяч км автомобилист попал», "20 km de la capital"
    if lang in ("tr", "az") and _TURKIC_CASE.search(text, number.end, end):
        return None  # "yüz bin liraya şaşkınlıkla", but "25 milyon lira yardım"
    if unit == "%" and _OWNED.search(text, max(0, end - 16), end):
        return None  # "bunun 45 faizini sponsorlar ödəyib": of what stands before
    direct = lang == "en" and (sign or attributive)
    if direct or lang in _CASED:
        if unit in SPANS and not attributive:
            return None
        return counted(text, end, lang, measured=True, share=unit == "%")
    if unit in SPANS and _CLAUSE.match(text, end):
        return None
    linked = text[end + 1 : end + 4].startswith(_SIMPLE.get(lang, "\0"))
    return counted(text, end, lang, measured=True) if linked else None


@cache
def _time() -> frozenset[str]:
    return frozenset(entries("figures", "time"))


@cache
def _worth() -> frozenset[str]:
    return frozenset(entries("figures", "worth"))


@cache
def _signs() -> tuple[str, ...]:
    return tuple(sorted(set(entries("figures", "signs")), key=lambda w: (-len(w), w)))


@cache
def _labels() -> frozenset[str]:
    return frozenset(entries("figures", "labels"))
