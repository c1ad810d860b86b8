"""Render, tagging: what WeasyPrint 70 leaves out of a PDF, added while it writes one.

The language of passages below ``<html>``, the words of links, PDF/UA beside
PDF/A in the metadata. ``patched``, also with what ``quick`` makes faster,
reaches into WeasyPrint and pydyf: hence the bound on their versions, and a test each.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from pydyf import PDF, Object, Stream, String
from weasyprint import Document as Layout
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags

from .quick import SWAPS

TRIES = 8  #: to write a file in which no stream ends with half a line end
BLURRED = b"\r\nendstream"
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


@contextlib.contextmanager
def patched() -> Iterator[None]:
    """While it lasts, tags say their language, and nothing is made twice (``quick``)."""
    swapped: tuple[tuple[Any, str, Any], ...] = (
        (tags, "_build_box_tree", _with_lang(tags._build_box_tree)),
        *(swap for swap in SWAPS if hasattr(swap[0], swap[1])),  # a later parser may do without
    )
    before = [getattr(owner, name) for owner, name, _ in swapped]
    for owner, name, ours in swapped:
        setattr(owner, name, ours)
    try:
        yield
    finally:
        for (owner, name, _), theirs in zip(swapped, before, strict=True):
            setattr(owner, name, theirs)


def _with_lang(build: Any) -> Any:
    def built(box: Any, *args: Any) -> Iterator[Any]:
        element = getattr(box, "_box", box).element  # an absolute box is behind its placeholder
        passed = isinstance(box, boxes.PageBox | boxes.MarginBox) or element is None
        lang = "" if passed or element.tag in ("html", "body") else element.get("lang")
        for made in build(box, *args):
            if lang:
                made["Lang"] = String(lang)
            yield made

    return built


def finish(layout: Layout, pdf: PDF, tries: int = 0) -> None:
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
    for n, part in enumerate(pdf.objects):
        if isinstance(part, Stream) and part.extra.get("Type") == "/Metadata":
            part.stream = [part.stream[0].replace(b"</rdf:RDF>", _UA) + b" " * tries]
            part.compress = False
        if part.free != "f":
            pdf.objects[n] = _Made(part)


class _Made(Object):
    """An object that spells, and compresses, its bytes once and not for each who asks."""

    data = b""

    def __init__(self, part: Object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.number, self.packs = part.number, part.compressible
        self.data = part.data
        if isinstance(part, Stream) and part.compress and self.data.endswith(BLURRED):
            # The last byte looks like half of the line end behind it: one byte more.
            packed = self.data[: -len(b"\nendstream")].partition(b"\nstream\n")[2]
            extra = part.extra | {"Filter": "/FlateDecode"}
            self.data = Stream([packed + b"\n"], extra).data

    @property
    def compressible(self) -> bool:
        """Whether it may stand in an object stream."""
        return bool(self.packs)
