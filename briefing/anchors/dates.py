"""Ground floor, anchors.dates: the days a text names, in any language.

Month names come from Unicode CLDR through Babel. A day may lack its year
("November 17"); it is never supplied here from a clock or a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from ..types import Moment


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
        year = self.year or year
        try:
            first, last = date(year, *self.first), date(year, *self.last)
        except ValueError:
            return None
        return (first, last if last >= first else last.replace(year=year + 1))


_DASH = r"\s*[-–—]\s*"
#: Words between the ends of a range: "17 to 28 November", «с 17 по 28 ноября».
_TO = (
    r"to|and|till|until|through|thru|по|до|и|та|й|au|et|al|a|ao|y|e|bis|und|t/m|tot|en|"
    r"ile|ilə|və|do|i|og|och|til|till"
)
_RANGE = rf"(?:{_DASH}|\s+(?:{_TO})\s+)"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.|-?го|-?е|-?га)?"
_DAY = r"(?<![\d.,:/])(?P<NAME>3[01]|[12]\d|0?[1-9])" + _ORDINAL
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
#: Case endings that agglutinative languages hang on a month name ("noyabrın", "Kasım'da").
_ENDINGS = {"az": r"\w{0,4}", "tr": r"['’]?\w{0,4}", "kk": r"\w{0,4}", "uz": r"\w{0,4}",
            "fi": r"\w{0,3}", "et": r"\w{0,3}", "hu": r"\w{0,3}", "ky": r"\w{0,4}"}  # fmt: skip

_NUMERIC = re.compile(
    r"(?<![\d.])(?:(?P<y1>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m1>\d{1,2})\s?[-/.月]\s?(?P<d1>\d{1,2})日?"
    r"|(?P<a>\d{1,2})(?P<sep>\s?/\s?|\.|-)(?P<b>\d{1,2})(?P=sep)(?P<y2>(?:19|20)\d\d))(?!\d)"
)


@cache
def _months(lang: str) -> dict[str, int]:
    """Every spelling of a month in CLDR: wide and short, in a date and alone; with English."""
    from babel import Locale, UnknownLocaleError

    names: dict[str, int] = {}
    for code in dict.fromkeys((lang, "en")):
        try:
            locale = Locale.parse(code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    key = name.lower().rstrip(".")
                    if len(key) >= 3 and not key.isdigit():
                        names.setdefault(key, number)
                    if lang in ("ru", "uk", "be", "bg"):  # "21 ноя", where CLDR has "нояб."
                        names.setdefault(key[:3], number)
    if "sep" in names:
        names.setdefault("sept", 9)
    return names


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    names = sorted(_months(lang), key=len, reverse=True)
    month = r"(?P<NAME>" + "|".join(map(re.escape, names)) + r")" + _ENDINGS.get(lang, "")
    month += r"(?!\w)\.?"
    first, last = month.replace("NAME", "m1"), month.replace("NAME", "m2")
    day, day2 = _DAY.replace("NAME", "d1"), _DAY.replace("NAME", "d2")
    of = r"\s+(?:de\s+|of\s+|do\s+)?|\s*"
    forms = (
        # 17 (November) to 28 November 2025; 21 ноября; le 21 novembre
        rf"{day}(?:(?:{of}){first})?(?:{_RANGE}{day2})?(?:{of}){last}"
        rf"(?:,?\s+(?:de\s+|del\s+)?{_YEAR})?",
        # November 17 to (November) 28, 2025
        rf"(?<!\w){first}\s*{day}(?:{_RANGE}(?:{last}\s*)?{day2})?"
        rf"(?![\d:%]|[.,]\d)(?:,?\s+{_YEAR})?",
    )
    renamed = forms[1].replace("?P<", "?P<x")
    return re.compile(f"{forms[0]}|{renamed}", re.IGNORECASE)


def _month_number(name: str, lang: str) -> int:
    return _months(lang)[name.lower()]


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
    found = []
    for match in _NUMERIC.finditer(text):
        group = match.groupdict()
        if group["y1"]:
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
        first = (months[0], int(group["d1"]))
        last = (months[-1], int(group.get("d2", group["d1"])))
        if "d2" not in group and len(months) == 2:  # "17 November December": two things
            last = first
        year = int(group.get("year", 0))
        if _valid(year, *first) and _valid(year, *last):
            found.append(NamedDay(*match.span(), year, first, last))
    return sorted(found, key=lambda d: (d.start, d.end))


def parse_moment(text: str, lang: str = "") -> Moment | None:
    """The moment a date field states (ISO 8601, RFC 5322, or in words), else None.

    A time without a zone is not used: the day stands alone, as the source
    wrote it.
    """
    text = text.strip()
    if not text or len(text) > 200:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        try:
            value = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            value = None
    if value is not None and value.year >= 1000:
        try:
            return value.astimezone(UTC) if value.tzinfo else value.date()
        except OverflowError:
            return value.date()
    for named in named_days(text, lang):
        if named.year and (days := named.days()):
            return days[0]
    return None
