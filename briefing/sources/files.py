"""Sources, files: path -> Raw. Files and folders of text, pages, JSON and mail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from ..types import Raw, Rejected
from . import mail, records

KINDS: dict[str, Literal["text", "html", "json", "jsonl", "mail", "mbox"]] = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".eml": "mail", ".mbox": "mbox",
}  # fmt: skip
FOLDER = frozenset(KINDS) - {".text", ".md"}  #: of a folder these are read
LARGEST = 20_000_000  #: bytes of one document (a JSON lines file may be larger)
LARGEST_LIST = 100_000_000  #: bytes of a JSON file, which may hold many
_BOMS = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16",
         b"\xfe\xff": "utf-16"}  # fmt: skip


def read(path: str, seen: set[str]) -> Iterator[Raw | Rejected]:
    """Every document of a file or folder, files by name; those in ``seen`` are left out."""
    for file in _files(path) if os.path.isdir(path) else [Path(path)]:
        if isinstance(file, Rejected):
            yield file
        elif (real := os.path.realpath(file)) not in seen:
            seen.add(real)
            yield from _read_file(file)


def exists(path: str) -> bool:
    """Whether a path names something, a link that leads nowhere included."""
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):  # too long, a zero byte
        return False


def whole(path: str) -> bytes:
    """The bytes of a list, at most ``LARGEST`` of them. Raises ``OSError``."""
    with open(path, "rb") as file:
        return file.read(LARGEST)


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
        elif kind == "mbox":
            yield from mail.read_mbox(path, ref)
        elif (size := path.stat().st_size) > (most := LARGEST_LIST if kind == "json" else LARGEST):
            sizes = f"{size / 1e6:.0f} MB, more than {most / 1e6:.0f} MB"
            yield Rejected(ref, "read", f"too large for one article: {sizes}")
        elif kind == "json":
            yield from records.read_json(path.read_bytes(), ref)
        elif kind == "mail":
            yield mail.read_message(path.read_bytes(), ref)
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
        record = records.parse(line, where)
        if isinstance(record, dict):
            yield records.record(record, ref, number)
        else:
            yield records.not_article(record, where)
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
