"""Sources, collecting: addresses -> Collected, one a source, as each is done.

The network and the processes are arguments (``get``, ``run``), so that this
module only says what is asked for, and when it is new. A source that fails is
a ``Collected`` with an ``error`` and stops no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

from ..types import Article, Raw, Rejected
from . import files
from .address import Address
from .listing import GATE, cleaned, understand
from .nouns import Collected, Item, Listing, Validators

MOST_PAGES = 200  #: new pages fetched of one source in one run; at two a second, 100 seconds
MOST_FEEDS = 500  #: of one OPML list
AT_ONCE = 16  #: sources in work, which bounds what is held in memory
BATCH = 50  #: documents of a folder that are held at once
PAGES_AT_ONCE = 4  #: of one source, whose pages may be on several hosts


Known = Mapping[str, tuple[str, str]]  #: address -> ETag, Last-Modified; "" where not given
Clean = Callable[[Raw], Article | Rejected]


@dataclass(frozen=True, slots=True)
class World:
    """What collecting needs of the world."""

    get: Callable[..., Awaitable[Any]]  #: as ``fetch.Web.get``
    run: Callable[..., Awaitable[Any]]  #: as ``cell.Run``
    clean: Clean  #: the first stage; must be picklable
    known: Callable[[str], Known]  #: what a source's addresses answered on earlier runs
    decode: Callable[[bytes], str] | None = None  #: of what lies about its encoding; picklable


async def collect(addresses: Iterable[str], world: World) -> AsyncIterator[Collected]:
    """What is new behind each address, in the order in which they are done.

    A list of feeds (OPML) comes as one without articles, its feeds after it.
    Raises ``UsageError`` before anything is read for an address that makes no sense.
    """
    gate, told = asyncio.Semaphore(AT_ONCE), dict[str, str]()
    waiting: set[asyncio.Task[Collected]] = set()

    def start(some: Iterable[Address]) -> None:
        for address in some:
            if told.setdefault(address.key, address.written) == address.written:
                waiting.add(asyncio.create_task(_gated(gate, address, world)))

    named = [Address.read(a) for a in dict.fromkeys(addresses)]
    start(named)
    try:
        for address in named:
            if (same := told[address.key]) != address.written:
                yield Collected(address.written, same=same)
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                result = task.result()
                start(a for a in map(Address.read, _named(result)) if a.key not in told)
                yield result
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def _named(listed: Collected) -> Iterable[str]:
    return (f"feed:{feed}" for feed in listed.sources)


async def _gated(gate: asyncio.Semaphore, address: Address, world: World) -> Collected:
    async with gate:
        if address.is_web:
            return await _Web(address, world).collected()
        return await _local(address, world)


async def _local(address: Address, world: World) -> Collected:
    """The documents of a file or folder; an OPML file's feeds are sources of their own."""
    path = address.place
    if address.kind == "opml":
        try:
            body = await asyncio.to_thread(files.whole, path)
        except OSError as failed:
            return Collected(address.written, error=f"cannot be read: {failed.strerror or failed}")
        listing = await world.run(path, _understood, body, path, "opml", "", "", world.decode)
        if isinstance(listing, Rejected):
            return Collected(address.written, error=listing.reason)
        return Collected(address.written, sources=_feeds(listing))
    found: list[tuple[Raw, Article]] = []
    rejected: list[Rejected] = []
    documents = files.read(path, set())
    while batch := list(islice(documents, BATCH)):
        raws = (
            world.run(d.ref, cleaned, world.clean, d, "", "") for d in batch if isinstance(d, Raw)
        )
        done = iter(await asyncio.gather(*raws))
        for document in batch:
            result = next(done) if isinstance(document, Raw) else document
            if isinstance(result, Rejected):
                rejected.append(replace(result, ref=document.ref))
            else:
                found.append(result)
    why = rejected[0].reason if rejected and not found else ""
    return Collected(address.written, tuple(found), tuple(rejected), error=why)


def _feeds(listing: Listing) -> tuple[str, ...]:
    return tuple(f for f in listing.lists[:MOST_FEEDS] if f.startswith(("http://", "https://")))


def _understood(
    body: bytes, url: str, kind: str, type: str, charset: str, decode: Callable[[bytes], str] | None
) -> Any:
    return understand(body, url=url, kind=kind, type=type, charset=charset, decode=decode)


class _Web:
    """One run of one source on the web."""

    def __init__(self, address: Address, world: World) -> None:
        self._address, self._world = address, world
        self._known = world.known(address.written)
        self._found: list[tuple[Raw, Article]] = []
        self._rejected: list[Rejected] = []
        self._validators: list[Validators] = []
        self._lists: set[str] = set()  #: addresses that listed something
        self._unchanged = self._left = 0
        self._gated: set[str] = set()  #: addresses that showed a page before the article
        self._passing: set[str] = set()  #: addresses that may answer on the next run

    async def collected(self) -> Collected:
        """The source's articles that were not read on an earlier run."""
        listing = await self._listing(self._address.place, self._address.kind)
        feeds: tuple[str, ...] = ()
        if isinstance(listing, Listing):
            if listing.kind == "opml":
                feeds, self._validators = _feeds(listing), []  # its feeds are asked for each time
            elif listing.kind == "sitemap" and listing.lists:
                await self._index(listing)
            else:
                await self._items(listing)
        failed = listing.reason if isinstance(listing, Rejected) else self._dead()
        if failed:  # "not modified" would make it seem well again
            self._forget({self._address.place, *self._lists})
        return Collected(
            self._address.written, tuple(self._found), tuple(self._rejected),
            tuple(self._validators), self._unchanged, self._left, failed, feeds,
        )  # fmt: skip

    def _dead(self) -> str:
        """Why nothing of the source can be read; ``""`` if anything can."""
        if not self._rejected or self._found or self._unchanged or self._left:
            return ""
        first = self._rejected[0].reason
        number = len(self._rejected)
        return first if number == 1 else f"none of {number} articles can be read: {first}"

    async def _listing(self, url: str, kind: str) -> Listing | Rejected | None:
        """What an address lists; ``None`` if nothing since it was last read."""
        reply = await self._get(url)
        if not isinstance(reply, Rejected) and not reply.unchanged:
            listing = await self._world.run(
                url,
                _understood,
                reply.body,
                reply.url,
                kind,
                reply.type,
                reply.charset,
                self._world.decode,
            )
            if isinstance(listing, Listing):
                self._validators.append(Validators(url, reply.etag, reply.last_modified))
                self._lists.add(url)
                self._rejected += listing.rejected
            result: Listing | Rejected = listing
            return result
        return reply if isinstance(reply, Rejected) else None

    async def _index(self, index: Listing) -> None:
        """The newest sitemaps of an index, one after the other."""
        for url in index.lists:
            listing = await self._listing(url, "sitemap")
            if isinstance(listing, Rejected):
                self._rejected.append(listing)
            elif listing is not None:
                await self._items(listing)
        self._settle()

    async def _items(self, listing: Listing) -> None:
        own = [item for item in listing.items if not item.page]
        new = [item for item in listing.items if item.page and self._asks(item.page)]
        self._unchanged += len(listing.items) - len(own) - len(new)
        room = max(0, MOST_PAGES - len(self._found))
        self._left += len(new[room:])
        gate = asyncio.Semaphore(PAGES_AT_ONCE)

        async def one(item: Item) -> None:
            async with gate:
                await (self._page(item, listing.title) if item.page else self._own(item, listing))

        await asyncio.gather(*(one(item) for item in [*own, *new[:room]]))
        self._settle()

    def _asks(self, url: str) -> bool:
        """Whether a page is new, or its host can tell cheaply that it is not."""
        return url not in self._known or any(self._known[url])

    def _settle(self) -> None:
        """A list some of whose pages are still to be had must not answer "not modified"."""
        if self._passing or self._gated or self._left:
            self._forget(self._lists)

    def _forget(self, urls: set[str]) -> None:
        self._validators = [v for v in self._validators if v.url not in urls]

    async def _own(self, item: Item, listing: Listing) -> None:
        """The article that a list carries itself."""
        self._take(item.raw.ref, await self._cleaned(item.raw, "", listing.title))

    async def _page(self, item: Item, outlet: str) -> None:
        """The article on the page; where there never will be one, the text in the list."""
        reply = await self._get(item.page)
        if isinstance(reply, Rejected):
            result: Any = reply
        elif reply.unchanged:
            self._unchanged += 1
            return
        else:
            kind: Literal["text", "html"] = "text" if reply.type == "text/plain" else "html"
            raw = replace(item.raw, kind=kind, body=reply.body, url=reply.url)
            result = await self._cleaned(raw, reply.charset, outlet)
            if isinstance(result, Rejected) and result.stage == GATE:
                self._gated.add(item.page)
            else:
                self._validators.append(Validators(item.page, reply.etag, reply.last_modified))
        if isinstance(result, Rejected) and item.raw.body and item.page not in self._passing:
            own = await self._cleaned(item.raw, "", outlet)
            result = result if isinstance(own, Rejected) else own
        self._take(item.raw.ref, result)

    async def _cleaned(self, raw: Raw, charset: str, outlet: str) -> Any:
        return await self._world.run(raw.ref, cleaned, self._world.clean, raw, charset, outlet)

    def _take(self, ref: str, result: Any) -> None:
        if isinstance(result, Rejected):
            self._rejected.append(replace(result, ref=ref))
        else:
            self._found.append(result)

    async def _get(self, url: str) -> Any:
        """A ``Reply`` or a ``Rejected``."""
        etag, modified = self._known.get(url, ("", ""))
        reply = await self._world.get(url, etag=etag, last_modified=modified)
        if not (reason := getattr(reply, "reason", "")):
            return reply
        if not reply.lasting:
            self._passing.add(url)
        return Rejected(url, "collect", reason)
