"""Door, config: briefing.toml -> Config. Frozen; what is wrong is named with its file and key."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Any
from unicodedata import category

from .errors import UsageError
from .types import Style

FILE = "briefing.toml"
TEXTS = ("cited", "whole")
FORMATS = ("pdf", "html", "md", "txt", "json")
METHODS = (
    "central", "lead", "edmundson", "kl", "lexrank", "lsa", "luhn", "reduction", "sumbasic",
    "textrank",
)  # fmt: skip
LANG = r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"  #: script and region may follow
PAGES = ("A4", "Letter")
_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FILES = {"font": (".ttf",), "logo": (".png", ".jpg", ".jpeg", ".svg")}
_KINDS = {tuple: "a list of strings", str: "a string", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Config:
    """The keys of ``briefing.toml`` and their defaults; the command line wins over each."""

    sources: tuple[str, ...] = ()  #: files, folders (relative to the file), web addresses
    out: str = "output"  #: output folder, relative to the file
    name: str = ""  #: of the files; "" means brief-<day>
    title: str = ""  #: "" means "Daily briefing" in the brief's language
    lang: str = ""  #: "" means the language most articles are in
    method: str = "central"
    length: int = 3
    jobs: int = min(os.cpu_count() or 1, 4)
    formats: tuple[str, ...] = ("pdf",)
    texts: str = "cited"  #: what is carried of the articles: the cited passages, or the whole
    templates: str = ""  #: folder whose files come before ours, relative to the file
    archive: str = "briefing.db"  #: the archive, relative to the file
    allow_hosts: tuple[str, ...] = ()  #: of private networks, which are refused otherwise
    user_agent: str = ""  #: sent to hosts; "" means briefing/<version>
    proxy: str = ""  #: http address; the environment is not asked
    style: Style = field(default_factory=Style)


def fault(key: str, value: Any) -> str:
    """What is wrong with a value and what may stand there; ``""`` if nothing is."""
    if key == "method" and value not in METHODS:
        return f"unknown method{_hint(value, METHODS)}"
    if key == "formats":
        unknown = next((f for f in value if f not in FORMATS), None)
        return f"unknown format {unknown!r}{_hint(unknown, FORMATS)}" if unknown is not None else ""
    if key == "texts" and value not in TEXTS:
        return f"must be {' or '.join(TEXTS)}"
    if key in ("length", "jobs") and value < 1:
        return "must be at least 1"
    if key == "lang" and value and not re.fullmatch(LANG, value):
        return "must be a language code such as en, ru or en-GB"
    if key == "name" and value:
        wrong = value.startswith(".") or re.search(r"[/\\\s]", value.replace(" ", ""))
        if wrong or not _is_text(value) or len(value.encode()) > 200:
            return "must be a short file name, without a folder"
    if key == "allow_hosts" and any(re.search(r"[/@\s]", host) for host in value):
        return "must be host names, without https:// and path"
    if key == "user_agent" and not (value.isascii() and value.isprintable()):
        return "must be plain letters on one line"
    if key == "proxy" and value and not re.fullmatch(r"https?://[^\s/]+/?", value):
        return "must be an address such as http://proxy.example:3128"
    if key == "title" and not _is_text(" ".join(value.split())):
        return "must be text, without control characters"
    return ""


def style_fault(style: Style) -> str:
    """What is wrong with a style, the key first; ``""`` if nothing is."""
    for key in ("colour", "accent"):
        value = getattr(style, key)
        if value and not _COLOUR.fullmatch(value):
            return f"style.{key} = {value!r}: must be a colour such as #123a63"
    for key, kinds in _FILES.items():
        value = getattr(style, key)
        if value and not value.lower().endswith(kinds):
            return f"style.{key} = {value!r}: must be a file of the templates folder, {kinds[0]}"
    if style.page and style.page not in PAGES:
        return f"style.page = {style.page!r}: must be {' or '.join(PAGES)}"
    if not all(_is_text(value) for value in astuple(style)):
        return "style: must be text, without control characters"
    return ""


def load(path: str | None) -> Config:
    """The configuration in ``path``, else in ``./briefing.toml``, else the defaults.

    Raises ``UsageError`` naming the file, the key and what may stand there.
    """
    file = Path(path or FILE)
    if path is None and not file.exists():
        return Config()
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}: is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: not TOML: {error}") from None
    return _config(table, file)


def _config(table: dict[str, Any], file: Path) -> Config:
    known = {f.name: type(getattr(Config(), f.name)) for f in fields(Config)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{file}: unknown key {key!r}{_hint(key, known)}")
        if known[key] is tuple:
            value = (value,) if isinstance(value, str) else value
            if isinstance(value, list) and all(isinstance(v, str) for v in value):
                value = tuple(value)
        if key == "style":
            values[key] = _style(value, file)
            continue
        if type(value) is not known[key]:
            raise UsageError(f"{file}: {key} must be {_KINDS[known[key]]}")
        if wrong := fault(key, value):
            raise UsageError(f"{file}: {key} = {_shown(value)}: {wrong}")
        values[key] = value
    base = file.parent
    if "sources" in values:
        values["sources"] = tuple(_beside(base, s) for s in values["sources"])
    for key in ("out", "templates"):
        if values.get(key):
            values[key] = _beside(base, values[key])
    values["archive"] = _beside(base, values.get("archive", Config().archive))
    return Config(**values)


def _style(table: Any, file: Path) -> Style:
    known = [f.name for f in fields(Style)]
    if not isinstance(table, dict):
        raise UsageError(f"{file}: style must be a table with the keys {', '.join(known)}")
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{file}: unknown key 'style.{key}'{_hint(key, known)}")
        if not isinstance(value, str):
            raise UsageError(f"{file}: style.{key} must be a string")
    style = Style(**table)
    if wrong := style_fault(style):
        raise UsageError(f"{file}: {wrong}")
    return style


def _is_text(value: str) -> bool:
    return not any(category(c) in ("Cc", "Cs") for c in value)


def _shown(value: Any) -> str:
    return repr(list(value) if isinstance(value, tuple) else value)


def _hint(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"


def _beside(base: Path, path: str) -> str:
    if path.startswith("opml:") and "://" not in path:
        return "opml:" + _beside(base, path.removeprefix("opml:"))
    return path if "://" in path else (base / Path(path).expanduser()).as_posix()
