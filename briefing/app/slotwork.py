"""The hall, slotwork: what is done in a slot. A brief is made, sent, a failure told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ..config import Config
from .. import store


@dataclass(frozen=True, slots=True)
class Made:
    """A brief that is recorded in the archive."""

    id: str
    counts: Mapping[str, int]  #: articles, events, rejected


class Make(Protocol):
    """Makes and records the brief of a window, in which both ends are instants."""

    def __call__(
        self, settings: Config, *, profile: str, day: date, since: datetime, until: datetime,
        now: datetime, began: datetime,
    ) -> Made: ...  # fmt: skip


class Send(Protocol):
    """Sends a recorded brief to whom it was not sent yet; the counts (``sent``)."""

    def __call__(
        self, settings: Config, *, profile: str, brief: str, now: datetime
    ) -> Mapping[str, int]: ...


class Alert(Protocol):
    """Tells some addresses of a slot that failed."""

    def __call__(self, settings: Config, *, run: store.Run, to: tuple[str, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class Work:
    """The three things that are done; the bench brings others."""

    make: Make
    send: Send
    alert: Alert
