"""Store, delivery: the nouns of the outbox, and how its rows are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is to get a brief."""

    recipient: str  #: one spelling for all ways to write the address
    address: str
    message_id: str
    channel: str = "mail"
    name: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the outbox, with what it needs of its mailing."""

    id: int
    mailing: int
    profile: str
    day: str
    seal: str
    file: str  #: SHA-256 of the PDF, hex
    filename: str
    channel: str
    recipient: str
    address: str
    name: str
    lang: str
    message_id: str
    date: datetime
    corrects: str  #: id of the brief this recipient got before; ``""`` if none
    attempts: int
    expires: datetime
    state: str
    said: str


COLUMNS = (
    "o.id, m.id, m.profile, m.day, m.seal, lower(hex(m.file)), m.name, o.channel, o.recipient, "
    "o.address, o.name, o.lang, o.message_id, o.date, o.corrects, o.attempts, o.expires, o.state, "
    "o.said"
)
ROWS = f"SELECT {COLUMNS} FROM outbox o JOIN mailings m ON m.id = o.mailing"

#: Whether a mailing may go out: approved, if it must be.
FREE = "(NOT m.approval OR EXISTS (SELECT 1 FROM approvals p WHERE p.file = m.file))"


def marks(values: Iterable[Any]) -> str:
    """A question mark a value."""
    return ", ".join("?" for _ in values)


def delivery(row: Sequence[Any]) -> Delivery:
    """The row that ``ROWS`` selects."""
    when = datetime.fromisoformat
    values: list[Any] = list(row)
    values[13], values[16] = when(values[13]), when(values[16])
    return Delivery(*values)
