"""Config, faults: what is wrong with a value, and what may stand there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any
from unicodedata import category

from .. import schedule
from ..settings import Schedule, Section, Style

TEXTS = ("cited", "whole")
QUIET = ("brief", "none")
LONGEST_MEMORY = 366  #: days; every brief of them is read again for each new one
FORMATS = ("pdf", "html", "md", "txt", "json")
METHODS = (
    "central", "lead", "edmundson", "kl", "lexrank", "lsa", "luhn", "reduction", "sumbasic",
    "textrank",
)  # fmt: skip
LANG = r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"  #: script and region may follow
PAGES = ("A4", "Letter")
#: Events that fit no section: under the catch-all, in a line each, or only counted.
RESTS = ("told", "named", "counted")
APPROVALS = ("none", "required")
LISTS = ("outlets", "outlets_left_out")
_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FILES = {"font": (".ttf",), "logo": (".png", ".jpg", ".jpeg", ".svg")}


def fault(key: str, value: Any) -> str:
    """What is wrong with a value of ``Config``; ``""`` if nothing is."""
    if key == "method" and value not in METHODS:
        return f"unknown method{hint(value, METHODS)}"
    if key == "formats":
        unknown = next((f for f in value if f not in FORMATS), None)
        return f"unknown format {unknown!r}{hint(unknown, FORMATS)}" if unknown is not None else ""
    if key == "texts" and value not in TEXTS:
        return f"must be {' or '.join(TEXTS)}"
    if key == "quiet" and value not in QUIET:
        return f"must be {' or '.join(QUIET)}"
    if key == "memory" and not 0 <= value <= LONGEST_MEMORY:
        return f"must be 0 to {LONGEST_MEMORY} days"
    if key in ("length", "jobs", "events", "statements", "characters") and value < 1:
        return "must be at least 1"
    if key == "lang" and value and not re.fullmatch(LANG, value):
        return "must be a language code such as en, ru or en-GB"
    if key == "name" and value:
        wrong = value.startswith(".") or re.search(r"[/\\\s]", value.replace(" ", ""))
        if wrong or not is_text(value) or len(value.encode()) > 200:
            return "must be a short file name, without a folder"
    if key == "allow_hosts" and any(re.search(r"[/@\s]", host) for host in value):
        return "must be host names, without https:// and path"
    if key == "user_agent" and not (value.isascii() and value.isprintable()):
        return "must be plain letters on one line"
    if key == "proxy" and value and not re.fullmatch(r"https?://[^\s/]+/?", value):
        return "must be an address such as http://proxy.example:3128"
    if key in ("title", "catch_all") and not is_text(" ".join(value.split())):
        return "must be text, without control characters"
    if key == "rest" and value not in RESTS:
        return f"must be {', '.join(RESTS[:-1])} or {RESTS[-1]}"
    if key == "sections":
        return _sections(value)
    if key == "langs":
        return _languages(value)
    if key == "approval" and value not in APPROVALS:
        return f"must be {' or '.join(APPROVALS)}"
    return _list(value) if key in LISTS else ""


def section(key: str, value: Any) -> str:
    """What is wrong with a value of ``Section``; ``""`` if nothing is."""
    if key == "title":
        told = value.strip() and is_text(" ".join(value.split()))
        return "" if told else "must be the words of a heading"
    return _languages(value) if key == "langs" else _list(value)


def _sections(value: tuple[Section, ...]) -> str:
    lists = [f.name for f in fields(Section) if f.name != "title"]
    seen: set[str] = set()
    for made in value:
        if not any(getattr(made, name) for name in lists):
            return f"{made.title!r} does not say what belongs there; give it {', '.join(lists)}"
        title = " ".join(made.title.split()).casefold()
        if title in seen:
            return f"{made.title!r} is there twice; put its lists together"
        seen.add(title)
    return ""


def _list(value: tuple[str, ...]) -> str:
    """An entry of a list must have a letter or digit by which it can be found."""
    empty = next((v for v in value if not any(c.isalnum() for c in v) or not is_text(v)), None)
    return "" if empty is None else f"{empty!r} is no word that could be found"


def _languages(value: tuple[str, ...]) -> str:
    from ..language import DETECTABLE, UNKNOWN

    unknown = next((v for v in value if v not in (*DETECTABLE, UNKNOWN)), None)
    if unknown is None:
        return ""
    near = difflib.get_close_matches(unknown.split("-")[0].lower(), DETECTABLE, n=1, cutoff=0.9)
    meant = f"; did you mean {near[0]}?" if near else "; use codes such as en, ru or az"
    return f"{unknown!r} is no language that articles are recognised in{meant}"


def style(key: str, value: str) -> str:
    """What is wrong with a value of ``Style``; ``""`` if nothing is."""
    if key in ("colour", "accent") and value and not _COLOUR.fullmatch(value):
        return "must be a colour such as #123a63"
    kinds = _FILES.get(key, ())
    if kinds and value and not value.lower().endswith(kinds):
        return f"must be a file of the templates folder, {kinds[0]}"
    if key == "page" and value and value not in PAGES:
        return f"must be {' or '.join(PAGES)}"
    return "" if is_text(value) else "must be text, without control characters"


OF: dict[type, Callable[[str, Any], str]] = {
    Style: style, Section: section, Schedule: schedule.fault,
}  # fmt: skip
"""Table of the configuration -> what is wrong with a value of its; ``Config`` adds its own."""

WHOLE: dict[type, Callable[[Any], str]] = {Schedule: schedule.whole_fault}
"""Table of the configuration -> which of its keys do not go together."""


def whole(value: Any) -> str:
    """The first fault of a table that was not read from a file, key and value before it."""
    for f in fields(value):
        part = getattr(value, f.name)
        if wrong := OF[type(value)](f.name, part):
            return f"{f.name} = {part!r}: {wrong}"
    return ""


def is_text(value: str) -> bool:
    """Whether a string has no control character and no half of a pair."""
    return not any(category(c) in ("Cc", "Cs") for c in value)


def hint(name: str, known: Iterable[str]) -> str:
    """``; did you mean length?``, or what there is."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
