"""A process that sends plain messages through the outbox: what tests and bench/delivery kill.

    python tests/sender.py ARCHIVE PORT RECIPIENTS

It prints ``ready`` before it begins. The letter is a few bytes, so that the session is what counts.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from briefing import deliver, store
from briefing.app import carrying
from briefing.config import addresses
from briefing.settings import Mail

NOW = datetime(2025, 11, 22, 7, tzinfo=UTC)
SEAL = "ab" * 32


class Plain:
    """Carries a few words to each recipient: ``carrying.Carrier`` without letters and files."""

    def __init__(
        self, outbox: store.Outbox, port: int, limits: deliver.Limits | None = None
    ) -> None:
        self.session = deliver.Session(
            Mail(server="127.0.0.1", port=port, security="none"), "", limits
        )
        self._outbox = outbox

    def carry(self, row: store.Delivery, clock: Any) -> deliver.Outcome:
        headers = deliver.Headers(
            sender=addresses.mailbox("Briefing", "brief@paper.example"),
            recipient=addresses.mailbox(row.name, row.address),
            message_id=row.message_id, date=row.date,
        )  # fmt: skip
        text = "Words.\n.\n..\n" * 20
        message = deliver.compose(deliver.Letter("A brief", text, ""), headers)
        return self.session.send("brief@paper.example", row.address, message,
                                 lambda: self._outbox.handed(row, now=clock()))  # fmt: skip


def queue(
    outbox: store.Outbox, number: int, *, seal: str = SEAL, now: datetime = NOW, **more: Any
) -> int:
    people = [f"r{k}@paper.example" for k in range(number)]
    to = [store.Addressee(p, p, deliver.message_id(seal, "", p, "paper.example")) for p in people]
    values = {"profile": "", "day": "2025-11-22", "edition": "", "name": "brief.pdf",
              "file": seal.encode(), "approval": False, "corrections": True,
              "patience": timedelta(hours=24)}  # fmt: skip
    return outbox.queue(to, seal=seal, now=now, **values | more)


def main() -> None:
    path, port, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with store.open(path) as held:
        outbox = store.Outbox(held, who="test@host")
        queue(outbox, number)
        print("ready", flush=True)
        carrier = Plain(outbox, port)
        outbox.tidy("", now=NOW + timedelta(hours=1))
        carrying.deliver_due(
            carrier,
            outbox,
            "",
            lambda: datetime.now(UTC).replace(year=2025, month=11, day=22, hour=8),
        )  # type: ignore[arg-type]
        carrier.session.close()
        print(outbox.counts(""), flush=True)


if __name__ == "__main__":
    main()
