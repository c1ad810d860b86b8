"""Fetch, robots: the rules of a host's robots.txt (protego, RFC 9309)."""

from __future__ import annotations

from typing import Protocol

AGENT = "briefing"  #: the name that robots.txt files know us by
LARGEST = 500_000  #: bytes of a robots.txt that are read, as RFC 9309 has it at least
LONGEST_DELAY = 10.0  #: seconds of Crawl-delay that are kept; some files ask for hours


class Rules(Protocol):
    """What may be asked of a host, and how often."""

    def allows(self, url: str) -> bool:
        """Whether the page may be fetched."""

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for."""


class Open:
    """A host without rules."""

    delay = 0.0

    def allows(self, url: str) -> bool:
        """Everything."""
        return True


class Written:
    """The rules of a robots.txt. Matching is linear in its length, whatever is written in it."""

    def __init__(self, body: bytes) -> None:
        from protego import Protego

        self._rules = Protego.parse(body[:LARGEST].decode("utf-8-sig", "replace"))
        self.delay = min(self._rules.crawl_delay(AGENT) or 0.0, LONGEST_DELAY)

    def allows(self, url: str) -> bool:
        """Whether the page may be fetched by us."""
        return bool(self._rules.can_fetch(url, AGENT))
