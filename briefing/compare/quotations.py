"""Stage 4, compare.quotations: Articles -> quotations: what stands between marks, and who said it.

What the marks hold is a quotation where it stands as direct speech (a colon or
a verb of saying before it, a comma and a verb behind it, a sentence of its own)
or is woven into a sentence and long enough. Names, titles, terms are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..types import Article, Citation, Event, Quotation
from .marks import marked
from .speakers import Span, Speech, mentions, opening, speech, subject_before, subject_behind

FEWEST = 4  #: words woven into a sentence that are a quotation; fewer are a term or a scare quote
AUTHOR = 160  #: characters of "- said X. -" within the marks
FURTHEST = 16  #: words of a subject behind a quotation, before its verb
BETWEEN = 25  #: words of "he said on Monday" between two quotations of one speaker
BACK = 8  #: sentences to look back for whom a pronoun means
STOPPED = 6  #: words of "Minister X" before "said", behind a quotation that ends with a full stop
NEAR = 2  #: sentences, in which who speaks is preferred to who is named
CONTEXT = 1_500  #: characters of sentences that are shown for the sake of a name

_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_DASH = re.compile(r"(?<=[,.!?…])(?:\s+[-–—]|[–—])\s*(?=[^\W\d_])")
_DASH_BACK = re.compile(r"[.,;:!?]?(?:\s+[-–—]|[–—])\s*")
_TURN = re.compile(r"(?:^|(?<=\n))[ \t]*[-–—][ \t]*(?=[^\W\d_a-zа-яё])")
_LEAD = re.compile(r"[\s,.\-–—!?…]*")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_OFF = tuple(",.!?…—–-")
_FULL = tuple(".!?…")
_SET_OFF = re.compile(r"\s*[,\-–—]")
_TERMINATED = re.compile(r"[.!?…]['’)\s]*$")
_STOP = re.compile(r"[.!?…]\s")
_CAPITALISED = re.compile(r"[^\W\d_]{4,}")
_SMALL = re.compile(r"\b[a-zа-яёßà-ÿğışçöü]{4,}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """``text[start:end]`` quotes; ``text[outer:until]`` is that with its marks."""

    start: int
    end: int
    outer: int
    until: int
    spoken: bool = False  #: part of speech that an author's "- said X -" cuts


@dataclass(frozen=True, slots=True)
class _Frame:
    """A piece in its sentence: ``text[low:outer]`` before it, ``text[until:high]`` behind."""

    piece: _Piece
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Clue:
    """Where a speaker stands, and whether the quotation is set off as direct speech."""

    span: Span | None
    direct: bool


def quotations(source: Event | Iterable[Article]) -> tuple[Quotation, ...]:
    """Every quotation of some articles, article by article, in the order of the text.

    ``speaker`` is the name or noun as written there ("Petrov", "ministry",
    «Петрова» after «по словам»), for a pronoun the person last named, ``""``
    where nobody is. ``context`` leaves out a name that is far away.
    """
    articles = source.articles if isinstance(source, Event) else source
    return tuple(q for article in articles for q in _in_article(article))


def _in_article(article: Article) -> list[Quotation]:
    text, found = article.text, speech(article.lang)
    frames = _frames(article, [*_pieces(text, found)])
    back = _Back(article, found, [f.piece for f in frames])
    quoted: list[Quotation] = []
    previous: tuple[_Frame, Span | None] | None = None
    for frame in frames:
        clue = _clue(text, frame, found)
        goes_on = bool(previous) and _goes_on(text, previous[0], frame)
        if not _is_quotation(text, frame, clue, goes_on, found):
            continue
        span = back.named(clue.span, frame, previous)
        if span and (ending := _POSSESSIVE.search(text[: span[1]], span[0])):
            span = span[0], ending.start()
        previous = (frame, span)
        quote = article.quote(frame.piece.start, frame.piece.end)
        named = article.quote(*span) if span else None
        speaker = named.quote if named else ""
        quoted.append(Quotation(quote, speaker, named, _context(article, quote, named)))
    return quoted


# Pieces: marked spans, cut where the author speaks in between


def _pieces(text: str, found: Speech) -> Iterator[_Piece]:
    spans = [(m.start, m.inner, m.outer, m.end) for m in marked(text)]
    position = 0
    for turn in _TURN.finditer(text):
        line = text.find("\n", turn.end())
        end = len(text) if line < 0 else line
        while position < len(spans) and spans[position][3] <= turn.start():
            yield from _cut(text, *spans[position], found)
            position += 1
        if position < len(spans) and spans[position][0] < turn.start():
            continue  # a line of a marked quotation
        said = [*_cut(text, turn.start(), turn.end(), end, end, found)]
        if len(said) > 1 or (said and said[0].until < end):
            while position < len(spans) and spans[position][0] < end:
                position += 1
            yield from said
    for span in spans[position:]:
        yield from _cut(text, *span, found)


def _cut(text: str, outer: int, start: int, end: int, until: int, found: Speech) -> Iterator[_Piece]:
    """The pieces of a marked span, without what the author says between dashes."""
    first, cut = start, False
    for dash in _DASH.finditer(text, start, end):
        verb = found.verb.search(text, dash.end(), min(end, dash.end() + AUTHOR // 2))
        if dash.start() < first or not verb or len(_WORD.findall(text[dash.end() : verb.start()])) > 2:
            continue
        if not text[dash.end()].islower() and verb.start() == dash.end():
            continue
        yield from _piece(text, outer if first == start else first, first, dash.start(), dash.start(), True)
        back = _DASH_BACK.search(text, verb.end(), min(end, dash.end() + AUTHOR))
        first, cut = (back.end() if back else end), True
    if first < end:
        yield from _piece(text, outer if not cut else first, first, end, until, cut)


def _piece(text: str, outer: int, start: int, end: int, until: int, spoken: bool) -> Iterator[_Piece]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield _Piece(start, end, outer, until, spoken)


def _frames(article: Article, pieces: list[_Piece]) -> list[_Frame]:
    text, starts = article.text, [s.start for s in article.sentences]
    bounds = [p for p in pieces if _may_speak(text[p.start : p.end])]
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
        if before := bisect_right(ends, piece.outer):
            low = max(low, ends[before - 1])
        if (behind_it := bisect_right(begins, piece.outer)) < len(begins):
            high = min(high, max(begins[behind_it], piece.until))
        if piece.spoken and n and pieces[n - 1].spoken:
            low = pieces[n - 1].until
        frames.append(_Frame(piece, min(low, piece.outer), max(high, piece.until)))
    return frames


def _may_speak(said: str) -> bool:
    """Whether marks hold more than a name."""
    return said.rstrip()[-1:] in _OFF or len(_WORD.findall(said)) >= FEWEST


# Clues: where the sentence says who speaks


def _clue(text: str, frame: _Frame, found: Speech) -> _Clue:
    piece = frame.piece
    set_off = text[piece.start : piece.end].rstrip("'’” ")[-1:] in _OFF or bool(_SET_OFF.match(text, piece.until))
    behind = _behind(text, frame, found, set_off)
    if behind and behind.direct and behind.span:
        return behind
    before = _before(text, frame.low, piece.outer, found)
    if before and (before.span or not behind):
        return before
    return behind or _Clue(None, False)


def _behind(text: str, frame: _Frame, found: Speech, set_off: bool) -> _Clue | None:
    low, high = frame.piece.until, frame.high
    lead = _LEAD.match(text, low, high)
    low = lead.end() if lead else low
    for leads in (found.leads, found.quotes):
        if match := leads.match(text, low, high):
            quoting = leads is found.quotes
            return _Clue(subject_behind(text, match.end(), high, found, quoting), True)
    verb = found.verb.search(text, low, high)
    if not verb:
        match = found.leads.search(text, low, high)
        return _Clue(subject_behind(text, match.end(), high, found), False) if match else None
    gap = [w.lower() for w in _WORD.findall(text[low : verb.start()])]
    if len(gap) > FURTHEST or (not gap and found.participle.fullmatch(verb.group())):
        return None
    if not gap or found.adverb.fullmatch(" ".join(gap)):
        span = subject_behind(text, verb.end(), high, found)
        return _Clue(span, set_off)
    if found.quotes.match(text, verb.start(), high):
        return _Clue(subject_behind(text, verb.end(), high, found), set_off)
    alone = frame.low == frame.piece.outer and len(gap) <= STOPPED // 2
    set_off = set_off or (alone and text[low].isupper())
    if gap[0] in found.joins or gap[0] in found.ends or not set_off:
        return _Clue(None, False) if not set_off else _Clue(_either(text, low, verb, high, found), False)
    if text[frame.piece.end - 1] == "." and (len(gap) > STOPPED or "," in text[low : verb.start()]):
        return _Clue(None, False)  # a sentence of its own, not "X said"
    named = opening(text, low, verb.start(), found)
    return _Clue(named or subject_before(text, low, verb.start(), found), True)


def _either(text: str, low: int, verb: re.Match[str], high: int, found: Speech) -> Span | None:
    """The subject of a verb, before it if a name or pronoun stands there, else behind it."""
    ahead = subject_before(text, low, verb.start(), found)
    if "behind" not in found.order:
        return ahead
    if text[low : verb.start()].rstrip().endswith(","):
        behind = subject_behind(text, verb.end(), high, found)
        if behind and text[behind[0]].isupper():
            return behind
    return ahead or subject_behind(text, verb.end(), high, found)


def _before(text: str, low: int, high: int, found: Speech) -> _Clue | None:
    ahead = text[low:high].rstrip()
    verbs = [*found.verb.finditer(text, low, high)]
    verb = verbs[-1] if verbs else None
    leads = found.leads.search(text, low, high)
    said = [w.lower() for w in _WORD.findall(text[verb.end() : high])] if verb else ["-"]
    direct = ahead.endswith((":", ",")) or not said or said[-1] in found.that
    if leads and (not verb or leads.start() >= verb.start() or found.quotes.match(leads.group())):
        return _Clue(subject_behind(text, leads.end(), high, found), direct)
    while len(verbs) > 1 and found.participle.fullmatch(verbs[-1].group()):
        verbs.pop()  # "Pickell said, describing him as"
    if verbs:
        return _Clue(_either(text, low, verbs[-1], high, found), direct)
    return None


def _is_quotation(text: str, frame: _Frame, clue: _Clue, goes_on: bool, found: Speech) -> bool:
    """Whether marks hold speech; ``goes_on``: right behind some that do."""
    piece = frame.piece
    if piece.spoken:
        return True
    said = text[piece.start : piece.end]
    count = len(_WORD.findall(said))
    ahead = text[frame.low : piece.outer].rstrip()
    if not count or _ends_with(found.law, ahead):
        return False
    if said[0].isupper() and _ends_with(found.entitles, ahead):
        return False
    begins = not ahead or ahead[-1] == ":"
    whole = bool(_TERMINATED.search(said)) or (begins and text[piece.until : piece.until + 1] in _FULL)
    if count < FEWEST:
        if not begins and ahead[-1] != "," or said[0].islower():
            return False
        return (clue.direct or goes_on) and (whole or (not ahead and clue.direct))
    if not said[0].isupper():
        return True
    if not _SMALL.search(said) and not clue.direct:
        return False  # A Title Like This
    if goes_on and not _WORD.search(ahead):
        return True
    spoken = clue.direct or whole or bool(begins and ahead and (clue.span or _STOP.search(said)))
    return spoken and (begins or ahead[-1] in ",.!?…–—-" or clue.direct)


def _ends_with(cue: re.Pattern[str], ahead: str) -> bool:
    tail = ahead[-40:]
    return any(match.end() == len(tail) for match in cue.finditer(tail))


def _goes_on(text: str, last: _Frame, frame: _Frame) -> bool:
    """Whether nothing but an author's "he said" stands between two quotations of a paragraph."""
    between = text[last.piece.until : frame.piece.outer]
    behind = text[last.high : frame.low]
    near = len(_WORD.findall(between)) <= BETWEEN and len(_WORD.findall(behind)) < 2
    return near and "\n" not in between.strip()


# Whom a pronoun, or nobody, means


class _Back:
    """What stands before a quotation in its article, looked at only when asked for."""

    def __init__(self, article: Article, found: Speech, pieces: list[_Piece]) -> None:
        self.article, self.found, self.pieces = article, found, pieces
        self.ends = [piece.until for piece in pieces]
        self._mentions: list[Span] | None = None

    def named(
        self, span: Span | None, frame: _Frame, previous: tuple[_Frame, Span | None] | None
    ) -> Span | None:
        """The span of the speaker's name."""
        text = self.article.text
        if span and text[slice(*span)].lower() not in self.found.pronouns:
            return span
        if span:
            return self._last(span[0], previous)
        if previous and _goes_on(text, previous[0], frame):
            return previous[1]
        ahead = text[frame.low : frame.piece.outer].rstrip()
        return self._last(frame.piece.outer, previous) if not ahead or ahead[-1] == ":" else None

    def _last(self, position: int, previous: tuple[_Frame, Span | None] | None) -> Span | None:
        """The first person named in the nearest sentence before that names one."""
        if self._mentions is None:
            outside, at = [], 0
            for piece in self.pieces:
                outside.append((at, piece.outer))
                at = piece.until
            outside.append((at, len(self.article.text)))
            self._mentions = mentions(self.article.text, outside, self.found)
        starts = [s.start for s in self.article.sentences]
        for number in range(bisect_right(starts, position) - 2, -1, -1)[:NEAR]:
            if span := self._speaks(number):
                return span
        near = [m for m in self._mentions if m[0] < position]
        if not near:
            return previous[1] if previous else None
        here, there = (bisect_right(starts, p) for p in (position, near[-1][0]))
        if here - there > BACK:
            return previous[1] if previous else None
        return next(m for m in near if bisect_right(starts, m[0]) == there)


    def _speaks(self, number: int) -> Span | None:
        """Who speaks in a sentence that quotes nobody: "Peace, her mother, said she cares"."""
        sentence = self.article.sentences[number]
        at = bisect_right(self.ends, sentence.start)
        if at < len(self.pieces) and self.pieces[at].outer < sentence.end:
            return None
        text, start, end = self.article.text, sentence.start, sentence.end
        if leads := self.found.leads.search(text, start, end):
            return subject_behind(text, leads.end(), end, self.found)
        for verb in self.found.verb.finditer(text, start, end):
            span = _either(text, start, verb, end, self.found)
            name = text[slice(*span)] if span else ""
            last = name.split(" ")[-1].lower()
            if name[:1].isupper() and not name.isupper():
                if last not in self.found.pronouns | self.found.nobody:
                    return span
        return None


def _context(article: Article, quote: Citation, named: Citation | None) -> Citation:
    """The sentences of a quotation and of its speaker's name."""
    low, high = quote.start, quote.end
    if named and max(high, named.end) - min(low, named.start) <= max(CONTEXT, high - low):
        low, high = min(low, named.start), max(high, named.end)
    starts = [s.start for s in article.sentences]
    first = max(bisect_right(starts, low) - 1, 0)
    last = max(bisect_right(starts, high - 1) - 1, 0)
    if starts:
        low = min(low, article.sentences[first].start)
        high = max(high, article.sentences[last].end)
    return article.quote(low, high)
