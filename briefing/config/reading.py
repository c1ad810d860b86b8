"""Config, reading: a table of TOML -> a frozen dataclass, checked key by key.

The dataclass is the schema: its fields are the keys, their types what may stand there, their
defaults what stands there otherwise; one without a default must be written. A field of a
dataclass is a table, one of a tuple of them a list of tables, one of a tuple of strings a list,
for which a single string will do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..errors import UsageError
from . import faults

T = TypeVar("T")
_KINDS = {str: "a string", int: "a whole number", bool: "true or false"}


def table(kind: type[T], values: dict[str, Any], place: str = "") -> T:
    """A table as ``kind``; ``place`` stands before each key that is told of (``style.``).

    Raises ``UsageError`` naming key, value and what may stand there.
    """
    hints = get_type_hints(kind)
    own = [f for f in fields(kind) if f.metadata.get("key", True)]  # type: ignore[arg-type]
    known = [f.name for f in own]
    read: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"unknown key {place + key!r}{faults.hint(key, known)}")
        read[key] = _value(hints[key], value, place + key)
        if wrong := faults.OF[kind](key, read[key]):
            raise UsageError(f"{place}{key}{_shown(read[key])}: {wrong}")
    for f in own:
        if f.name not in read and f.default is f.default_factory is MISSING:
            raise UsageError(f"{place}{f.name} is missing; it must be written")
    return kind(**read)


def _value(kind: Any, value: Any, name: str) -> Any:
    if is_dataclass(kind):
        assert isinstance(kind, type)
        if not isinstance(value, dict):
            keys = ", ".join(f.name for f in fields(kind))
            raise UsageError(f"{name} must be a table with the keys {keys}")
        return table(kind, value, f"{name}.")
    if get_origin(kind) is tuple:
        (item, *_) = get_args(kind)
        if item is str:
            value = [value] if isinstance(value, str) else value
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise UsageError(f"{name} must be a list of strings")
            return tuple(value)
        if not isinstance(value, list):
            raise UsageError(f"{name} must be a list of tables, each written as [[{name}]]")
        return tuple(_value(item, v, f"{name}[{number}]") for number, v in enumerate(value, 1))
    if type(value) is not kind:
        raise UsageError(f"{name} must be {_KINDS[kind]}")
    return value


def beside(
    base: Path, made: T, written: Sequence[dict[str, Any]], always: Collection[str] = ()
) -> T:
    """The paths of a table, and of the tables in it, relative to the folder of the file.

    Paths are the fields marked ``beside`` in their metadata; those neither ``written`` in one of
    the tables it was read from, nor in ``always``, stay as they are.
    """
    found: dict[str, Any] = {}
    for f in fields(made):  # type: ignore[arg-type]
        value = getattr(made, f.name)
        tables = [t[f.name] for t in written if f.name in t]
        if f.metadata.get("beside") and value and (tables or f.name in always):
            many = isinstance(value, tuple)
            found[f.name] = tuple(_path(base, v) for v in value) if many else _path(base, value)
        elif is_dataclass(value):
            found[f.name] = beside(base, value, tables)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]) and tables:
            pairs = zip(value, tables[-1], strict=True)  # a list is laid over as a whole
            found[f.name] = tuple(beside(base, v, [own]) for v, own in pairs)
    return replace(made, **found)  # type: ignore[type-var]


def _path(base: Path, path: str) -> str:
    if path.startswith("opml:") and "://" not in path:
        return "opml:" + _path(base, path.removeprefix("opml:"))
    return path if "://" in path else (base / Path(path).expanduser()).as_posix()


def _shown(value: Any) -> str:
    """`` = `` and the value as it was written; of tables nothing."""
    values = list(value) if isinstance(value, tuple) else [value]
    if any(map(is_dataclass, values)):
        return ""
    return f" = {values if isinstance(value, tuple) else value!r}"


def laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Both tables as one; where both have a key, tables are laid over each other in turn."""
    both = {k: (below[k], above[k]) for k in above.keys() & below.keys()}
    return below | above | {
        k: laid_over(low, high) for k, (low, high) in both.items()
        if isinstance(low, dict) and isinstance(high, dict)
    }  # fmt: skip
