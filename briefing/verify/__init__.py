"""Door, verify: a brief (JSON, or the PDF it is attached to) -> findings.

Nothing of the pipeline is trusted or used: the file alone must hold. Checked
are its bytes (one spelling, sealed), its shape, and its provenance: the hash
of every text, every span, and that all references meet.

A seal shows carelessness, not malice: who rewrites a text together with its
hashes, its spans and the seal has made another brief of another source.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import document as doc
from ..errors import VerifyError
from .provenance import findings
from .shape import misshapen

__all__ = ["ATTACHMENT", "Report", "examine", "verify"]

ATTACHMENT = "brief.json"
CITING = ("digest", "key_figures", "quotations", "people")  #: parts of an event
LONGEST = 300  #: characters of a finding: it may hold what a stranger wrote


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what of it does not hold."""

    findings: tuple[str, ...]
    texts: int = 0
    citations: int = 0
    sentences: int = 0  #: of the articles' summaries

    def __str__(self) -> str:
        return (
            f"{_count(self.texts, 'text')}, {_count(self.citations, 'citation')}, "
            f"{_count(self.sentences, 'summary sentence')} found at their place"
        )


def verify(path: str | Path) -> list[str]:
    """What does not hold, one sentence each; an empty list is proof.

    Raises ``VerifyError`` for a file that is no brief at all.
    """
    return list(examine(path).findings)


def examine(path: str | Path) -> Report:
    """The report on a file. Raises ``VerifyError`` if it is no brief at all."""
    try:
        body = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise VerifyError(f"{path}: cannot be read: {reason}") from None
    return _pdf(body, str(path)) if body.startswith(b"%PDF") else _json(body, str(path))


def _pdf(body: bytes, name: str) -> Report:
    from ..render.sealing import seal_holds

    if not seal_holds(body):  # and no parser is led astray by a changed file
        return Report(("not a brief of ours, or the PDF was changed since it was written",))
    return _json(_attached(body, name), f"{name}: {ATTACHMENT}")


def _attached(body: bytes, name: str) -> bytes:
    """The one file attached to a PDF."""
    import logging
    from io import BytesIO

    from pypdf import PdfReader

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it says, we say
    try:
        attached = {n: list(f) for n, f in PdfReader(BytesIO(body)).attachments.items()}
    except Exception as error:  # a stranger's bytes: pypdf raises whatever they lead it to
        raise VerifyError(f"{name}: a damaged PDF: {_printable(str(error))}") from None
    if list(attached) != [ATTACHMENT] or len(attached[ATTACHMENT]) != 1:
        raise VerifyError(f"{name}: {ATTACHMENT} is not attached, or not alone: no brief of ours")
    return bytes(attached[ATTACHMENT][0])


def _json(body: bytes, name: str) -> Report:
    try:
        value = json.loads(body.decode("utf-8"))
        spelled, seal = doc.to_bytes(value), doc.seal(value) if isinstance(value, dict) else ""
    except (ValueError, RecursionError) as error:
        raise VerifyError(f"{name}: neither a PDF nor JSON in UTF-8: {error}") from None
    if not isinstance(value, dict) or value.get("schema") != doc.SCHEMA:
        raise VerifyError(f"{name}: not a brief: its schema is not {doc.SCHEMA!r}")
    found = [] if spelled == body else ["the file is not spelled as it was written, byte for byte"]
    if value.get("seal") != seal:
        found.append("the seal does not fit: something in the file was changed")
    wrong = list(misshapen(value))
    found += wrong or findings(value)
    counts = {} if wrong else _counts(value)
    return Report(tuple(map(_printable, found)), **counts)


def _counts(value: doc.Document) -> dict[str, int]:
    parts: list[dict[str, Any]] = [*value["bottom_line"], *value["key_figures"]]
    for event in value["events"]:
        parts += (p for key in CITING for p in event[key])
        parts += (v for d in event["differences"] for v in d["variants"])
    return {
        "texts": len(value["articles"]),
        "citations": sum(len(p["citations"]) for p in parts),
        "sentences": sum(len(a["summary"]) for a in value["articles"]),
    }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _printable(text: str) -> str:
    """On one line, without what could steer a terminal."""
    kept = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return kept if len(kept) <= LONGEST else kept[:LONGEST] + "..."
