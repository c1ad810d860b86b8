"""Verify, examining: a file from its bytes to its report, part by part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import document as doc
from ..errors import VerifyError
from ..types import Article
from . import layer
from .earlier import earlier
from .provenance import findings
from .shape import misshapen

ATTACHMENT = "brief.json"
CITING = ("digest", "key_figures", "quotations", "people")  #: parts of an event
LONGEST = 300  #: characters of a finding: it may hold what a stranger wrote


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, what of it does not hold, and what is proved if all does."""

    findings: tuple[str, ...]
    texts: int = 0  #: whole texts looked up in
    articles: int = 0
    citations: int = 0
    sentences: int = 0  #: of the articles' summaries
    missing: tuple[str, ...] = ()  #: articles whose source was asked for and is not there
    pages: int = 0  #: of a PDF, whose text was compared

    @property
    def proof(self) -> str:
        """What the file proves, or ``""`` if it does not hold."""
        if self.findings:
            return ""
        if self.articles and self.texts == self.articles and not self.missing:
            return "every sentence found in its source"
        found = self.articles - len(self.missing)
        part = f"; {found} of {self.articles} sources found" if self.missing else ""
        return f"consistent in itself{part}"

    @property
    def told(self) -> tuple[str, ...]:
        """What does not hold; or what holds, and what of it remains open."""
        if self.findings:
            return self.findings
        missing = (f"not proved: {ref} is not among the sources" for ref in self.missing)
        return (f"holds: {self.proof}: {self}", *missing)

    def __str__(self) -> str:
        looked_at = "text" if self.texts else "article"
        number = self.texts or self.articles
        pages = f", the text of {_count(self.pages, 'page')} compared" if self.pages else ""
        return (
            f"{_count(number, looked_at)}, {_count(self.citations, 'citation')}, "
            f"{_count(self.sentences, 'summary sentence')} found at their place{pages}"
        )


Sources = Sequence[Article] | None


def examine(path: str | Path, *, sources: Sources = None) -> Report:
    """The report on a file, read against the articles of ``sources`` if there are any.

    An article of the brief is found among them by the hash of its text. One that
    stands at its address with another text is a contradiction.
    Raises ``VerifyError`` if the file is no brief at all.
    """
    body = _bytes(path)
    if not body.startswith(b"%PDF"):
        return _json(body, str(path), sources)
    return _pdf(body, str(path), sources)


def proved(path: str | Path) -> tuple[doc.Document, bytes]:
    """The brief that a PDF carries, and the PDF. Raises ``VerifyError`` if it does not hold."""
    body = _bytes(path)
    if not body.startswith(b"%PDF"):
        raise VerifyError(f"{path}: is no PDF; name the PDF of the brief")
    for finding in _pdf(body, str(path), None).findings:
        raise VerifyError(f"{path}: {finding}")
    document: doc.Document = json.loads(_attached(body, str(path)))
    return document, body


def _bytes(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise VerifyError(f"{path}: cannot be read: {reason}") from None


def _pdf(body: bytes, name: str, sources: Sources) -> Report:
    from ..render.sealing import seal_holds

    if not seal_holds(body):  # and no parser is led astray by a changed file
        return Report(("not a brief of ours, or the PDF was changed since it was written",))
    attached = _attached(body, name)
    report = _json(attached, f"{name}: {ATTACHMENT}", sources)
    if report.findings:
        return report
    try:
        pages = layer.pages(body)
        gone = list(layer.gone(body, pages))
    except Exception as error:  # a stranger's bytes, as above
        raise VerifyError(f"{name}: a damaged PDF: {_printable(str(error))}") from None
    wrong = map(_printable, (*gone, *layer.unseen(json.loads(attached), pages)))
    return replace(report, findings=tuple(wrong), pages=len(pages))


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


def _json(body: bytes, name: str, sources: Sources = None) -> Report:
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
    if wrong:
        return Report(tuple(map(_printable, (*found, *wrong))))
    missing: list[str] = []
    texts = {a.sha256: a.text for a in sources or ()}
    if sources is not None:
        absent = [a for a in value["articles"] if a["sha256"] not in texts]
        found += _contradictions(absent, value, sources)
        missing = [_printable(a["ref"]) for a in absent]
        articles = [{**a, "text": a["text"] or texts.get(a["sha256"])} for a in value["articles"]]
        value = value | {"articles": articles}
    found += [*findings(value), *earlier(value, texts)]
    return Report(tuple(map(_printable, found)), missing=tuple(missing), **_counts(value))


def _contradictions(
    absent: list[doc.Document], document: doc.Document, sources: Sequence[Article]
) -> Iterator[str]:
    """Articles that stand at their address with another text."""
    known = {a["sha256"] for a in document["articles"]}
    others = [a.ref for a in sources if a.sha256 not in known]
    for article in absent:
        here = f"/{article['ref']}"
        for ref in others:
            if f"/{ref}".endswith(here) or here.endswith(f"/{ref}"):
                where = f"article {article['id']} ({article['ref']})"
                yield f"{where}: its source {ref} has another text"


def _counts(value: doc.Document) -> dict[str, int]:
    parts: list[dict[str, Any]] = [*value["bottom_line"], *value["key_figures"]]
    for event in value["events"]:
        parts += (p for key in CITING for p in event[key])
        parts += (v for d in event["differences"] for v in d["variants"])
        parts += event.get("changes", ())
    return {
        "texts": sum(a["text"] is not None for a in value["articles"]),
        "articles": len(value["articles"]),
        "citations": sum(len(p["citations"]) for p in parts),
        "sentences": sum(len(a["summary"]) for a in value["articles"]),
    }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _printable(text: str) -> str:
    """On one line, without what could steer a terminal."""
    kept = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return kept if len(kept) <= LONGEST else kept[:LONGEST] + "..."
