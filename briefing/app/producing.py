"""The hall, producing: settings -> a brief's files, and its entry in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from .. import output, pipeline, sources, store
from ..config import Config
from ..errors import NothingUsable
from ..settings import rank
from ..types import Article, Brief, Edition, Map, Moment, Rejected, day_of
from . import collecting
from .remembering import recall

HOURS = 24  #: of the archive's window, if no other is asked for


@dataclass(frozen=True, slots=True)
class Produced:
    """A brief that was made, written and, where it is kept, entered in the ledger."""

    brief: Brief
    paths: tuple[Path, ...]
    id: str  #: in the ledger, ``""`` where it was not entered
    counts: Mapping[str, int]  #: articles, events, rejected, left_out (by langs and outlets)


def produce(
    settings: Config,
    *,
    since: Moment | None = None,
    until: Moment | None = None,
    day: date | None = None,
    collect: bool = False,
    now: datetime | None = None,
    told: Callable[[Sequence[Rejected]], None] | None = None,
    fetched: Callable[[sources.Collected, store.Added], None] | None = None,
    map: Map = map,
) -> Produced:
    """Make the brief of a configuration, or of one of its profiles (``config.load``).

    Reads files and folders; where a source is on the web, or what is new is to be ``collect``-ed
    first, the archive's window: ``since`` to ``until``, else ``day``, else the last hours before
    ``now``. A profile has what its own sources brought, and its briefs are always entered in the
    ledger. ``told`` hears at once of what cannot be used, ``fetched`` of each source
    that was collected.

    Raises ``UsageError``, ``NothingUsable``, ``OutputError``, ``ArchiveError``.
    """
    from . import entered, look, make

    output.check_folder(Path(settings.out))
    shown = look(settings.templates, settings.style)
    now = now or datetime.now(UTC)
    window = Window(since, until, day, now)
    articles, rejected = gathered(settings, window, collect=collect, fetched=fetched, map=map)
    if told:
        told(rejected)
    taken = taken_of(articles, langs=settings.langs, left_out=settings.outlets_left_out)
    if articles and not taken and not is_archived(settings, collect):
        raise NothingUsable(
            f"none of the {len(articles)} articles is in one of langs, of an outlet that is not "
            "in outlets_left_out"
        )
    archive = settings.archive if settings.profile or is_archived(settings, collect) else ""
    last = day or day_of(until) or now.date()
    past = None
    if archive and (day or until or is_archived(settings, collect)):
        window, past = (
            replace(window, day=last),
            recall(
                archive,
                profile=settings.profile,
                day=last,
                until=until,
                days=settings.memory,
                addresses=settings.sources,
            ),
        )
    brief = make(taken, rejected, edition=edition_of(settings, window), past=past, map=map)
    if not brief.events and settings.quiet == "none":
        return Produced(brief, (), "", {"articles": 0, "events": 0, "rejected": len(rejected)})
    paths, id = entered(
        brief, out=Path(settings.out), formats=settings.formats or ("pdf",), name=settings.name,
        texts=settings.texts, shown=shown, profile=settings.profile, at=now,
        archive=archive, until=until,
    )  # fmt: skip
    counts = {
        "articles": len(brief.articles), "events": len(brief.events),
        "rejected": len(brief.rejected), "left_out": len(articles) - len(taken),
    }  # fmt: skip
    return Produced(brief, tuple(paths), id, counts)


@dataclass(frozen=True, slots=True)
class Window:
    """Which articles are asked for."""

    since: Moment | None
    until: Moment | None
    day: date | None
    now: datetime

    @property
    def ends(self) -> tuple[Moment | None, Moment | None]:
        """Of the archive: as they are named, else the day, else the last hours."""
        if self.since is None and self.until is None:
            back = self.now - timedelta(hours=HOURS)
            return (self.day, self.day) if self.day else (back, None)
        return self.since, self.until


def is_archived(settings: Config, collect: bool) -> bool:
    """Whether articles come from the archive: what is on the web must be collected."""
    web = [sources.is_web(source) for source in settings.sources]  # a wrong one is told of
    return collect or any(web)


def gathered(
    settings: Config,
    window: Window,
    *,
    collect: bool,
    fetched: Callable[[sources.Collected, store.Added], None] | None,
    map: Map,
) -> tuple[list[Article], list[Rejected]]:
    """The articles of a configuration's sources, and what of them cannot be used."""
    if not is_archived(settings, collect):
        return pipeline.read(sources.read(settings.sources), map=map)
    if collect:
        collecting.collect(
            *settings.sources, archive=settings.archive, allow_hosts=settings.allow_hosts,
            user_agent=settings.user_agent, proxy=settings.proxy, told=fetched,
        )  # fmt: skip
    since, until = window.ends
    return collecting.archived(
        settings.archive, since=since, until=until, addresses=settings.sources,
        langs=settings.langs, own=bool(settings.profile),
    )  # fmt: skip


def edition_of(settings: Config, window: Window) -> Edition:
    """What of a configuration tunes the stages."""
    same = {f.name for f in fields(Edition)} & {f.name for f in fields(Config)}
    chosen = {name: getattr(settings, name) for name in same}
    return Edition(**chosen, day=window.day, since=day_of(window.since), until=day_of(window.until))


def taken_of(
    articles: Sequence[Article], *, langs: Sequence[str] = (), left_out: Sequence[str] = ()
) -> list[Article]:
    """The articles in one of ``langs`` (all, if there are none) and of no outlet ``left_out``."""
    return [a for a in articles if (not langs or a.lang in langs) and rank(a, left_out) is None]
