"""Ground floor, settings: the tables of ``briefing.toml`` as nouns, one a dataclass.

Field names are the keys, defaults what holds where a key is not written. ``config`` reads and
checks them (``config/faults.py``); stages and doors take them as they take any noun.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the brief and what belongs under it: any one of the lists decides."""

    title: str
    keywords: tuple[str, ...] = ()  #: words or phrases, in any inflection
    people: tuple[str, ...] = ()  #: in any script
    places: tuple[str, ...] = ()  #: countries in any language, other places in any script
    outlets: tuple[str, ...] = ()  #: names as published, or hosts
    langs: tuple[str, ...] = ()  #: of articles: all their reports belong here
