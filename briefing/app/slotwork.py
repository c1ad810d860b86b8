"""The hall, slotwork: what is done in a slot. A brief is made and sent, a failure told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from .. import output, store
from ..config import Config
from ..errors import UsageError
from ..types import Edition


@dataclass(frozen=True, slots=True)
class Made:
    """A brief that is recorded in the archive, and its files."""

    id: str  #: ``""`` where a day without news makes none
    counts: Mapping[str, int]  #: articles, events, rejected
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """The things that are done, in the shape of the functions below; the bench brings others."""

    make: Callable[..., Made]
    send: Callable[..., Mapping[str, int]]
    rest: Callable[..., Mapping[str, int]]
    alert: Callable[..., None]


def make(
    settings: Config, *, profile: str, brief: str, day: date, since: datetime, until: datetime,
    now: datetime,
) -> Made:  # fmt: skip
    """Collect what is new, and make, write and record the brief of a slot.

    If an earlier attempt has recorded it (``brief``), its files are written again instead.
    """
    from . import make as brief_of
    from . import write
    from .collecting import archived, collect
    from .remembering import recall

    if brief:
        return _again(settings, brief)
    if settings.sources:
        collect(*settings.sources, archive=settings.archive, allow_hosts=settings.allow_hosts,
                user_agent=settings.user_agent, proxy=settings.proxy)  # fmt: skip
    articles, rejected = archived(settings.archive, since=since, until=until,
                                  addresses=settings.sources)  # fmt: skip
    past = recall(
        settings.archive,
        profile=profile,
        day=day,
        until=until,
        days=settings.memory,
        addresses=settings.sources,
    )
    edition = Edition(lang=settings.lang, title=settings.title, method=settings.method,
                      length=settings.length, day=day)  # fmt: skip
    made = brief_of(articles, rejected, edition=edition, past=past)
    counts = {"articles": len(made.articles), "events": len(made.events),
              "rejected": len(made.rejected)}  # fmt: skip
    if not made.events and settings.quiet == "none":
        return Made("", counts)
    paths = write(made, out=settings.out, formats=settings.formats, name=settings.name,
                  texts=settings.texts, templates=settings.templates, style=settings.style,
                  archive=settings.archive, profile=profile, until=until)  # fmt: skip
    with store.open(settings.archive, create=False) as held:
        return Made(held.briefs()[-1].id, counts, tuple(paths))


def _again(settings: Config, id: str) -> Made:
    """The files of a recorded brief: from one document they are the same, byte for byte."""
    from . import FORMATS, look

    with store.open(settings.archive, create=False) as held:
        doc = held.brief(id)
    shown = look(settings.templates, settings.style)
    files = {Path(settings.out) / f"{settings.name}.{suffix}": FORMATS[suffix](doc, **shown)
             for suffix in settings.formats}  # fmt: skip
    output.write_all(files)
    return Made(id, {}, tuple(files))


def send(settings: Config, *, made: Made, edition: str, now: datetime) -> Mapping[str, int]:
    """Send the brief to whom it was not sent yet; state -> messages."""
    return {"sent": 0}


def rest(settings: Config, *, now: datetime) -> Mapping[str, int]:
    """Send what was put off, or has been approved; state -> messages."""
    return {}


def alert(settings: Config, *, run: store.Run, to: tuple[str, ...]) -> None:
    """Tell that a slot failed, by mail."""
    raise UsageError("alerts need the delivery by mail")


WORK = Work(make, send, rest, alert)
