"""The hall, collecting: sources -> archive -> articles. Opens doors, decides nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .. import __version__, pipeline, sources, store
from ..types import Article, Moment, Raw, Rejected

ROUND = timedelta(days=1)  #: what was not collected for so long before the rest is no source now
READERS = 2  #: processes that read what was fetched; the network is slower than they are


def collect(
    *addresses: str,
    archive: str | Path,
    allow_hosts: Iterable[str] = (),
    user_agent: str = "",
    proxy: str = "",
    told: Callable[[sources.Collected, store.Added], None] | None = None,
) -> list[tuple[sources.Collected, store.Added]]:
    """Fetch what is new behind the addresses into the archive; one entry a source.

    ``told`` hears of each source when it is done and stored; what was stored stays, whatever
    happens then. Raises ``UsageError`` for an address that names nothing, ``ArchiveError``.
    """
    done: list[tuple[sources.Collected, store.Added]] = []

    def keep(item: sources.Collected, held: store.Archive, at: datetime) -> None:
        added = store.Added()
        if not item.same:
            with held.at_once():  # what is counted and remembered as read is there, and only that
                if item.sources:
                    held.lists(item.source, item.sources)
                added = held.add(item.found, source=item.source, at=at)
                for read in item.validators:
                    held.remember(
                        read.url, etag=read.etag, last_modified=read.last_modified,
                        source=item.source,
                    )  # fmt: skip
                failed, seen = len(item.rejected), added.seen + item.unchanged
                new = added.new + added.versions
                held.note(item.source, at=at, new=new, seen=seen, failed=failed, error=item.error)
        done.append((item, added))
        if told:
            told(item, added)

    async def run(held: store.Archive) -> None:
        from .. import cell, fetch

        agent, hosts = user_agent or f"briefing/{__version__}", list(allow_hosts)
        async with (
            cell.open_cell(READERS, load="briefing.app.loaded") as read,
            fetch.open(allow_hosts=hosts, user_agent=agent, proxy=proxy) as web,
        ):
            world = sources.World(web.get, read, _clean, held.known, pipeline.decode)
            async for item in sources.collect(addresses, world):
                keep(item, held, datetime.now(UTC))

    for address in addresses:
        sources.is_web(address)  # raises before the archive is made
    with store.open(archive) as held:
        asyncio.run(run(held))
    return done


def _clean(raw: Raw) -> Article | Rejected:
    articles, rejected = pipeline.read([raw])
    return (articles or rejected)[0]


def archived(
    archive: str | Path,
    *,
    since: Moment | None = None,
    until: Moment | None = None,
    addresses: Collection[str] = (),
    langs: Collection[str] = (),
    own: bool = False,
) -> tuple[list[Article], list[Rejected]]:
    """The archived articles of a window, and those of ``addresses`` that were last out of reach.

    With ``own`` only what these addresses brought, and feeds of lists among them. Raises
    ``ArchiveError``.
    """
    with store.open(archive, create=False) as held:
        states = held.sources()
        now = datetime.now(UTC)  # a clock that was ahead must not make all others old
        recent = min(now, max((s.at for s in states), default=now)) - ROUND
        lists, fed = _members(held, states, addresses)
        members = [s.source for s in (*lists, *fed)]
        dead = [
            Rejected(s.source, "collect", s.error + _since(s.success))
            for s in states
            if s.error
            and (
                s.source in members or (not own and s.source.startswith("feed:") and s.at > recent)
            )
        ]  # a feed that is not among the addresses is one of a list read before lists were kept
        if own and not members:
            return [], dead  # none of them was ever collected
        brought = members if own else ()
        return held.window(since=since, until=until, langs=langs, sources=brought), dead


def _members(
    held: store.Archive, states: Collection[store.SourceState], addresses: Collection[str]
) -> tuple[list[store.SourceState], list[store.SourceState]]:
    """How the sources at these addresses fared, and the further feeds of lists among them."""
    named = {sources.key(address) for address in addresses}
    first = [s for s in states if sources.key(s.source) in named]
    feeds = {sources.key(feed) for feed in held.feeds([s.source for s in first])} - named
    return first, [s for s in states if sources.key(s.source) in feeds]


def answered(held: store.Archive, addresses: Collection[str] = ()) -> int:
    """How many sources at these addresses answered when last collected; of all without any.

    The feeds of a list that failed were not asked.
    """
    states = held.sources()
    if not addresses:
        return sum(not s.error for s in states)
    named, fed = _members(held, states, addresses)
    lists = [s.source for s in named if not s.error]
    asked = {sources.key(feed) for feed in held.feeds(lists)}
    return len(lists) + sum(not s.error and sources.key(s.source) in asked for s in fed)


def _since(success: datetime | None) -> str:
    return f"; last collected {success:%Y-%m-%d %H:%M} UTC" if success else "; never collected"


def states(archive: str | Path) -> list[store.SourceState]:
    """How each source fared when it was last collected. Raises ``ArchiveError``."""
    with store.open(archive, create=False) as held:
        return held.sources()
