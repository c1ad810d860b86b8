"""Fetch, guard: host -> a connection to a public address of it, or ``Refused``.

A name is resolved once and the very address that was checked is dialled, so
neither a redirect nor a name server that changes its answer (DNS rebinding)
leads into the own network. Odd spellings (``0x7f.1``, ``2130706433``) need no
rules of their own: the resolver turns them into the address that is checked.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Any

from httpcore2 import (
    AnyIOBackend,
    AsyncNetworkBackend,
    AsyncNetworkStream,
    ConnectError,
    ConnectTimeout,
)

#: Not public although ``ipaddress`` of some Python versions calls them global:
#: 6to4 relays, IETF protocol assignments (Oracle's metadata), Azure's metadata.
_NOT_PUBLIC = tuple(
    map(ipaddress.ip_network, ("192.88.99.0/24", "192.0.0.0/24", "168.63.129.16/32"))
)
#: The one block of IPv6 that is routed (RFC 4291, IANA), and what in it is no
#: host of its own: protocols with Teredo, documentation, 6to4, documentation.
#: Mapped, compatible, NAT64, unique local, link-local and multicast lie outside.
_ROUTED = ipaddress.ip_network("2000::/3")
_NOT_ROUTED = tuple(
    map(ipaddress.ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)


Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host, port -> its numeric addresses, one or more. Raises ``OSError``."""


class Refused(ConnectError):
    """No address of the host is public; nothing was dialled."""


def is_public(address: str) -> bool:
    """Whether an address, as a resolver writes it, is one of the open internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        special = ip.is_multicast or any(ip in net for net in _NOT_PUBLIC)
        return ip.is_global and not special
    return ip.scope_id is None and ip in _ROUTED and not any(ip in net for net in _NOT_ROUTED)


class Guard(AsyncNetworkBackend):
    """Dials public addresses, and any of the hosts in ``allowed``."""

    def __init__(self, allowed: Collection[str] = (), resolve: Resolve | None = None) -> None:
        self._allowed = frozenset(bare(host) for host in allowed)
        self._resolve = resolve or _resolve
        self._inner = AnyIOBackend()

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be dialled.

        Raises ``Refused`` if none may, ``ConnectError`` if the name has none.
        """
        try:
            everything = await self._resolve(bare(host), port)
        except (OSError, UnicodeError) as error:
            said = getattr(error, "strerror", None) or "no valid host name"
            raise ConnectError(f"{host} cannot be found: {said}") from None
        if bare(host) in self._allowed:
            return everything
        public = [address for address in everything if is_public(address)]
        if not public:
            raise Refused(
                f"{host} is on a private network ({everything[0]}); "
                "name it in allow_hosts of briefing.toml if it is meant"
            )
        return public

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        """A connection to the first of the host's permitted addresses that answers."""
        error: Exception = ConnectError(f"{host} cannot be reached")
        addresses = (await self.addresses(host, port))[:3]
        share = timeout and timeout / len(addresses)  # one that is silent leaves time for the next
        for address in addresses:
            try:
                return await self._dial(address, port, share, local_address, socket_options)
            except (ConnectError, ConnectTimeout) as failed:
                error = failed
        raise error

    async def _dial(self, address: str, port: int, *rest: Any) -> AsyncNetworkStream:
        """Every connection there is goes through here; ``address`` is numeric."""
        return await self._inner.connect_tcp(address, port, *rest)

    async def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> AsyncNetworkStream:
        """Refused: no URL of the web leads to one."""
        raise Refused(f"{path}: not a host")

    async def sleep(self, seconds: float) -> None:
        """As the event loop sleeps."""
        await asyncio.sleep(seconds)


def bare(host: str) -> str:
    """A host without what spells it differently: case, brackets, the final dot."""
    return host.strip("[]").rstrip(".").lower()


async def _resolve(host: str, port: int) -> list[str]:
    """The system's resolver, in a thread."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(_written(address) for *_, address in found))


def _written(address: tuple[Any, ...]) -> str:
    """An address of ``getaddrinfo`` with its zone, which makes it a local one."""
    ip, zone = str(address[0]), address[3] if len(address) > 3 else 0
    return f"{ip}%{zone}" if zone and "%" not in ip else ip
