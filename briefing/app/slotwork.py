"""The hall, slotwork: what is done in a slot. A brief is made and sent, a failure told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from .. import store
from ..config import Config
from ..errors import UsageError
from ..types import Edition


@dataclass(frozen=True, slots=True)
class Made:
    """A brief that is recorded in the archive, and its files."""

    id: str
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
    settings: Config, *, brief: str, day: date, since: datetime, until: datetime | None,
    began: datetime, now: datetime,
) -> Made:  # fmt: skip
    """Collect what is new, and make, write and record the brief of a slot.

    If an earlier attempt has recorded it (as ``brief``, or since the slot ``began``), that one is
    taken, and its files are written again from the archive.
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
    made = brief_of(articles, rejected, edition=edition)
    paths = write(made, out=settings.out, formats=settings.formats, name=settings.name,
                  texts=settings.texts, templates=settings.templates, style=settings.style,
                  archive=settings.archive)  # fmt: skip
    with store.open(settings.archive, create=False) as held:
        id = held.briefs()[-1].id
    counts = {"articles": len(made.articles), "events": len(made.events),
              "rejected": len(made.rejected)}  # fmt: skip
    return Made(id, counts, tuple(paths))


def send(settings: Config, *, made: Made, edition: str, now: datetime) -> Mapping[str, int]:
    """Send the brief to whom it was not sent yet; state -> messages."""
    from . import deliver

    if not deliver.anybody(settings):
        return {"sent": 0}
    pdf = next((path for path in made.paths if path.suffix == ".pdf"), None)
    if pdf is None:
        raise UsageError('what is sent is the PDF; write formats = ["pdf", ...]')
    return deliver.send(settings, brief=pdf, edition=edition, now=now).counts


def rest(settings: Config, *, now: datetime) -> Mapping[str, int]:
    """Send what was put off, or has been approved; state -> messages."""
    from . import deliver

    return deliver.rest(settings, now=now) if deliver.anybody(settings) else {}


def alert(settings: Config, *, run: store.Run, to: tuple[str, ...]) -> None:
    """Tell that a slot failed, by mail. Raises ``DeliveryError``."""
    from . import deliver

    name = f"{run.profile} {run.day} {run.at}".strip()
    words = f"The brief {name} was not made or sent, in {run.attempts} attempts: {run.error}\n"
    for address in to:
        deliver.tell(settings, address, subject=f"briefing failed: {name}", words=words)


WORK = Work(make, send, rest, alert)
