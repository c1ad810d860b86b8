"""Render, shown: the nouns of the view, what templates find in ``b``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .timeline import Dated, Timeline
from .versions import Piece

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of an article, with their language where it is not the brief's."""

    text: str
    lang: str  #: ``""`` where it is the brief's
    dir: str  #: ``""`` where it is the brief's
    tag: str  #: ``""`` where the language is the brief's

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it is named in the brief."""

    id: str
    ref: str
    outlet: str  #: a label where the source names none
    named: bool  #: whether it does
    name: Text  #: the outlet, else the title, else the label: what tells it from the others
    title: Text | None
    url: str  #: ``""`` unless http(s)
    lang: str
    tag: str
    language: str
    day: date | None
    when: str
    place: str
    corrected: date | None = None  #: the day its text was found changed

    @property
    def known(self) -> bool:
        """Whether its name tells it from others."""
        return self.named or self.title is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in the text that points to a cited sentence."""

    number: int
    id: str
    source: Source
    event: int  #: number of the event it stands in; 0 on page one
    first: bool  #: whether no place before it cites this sentence


@dataclass(slots=True)
class Quote:
    """A cited sentence and the places that cite it."""

    number: int
    source: Source
    text: Text
    url: str  #: opens the article at the sentence
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, the sentence it is, and the others that say the same."""

    text: Text
    mark: Mark
    also: tuple[Mark, ...]
    opening: str = ""  #: quotation marks, where the sentence stands within a quotation
    closing: str = ""

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who says it."""
        return tuple(dict.fromkeys(m.source.outlet for m in (self.mark, *self.also)))


@dataclass(frozen=True, slots=True)
class Then:
    """What an earlier brief told."""

    text: Text  #: a headline, or a number
    day: str  #: of that brief


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts or measures."""

    value: Text
    counts: Text
    marks: tuple[Mark, ...]
    was: Then | None = None  #: the number an earlier brief gave


@dataclass(frozen=True, slots=True)
class Change:
    """A number that was another one in an earlier brief."""

    now: Text
    marks: tuple[Mark, ...]
    was: Then
    sentence: Text  #: that gave the earlier one
    outlet: str
    url: str  #: opens its article at the sentence; ``""`` unless http(s)


@dataclass(frozen=True, slots=True)
class Person:
    """A person or a body that takes part."""

    name: Text
    also: tuple[Text, ...]  #: other forms of the name, that are no part of it
    mark: Mark


@dataclass(frozen=True, slots=True)
class Speaker:
    """What one person said."""

    name: Text
    quotes: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Variant(Statement):
    """One version of what reports tell differently."""

    parts: tuple[Piece, ...] = ()  #: its text, and where the other version has other words


@dataclass(frozen=True, slots=True)
class Difference:
    """What reports tell differently: each version, as a statement with its sources."""

    point: Text  #: the words that differ where a quotation does
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What an article says beyond the event's statements; nothing where it repeats another."""

    source: Source
    statements: tuple[Statement, ...]
    repeats: Source | None


@dataclass(frozen=True, slots=True)
class Event:
    """A section of the brief."""

    number: int
    headline: Text
    shortened: Mark | Source | None  #: what a shortened headline was taken from
    also: tuple[Mark, ...]  #: what says the same, where the headline stands for a statement
    when: str
    sources: tuple[Source, ...]
    places: tuple[str, ...]
    outlets: tuple[str, ...]
    tags: tuple[str, ...]
    origins: int  #: articles that repeat no other
    people: tuple[Person, ...]
    bodies: tuple[Person, ...]
    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    differences: tuple[Difference, ...]
    said: tuple[Speaker, ...]
    summaries: tuple[Summary, ...]
    section: str = ""  #: the title of its section, where the brief has sections
    mark: str = ""  #: "New" or "Continuing since 18 Nov", where earlier briefs are known
    continuing: bool = False
    earlier: tuple[Then, ...] = ()  #: what it was called before, the last first
    changes: tuple[Change, ...] = ()

    @property
    def id(self) -> str:
        """Of its section."""
        return f"event-{self.number}"


@dataclass(frozen=True, slots=True)
class Section:
    """Events under one heading; ``""`` where the brief has no sections."""

    title: str
    events: tuple[Event, ...]

    @property
    def id(self) -> str:
        """Of its heading."""
        return f"section-{self.events[0].number}" if self.title else ""


@dataclass(frozen=True, slots=True)
class Named:
    """An event that is named in one line."""

    headline: Text
    at: Mark | Source  #: the sentence, or the article whose title, it was taken from
    outlets: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier briefs have to do with this one."""

    read: int  #: articles
    again: int  #: of these, which bring nothing new
    outlets: int
    answered: int  #: sources
    failed: tuple[str, ...]  #: sources
    unchanged: tuple[Then, ...]  #: stories without news
    corrected: tuple[Then, ...]  #: titles of articles changed since a brief carried them


@dataclass(frozen=True, slots=True)
class View:
    """The brief as its templates see it."""

    title: str
    day: date
    date: str
    period: str
    headline: Text | None
    shortened: Mark | Source | None
    bottom_line: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    timeline: Timeline | None
    dated: tuple[Dated, ...]  #: what the timeline is drawn from
    undated: int
    sources: tuple[Source, ...]
    cited: dict[str, int]  #: source id -> number of its sentences cited
    repeats: dict[str, Source]  #: source id -> the article it repeats
    quotes: tuple[Quote, ...]
    rejected: tuple[Document, ...]
    left_out: int
    sections: tuple[Section, ...] = ()  #: all of ``events``, one without a title if there are none
    named: tuple[Named, ...] = ()
    unplaced: int = 0  #: events left out because they fit no section
    front: str = ""  #: classes of page one where not all fits it in one column: ``long``, ``tight``
    memory: Memory | None = None
