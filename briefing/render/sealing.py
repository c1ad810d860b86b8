"""Render, sealing: PDF bytes -> PDF bytes that carry their own SHA-256.

The second element of the file's ``/ID`` is the SHA-256 of the whole file with
that element set to zeros. The ``/ID`` stands in the last object, behind every
offset the file records, so it may change its length. A seal shows that a byte
was changed, by accident or carelessly; it is no signature.
"""

from __future__ import annotations

import hashlib
import re

from ..errors import OutputError

_WRITTEN = re.compile(rb"/ID \[\(([0-9a-f]{32})\) \([0-9a-f]{32}\)\]")
_SEALED = re.compile(rb"/ID \[<([0-9a-f]{32})> <([0-9a-f]{64})>\]")
_ZEROS = b"0" * 64


def seal(pdf: bytes) -> bytes:
    """The same PDF with its seal written; a sealed file comes back unchanged."""
    if seal_holds(pdf):
        return pdf
    found = _last(_WRITTEN, pdf)
    if found is None:
        raise OutputError("the PDF carries no /ID of 32 hex digits to seal")
    blank = b"/ID [<%b> <%b>]" % (found[1], _ZEROS)
    head, tail = pdf[: found.start()] + blank[:-66], blank[-2:] + pdf[found.end() :]
    return head + _digest(head, tail) + tail


def seal_holds(pdf: bytes) -> bool:
    """Whether the file is sealed and no byte of it has changed since."""
    found = _last(_SEALED, pdf)
    return found is not None and found[2] == _digest(pdf[: found.start(2)], pdf[found.end(2) :])


def _digest(head: bytes, tail: bytes) -> bytes:
    return hashlib.sha256(head + _ZEROS + tail).hexdigest().encode()


def _last(pattern: re.Pattern[bytes], pdf: bytes) -> re.Match[bytes] | None:
    """The match at the file's last ``/ID [``, if there is one."""
    return pattern.match(pdf, max(pdf.rfind(b"/ID ["), 0))
