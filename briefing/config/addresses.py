"""Config, addresses: what is wrong with an e-mail address, and its one spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from .faults import is_text

if TYPE_CHECKING:
    from email.headerregistry import Address

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")  #: RFC 5321, 6531
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def fault(address: str) -> str:
    """What is wrong with ``name@host``; ``""`` if nothing is. Quoted local parts are refused."""
    local, at, _ = address.rpartition("@")
    if not at or not address.isprintable():
        return "is no e-mail address such as ann@paper.example"
    if not _LOCAL.fullmatch(local) or len(local.encode()) > 64:
        return f"{local!r} before the @ is not as mail has it"
    try:
        labels = ascii_domain(address).split(".")
    except UnicodeError:
        labels = []
    if not labels or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        return f"{address.rpartition('@')[2]!r} behind the @ is no host name"
    return ""


def ascii_domain(address: str) -> str:
    """The host of an address as DNS knows it: ``xn--...``, lower case."""
    return address.rpartition("@")[2].lower().encode("idna").decode("ascii")


def dialled(address: str) -> str:
    """The address as a mail server takes it: the host in ASCII."""
    return f"{address.rpartition('@')[0]}@{ascii_domain(address)}"


def key(address: str) -> str:
    """One spelling of all that reach the same mailbox, as far as that is known."""
    return normalize("NFC", dialled(address)).casefold()


def parted(text: str) -> tuple[str, str]:
    """Name and address of ``Daily Briefing <brief@paper.example>``."""
    if not is_text(text) or text.count("<") > 1:
        return "", ""
    from email.utils import parseaddr

    name, address = parseaddr(text)
    return name, address


def mailbox(name: str, address: str) -> Address:
    """As the headers of a message write it."""
    from email.headerregistry import Address

    return Address(name, address.rpartition("@")[0], ascii_domain(address))
