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
from typing import Any
from urllib.parse import unquote, urljoin

import weasyprint
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ..errors import OutputError
from ..heap import uncollected
from .sheets import faults, told
from .tagging import BLURRED, TRIES, finish, patched

BASE = "https://bundle.invalid/"  #: stands for the templates folders
_TYPES = {
    ".css": "text/css", ".ttf": "font/ttf", ".png": "image/png", ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg", ".svg": "image/svg+xml",
}  # fmt: skip
VARIANT = "pdf/a-3a"
TOLD = 3  #: faults of a template that are told at once
_NO_GLYPH = re.compile(r'\.notdef glyph .*"(.)" \(U\+(\w+)\)', re.DOTALL)
_READER = "preprocess_stylesheet"  #: what WeasyPrint reads a style sheet with
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
    bundle = Bundle(roots)
    with _Listener(bundle) as said, patched(), uncollected():
        source = _Page(string=html, base_url=BASE, url_fetcher=bundle)  # type: ignore[no-untyped-call]
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
        self.sheets: list[Path] = []  #: style sheets of the user's that were asked for

    def path(self, url: str) -> Path | None:
        """The file behind a ``BASE`` address, if it is one of ours to hand out."""
        name = unquote(url.removeprefix(BASE)) if url.startswith(BASE) else ""
        for root in self.roots:
            path = (root / name).resolve()
            if path.suffix in _TYPES and path.is_relative_to(root.resolve()) and path.is_file():
                return path
        return None

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file behind a ``BASE`` address; of a style sheet of the user's, only a sound one."""
        path = self.path(url)
        if path is None:
            raise FatalURLFetchingError(
                f"the page asks for {url.removeprefix(BASE)}, which is no file of the templates"
            )
        body = path.read_bytes()
        if path.suffix == ".css" and not path.is_relative_to(self.roots[-1].resolve()):
            self.sheets.append(path)
            wrong = faults(body.decode("utf-8", "replace"), lambda asked: self._serves(url, asked))
            if wrong:
                told = "; ".join(f"{path}, line {line}: {what}" for line, what in wrong[:TOLD])
                raise FatalURLFetchingError(told)
        return URLFetcherResponse(url, body, {"Content-Type": _TYPES[path.suffix]})

    def _serves(self, sheet: str, asked: str) -> bool:
        return self.path(urljoin(sheet, asked).partition("#")[0]) is not None


@dataclass
class _Listener(logging.Filter):
    """Takes what WeasyPrint logs in this thread, to be told once and shortly."""

    bundle: Bundle
    missing: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    thread: int = field(default_factory=threading.get_ident)
    reading: list[str] = field(default_factory=list)  #: addresses of the style sheets being read

    def __enter__(self) -> _Listener:
        logging.getLogger("weasyprint").addFilter(self)
        self._read = getattr(weasyprint, _READER)
        setattr(weasyprint, _READER, self._noted)
        return self

    def __exit__(self, *exc: object) -> None:
        logging.getLogger("weasyprint").removeFilter(self)
        setattr(weasyprint, _READER, self._read)

    def _noted(self, media: str, url: str, *args: Any, **options: Any) -> None:
        """Read a style sheet, knowing which it is: what is said of it names a line, and no file."""
        self.reading.append(url)
        self._read(media, url, *args, **options)
        self.reading.pop()

    def _placed(self, message: str) -> str:
        """A remark with the file and the line it is about, where it is about a style sheet."""
        if not self.reading and not re.search(r" at \d+:\d+", message):
            return message
        path = self.bundle.path(self.reading[-1]) if self.reading else None
        if path is None and not self.reading and len(self.bundle.sheets) == 1:
            path = self.bundle.sheets[0]
        if path is None:
            return told(message, "a <style> of brief.html.j2" if self.reading else "a style sheet")
        return told(message, str(path), path.read_text("utf-8", "replace"))

    def filter(self, record: logging.LogRecord) -> bool:
        """Sort one record, and keep it from other handlers."""
        if record.thread != self.thread:
            return True
        message = record.getMessage()
        if found := _NO_GLYPH.match(message):
            self.missing.add(found[1])
        elif record.levelno >= logging.ERROR or message.startswith("Font-face"):
            self.faults.append(self._placed(message))
        elif (placed := self._placed(message)) not in self.warnings:
            self.warnings.append(placed)
        return False
