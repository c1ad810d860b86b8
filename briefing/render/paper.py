"""Render, paper: document -> PDF bytes (WeasyPrint, nothing but our own files).

Tagged, with bookmarks and ``brief.json`` attached. The bytes depend on the
document, the templates and the versions of WeasyPrint and Pango alone: dates
are the brief's day, the fonts are ours.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pydyf import PDF, Stream, String
from weasyprint import HTML, Attachment
from weasyprint import Document as Layout
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ..document import to_bytes
from ..errors import OutputError
from ..types import Style
from .engine import fill

log = logging.getLogger("briefing.render")

_BASE = "https://bundle.invalid/"  #: stands for the templates folders
_TYPES = {
    ".css": "text/css", ".ttf": "font/ttf", ".png": "image/png", ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg", ".svg": "image/svg+xml",
}  # fmt: skip
_VARIANT = "pdf/a-3a"
TRIES = 8  #: to write a file in which no stream ends with half a line end
_NO_GLYPH = re.compile(r'\.notdef glyph .*"(.)" \(U\+(\w+)\)', re.DOTALL)


def write(document: dict[str, Any], roots: Sequence[Path], *, style: Style) -> bytes:
    """The PDF of a document, not yet sealed."""
    page = fill("brief.html.j2", document, roots, media="print", style=style)
    data = to_bytes(document)
    day = datetime.fromisoformat(document["day"]).replace(tzinfo=UTC)
    source = HTML(string=page, base_url=_BASE, url_fetcher=Bundle(roots))
    with _Listener() as said:
        try:
            layout = source.render(font_config=FontConfiguration(), pdf_variant=_VARIANT)
            for tries in range(TRIES):
                pdf: bytes = layout.write_pdf(
                    finisher=partial(_finish, tries=tries),
                    attachments=[
                        Attachment(
                            string=data,
                            name="brief.json",
                            created=day,
                            modified=day,
                            relationship="Data",
                        )
                    ],
                    pdf_variant=_VARIANT,
                    pdf_identifier=hashlib.sha256(data).hexdigest()[:32].encode(),
                )
                if _BLURRED not in pdf:
                    break
        except FatalURLFetchingError as error:
            raise OutputError(str(error)) from error
    said.report()
    return pdf


class Bundle(URLFetcher):
    """Hands out files of the templates folders and refuses everything else."""

    def __init__(self, roots: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)  # type: ignore[no-untyped-call]
        self.roots = roots

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file behind a ``_BASE`` address."""
        name = unquote(url.removeprefix(_BASE)) if url.startswith(_BASE) else ""
        for root in self.roots:
            path = (root / name).resolve()
            kind = _TYPES.get(path.suffix)
            if kind and path.is_relative_to(root.resolve()) and path.is_file():
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        raise FatalURLFetchingError(f"the page asks for {url}, which is no file of the templates")


class _Listener(logging.Filter):
    """Takes what WeasyPrint logs in this thread, to be told once and shortly."""

    def __init__(self) -> None:
        super().__init__()
        self.thread = threading.get_ident()
        self.missing: dict[str, str] = {}
        self.faults: list[str] = []
        self.warnings: list[str] = []

    def __enter__(self) -> _Listener:
        logging.getLogger("weasyprint").addFilter(self)
        return self

    def __exit__(self, *exc: object) -> None:
        logging.getLogger("weasyprint").removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Sort one record, and keep it from other handlers."""
        if record.thread != self.thread:
            return True
        message = record.getMessage()
        if found := _NO_GLYPH.match(message):
            self.missing[found[1]] = found[2]
        elif record.levelno >= logging.ERROR or message.startswith("Font-face"):
            self.faults.append(message)
        else:
            self.warnings.append(message)
        return False

    def report(self) -> None:
        """Missing characters and doubts are logged; a missing resource ends the work."""
        if self.faults:
            raise OutputError("the PDF cannot be laid out: " + "; ".join(self.faults))
        if self.missing:
            named = ", ".join(f"{char} (U+{code})" for char, code in sorted(self.missing.items()))
            log.warning("no font has these characters, they show as boxes: %s", named)
        for message in self.warnings:
            log.warning("%s", message)


_BLURRED = b"\r\nendstream"
_UA = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    b"</rdf:Description></rdf:RDF>"
)


def _finish(layout: Layout, pdf: PDF, tries: int = 0) -> None:
    """Links say where they lead, and the metadata says PDF/UA beside PDF/A.

    A further try moves all offsets and compresses the objects to other bytes.
    """
    if tries:
        pdf.catalog["BRFG_Try"] = tries
    for page in layout.pages:
        for _, _, _, box in page.links:
            title = box.element.get("title") if box.element is not None else None
            if title and box.link_annotation:
                box.link_annotation["Contents"] = String(title)
    for part in pdf.objects:
        if isinstance(part, Stream) and part.extra.get("Type") == "/Metadata":
            part.stream = [part.stream[0].replace(b"</rdf:RDF>", _UA) + b" " * tries]
            part.compress = False
        if isinstance(part, Stream) and part.compress and part.data.endswith(_BLURRED):
            # The last byte looks like half of the line end behind it: one byte more.
            packed = part.data[: -len(b"\nendstream")].partition(b"\nstream\n")[2]
            part.stream, part.compress = [packed + b"\n"], False
            part.extra["Filter"] = "/FlateDecode"
