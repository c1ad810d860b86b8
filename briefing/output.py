"""Door, output: bytes -> files, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .errors import OutputError


def check_folder(folder: Path) -> None:
    """Make the folder if need be. Raises ``OutputError`` if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{folder}: cannot write here: {reason}; choose another --out") from None


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file or none: all are complete on disk before the first is renamed.

    Raises ``OutputError``; what stood there before is then still whole.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, body in files.items():
            if not body:
                raise OutputError(f"{path}: refusing to write an empty file")
            ready.append((_complete(path, body), path))
        while ready:
            os.replace(*ready[0])
            ready.pop(0)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{next(iter(files)).parent}: cannot be written: {reason}") from None
    finally:
        for whole, _ in ready:
            whole.unlink(missing_ok=True)


def _complete(path: Path, body: bytes) -> Path:
    """A complete file beside ``path``; it has no name until its last byte is on disk."""
    name = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    flag = getattr(os, "O_TMPFILE", 0)
    if flag:
        with contextlib.suppress(OSError):  # not every file system can
            descriptor = os.open(path.parent, flag | os.O_WRONLY, 0o644)
            with os.fdopen(descriptor, "wb") as file:
                _pour(file.fileno(), body)
                os.link(f"/proc/self/fd/{file.fileno()}", name, follow_symlinks=True)
            return name
    try:
        with open(name, "xb") as plain:
            _pour(plain.fileno(), body)
    except OSError:
        name.unlink(missing_ok=True)
        raise
    return name


def _pour(descriptor: int, body: bytes) -> None:
    view = memoryview(body)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)
