"""Stage 1, clean.wire: the lines of a text file -> its header fields and its body.

Wire services and page dumps put title, site, date, byline and dateline around
a text in a few shapes that recur everywhere. Each step reads one shape, takes
its lines away, and leaves a field empty when the document does not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from ..anchors import NamedDay, calendar_folded, named_days, parse_moment
from ..data import entries
from ..types import Moment
from .boilerplate import ENDS
from .dateline import find_dateline, is_place_line, titled
from .header import Header, read_field, read_header, read_inner, read_tail
from .shapes import NAME, is_capitals, is_names, outlet_or_none, same
from .titles import is_breadcrumb, is_title, split_page_title, without_site

HEAD = 12  #: lines in which a header can stand
LONGEST = 120  #: characters of a byline or a stamp
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af)[: ]\s*(?P<name>\S.*)", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d[:.h][0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\.?)?\b", re.IGNORECASE)
_AGO = re.compile(
    r"(?:\w+:?\s){0,2}(?:\d{1,2}|an?|one)\s\w+\s(?:ago|назад|тому|əvvəl|önce)|"
    r"(?:il y a|hace|há|fa|vor)\s\d{1,2}\s\w+|\d{1,2}\s\w+\s(?:fa|temu|geleden|sedan)",
    re.IGNORECASE,
)
_ENDS_DASHED, _OPENS_DASHED = re.compile(r"\w\s*[-–—|]$"), re.compile(r"[-–—|]\s*\w[^.]*$")
_BEFORE_DAY = re.compile(r"(?:^|\s)(?:le|el|il|em)\s+$", re.IGNORECASE)  #: not of "Le Monde"
_BRACKETED = re.compile(r"(?P<place>[^()]*?)\s*\((?P<agency>[^()]+)\)")  #: "KYIV (Agency)"
_STAMP_WORDS = re.compile(
    r"\b(?:published|posted|updated|last|on|at|date|time|gmt|utc|est|edt|cet|cest|msk|мск|a\.?m|p\.?m|"
    r"опубликовано|обновлено|дата|время|опубліковано|оновлено|час|tarix|saat|yayın(?:lanma)?|tarihi|"
    r"güncelleme|publié|mis|à|jour|veröffentlicht|uhr|publicado|actualizado|pubblicato|"
    r"opublikowano|r|в|о|г|р|mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|monday|tuesday|wednesday|thursday|friday|saturday|sunday|понедельник|"
    r"вторник|среда|четверг|пятница|суббота|воскресенье)\b\.?",
    re.IGNORECASE,
)


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


def read_wire(lines: list[str], lang: str, title: str = "", outlet: str = "") -> Wire:
    """Header, titles, byline, dateline and credit, in that order.

    ``title`` is one the source already gave; its repetitions are dropped. So
    is ``outlet``, which the title may carry.
    """
    wire = Wire(lines)
    if title:
        split = split_page_title(title, lines[:HEAD])
        title, site = split if split and not outlet else (without_site(title, outlet), "")
        wire = replace(wire, title=title, outlet=outlet_or_none(site))
    for step in (_header, _page_title, _repeats, _stamps, _first_line, _header, _repeats, _stamps):
        wire = step(wire, lang)
    wire = _dateline(_signed(wire), lang)
    return _credit(_tail(_said(wire, read_inner(wire.lines, lang)), lang))


def _header(wire: Wire, lang: str) -> Wire:
    return _said(wire, read_header(wire.lines, lang))


def _tail(wire: Wire, lang: str) -> Wire:
    return _said(wire, read_tail(wire.lines, lang))


def _said(wire: Wire, header: Header) -> Wire:
    """What the document said first stands."""
    said = header.fields
    return replace(
        wire,
        lines=header.lines,
        title=wire.title or said.get("title", ""),
        outlet=wire.outlet or outlet_or_none(said.get("outlet", "")),
        published=wire.published or header.published,
        byline=wire.byline or said.get("byline", ""),
        url=wire.url or said.get("url", ""),
        lang=wire.lang or said.get("lang", ""),
    )


def _without(wire: Wire, index: int) -> list[str]:
    return wire.lines[:index] + wire.lines[index + 1 :]


def _page_title(wire: Wire, lang: str) -> Wire:
    """``Title | Section | Site`` among the first lines."""
    lines = [s for i, s in enumerate(wire.lines) if i >= 4 or not is_breadcrumb(s)]
    wire = replace(wire, lines=lines)
    for index, line in enumerate(lines[:4]):
        by = _BYLINE.fullmatch(line[:LONGEST])
        if read_field(line, lang) or _stamp(line, wire, lang) or (by and is_names(by["name"])):
            continue
        rest = _without(wire, index)
        if found := split_page_title(line, [s for s in [*rest[:HEAD], wire.title] if s]):
            title, site = found
            site = wire.outlet or outlet_or_none(site)
            return replace(wire, lines=rest, title=wire.title or title, outlet=site)
    return wire


def _repeats(wire: Wire, lang: str) -> Wire:
    """Drop lines of the head that are the title again; a line said twice is the title."""
    title = wire.title
    if not title and wire.lines and any(same(wire.lines[0], s) for s in wire.lines[1:HEAD]):
        title = wire.lines[0]
    if not title:
        return wire
    kept = [s for i, s in enumerate(wire.lines) if i >= HEAD or not same(s, title)]
    return replace(wire, lines=kept, title=title)


def _stamps(wire: Wire, lang: str) -> Wire:
    """``By NAME`` and stamps like ``Site21:40 - 21 / 11 / 2025`` among the first lines."""
    for index, line in enumerate(wire.lines[:4]):
        if len(line) > LONGEST or (line.endswith(ENDS[:3]) and len(line.split()) > 8):
            break
        match = _BYLINE.fullmatch(line)
        field = read_field(line, lang)
        if field and field[0] != "title":
            header = read_header([line], lang)
            found = _said(wire, replace(header, lines=wire.lines))
        elif match and is_names(match["name"]):
            found = replace(wire, byline=wire.byline or match["name"])
        elif stamp := _stamp(line, wire, lang):
            moment, name = stamp
            named = _BYLINE.fullmatch(name)
            by = named["name"] if named else ""
            found = replace(
                wire,
                published=wire.published or moment,
                outlet=wire.outlet or ("" if named else outlet_or_none(name)),
                byline=wire.byline or by,
            )
        else:
            continue
        return _stamps(replace(found, lines=_without(wire, index)), lang)
    return wire


def _stamp(line: str, wire: Wire, lang: str) -> tuple[Moment | None, str] | None:
    """The moment of a line that is a date, a time or "2 hours ago", and the name beside it."""
    if len(line) > LONGEST:
        return None
    if _AGO.fullmatch(line):
        return None, ""
    days = named_days(line, lang)
    if not (days or _CLOCK.search(line)):
        return None
    outlets = _is_outlets(line, days) or _stands_above_dateline(line, days, wire, lang)
    if find_dateline(line, lang) and not outlets:
        return None
    clocks = [s for s in wire.lines if _CLOCK.fullmatch(s)]
    if line in clocks and len(clocks) > 1:  # a live blog
        return None
    left = line
    for day in days[::-1]:
        left = _BEFORE_DAY.sub(" ", left[: day.start]) + " " + left[day.end :]
    left = _STAMP_WORDS.sub(" ", _CLOCK.sub(" ", left))
    left = " ".join(w for w in left.split() if w.strip(",.").lower() not in calendar_folded(lang))
    left = re.sub(r"\s+", " ", left).strip(" ,.|/:;–—-[]•·")
    if match := _BRACKETED.fullmatch(left):
        left = match["place"] if not is_capitals(match["place"]) else match["agency"]
    left = left.strip(" ()")
    if len(left.split()) > 5 or (line.endswith(ENDS[:3]) and len(left.split()) > 2):
        return None
    name = left if any(c.isalpha() for c in left) else ""
    if name and not (days and days[0].year):  # "2. Jan Nowak"
        return None
    return parse_moment(line, lang), name


def _is_outlets(line: str, days: list[NamedDay]) -> bool:
    """Whether a line is a day with its year and, behind a dash or a bar, a name: no town's."""
    if len(days) != 1 or not days[0].year:
        return False
    before, after = line[: days[0].start].strip(), line[days[0].end :].strip()
    if before and after:
        return False
    name = (before or after).strip(" -–—|")
    sure = len(name) < 4 or not is_capitals(name)  # "KIEL - 14 March 2026"
    return sure and bool(_ENDS_DASHED.search(before) or _OPENS_DASHED.match(after))


def _stands_above_dateline(line: str, days: list[NamedDay], wire: Wire, lang: str) -> bool:
    """Whether a line is a name and a day with its year, and the next one has its own dateline."""
    if len(days) != 1 or not days[0].year or line[days[0].end :].strip(" ."):
        return False
    after = wire.lines[wire.lines.index(line) + 1 :]
    return bool(after) and bool(find_dateline(after[0], lang, "\n".join(after[1:])))


def _first_line(wire: Wire, lang: str) -> Wire:
    """The title that only its shape tells, a Markdown heading's sign taken off."""
    if wire.title or len(wire.lines) < 2:
        return wire
    line, following = wire.lines[0].lstrip("# "), wire.lines[1:]
    if find_dateline(line, lang, "\n".join(following)):
        return wire
    sure = line != wire.lines[0] or bool(find_dateline(following[0], lang, "\n".join(following)))
    by = _BYLINE.fullmatch(following[0])
    sure = sure or bool(by and is_names(by["name"])) or bool(_stamp(following[0], wire, lang))
    sure = sure or bool(read_field(following[0], lang))
    if not is_title(line, following, sure=sure):
        return wire
    return replace(wire, lines=following, title=line)


def _signed(wire: Wire) -> Wire:
    """Drop names between title and text that do not say whose they are."""
    lines = wire.lines
    for index, line in enumerate(lines[:3]):
        if not wire.title or not is_names(line) or len(line.split()) > 4 or line.endswith(ENDS):
            return replace(wire, lines=lines[index:])
        near = lines[index + 1 : index + 3]
        if not any(s.endswith(ENDS) and len(s) > 2 * len(line) for s in near):
            break
        if is_place_line(line, "\n".join(lines[index + 1 :])):
            return replace(wire, lines=lines[index:])
    return wire


def _dateline(wire: Wire, lang: str) -> Wire:
    """Take the dateline off the first line of the body."""
    if not wire.lines:
        return wire
    line, rest = wire.lines[0], wire.lines[1:]
    if rest and is_place_line(line, "\n".join(rest)):
        return replace(wire, lines=rest, dateline=line, place=titled(line, lang))
    found = find_dateline(line, lang, "\n".join(wire.lines)[len(line) // 8 :])
    if not found or not (rest or line[found.end :].strip()):
        return wire
    left = line[found.end :].strip()
    return replace(
        wire,
        lines=[left, *rest] if left else rest,
        dateline=found.written,
        place=found.place,
        outlet=wire.outlet or outlet_or_none(found.agency),
        byline=wire.byline or found.byline,
        published=wire.published or parse_moment(found.written, lang),
    )


@cache
def _credits() -> tuple[re.Pattern[str], ...]:
    named = rf"(?P<outlet>{NAME})"
    return tuple(re.compile(p.replace("{NAME}", named)) for p in entries("wire", "credits"))


def _credit(wire: Wire) -> Wire:
    """The outlet named by the credit of the first paragraph ("..., Trend reports")."""
    if wire.outlet or not wire.lines:
        return wire
    for pattern in _credits():
        if match := pattern.search(wire.lines[0][:800]):
            name = re.sub(r"['’]s$", "", match["outlet"]).strip(" .,")
            if outlet_or_none(name):
                return replace(wire, outlet=name)
    return wire
