"""Ground floor, settings: the tables of ``briefing.toml`` as nouns, one a dataclass.

Field names are the keys, defaults what holds where a key is not written. ``config`` reads and
checks them (``config/faults.py``); stages and doors take them as they take any noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Schedule:
    """When briefs are made: at wall times of some days, or as a cron expression says.

    Nothing is scheduled without ``at`` or ``cron``. ``briefing/schedule`` says what may stand here.
    """

    at: tuple[str, ...] = ()  #: wall times, 07:00
    days: tuple[str, ...] = ()  #: mon, tue, ... or mon-fri; none means every day
    cron: str = ""  #: five fields, instead of ``at`` and ``days``
    zone: str = "UTC"  #: IANA name, Europe/Berlin
    skip: tuple[str, ...] = ()  #: 2026-12-24, 12-25 of every year, 2026-12-24/2027-01-02
    skip_file: str = field(default="", metadata={"beside": True})  #: the same, one a line
    catch_up: str = "latest"  #: of slots that were missed: latest, all, none
    max_age: str = "24h"  #: older ones are not caught up: 90m, 24h, 3d
    attempts: int = 3  #: then a slot has failed
    alert: tuple[str, ...] = ()  #: addresses that are told of a slot that failed


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
