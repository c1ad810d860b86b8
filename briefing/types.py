"""Ground floor, types: the nouns that travel between the stages.

Units, once for the whole house: offsets are Unicode code points, half open
(``text[start:end]``); a ``Moment`` is an aware UTC ``datetime`` where the
source states time and zone, else a plain ``date``; languages are BCP 47 codes
(``en``, ``ru``, ``az``), ``und`` where unknown; ``""`` or ``None`` means the
source does not say. Everything is frozen, and sequences are tuples.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .memory import Memory
    from .settings import Section

Moment = date | datetime
Map = Callable[..., Iterable[Any]]
"""The seam for parallel work: ``map(function, *iterables)``, results in order."""


def day_of(moment: Moment | None) -> date | None:
    """The calendar day of a moment (in UTC), or ``None``."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).date()
    return moment


@dataclass(frozen=True, slots=True)
class Raw:
    """What a source handed over, before anything was understood of it."""

    ref: str  #: path, URL or ``PATH#ID``, as the user would write it
    kind: Literal["text", "html"]
    body: bytes | str
    title: str = ""
    outlet: str = ""
    published: str = ""  #: as the source wrote it
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article that could not be used, and why. A value, not an exception."""

    ref: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span: ``text[start:end]`` of the article with this id."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """Clean text with its provenance. Offsets everywhere refer to ``text``."""

    id: str  #: first 16 hex digits of ``sha256``, made unique within a brief
    ref: str
    title: str
    outlet: str
    published: Moment | None
    url: str
    lang: str
    text: str
    sentences: tuple[Sentence, ...]
    dateline: str = ""  #: as written: "BAKU, Azerbaijan, November 28."; not part of the text
    place: str = ""  #: of the dateline
    byline: str = ""
    reprint_of: str = ""  #: id of the article this one repeats, set by the pipeline
    corrected: datetime | None = None  #: when the archive found an earlier text of it changed

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of ``text`` in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def quote(self, start: int, end: int) -> Citation:
        """A citation of ``text[start:end]``."""
        return Citation(self.id, start, end, self.text[start:end])

    def around(self, start: int, end: int) -> Citation | None:
        """A citation of the whole sentences that hold ``text[start:end]``; ``None`` if none do."""
        first = max((s.start for s in self.sentences if s.start <= start), default=None)
        last = min((s.end for s in self.sentences if s.end >= end), default=None)
        return None if first is None or last is None else self.quote(first, last)

    def renamed(self, new: str) -> Article:
        """The same article under another id, its sentences with it."""
        sentences = tuple(replace(s, article=new) for s in self.sentences)
        return replace(self, id=new, sentences=sentences)


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences that condense one article, in source order."""

    article: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Articles about one thing that happened."""

    id: str
    articles: tuple[Article, ...]
    start: date | None = None  #: first and last day of the event
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A term two articles share, as each of them writes it, and its share of the likeness."""

    kind: str
    here: str
    there: str
    share: float  #: of the cosine, 0..1


@dataclass(frozen=True, slots=True)
class Why:
    """The comparison of two articles among all the others."""

    cosine: float  #: of their terms, 0..1
    together: bool  #: whether they are in one event
    edge: float  #: after days, languages and local scaling; 0 where they are no neighbours
    needed: float  #: what two groups of articles need on average to be one event
    days: tuple[str, str]  #: what day each reports on, ``""`` where unknown
    shared: tuple[Shared, ...]  #: most telling first
    only: tuple[tuple[str, ...], tuple[str, ...]]  #: what only one of them has, most telling first


@dataclass(frozen=True, slots=True)
class Citation:
    """``articles[article].text[start:end] == quote``, always."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline and the span it was taken from.

    ``getattr(article, field)[start:end] == text``; ``derived`` is true where
    that span is less than the whole title or sentence.
    """

    text: str
    article: str
    field: Literal["title", "text"]
    start: int
    end: int
    derived: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: ``text == citations[0].quote``; the others say the same."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts or measures, verbatim from the first sentence cited."""

    value: str  #: the number as written, with its sign words and unit: "more than 160", "12 km"
    unit: str  #: one for all spellings: "%", "usd", "km"; ``""`` where it counts things
    counts: str  #: what follows it: "countries"
    measures: str  #: where nothing does, words around it that tell: "road", ``""`` if none do
    normal: str  #: comparable across languages: "160 countri", "12 km", "100% peopl"
    citations: tuple[Citation, ...]  #: the sentences that carry it


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, and who said them."""

    quote: Citation  #: what stands between the marks, without them
    speaker: str  #: the name as an article of the event writes it, ``""`` where none is given
    named: Citation | None  #: where that name stands
    context: Citation  #: the sentence, or run of sentences, that holds both


@dataclass(frozen=True, slots=True)
class Party:
    """A person or a body that takes part in an event, across spellings and scripts."""

    name: str  #: the fullest form seen, of the brief's language where it has one
    kind: Literal["person", "body"]
    also: tuple[str, ...]  #: other forms, as written ("МСЭ", "Bogdan-Martin")
    citations: tuple[
        Citation, ...
    ]  #: one an article: where its fullest form stands, ``name`` first
    also_langs: tuple[str, ...] = ()  #: the language of each of ``also``


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several versions of a fact: ``text`` stands in each citation's quote."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the reports of an event tell differently, side by side, without a verdict."""

    kind: Literal["number", "date", "name", "quotation"]
    point: str  #: what it is about, words of the first variant's sentence: "participants"
    variants: tuple[Variant, ...]  #: two or more


@dataclass(frozen=True, slots=True)
class Facts:
    """What the reports of an event say together, each entry verbatim and cited."""

    figures: tuple[Figure, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    differences: tuple[Difference, ...] = ()
    people: tuple[Party, ...] = ()
    origins: int = 0  #: articles that repeat no other


@dataclass(frozen=True, slots=True)
class Digest:
    """What a reader is told of one event."""

    event: str
    headline: Headline
    lines: tuple[Line, ...]
    facts: Facts = Facts()
    news: bool = True  #: whether there is any to tell, with or without room for it


@dataclass(frozen=True, slots=True)
class Edition:
    """The one value that tunes the stages."""

    lang: str = ""  #: of the brief; "" means the language most articles are in
    title: str = ""
    method: str = "central"
    length: int = 3  #: sentences of an article's summary
    statements: int = 6  #: at most, of an event's digest
    events: int = 0  #: told at most, the others are named; 0 is all
    characters: int = 0  #: of an event's headline and statements at most; 0 is no limit
    outlets: tuple[str, ...] = ()  #: preferred ones, the most trusted first
    sections: tuple[Section, ...] = ()  #: in the order of the brief
    catch_all: str = ""  #: title of the section of those that fit none
    rest: str = "told"  #: what becomes of them: ``told``, ``named`` or ``counted``
    day: date | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """All that renderers, mail and verify know."""

    title: str
    day: date
    lang: str
    edition: Edition
    events: tuple[Event, ...]  #: most important first
    digests: tuple[Digest, ...]  #: one an event, in the same order
    summaries: tuple[Summary, ...]
    bottom_line: tuple[Line, ...]
    figures: tuple[Figure, ...]
    rejected: tuple[Rejected, ...] = ()
    left_out: int = 0  #: articles outside ``since``..``until``
    sections: tuple[str, ...] = ()  #: the title of each told event's section; () without sections
    named: int = 0  #: of the events the last ones, which are named and not told
    unplaced: tuple[int, int] = (0, 0)  #: events that fit no section and are left out; articles
    memory: Memory | None = None  #: where it knows of earlier briefs

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article of the brief, by event, then in the event's order."""
        return tuple(a for e in self.events for a in e.articles)
