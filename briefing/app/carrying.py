"""The hall, carrying: rows of the outbox -> mail, folders, webhooks. Decides nothing."""

from __future__ import annotations

import asyncio
import base64
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import deliver, document, fetch, output, render, store
from ..config import Config, addresses
from ..errors import BriefingError, OutputError, UsageError
from ..settings import Channel

BACKOFF = timedelta(minutes=1)  #: before the second attempt, doubled for each further
LONGEST = timedelta(hours=1)  #: between two attempts
GIVE_UP = 3  #: connections lost in a row, after which the server is left alone for this run
LOCAL = ("localhost", "127.0.0.1", "::1")  #: where a password may go unencrypted

Clock = Callable[[], datetime]


class Carrier:
    """What delivers the rows of one configuration. ``close`` ends its session.

    Raises ``UsageError`` for a configuration by which nothing can go out.
    """

    def __init__(
        self, settings: Config, held: store.Archive, outbox: store.Outbox,
        limits: deliver.Limits | None = None,
    ) -> None:  # fmt: skip
        self._settings, self._held, self._outbox = settings, held, outbox
        self._channels = {one.name: one for one in settings.channels}
        self._session: deliver.Session | None = None
        self._limits, self._key = limits, b""
        self._letters: dict[tuple[str, str, str], deliver.Letter] = {}
        self._file: tuple[str, bytes] = ("", b"")

    def __enter__(self) -> Carrier:
        return self

    def __exit__(self, *_: object) -> None:
        if self._session:
            self._session.close()

    def carry(self, row: store.Delivery, clock: Clock) -> deliver.Outcome:
        """Deliver one claimed row. Raises ``BriefingError`` before anything went out."""

        def handed() -> bool:
            return self._outbox.handed(row, now=clock())

        if row.channel == "mail":
            if not self._session:
                self._session = open_session(self._settings, self._limits)
            sender = addresses.parted(self._settings.mail.sender)[1]
            to = addresses.dialled(row.address)
            return self._session.send(addresses.dialled(sender), to, self.message(row), handed)
        channel = self._channels.get(row.channel)
        if channel is None:
            return deliver.Outcome("failed", f"no channel is called {row.channel} any more")
        return self._drop(row, channel) if channel.folder else self._post(row, channel, handed)

    def message(self, row: store.Delivery) -> bytes:
        """The mail of a row."""
        mail = self._settings.mail
        body, link = self._attachment(row, mail.link)
        letter = self._letter(row, "" if link else row.filename, link)
        name, sender = addresses.parted(mail.sender)
        headers = deliver.Headers(
            sender=addresses.mailbox(name, sender),
            recipient=addresses.mailbox(row.name, row.address),
            message_id=row.message_id,
            date=row.date,
            reply_to=addresses.mailbox(*addresses.parted(mail.reply_to)) if mail.reply_to else None,
            list_id=mail.list_id,
            unsubscribe=mail.unsubscribe,
        )
        message = deliver.compose(letter, headers, [] if link else [(row.filename, body)])
        if not mail.dkim_key:
            return message
        self._key = self._key or deliver.private(mail.dkim_key)
        return deliver.dkim(message, mail, self._key)

    def _attachment(self, row: store.Delivery, link: str) -> tuple[bytes, str]:
        """The PDF, and the address given for it where it is too large."""
        if self._file[0] != row.file:
            self._file = (row.file, self._outbox.file(row))
        body = self._file[1]
        large = too_large(self._settings, row.filename, body)
        return body, linked(link, row.filename) if large else ""

    def _letter(self, row: store.Delivery, attached: str, link: str) -> deliver.Letter:
        key = (row.seal, row.lang, row.corrects)
        if key not in self._letters:
            mail = self._settings.mail
            self._letters = {k: v for k, v in self._letters.items() if k[0] == row.seal}
            self._letters[key] = deliver.Letter(*render.letter(
                self._held.brief(row.seal), subject=mail.subject, lang=row.lang,
                corrects=row.corrects, attached=attached, link=link,
                unsubscribe=mail.unsubscribe and deliver.UNSUBSCRIBE,
                templates=Path(t) if (t := self._settings.templates) else None,
                style=self._settings.style,
            ))  # fmt: skip
        return self._letters[key]

    def _drop(self, row: store.Delivery, channel: Channel) -> deliver.Outcome:
        """Into a folder: whole or not at all, and the same however often."""
        path = Path(channel.folder) / row.filename
        try:
            output.write_all({path: self._outbox.file(row)})
        except OutputError as error:
            return deliver.Outcome("pending", str(error))
        return deliver.Outcome("sent", f"written to {path}")

    def _post(
        self, row: store.Delivery, channel: Channel, handed: Callable[[], bool]
    ) -> deliver.Outcome:
        mail, moment = self._settings.mail, datetime.now(UTC).isoformat(timespec="seconds")
        secret = deliver.webhook_secret(channel.name, mail.secrets)
        body = document.to_bytes(self._told(row, channel))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": row.message_id,
            "X-Briefing-Timestamp": moment,
            "X-Briefing-Signature": "sha256=" + deliver.signature(secret, moment, body),
        }
        if not handed():
            return deliver.Outcome("pending", "another process has taken it over")
        done = asyncio.run(
            fetch.post(channel.url, body, headers, allow_hosts=self._settings.allow_hosts,
                       proxy=self._settings.proxy)
        )  # fmt: skip
        return deliver.Outcome(done.state, done.said)

    def _told(self, row: store.Delivery, channel: Channel) -> dict[str, Any]:
        """What a webhook is sent."""
        brief = self._held.brief(row.seal)
        body = b"" if channel.link else self._outbox.file(row)
        return {
            "schema": "briefing-delivery/1", "id": row.message_id, "brief": row.seal[:12],
            "corrects": row.corrects or None, "profile": row.profile, "day": row.day,
            "title": brief["title"], "lang": brief["lang"], "bottom_line": brief["bottom_line"],
            "name": row.filename, "sha256": row.file,
            "link": linked(channel.link, row.filename) or None,
            "pdf": base64.b64encode(body).decode() if body else None,
        }  # fmt: skip


def deliver_due(carrier: Carrier, outbox: store.Outbox, profile: str, clock: Clock) -> None:
    """Every row that is due, till there is none or its server is out of reach."""
    for mail in (True, False):
        lost = 0
        while row := outbox.claim(profile, mail=mail, now=clock()):
            try:
                outcome = carrier.carry(row, clock)
            except BriefingError as error:
                outbox.settle(row, "pending", str(error), now=clock(), due=clock())
                raise
            due = clock() + pause(row.attempts)
            outbox.settle(row, outcome.state, outcome.said, now=clock(), due=due)
            lost = lost + 1 if outcome.lost else 0
            if outcome.setup or lost == GIVE_UP:
                outbox.put_off(profile, mail=mail, due=due)


def pause(attempts: int) -> timedelta:
    """Till the next attempt, spread so that what failed together does not come back together."""
    doubled: timedelta = BACKOFF * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST) * random.uniform(0.5, 1.5)


def open_session(settings: Config, limits: deliver.Limits | None = None) -> deliver.Session:
    """A session with the mail server. Raises ``UsageError`` for settings that cannot work."""
    mail = settings.mail
    if not mail.server:
        raise UsageError("there is no mail server: write server = ... under [mail]")
    if not mail.sender:
        raise UsageError("mail has no sender: write sender = ... under [mail]")
    if mail.user and mail.security == "none" and mail.server not in LOCAL:
        raise UsageError(f"mail.security = none would send the password to {mail.server} readable "
                         "by all; use starttls or tls")  # fmt: skip
    if any((mail.dkim_domain, mail.dkim_selector, mail.dkim_key)) and not all(
        (mail.dkim_domain, mail.dkim_selector, mail.dkim_key)
    ):
        raise UsageError("DKIM needs dkim_domain, dkim_selector and dkim_key, all three")
    if mail.dkim_key:
        deliver.dkim(b"From: a@b.example\r\n\r\n", mail, deliver.private(mail.dkim_key))
    return deliver.Session(mail, deliver.password(mail) if mail.user else "", limits)


def too_large(settings: Config, name: str, pdf: bytes) -> bool:
    """Whether a PDF makes a message above the limit.

    Raises ``UsageError`` where then there is no address to give for it.
    """
    size = len(pdf) * deliver.WIRE / 1e6
    if size <= settings.mail.largest:
        return False
    if not settings.mail.link:
        raise UsageError(
            f"{name} makes a mail of {size:.0f} MB and mail.largest is {settings.mail.largest}; "
            "raise it, or give the address of the file as mail.link"
        )
    return True


def linked(link: str, name: str) -> str:
    """The address of a file."""
    return link.replace("{name}", quote(name))
