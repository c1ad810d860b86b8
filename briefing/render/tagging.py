"""Render, tagging: what WeasyPrint 70 leaves out of a PDF, added while it writes one.

The language of passages below ``<html>``, the words of links, PDF/UA beside
PDF/A in the metadata; and a list that it makes anew for every tag is kept, as
it would make the time grow with the square of the pages. ``patched`` reaches
into WeasyPrint and pydyf: hence the bound on their versions, and a test each.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from pydyf import PDF, Stream, String
from weasyprint import Document as Layout
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags

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
    """While it lasts, tags say their language, and references to pages are made once."""
    swapped: tuple[tuple[Any, str, Any], ...] = (
        (tags, "_build_box_tree", _with_lang(tags._build_box_tree)),
        (PDF, "page_references", property(_references)),
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


def _references(pdf: Any) -> tuple[bytes, ...]:
    """A reference to every page; made anew only when a page was added."""
    numbers = pdf.pages["Kids"][::3] if pdf.pages["Count"] != len(_kept(pdf)) else ()
    if numbers:
        pdf._kept_references = tuple(b"%d 0 R" % n for n in numbers)
    return _kept(pdf)


def _kept(pdf: Any) -> tuple[bytes, ...]:
    return getattr(pdf, "_kept_references", ())


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
    for part in pdf.objects:
        if isinstance(part, Stream) and part.extra.get("Type") == "/Metadata":
            part.stream = [part.stream[0].replace(b"</rdf:RDF>", _UA) + b" " * tries]
            part.compress = False
        if isinstance(part, Stream) and part.compress and part.data.endswith(BLURRED):
            # The last byte looks like half of the line end behind it: one byte more.
            packed = part.data[: -len(b"\nendstream")].partition(b"\nstream\n")[2]
            part.stream, part.compress = [packed + b"\n"], False
            part.extra["Filter"] = "/FlateDecode"
