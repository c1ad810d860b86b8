"""Ground floor, anchors.dates: the days a text names, in any language.

Month names come from Unicode CLDR through Babel. A day may lack its year
("November 17"); it is never supplied here from a clock or a guess.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache

from ..data import entries
from ..types import Moment
from .cldr import locale

RECENT = 4  #: days back that a weekday without a date may lie


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day or a range of days named in ``text[start:end]``; ``year`` 0 where unsaid."""

    start: int
    end: int
    year: int
    first: tuple[int, int]  #: (month, day)
    last: tuple[int, int]

    def days(self, year: int = 0) -> tuple[date, date] | None:
        """First and last day, with ``year`` where the text names none; None if impossible."""
        over = self.last < self.first  # from 15 December to 3 January 2026: the year is the last's
        try:
            if self.year:
                return date(self.year - over, *self.first), date(self.year, *self.last)
            return date(year, *self.first), date(year + over, *self.last)
        except ValueError:
            return None


_DASH = r"\s*[-–—]\s*"
#: Words between the ends of a range: "17 to 28 November", «с 17 по 28 ноября».
_TO = (
    r"to|and|till|until|through|thru|по|до|и|та|й|au|et|al|a|ao|y|e|bis|und|t/m|tot|en|"
    r"ile|ilə|və|do|i|og|och|til|till"
)
_RANGE = rf"(?:{_DASH}|\s+(?:{_TO})\s+)"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.|-?c[iıuü]|-?го|-?е|-?га)?"
_DAY = r"(?<![\d.,:/])(?P<NAME>3[01]|[12]\d|0?[1-9])" + _ORDINAL
_OF = r"(?:\s+(?:de\s+|of\s+|do\s+|d['’])?|-|\s*)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
#: What stands between the year and the month where the year comes first.
_YEAR_FIRST = {"hu": r"\.\s", "lt": r"\sm\.\s", "lv": r"\.\sgada\s", "uz": r"-yil\s",
               "kk": r"\s(?:жылғы|жылы|ж\.)\s"}  # fmt: skip
#: Case endings that agglutinative languages hang on a month name ("noyabrın", "Kasım'da").
_ENDINGS = {"az": r"\w{0,4}", "tr": r"['’]?\w{0,4}", "kk": r"\w{0,4}", "uz": r"\w{0,4}",
            "fi": r"\w{0,3}", "et": r"\w{0,3}", "hu": r"\w{0,3}", "ky": r"\w{0,4}",
            "ka": r"\w{0,3}", "hy": r"\w{0,3}", "lv": r"\w{0,2}"}  # fmt: skip

_NUMERIC = re.compile(
    r"(?<![\d.])(?:(?P<y1>(?:19|20)\d\d)\s?[-/.]\s?(?P<m1>\d{1,2})\s?[-/.]\s?(?P<d1>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<sep>\s?/\s?|\.|-)(?P<b>\d{1,2})(?P=sep)(?P<y2>(?:19|20)\d\d)"
    r"|(?:(?P<y3>(?:19|20)\d\d)\s?[年년]\s?)?(?P<m3>\d{1,2})\s?[月월]\s?(?P<d3>\d{1,2})\s?[日일])(?!\d)"
    r"|(?<=/)(?P<d4>\d\d)\.(?P<m4>\d\d)\.(?P<y4>\d\d)(?=/)"  # "Bakı/03.02.26/Turan"
)
_DIGITS = {c: str(unicodedata.decimal(chr(c))) for c in range(128, sys.maxunicode)
           if unicodedata.category(chr(c)) == "Nd"}  # fmt: skip
#: Month names that a language has besides those of its main CLDR locale.
_REGIONS = {"ar": ("ar_LB", "ar_DZ", "ar_MA"), "de": ("de_AT",)}
#: Languages whose month names a date field is tried with after the text's own.
_OTHERS = re.findall("..", "ruukaztrfrdeesitptplnlarrocselsvhufahykakkuzbgsrhehiidvi")

_SOME_YEAR = re.compile(r"(?:19|20)\d\d")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
_RFC_5322 = re.compile(r"(?:[a-z]{3},?\s+)?\d{1,2}[ -][a-z]{3}[ -]\d{2,4}\s+\d{1,2}:\d\d", re.I)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?\s{0,2}"
    r"(?:(?P<half>[ap])\.?m\.?)?\s{0,2}[(,]?(?P<zone>[a-zмск]{1,4})?(?P<shift>[+-]\d\d?(?::?\d\d)?)?"
    r"(?![\w:])",
    re.IGNORECASE,
)
#: Hours from UTC of the zone names that news pages write.
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
          "mdt": -6, "pst": -8, "pdt": -7, "bst": 1, "wet": 0, "west": 1, "cet": 1, "cest": 2,
          "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "trt": 3, "azt": 4,
          "jst": 9, "kst": 9}  # fmt: skip


@cache
def _months(lang: str) -> dict[str, int]:
    """Every spelling of a month in CLDR: wide and short, in a date and alone; with English."""
    names: dict[str, int] = {}
    for code in dict.fromkeys((lang, *_REGIONS.get(lang, ()), "en")):
        known = locale(code)
        if known is None:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in known.months[context][width].items():
                    key = _fold(name).rstrip(".")
                    if len(key) >= 3 and not key.isdigit():
                        names.setdefault(key, number)
                    if lang in ("ru", "uk", "be", "bg"):  # "21 ноя", where CLDR has "нояб."
                        names.setdefault(key[:3], number)
    if "sep" in names:
        names.setdefault("sept", 9)
    return names


def _fold(name: str) -> str:
    """Lower case; i and ı, and s and ſ, are one letter, as they are to ``re.IGNORECASE``."""
    return name.lower().replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    names = sorted(_months(lang), key=len, reverse=True)
    month = r"(?P<NAME>" + "|".join(map(re.escape, names)) + r")" + _ENDINGS.get(lang, "")
    month += r"(?!\w)\.?"
    first, last = month.replace("NAME", "m1"), month.replace("NAME", "m2")
    day, day2 = _DAY.replace("NAME", "d1"), _DAY.replace("NAME", "d2")
    lead = rf"(?:(?P<y0>(?:19|20)\d\d){_YEAR_FIRST[lang]})?" if lang in _YEAR_FIRST else ""
    forms = (
        # 17 (November) to 28 November 2025; 21 ноября; le 21 novembre
        rf"{lead}{day}(?:{_OF}{first})?(?:{_RANGE}{day2})?{_OF}{last}"
        rf"(?:(?:[,،]?\s+|,|-)(?:de\s+|del\s+)?{_YEAR})?",
        # November 17 to (November) 28, 2025
        rf"(?<!\w){lead}{first}\s*{day}(?:{_RANGE}(?:{last}\s*)?{day2})?"
        rf"(?![\d:%]|[.,]\d)(?:(?:,?\s+|,){_YEAR})?",
    )
    renamed = forms[1].replace("?P<", "?P<x")
    return re.compile(f"{forms[0]}|{renamed}", re.IGNORECASE)


def _month_number(name: str, lang: str) -> int:
    """1 to 12; 0 for what ``re.IGNORECASE`` takes for a month's name and is none."""
    return _months(lang).get(_fold(name), 0)


def _valid(year: int, month: int, day: int) -> bool:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return True


def named_days(text: str, lang: str = "") -> list[NamedDay]:
    """Days and ranges of days named in a text, in order, with their spans.

    ``lang`` adds that language's month names to the English ones. "3/4/2025"
    is read day first unless that is impossible or the language is English,
    where an ambiguous one is left out.
    """
    text = _ascii_digits(text)
    found = []
    for match in _NUMERIC.finditer(text):
        group = match.groupdict()
        if group["m3"]:
            year, month, day = int(group["y3"] or 0), int(group["m3"]), int(group["d3"])
        elif group["y4"]:
            year, month, day = 2000 + int(group["y4"]), int(group["m4"]), int(group["d4"])
        elif group["y1"]:
            year, month, day = int(group["y1"]), int(group["m1"]), int(group["d1"])
        else:
            year, day, month = int(group["y2"]), int(group["a"]), int(group["b"])
            if "/" in group["sep"] and lang.startswith("en") and day <= 12 and month <= 12:
                continue
            if month > 12 >= day:
                day, month = month, day
        if _valid(year, month, day):
            found.append(NamedDay(*match.span(), year, (month, day), (month, day)))
    for match in _pattern(lang).finditer(text):
        group = {k.removeprefix("x"): v for k, v in match.groupdict().items() if v}
        names = [group[k] for k in ("m1", "m2") if k in group]
        # "may 5 people" and "march 3 km" are no days
        if any(n in ("may", "march", "mar") for n in names) and lang in ("", "en"):
            continue
        months = [_month_number(n, lang) for n in names]
        if not all(months):
            continue
        first = (months[0], int(group["d1"]))
        last = (months[-1], int(group.get("d2", group["d1"])))
        if "d2" not in group and len(months) == 2:  # "17 November December": two things
            last = first
        year = int(group.get("y0") or group.get("year", 0))
        if _valid(year, *first) and _valid(year, *last):
            found.append(NamedDay(*match.span(), year, first, last))
    return sorted(found, key=lambda d: (d.start, d.end))


def _ascii_digits(text: str) -> str:
    """The same text, code point for code point, with the digits of every script as 0 to 9."""
    return text if text.isascii() else text.translate(_DIGITS)


def parse_moment(text: str, lang: str = "") -> Moment | None:
    """The moment a date field states (ISO 8601, RFC 5322, seconds, or in words), else None.

    A time without a zone is not used: the day stands alone, as the source
    wrote it.
    """
    text = _ascii_digits(text.strip())
    if not text or len(text) > 200:
        return None
    value = _standard(text)
    if value is not None and value.year >= 1000:
        try:
            return value.astimezone(UTC) if value.tzinfo else value.date()
        except OverflowError:
            return value.date()
    # Only the name of a month may be in another language than the text.
    others = _OTHERS if _SOME_YEAR.search(text) and not _NUMERIC.search(text) else []
    for code in dict.fromkeys((lang, *others)):
        for named in named_days(text, code):
            if named.year and (days := named.days()):
                rest = f"{text[: named.start]}\n{text[named.end :]}"
                return _at_clock(days[0], rest) or days[0]
    return None


def _standard(text: str) -> datetime | None:
    """Of a date in one of the formats that machines write."""
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / (1000 if seconds > 1e11 else 1), UTC)
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text) if _RFC_5322.match(text) else None
    except (ValueError, TypeError, IndexError):
        return None


def _at_clock(day: date, text: str) -> datetime | None:
    """The day at the first clock time of a text, if that time has a zone."""
    match = _CLOCK.search(text)
    if not match or not (match["shift"] or (match["zone"] or "").lower() in _ZONES):
        return None
    hour, zone, shift = int(match["hour"]), (match["zone"] or "").lower(), match["shift"] or ""
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    hours = float(_ZONES.get(zone, 0))
    if shift:
        digits = shift[1:].replace(":", "")
        hours = int(digits[:-2]) + int(digits[-2:]) / 60 if len(digits) > 2 else int(digits)
        hours = -hours if shift[0] == "-" else hours
    try:
        clock = time(hour, int(match["minute"]), int(match["second"] or 0))
        zone_of_it = timezone(timedelta(hours=hours))
        return datetime.combine(day, clock, tzinfo=zone_of_it).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@cache
def _weekdays(lang: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Forms of the weekdays, and their numbers, Monday 0: our list, else CLDR's names.

    Forms are listed and not cut: «среди» begins like «среда» and is none.
    """
    own = [line.partition(" = ") for line in entries("weekdays", lang)]
    known = locale(lang) or locale("en")
    names = {form: int(day) for day, _, forms in own for form in forms.split(", ")}
    names = names or {name: day for day, name in known.days["format"]["wide"].items()}
    joined = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)"), names


@cache
def calendar_words(lang: str) -> frozenset[str]:
    """Names of months and weekdays as the language spells them within a sentence."""
    names = set(_weekdays(lang)[1])
    known = locale(lang)
    for use in ("format", "stand-alone") if known else ():
        names |= {n for n in known.months[use]["wide"].values() if not n[0].isdigit()}
    return frozenset(names)


@cache
def calendar_folded(lang: str) -> frozenset[str]:
    """The same in lower case: no names of anybody, wherever they stand."""
    return frozenset(name.lower() for name in calendar_words(lang))


@lru_cache(maxsize=50_000)
def month_of(word: str, lang: str) -> int:
    """The month, 1 to 12, that a lower-case word names in full, inflected or not; 0 for none."""
    known = calendar_folded(lang)
    return next((_month_number(w, lang) for w in (word, word[:-1]) if w in known), 0)


def begins_month(word: str, lang: str) -> bool:
    """Whether a lower-case word begins with a month's name, long or short."""
    word, names = _fold(word), _months(lang)
    return any(word[:length] in names for length in range(3, len(word) + 1))


def weekdays_before(text: str, lang: str, published: date) -> list[NamedDay]:
    """Weekdays named in a text, as the last such day up to publication ("on Tuesday").

    Only of the last ``RECENT`` days: "will appear in court on Friday" is said on
    Monday of the Friday to come. Spelled as the language spells them: "Domingo"
    in a Spanish sentence is a name.
    """
    pattern, numbers = _weekdays(lang)
    found = []
    for match in pattern.finditer(text):
        back = (published.weekday() - numbers[match[0]]) % 7
        if back <= min(RECENT, published.toordinal() - 1):
            day = published - timedelta(days=back)
            place = (day.month, day.day)
            found.append(NamedDay(match.start(), match.end(), day.year, place, place))
    return found
