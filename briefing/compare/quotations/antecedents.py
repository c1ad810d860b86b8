"""Stage 4, compare.quotations.antecedents: a pronoun, or no speaker at all -> whom it means.

Nearest first: who speaks in the sentences just before, who is named there, who was
quoted last. A pronoun passes over those it does not fit, and over sentences it opens itself:
"Lee met Bogart. She wrote him letters. "I was glad," she said."
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from ...types import Article, Citation
from .clues import either
from .gender import agrees, fits
from .pieces import Frame, Piece, follows
from .speakers import subject_behind
from .speech import Span, Speech, mentions, tokens_of

BACK = 8  #: sentences to look back for a name
NEAR = 2  #: sentences, in which who speaks is preferred to who is named
CONTEXT = 1_500  #: characters of sentences that are shown for the sake of a name
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"([^\W\d_]+)\s*$")

Previous = tuple[Frame, Span | None]  #: the quotation before, and its speaker


class Back:
    """What stands before a quotation in its article, looked at only when asked for."""

    def __init__(self, article: Article, found: Speech, pieces: list[Piece]) -> None:
        self.article, self.found, self.pieces = article, found, pieces
        self.ends = [piece.until for piece in pieces]
        self.starts = [sentence.start for sentence in article.sentences]
        self._mentions: list[Span] | None = None

    def named(self, span: Span | None, frame: Frame, previous: Previous | None) -> Span | None:
        """The span of the speaker's name."""
        text = self.article.text
        if span and not self._stands_for(span):
            return span
        if span:
            return self._last(min(span[0], frame.piece.outer), previous, text[slice(*span)])
        if previous and follows(text, previous[0], frame):
            return previous[1]
        ahead = text[frame.low : frame.piece.outer].rstrip()
        return self._last(frame.piece.outer, previous) if not ahead or ahead[-1] == ":" else None

    def _last(self, position: int, previous: Previous | None, pronoun: str = "") -> Span | None:
        """Who spoke last, or is named first in the nearest sentence that names somebody."""
        here = bisect_right(self.starts, position) - 1
        quoted = previous[1] if previous else None
        after = previous[0].piece.end if previous and quoted else -1
        role: Span | None = None
        for number in range(here - 1, -1, -1)[:NEAR]:
            if self.starts[number] < after:
                break
            span = self._speaks(number, pronoun) or (self._role(number) if pronoun else None)
            if span and self._fits(span, pronoun):
                if self.article.text[span[0]].isupper():
                    return span
                role = role or span
        name = self._name(position, here, after, pronoun)
        return name or role or (quoted if quoted and self._fits(quoted, pronoun) else None)

    def _name(self, position: int, here: int, after: int, pronoun: str) -> Span | None:
        """The name in the nearest sentence behind ``after``; one behind "from" if no other is."""
        if self._mentions is None:
            outside, at = [], 0
            for piece in self.pieces:
                outside.append((at, piece.outer))
                at = piece.until
            outside.append((at, len(self.article.text)))
            self._mentions = mentions(self.article.text, outside, self.found)
        near, leaning = bisect_left(self._mentions, (position, 0)), None
        while near:
            number = max(bisect_right(self.starts, self._mentions[near - 1][0]) - 1, 0)
            low = self.starts[number] if self.starts else 0
            if here - number >= BACK or low < after:
                break
            first = bisect_left(self._mentions, (low, 0))
            opens = _WORD.search(self.article.text, low)
            again = opens is not None and opens.group().lower() == pronoun.lower()
            for span in () if again else self._mentions[first:near]:
                if self._fits(span, pronoun):
                    if not self._leans(span):
                        return span
                    leaning = leaning or span
            near = first
        return leaning

    def _stands_for(self, span: Span) -> bool:
        """Whether a span is a pronoun."""
        word = self.article.text[slice(*span)].lower()
        return word.rpartition("-")[2] in self.found.pronouns  # "t-il"

    def _leans(self, span: Span) -> bool:
        """Whether a preposition stands before a name, which then seldom is the subject."""
        word = _BEFORE.search(self.article.text, max(0, span[0] - 20), span[0])
        return word is not None and word.group(1).lower() in self.found.ends

    def _fits(self, span: Span, pronoun: str) -> bool:
        return fits(self.article.text[slice(*span)], pronoun, self.found)

    def _speaks(self, number: int, pronoun: str) -> Span | None:
        """Who speaks in a sentence that quotes nobody: "Peace, her mother, said she cares"."""
        sentence = self.article.sentences[number]
        at = bisect_right(self.ends, sentence.start)
        if at < len(self.pieces) and self.pieces[at].outer < sentence.end:
            return None
        text, start, end = self.article.text, sentence.start, sentence.end
        if leads := self.found.leads.search(text, start, end):
            span = subject_behind(text, leads.end(), end, self.found)
            return span if span and not self._stands_for(span) else None
        for verb in self.found.verb.finditer(text, start, end):
            if not agrees(verb.group(), pronoun, self.found):
                continue
            span = either(text, start, verb, end, self.found)
            name = text[slice(*span)] if span else ""
            last = name.split(" ")[-1].lower()
            nobody = last in self.found.pronouns | self.found.nobody
            if name[:1].isupper() and not name.isupper() and not nobody:
                return span
            if last in self.found.human:
                return span
        return None

    def _role(self, number: int) -> Span | None:
        """An office in a sentence, as its subject may be: «президент», not «с президентом»."""
        sentence = self.article.sentences[number]
        for token in tokens_of(self.article.text, sentence.start, sentence.end):
            if token.text in self.found.titles and not self._leans((token.start, token.end)):
                return token.start, token.end
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
