"""Door, render: document -> HTML, text, Markdown, PDF.

    document --view--> View --templates--> HTML, Markdown, text
                                  HTML --paper, sealing--> PDF

Everything shown comes from the document, the templates and the style; no
clock, network or setting is asked. The third parties (Jinja2, Babel,
WeasyPrint) are imported when a function is called. Each function takes the
user's folder of ``templates``, whose files stand in for ours, and a ``style``.
Raises ``OutputError`` for a template that cannot be filled or laid out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..settings import Style
from .sealing import seal, seal_holds

__all__ = ["html", "letter", "markdown", "pdf", "seal", "seal_holds", "templates_dir", "text"]

Document = dict[str, Any]
PLAIN = Style()


def templates_dir() -> Path:
    """The templates we ship: inside the wheel, or at the top of the repository."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def html(document: Document, *, templates: Path | None = None, style: Style = PLAIN) -> str:
    """The HTML edition: one self-contained file, for screens of any width."""
    from .engine import fill

    return fill("brief.html.j2", document, _roots(templates), media="screen", style=style)


def markdown(document: Document, *, templates: Path | None = None, style: Style = PLAIN) -> str:
    """The brief in Markdown, cited sentences as footnotes."""
    from .engine import fill

    return fill("brief.md.j2", document, _roots(templates), style=style)


def text(document: Document, *, templates: Path | None = None, style: Style = PLAIN) -> str:
    """The brief as plain text."""
    from .engine import fill

    return fill("brief.txt.j2", document, _roots(templates), style=style)


def pdf(document: Document, *, templates: Path | None = None, style: Style = PLAIN) -> bytes:
    """The brief as a tagged PDF with ``brief.json`` attached, sealed."""
    from .press import write

    return seal(write(document, _roots(templates), style=style))


def letter(
    document: Document,
    *,
    subject: str,
    lang: str = "",
    corrects: str = "",
    attached: str = "",
    link: str = "",
    unsubscribe: str = "",
    templates: Path | None = None,
    style: Style = PLAIN,
) -> tuple[str, str, str]:
    """A mail about the brief: its subject, its words as plain text and as HTML with inlined CSS.

    ``lang`` is that of the mail's own words, by default the brief's; ``subject`` a template.
    ``corrects`` is the id of the brief this one stands for, ``attached`` the name of the PDF,
    ``link`` the address it has elsewhere.
    """
    from .mailing import write

    return write(
        document, _roots(templates), subject=subject, lang=lang, corrects=corrects,
        attached=attached, link=link, unsubscribe=unsubscribe, style=style,
    )  # fmt: skip


def _roots(templates: Path | None) -> tuple[Path, ...]:
    """Where to look for a template: the user's folder first, then ours."""
    ours = templates_dir()
    return (ours,) if templates is None else (Path(templates).resolve(), ours)
