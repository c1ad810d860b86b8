"""Render, quick: what WeasyPrint 70 makes anew for each element or tag, made once.

Nothing here changes a page. A style is computed for each element that has an
``id`` or a ``lang``, as though no other were like it: a third of all styles of
a brief, and a link to each sentence needs an ``id``. The expressions of the
HTML parser and the references to pages are meant to be kept, and are not.
``SWAPS`` are put in place by ``tagging.patched``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pydyf
import tinyhtml5.inputstream as html_input
from weasyprint import css
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, block, column, inline, page, percent, table
from weasyprint.layout import float as float_
from weasyprint.text import fonts, line_break
from weasyprint.text.ffi import pango

_SVG = "{http://www.w3.org/2000/svg}svg"  #: its size is a declaration of its own
_PARAGRAPHS = frozenset("\n\r\u2028\u2029")  #: where Pango ends one


class _Named(css.ComputedStyle):
    """A style that others have too, but for the name that links lead to."""

    def __init__(self, shared: Any, name: str) -> None:
        dict.__init__(self, anchor=name)
        self.__dict__.update(shared.__dict__)
        self.shared = shared

    def __missing__(self, key: str) -> Any:
        value = self[key] = self.shared[key]
        return value


class _Names(css.StyleFor):
    """The styles of a page; an ``id`` makes a ``_Named`` of the style it would have without."""

    def __init__(self, html: Any, *args: Any) -> None:
        super().__init__(html, *args)  # type: ignore[no-untyped-call]
        targets, styles = args[-1], self._computed_styles
        for element in html.etree_element.iter():
            if name := _id(element):
                styles[element, None] = _Named(styles[element, None], name)
                if targets:
                    targets.collect_anchor(name)


def _id(element: Any) -> str:
    """What links to an element call it; nothing where its ``name`` goes before its ``id``."""
    return "" if element.tag == "a" and element.get("name") else element.get("id") or ""


def _attributes(theirs: Any) -> Any:
    """Of each element's own declarations, none for its ``id``, and one a language for ``lang``."""

    def found(*args: Any, **options: Any) -> Iterator[Any]:
        kept: dict[str, Any] = {}
        for weight, element, declarations, base in theirs(*args, **options):
            name = getattr(declarations[0], "name", "") if declarations else ""
            if name == "-weasy-lang" and not element.get("style") and element.tag != _SVG:
                declarations = kept.setdefault(element.get("lang"), declarations)
            if name != "-weasy-anchor" or not _id(element):
                yield weight, element, declarations, base

    return found


class _Expressions(dict[Any, Any]):
    """The parser's expressions; it stores each under a key that it never looks up."""

    def __missing__(self, key: tuple[str, bool]) -> re.Pattern[str]:
        letters = "".join(f"\\x{ord(letter):02x}" for letter in key[0])
        found = self[key] = re.compile(f"[{'' if key[1] else '^'}{letters}]+")
        return found


def _kept_with(style_of: Any, name: str) -> Any:
    """A function of a style, whose result is kept with the style."""

    def found(style: Any, *args: Any, **options: Any) -> Any:
        key = name, *args, *options.values()
        kept: dict[Any, Any] = style.__dict__
        if key not in kept:
            kept[key] = style_of(style, *args, **options)
        return kept[key]

    return found


def _in_flow(theirs: Any) -> Any:
    """Whether a box is in normal flow: at once of one that neither floats nor is moved."""

    def found(box: Any) -> bool:
        style = box.style
        plain = style["float"] == "none" and style["position"] == "static"
        return plain or bool(theirs(box))

    return found


class _Shaped(line_break.Layout):
    """A line that is drawn as it was laid out, and not shaped a second time.

    What is drawn is one paragraph. To say so only then throws the shapes away.
    """

    def set_text(self, text: str, justify: bool = False) -> None:
        if _PARAGRAPHS.isdisjoint(text):
            pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        super().set_text(text, justify)  # type: ignore[no-untyped-call]

    def deactivate(self) -> None:
        if self.justification_spacing or not _PARAGRAPHS.isdisjoint(self.text):
            super().deactivate()  # type: ignore[no-untyped-call]

    def reactivate(self, style: Any) -> None:
        if not hasattr(self, "layout"):
            super().reactivate(style)  # type: ignore[no-untyped-call]


def _one_percentage(theirs: Any) -> Any:
    """A used length: at once of pixels, which most are."""

    def found(box: Any, name: str, whole: float) -> None:
        value = box.style[name]
        if getattr(value, "unit", "") == "px":
            setattr(box, name, value.value)
        else:
            theirs(box, name, whole)

    return found


#: What a box takes from its style, unless a part of it is relative to the box around it.
_USED = (
    *(
        f"{part}_{side}"
        for part in ("margin", "padding")
        for side in ("left", "right", "top", "bottom")
    ),
    "width",
    "min_width",
    "max_width",
    "height",
    "min_height",
    "max_height",
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def _percentages(theirs: Any) -> Any:
    """The used sizes of a box: kept with its style, where nothing in them is relative."""

    def found(box: Any, containing_block: Any) -> None:
        kept: dict[Any, Any] = box.style.__dict__
        if "used" not in kept:
            kept["used"] = _used(box.style)
        if kept["used"]:
            box.__dict__.update(kept["used"])
        else:
            theirs(box, containing_block)

    return found


def _used(style: Any) -> dict[str, Any]:
    """The sizes, or nothing where a percentage, a formula or another box has a say."""
    used = {name: style[name] for name in _USED}
    fixed = all(v == "auto" or getattr(v, "unit", "") == "px" for v in used.values())
    if not fixed or style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    used = {name: value if value == "auto" else value.value for name, value in used.items()}
    used |= {name: 0 for name in ("min_width", "min_height") if used[name] == "auto"}
    return used | {name: style[name] for name in _BORDERS}


def _references(pdf: Any) -> tuple[bytes, ...]:
    """A reference to every page; made anew only when a page was added."""
    numbers = pdf.pages["Kids"][::3] if pdf.pages["Count"] != len(_kept(pdf)) else ()
    if numbers:
        pdf._kept_references = tuple(b"%d 0 R" % n for n in numbers)
    return _kept(pdf)


def _kept(pdf: Any) -> tuple[bytes, ...]:
    return getattr(pdf, "_kept_references", ())


SWAPS: tuple[tuple[Any, str, Any], ...] = (
    (css, "StyleFor", _Names),
    (css, "find_style_attributes", _attributes(css.find_style_attributes)),
    (html_input, "characters_until_regex", _Expressions()),
    (line_break, "_font_style_cache_key", _kept_with(line_break._font_style_cache_key, "key")),
    (line_break, "get_font_description", _kept_with(fonts.get_font_description, "font")),
    (line_break, "Layout", _Shaped),
    (percent, "resolve_one_percentage", _one_percentage(percent.resolve_one_percentage)),
    *(
        (module, "resolve_percentages", _percentages(percent.resolve_percentages))
        for module in (absolute, block, column, float_, inline, page, table)
    ),
    (boxes.Box, "is_in_normal_flow", _in_flow(boxes.Box.is_in_normal_flow)),
    (pydyf.PDF, "page_references", property(_references)),
)
