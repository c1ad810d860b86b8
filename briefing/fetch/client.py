"""Fetch, client: URL -> Reply | Failure. Polite to every host, bounded against any.

One ``Web`` serves a whole run: it keeps connections, the rules of each host's
robots.txt, and each host's turns. Whatever a host does, ``get`` ends within
``DEADLINE`` for each try, holds at most ``LARGEST`` bytes, and returns.
"""

from __future__ import annotations

import asyncio
import random
import re
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from math import inf
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2

from . import robots
from .guard import Guard, Refused, Resolve, bare

DEADLINE = 20.0  #: seconds for one try: name, connection, redirects, body (Miniflux has the same)
LARGEST = 15_000_000  #: bytes of a body after decompression (Miniflux)
HOPS = 5  #: redirects of one request
LONGEST = 4000  #: characters of an address
DOWN = 5  #: tries in a row without an answer, after which a host is left alone for the run
TRIES = 3  #: of one request; a host that is down is asked again on the next run
BACKOFF = 1.0  #: seconds before the second try, doubled for each further, times 0.5 to 1.5
PATIENCE = 30.0  #: seconds of Retry-After that are waited for; if it is more, the next run asks
DELAY = 0.5  #: seconds between two requests to a host that states no Crawl-delay
AT_ONCE = 20  #: connections; of one host always one
TYPES = re.compile(
    r"(?:text/(?!css|javascript)[\w.+-]+|(?:application|message|model)/(?:[\w.-]+\+)?(?:xml|json|rfc822)"
    r"|application/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|gzip|mbox|octet-stream|rss|atom|opml)"
    r"|binary/octet-stream|unknown/unknown)?"
)  #: of bodies that can hold articles; some hosts send feeds as octet streams or without a type
CODINGS = frozenset({"", "identity", "gzip", "deflate"})  #: brotli is not asked for
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})  #: statuses that pass


@dataclass(frozen=True, slots=True)
class Reply:
    """What a host answered."""

    url: str  #: after redirects
    body: bytes = b""  #: decompressed, at most ``LARGEST`` bytes
    type: str = ""  #: ``text/html``; ``""`` if the host does not say
    charset: str = ""  #: as declared in the header
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False  #: 304: nothing new since the validators that were sent


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, as a sentence; ``lasting`` if asking again is of no use."""

    url: str
    reason: str
    lasting: bool = False


class _Failed(Exception):
    """One try came to nothing; ``wait`` are the seconds the host asks for before the next."""

    def __init__(self, reason: str, *, lasting: bool = False, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.lasting, self.wait = lasting, wait


class _Private(_Failed):
    """The guard refused the host."""


@dataclass(slots=True)
class _Host:
    """One host's turns: one request at a time, a pause before the next."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    next: float = 0.0  #: loop time from which it may be asked
    delay: float = 0.0  #: seconds its robots.txt asks for
    failures: int = 0  #: tries in a row that came to nothing
    rules: asyncio.Task[robots.Rules] | None = None


@asynccontextmanager
async def open(
    *,
    allow_hosts: Collection[str] = (),
    user_agent: str = "briefing",
    proxy: str = "",
    deadline: float = DEADLINE,
    delay: float | None = None,
    backoff: float = BACKOFF,
    resolve: Resolve | None = None,
) -> AsyncIterator[Web]:
    """A ``Web`` for one run. Times are in seconds; proxies of the environment are ignored.

    With ``proxy`` (an http URL) it is the proxy that dials: a host is then
    refused by what its name resolves to here, and rebinding is the proxy's to stop.
    """
    guard = Guard(allow_hosts, resolve)
    client = httpx2.AsyncClient(
        transport=_Transport(guard, proxy), trust_env=False, timeout=deadline,
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"},
    )  # fmt: skip
    async with client:
        web = Web(
            client, guard if proxy else None, deadline, DELAY if delay is None else delay, backoff
        )
        try:
            yield web
        finally:
            await web.close()


@cache
def _ssl_context() -> ssl.SSLContext:
    """Made once a process: it takes 50 ms. SSL_CERT_FILE counts: a company's own authority."""
    return httpx2.create_ssl_context()


class _Transport(httpx2.AsyncHTTPTransport):
    """httpx2's transport over a pool that dials through the guard."""

    def __init__(self, guard: Guard, proxy: str) -> None:
        context = _ssl_context()
        pool = httpcore2.AsyncConnectionPool
        self._pool = (
            httpcore2.AsyncHTTPProxy(
                proxy, ssl_context=context, max_connections=AT_ONCE,
                network_backend=Guard({urlsplit(proxy).hostname or ""}),
            )
            if proxy
            else pool(context, max_connections=AT_ONCE, keepalive_expiry=5, network_backend=guard)
        )  # fmt: skip


class Web:
    """GET requests of one run; made by ``open``."""

    def __init__(
        self, client: httpx2.AsyncClient, check: Guard | None, deadline: float, delay: float,
        backoff: float,
    ) -> None:  # fmt: skip
        self._client, self._check = client, check
        self._deadline, self._delay, self._backoff = deadline, delay, backoff
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    async def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Reply | Failure:
        """The answer to a GET, asked conditionally if validators are given. Never raises."""
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in asked.items() if value and _fits(value)}
        try:
            return await self._tried(url, headers)
        except _Failed as failed:
            return Failure(url, str(failed), failed.lasting)

    async def close(self) -> None:
        """Ends what still waits for a robots.txt."""
        tasks = [host.rules for host in self._hosts.values() if host.rules]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tried(self, url: str, headers: Mapping[str, str]) -> Reply:
        for attempt in range(TRIES):
            try:
                return await self._follow(url, headers)
            except _Failed as failed:
                if failed.lasting or attempt == TRIES - 1 or failed.wait > PATIENCE:
                    raise
                pause = self._backoff * 2**attempt * random.uniform(0.5, 1.5)
                await asyncio.sleep(max(failed.wait, pause))
        raise AssertionError("a try returns or raises")

    async def _follow(self, url: str, headers: Mapping[str, str], *, rules: bool = True) -> Reply:
        """The answer at the end of the redirects; ``rules``: as far as robots.txt allows."""
        left = self._deadline  # in which hosts work; waiting for a turn is not their time
        clock = asyncio.get_running_loop().time
        for _ in range(HOPS + 1):
            host = self._host(url)
            if rules and not (await self._rules(url)).allows(url):
                raise _Failed("its robots.txt forbids it", lasting=True)
            async with host.turn:
                if host.failures >= DOWN:
                    raise _Failed(f"{urlsplit(url).hostname} does not answer", wait=inf)
                await asyncio.sleep(max(0.0, host.next - clock()))
                host.failures += 1
                start = clock()
                try:
                    async with asyncio.timeout(left):
                        answer = await self._ask(url, headers)
                except TimeoutError:
                    raise _Failed(f"no complete answer in {self._deadline:g} seconds") from None
                except _Failed as failed:
                    host.failures = 0 if failed.lasting else host.failures
                    raise
                else:
                    host.failures = 0
                finally:
                    left -= clock() - start
                    host.next = clock() + max(self._delay, host.delay)
            if isinstance(answer, Reply):
                return answer
            url = answer
        raise _Failed(f"more than {HOPS} redirects", lasting=True)

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Reply | str:
        """One request: the answer, or where it redirects to."""
        try:
            if self._check:
                await self._check.addresses(urlsplit(url).hostname or "", 80)
            self._client.cookies.clear()
            async with self._client.stream("GET", url, headers=dict(headers)) as response:
                if response.is_redirect and "location" in response.headers:
                    return urljoin(url, response.headers["location"])
                return await _read(response, url)
        except httpx2.TimeoutException:
            raise TimeoutError from None
        except (httpx2.HTTPError, httpcore2.ConnectError, OSError) as error:
            if isinstance(error, Refused) or isinstance(error.__cause__, Refused):
                raise _Private(str(error), lasting=True) from None
            raise _Failed(_said(error)) from None
        except (ValueError, LookupError, httpx2.InvalidURL) as error:  # what is no HTTP at all
            raise _Failed(f"no valid HTTP: {_said(error)}", lasting=True) from None

    def _host(self, url: str) -> _Host:
        try:
            parts = urlsplit(url)
            name = f"{bare(parts.hostname or '')}:{parts.port or parts.scheme}"
            known = parts.scheme in ("http", "https") and parts.hostname
        except ValueError:
            known = None
        if not known or not url.isprintable() or len(url) > LONGEST:
            raise _Failed(f"{url[:200]!r} is no http or https address", lasting=True)
        return self._hosts[name]

    async def _rules(self, url: str) -> robots.Rules:
        """The rules of a URL's host, asked for once a run, and again if that came to nothing."""
        host = self._host(url)
        task = host.rules
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = host.rules = asyncio.create_task(self._asked_rules(url))
        rules = await asyncio.shield(task)
        host.delay = rules.delay
        return rules

    async def _asked_rules(self, url: str) -> robots.Rules:
        """RFC 9309: without a robots.txt all is allowed, while it cannot be reached nothing."""
        try:
            reply = await self._follow(urljoin(url, "/robots.txt"), {}, rules=False)
        except _Private:
            raise
        except _Failed as failed:
            if failed.lasting:
                return robots.Open()
            raise _Failed(f"{failed} (robots.txt)", wait=failed.wait) from None
        return await asyncio.to_thread(robots.Written, reply.body)


async def _read(response: httpx2.Response, url: str) -> Reply:
    """The body of an answer, bounded while it is decompressed. Raises ``_Failed``."""
    status, headers = response.status_code, response.headers
    if status == 304 and {"if-none-match", "if-modified-since"} & set(response.request.headers):
        return Reply(url, unchanged=True)
    if not 200 <= status < 300:
        wait = _wait(headers.get("retry-after", ""))
        raise _Failed(
            f"answers {status} {response.reason_phrase}".rstrip(),
            lasting=status not in AGAIN, wait=wait,
        )  # fmt: skip
    # One compression at most: of several, each byte sent can cost a second of ours.
    if headers.get("content-encoding", "").strip().lower() not in CODINGS:
        raise _Failed(f"compressed as {headers['content-encoding'][:50]!r}", lasting=True)
    said = Message()
    said["content-type"] = headers.get("content-type", "").replace("\n", " ") or "unknown/unknown"
    if not TYPES.fullmatch(said.get_content_type()):
        raise _Failed(f"neither text nor a feed but {said.get_content_type()[:50]}", lasting=True)
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise _Failed(f"larger than {LARGEST // 10**6} MB", lasting=True)
    return Reply(
        url=url,
        body=bytes(body),
        type=said.get_content_type(),
        charset=response.charset_encoding or "",
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
    )


def _wait(stated: str) -> float:
    """The seconds of a Retry-After, which may also state a time."""
    if stated.strip().isdecimal():
        return float(stated.strip()[:9])
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _fits(value: str) -> bool:
    """Whether a validator can be sent back."""
    return value.isascii() and value.isprintable() and len(value) <= 1000


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
