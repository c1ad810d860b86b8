"""Ground floor, settings: the tables of ``briefing.toml`` as nouns, one a dataclass.

Field names are the keys, defaults what holds where a key is not written. ``config`` reads and
checks them (``config/faults.py``); stages and doors take them as they take any noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
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


_BESIDE = {"beside": True}  #: a path is relative to the file


SUBJECT = "{{ title }}, {{ date }}"


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail goes out. The password is no key: it is in the environment or in ``secrets``."""

    server: str = ""
    port: int = 587
    security: str = "starttls"  #: or ``tls`` from the first byte on, or ``none``
    user: str = ""  #: to log in as; "" means without
    secrets: str = field(default="", metadata=_BESIDE)  #: TOML file that only its owner may read
    ca_file: str = field(default="", metadata=_BESIDE)  #: of an authority of one's own, PEM
    sender: str = ""  #: ``Daily Briefing <brief@paper.example>``
    reply_to: str = ""
    subject: str = SUBJECT  #: template; knows title, date, headline, day
    list_id: str = ""  #: ``briefing.paper.example``
    unsubscribe: str = ""  #: https or mailto address; ``{address}`` is filled in
    largest: int = 15  #: MB of a message on the wire, above which the PDF stays out
    link: str = ""  #: then this address is given for it, ``{name}`` filled in; "" refuses
    corrections: bool = True  #: a brief made anew goes to those who got the one before
    patience: int = 24  #: hours for which one that cannot be delivered is tried again
    dkim_domain: str = ""
    dkim_selector: str = ""
    dkim_key: str = field(default="", metadata=_BESIDE)  #: PEM file that only its owner may read


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets the brief by mail."""

    address: str
    name: str = ""
    groups: tuple[str, ...] = ()
    lang: str = ""  #: of the mail's own words; "" means that of the group, else of the brief


@dataclass(frozen=True, slots=True)
class Group:
    """What recipients of a group have in common."""

    name: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """Another way out: a folder, or an address that takes a POST."""

    name: str
    folder: str = field(default="", metadata=_BESIDE)
    url: str = ""
    link: str = ""  #: given in place of the PDF, ``{name}`` filled in; for ``url``


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


@dataclass(frozen=True, slots=True)
class Style:
    """The variables of the style sheets; ``""`` leaves what the sheet says.

    ``font`` and ``logo`` are files of the user's templates folder.
    """

    colour: str = ""  #: of titles, labels and rules: ``#123a63``
    accent: str = ""  #: of citation numbers and of other languages
    font: str = ""  #: of the text: a .ttf file
    page: str = ""  #: ``A4`` or ``Letter``
    logo: str = ""  #: beside the title: a .png, .jpg or .svg file
    masthead: str = ""  #: who publishes the brief
