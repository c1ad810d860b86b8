"""Stage 1, clean: Raw -> Article | Rejected.

Text, date, outlet, language and offsets are born here; nothing after it
changes a text.
"""

from __future__ import annotations

import hashlib
import re
import statistics
from urllib.parse import urlsplit

from .. import language
from ..anchors import parse_moment
from ..types import Article, Moment, Raw, Rejected, Sentence
from .boilerplate import ENDS, strip_boilerplate, without_pipes
from .dateline import split_opening
from .decode import Undecodable, decode, looks_binary, normalise, unquoted
from .page import Page, is_html, read_page
from .shapes import outlet_or_none
from .wire import Wire, read_wire

__all__ = ["clean", "decode"]

LONGEST = 2_000_000  #: characters; a longer document is a dump, not an article
SAMPLE = 20_000  #: characters in which words are counted
SHORTEST = 4  #: words of a text
SHORTEST_TITLE = 2  #: words of a title that stands alone (headline feeds)
WRAPPED = (45, 120)  #: characters: lines of hard-wrapped text are about this long


def clean(raw: Raw) -> Article | Rejected:
    """The article of a document, or the reason why there is none."""
    try:
        text = raw.body if isinstance(raw.body, str) else decode(raw.body, html=raw.kind == "html")
    except Undecodable as error:
        return Rejected(raw.ref, "clean", str(error))
    if not text.strip() and not raw.title.strip():
        return Rejected(raw.ref, "clean", "empty")
    if len(text) > LONGEST:
        size = f"{len(text):,} characters, more than {LONGEST:,}"
        return Rejected(raw.ref, "clean", f"too long for one article: {size}")
    if looks_binary(text):
        return Rejected(raw.ref, "clean", "not text but a binary or wrongly encoded file")
    marked_up = raw.kind == "html" or is_html(text)
    page = read_page(text) if marked_up else Page(text=text)
    if marked_up and not page.text.strip():
        return Rejected(raw.ref, "clean", "no article text found in the page")
    return _article(raw, page)


def _article(raw: Raw, page: Page) -> Article | Rejected:
    text = normalise(unquoted(page.text))
    title = _line(_undamaged(raw.title, page.title))
    lang = language.detect(text or title)
    wire = read_wire(_blocks(text), lang, title, _line(_undamaged(raw.outlet, page.outlet)))
    body = strip_boilerplate(wire.lines, lang)
    text = "\n\n".join(body) or wire.title
    if not text and wire.lines:
        return Rejected(raw.ref, "clean", "nothing but boilerplate")
    least = SHORTEST if body else SHORTEST_TITLE
    if len(language.words(text[:SAMPLE])) < least:
        return Rejected(raw.ref, "clean", f"too short: fewer than {least} words of text")
    lang = language.detect(text, raw.lang or page.lang or wire.lang)
    id = hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
    sentences = tuple(
        Sentence(id, start, end)
        for whole in language.sentences(text, lang)
        for start, end in split_opening(*whole, text, lang)
        if "\ufffd" not in text[start:end]  # damaged: never quoted
    )
    if not sentences:
        return Rejected(raw.ref, "clean", "no undamaged sentence (the encoding is broken)")
    return Article(
        id=id,
        ref=raw.ref,
        title=_line(wire.title),
        outlet=_line(_undamaged(raw.outlet, outlet_or_none(page.outlet), wire.outlet)),
        published=_published(raw, page, wire, lang),
        url=_url(raw.url or page.url or wire.url),
        lang=lang,
        text=text,
        sentences=sentences,
        dateline=_line(wire.dateline),
        place=_line(wire.place),
        byline=_line(page.byline or wire.byline),
    )


def _published(raw: Raw, page: Page, wire: Wire, lang: str) -> Moment | None:
    for stated in (raw.published, page.published):
        if moment := parse_moment(stated, lang):
            return moment
    return wire.published


def _undamaged(*texts: str) -> str:
    """The first text in which no letter was lost (U+FFFD): a feed may lie about its encoding."""
    return next((text for text in texts if text and "\ufffd" not in text), "")


def _line(text: str) -> str:
    return " ".join(normalise(text).split())[:1000]


def _url(text: str) -> str:
    """The address if it is one a reader can open, else ``""``."""
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    printable = text.isprintable() and " " not in text and len(text) <= 2000
    return text if printable and parts.scheme in ("http", "https") and parts.netloc else ""


def _blocks(text: str) -> list[str]:
    """The lines of a text, hard-wrapped paragraphs joined, blank ones dropped."""
    blocks: list[str] = []
    text = "\n".join(without_pipes(line) for line in text.split("\n"))
    for paragraph in re.split(r"\n[ \xa0]*\n", text):
        lines = [line.strip(" \xa0\t") for line in paragraph.split("\n")]
        lines = [line for line in lines if line]
        blocks += [" ".join(lines)] if _is_wrapped(lines) else lines
    return blocks


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 3:
        return False
    inner, (low, high) = lines[:-1], WRAPPED
    lengths = [len(line) for line in inner]
    open_ends = sum(not line.endswith(ENDS) for line in inner)
    return (
        max(lengths) <= high
        and statistics.median(lengths) >= low
        and min(lengths) >= low // 2
        and 2 * open_ends > len(inner)
    )
