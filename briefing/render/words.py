"""Render, words: the interface in the brief's language: labels, dates, names of languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

from ..errors import OutputError

_FALLBACK = "en_GB"
_LOCALES = {"en": _FALLBACK}  #: day before month, as in the rest of the brief's languages
_RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def primary(lang: str) -> str:
    """``pt`` of ``pt-BR``; ``""`` where the language is not known."""
    return "" if lang in ("", "und") or not _TAG.fullmatch(lang) else lang.split("-")[0].lower()


def direction(lang: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if primary(lang) in _RTL else "ltr"


def tag(lang: str) -> str:
    """The two or three letters that mark a language: ``EN``."""
    return primary(lang).upper() or "?"


class Words:
    """What templates call ``t``: every word of the interface in one language."""

    def __init__(self, lang: str, labels: dict[str, dict[str, Any]]) -> None:
        self.lang = lang if _TAG.fullmatch(lang) else "und"
        self.dir = direction(lang)
        self.tag = tag(lang)
        self.locale = _locale(lang)
        self._english = Locale.parse(_FALLBACK)
        self._own = labels.get(primary(lang), {})
        self._labels = labels["en"]

    @classmethod
    def read(cls, lang: str, roots: Sequence[Path]) -> Words:
        """With the labels of all folders; those of an earlier one stand before a later one's."""
        labels: dict[str, dict[str, Any]] = {}
        for path in (root / "labels.toml" for root in reversed(roots)):
            try:
                if path.is_file():
                    for code, own in tomllib.loads(path.read_text("utf-8")).items():
                        labels[code] = labels.get(code, {}) | own
            except (TypeError, ValueError) as error:
                raise OutputError(f"{path} cannot be read: {error}") from error
        if "en" not in labels:
            raise OutputError(f"no labels.toml in {roots[-1]}; reinstall briefing")
        return cls(lang, labels)

    def __call__(self, key: str, **values: object) -> str:
        """The label ``key``, its ``{names}`` filled in."""
        return _filled(str(self._own.get(key, self._labels[key])), values)

    def count(self, key: str, n: int) -> str:
        """The label ``key`` in the plural form that ``n`` asks for."""
        locale = self.locale if key in self._own else self._english
        forms: dict[str, str] = self._own.get(key, self._labels[key])
        return _filled(forms.get(locale.plural_form(n), forms["other"]), {"n": n})

    def language(self, lang: str) -> str:
        """The name of a language: ``Russian``."""
        if not primary(lang):
            return self("unknown_language")
        names = self.locale.languages
        return names.get(lang.replace("-", "_")) or names.get(primary(lang)) or lang

    def day(self, day: date | None, style: str = "long") -> str:
        """``28 November 2025``; ``full`` adds the weekday, ``medium`` shortens."""
        return format_date(day, style, self.locale) if day else self("undated")

    def column(self, day: date) -> str:
        """``28 Nov``; in figures where it would run right to left, which SVG text cannot."""
        if self.dir == "rtl":
            return f"{day.day}/{day.month}"
        return format_skeleton("MMMd", day, locale=self.locale)

    def moment(self, moment: str | None) -> str:
        """``21 Nov 2025, 17:40 UTC`` of a document's moment, or of a day, or undated."""
        if moment is None or "T" not in moment:
            return self.day(day_of(moment), "medium")
        known = datetime.fromisoformat(moment).astimezone(UTC)
        clock = format_time(known, "HH:mm", locale=self.locale)
        return f"{self.day(known.date(), 'medium')}, {clock} UTC"

    def period(self, start: date | None, end: date | None) -> str:
        """``17–28 November 2025``, or one day, or ``""``."""
        if start is None or end is None or start == end:
            return self.day(start or end) if start or end else ""
        last = self.day(end)
        if (start.year, start.month) == (end.year, end.month):
            number = re.match(r"\d+(\.?) ", last)
            if number:
                return f"{start.day}{number[1]}–{last}"
        return f"{self.day(start)} – {last}"


def day_of(moment: str | None) -> date | None:
    """The UTC day of a document's moment."""
    if moment is None:
        return None
    if "T" not in moment:
        return date.fromisoformat(moment)
    return datetime.fromisoformat(moment).astimezone(UTC).date()


def _locale(lang: str) -> Locale:
    for name in (_LOCALES.get(lang, lang.replace("-", "_")), primary(lang)):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale.parse(_FALLBACK)


def _filled(label: str, values: dict[str, object]) -> str:
    """``{name}`` replaced; unlike ``str.format`` without reach into the values."""
    return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), label)
