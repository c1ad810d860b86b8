"""The hall, delivering: a brief -> everybody who is to get it, once. Decides nothing."""

from __future__ import annotations

import getpass
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .. import config, deliver, document, store
from ..config import Config, addresses, mailing
from ..errors import DeliveryError, UsageError
from ..verify import proved
from . import carrying

MOST_TOLD = 20  #: recipients that are named; the audit log has all


@dataclass(frozen=True, slots=True)
class Planned:
    """What a recipient would get."""

    channel: str
    address: str
    name: str
    lang: str  #: of the mail's own words; ``""`` is the brief's
    state: str  #: ``""``, or that of the message it has been sent already


@dataclass(frozen=True, slots=True)
class Sent:
    """How the outbox of a profile stands after a run."""

    brief: str  #: id of the one that was sent; ``""`` where only what waited was
    counts: dict[str, int]  #: state -> messages of that brief, or of all where none is named
    troubled: tuple[tuple[str, str, str], ...]  #: recipient, state, what was said; the first 20
    drafts: tuple[tuple[str, str], ...]  #: what waits for an approval: id, name of the file
    due: datetime | None  #: when the next pending one is tried again


def send(
    settings: Config,
    *,
    brief: str | Path = "",
    edition: str = "",
    now: datetime | None = None,
    wait: timedelta = timedelta(0),
    again: Sequence[str] = (),
    limits: deliver.Limits | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Sent:
    """Send a brief (its PDF) to everybody of the configuration who has not got it, and what waits.

    Without ``brief`` only what waits goes out, for a scheduler to call every minute. ``edition``
    tells briefs of one profile and day apart that do not correct each other. ``wait`` is how long
    to stay and try again what was put off. ``again``: states (``failed``, ``unknown``) that are
    to be tried anew. ``now`` is when it begins, for tests. However often it is called, and
    wherever it is killed, nobody gets a brief twice but one whose answer was not heard.

    Raises ``UsageError`` for a configuration that cannot work, before anything is queued;
    ``VerifyError`` for a file that does not hold, ``ArchiveError``, ``OutputError`` for a template.
    """
    start, begun = now or datetime.now(UTC), time.monotonic()

    def clock() -> datetime:
        return start + timedelta(seconds=time.monotonic() - begun)

    limits = limits or deliver.Limits()
    with _outbox(settings.archive, create=bool(brief)) as (held, outbox):
        mailing_, id = 0, ""
        if brief:
            mailing_, id = _queue(settings, held, outbox, Path(brief), edition, start)
        if again:
            told(f"{outbox.again(settings.profile, again, now=start)} to be tried again")
        while True:
            off = mailing.unsubscribed(settings.unsubscribed_file)
            outbox.tidy(settings.profile, refused=off, now=clock())
            with carrying.Carrier(settings, held, outbox, limits) as carrier:
                carrying.deliver_due(carrier, outbox, settings.profile, clock)
            due = outbox.next_due(settings.profile)
            if due is None or due > start + wait:
                break
            told(f"put off; tried again at {due:%H:%M:%S} UTC")
            time.sleep(max(0.0, (due - clock()).total_seconds()))
        return _standing(outbox, settings.profile, mailing_, id)


def rest(settings: Config, *, now: datetime) -> dict[str, int]:
    """Send what waits and is due; state -> messages that came to it by that."""
    if not Path(settings.archive).exists():
        return {}
    with _outbox(settings.archive, create=False) as (_, outbox):
        before = outbox.counts(settings.profile)
    if not before.keys() & {"pending", "sending", "dot"}:
        return {}
    after = send(settings, now=now).counts
    gained = {state: n - before.get(state, 0) for state, n in after.items() if state != "pending"}
    return {state: n for state, n in gained.items() if n > 0}


def anybody(settings: Config) -> bool:
    """Whether a configuration names somebody to send to."""
    return bool(settings.recipients or settings.recipients_file or settings.channels)


def plan(settings: Config, brief: str | Path) -> list[Planned]:
    """Who would get a brief, without a change to anything."""
    made, body = proved(brief)
    to = _addressees(settings, made, ())
    _check_size(settings, Path(brief).name, body, to)
    states: dict[tuple[str, str], str] = {}
    off: set[str] = set()
    if Path(settings.archive).exists():
        with _outbox(settings.archive, create=False) as (_, outbox):
            off = outbox.unsubscribed(settings.profile)
            key = settings.profile, made["day"], made["seal"]
            states = {
                (one.channel, one.recipient): outbox.history(*key, one.recipient, one.channel)
                for one in to
            }
    return [
        Planned(one.channel, one.address, one.name, one.lang, "unsubscribed" if one.recipient in off
                else states.get((one.channel, one.recipient), ""))
        for one in to
    ]  # fmt: skip


def latest(settings: Config) -> Path:
    """The PDF of the last brief in the archive. Raises ``UsageError`` where it is not there."""
    with store.open(settings.archive, create=False) as held:
        made = held.briefs(profile=settings.profile)
    if not made:
        raise UsageError(
            "there is no brief yet; briefing make writes one, or name it: --brief FILE"
        )
    path = Path(settings.out) / f"{settings.name or f'brief-{made[-1].day}'}.pdf"
    if not path.is_file():
        raise UsageError(f"{path}: the last brief is not there; name its PDF: --brief FILE")
    if proved(path)[0]["seal"][:12] != made[-1].id:
        raise UsageError(f"{path} is not the last brief, {made[-1].id}; name its PDF: --brief FILE")
    return path


def approve(settings: Config, brief: str | Path, *, now: datetime | None = None) -> tuple[str, int]:
    """Let a PDF go out as it is, byte for byte; the brief's id, and how many messages wait for it.

    Raises ``VerifyError`` if the file does not hold.
    """
    made, body = proved(brief)
    with _outbox(settings.archive) as (_, outbox):
        waiting = outbox.approve(body, name=Path(brief).name, now=now or datetime.now(UTC))
    return made["seal"][:12], waiting


def unsubscribe(
    settings: Config, address: str, *, undo: bool = False, now: datetime | None = None
) -> bool:
    """Send an address nothing more of the profile, or of all; whether that is new."""
    if wrong := addresses.fault(address):
        raise UsageError(f"{address!r}: {wrong}")
    with _outbox(settings.archive) as (_, outbox):
        return outbox.unsubscribe(
            addresses.key(address), profile=settings.profile, undo=undo,
            now=now or datetime.now(UTC),
        )  # fmt: skip


def audit(archive: str | Path) -> Iterator[tuple[store.Entry, bool]]:
    """The audit log, oldest first, and of each line whether it is not as it was written."""
    with _outbox(archive, create=False) as (_, outbox):
        yield from outbox.log()


def try_mail(
    settings: Config, address: str, *, told: Callable[[str, str], None],
    limits: deliver.Limits | None = None,
) -> None:  # fmt: skip
    """Send a few words to an address, telling each step. Raises ``DeliveryError`` with advice."""
    words = f"This is a test of briefing on {platform.node()}. Mail from here arrives.\n"
    tell(settings, address, subject="A test of briefing", words=words, told=told, limits=limits)


def tell(
    settings: Config, address: str, *, subject: str, words: str,
    told: Callable[[str, str], None] = lambda *_: None, limits: deliver.Limits | None = None,
) -> None:  # fmt: skip
    """Send a mail that is no brief, at once and past the outbox; ``told`` hears of each step.

    Raises ``DeliveryError`` with the step that failed and what to do.
    """
    if wrong := addresses.fault(address):
        raise UsageError(f"{address!r}: {wrong}")
    session, mail = carrying.open_session(settings, limits), settings.mail
    try:
        session.check(told)
        name, sender = addresses.parted(mail.sender)
        host = addresses.ascii_domain(sender)
        headers = deliver.Headers(
            sender=addresses.mailbox(name, sender),
            recipient=addresses.mailbox("", address),
            message_id=deliver.message_id(os.urandom(8).hex(), "", address, host),
            date=datetime.now(UTC),
        )
        message = deliver.compose(deliver.Letter(subject, words, ""), headers)
        if mail.dkim_key:
            message = deliver.dkim(message, mail, deliver.private(mail.dkim_key))
        to = addresses.dialled(address)
        done = session.send(addresses.dialled(sender), to, message, lambda: True)
        if done.state != "sent":
            raise deliver.Refused(done.step, done.said.removeprefix(f"{done.step}: "))
        told("sent", done.said.removeprefix("dot: "))
    except deliver.Refused as refused:
        step, said = refused.args
        raise DeliveryError(f"{step}: {said}; {deliver.advice(step, said, mail)}") from None
    finally:
        session.close()


def _queue(
    settings: Config, held: store.Archive, outbox: store.Outbox, brief: Path, edition: str,
    now: datetime,
) -> tuple[int, str]:  # fmt: skip
    made, body = proved(brief)
    to = _addressees(settings, made, mailing.unsubscribed(settings.unsubscribed_file))
    _check_size(settings, brief.name, body, to)
    if any(one.channel == "mail" for one in to):
        carrying.open_session(settings)  # raises what cannot work before anything is queued
    for channel in settings.channels:
        if channel.url:
            deliver.webhook_secret(channel.name, settings.mail.secrets)
    held.record(made, at=now, profile=settings.profile)
    queued = outbox.queue(
        to, seal=made["seal"], profile=settings.profile, day=made["day"], edition=edition,
        name=brief.name, file=body, approval=settings.approval == "required",
        corrections=settings.mail.corrections, patience=timedelta(hours=settings.mail.patience),
        now=now,
    )  # fmt: skip
    return queued, made["seal"][:12]


def _addressees(
    settings: Config, made: document.Document, off: Iterable[str]
) -> list[store.Addressee]:
    """Everybody who is to get a brief: recipients of mail, then channels."""
    people = mailing.recipients(
        settings.recipients, settings.recipients_file, settings.groups, settings.to
    )
    if not people and not anybody(settings):
        raise UsageError(
            "nobody is to get it: write [[recipients]], recipients_file or [[channels]] "
            f"into {config.FILE}"
        )
    sender = addresses.parted(settings.mail.sender)[1]
    host = addresses.ascii_domain(sender) if sender else "briefing.invalid"

    def named(recipient: str) -> str:
        return deliver.message_id(made["seal"], settings.profile, recipient, host)

    refused = set(off)
    return [
        *(store.Addressee(key, one.address, named(key), "mail", one.name, one.lang)
          for key, one in people if key not in refused),
        *(store.Addressee(one.name, one.folder or one.url, named(one.name), one.name)
          for one in settings.channels),
    ]  # fmt: skip


def _check_size(settings: Config, name: str, body: bytes, to: Sequence[store.Addressee]) -> None:
    if any(one.channel == "mail" for one in to):
        carrying.too_large(settings, name, body)


def _standing(outbox: store.Outbox, profile: str, mailing_: int, id: str) -> Sent:
    troubled = outbox.rows(profile, ("unknown", "failed", "pending"), mailing=mailing_,
                           limit=MOST_TOLD)  # fmt: skip
    drafts = tuple(outbox.drafts(profile))
    return Sent(
        id, outbox.counts(profile, mailing_),
        tuple((one.address, one.state, one.said) for one in troubled),
        drafts, outbox.next_due(profile),
    )  # fmt: skip


@contextmanager
def _outbox(
    archive: str | Path, *, create: bool = True
) -> Iterator[tuple[store.Archive, store.Outbox]]:
    with store.open(archive, create=create) as held:
        yield held, store.Outbox(held, who=_who())


def _who() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        user = str(os.getuid()) if hasattr(os, "getuid") else "unknown"
    return f"{user}@{platform.node()}"
