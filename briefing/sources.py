"""Door, sources: addresses -> Raw. Files, folders, JSON and JSON lines.

An article that cannot be read is a ``Rejected``; only an address that does
not exist at all is the user's mistake and raises ``UsageError``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal

from .errors import UsageError
from .types import Raw, Rejected

KINDS: dict[str, Literal["text", "html", "json", "jsonl"]] = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
FOLDER = frozenset({".txt", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson"})
LARGEST = 20_000_000  #: bytes of one document (a JSON lines file may be larger)
LARGEST_LIST = 100_000_000  #: bytes of a JSON file, which may hold many
#: The names under which feeds and exports keep a field, ours first.
NAMES = {
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "content_text", "articleBody"),
    "html": ("html", "content_html"),
    "published": ("published", "date", "published_at", "publishedAt", "pubDate", "date_published",
                  "datePublished", "timestamp"),
    "url": ("url", "link"),
    "lang": ("lang", "language"),
    "outlet": ("outlet", "source", "publisher", "site"),
}  # fmt: skip
LISTS = ("articles", "items", "results", "documents", "data")
_BOMS = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16",
         b"\xfe\xff": "utf-16"}  # fmt: skip


def read(addresses: Iterable[str]) -> Iterator[Raw | Rejected]:
    """Every document behind the addresses, in the order given, files of a folder by name.

    Raises ``UsageError`` for an address that names nothing.
    """
    seen: set[str] = set()
    for address in addresses:
        if "://" in address:
            raise UsageError(f"{address}: only files and folders can be read; save the page first")
        if not _exists(address):
            raise UsageError(f"{address}: no such file or folder")
        found = _files(address) if os.path.isdir(address) else [Path(address)]
        for file in found:
            if isinstance(file, Rejected):
                yield file
            elif (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield from _read_file(file)


def _exists(address: str) -> bool:
    try:
        return os.path.lexists(address)
    except (OSError, ValueError):  # too long, a zero byte
        return False


def _files(folder: str) -> list[Path | Rejected]:
    """The article files of a folder and its subfolders by name; hidden ones are left out."""
    found: list[Path | Rejected] = []

    def unreadable(error: OSError) -> None:
        found.append(Rejected(_ref(str(error.filename)), "read", _reason(error)))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(parent, name) for name in files if not name.startswith(".")]
        found += [path for path in paths if path.suffix.lower() in FOLDER]
    return sorted(found, key=lambda f: f.ref if isinstance(f, Rejected) else _ref(f.as_posix()))


def _ref(path: str) -> str:
    """A path as it can be printed, whatever bytes its name is made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"


def _read_file(path: Path) -> Iterator[Raw | Rejected]:
    ref = _ref(path.as_posix())
    kind = KINDS.get(path.suffix.lower(), "text")
    try:
        if path.is_symlink() and not path.exists():
            yield Rejected(ref, "read", "cannot be read: a link that leads nowhere")
        elif not path.is_file():
            yield Rejected(ref, "read", "not a regular file")
        elif kind == "jsonl":
            with path.open("rb") as file:
                yield from _read_lines(file, ref)
        elif (size := path.stat().st_size) > (most := LARGEST_LIST if kind == "json" else LARGEST):
            sizes = f"{size / 1e6:.0f} MB, more than {most / 1e6:.0f} MB"
            yield Rejected(ref, "read", f"too large for one article: {sizes}")
        elif kind == "json":
            yield from _read_json(path.read_bytes(), ref)
        else:
            yield Raw(ref, kind, path.read_bytes())
    except OSError as error:
        yield Rejected(ref, "read", _reason(error))


def _read_lines(file: BinaryIO, ref: str) -> Iterator[Raw | Rejected]:
    empty = True
    for number, line in enumerate(_lines(file), 1):
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


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, as UTF-8; of one that is too long only the beginning."""
    start = file.read(4)
    encoding = next((name for bom, name in _BOMS.items() if start.startswith(bom)), "")
    file.seek(0)
    if encoding:
        if file.seek(0, os.SEEK_END) > LARGEST_LIST:
            yield b" " * (LARGEST + 1) + b"x"
            return
        file.seek(0)
        yield from file.read().decode(encoding, "replace").encode("utf-8", "replace").split(b"\n")
        return
    while line := file.readline(LARGEST + 1):
        rest = line
        while len(rest) > LARGEST and not rest.endswith(b"\n"):
            rest = file.readline(LARGEST + 1)
        yield line


def _read_json(body: bytes, ref: str) -> Iterator[Raw | Rejected]:
    if not body.strip():
        yield Rejected(ref, "read", "empty")
        return
    value = _parse(body, ref)
    if isinstance(value, dict) and not any(_first(value, n) for n in ("text", "html", "title")):
        value = next((value[name] for name in LISTS if isinstance(value.get(name), list)), value)
    records = value if isinstance(value, list) else [value]
    if not records:
        yield Rejected(ref, "read", "an empty list")
    for number, record in enumerate(records, 1):
        where = ref if records is not value else f"{ref}#{number}"
        yield _record(record, ref, number) if isinstance(record, dict) else _not(record, where)


def _parse(body: bytes, where: str) -> Any:
    """The value of a JSON text; bytes that are no UTF-8 become U+FFFD if they are few."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = json.detect_encoding(body)
        text = body.decode("utf-8" if encoding == "utf-8-sig" else encoding, "replace")
        if text.count("\ufffd") * 4 > sum(c > "\x7f" for c in text) + 4:
            return Rejected(where, "read", "not JSON in UTF-8")
    if "\0" in text[:8]:
        text = body.decode(json.detect_encoding(body), "replace")  # UTF-16 of Latin text
    try:
        return json.loads(text)
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
    """The article of a JSON object; its text must be text, other odd fields are left out."""
    where = f"{ref}#{_id(record.get('id')) or number}"
    for name in ("text", "html"):
        if record.get(name) and not isinstance(record[name], str | list):
            kind = type(record[name]).__name__
            return Rejected(where, "read", f"{name} is not a string but of type {kind}")
    fields = {name: _first(record, name) for name in NAMES}
    if not any(fields[name].strip() for name in ("title", "text", "html")):
        return Rejected(where, "read", "empty: it has neither text nor html nor title")
    html = fields["html"] if not fields["text"].strip() else ""
    return Raw(
        ref=where,
        kind="html" if html else "text",
        body=html or fields["text"],
        title=fields["title"],
        outlet=fields["outlet"],
        published=fields["published"],
        url=fields["url"],
        lang=fields["lang"],
    )


def _id(value: Any) -> str:
    """An identifier that fits on a line, else ``""``."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value) if isinstance(value, str) else f"{value:d}" if abs(value) < 10**20 else ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if text.isprintable() and len(text) <= 200 else ""


def _first(record: dict[str, Any], name: str) -> str:
    """A field under the first of its names that says something."""
    values = (_string(record.get(key)) for key in NAMES[name])
    return next((value for value in values if value.strip()), "")


def _string(value: Any) -> str:
    """A string, a number as written, the name in an object, the paragraphs of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _string(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return "\n\n".join(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        return ""
    return str(value)
