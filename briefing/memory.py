"""Ground floor, memory: the nouns of what earlier briefs told, beside those of ``types``.

A brief is *earlier* than another of its profile if its day is, or, on one day, if its window ended
before; so making a brief again gives the same brief (``store/memory.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .types import Article, Citation, Variant


@dataclass(frozen=True, slots=True)
class Told:
    """An event of an earlier brief."""

    brief: str  #: first 12 hex digits of its seal
    day: date  #: of the brief
    since: date  #: day of the first brief that told of it
    headline: str
    lang: str  #: of the headline
    articles: tuple[str, ...]  #: their ids in ``Past.articles``
    said: tuple[Citation, ...]  #: what it showed of them
    earlier: tuple[tuple[str, str], ...] = ()  #: brief and headline of those it went on from


@dataclass(frozen=True, slots=True)
class Corrected:
    """An article whose text was changed after an earlier brief had carried it."""

    brief: str
    day: date  #: of the brief
    article: Article  #: as it is now


@dataclass(frozen=True, slots=True)
class Past:
    """All that earlier briefs of a profile told within ``days``; what they are oldest first."""

    profile: str = ""
    days: int = 0  #: how far back was looked
    lang: str = ""  #: of the last brief, ``""`` if there is none
    briefs: tuple[tuple[str, date], ...] = ()  #: id and day
    events: tuple[Told, ...] = ()
    articles: tuple[Article, ...] = ()  #: each text once, reprints left out
    hashes: frozenset[str] = frozenset()  #: SHA-256 of every text they carried
    corrected: tuple[Corrected, ...] = ()  #: not told of yet
    sources: int = 0  #: that answered when last collected


@dataclass(frozen=True, slots=True)
class Before:
    """What an event of today goes on with; nothing where it is new."""

    told: tuple[Told, ...] = ()  #: oldest first
    articles: tuple[Article, ...] = ()  #: earlier reports of it

    @property
    def said(self) -> tuple[Citation, ...]:
        """What earlier briefs showed of it."""
        return tuple(c for t in self.told for c in t.said)


@dataclass(frozen=True, slots=True)
class Change:
    """A number that was another one in an earlier brief; ``text`` stands in each quote."""

    point: str  #: what it counts, words of ``now``
    now: Variant
    earlier: Variant  #: cites an article of that brief, not of this one
    article: Article  #: that article
    brief: str
    day: date  #: of that brief


@dataclass(frozen=True, slots=True)
class Memory:
    """What a brief knows of earlier ones. ``before`` and ``changes``: one an event, in order."""

    past: Past
    before: tuple[Before, ...] = ()
    changes: tuple[tuple[Change, ...], ...] = ()
    unchanged: tuple[Told, ...] = ()  #: the last of each story that was reported again, no news
    read: int = 0  #: articles of the window
    again: int = 0  #: of these, such as an earlier brief carried or that repeat one
    repeats: tuple[str, ...] = ()  #: SHA-256 of those of them that no brief carried
    outlets: int = 0  #: that published them
