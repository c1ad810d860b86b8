"""Stage 4, compare.quotations.pieces: Article -> what may be a quotation, each in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ...types import Article
from .marks import marked
from .speech import Span, Speech

FEWEST = 4  #: words woven into a sentence that are a quotation; fewer are a term or a scare quote
WINDOW = 500  #: characters of a sentence looked at on either side of a quotation
AUTHOR = 160  #: characters of "- said X. -" within the marks
BETWEEN = 25  #: words of "he said on Monday" between two quotations of one speaker
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_DASH = re.compile(r"(?<=[,.!?…])(?:\s+[-–—]|[–—])\s*(?=[^\W\d_])")
#: What may stand before the verb of an aside between commas: « Il pleut, a dit X. »
_ASIDE = re.compile(r",\s+(?=(?:[as][\w'’-]*\s)?\w)")
_ASIDE_SUBJECT = re.compile(
    r"-(?:t-)?\w+|\s+(?:[^\W\d_a-zß-ÿ]|(?:l[ea]s?|une?|s(?:on|a|es))\s|l['’])"
)
_ASIDE_BACK = re.compile(r"(?<!\bM)(?<!\bMM)(?<!\bDr)(?:,|[.!?…])\s+")
_DASH_BACK = re.compile(r"[.,;:!?]?(?:\s+[-–—]|[–—])\s*")
_TURN = re.compile(r"(?:^|(?<=\n))[ \t]*[-–—][ \t]*(?=[^\W\d_a-zа-яё])")
_LEAD = re.compile(r"[\s,.\-–—!?…]*")
_OFF = tuple(",.!?…—–-")
_SET_OFF = re.compile(r"\s*[,\-–—]")
_Places = tuple[int, int, int, int]  #: outer start, start, end, outer end


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` quotes; ``text[outer:until]`` is that with its marks."""

    start: int
    end: int
    outer: int
    until: int
    spoken: bool = False  #: part of speech that an author's "- said X -" cuts


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece in its sentence: ``text[low:outer]`` before it, ``text[until:high]`` behind."""

    piece: Piece
    low: int
    high: int


def pieces(text: str, found: Speech) -> Iterator[Piece]:
    """What stands between marks, or behind the dash of a dialogue where an author speaks too."""
    spans = [(m.start, m.inner, m.outer, m.end) for m in marked(text)]
    position = 0
    for turn in _TURN.finditer(text):
        line = text.find("\n", turn.end())
        end = len(text) if line < 0 else line
        while position < len(spans) and spans[position][3] <= turn.start():
            yield from _cut(text, spans[position], found)
            position += 1
        if position < len(spans) and spans[position][0] < turn.start():
            continue  # a line of a marked quotation
        said = [*_cut(text, (turn.start(), turn.end(), end, end), found)]
        if len(said) > 1 or (said and said[0].until < end):
            while position < len(spans) and spans[position][0] < end:
                position += 1
            yield from said
    for span in spans[position:]:
        yield from _cut(text, span, found)


def _cut(text: str, places: _Places, found: Speech) -> Iterator[Piece]:
    """The pieces of a marked span, without what the author says between dashes."""
    outer, start, end, until = places
    first, cut = start, False
    for begin, stop in _asides(text, start, end, found) if "aside" in found.order else ():
        if begin >= first:
            yield from _piece(text, (first if cut else outer, first, begin, begin), True)
            first, cut = stop, True
    for dash in _DASH.finditer(text, start, end):
        verb = found.verb.search(text, dash.end(), min(end, dash.end() + AUTHOR // 2))
        if (
            dash.start() < first
            or not verb
            or len(_WORD.findall(text, dash.end(), verb.start())) > 2
        ):
            continue
        if not text[dash.end()].islower() and verb.start() == dash.end():
            continue
        begin = first if cut else outer
        yield from _piece(text, (begin, first, dash.start(), dash.start()), True)
        back = _DASH_BACK.search(text, verb.end(), min(end, dash.end() + AUTHOR))
        first, cut = (back.end() if back else end), True
    if first < end:
        yield from _piece(text, (first if cut else outer, first, end, until), cut)


def _asides(text: str, start: int, end: int, found: Speech) -> Iterator[Span]:
    """What an author says between commas, its verb first: « Il pleut, dit Jean. Il neige. »"""
    for comma in _ASIDE.finditer(text, start, end):
        verb = found.verb.search(text, comma.end(), min(end, comma.end() + AUTHOR // 2))
        if not verb or len(_WORD.findall(text, comma.end(), verb.start())) > 1:
            continue
        helped = _WORD.search(text, comma.end(), verb.start())
        if helped and not found.adverb.fullmatch(helped.group()):
            continue
        if not _ASIDE_SUBJECT.match(text, verb.end(), end):
            continue
        back = _ASIDE_BACK.search(text, verb.end(), min(end, comma.end() + AUTHOR))
        if back or end - comma.end() <= AUTHOR:
            yield comma.start() + 1, back.end() if back else end


def _piece(text: str, places: _Places, spoken: bool) -> Iterator[Piece]:
    outer, start, end, until = places
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Piece(start, end, outer, until, spoken)


def framed(article: Article, pieces: list[Piece], found: Speech) -> list[Frame]:
    """Each piece in its sentence, up to the next piece that may be speech."""
    text, starts = article.text, [s.start for s in article.sentences]
    bounds = [p for p in pieces if may_speak(text[p.start : p.end])]
    ends, begins = [p.until for p in bounds], [p.outer for p in bounds]
    frames = []
    for n, piece in enumerate(pieces):
        at = max(bisect_right(starts, piece.outer) - 1, 0)
        low = starts[at] if starts else 0
        if at and low == piece.outer and text[article.sentences[at - 1].end - 1] == ":":
            low = starts[at - 1]
        last = max(bisect_right(starts, piece.until - 1) - 1, 0)
        high = article.sentences[last].end if starts else len(text)
        behind = _LEAD.match(text, piece.until)
        beyond = behind.end() if behind else piece.until
        if high <= beyond < len(text) and "\n" not in text[piece.until : beyond]:
            asks = text[piece.end - 1] in "?!"
            if asks or text[beyond].islower() or _SET_OFF.match(text, piece.until):
                high = article.sentences[min(last + 1, len(starts) - 1)].end
        elif (
            text[piece.end - 1] == ","
            and "\n" not in text[high - 1 : high + 1]
            and last + 1 < len(starts)
            and not found.verb.search(text, piece.until, high)
        ):
            high = article.sentences[last + 1].end  # "...," police Const. | Tim Fanning said
        if before := bisect_right(ends, piece.outer):
            low = max(low, ends[before - 1])
        if (behind_it := bisect_right(begins, piece.outer)) < len(begins):
            high = min(high, max(begins[behind_it], piece.until))
        if piece.spoken and n and pieces[n - 1].spoken:
            low = pieces[n - 1].until
        low = max(min(low, piece.outer), piece.outer - WINDOW)
        high = min(max(high, piece.until), piece.until + WINDOW)
        frames.append(Frame(piece, low, high))
    return frames


def may_speak(said: str) -> bool:
    """Whether marks hold more than a name."""
    return said.rstrip()[-1:] in _OFF or len(_WORD.findall(said)) >= FEWEST


def follows(text: str, last: Frame, frame: Frame) -> bool:
    """Whether nothing but an author's "he said" stands between two quotations of a paragraph."""
    between = text[last.piece.until : frame.piece.outer]
    behind = text[last.high : frame.low]
    near = len(_WORD.findall(between)) <= BETWEEN and len(_WORD.findall(behind)) < 2
    return near and "\n" not in between.strip()
