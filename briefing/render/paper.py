"""Render, paper: HTML -> PDF bytes (WeasyPrint, nothing but our own files).

Tagged PDF/UA-1 and PDF/A-3a, with bookmarks and ``brief.json`` attached. The
bytes depend on the page, the templates and the versions of WeasyPrint and Pango
alone: dates are the brief's day, the fonts are ours. Only characters that none
of ours has are set in fonts of the machine, which are then named.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ..errors import OutputError
from .tagging import BLURRED, TRIES, finish, patched

BASE = "https://bundle.invalid/"  #: stands for the templates folders
_TYPES = {
    ".css": "text/css", ".ttf": "font/ttf", ".png": "image/png", ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg", ".svg": "image/svg+xml",
}  # fmt: skip
VARIANT = "pdf/a-3a"
TOLD = 3  #: faults of a template that are told at once
_NO_GLYPH = re.compile(r'\.notdef glyph .*"(.)" \(U\+(\w+)\)', re.DOTALL)
_OURS = "Briefing"  #: how the families of ``brief.css`` begin


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF, not yet sealed, and what was noticed while it was laid out."""

    pdf: bytes
    missing: list[str]  #: characters that no font has
    warnings: list[str]
    fonts: list[str]  #: families of the machine that were used


def lay_out(html: str, data: bytes, day: date, roots: Sequence[Path]) -> Paper:
    """The PDF of a page, with ``data`` attached as ``brief.json``.

    Raises ``OutputError`` where the page asks for what is not in ``roots``.
    """
    moment = datetime.combine(day, time(), UTC)
    source = _Page(string=html, base_url=BASE, url_fetcher=Bundle(roots))  # type: ignore[no-untyped-call]
    with _Listener() as said, patched():
        try:
            layout = source.render(  # type: ignore[no-untyped-call]
                font_config=FontConfiguration(), pdf_variant=VARIANT
            )
            for tries in range(TRIES):
                pdf: bytes = layout.write_pdf(
                    finisher=partial(finish, tries=tries),
                    attachments=[
                        Attachment(
                            string=data,
                            name="brief.json",
                            created=moment,
                            modified=moment,
                            relationship="Data",
                        )
                    ],
                    pdf_variant=VARIANT,
                    pdf_identifier=hashlib.sha256(data).hexdigest()[:32].encode(),
                )
                if BLURRED not in pdf:
                    break
        except FatalURLFetchingError as error:
            raise OutputError(str(error)) from error
    if faults := list(dict.fromkeys(said.faults)):
        more = f"; and {len(faults) - TOLD} more" if len(faults) > TOLD else ""
        raise OutputError("the PDF cannot be laid out: " + "; ".join(faults[:TOLD]) + more)
    families = {str(font.family) for font in layout.fonts.values()}
    strange = sorted(f for f in families if not f.startswith(_OURS))
    return Paper(pdf, sorted(said.missing), said.warnings, strange)


class _Page(HTML):
    """A page without the style rules that WeasyPrint has for every element's marker and note.

    We have neither, and they make six styles for each element: a quarter of the time.
    """

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_plain_sheet()]


@cache
def _plain_sheet() -> CSS:
    sheet = files("weasyprint.css") / "html5_ua.css"
    return CSS(string=re.sub(r"(?m)^::.*$", "", sheet.read_text("utf-8")))


class Bundle(URLFetcher):
    """Hands out files of the templates folders and refuses everything else."""

    def __init__(self, roots: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)  # type: ignore[no-untyped-call]
        self.roots = roots

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file behind a ``BASE`` address."""
        name = unquote(url.removeprefix(BASE)) if url.startswith(BASE) else ""
        for root in self.roots:
            path = (root / name).resolve()
            kind = _TYPES.get(path.suffix)
            if kind and path.is_relative_to(root.resolve()) and path.is_file():
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        raise FatalURLFetchingError(f"the page asks for {url}, which is no file of the templates")


@dataclass
class _Listener(logging.Filter):
    """Takes what WeasyPrint logs in this thread, to be told once and shortly."""

    missing: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    thread: int = field(default_factory=threading.get_ident)

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
            self.missing.add(found[1])
        elif record.levelno >= logging.ERROR or message.startswith("Font-face"):
            self.faults.append(message)
        elif message not in self.warnings:
            self.warnings.append(message)
        return False
