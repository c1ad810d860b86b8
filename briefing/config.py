"""Door, config: briefing.toml -> Config. Frozen; an unknown key is an error with a hint."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .errors import UsageError

FILE = "briefing.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """The keys of ``briefing.toml``; the command line wins over each of them."""

    sources: tuple[str, ...] = ()  #: files and folders, relative to the file
    out: str = ""  #: output folder, relative to the file
    name: str = ""
    title: str = ""
    lang: str = ""
    method: str = ""
    length: int = 0
    jobs: int = 0
    formats: tuple[str, ...] = ()


def load(path: str | None) -> Config:
    """The configuration in ``path``, else in ``./briefing.toml``, else the defaults.

    Raises ``UsageError`` naming the file, the key and the nearest known one.
    """
    file = Path(path or FILE)
    if path is None and not file.is_file():
        return Config()
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}: is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {error}") from None
    return _config(table, file)


def _config(table: dict[str, Any], file: Path) -> Config:
    known = {f.name: f.default for f in fields(Config)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
            raise UsageError(f"{file}: unknown key {key!r}{hint}")
        if isinstance(known[key], tuple) and isinstance(value, str):
            value = [value]
        if isinstance(known[key], tuple) and isinstance(value, list):
            value = tuple(value) if all(isinstance(v, str) for v in value) else value
        if type(value) is not type(known[key]):
            wanted = {tuple: "a list of strings", str: "a string", int: "a whole number"}
            raise UsageError(f"{file}: {key} must be {wanted[type(known[key])]}")
        values[key] = value
    base = file.parent
    values["sources"] = tuple(_beside(base, s) for s in values.get("sources", ()))
    if values.get("out"):
        values["out"] = _beside(base, values["out"])
    return Config(**values)


def _beside(base: Path, path: str) -> str:
    return path if "://" in path else (base / Path(path).expanduser()).as_posix()
