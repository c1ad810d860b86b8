"""Schedule, clock: what time it is, and waiting for it. Tests bring another."""

from __future__ import annotations

import threading
from datetime import UTC, datetime


class Clock:
    """The machine's clock; ``wake`` ends a wait from a signal handler or another thread."""

    def __init__(self) -> None:
        self._woken = threading.Event()

    def now(self) -> datetime:
        """This instant, UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Wait so long, by a clock that nobody turns, or until woken."""
        self._woken.wait(seconds)
        self._woken.clear()

    def wake(self) -> None:
        """End the wait."""
        self._woken.set()
