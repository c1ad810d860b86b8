"""Render, timeline: dated articles -> the geometry of a picture, in units of a quarter mm.

A column a day, a tag an article. Up to ``_COLUMNS`` days in a row are all
drawn; of a longer period only days with articles, and what is earlier than
the last of those shares the first column. A day that starts another year
has the year below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from .words import Words, tag

WIDTH = 680  #: 170 mm, the width of the text
_COLUMNS = 14
_CROWD = 200  #: from so many articles on, a tag stands for all of one language
_ROWS = 12  #: lines of tags under a day; what does not fit is counted in the last
_FEWEST = 4  #: of them, however little room page one has
_AXIS, _FIRST, _GAP = 16, 58, 4
_ROW, _TIGHT = 20, 17  #: from one line of tags to the next, and where that saves a line
_YEAR = 10  #: more above the tags where there are years


@dataclass(frozen=True, slots=True)
class Dated:
    """One article on the timeline."""

    day: date
    event: int
    lang: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A language tag, or the number of an event in a circle."""

    kind: str  #: "own", "other" or "event"
    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Column:
    """A day on the axis."""

    x: float
    label: str
    busy: bool
    event: str  #: number on the axis, where the day has one event
    year: str = ""  #: where it is another than that of the column before


@dataclass(frozen=True, slots=True)
class Stroke:
    """The axis between two columns; broken where days are left out."""

    x1: float
    x2: float
    broken: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture and its words."""

    height: int
    columns: tuple[Column, ...]
    strokes: tuple[Stroke, ...]
    chips: tuple[Chip, ...]
    alt: str
    axis: int = _AXIS
    width: int = WIDTH


def draw(marks: Sequence[Dated], words: Words, room: float = 1e6) -> Timeline | None:
    """The timeline of dated articles, ``room`` high if it can be; ``None`` of fewer than two."""
    if len(marks) < 2:
        return None
    days = _days(sorted({m.day for m in marks}))
    years = len({day.year for day in days if day}) > 1
    first = _FIRST + (_YEAR if years else 0)
    pitch = WIDTH / len(days)
    most = int(min(_ROWS, max(_FEWEST, (room - first) // _TIGHT)))
    columns, lines, alts = [], [], []
    for i, day in enumerate(days):
        here = [m for m in marks if (m.day == day if day else m.day not in days)]
        groups = _groups(here, words.lang, crowded=len(marks) > _CROWD)
        alone = str(groups[0][0]) if len(groups) == 1 else ""
        year = _year(days, i) if years else ""
        columns.append(Column((i + 0.5) * pitch, _label(days, i, words), bool(here), alone, year))
        under = _lines(groups, alone, pitch - 2)
        if len(under) > most:  # a day with more tags than fit the page tells how many
            groups = _groups(here, words.lang, crowded=True)
            under = _capped(_lines(groups, alone, pitch - 2), most)
        lines.append(under)
        if here:
            alts.append(_said(day, groups, words))
    rows = max(map(len, lines))
    step = _ROW if first + rows * _ROW <= room else _TIGHT
    chips = [
        chip
        for column, under in zip(columns, lines, strict=True)
        for row, line in enumerate(under)
        for chip in _placed(line, column.x, first + row * step)
    ]
    strokes = tuple(
        Stroke((i + 0.5) * pitch, (i + 1.5) * pitch, a is None or b is None or (b - a).days > 1)
        for i, (a, b) in enumerate(pairwise(days))
    )
    alt = f"{words('timeline')}. {' '.join(alts)}"
    return Timeline(first + rows * step, tuple(columns), strokes, tuple(chips), alt)


def _days(busy: list[date]) -> list[date | None]:
    """The columns; ``None`` is everything earlier than the next one."""
    first, last = busy[0], busy[-1]
    if (last - first).days < _COLUMNS:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if len(busy) <= _COLUMNS:
        return list(busy)
    return [None, *busy[1 - _COLUMNS :]]


Groups = list[tuple[int, list[tuple[str, str]]]]  #: event -> (kind, text) of its tags


def _groups(marks: list[Dated], own: str, *, crowded: bool) -> Groups:
    groups: Groups = []
    by_event = sorted(marks, key=lambda m: (m.event, m.lang != own, m.lang))
    for event, found in groupby(by_event, key=lambda m: m.event):
        langs = [m.lang for m in found]
        kinds = Counter(langs) if crowded else dict.fromkeys(langs, 1)
        shown = list(kinds) if crowded else langs
        tags = [
            (
                "own" if tag(lang) == tag(own) else "other",
                tag(lang) + (f" ×{kinds[lang]}" if kinds[lang] > 1 else ""),
            )
            for lang in shown
        ]
        groups.append((event, tags))
    return groups


def _lines(groups: Groups, alone: str, room: float) -> list[list[tuple[str, str, float]]]:
    """The chips of a day, broken into lines that fit its column."""
    lines: list[list[tuple[str, str, float]]] = []
    used = room
    for event, tags in groups:
        number = [] if alone else [("event", str(event), 18.0)]
        chips = number + [(kind, text, 10 + 6.6 * len(text)) for kind, text in tags]
        for i, (kind, text, width) in enumerate(chips):
            together = width + (chips[1][2] + _GAP if kind == "event" else 0)
            if not lines or used + together > room:
                lines.append([])
                used = 0
            lines[-1].append((kind, text, width))
            used += width + _GAP + (_GAP if i == len(chips) - 1 else 0)
    return lines


def _capped(
    lines: list[list[tuple[str, str, float]]], most: int
) -> list[list[tuple[str, str, float]]]:
    """The lines that fit the page, and how many articles the others hold."""
    if len(lines) <= most:
        return lines
    rest = [text for line in lines[most - 1 :] for kind, text, _ in line if kind != "event"]
    hidden = sum(int(text.partition(" ×")[2] or 1) for text in rest)
    return [*lines[: most - 1], [("own", f"+{hidden}", 10 + 6.6 * len(str(hidden)) + 6.6)]]


def _placed(line: list[tuple[str, str, float]], centre: float, y: int) -> list[Chip]:
    """A line of chips, centred under its day."""
    widths = [w + (2 * _GAP if k == "event" and i else _GAP) for i, (k, _, w) in enumerate(line)]
    x = centre - (sum(widths) - _GAP) / 2
    chips = []
    for i, (kind, text, width) in enumerate(line):
        x += widths[i] - width - _GAP
        chips.append(Chip(kind, text, round(x, 2), y, round(width, 2)))
        x += width + _GAP
    return chips


def _label(days: list[date | None], i: int, words: Words) -> str:
    day, before = days[i], days[i - 1] if i else None
    if day is None:
        return words("earlier")
    if len(days) <= 7 or before is None or (day.year, day.month) != (before.year, before.month):
        return words.column(day)
    return str(day.day)


def _year(days: list[date | None], i: int) -> str:
    day, before = days[i], days[i - 1] if i else None
    return str(day.year) if day and (before is None or before.year != day.year) else ""


def _said(day: date | None, groups: Groups, words: Words) -> str:
    when = words.day(day) if day else words("earlier")
    events = (f"{words('event', n=n)} {', '.join(t for _, t in tags)}" for n, tags in groups)
    return f"{when}: {'; '.join(events)}."
