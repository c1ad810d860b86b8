"""Stage 1, clean.header: lines -> what ``Key: value`` lines, front matter and a date line say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from ..anchors import named_days, parse_moment
from ..data import entries
from ..types import Moment
from .boilerplate import is_debris

MOST = 12  #: lines of a header
#: At most so many words has the value of each field; a sentence has more.
WORDS = {"title": 30, "published": 14, "outlet": 6, "byline": 8, "url": 1, "lang": 2, "drop": 12}
_FIELD = re.compile(
    r"[#*>\s-]{0,4}(?P<key>[^\W\d_][^\W_]*(?: [^\W_]+){0,2})\**"
    r"(?:\s?[:=]\s+|:(?=https?:)|\s?：\s*)\**(?P<value>\S.*)"
)
_DATE_FIELD = re.compile(
    r"(?:date|published|дата|опубликовано|tarix|tarih|datum|fecha)\s*[:=]?\s+", re.IGNORECASE
)
_TIME = re.compile(
    r"[T ,]*(?:\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?)?\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?(?=\s|$)"
)

#: Keys that speak of the publication and not of an event ("Date: 3 March").
_PUBLISHED = re.compile(
    r"(?:date )?(?:publi|pubdate|posted|опубл|veröff|erschein|pubbl|yayı|dərc)|"
    r"(?:дата|date|data|время|fecha)\s(?:de\s|di\s)?(?:publ|публ|pubbl)|"
    r"تاريخ النشر|发布|發布|公開日|掲載日|입력",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Header:
    """The fields found, by our names, and the lines that remain."""

    lines: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    published: Moment | None = None


@cache
def _keys() -> dict[str, str]:
    return dict(line.split(" = ") for line in entries("wire", "fields"))


def read_field(line: str, lang: str) -> tuple[str, str] | None:
    """Our name and the value of a ``Key: value`` line, else None."""
    match = _FIELD.fullmatch(line[:400])
    name = _keys().get(match["key"].lower()) if match else None
    if not match or not name:
        return None
    value = match["value"].strip().strip("*").strip()
    if value[:1] in "\"'" and value[-1:] == value[:1]:
        value = value[1:-1].strip()
    return (name, value) if _is_plausible(name, value, lang) else None


def _is_plausible(name: str, value: str, lang: str) -> bool:
    """Whether it is the value of a field and no sentence: "Date: the fruit of the desert"."""
    if name == "published":
        return bool(parse_moment(value, lang)) or _is_stamp(value)
    if len(value.split()) > WORDS[name] or (name == "url" and "." not in value):
        return False
    return name == "title" or not value.endswith((".", "!", "?"))


def _is_stamp(value: str) -> bool:
    """A time that does not tell the day: "2 hours ago", "18:05"."""
    return len(value.split()) <= 5 and bool(re.search(r"\d", value)) and len(value) < 40


def read_header(lines: list[str], lang: str) -> Header:
    """The header that opens a document: front matter, fields, ``date 2025-11-28``."""
    header = _front_matter(lines, lang)
    rest = [line for line in header.lines if not is_debris(line)]
    while rest and len(header.fields) < MOST:
        if (dated := _date_line(rest[0], lang)) is not None:
            moment, left = dated
            header.published = header.published or moment
            rest[:1] = [] if is_debris(left) else [left]
            continue
        found = read_field(rest[0], lang)
        if not found or (found[0] in header.fields and found[0] != "drop"):
            break
        _keep(header, *found, lang)
        rest.pop(0)
    header.lines = rest
    return header


def _keep(header: Header, name: str, value: str, lang: str) -> None:
    header.fields.setdefault(name, value)
    if name == "published":
        header.published = header.published or parse_moment(value, lang)


def _front_matter(lines: list[str], lang: str) -> Header:
    """YAML between two ``---`` lines at the top, whatever its keys are."""
    if not lines or lines[0] != "---" or "---" not in lines[1:60]:
        return Header(lines)
    end = lines.index("---", 1)
    header = Header(lines[end + 1 :])
    for line in lines[1:end]:
        if found := read_field(line, lang):
            _keep(header, *found, lang)
    return header


def _date_line(line: str, lang: str) -> tuple[Moment | None, str] | None:
    """The moment of a leading ``date 2025-11-28`` and the rest of its line."""
    match = _DATE_FIELD.match(line)
    if not match:
        return None
    head = line[match.end() : match.end() + 60]
    day = next((d for d in named_days(head, lang) if d.start <= 1 and d.year), None)
    if day is None:
        return None
    time = _TIME.match(head, day.end)
    end = time.end() if time else day.end
    left = line[match.end() + end :].strip()
    if left[:1].islower() or left[:1] == "|":  # more of the stamp: "10:20 am EST | Updated ..."
        return None
    return parse_moment(head[:end], lang), left


def read_inner(lines: list[str], lang: str) -> Header:
    """``Published: 19 September 2025`` on a line of its own behind the first paragraph."""
    header = Header(list(lines))
    for index in range(min(len(lines), MOST) - 1, 0, -1):
        found = read_field(lines[index], lang) if _PUBLISHED.match(lines[index]) else None
        if found and found[0] == "published" and parse_moment(found[1], lang):
            header.published = parse_moment(found[1], lang)  # the first one stands
            del header.lines[index]
    return header


def read_tail(lines: list[str], lang: str) -> Header:
    """Source, author, address and tags on lines of their own at the end of a document."""
    header = Header(list(lines))
    for index in range(len(lines) - 1, max(len(lines) - 6, 0), -1):
        found = read_field(lines[index], lang)
        if found and found[0] in ("outlet", "byline", "url", "drop"):
            _keep(header, *found, lang)
            del header.lines[index]
    return header
