"""Store, asked: what the outbox says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .consent import Consent
from .delivery import FREE, ROWS, Delivery, delivery, marks


class Asked(Consent):
    """The questions to an outbox; ``Outbox`` adds what changes it."""

    def file(self, delivery: Delivery) -> bytes:
        """The PDF that goes with a row."""
        row = self._archive._read("SELECT body FROM sendings WHERE sha256 = ?",
                                  bytes.fromhex(delivery.file))  # fmt: skip
        return bytes(row[0][0])

    def counts(self, profile: str, mailing: int = 0) -> dict[str, int]:
        """State -> rows of it, of one mailing or of all of a profile."""
        return dict(self._archive._read(
            "SELECT o.state, count(*) FROM outbox o JOIN mailings m ON m.id = o.mailing "
            "WHERE m.profile = ? AND ? IN (0, m.id) GROUP BY 1 ORDER BY 1", profile, mailing,
        ))  # fmt: skip

    def rows(
        self, profile: str, states: Sequence[str], *, mailing: int = 0, limit: int = -1
    ) -> list[Delivery]:
        """Rows of some states, oldest first."""
        found = self._archive._read(
            f"{ROWS} WHERE m.profile = ? AND ? IN (0, m.id) AND o.state IN ({marks(states)}) "
            "ORDER BY o.id LIMIT ?", profile, mailing, *states, limit,
        )  # fmt: skip
        return [delivery(row) for row in found]

    def drafts(self, profile: str) -> list[tuple[str, str]]:
        """What waits for an approval: id of the brief, name of its file."""
        return self._archive._read(
            "SELECT substr(m.seal, 1, 12), m.name FROM mailings m WHERE m.profile = ? AND NOT "
            f"{FREE} AND EXISTS (SELECT 1 FROM outbox o WHERE o.mailing = m.id AND o.state = "
            "'pending') ORDER BY m.id", profile,
        )  # fmt: skip

    def next_due(self, profile: str) -> datetime | None:
        """When the first pending row that may go out is tried again."""
        ((due,),) = self._archive._read(
            "SELECT min(o.due) FROM outbox o JOIN mailings m ON m.id = o.mailing WHERE "
            f"o.state = 'pending' AND m.profile = ? AND {FREE}", profile,
        )  # fmt: skip
        return datetime.fromisoformat(due) if due else None

    def history(self, profile: str, day: str, seal: str, recipient: str, channel: str) -> str:
        """The state of a brief's row for a recipient; ``""`` if there is none."""
        found = self._archive._read(
            "SELECT o.state FROM outbox o JOIN mailings m ON m.id = o.mailing WHERE m.profile = ? "
            "AND m.day = ? AND m.seal = ? AND o.recipient = ? AND o.channel = ? ORDER BY o.id DESC",
            profile, day, seal, recipient, channel,
        )  # fmt: skip
        return str(found[0][0]) if found else ""
