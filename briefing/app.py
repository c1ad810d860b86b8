"""The hall: opens doors, calls the pipeline, closes. Decides nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from . import document, output, pipeline, render, sources
from .errors import NothingUsable, UsageError
from .summarise import METHODS
from .types import Article, Brief, Edition, Map, Rejected
from .workers import open_map

FORMATS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "pdf": lambda doc: render.pdf(doc),
    "html": lambda doc: render.html(doc).encode("utf-8"),
    "md": lambda doc: render.markdown(doc).encode("utf-8"),
    "txt": lambda doc: render.text(doc).encode("utf-8"),
    "json": document.to_bytes,
}
"""Suffix of an output -> its bytes, from the document alone."""
LONGEST_NAME = 100


def read(*addresses: str | Path, map: Map = map) -> tuple[list[Article], list[Rejected]]:
    """Articles and rejected documents of files and folders.

    Reads ``.txt .html .json .jsonl``. Raises ``UsageError`` for an address
    that does not exist; a document that cannot be used comes back as
    ``Rejected``.
    """
    return pipeline.read(sources.read(str(a) for a in addresses), map=map)


def make(
    articles: Sequence[Article],
    rejected: Sequence[Rejected] = (),
    *,
    edition: Edition | None = None,
    map: Map = map,
) -> Brief:
    """The brief of some articles.

    Raises ``NothingUsable`` without an article in the edition's window, and
    ``UsageError`` for an edition that makes no sense.
    """
    edition = _checked(edition or Edition())
    if not articles:
        raise NothingUsable("no article can be used" + _first_reasons(rejected))
    brief = pipeline.make(
        articles, rejected, edition=edition, today=datetime.now(UTC).date(), map=map
    )
    if not brief.events:
        window = f"{edition.since or '...'} to {edition.until or '...'}"
        raise NothingUsable(f"none of the {len(articles)} articles was published in {window}")
    return brief


def write(
    articles: Sequence[Article] | Brief,
    rejected: Sequence[Rejected] = (),
    *,
    out: str | Path = "output",
    formats: Iterable[str] = ("pdf",),
    name: str = "",
    edition: Edition | None = None,
    map: Map = map,
) -> list[Path]:
    """Write the brief of some articles (or a ``Brief``); the paths, in order of ``formats``.

    ``formats`` are suffixes: pdf, html, md, txt, json. All files are written
    or none. Raises ``UsageError``, ``NothingUsable``, ``OutputError``.
    """
    wanted = list(dict.fromkeys(formats))
    for suffix in wanted:
        _known("format", suffix, FORMATS)
    if name and (not re.fullmatch(r"[^/\\\0\n]{1,100}", name) or name.startswith(".")):
        raise UsageError(f"name {name!r}: use a plain file name without a folder or suffix")
    folder = Path(out)
    output.check_folder(folder)
    brief = articles if isinstance(articles, Brief) else None
    if brief is None:
        brief = make(articles, rejected, edition=edition, map=map)  # type: ignore[arg-type]
    doc = document.from_brief(brief)
    stem = name or f"brief-{brief.day.isoformat()}"
    files = {folder / f"{stem}.{suffix}": FORMATS[suffix](doc) for suffix in wanted}
    output.write_all(files)
    return list(files)


@contextmanager
def workers(jobs: int, documents: int) -> Any:
    """A map for so many documents: inline for few, else ``jobs`` processes."""
    few = documents < 100
    with open_map("inline" if few or jobs == 1 else f"processes:{jobs}") as mapped:
        yield mapped


def _known(kind: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
        raise UsageError(f"unknown {kind} {name!r}; {hint}")


def _checked(edition: Edition) -> Edition:
    _known("method", edition.method, METHODS)
    if edition.length < 1:
        raise UsageError(f"length {edition.length}: at least 1 sentence")
    if edition.lang and not re.fullmatch(r"[a-z]{2,3}", edition.lang):
        raise UsageError(f"lang {edition.lang!r}: use a language code such as en, ru or az")
    since, until = edition.since or date.min, edition.until or date.max
    if since > until:
        raise UsageError(f"since {since} is after until {until}")
    return edition


def _first_reasons(rejected: Sequence[Rejected]) -> str:
    if not rejected:
        return ": the sources hold no .txt, .html, .json or .jsonl file with an article"
    first = rejected[0]
    more = f" and {len(rejected) - 1} more" if len(rejected) > 1 else ""
    return f": {first.ref}: {first.reason}{more}"
