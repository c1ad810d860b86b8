"""Store, outbox: what goes to whom, and what became of it. Every row is one message.

    pending -> sending -> handed over ("dot") -> sent
                                             -> failed    the other side said no for good
                                             -> pending   it said not now
                                             -> unknown   it did not say

``sending`` is a lease: a process that dies leaves it, and the row is pending again. ``handed``
commits "dot", synced to disk, just before the byte after which the other side may act; a process
that dies then leaves a row of which nobody can say what became of it. It is told as unknown, and
never sent again unless a person says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from ..errors import UsageError
from . import holder
from .archive import Archive
from .asked import Asked
from .delivery import FREE, ROWS, Addressee, Delivery, delivery, marks
from .rows import encodable, stamp

LEASE = timedelta(minutes=20)  #: of one message; ``deliver.smtp`` gives it 15 at most
_GOT = "('dot', 'sent', 'unknown')"  #: what a recipient may have
#: Whether no later brief has taken its place.
_LATEST = (
    "m.id = (SELECT max(n.id) FROM mailings n WHERE n.profile = m.profile AND n.day = m.day AND "
    "n.edition = m.edition)"
)
#: Rows of the same recipient in earlier mailings of the brief.
_EARLIER = (
    "FROM outbox e JOIN mailings n ON n.id = e.mailing WHERE e.recipient = o.recipient AND "
    "e.channel = o.channel AND n.id < m.id AND n.profile = m.profile AND n.day = m.day AND "
    "n.edition = m.edition"
)


class Outbox(Asked):
    """The outbox of an open archive; ``who`` is named in the audit log. Raises ``ArchiveError``."""

    def __init__(self, archive: Archive, *, who: str) -> None:
        super().__init__(archive, who=who)
        self._holder = holder.name()

    # -- filling ---------------------------------------------------------------------

    def queue(
        self,
        to: Sequence[Addressee],
        *,
        seal: str,
        profile: str,
        day: str,
        edition: str,
        name: str,
        file: bytes,
        approval: bool,
        corrections: bool,
        patience: timedelta,
        now: datetime,
    ) -> int:
        """Enter a brief for those who have no row of it yet; the mailing.

        What waits of an earlier brief of that day is withdrawn, and who has that one gets this
        as a correction, or, without ``corrections``, not. Raises ``UsageError`` for a brief whose
        place another has taken.
        """
        digest = sha256(file).digest()
        with self._archive._writing(durable=True):
            found = self._one("SELECT id, edition FROM mailings WHERE profile = ? AND day = ? AND "
                              "seal = ? ORDER BY id DESC LIMIT 1", profile, day, seal)  # fmt: skip
            edition = found[1] if found else edition
            later = self._one(
                "SELECT substr(seal, 1, 12) FROM mailings WHERE profile = ? AND day = ? AND "
                "edition = ? AND id > ? ORDER BY id DESC LIMIT 1",
                profile, day, edition, found[0] if found else 1 << 62,
            )  # fmt: skip
            if later:
                raise UsageError(f"brief {later[0]} has taken the place of {seal[:12]}; send that")
            self._sql.execute("INSERT OR IGNORE INTO sendings VALUES (?, ?)", (digest, file))
            if found:
                mailing = int(found[0])
                self._sql.execute(
                    "UPDATE mailings SET file = ?, name = ? WHERE id = ? AND NOT EXISTS (SELECT 1 "
                    "FROM outbox WHERE mailing = mailings.id AND state <> 'pending')",
                    (digest, name, mailing),
                )
                self._sql.execute(
                    "UPDATE mailings SET approval = ? WHERE id = ?", (approval, mailing)
                )
            else:
                mailing = int(self._sql.execute(
                    "INSERT INTO mailings (profile, day, edition, seal, name, file, approval, "
                    "patience, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (profile, day, edition, seal, name, digest, approval,
                     int(patience.total_seconds()), stamp(now)),
                ).lastrowid or 0)  # fmt: skip
                self._withdraw(f"m.profile = ? AND NOT {_LATEST}", (profile,), "superseded", now)
            added = 0
            for one in to:
                added += self._enter(mailing, one, corrections=corrections, patience=patience,
                                     now=now)  # fmt: skip
            if added:
                self._note("queued", name, now, brief=seal[:12], profile=profile, recipients=added,
                           sha256=digest.hex(), draft=not self._is_free(mailing))  # fmt: skip
        return mailing

    def _enter(
        self, mailing: int, to: Addressee, *, corrections: bool, patience: timedelta, now: datetime
    ) -> int:
        values = tuple(map(encodable, (to.channel, to.recipient, to.address, to.name, to.lang,
                                       to.message_id)))  # fmt: skip
        return self._sql.execute(
            "INSERT OR IGNORE INTO outbox (mailing, channel, recipient, address, name, lang, "
            "message_id, date, state, due, expires, changed) "
            "SELECT m.id, o.channel, o.recipient, ?3, ?4, ?5, ?6, ?7, 'pending', ?7, ?8, ?7 "
            "FROM mailings m, (SELECT ?1 AS channel, ?2 AS recipient) o WHERE m.id = ?9 "
            "AND NOT EXISTS (SELECT 1 FROM unsubscribed u WHERE u.recipient = o.recipient AND "
            f"u.profile IN ('', m.profile)) AND (?10 OR NOT EXISTS (SELECT 1 {_EARLIER} AND "
            f"e.state IN {_GOT}))",
            (*values, stamp(now), stamp(now + patience), mailing, corrections),
        ).rowcount

    # -- emptying --------------------------------------------------------------------

    def tidy(self, profile: str, *, refused: Iterable[str] = (), now: datetime) -> None:
        """What dead processes left, what came too late, who has unsubscribed since (``refused``:
        elsewhere)."""
        with self._archive._writing(durable=True):
            for id, state, owner, until in self._sql.execute(
                "SELECT id, state, holder, lease FROM outbox WHERE state IN ('sending', 'dot')"
            ).fetchall():
                if until < stamp(now) or holder.gone(owner):
                    if state == "dot":
                        said = "handed over, but the answer was not heard: the sender ended"
                        self._set(id, "unknown", said, now)
                    else:
                        self._sql.execute("UPDATE outbox SET state = 'pending' WHERE id = ?", (id,))
            for id, said in self._sql.execute(
                "SELECT o.id, o.said FROM outbox o JOIN mailings m ON m.id = o.mailing WHERE "
                f"o.state = 'pending' AND m.profile = ? AND o.expires < ? AND {FREE}",
                (profile, stamp(now)),
            ).fetchall():
                self._set(id, "failed", f"given up: {said or 'never tried in time'}", now)
            self._withdraw(f"m.profile = ? AND NOT {_LATEST}", (profile,), "superseded", now)
            self._withdraw(
                "m.profile = ? AND o.recipient IN (SELECT recipient FROM unsubscribed u WHERE "
                "u.profile IN ('', m.profile))", (profile,), "unsubscribed", now,
            )  # fmt: skip
            for one in refused:
                self._withdraw("m.profile = ? AND o.recipient = ?", (profile, one), "unsubscribed",
                               now)  # fmt: skip

    def claim(self, profile: str, *, mail: bool, now: datetime) -> Delivery | None:
        """The next row that is due, of mail or of channels, leased to this process, or ``None``."""
        with self._archive._writing():
            taken = self._one(
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, holder = ?1, "
                "lease = ?2, changed = ?3 WHERE id = (SELECT o.id FROM outbox o CROSS JOIN "
                "mailings m ON m.id = o.mailing WHERE o.state = 'pending' AND o.due <= ?3 AND "
                f"m.profile = ?4 AND (o.channel = 'mail') = ?5 AND {FREE} AND {_LATEST} AND NOT "
                f"EXISTS (SELECT 1 {_EARLIER} AND e.state IN ('sending', 'dot')) "
                "ORDER BY o.id LIMIT 1) RETURNING id",
                self._holder, stamp(now + LEASE), stamp(now), profile, mail,
            )  # fmt: skip
            if taken is None:
                return None
            self._sql.execute(
                "UPDATE outbox SET corrects = coalesce((SELECT (SELECT substr(n.seal, 1, 12) "
                f"{_EARLIER} AND e.state IN {_GOT} ORDER BY n.id DESC LIMIT 1) FROM outbox o "
                "JOIN mailings m ON m.id = o.mailing WHERE o.id = ?1), '') WHERE id = ?1",
                taken,
            )
            row = self._one(f"{ROWS} WHERE o.id = ?", *taken)
            assert row is not None
            return delivery(row)

    def handed(self, delivery: Delivery, *, now: datetime) -> bool:
        """Commit, to outlive a power cut, that the other side may act from now on.

        ``False`` if the row is this process's no more: then it must not be handed over.
        """
        with self._archive._writing(durable=True):
            changed = self._sql.execute(
                "UPDATE outbox SET state = 'dot', lease = ?, changed = ? "
                "WHERE id = ? AND state = 'sending' AND holder = ?",
                (stamp(now + LEASE), stamp(now), delivery.id, self._holder),
            ).rowcount
        return changed == 1

    def settle(
        self, delivery: Delivery, state: str, said: str, *, now: datetime, due: datetime
    ) -> str:
        """Enter what became of a claimed row; ``due`` is when a pending one is tried again.

        The state it has then: one that would be tried again too late has failed.
        """
        if state == "pending" and due > delivery.expires:
            state, said = "failed", f"given up after {delivery.attempts} attempts: {said}"
        with self._archive._writing():
            mine = self._one("SELECT 1 FROM outbox WHERE id = ? AND holder = ? AND state <> "
                             "'pending'", delivery.id, self._holder)  # fmt: skip
            if mine:
                self._set(delivery.id, state, said, now, due=due)
        return state

    def put_off(self, profile: str, *, mail: bool, due: datetime) -> None:
        """Leave the server alone till then: nothing pending is tried before."""
        with self._archive._writing():
            self._sql.execute(
                "UPDATE outbox SET due = ?1 WHERE state = 'pending' AND due < ?1 AND (channel = "
                "'mail') = ?2 AND mailing IN (SELECT id FROM mailings WHERE profile = ?3)",
                (stamp(due), mail, profile),
            )

    def again(self, profile: str, states: Sequence[str], *, now: datetime) -> int:
        """Make rows of these states pending, on a person's word; how many.

        Not those of a brief whose place another has taken.
        """
        with self._archive._writing(durable=True):
            found = self._sql.execute(
                "SELECT o.id, o.recipient, o.state, m.patience FROM outbox o JOIN mailings m "
                f"ON m.id = o.mailing WHERE m.profile = ? AND o.state IN ({marks(states)}) "
                f"AND {_LATEST}",
                (profile, *states),
            ).fetchall()
            for id, recipient, state, patience in found:
                self._sql.execute(
                    "UPDATE outbox SET state = 'pending', due = ?, expires = ? WHERE id = ?",
                    (stamp(now), stamp(now + timedelta(seconds=patience)), id),
                )
                self._note("again", recipient, now, row=id, was=state)
        return len(found)

    # -- within a transaction --------------------------------------------------------

    def _set(
        self, id: int, state: str, said: str, now: datetime, *, due: datetime | None = None
    ) -> None:
        recipient, message, brief = self._sql.execute(
            "UPDATE outbox SET state = ?, said = ?, due = ?, changed = ? WHERE id = ? RETURNING "
            "recipient, message_id, (SELECT substr(seal, 1, 12) FROM mailings WHERE id = mailing)",
            (state, encodable(said), stamp(due or now), stamp(now), id),
        ).fetchall()[0]  # fmt: skip
        what = {"pending": "put off"}.get(state, state)
        self._note(what, recipient, now, brief=brief, message_id=message, said=said)

    def _withdraw(self, where: str, values: tuple[Any, ...], why: str, now: datetime) -> None:
        for id, recipient, brief in self._sql.execute(
            "SELECT o.id, o.recipient, substr(m.seal, 1, 12) FROM outbox o JOIN mailings m ON "
            f"m.id = o.mailing WHERE o.state = 'pending' AND {where}", values,
        ).fetchall():  # fmt: skip
            self._sql.execute("DELETE FROM outbox WHERE id = ?", (id,))
            self._note("withdrawn", recipient, now, brief=brief, why=why)

    def _is_free(self, mailing: int) -> bool:
        return self._one(f"SELECT 1 FROM mailings m WHERE m.id = ? AND {FREE}", mailing) is not None
