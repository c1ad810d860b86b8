"""Sources, address: what the user wrote -> what kind of source it is, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import urlsplit

from ..errors import UsageError
from . import files
from .nouns import Kind

KINDS: tuple[Kind, ...] = ("feed", "opml", "page", "sitemap")
WEB = ("http://", "https://")


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

    @classmethod
    def read(cls, written: str) -> Address:
        """An address of the command line or the configuration.

        Raises ``UsageError`` for one that names nothing there is.
        """
        prefix, colon, rest = written.partition(":")
        stated = prefix in KINDS and bool(colon)
        place = rest.strip() if stated else written
        kind: Kind | Literal[""] = cast(Kind, prefix) if stated else ""
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
