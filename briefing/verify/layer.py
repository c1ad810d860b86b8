"""Verify, layer: the text of a PDF's pages -> which words of the brief they do not show.

The text layer knows glyphs, not characters: lines are broken, a font may draw
two characters with one glyph, ligatures and Arabic letters come in forms, and
brackets from right to left are the other way round. Both sides are therefore
*folded*: without blanks and invisible characters, and with one character for
those that look the same. Nothing else is forgiven.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ..document import summarised
from .spans import Part

#: Forms of one letter by its place or its font; <super>, <fraction> and the like tell a difference.
SAME = frozenset({"<compat>", "<noBreak>", "<initial>", "<medial>", "<final>", "<isolated>"})
#: What the bundled fonts draw with one glyph (their ``cmap``), beside compatibility forms.
#: U+FFFE is PDFium's hyphen at the end of a line.
ALIKE = {"ʼ": "’", "ʻ": "‘", "‐": "-", "‑": "-", "\ufffe": "-", "∆": "Δ", "∕": "⁄", "ϕ": "φ"}
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  #: categories that leave no mark on paper
#: Drawn mirrored where the text runs from right to left; the text layer names what was drawn.
TURNED = str.maketrans("»)]}>›", "«([{<‹")
LEFTWARDS = frozenset({"R", "AL"})  #: bidirectional classes of Hebrew and Arabic letters


@lru_cache(maxsize=10_000)
def _drawn(character: str) -> str:
    """What a character looks like; ``""`` where it leaves no mark."""
    if character in ALIKE:
        return ALIKE[character]
    if unicodedata.category(character) in UNSEEN:
        return ""
    kind, _, parts = unicodedata.decomposition(character).partition(" ")
    if kind in SAME:
        return "".join(_drawn(chr(int(p, 16))) for p in parts.split())
    return character


def fold(text: str) -> str:
    """``text`` as it looks on paper, on one line without blanks."""
    drawn = "".join(map(_drawn, unicodedata.normalize("NFC", text)))
    return unicodedata.normalize("NFC", drawn)


def pages(body: bytes) -> list[str]:
    """The text of every page, in the order in which it is drawn.

    Raises whatever PDFium finds wrong with the file.
    """
    from pypdfium2 import PdfDocument

    pdf = PdfDocument(body)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def gone(body: bytes, shown: list[str]) -> Iterator[str]:
    """What tells that pages were taken out, put in or exchanged, one sentence each.

    The foot of each page says which it is of how many, where the template has that in our
    words; and whatever the template, each name that links may lead to is a place on a page.
    """
    total = len(shown)
    named = [{(int(n), int(of)) for f in _feet() for n, of in f.findall(page)} for page in shown]
    for number, told in enumerate(named if all(named) else [], 1):
        if (number, total) not in told:
            of = " and ".join(f"page {n} of {of}" for n, of in sorted(told))
            yield f"page {number} of {total} says that it is {of}: pages are missing or moved"
    if lost := list(_adrift(body)):
        yield f"{len(lost)} of its links lead to no page, first {lost[0]!r}: pages are missing"


@lru_cache
def _feet() -> tuple[re.Pattern[str], ...]:
    """``Page 3 of 9`` in the languages of our labels."""
    from ..render import templates_dir

    labels = tomllib.loads((templates_dir() / "labels.toml").read_text("utf-8"))
    said = sorted({" ".join(own["page"].split()) for own in labels.values()})
    digits = re.compile(r"\\\{(?:n|N)\\\}")
    return tuple(
        re.compile(digits.sub(r"(\\d+)", re.escape(s)).replace(r"\ ", r"\s+")) for s in said
    )


def _adrift(body: bytes) -> Iterator[str]:
    """The named destinations that are on no page of the file."""
    from ctypes import c_long, create_string_buffer

    import pypdfium2

    raw: Any = pypdfium2.raw
    pdf = pypdfium2.PdfDocument(body)
    try:
        for n in range(raw.FPDF_CountNamedDests(pdf)):
            size = c_long()
            raw.FPDF_GetNamedDest(pdf, n, None, size)
            name = create_string_buffer(max(size.value, 0))
            place = raw.FPDF_GetNamedDest(pdf, n, name, size)
            if not place or raw.FPDFDest_GetDestPageIndex(pdf, place) < 0:
                yield name.raw.decode("utf-16-le", "replace").rstrip("\0")
    finally:
        pdf.close()


def unseen(document: Part, shown: list[str]) -> Iterator[str]:
    """Words of the document that are not on its pages, one sentence each."""
    folded = [fold(page) for page in shown]
    turned = [page.translate(TURNED) for page in folded]
    for where, words in _told(document):
        sought, on = fold(words), folded
        if not LEFTWARDS.isdisjoint(map(unicodedata.bidirectional, sought)):
            sought, on = sought.translate(TURNED), turned
        if sought not in "\f".join(on) and not _over_a_page(sought, on):
            yield f"{where}: is not in the text of the pages"


def _told(document: Part) -> Iterator[tuple[str, str]]:
    """What every brief shows, whatever its template: headlines, statements, facts, sources."""
    articles = {a["id"]: a for a in document["articles"]}
    for number, line in enumerate(document["bottom_line"], 1):
        yield f"bottom line {number}", line["text"]
    for number, event in enumerate(document["events"], 1):
        yield f"event {number}: its headline", event["headline"]
        variants = [v for d in event["differences"] for v in d["variants"]]
        named = [q | {"text": q["quote"]} for q in event["quotations"]]
        for part in (*event["digest"], *variants, *named):
            yield f"event {number}: {part['text'][:60]!r}", part["text"]
        for part in (*event["digest"], *event["key_figures"], *variants, *named):
            for citation in part["citations"]:
                ref = articles[citation["article"]]["ref"]
                yield f"event {number}: a sentence of {ref}", citation["quote"]
        for change in event.get("changes", ()):
            then = change["earlier"]
            for words in (change["text"], then["text"], then["passage"]["text"]):
                yield f"event {number}: what changed: {words[:60]!r}", words
    for told in document.get("memory", {}).get("unchanged", ()):
        yield f"what goes on: {told['headline'][:60]!r}", told["headline"]
    for article in summarised(document):
        for sentence in article["summary"]:
            yield f"article {article['ref']}: a sentence of its summary", sentence["text"]


def _over_a_page(sought: str, folded: list[str]) -> bool:
    """Whether a page has the beginning and the next one the rest, their margins between."""
    pairs = list(pairwise(folded))
    sizes = range(1, len(sought))
    return any(sought[:n] in here and sought[n:] in there for here, there in pairs for n in sizes)
