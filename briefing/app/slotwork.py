"""The hall, slotwork: what is done in a slot. A brief is made and sent, a failure told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from .. import output, sources, store
from ..config import Config
from ..errors import UsageError
from ..workers import open_map

LOG = logging.getLogger("briefing.schedule")


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
    from . import produce

    if brief:
        return _again(settings, brief)
    workers = f"processes:{settings.jobs}" if settings.jobs > 1 else "inline"
    with open_map(workers) as map:
        made = produce(settings, since=since, until=until, day=day, collect=True, now=now,
                       fetched=_fetched, map=map)  # fmt: skip
    return Made(made.id, made.counts, made.paths)


def _fetched(item: sources.Collected, added: store.Added) -> None:
    if item.error:
        LOG.warning("source failed", extra=facts(source=item.source, error=item.error))


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
    from . import deliver

    if not (made.id and deliver.anybody(settings)):
        return {}
    pdf = next((path for path in made.paths if path.suffix == ".pdf"), None)
    if pdf is None:
        raise UsageError('it is the PDF that is sent: write "pdf" into formats')
    return deliver.send(settings, brief=pdf, edition=edition, now=now).counts


def rest(settings: Config, *, now: datetime) -> Mapping[str, int]:
    """Send what was put off, or has been approved; state -> messages."""
    from . import deliver

    return deliver.rest(settings, now=now) if deliver.anybody(settings) else {}


def alert(settings: Config, *, run: store.Run, to: tuple[str, ...]) -> None:
    """Tell that a slot failed, by mail. Raises ``DeliveryError``, ``UsageError``."""
    from . import deliver

    name = " ".join(filter(None, (run.profile, str(run.day), run.at)))
    words = (
        f"The brief of {name} ({run.due:%Y-%m-%d %H:%M} UTC) was not made or not sent.\n\n"
        f"{run.error}\n\nIt was tried {run.attempts} times and will not be tried again. "
        "briefing status tells more.\n"
    )
    for address in to:
        deliver.tell(settings, address, subject=f"briefing: {name} has failed", words=words)


def of(run: store.Run, **more: object) -> dict[str, object]:
    """What a line of the log says of a slot."""
    return facts(profile=run.profile, slot=f"{run.day} {run.at}", brief=run.brief, **more)


def facts(**facts: object) -> dict[str, object]:
    """What a line of the log holds beside its words (``logging``'s ``extra``)."""
    return {"facts": {key: value for key, value in facts.items() if value not in ("", None)}}


WORK = Work(make, send, rest, alert)
