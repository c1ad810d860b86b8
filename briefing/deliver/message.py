"""Deliver, message: a letter, a PDF and a recipient -> the bytes of one message. Pure.

Words of articles reach the subject, and words of a configuration every header. No header takes
more than one line of printable characters from them (``one_line``): nothing in them ends a header,
and nothing is left that a parser would decode to something else (CVE-2024-6923). Those headers
that must not be folded, since folding would encode their addresses, are written by hand.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from unicodedata import category
from urllib.parse import quote

#: What stands in a letter for the address by which its reader unsubscribes.
UNSUBSCRIBE = "https://unsubscribe.invalid/"
WIRE = 1.37  #: bytes on the wire for a byte attached: base64 with its line ends


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a mail in one language."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Headers:
    """What a message says of itself."""

    sender: Address
    recipient: Address
    message_id: str  #: without its angle brackets
    date: datetime
    reply_to: Address | None = None
    list_id: str = ""
    unsubscribe: str = ""  #: https or mailto address, ``{address}`` in it


def message_id(seal: str, profile: str, recipient: str, domain: str) -> str:
    """The one name of a brief's message to a recipient, whoever sends it and however often."""
    named = "\0".join((seal, profile, recipient)).encode()
    return f"{hashlib.sha256(named).hexdigest()[:32]}.briefing@{domain}"


def compose(letter: Letter, headers: Headers, attached: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The message, lines ending in CRLF, in ASCII unless an address is not."""
    plain = headers.sender.addr_spec.isascii() and headers.recipient.addr_spec.isascii()
    style = policy.SMTP if plain else policy.SMTPUTF8
    message = EmailMessage(policy=style)
    message["From"] = _mailbox(headers.sender)
    message["To"] = _mailbox(headers.recipient)
    if headers.reply_to:
        message["Reply-To"] = _mailbox(headers.reply_to)
    message["Subject"] = one_line(letter.subject)
    leave = unsubscribe(headers.unsubscribe, headers.recipient.addr_spec)
    text = letter.text.replace(UNSUBSCRIBE, leave)
    page = letter.html.replace(UNSUBSCRIBE, html.escape(leave))
    message.set_content(_lines(text), cte="quoted-printable")
    if page:
        message.add_alternative(_lines(page), subtype="html", cte="quoted-printable")
    for name, body in attached:
        kind = ("application", "pdf") if name.endswith(".pdf") else ("application", "octet-stream")
        message.add_attachment(body, *kind, filename=one_line(name), disposition="attachment")
    return _by_hand(headers, leave) + message.as_bytes()


def _by_hand(headers: Headers, leave: str) -> bytes:
    """The headers that stand on one line as they are."""
    lines = {
        "Message-ID": f"<{headers.message_id}>",
        "Date": format_datetime(headers.date),
        "Auto-Submitted": "auto-generated",
        "Precedence": "list" if headers.list_id else "",
        "List-Id": f"<{headers.list_id}>" if headers.list_id else "",
        "List-Unsubscribe": f"<{leave}>" if leave else "",
        "List-Unsubscribe-Post": (  # RFC 8058: one click, without a page in between
            "List-Unsubscribe=One-Click" if leave.startswith("https:") else ""
        ),
    }
    kept = {name: one_line(value) for name, value in lines.items() if value}
    return "".join(f"{k}: {v}\r\n" for k, v in kept.items()).encode("ascii", "replace")


def unsubscribe(template: str, address: str) -> str:
    """The address by which one recipient unsubscribes."""
    return template.replace("{address}", quote(address, safe=""))


def one_line(text: str) -> str:
    """A text as a header may hold it: one line, printable, not to be decoded any further."""
    kept = "".join(" " if category(c) in _STEERING or c in _BIDI else c for c in text)
    return " ".join(re.sub(r"=(?=\?)", "= ", kept).split())


_STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _mailbox(address: Address) -> Address:
    return Address(one_line(address.display_name), address.username, address.domain)


def _lines(text: str) -> str:
    """Lines as the library ends them, without halves of characters."""
    return re.sub(r"\r\n?", "\n", text).encode("utf-8", "replace").decode("utf-8")
