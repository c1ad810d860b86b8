"""Render, spelling: words of articles -> Markdown and plain text that show them literally.

A template may mark anything as markup with ``| safe``, or make it so with a
filter, and the engine must not take an article's word for a template's. So in
a Markdown template's ``b`` the characters that mean something in Markdown are
*veiled*: noncharacters of Unicode, which no text holds, stand for them, one
each. Whatever a template does with them, they come back escaped (``unveiled``).
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from markupsafe import Markup

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&$^@]|(?<=www)\.|:(?=//)")
#: What makes a block where a line begins with it: a list, a rule, a definition.
_BLOCK = re.compile(r"(?=[=:]|[-+](?:[-+\s]|$))|(?<=\d)(?=[.)](?:\s|$))")
_VEILED = "\\`*_{}[]<>#|~&$^@.:-+=)"
_VEILS = {ord(sign): 0xFDD0 + n for n, sign in enumerate(_VEILED)}
_SPELLED = {veil: f"\\{chr(sign)}" for sign, veil in _VEILS.items()}
_BARE = {veil: sign for sign, veil in _VEILS.items()}
_STRAY = re.compile("[\ufdd0-\ufdef]")
#: Fields of the view that hold no words of an article, or an address, which ``href`` made safe.
_OWN = frozenset({"id", "url", "lang", "dir", "kind", "timeline", "dated", "front"})

Shown = TypeVar("Shown")


def plain(text: str) -> str:
    """``text`` on one line."""
    return " ".join(text.split())


def markdown(text: str) -> str:
    """``text`` on one line, spelled so that Markdown shows it literally."""
    line = _SIGNS.sub(r"\\\g<0>", plain(bare(text)))
    at = _start(line)
    return line[:at] + "\\" + line[at:] if _BLOCK.match(line, at) else line


def address(url: str) -> Markup:
    """A link's address in Markdown; ``href`` left nothing else in it to escape."""
    return Markup(re.sub(r"&(?=#?\w+;)", r"\\&", url))


def bare(text: str) -> str:
    """``text`` without veils."""
    return text.translate(_BARE)


def unveiled(page: str) -> str:
    """A page of Markdown, the veiled characters spelled."""
    return page.translate(_SPELLED)


def veiled(view: Shown, *, signs: bool) -> Shown:
    """The same view, each of its texts on one line and, if ``signs``, veiled."""
    made: dict[int, Any] = {}

    def veil(value: Any) -> Any:
        if isinstance(value, str):
            return _veil(value) if signs else plain(value)
        if isinstance(value, list | tuple):
            return type(value)(map(veil, value))
        if isinstance(value, dict):
            return type(value)({key: veil(entry) for key, entry in value.items()})
        if is_dataclass(value) and not isinstance(value, type):
            if id(value) not in made:
                own = {f.name: getattr(value, f.name) for f in fields(value)}
                words = {name: veil(part) for name, part in own.items() if name not in _OWN}
                made[id(value)] = replace(value, **words)
            return made[id(value)]
        return value

    shown: Shown = veil(view)
    return shown


def _veil(text: str) -> str:
    line = _STRAY.sub("\ufffd", plain(text))
    at = _start(line)
    if _BLOCK.match(line, at):
        line = line[:at] + line[at].translate(_VEILS) + line[at + 1 :]
    return _SIGNS.sub(lambda sign: sign[0].translate(_VEILS), line)


def _start(line: str) -> int:
    """Behind the digits a line begins with."""
    return len(line) - len(line.lstrip("0123456789"))
