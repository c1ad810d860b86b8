"""Sources, address: what the user wrote -> what kind of source it is, and where."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from ..errors import UsageError
from . import files
from .nouns import Kind

KINDS: tuple[Kind, ...] = ("feed", "opml", "page", "sitemap")
WEB = ("http://", "https://")
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """``written`` is the source's name; ``place`` a path or URL."""

    written: str
    kind: Kind | Literal[""]  #: as stated before the colon; ``""`` for what it turns out to be
    place: str

    @property
    def is_web(self) -> bool:
        """Whether it takes the network to read."""
        return self.place.lower().startswith(WEB)

    @property
    def key(self) -> str:
        """One for all spellings of a source."""
        return key(self.written)

    @classmethod
    def read(cls, written: str) -> Address:
        """An address of the command line or the configuration.

        Raises ``UsageError`` for one that names nothing there is.
        """
        kind, place = _parts(written)
        if place.lower().startswith(WEB):
            try:
                named = urlsplit(place).hostname
            except ValueError:
                named = None
            if not named or not place.isprintable() or " " in place:
                raise UsageError(f"{written}: no valid address; write https://host/path")
            return cls(written, kind, place)
        if "://" in place:
            raise UsageError(f"{written}: write an http or https address, a file or a folder")
        if not files.exists(place):
            raise UsageError(f"{written}: no such file or folder")
        if kind not in ("", "opml"):
            raise UsageError(f"{written}: {kind}: takes an https address; a file needs no prefix")
        return cls(written, "opml" if place.lower().endswith(".opml") else kind, place)


def key(written: str) -> str:
    """What all spellings of a source have in common; of any text, whether it names one or not."""
    _, place = _parts(written)
    if not place.lower().startswith(WEB):
        return os.path.realpath(place) if "\0" not in place else place
    try:
        parts = urlsplit(place)
        port = "" if parts.port in (None, PORTS[parts.scheme]) else f":{parts.port}"
    except ValueError:
        return place
    user = f"{parts.username}:{parts.password}@" if parts.username else ""
    host = f"{user}{(parts.hostname or '').rstrip('.')}{port}"
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


def _parts(written: str) -> tuple[Kind | Literal[""], str]:
    """What kind is stated before the colon, and the place."""
    prefix, colon, rest = written.partition(":")
    for kind in KINDS if colon else ():
        if kind == prefix:
            return kind, rest.strip()
    return "", written
