"""Door, fetch: URL -> Reply | Failure. The network lives only here.

    async with fetch.open() as web:
        reply = await web.get("https://crier.example/feed")

``client`` is polite and bounded, ``guard`` refuses private addresses by the one
it dials, ``robots`` keeps what hosts ask of robots.
"""

from __future__ import annotations

from .client import Failure, Reply, Web, open
from .posting import Posted, post

__all__ = ["Failure", "Posted", "Reply", "Web", "open", "post"]
