"""Door, sources: addresses -> Raw. Files and folders, and what is listed on the web.

``read`` opens files; ``collect`` also feeds, lists of feeds, sitemaps and
pages, through functions it is given. Nothing here understands a text: dates
and texts stay as written until ``clean``. An article that cannot be read is a
``Rejected``; only an address that names nothing raises ``UsageError``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import UsageError
from ..types import Raw, Rejected
from . import files
from .address import Address, key
from .collecting import World, collect
from .nouns import Collected, Validators

__all__ = ["Address", "Collected", "Validators", "World", "collect", "is_web", "key", "read"]


def read(addresses: Iterable[str]) -> Iterator[Raw | Rejected]:
    """Every document of files and folders, in the order given, files of a folder by name.

    Raises ``UsageError`` for an address that names nothing, or takes the network.
    """
    seen: set[str] = set()
    for written in addresses:
        address = Address.read(written)
        if address.is_web or address.kind:
            raise UsageError(
                f"{written}: is not read directly; fetch it with: briefing collect {written}"
            )
        yield from files.read(address.place, seen)


def is_web(address: str) -> bool:
    """Whether an address must be collected: it is on the web, or a list of what is there."""
    read = Address.read(address)
    return read.is_web or bool(read.kind)
