"""Render, fitting: View -> View that fits page one; text -> the room it takes on paper.

What stands on page one, and how wide a headline is, must be known before
anything is laid out: a second layout would take as long as the first. So both
are estimated, in mm, from the sizes in ``brief.css``: of seven real briefs the
bottom line ended within 2 mm of where it was expected. An estimate that is
wrong makes a page less handsome, never an incomplete one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from .shown import View
from .timeline import draw
from .words import Words

SHORT = 6  #: events whose contents stand below the bottom line; more are in two columns
UNIT = 4  #: of the timeline's, in a mm
VALUE = 14  #: characters of a key figure that stand in the large size
GROUP = 3.0  #: mm below the contents of a section
TIGHT = 0.9  #: what the class ``tight`` leaves of the height of the text
_FRAME = 21.0  #: around the timeline, in mm
_NARROW, _BROAD = frozenset("iljtfrI.,:;'’|!()[]- "), frozenset("mwMW—%@ЖШЩЮжшщюмфыд")
#: The class of a headline's size (``step``), how long it may be, and on page one
#: the em of a line and its height, in mm.
SIZES = (
    (70, "s", 9.88, 11.5),
    (120, "m", 8.11, 9.6),
    (220, "l", 6.35, 7.75),
    (9e9, "xl", 4.94, 6.3),
)
_MEASURE = 170.0  #: width of the text, on A4 and on Letter
_LEAST = 45  #: percent of the measure: a balanced headline is no narrower
_SLACK = 1.04  #: of a balanced line, for what the estimate of its letters misses


def width(text: str) -> float:
    """Of letters of the display face, in em, to 4 %; the sans is as wide, the serif 8 % wider."""
    return sum(map(_letter, text))


def _letter(character: str) -> float:
    if character in _NARROW:
        return 0.27
    if character in _BROAD or character.isupper():
        return 0.67
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.0 if unicodedata.combining(character) else 0.5


def lines(text: str, measure: float) -> int:
    """Lines of a measure, in em, that a text fills."""
    count, used = 1, 0.0
    for word in text.split():
        here = width(word)
        if used and used + here > measure:
            count, used = count + 1, 0.0
        count += int(here // measure)
        used += here + _letter(" ")
    return count


def step(text: object) -> str:
    """The class of a headline's size: ``s``, ``m``, ``l`` or ``xl`` for its length."""
    return next(name for limit, name, *_ in SIZES if len(str(text)) <= limit)


def balanced(text: object, sizes: Sequence[float]) -> Markup:
    """A style with the least width, in percent, at which a headline has no more lines than at 100.

    ``sizes`` are the points of its classes. WeasyPrint knows no ``text-wrap: balance``.
    """
    said = str(text)
    size = dict(zip("s m l xl".split(), sizes, strict=True))[step(said)]
    measure = _MEASURE / (size * 0.3528)
    needed = lines(said, measure * _SLACK)
    if needed == 1:
        return Markup("")
    least = next(p for p in range(_LEAST, 110) if lines(said, measure * p / 100) <= needed)
    percent = round(least * _SLACK)
    return Markup(f' style="max-width: {percent}%"') if percent < 100 else Markup("")


def fitted(b: View, words: Words, height: float) -> View:
    """The view for a page one with ``height`` mm: contents and timeline as it has room for."""
    picture = (b.timeline.height / UNIT + _FRAME if b.timeline else 0) + _below(b)
    short = len(b.events) + len(_parts(b)) <= SHORT
    if short and _top(b, _contents(b, _lead(b), 1)) + picture <= height:
        return b
    two = _contents(b, 81, 2)
    if _top(b) + picture + two <= height:
        return replace(b, front="long")
    if TIGHT * (_top(b) + two) + picture <= height:
        return replace(b, front="long tight")
    room = (height - _top(b) - _FRAME - _below(b)) * UNIT
    return replace(b, timeline=draw(b.dated, words, room), front="long")


def _top(b: View, contents: float = 0) -> float:
    """Height of all above the timeline, with contents of a height below the bottom line."""
    head = 25.0
    if b.headline:
        _, _, em, line = next(s for s in SIZES if s[1] == step(b.headline))
        head += lines(str(b.headline), _MEASURE / em) * line + (5.1 if b.shortened else 0)
    lead = contents + (4.2 if b.bottom_line else 0)
    for s in b.bottom_line:
        lead += 3 + 5.3 * lines(f"{s.opening}{s.text}{s.closing} 00", _lead(b) / 3.74)
        others = " ".join(f"{m.source.outlet} EN 00," for m in s.also)
        lead += 0.4 + 3.9 * lines(others, _lead(b) / 2.75) if others else 0
    side = 12.1 if b.figures else 0.0
    for f in b.figures:
        value, counts = str(f.value), f"{f.counts}{' 00' * len(f.marks)}"
        em, line = (6.35, 7.6) if len(value) <= VALUE else (4.59, 5.7)
        side += 5.9 + line * lines(value, 45 / em) + 3.9 * lines(counts, 45 / 2.9)
        side += 8.2 if f.was else 0
    return head + 6 + max(lead, side)


def _below(b: View) -> float:
    """Height of what goes on without news and of what was corrected."""
    lists = [b.memory.unchanged, b.memory.corrected] if b.memory else []
    texts = ["; ".join(f"{then.text} ({then.day})" for then in part) for part in lists if part]
    return sum(4 + 4.3 * (lines(text, _MEASURE / 3.03) + 1) for text in texts)


def _lead(b: View) -> float:
    """Width of the bottom line."""
    return 107.0 if b.figures else _MEASURE


def _contents(b: View, measure: float, columns: int) -> float:
    """Height of the contents in columns that are ``measure`` wide each."""
    padding, line, em = (3.4, 4.4, 3.25) if columns == 1 else (1.8, 4.2, 3.1)
    rows = [f"{e.headline} {e.mark}".strip() for e in b.events] + _parts(b)
    rows += [""] * (bool(b.sources) + bool(b.named) + bool(b.rejected or b.left_out or b.unplaced))
    apart = GROUP * len(_parts(b)) / columns
    heights = [padding + line * lines(row, (measure - 15.5) / em) for row in rows]
    return 11 + apart + sum(heights) / columns + (columns - 1) * max(heights, default=0) / 4


def _parts(b: View) -> list[str]:
    """The titles of sections, where the brief has them."""
    return [part.title for part in b.sections if part.title]
