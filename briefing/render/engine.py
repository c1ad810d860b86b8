"""Render, engine: View and template -> text (Jinja2, sandboxed).

Words of an article never become markup: HTML is escaped by Jinja2, and in
Markdown and plain text every ``{{ value }}`` passes through ``markdown`` or
``plain`` unless a template says ``| safe``.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from ..errors import OutputError
from .view import Document, view
from .words import Words

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&$^@]|(?<=www)\.|:(?=//)")
_BLOCK = re.compile(r"(?=[-+=:])|(?<=\d)(?=[.)])")


def fill(name: str, document: Document, roots: Sequence[Path], **values: Any) -> str:
    """The template ``name``, from the first folder that has it, filled from the document."""
    words = Words.read(document["lang"], roots)
    env = SandboxedEnvironment(
        loader=FileSystemLoader([str(root) for root in roots]),
        undefined=StrictUndefined,
        autoescape=name.endswith(".html.j2"),
        finalize={".md.j2": _finalize(markdown), ".txt.j2": _finalize(plain)}.get(name[5:]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "short": short,
        "css": css_string,
        "wrap": wrap,
        "step": step,
        "address": address,
    }
    env.globals |= {"asset": lambda path: _asset(path, roots)}
    try:
        return env.get_template(name).render(b=view(document, words), t=words, **values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"template {name}" + (f", line {line}" if line else "")
        raise OutputError(f"{where}: {error}") from error


def markdown(text: str) -> str:
    """``text`` on one line, spelled so that Markdown shows it literally."""
    line = _MARKDOWN.sub(r"\\\g<0>", plain(text))
    start = re.match(r"\d*", line)
    at = start.end() if start else 0
    return line[:at] + "\\" + line[at:] if _BLOCK.match(line, at) else line


def plain(text: str) -> str:
    """``text`` on one line."""
    return " ".join(text.split())


def address(url: str) -> Markup:
    """A link's address in Markdown; ``href`` left nothing else in it to escape."""
    return Markup(re.sub(r"&(?=#?\w+;)", r"\\&", url))


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


def step(text: object) -> str:
    """The class of a headline's size: ``s``, ``m``, ``l`` or ``xl`` for its length."""
    length = len(str(text))
    return next((s for limit, s in ((70, "s"), (120, "m"), (220, "l")) if length <= limit), "xl")


def css_string(text: object) -> Markup:
    """A CSS string, with nothing in it that could end it or the style element."""
    escaped = re.sub(r"[^\w .,/:-]", lambda m: f"\\{ord(m[0]):x} ", str(text))
    return Markup(f'"{escaped}"')


def _finalize(spell: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: value if isinstance(value, Markup) else spell(str(value))


def _asset(path: str, roots: Sequence[Path]) -> Markup:
    """A file of ours to be put into the page as it is: the style sheet."""
    for root in roots:
        if (root / path).is_file():
            return Markup((root / path).read_text("utf-8"))
    raise OutputError(f"{path} is missing in {roots[-1]}; reinstall briefing")
