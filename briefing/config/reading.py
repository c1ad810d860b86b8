"""Config, reading: a table of TOML -> a frozen dataclass, checked key by key.

The dataclass is the schema: its fields are the keys, their types what may stand there, their
defaults what stands there otherwise. A field of a dataclass is a table, one of a tuple of them a
list of tables, one of a tuple of strings a list, for which a single string will do.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
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
    known = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    read: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"unknown key {place + key!r}{faults.hint(key, known)}")
        read[key] = _value(hints[key], value, place + key)
        if wrong := faults.OF[kind](key, read[key]):
            raise UsageError(f"{place}{key} = {_shown(read[key])}: {wrong}")
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


def _shown(value: Any) -> str:
    return repr(list(value) if isinstance(value, tuple) else value)


def laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Both tables as one; where both have a key, tables are laid over each other in turn."""
    both = {k: (below[k], above[k]) for k in above.keys() & below.keys()}
    return below | above | {
        k: laid_over(low, high) for k, (low, high) in both.items()
        if isinstance(low, dict) and isinstance(high, dict)
    }  # fmt: skip
