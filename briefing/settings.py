"""Ground floor, settings: the tables of ``briefing.toml`` as nouns, one a dataclass.

Field names are the keys, defaults what holds where a key is not written. ``config`` reads and
checks them (``config/faults.py``); stages and doors take them as they take any noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from .types import Article


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the brief and what belongs under it: any one of the lists decides."""

    title: str
    keywords: tuple[str, ...] = ()  #: words or phrases, in any inflection
    people: tuple[str, ...] = ()  #: in any script
    places: tuple[str, ...] = ()  #: countries in any language, other places in any script
    outlets: tuple[str, ...] = ()  #: names as published, or hosts
    langs: tuple[str, ...] = ()  #: of articles: all their reports belong here


def rank(article: Article, outlets: Sequence[str]) -> int | None:
    """The place of an article's outlet among ``outlets``, ``None`` if it is none of them.

    They are named as published, case and spaces aside, or by the host of their addresses.
    """
    if not outlets:
        return None
    host = (urlsplit(article.url).hostname or "") if article.url else ""
    names = {_plain(article.outlet), host, host.removeprefix("www.")} - {""}
    return next((k for k, outlet in enumerate(outlets) if _plain(outlet) in names), None)


def trust(article: Article, preferred: Sequence[str]) -> int:
    """``rank``, and behind all preferred outlets for any other: to sort by."""
    found = rank(article, preferred)
    return len(preferred) if found is None else found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
