"""Stage 4, compare.quotations: Articles -> quotations: what stands between marks, and who said it.

What the marks hold is a quotation where it stands as direct speech (a colon or
a verb of saying before it, a comma and a verb behind it, a sentence of its own)
or is woven into a sentence and long enough. Names, titles, terms are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from ...types import Article, Citation, Event, Quotation
from .clues import Clue, clue_of, either
from .gender import fits
from .pieces import FEWEST, WINDOW, Frame, Piece, follows, framed, pieces
from .speakers import subject_behind
from .speech import Span, Speech, mentions, speech

__all__ = ["quotations"]

LONG = 8  #: words with a verb of saying before them that no title has
BACK = 8  #: sentences to look back for whom a pronoun means
NEAR = 2  #: sentences, in which who speaks is preferred to who is named
CONTEXT = 1_500  #: characters of sentences that are shown for the sake of a name
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_LETTER = re.compile(r"[^\W_]")
_BEFORE = re.compile(r"([^\W\d_]+)\s*$")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_FULL = tuple(".!?…")
_TERMINATED = re.compile(r"[.!?…]['’)\s]*$")
_STOP = re.compile(r"[.!?…]\s")
_SMALL = re.compile(r"\b[a-zа-яёßà-ÿğışçöü]{4,}")


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
    frames = framed(article, [*pieces(text, found)], found)
    back = _Back(article, found, [f.piece for f in frames])
    quoted: list[Quotation] = []
    previous: tuple[Frame, Span | None] | None = None
    passed: Frame | None = None  # the last one that is none
    for frame in frames:
        if passed and frame.low == passed.piece.until:  # a name ends nothing
            frame = replace(frame, low=max(passed.low, frame.piece.outer - WINDOW))
        clue = clue_of(text, frame, found)
        goes_on = previous is not None and follows(text, previous[0], frame)
        if not _is_quotation(text, frame, clue, goes_on, found):
            passed = frame
            continue
        span = back.named(clue.span, frame, previous)
        if span and (ending := _POSSESSIVE.search(text[: span[1]], span[0])):
            span = span[0], ending.start()
        previous = (frame, span)
        quote = article.quote(frame.piece.start, frame.piece.end)
        named = article.quote(*span) if span else None
        speaker = named.quote if named else ""
        quoted.append(Quotation(quote, speaker, named, back.context(quote, named)))
    return quoted


def _is_quotation(text: str, frame: Frame, clue: Clue, goes_on: bool, found: Speech) -> bool:
    """Whether marks hold speech; ``goes_on``: right behind some that do."""
    piece = frame.piece
    if piece.spoken:
        return True
    said = text[piece.start : piece.end]
    first = _LETTER.search(said)
    capital = first is not None and first.group().isupper()
    count = min(len(_WORD.findall(said)), len(said.split()))
    ahead = text[frame.low : piece.outer].rstrip()
    if not count or _ends_with(found.law, ahead):
        return False
    if capital and _ends_with(found.entitles, ahead):
        return False
    begins = not ahead or ahead[-1] == ":"
    whole = bool(_TERMINATED.search(said)) or (
        begins and text[piece.until : piece.until + 1] in _FULL
    )
    if count < FEWEST:
        if not capital or not (begins or ahead[-1] == ","):
            return False
        return (clue.direct or goes_on) and (whole or (not ahead and clue.direct))
    if not capital:
        return True
    if not _SMALL.search(said) and not clue.direct:
        return False  # A Title Like This
    if goes_on and not _WORD.search(ahead):
        return True
    spoken = clue.direct or whole or bool(begins and ahead and (clue.span or _STOP.search(said)))
    long = count >= LONG and clue.span is not None  # `writing in a blog post "I have ..."`
    return spoken and (begins or ahead[-1] in ",.!?…–—-" or clue.direct or long)


def _ends_with(cue: re.Pattern[str], ahead: str) -> bool:
    tail = ahead[-40:]
    return any(match.end() == len(tail) for match in cue.finditer(tail))


# Whom a pronoun, or nobody, means


class _Back:
    """What stands before a quotation in its article, looked at only when asked for."""

    def __init__(self, article: Article, found: Speech, pieces: list[Piece]) -> None:
        self.article, self.found, self.pieces = article, found, pieces
        self.ends = [piece.until for piece in pieces]
        self.starts = [sentence.start for sentence in article.sentences]
        self._mentions: list[Span] | None = None

    def named(
        self, span: Span | None, frame: Frame, previous: tuple[Frame, Span | None] | None
    ) -> Span | None:
        """The span of the speaker's name."""
        text = self.article.text
        if span and text[slice(*span)].lower() not in self.found.pronouns:
            return span
        if span:
            return self._last(span[0], previous, text[slice(*span)])
        if previous and follows(text, previous[0], frame):
            return previous[1]
        ahead = text[frame.low : frame.piece.outer].rstrip()
        return self._last(frame.piece.outer, previous) if not ahead or ahead[-1] == ":" else None

    def _last(
        self, position: int, previous: tuple[Frame, Span | None] | None, pronoun: str = ""
    ) -> Span | None:
        """Who spoke last, or is named first in the nearest sentence that names somebody.

        A pronoun passes over those it does not fit.
        """
        if self._mentions is None:
            outside, at = [], 0
            for piece in self.pieces:
                outside.append((at, piece.outer))
                at = piece.until
            outside.append((at, len(self.article.text)))
            self._mentions = mentions(self.article.text, outside, self.found)
        here = bisect_right(self.starts, position)
        for number in range(here - 2, -1, -1)[:NEAR]:
            if (span := self._speaks(number)) and self._fits(span, pronoun):
                return span
        quoted = previous[1] if previous and previous[1] else None
        after = previous[0].piece.until if previous and quoted else -1
        near = bisect_left(self._mentions, (position, 0))
        leaning: Span | None = None
        while near:
            there = bisect_right(self.starts, self._mentions[near - 1][0])
            low = self.starts[there - 1] if there else 0
            if here - there > BACK or self._mentions[near - 1][0] < after:
                break
            first = bisect_left(self._mentions, (max(low, after), 0))
            for span in self._mentions[first:near]:
                if self._fits(span, pronoun):
                    if not self._leans(span):
                        return span
                    leaning = leaning or span
            near = first
        return leaning or (quoted if quoted and self._fits(quoted, pronoun) else None)

    def _leans(self, span: Span) -> bool:
        """Whether a preposition stands before a name, which then seldom is the subject."""
        word = _BEFORE.search(self.article.text, max(0, span[0] - 20), span[0])
        return word is not None and word.group(1).lower() in self.found.ends

    def _fits(self, span: Span, pronoun: str) -> bool:
        return fits(self.article.text[slice(*span)], pronoun, self.found)

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
            span = either(text, start, verb, end, self.found)
            name = text[slice(*span)] if span else ""
            last = name.split(" ")[-1].lower()
            nobody = last in self.found.pronouns | self.found.nobody
            if name[:1].isupper() and not name.isupper() and not nobody:
                return span
        return None

    def context(self, quote: Citation, named: Citation | None) -> Citation:
        """The sentences of a quotation and of its speaker's name."""
        low, high = quote.start, quote.end
        if named and max(high, named.end) - min(low, named.start) <= max(CONTEXT, high - low):
            low, high = min(low, named.start), max(high, named.end)
        if sentences := self.article.sentences:
            first, last = (max(bisect_right(self.starts, p) - 1, 0) for p in (low, high - 1))
            low, high = min(low, sentences[first].start), max(high, sentences[last].end)
        return self.article.quote(low, high)
