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
from ..settings import Style
from .sheets import faults

_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml",
    ".ttf": "font/ttf", ".css": "text/css",
}  # fmt: skip
#: Size of a page, its margin left and right that keeps the measure of the text, and what page one
#: has between its margins above and below, in mm.
PAGES = {"A4": ("A4", "20mm", 254), "Letter": ("letter", "22.95mm", 236)}
#: The user's font, and what follows it for letters it lacks: on paper, our fonts alone.
FONTS = {
    True: '"Briefing Own", "Briefing Serif", "Briefing More", "Briefing Arabic", "Briefing Hebrew"',
    False: '"Briefing Own", Charter, "Noto Serif", Georgia, serif',
}
DARK = "screen and (prefers-color-scheme: dark)"
LEFT = 40  #: percent of a colour that are left of it on a dark page: navy comes to 6:1 and more
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class Look:
    """The style sheet of a page and what it refers to."""

    def __init__(self, style: Style, roots: Sequence[Path], *, print: bool) -> None:
        self._style, self._roots, self._print = style, roots, print
        self.masthead = style.masthead

    def sheet(self, name: str) -> Markup:
        """A style sheet of the templates, to be put into the page as it is."""
        path, body = self._read(name, self._roots)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            raise OutputError(f"{path}: is not UTF-8") from None
        for line, what in faults(text, lambda asked: asked.startswith("data:")):
            raise OutputError(f"{path}, line {line}: {what}")
        return Markup(re.sub("</", "<\\\\/", text))  # nothing in it ends the style element

    @property
    def variables(self) -> Markup:
        """CSS that sets the variables, for behind the style sheet; empty for a plain style."""
        style, own, dark = self._style, [], []
        for name, colour in (("--navy", style.colour), ("--rust", style.accent)):
            if _COLOUR.fullmatch(colour):
                own.append(f"{name}: {colour}")
                dark.append(f"{name}: color-mix(in srgb, {colour} {LEFT}%, white)")
        if style.font:
            own.append(f"--serif: {FONTS[self._print]}")
        if style.page:
            own += [f"--page: {PAGES[style.page][0]}", f"--side: {PAGES[style.page][1]}"]
        css = f":root {{ {'; '.join(own)} }}\n" if own else ""
        if dark and not self._print:
            css += f"@media {DARK} {{ :root {{ {'; '.join(dark)} }} }}\n"
        if style.page:
            css += f"@page {{ size: {PAGES[style.page][0]} }}\n"
        if style.font:
            source = f'url("{self._at(style.font)}")'
            css += f'@font-face {{ font-family: "Briefing Own"; src: {source} }}\n'
        return Markup(css)

    @property
    def height(self) -> int:
        """What page one has room for, in mm."""
        return PAGES[self._style.page or "A4"][2]

    @property
    def logo(self) -> str:
        """The address of the logo, or ``""``."""
        return self._at(self._style.logo) if self._style.logo else ""

    def _at(self, name: str) -> str:
        """A file of the user's: by its name on paper, as a ``data:`` address in a page."""
        _, body = self._read(name, self._roots[:-1])
        if self._print:
            return quote(name)
        kind = _TYPES[Path(name).suffix.lower()]
        return f"data:{kind};base64,{base64.b64encode(body).decode()}"

    @staticmethod
    def _read(name: str, roots: Sequence[Path]) -> tuple[Path, bytes]:
        for root in roots:
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.is_file() and path.suffix.lower() in _TYPES:
                return path, path.read_bytes()
        where = " or ".join(map(str, roots)) or "your templates folder, of which there is none"
        raise OutputError(f"{name}: no such style sheet, picture or font in {where}")
