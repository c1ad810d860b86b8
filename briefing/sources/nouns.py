"""Sources, nouns: what the parts of this door hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..types import Article, Raw, Rejected

Kind = Literal["feed", "opml", "page", "sitemap"]


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a source lists it."""

    raw: Raw  #: with the text that the source itself carries, which may be none
    page: str = ""  #: address of the whole text; ``""`` if ``raw`` has it


@dataclass(frozen=True, slots=True)
class Listing:
    """What an address held."""

    kind: Kind
    title: str = ""
    items: tuple[Item, ...] = ()
    lists: tuple[str, ...] = ()  #: addresses of further listings: feeds of OPML, sitemaps
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Validators:
    """What the next conditional GET of an address needs, once its articles are stored."""

    url: str
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class Collected:
    """What one run brought from one source."""

    source: str  #: its address, as the user wrote it
    found: tuple[tuple[Raw, Article], ...] = ()
    rejected: tuple[Rejected, ...] = ()
    validators: tuple[Validators, ...] = ()
    unchanged: int = 0  #: answers that there is nothing new, and pages read on an earlier run
    left: int = 0  #: new pages beyond the limit of one run; the next takes them
    error: str = ""  #: why nothing of it could be read
    sources: tuple[str, ...] = ()  #: of an OPML list: the feeds, each collected as a source
    same: str = ""  #: the source that this is only another spelling of, and was not read for
