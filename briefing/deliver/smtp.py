"""Deliver, smtp: messages -> a mail server, one session, one outcome each.

The steps are taken one by one (``smtplib`` at its lowest), because what an answer means hangs on
the step: a connection lost before the final dot has delivered nothing, one lost after it may have.
Between the two stands ``handed``, which must be committed before the dot goes out. An answer to
QUIT means nothing: the message has been taken by then.
"""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ..errors import UsageError
from ..settings import Mail
from .wire import Late, Wire

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. RFC 5321, 4.5.3.2, grants 5 minutes to most steps and 10 to the final dot."""

    setup: float = 60  #: connection, greeting, EHLO, TLS, login
    message: float = 240  #: MAIL, RCPT, DATA and the message itself
    dot: float = 600  #: the answer to it: scanning takes minutes, and giving up leaves an unknown
    farewell: float = 5  #: QUIT; nobody needs the answer
    session: float = 3600  #: all of it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: ``sent``, ``pending``, ``failed`` or ``unknown``."""

    state: str
    said: str  #: at which step, and what the server answered
    step: str = ""
    setup: bool = False  #: it failed before there was anything to deliver: so would all others
    lost: bool = False  #: the connection did, or the server made no sense


class Refused(Exception):
    """``check`` came to nothing: the step, and what went wrong."""


class _Trouble(Exception):
    def __init__(self, step: str, said: str, *, state: str = "pending", lost: bool = False) -> None:
        super().__init__(said)
        self.step, self.said, self.state, self.lost = step, said, state, lost


class Session:
    """A session with the server of ``mail``, opened when the first message goes out.

    Connections that end are opened again. ``password`` is empty where no login is wanted. Raises
    ``UsageError`` for a ``ca_file`` that is none.
    """

    def __init__(self, mail: Mail, password: str = "", limits: Limits | None = None) -> None:
        self._mail, self._password, self._limits = mail, password, limits or Limits()
        self._context = None if mail.security == "none" else trusted(mail.ca_file)
        self._end = time.monotonic() + self._limits.session
        self._wire: Wire | None = None
        self._step = ""

    def send(
        self, sender: str, recipient: str, message: bytes, handed: Callable[[], bool]
    ) -> Outcome:
        """Deliver one message (CRLF lines). ``handed`` is called just before the final dot; where
        it returns ``False`` the message is not sent and the outcome is ``pending``.

        Never raises for what a server does. What ``handed`` raises ends the connection, and nothing
        was delivered.
        """
        if self._end - time.monotonic() < self._limits.message + self._limits.dot:
            return Outcome("pending", "no time is left in this session", setup=True)
        used = self._wire is not None
        try:
            return self._tried(sender, recipient, message, handed)
        except _Trouble as trouble:
            setup = trouble.step in _SETUP
            if setup or trouble.lost:
                self._drop()
            else:
                self._reset()
            if used and trouble.lost and trouble.step == "MAIL":  # it had hung up in between
                return self.send(sender, recipient, message, handed)
            state = "pending" if setup else trouble.state
            said = f"{trouble.step}: {trouble.said}"
            return Outcome(state, said, trouble.step, setup, trouble.lost)
        except BaseException:
            self._drop()
            raise

    def check(self, told: Callable[[str, str], None] = lambda *_: None) -> None:
        """Connect and log in, telling each step as it is done; ``send`` goes on from there.

        Raises ``Refused`` with the step and what went wrong.
        """
        try:
            self._open(told)
        except _Trouble as trouble:
            self._drop()
            raise Refused(trouble.step, trouble.said) from None

    def close(self) -> None:
        """Say good-bye; an odd answer, or none, changes nothing."""
        wire, self._wire = self._wire, None
        if wire:
            with contextlib.suppress(Exception):
                wire.within(self._limits.farewell)
                wire.docmd("QUIT")
            wire.close()

    # -- one message -----------------------------------------------------------------

    def _tried(
        self, sender: str, recipient: str, message: bytes, handed: Callable[[], bool]
    ) -> Outcome:
        wire = self._wire or self._open()
        wire.within(self._limits.message)
        options = self._options(wire, recipient, message)
        self._ask("MAIL", lambda: wire.mail(sender, options))
        self._ask("RCPT", lambda: wire.rcpt(recipient))
        self._ask("DATA", lambda: wire.docmd("DATA"), good=3)
        self._do("message", lambda: wire.send(stuffed(message)))
        if not handed():
            raise _Trouble("message", "another process has taken it over", lost=True)
        wire.within(self._limits.dot)
        try:
            wire.send(b".\r\n")
            code, text = wire.getreply()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._drop()
            return Outcome("unknown", f"dot: no answer: {_reason(error)}", "dot", lost=True)
        said = f"dot: {_answer(code, text)}"
        if code == 421:
            self._drop()
        state = {2: "sent", 4: "pending", 5: "failed"}.get(code // 100, "unknown")
        if state == "unknown":
            self._drop()
        return Outcome(state, said, "dot", lost=state == "unknown")

    def _options(self, wire: Wire, recipient: str, message: bytes) -> list[str]:
        limit = wire.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < len(message):
            sizes = f"{int(limit) / 1e6:.1f} MB at most and this is {len(message) / 1e6:.1f} MB"
            raise _Trouble("MAIL", f"the server takes {sizes}", state="failed")
        options = [f"SIZE={len(message)}"] if wire.has_extn("size") else []
        if not recipient.isascii():
            if not wire.has_extn("smtputf8"):
                raise _Trouble("MAIL", "the server takes no address with such letters (SMTPUTF8)",
                               state="failed")  # fmt: skip
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        return options

    # -- the connection --------------------------------------------------------------

    def _open(self, told: Callable[[str, str], None] = lambda *_: None) -> Wire:
        mail = self._mail
        self._wire = wire = Wire(end=self._end)
        wire.within(self._limits.setup)
        secure = mail.security == "tls"
        context = self._context if secure else None
        greeting = self._do("connection", lambda: wire.dial(mail.server, mail.port, context))
        told("connection", f"to {mail.server}:{mail.port}" + (" with TLS" if secure else ""))
        told("greeting", self._good("greeting", *greeting))
        told("EHLO", self._ask("EHLO", wire.ehlo).partition("\n")[0])
        if mail.security == "starttls":
            if not wire.has_extn("starttls"):
                raise _Trouble("STARTTLS", "the server offers no encryption on this port",
                               state="pending")  # fmt: skip
            told("STARTTLS", self._ask("STARTTLS", lambda: wire.docmd("STARTTLS")))
            self._do("STARTTLS", lambda: wire.secure(self._context))  # type: ignore[arg-type]
            told("EHLO", self._ask("EHLO", wire.ehlo).partition("\n")[0])
        if mail.user:
            told("login", self._logged_in(wire))
        return wire

    def _logged_in(self, wire: Wire) -> str:
        try:
            return self._login(wire)
        except _Trouble as trouble:  # a server may repeat what it was sent
            said = trouble.said
            for secret in (self._password, f"\0{self._mail.user}\0{self._password}"):
                for form in (secret, _b64(secret)):
                    said = said.replace(form, "***") if form else said
            raise _Trouble(trouble.step, said, lost=trouble.lost) from None

    def _login(self, wire: Wire) -> str:
        known = wire.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in known:
            words = f"AUTH PLAIN {_b64(f'{chr(0)}{self._mail.user}{chr(0)}{self._password}')}"
            return self._ask("login", lambda: wire.docmd(words))
        if "LOGIN" in known:
            self._ask("login", lambda: wire.docmd("AUTH LOGIN"), good=3)
            self._ask("login", lambda: wire.docmd(_b64(self._mail.user)), good=3)
            return self._ask("login", lambda: wire.docmd(_b64(self._password)))
        raise _Trouble("login", f"the server offers {' '.join(known) or 'no way to log in'}; "
                       "PLAIN or LOGIN is needed")  # fmt: skip

    def _ask(self, step: str, command: Callable[[], tuple[int, bytes]], good: int = 2) -> str:
        return self._good(step, *self._do(step, command), good=good)

    def _do(self, step: str, command: Callable[[], T]) -> T:
        try:
            return command()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise _Trouble(step, _reason(error), lost=True) from None

    def _good(self, step: str, code: int, text: bytes, *, good: int = 2) -> str:
        """The answer, if it is one that goes on."""
        said = _answer(code, text)
        if code // 100 == good:
            return said
        no_sense = code // 100 not in (4, 5) or code == 421
        raise _Trouble(step, said, state="failed" if code // 100 == 5 else "pending",
                       lost=no_sense)  # fmt: skip

    def _reset(self) -> None:
        """After a refusal: ready for the next message, or without a connection."""
        with contextlib.suppress(OSError, smtplib.SMTPException, ValueError):
            if self._wire and self._wire.rset()[0] // 100 == 2:
                return
        self._drop()

    def _drop(self) -> None:
        """Hang up, without a word: nothing that was begun is finished."""
        wire, self._wire = self._wire, None
        if wire:
            with contextlib.suppress(Exception):
                wire.close()


_SETUP = ("connection", "greeting", "EHLO", "STARTTLS", "login")


def stuffed(message: bytes) -> bytes:
    """The message as it is sent after DATA, without the final dot (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"(?m)^\.", b"..", message)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def trusted(ca_file: str = "") -> ssl.SSLContext:
    """TLS 1.2 or later, the certificate checked; also by an authority of one's own.

    Raises ``UsageError`` for a file that is none.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        if ca_file:
            context.load_verify_locations(ca_file)
    except OSError as error:  # of which SSLError is one
        reason = (
            "holds no certificate in PEM" if isinstance(error, ssl.SSLError) else error.strerror
        )
        raise UsageError(f"{ca_file}: {reason}") from None
    return context


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _answer(code: int, text: bytes) -> str:
    """``550 no such user``, on one line, whatever came."""
    words = "".join(c if c.isprintable() else " " for c in text.decode("utf-8", "replace"))
    said = " ".join(words.split())[:300]
    return f"{code} {said}".rstrip() if code > 0 else f"no answer of SMTP: {said!r}"


def _reason(error: BaseException) -> str:
    """Why there was no answer. The words are ours: those of an error may hold what we sent."""
    if isinstance(error, Late) or isinstance(error.__context__, TimeoutError):
        return "not done in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"no TLS: {(error.reason or 'the server does not speak it').lower()}"
    if isinstance(error, TimeoutError):
        return "not done in time"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server hung up"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "the answer is too long or makes no sense"
