"""Render, engine: View and template -> text (Jinja2, sandboxed).

Words of an article never become markup, whatever a template says: in HTML
every ``{{ value }}`` is escaped; in Markdown and plain text it passes through
``markdown`` or ``plain``, and what a template calls ``safe`` holds them
veiled (``spelling``).

A template of the user's is filled in a child with caps (``capped``), and what
is wrong with it is said with its file and line.
"""

from __future__ import annotations

import re
import textwrap
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from ..errors import OutputError
from ..settings import Style
from .capped import Overrun, capped
from .fitting import balanced, fitted, step
from .spelling import address, bare, markdown, plain, unveiled, veiled
from .styling import Look
from .view import Document, view
from .words import Words

#: Of the HTML edition: no script, nothing from elsewhere.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def fill(
    name: str, document: Document, roots: Sequence[Path], *, style: Style, media: str = ""
) -> str:
    """The template ``name``, from the first folder that has it, filled from the document.

    The last of ``roots`` is ours. Raises ``OutputError`` with file, line and reason.
    """
    if len(roots) == 1:
        return filled(name, document, roots, style=style, media=media)
    try:
        return capped(filled, name, document, roots, style=style, media=media)
    except Overrun as error:
        raise OutputError(f"{roots[0]}: {name} {error}; look for a loop in it") from None


def filled(
    name: str, document: Document, roots: Sequence[Path], *, style: Style, media: str
) -> str:
    """``fill``, in this process."""
    words = Words.read(document["lang"], roots)
    look = Look(style, roots, print=media == "print")
    b = view(document, words)
    if media == "print":
        b = fitted(b, words, look.height)
    page = rendered(name, roots, {"b": b, "t": words, "media": media, "look": look})
    return _guarded(page) if media == "screen" else page


def rendered(name: str, roots: Sequence[Path], shown: dict[str, Any], source: str = "") -> str:
    """The template ``name``, or of that name the ``source``, with what it is shown.

    Raises ``OutputError`` with file, line and reason.
    """
    spelled = {"md.j2": markdown, "txt.j2": plain, "subject": plain}.get(name.partition(".")[2])
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(root) for root in roots]),
        undefined=StrictUndefined,
        autoescape=name.endswith(".html.j2"),
        finalize=_finalize(spelled) if spelled else escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "short": short,
        "css": css_string,
        "wrap": wrap,
        "step": step,
        "balanced": balanced,
        "address": address,
    }
    del env.filters["urlize"]  # makes links of words
    env.filters["urlencode"] = lambda text: quote(bare(str(text)), safe="/")
    if name.endswith(".html.j2"):
        env.filters["safe"] = escape  # nothing but markup of a template is markup
    elif "b" in shown:
        shown = shown | {"b": veiled(shown["b"], signs=name.endswith(".md.j2"))}
    env.globals |= {k: v for k, v in shown.items() if k == "look"}
    try:
        page = (env.from_string(source) if source else env.get_template(name)).render(shown)
    except Exception as error:  # a template may do anything
        where = name if source else _where(error, roots)
        if where is None:
            raise
        raise OutputError(f"{where}: {_said(error)}") from error
    return unveiled(page) if name.endswith(".md.j2") else page


def _guarded(page: str) -> str:
    """The page with our policy before all else in its head; one of its own can only be stricter."""
    found = (re.search(rf"<{tag}\b[^>]*>", page, re.IGNORECASE) for tag in ("head", "!doctype"))
    at = next((place.end() for place in found if place), 0)
    return f'{page[:at]}\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">{page[at:]}'


def _where(error: Exception, roots: Sequence[Path]) -> str | None:
    """The template and the line at which it went wrong; ``None`` if it was in no template."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return f"{error.filename}, line {error.lineno}"
    folders = tuple(f"{root}/" for root in roots)
    frames = traceback.extract_tb(error.__traceback__)
    named = [f for f in frames if f.filename.startswith(folders) and f.filename.endswith(".j2")]
    if named:
        return f"{named[-1].filename}, line {named[-1].lineno}"
    if isinstance(error, UnicodeDecodeError):
        return next((str(p) for p in sorted(roots[0].rglob("*.j2")) if not _decodes(p)), None)
    return f"{roots[0]}" if isinstance(error, TemplateNotFound) else None


def _decodes(path: Path) -> bool:
    try:
        return bool(path.read_text("utf-8")) or True
    except UnicodeDecodeError:
        return False


def _said(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}, neither there nor among ours"
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8"
    if isinstance(error, MemoryError):
        return "takes more memory than it may"
    if isinstance(error, RecursionError):
        return "includes itself without end"
    said = re.sub(r"'[\w.]*\.(\w+) object'", r"'\1'", str(error))  # the class, not its module
    known = isinstance(error, KeyError)
    return f"no label {said}" if known else said or type(error).__name__


def short(text: object, length: int) -> str:
    """``text`` cut at a word, with an ellipsis, to at most ``length`` characters."""
    return textwrap.shorten(str(text), length, placeholder=" …") if text else ""


def wrap(text: str, indent: str = "") -> Markup:
    """Paragraph of at most 78 columns; the first line carries the text's own mark."""
    lines = textwrap.wrap(
        plain(str(text)),
        78,
        subsequent_indent=indent,
        initial_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return Markup("\n".join(lines))


def css_string(text: object) -> Markup:
    """A CSS string, with nothing in it that could end it or the style element."""
    escaped = re.sub(r"[^\w .,/:-]", lambda m: f"\\{ord(m[0]):x} ", str(text))
    return Markup(f'"{escaped}"')


def _finalize(spell: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: value if isinstance(value, Markup) else spell(str(value))
