"""Sources, mail: a newsletter -> Raw. ``.eml`` messages and mbox files (RFC 5322, RFC 4155)."""

from __future__ import annotations

import contextlib
import mailbox
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from ..types import Raw, Rejected

LARGEST = 20_000_000  #: bytes of one message, its attachments included
#: The standard library's parser takes quadratic time for long headers and many parts.
LONGEST_HEAD = 100_000  #: bytes of all headers; those of much travelled mail have 20,000
LONGEST = 2_000  #: characters of a header that are read; RFC 5322 has lines of 998
MOST_PARTS = 5_000  #: lines that may begin a part


def read_message(body: bytes, ref: str) -> Raw | Rejected:
    """The article of a message: its HTML part, else its plain one; attachments are left out.

    The sender's name is the outlet, ``Archived-At`` (RFC 5064) the address.
    """
    if len(body) > LARGEST:
        return Rejected(ref, "read", f"too large for one message: over {LARGEST // 10**6} MB")
    if len(re.split(rb"\r?\n\r?\n", body, maxsplit=1)[0]) > LONGEST_HEAD:
        return Rejected(ref, "read", f"no message: headers of over {LONGEST_HEAD // 1000} KB")
    if body.count(b"\n--") > MOST_PARTS:
        return Rejected(ref, "read", f"a message of more than {MOST_PARTS:,} parts")
    try:
        message = message_from_bytes(body, EmailMessage, policy=policy.default)
        part = message.get_body(preferencelist=("html", "plain"))
        text = part.get_content() if part is not None else ""
        html = part is not None and part.get_content_subtype() == "html"
        if not isinstance(text, str):
            return Rejected(ref, "read", "a message without text")
        return Raw(
            ref=ref,
            kind="html" if html else "text",
            body=text,
            title=_header(message, "subject"),
            outlet=parseaddr(_header(message, "from"))[0],
            published=_header(message, "date"),
            url=_header(message, "archived-at").strip("<>"),
            lang=_header(message, "content-language").partition(",")[0],
        )
    # The parser of the standard library stumbles over what senders make of MIME in many ways.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return Rejected(ref, "read", f"no readable message ({type(error).__name__})")


def _header(message: EmailMessage, name: str) -> str:
    """A decoded header on one line; what an encoded word smuggles in (line ends) is a blank."""
    written = next((v for k, v in message.raw_items() if k.lower() == name), "")
    value = ""
    with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError):
        line = " ".join(str(written)[:LONGEST].split())
        value = str(policy.default.header_factory(name, line))
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def read_mbox(path: Path, ref: str) -> Iterator[Raw | Rejected]:
    """The messages of an mbox file, one at a time."""
    box = mailbox.mbox(path, create=False)
    try:
        number = 0
        for number, key in enumerate(box.keys(), 1):
            with box.get_file(key) as file:
                yield read_message(file.read(LARGEST + 1), f"{ref}#{number}")
        if not number:
            yield Rejected(ref, "read", "no message in it")
    finally:
        box.close()
