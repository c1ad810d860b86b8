"""Door, sources: addresses -> Raw. Files, folders, JSON and JSON lines.

An article that cannot be read is a ``Rejected``; only an address that does
not exist at all is the user's mistake and raises ``UsageError``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from .errors import UsageError
from .types import Raw, Rejected

KINDS: dict[str, Literal["text", "html", "json", "jsonl"]] = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
FOLDER = frozenset({".txt", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson"})
LARGEST = 20_000_000  #: bytes of one document (a JSON lines file may be larger)


def read(addresses: Iterable[str]) -> Iterator[Raw | Rejected]:
    """Every document behind the addresses, in the order given, files of a folder by name.

    Raises ``UsageError`` for an address that names nothing.
    """
    seen: set[Path] = set()
    for address in addresses:
        path = Path(address)
        if "://" in address:
            raise UsageError(f"{address}: only files and folders can be read; save the page first")
        if path.is_dir():
            for file in _files(path):
                if file.resolve() not in seen:
                    seen.add(file.resolve())
                    yield from _read_file(file)
        elif path.exists() or path.is_symlink():
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield from _read_file(path)
        else:
            raise UsageError(f"{address}: no such file or folder")


def _files(folder: Path) -> list[Path]:
    """The article files of a folder and its subfolders; hidden ones are left out."""
    found = []
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.suffix.lower() in FOLDER and not hidden and not file.is_dir():
            found.append(file)
    return sorted(found, key=lambda f: f.relative_to(folder).as_posix())


def _read_file(path: Path) -> Iterator[Raw | Rejected]:
    ref = path.as_posix()
    kind = KINDS.get(path.suffix.lower(), "text")
    try:
        if not path.is_file():
            yield Rejected(ref, "read", "not a regular file")
        elif kind == "jsonl":
            yield from _read_lines(path, ref)
        elif path.stat().st_size > LARGEST:
            size = f"{path.stat().st_size / 1e6:.0f} MB, more than {LARGEST / 1e6:.0f} MB"
            yield Rejected(ref, "read", f"too large for one article: {size}")
        elif kind == "json":
            yield from _read_json(path.read_bytes(), ref)
        else:
            yield Raw(ref, kind, path.read_bytes())
    except OSError as error:
        yield Rejected(ref, "read", f"cannot be read: {error.strerror or error}")


def _read_lines(path: Path, ref: str) -> Iterator[Raw | Rejected]:
    with path.open("rb") as file:
        empty = True
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            empty = False
            where = f"{ref}#{number}"
            if len(line) > LARGEST:
                yield Rejected(where, "read", "too large for one article")
                continue
            record = _parse(line, where)
            yield _record(record, ref, number) if isinstance(record, dict) else _not(record, where)
        if empty:
            yield Rejected(ref, "read", "empty")


def _read_json(body: bytes, ref: str) -> Iterator[Raw | Rejected]:
    if not body.strip():
        yield Rejected(ref, "read", "empty")
        return
    value = _parse(body, ref)
    if isinstance(value, dict) and not {"text", "html", "title"} & value.keys():
        value = value.get("articles", value.get("items", value))
    records = value if isinstance(value, list) else [value]
    if not records:
        yield Rejected(ref, "read", "an empty list")
    for number, record in enumerate(records, 1):
        where = ref if records is not value else f"{ref}#{number}"
        yield _record(record, ref, number) if isinstance(record, dict) else _not(record, where)


def _parse(body: bytes, where: str) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        try:
            return json.loads(body)  # UTF-16 and UTF-32 are recognised by json
        except (ValueError, RecursionError):
            return Rejected(where, "read", "not JSON in UTF-8")
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return Rejected(where, "read", f"broken JSON: {error.msg} at {place}")
    except (ValueError, RecursionError):
        return Rejected(where, "read", "broken JSON: nested too deeply or a number too long")


def _not(value: Any, where: str) -> Rejected:
    if isinstance(value, Rejected):
        return value
    return Rejected(where, "read", "not an article: a JSON object with text or html is expected")


def _record(record: dict[str, Any], ref: str, number: int) -> Raw | Rejected:
    """The article of a JSON object: id, title, text or html, published or date, url, lang, outlet."""
    id = record.get("id")
    where = f"{ref}#{id if isinstance(id, str | int) and id != '' else number}"
    fields = {}
    for name in ("title", "text", "html", "published", "date", "url", "lang", "outlet"):
        value = record.get(name)
        if value is None:
            value = ""
        elif name in ("published", "date") and isinstance(value, int | float):
            try:
                value = datetime.fromtimestamp(value, UTC).isoformat()
            except (ValueError, OverflowError, OSError):
                value = ""
        if not isinstance(value, str):
            kind = type(value).__name__
            return Rejected(where, "read", f"{name} is not a string but of type {kind}")
        fields[name] = value
    html = fields["html"] if not fields["text"].strip() else ""
    return Raw(
        ref=where,
        kind="html" if html else "text",
        body=html or fields["text"],
        title=fields["title"],
        outlet=fields["outlet"],
        published=fields["published"] or fields["date"],
        url=fields["url"],
        lang=fields["lang"],
    )
