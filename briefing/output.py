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
    """Whether files can be written there; nothing is made. Raises ``OutputError`` if not."""
    try:
        there = next(p for p in (folder, *folder.parents) if _is_there(p))
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise _cannot(folder, error) from None


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file or none: all are complete on disk before the first is renamed.

    Raises ``OutputError``; what stood there before is then still whole.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, body in files.items():
            if not body:
                raise OutputError(f"{path}: refusing to write an empty file")
            if path.is_dir():
                raise OutputError(f"{path}: a folder of this name is in the way")
            path.parent.mkdir(parents=True, exist_ok=True)
            ready.append((_complete(path, body), path))
        _rename(ready)
    except OSError as error:
        raise _cannot(next(iter(files)).parent, error) from None
    finally:
        for whole, _ in ready:
            whole.unlink(missing_ok=True)


def _rename(ready: list[tuple[Path, Path]]) -> None:
    """Give every complete file its name, or, if one cannot have it, put back what was there."""
    earlier: dict[Path, Path] = {}
    done: list[tuple[Path, bool]] = []
    try:
        for whole, path in ready:
            new = not os.path.lexists(path)
            with contextlib.suppress(OSError):  # not every file system can link
                os.link(path, spare := _hidden(path), follow_symlinks=False)
                earlier[path] = spare
            os.replace(whole, path)
            done.append((path, new))
    except BaseException:
        for path, new in done:
            if path in earlier:
                os.replace(earlier[path], path)
            elif new:
                path.unlink()
        raise
    finally:
        for spare in earlier.values():
            spare.unlink(missing_ok=True)


def _complete(path: Path, body: bytes) -> Path:
    """A complete file beside ``path``; it has no name until its last byte is on disk."""
    name = _hidden(path)
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
    except BaseException:
        name.unlink(missing_ok=True)
        raise
    return name


def _hidden(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _pour(descriptor: int, body: bytes) -> None:
    view = memoryview(body)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def _cannot(folder: Path, error: OSError) -> OutputError:
    reason = error.strerror or error
    return OutputError(f"{folder}: cannot write here: {reason}; free it or choose another --out")
