"""Fetch, posting: bytes -> an address that takes them, once, through the same guard as a GET.

No redirect is followed and nothing is tried again: that is for whoever keeps the outbox to say.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore2
import httpx2

from .client import AGAIN, _said, _Transport
from .guard import Guard

DEADLINE = 60.0  #: seconds for all of it: a brief of some MB goes out
HEARD = 2_000  #: bytes of the answer that are read, to be told


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of it: ``sent``, ``pending`` (not now), ``failed`` (never), ``unknown``."""

    state: str
    said: str


async def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow_hosts: Collection[str] = (),
    proxy: str = "",
    deadline: float = DEADLINE,
) -> Posted:
    """One POST. Never raises for what a host does.

    ``unknown`` is what was sent and not answered.
    """
    guard = Guard(allow_hosts)
    try:
        async with asyncio.timeout(deadline):
            if proxy:
                await guard.addresses(urlsplit(url).hostname or "", 80)
            async with (
                httpx2.AsyncClient(
                    transport=_Transport(guard, proxy), trust_env=False, timeout=deadline
                ) as client,
                client.stream("POST", url, content=body, headers=dict(headers)) as response,
            ):
                return _outcome(response.status_code, await _heard(response))
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
        return Posted("pending", f"not reached: {_said(error)}")
    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
        return Posted("pending", f"not reached: {_said(error)}")
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
        return Posted("failed", f"{url[:200]!r} is no address: {_said(error)}")
    except (TimeoutError, httpx2.HTTPError, OSError, ValueError) as error:
        return Posted("unknown", f"no answer: {_said(error)}")


async def _heard(response: httpx2.Response) -> str:
    got = b""
    async for piece in response.aiter_raw(HEARD):
        got += piece
        if len(got) >= HEARD:
            break
    words = got[:HEARD].decode("utf-8", "replace")
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:200]


def _outcome(status: int, said: str) -> Posted:
    told = f"{status} {said}".rstrip()
    if 200 <= status < 300:
        return Posted("sent", told)
    if 300 <= status < 400:
        return Posted("failed", f"{told} (redirects are not followed; name where it leads)")
    return Posted("pending" if status in AGAIN or status >= 500 else "failed", told)
