"""Stage 4, compare.quotations.antecedents: a pronoun, or no speaker at all -> whom it means.

Nearest first: who speaks in the sentences just before, who is named there, who was
quoted last. A pronoun passes over those it does not fit, and over sentences it opens itself:
"Lee met Bogart. She wrote him letters. "I was glad," she said."
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import takewhile

from ...types import Article, Citation
from .clues import either
from .gender import agrees, fits, gender
from .pieces import Frame, Piece, follows, may_speak
from .speakers import subject_behind
from .speech import Span, Speech, is_cyrillic, mentions, tokens_of

BACK = 8  #: sentences to look back for a name
NEAR = 2  #: sentences, in which who speaks is preferred to who is named
OTHER = 4  #: words of a sentence of its own before a quotation, which tell of another speaker
CONTEXT = 1_500  #: characters of sentences that are shown for the sake of a name
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"([^\W\d_]+)\.?\s*$")

Previous = tuple[Frame, Span | None]  #: the quotation before, and its speaker


class Back:
    """What stands before a quotation in its article, looked at only when asked for."""

    def __init__(self, article: Article, found: Speech, pieces: list[Piece]) -> None:
        self.article, self.found, self.pieces = article, found, pieces
        self.ends = [piece.until for piece in pieces]
        self.starts = [sentence.start for sentence in article.sentences]
        self._mentions: list[Span] | None = None
        self._people: dict[str, str] | None = None  # gender by last name

    def named(self, span: Span | None, frame: Frame, previous: Previous | None) -> Span | None:
        """The span of the speaker's name."""
        text = self.article.text
        if span and not self._stands_for(span):
            return span
        if span:
            return self._last(min(span[0], frame.piece.outer), previous, text[slice(*span)])
        ahead = text[frame.low : frame.piece.outer].rstrip()
        if previous and _goes_on(ahead, previous, frame, text):
            return previous[1]
        return self._last(frame.piece.outer, previous) if not ahead or ahead[-1] == ":" else None

    def _last(self, position: int, previous: Previous | None, pronoun: str = "") -> Span | None:
        """Who spoke last, or is named first in the nearest sentence that names somebody."""
        here = bisect_right(self.starts, position) - 1
        quoted, after = (previous[1], previous[0].piece.end) if previous else (None, -1)
        since = here - bisect_right(self.starts, after) + 1  # sentences
        if not quoted or (since > BACK and not pronoun):
            quoted, after = None, -1
        role: Span | None = None
        within = pronoun and here >= 0 and self.starts[here] + 1 < position
        if within and (own := self._name(position, here, after, pronoun, 1)):
            return own  # "an opinion by Lee in which she said"
        for number in range(here - 1, -1, -1)[:NEAR]:
            if self.starts[number] < after:
                break
            speaks = self._speaks(number, pronoun)
            span = speaks or (self._role(number) if pronoun else None)
            if span and self._fits(span, pronoun):
                if self.article.text[span[0]].isupper():
                    return span
                role = role or span
                human = self.article.text[slice(*span)].split()[-1] in self.found.human
                if speaks and pronoun and human:
                    # "A neighbour said her son met Lee. "I know," she said."
                    after = max(after, self.article.sentences[number].end)
                    return self._name(position, here, after, pronoun) or role
        name = self._name(position, here, after, pronoun, BACK if pronoun else NEAR)
        if name or role or not quoted or self._fits(quoted, pronoun):
            return name or role or quoted
        return self._name(position, here, -1, pronoun) if pronoun else None

    def _name(
        self, position: int, here: int, after: int, pronoun: str, back: int = BACK
    ) -> Span | None:
        """The name in the nearest sentence behind ``after``; one behind "from" if no other is."""
        named = self._named_persons()
        near, leaning = bisect_left(named, (position, 0)), None
        while near:
            number = max(bisect_right(self.starts, named[near - 1][0]) - 1, 0)
            low = self.starts[number] if self.starts else 0
            if here - number >= back or low < after:
                break
            first = bisect_left(named, (low, 0))
            opens = _WORD.search(self.article.text, low)
            high = self.article.sentences[number].end if self.starts else position
            if number < here and self.article.text[high - 1].isalnum():
                near = first
                continue  # a headline, a link
            again = opens is not None and opens.group().lower() == pronoun.lower()
            for span in () if again else named[first:near]:
                if self._told_apart(low, span, pronoun):
                    break  # "he helped the reporters Brown and Weiss"
                if self._fits(span, pronoun) and (pronoun.isalpha() or self._is_somebody(span)):
                    if not self._leans(span):
                        return span
                    leaning = leaning or span
            near = first
        return leaning

    def _named_persons(self) -> list[Span]:
        """Where persons are named outside of quotations."""
        if self._mentions is None:
            outside, at = [], 0
            for piece in self.pieces:
                outside.append((at, piece.outer))
                at = piece.until
            outside.append((at, len(self.article.text)))
            self._mentions = mentions(self.article.text, outside, self.found)
        return self._mentions

    def _stands_for(self, span: Span) -> bool:
        """Whether a span is a pronoun."""
        word = self.article.text[slice(*span)].lower()
        aged = word[0].isdigit() and "-" in word  # "the 29-year-old"
        return aged or word.rpartition("-")[2] in self.found.pronouns  # "t-il"

    def _leans(self, span: Span) -> bool:
        """Whether a preposition stands before a name, which then seldom is the subject."""
        word = _BEFORE.search(self.article.text, max(0, span[0] - 20), span[0])
        return word is not None and word.group(1).lower() in self.found.ends

    def _told_apart(self, low: int, span: Span, pronoun: str) -> bool:
        """Whether a sentence, from ``low`` on, has the pronoun before the name."""
        words = [w.lower() for w in _WORD.findall(self.article.text, low, span[0])]
        opens = words[0] in self.found.clauses if words else False  # "When he came, Lee"
        return bool(pronoun) and pronoun.lower() in words and not opens

    def _is_somebody(self, span: Span) -> bool:
        """Whether a name is known to be a person's: not "Wexford Place"."""
        last = self.article.text[slice(*span)].split(" ")[-1]
        return is_cyrillic(last) or bool(self._gender(last))

    def _gender(self, last: str) -> str:
        """What the full names with a last name tell of its gender, if they agree."""
        if self._people is None:
            self._people = {}
            for start, end in self._named_persons():
                name = self.article.text[start:end]
                told, key = gender(name, self.found), name.split(" ")[-1]
                if " " in name and told:
                    same = self._people.setdefault(key, told) == told
                    self._people[key] = told if same else ""
        return self._people.get(last, "")

    def _fits(self, span: Span, pronoun: str) -> bool:
        title = _BEFORE.search(self.article.text, max(0, span[0] - 20), span[0])  # "Ms. Lee"
        start = title.start() if title else span[0]
        name = self.article.text[start : span[1]]
        if not fits(name, pronoun, self.found):
            return False
        told = "" if gender(name, self.found) else self._gender(name.split(" ")[-1])
        wanted = gender(pronoun, self.found)
        if wanted and self.article.text[slice(*span)].isupper():
            return False  # "she" is no party
        return not told or not wanted or told == wanted

    def _speaks(self, number: int, pronoun: str) -> Span | None:
        """Who speaks in a sentence that quotes nobody: "Peace, her mother, said she cares"."""
        sentence = self.article.sentences[number]
        at = bisect_right(self.ends, sentence.start)
        within = takewhile(lambda p: p.outer < sentence.end, self.pieces[at:])
        if any(may_speak(self.article.text[p.start : p.end]) for p in within):
            return None
        text, start, end = self.article.text, sentence.start, sentence.end
        if leads := self.found.leads.search(text, start, end):
            span = subject_behind(text, leads.end(), end, self.found)
            return span if span and not self._stands_for(span) else None
        if cites := self.found.quotes.search(text, start, end):  # "the paper quoted him as saying."
            span = subject_behind(text, cites.end(), end, self.found, quoting=True)
            if span and self._stands_for(span):
                return self._name(span[0], number, -1, text[slice(*span)])
        verbs = [*self.found.verb.finditer(text, start, end)]
        for verb in sorted(verbs, key=lambda v: bool(self.found.participle.fullmatch(v.group()))):
            if not agrees(verb.group(), pronoun, self.found):
                continue
            span = either(text, start, verb, end, self.found)
            name = text[slice(*span)] if span else ""
            last = name.split(" ")[-1].lower()
            nobody = last in self.found.pronouns | self.found.nobody
            if span and not pronoun and self._stands_for(span):  # "Lee left. He says it is late."
                return self._name(span[0], number, -1, name)
            if name[:1].isupper() and not name.isupper() and not nobody:
                return span
            closes = not _WORD.search(text, verb.end(), end)  # "..., a statement said."
            if last in self.found.human or (span and closes and not nobody):
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


def _goes_on(ahead: str, previous: Previous, frame: Frame, text: str) -> bool:
    """Whether a quotation goes on with the one before, no new sentence telling of another."""
    other = len(_WORD.findall(ahead)) > OTHER and frame.low > previous[0].high
    return not other and follows(text, previous[0], frame)
