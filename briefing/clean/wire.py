"""Stage 1, clean.wire: the lines of a text file -> its header fields and its body.

Wire services and page dumps put title, site, date, byline and dateline around
a text in a few shapes that recur everywhere. Each step reads one shape, takes
its lines away, and leaves a field empty when the document does not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from ..anchors import named_days, parse_moment
from ..data import entries
from ..types import Moment
from .boilerplate import ENDS, is_debris

HEAD = 12  #: lines in which a header can stand
TITLE_WORDS = 30
_UPPER = "[^\\W\\d_a-zа-яёіїєґəıüöğçşß]"
_NAME = rf"{_UPPER}[\w.'’&-]*(?: {_UPPER}[\w.'’&-]*){{0,3}}"
_FIELD = re.compile(r"^(?P<key>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,2})\s*[:=]\s+(?P<value>\S.*)$")
_DATE_FIELD = re.compile(
    r"^(?:date|published|дата|опубликовано|tarix|tarih|datum|fecha)\s*[:=]?\s+", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s*\|\s*|\s+(?:»|::|·)\s+")
_DOMAIN = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-zа-я]{2,10}$", re.IGNORECASE)
_BYLINE = re.compile(
    r"^(?:by|автор(?:ы)?|текст|von|par|por|müəllif|yazan|di|door)[: ]\s*(?P<name>\S.*)$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\.?)?\b", re.IGNORECASE)
_STAMP_WORDS = re.compile(
    r"\b(?:published|posted|updated|last|on|at|date|time|gmt|utc|est|edt|cet|msk|мск|опубликовано|"
    r"обновлено|дата|время|tarix|saat|yayın(?:lanma)?|tarihi|güncelleme|publié|mis|à|jour|le|"
    r"veröffentlicht|uhr|publicado|el|в|г)\b\.?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"(?P<place>{_UPPER}[\w'’-]+\.?(?:[ -]{_UPPER}[\w.'’-]+){{0,3}}|(?:{_UPPER}\.){{2,4}})"
    rf"(?:,\s+{_UPPER}[\w.'’-]+(?: {_UPPER}[\w.'’-]+){{0,2}}){{0,2}}"
)
_AGENCY = re.compile(
    rf"[\s,.]*(?:\((?P<a>[\w./ &-]{{2,30}})\)|/(?P<b>[\w. &-]{{2,30}})/)|\s*[,–—-]\s*(?P<c>{_NAME})"
)
_STOP = re.compile(r"\s*(?:[.:]|[-–—]{1,2}|\.\s*[-–—/]+)\s+(?=[^\Wa-zа-яё_]|[\"'“”«„(‘])")


@dataclass(frozen=True, slots=True)
class Wire:
    """What the head of a document says, and the lines that remain."""

    lines: list[str]
    title: str = ""
    outlet: str = ""
    published: Moment | None = None
    byline: str = ""
    url: str = ""
    lang: str = ""
    dateline: str = ""
    place: str = ""


def read_wire(lines: list[str], lang: str, title: str = "") -> Wire:
    """Header, titles, byline, dateline and credit, in that order.

    ``title`` is one the source already gave; its repetitions are dropped.
    """
    wire = Wire([s for s in lines if not is_debris(s)], title=title)
    for step in (_fields, _page_title, _repeats, _bylines, _first_line, _repeats, _bylines):
        wire = step(wire, lang)
    return _credit(_dateline(wire, lang))


@cache
def _keys() -> dict[str, str]:
    return dict(line.split(" = ") for line in entries("wire", "fields"))


def _fields(wire: Wire, lang: str) -> Wire:
    """``Key: value`` lines and a leading ``date 2025-11-28`` that opens a line."""
    found: dict[str, str] = {}
    rest = list(wire.lines)
    published = None
    while rest and len(found) < HEAD:
        line = rest[0].lstrip("-# ").strip() if rest[0].startswith(("---", "# ")) else rest[0]
        if match := _DATE_FIELD.match(line):
            head = line[match.end() : match.end() + 60]
            day = next((d for d in named_days(head, lang) if d.start <= 1 and d.year), None)
            if day is not None:
                tail = re.match(r"[T ,]*(?:\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?"
                                r"(?=\s|$)", head[day.end :])  # fmt: skip
                end = day.end + (tail.end() if tail else 0)
                published = published or parse_moment(head[:end], lang)
                rest[0] = line[match.end() + end :].strip()
                if not rest[0] or is_debris(rest[0]):
                    rest.pop(0)
                found["date"] = ""
                continue
        field = _FIELD.match(line)
        name = _keys().get(field["key"].lower()) if field else None
        if not field or not name or len(field["value"].split()) > TITLE_WORDS or name in found:
            break
        found[name] = field["value"].strip()
        rest.pop(0)
    return replace(
        wire,
        lines=rest,
        title=wire.title or found.get("title", ""),
        outlet=found.get("outlet", ""),
        published=published or parse_moment(found.get("published", ""), lang),
        byline=found.get("byline", ""),
        url=found.get("url", ""),
        lang=found.get("lang", ""),
    )


@cache
def _sections() -> frozenset[str]:
    return frozenset(entries("wire", "sections"))


def _same(a: str, b: str) -> bool:
    def key(s: str) -> str:
        return re.sub(r"\W+", " ", s).strip().casefold()

    return key(a) == key(b)


def _page_title(wire: Wire, lang: str) -> Wire:
    """``Title | Section | Site`` in any order: the part that recurs, else the longest."""
    for index, line in enumerate(wire.lines[:4]):
        parts = [p for p in _SEPARATOR.split(line) if p.strip(" |")]
        if not 2 <= len(parts) <= 6 or line.endswith(".") or len(line) > 400:
            continue
        others = wire.lines[:index] + wire.lines[index + 1 : HEAD]
        known = [p for p in parts if any(_same(p, o) for o in [*others, wire.title] if o)]
        title = max(known or parts, key=len)
        if len(title.split()) < 3:
            continue
        sites = [p for p in parts if p != title and len(p.split()) <= 5]
        sites = [p for p in sites if p.casefold() not in _sections()]
        # The site ends a page title, or opens it when the title is last.
        sites.sort(key=lambda p: (not _DOMAIN.match(p), -parts.index(p)))
        if parts[-1] == title:
            sites.sort(key=lambda p: (not _DOMAIN.match(p), parts.index(p)))
        return replace(
            wire,
            lines=wire.lines[:index] + wire.lines[index + 1 :],
            title=wire.title or title,
            outlet=wire.outlet or (sites[0] if sites else ""),
        )
    return wire


def _repeats(wire: Wire, lang: str) -> Wire:
    """Drop lines of the head that are the title again."""
    if not wire.title:
        return wire
    kept = [s for i, s in enumerate(wire.lines) if i >= HEAD or not _same(s, wire.title)]
    return replace(wire, lines=kept)


def _bylines(wire: Wire, lang: str) -> Wire:
    """``By NAME`` and stamps like ``Site21:40 - 21 / 11 / 2025`` among the first lines."""
    for index, line in enumerate(wire.lines[:4]):
        if len(line) > 120:
            break
        rest = wire.lines[:index] + wire.lines[index + 1 :]
        match = _BYLINE.match(line)
        if match and len(match["name"].split()) <= 8 and not line.endswith("."):
            return _bylines(replace(wire, lines=rest, byline=wire.byline or match["name"]), lang)
        days = named_days(line, lang)
        if _find_dateline(line, lang):
            continue
        if len(days) != 1 and not _CLOCK.search(line):
            continue
        left = line
        for day in days[::-1]:
            left = left[: day.start] + " " + left[day.end :]
        left = _STAMP_WORDS.sub(" ", _CLOCK.sub(" ", left))
        left = re.sub(r"\s+", " ", left).strip(" ,.|/:;–—-()[]•·")
        if len(left.split()) > 5 or line.endswith((".", "!", "?")) and len(left.split()) > 2:
            continue
        moment = parse_moment(line, lang)
        named = _BYLINE.match(left)
        name = (named["name"] if named else left) if any(c.isalpha() for c in left) else ""
        if _same(name, wire.outlet):
            name = ""
        return _bylines(
            replace(
                wire,
                lines=rest,
                published=wire.published or moment,
                outlet=wire.outlet or ("" if named else name),
                byline=wire.byline or (name if named or wire.outlet else ""),
            ),
            lang,
        )
    return wire


def _first_line(wire: Wire, lang: str) -> Wire:
    """A first line without an end mark, before a longer one, is the title."""
    if wire.title or len(wire.lines) < 2:
        return wire
    line, following = wire.lines[0].lstrip("# "), wire.lines[1]
    if not 3 <= len(line.split()) <= TITLE_WORDS or line.endswith((".", "…", ":", ";", ",")):
        return wire
    if len(line) > 300 or len(following) <= len(line) or _find_dateline(line, lang):
        return wire
    if not any(s.endswith(ENDS) for s in wire.lines[1:]):
        return wire
    return replace(wire, lines=wire.lines[1:], title=line)


def _find_dateline(line: str, lang: str) -> tuple[int, str, str] | None:
    """``(end, place, agency)`` of a dateline that opens a line, else None.

    A place and then a date, an agency, or (place in capitals) a dash.
    """
    place = _PLACE.match(line[:160])
    if not place:
        return None
    # The place must not swallow what follows it: step back word by word.
    whole = place.group()
    for end in sorted({place.end(), *(m.start() for m in re.finditer(r"[ ,]", whole))}, reverse=True):
        found = _dateline_after(line, end, whole[:end], lang)
        if found:
            return found
    return None


def _dateline_after(line: str, end: int, place: str, lang: str) -> tuple[int, str, str] | None:
    town = place.split(",")[0].strip(" .")
    position, dated = _skip_day(line, end, lang)
    agency = _AGENCY.match(line, position)
    if agency and not dated and not agency["c"]:
        position, dated = agency.end(), _skip_day(line, agency.end(), lang)[1]
        position = _skip_day(line, position, lang)[0] if dated else position
    elif agency and dated and _stop(line, agency.end()):
        position = agency.end()
    else:
        agency = None
    stop = _stop(line, position)
    capitals = len(town) > 2 and town == town.upper() != town.lower()
    dash = stop is not None and line[position:stop].strip() in ("-", "–", "—", "--")
    if stop is None or not (dated or agency or (capitals and dash)):
        return None
    return stop, town, next(g for g in agency.groups() if g).strip() if agency else ""


def _skip_day(line: str, position: int, lang: str) -> tuple[int, bool]:
    """The position after a day that follows, and whether there was one."""
    match = re.compile(r"[\s,.(/]*").match(line, position)
    start = match.end() if match else position
    days = named_days(line[start : start + 40], lang)
    if not days or days[0].start:
        return position, False
    end = start + days[0].end
    if line[end : end + 1] == ")":
        return end + 1, True
    return end - (line[end - 1] == "."), True  # the full stop ends the dateline, not "Nov."


def _stop(line: str, position: int) -> int | None:
    """Where the text begins after a dateline's full stop, colon or dash."""
    if not line[position:].strip(" ."):
        return len(line)
    match = _STOP.match(line, position)
    return match.end() if match else None


def _dateline(wire: Wire, lang: str) -> Wire:
    """Take the dateline off the first line of the body."""
    if not wire.lines:
        return wire
    line = wire.lines[0]
    found = _find_dateline(line, lang)
    if not found:
        return wire
    end, place, agency = found
    dateline = line[:end].strip()
    dateline = dateline.rstrip(" -–—:") if not dateline.endswith(".") else dateline
    rest = [line[end:].strip(), *wire.lines[1:]] if line[end:].strip() else wire.lines[1:]
    # A date after the year-less header is the header's; a full one is the document's.
    return replace(
        wire,
        lines=rest,
        dateline=dateline,
        place=place.title() if place.isupper() and len(place) > 3 else place,
        outlet=wire.outlet or agency,
        published=wire.published or parse_moment(dateline, lang),
    )


@cache
def _credits() -> tuple[re.Pattern[str], ...]:
    named = rf"(?P<outlet>{_NAME})"
    return tuple(re.compile(p.replace("{NAME}", named)) for p in entries("wire", "credits"))


def _credit(wire: Wire) -> Wire:
    """The outlet named by the credit of the first paragraph ("..., Trend reports")."""
    if wire.outlet or not wire.lines:
        return wire
    for pattern in _credits():
        if match := pattern.search(wire.lines[0][:800]):
            name = re.sub(r"['’]s$", "", match["outlet"]).strip(" .,")
            return replace(wire, outlet=name)
    return wire
