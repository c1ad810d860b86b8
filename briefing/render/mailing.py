"""Render, mailing: document -> subject, text and HTML of a mail.

The HTML has its CSS in the elements (css-inline), for mail programs read no style sheet. The
subject is a template of the user's own: where it, or a folder of templates, is not ours, both are
filled in a child with caps.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..settings import SUBJECT, Style
from .capped import Overrun, capped
from .engine import rendered
from .spelling import plain
from .styling import Look
from .view import Document, view
from .words import Words

COLOURS = ("#123a63", "#9a3b1b")  #: of titles and of sources, as in the style sheets


def write(
    document: Document, roots: Sequence[Path], *, subject: str, lang: str, **shown: Any
) -> tuple[str, str, str]:
    """Subject, text and HTML; ``shown`` is what the templates find besides ``b`` and ``t``.

    Raises ``OutputError`` with file, line and reason.
    """
    ours = len(roots) == 1 and subject == SUBJECT
    fill = written if ours else lambda *some: capped(written, *some)
    try:
        subject, text, html = fill(document, roots, subject, lang, shown)
    except Overrun as error:
        raise OutputError(f"the templates of the mail: {error}; look for a loop in them") from None
    return subject, text, html


def written(
    document: Document, roots: Sequence[Path], subject: str, lang: str, shown: dict[str, Any]
) -> list[str]:
    """``write``, in this process."""
    import css_inline

    words = Words.read(lang or document["lang"], roots)
    style: Style = shown["style"]
    brief = view(document, words)
    shown = shown | {
        "b": brief, "t": words, "look": Look(style, roots, print=False),
        "colour": style.colour or COLOURS[0], "accent": style.accent or COLOURS[1],
    }  # fmt: skip
    told = {"title": brief.title, "date": words.day(brief.day, "full"), "day": document["day"],
            "headline": str(brief.headline or "")}  # fmt: skip
    line = plain(rendered("mail.subject", roots, told, subject))
    if shown["corrects"]:
        line = words("mail_corrected", subject=line)
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
    page = rendered("mail.html.j2", roots, shown)
    return [line, rendered("mail.txt.j2", roots, shown), inliner.inline(page)]
