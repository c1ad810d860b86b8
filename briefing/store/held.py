"""Store, held: the nouns of the archive, what its methods take and give.

Moments are aware datetimes in UTC; the rest of the units stands in ``types``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..types import Article, Citation

Validators = Mapping[str, tuple[str, str]]
"""Address -> (ETag, Last-Modified) as its server wrote them, ``""`` where it did not."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch; the sum is its length."""

    new: int = 0
    seen: int = 0  #: held already, or a teaser of what is held
    versions: int = 0  #: another text of an article that is held


@dataclass(frozen=True, slots=True)
class SourceState:
    """The last collecting run of a source, and its last good one."""

    source: str
    at: datetime
    success: datetime | None  #: of the last run without an error
    new: int
    seen: int
    failed: int
    error: str  #: of the last run, ``""`` if it went well


@dataclass(frozen=True, slots=True)
class Place:
    """One place where an article was found."""

    source: str
    ref: str
    url: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article that changed."""

    id: str
    number: int  #: from 1
    seen: datetime  #: for the first time
    title: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A recorded brief, and how many citations of an article it holds."""

    brief: str  #: first 12 hex digits of its seal
    day: str
    title: str
    citations: int


@dataclass(frozen=True, slots=True)
class Held:
    """All the archive knows of an article."""

    article: Article
    places: tuple[Place, ...]
    versions: tuple[Version, ...]  #: oldest first, this one among them; one if it never changed
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was searched for, and its sentence that holds most of the query."""

    article: Article
    sentence: Citation


@dataclass(frozen=True, slots=True)
class Made:
    """A brief of the ledger."""

    id: str  #: first 12 hex digits of its seal
    day: str
    title: str
    at: datetime
