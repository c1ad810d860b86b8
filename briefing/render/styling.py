"""Render, styling: Style -> CSS variables, page size, font and logo (what templates call ``look``).

Only files of the templates folders are read, and only pictures, fonts and
style sheets; the logo and the font are the user's, from the user's folder. A
value of the style is checked where it enters (``config.style_fault``) and is
written as a CSS colour or string here, never as it came.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from ..errors import OutputError
from ..types import Style

_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml",
    ".ttf": "font/ttf", ".css": "text/css",
}  # fmt: skip
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,6}")


class Look:
    """The style sheet of a page and what it refers to."""

    def __init__(self, style: Style, roots: Sequence[Path], *, print: bool) -> None:
        self._style, self._roots, self._print = style, roots, print
        self.masthead = style.masthead

    def sheet(self, name: str) -> Markup:
        """A style sheet of the templates, to be put into the page as it is."""
        text = self._read(name, self._roots).decode("utf-8")
        return Markup(re.sub("</", "<\\\\/", text))  # nothing in it ends the style element

    @property
    def variables(self) -> Markup:
        """CSS that sets the variables, for behind the style sheet; empty for a plain style."""
        style, rules = self._style, []
        for name, colour in (("--colour", style.colour), ("--accent", style.accent)):
            if _COLOUR.fullmatch(colour):
                rules.append(f"{name}: {colour}")
        if style.font:
            rules.append('--text: "Briefing Own", var(--serif)')
        css = f":root {{ {'; '.join(rules)} }}\n" if rules else ""
        if style.font:
            source = f'url("{self._at(style.font)}")'
            css += f'@font-face {{ font-family: "Briefing Own"; src: {source} }}\n'
        if style.page:
            css += f"@page {{ size: {'letter' if style.page == 'Letter' else 'A4'} }}\n"
        return Markup(css)

    @property
    def logo(self) -> str:
        """The address of the logo, or ``""``."""
        return self._at(self._style.logo) if self._style.logo else ""

    def _at(self, name: str) -> str:
        """A file of the user's: by its name on paper, as a ``data:`` address in a page."""
        body = self._read(name, self._roots[:-1])
        if self._print:
            return quote(name)
        kind = _TYPES[Path(name).suffix.lower()]
        return f"data:{kind};base64,{base64.b64encode(body).decode()}"

    @staticmethod
    def _read(name: str, roots: Sequence[Path]) -> bytes:
        for root in roots:
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.is_file() and path.suffix.lower() in _TYPES:
                return path.read_bytes()
        where = " or ".join(map(str, roots)) or "your templates folder, of which there is none"
        raise OutputError(f"{name}: no such style sheet, picture or font in {where}")
