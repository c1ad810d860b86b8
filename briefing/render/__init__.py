"""Door, render: document -> HTML, text, Markdown, PDF.

    document --view--> View --templates--> HTML, Markdown, text
                                  HTML --paper, sealing--> PDF

Everything shown comes from the document and the templates; no clock, network
or setting is asked. The third parties (Jinja2, Babel, WeasyPrint) are imported
when a function is called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .sealing import seal, seal_holds

__all__ = ["html", "markdown", "pdf", "seal", "seal_holds", "templates_dir", "text"]

Document = dict[str, Any]


def templates_dir() -> Path:
    """The templates we ship: inside the wheel, or at the top of the repository."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def html(document: Document, *, templates: Path | None = None) -> str:
    """The HTML edition: one self-contained file, for screens of any width."""
    from .engine import fill

    return fill("brief.html.j2", document, _roots(templates), media="screen")


def markdown(document: Document, *, templates: Path | None = None) -> str:
    """The brief in Markdown, cited sentences as footnotes."""
    from .engine import fill

    return fill("brief.md.j2", document, _roots(templates))


def text(document: Document, *, templates: Path | None = None) -> str:
    """The brief as plain text."""
    from .engine import fill

    return fill("brief.txt.j2", document, _roots(templates))


def pdf(document: Document, *, templates: Path | None = None) -> bytes:
    """The brief as a tagged PDF with ``brief.json`` attached, sealed."""
    from .press import write

    return seal(write(document, _roots(templates)))


def _roots(templates: Path | None) -> tuple[Path, ...]:
    """Where to look for a template: the user's folder first, then ours."""
    ours = templates_dir()
    return (ours,) if templates is None else (Path(templates).resolve(), ours)
