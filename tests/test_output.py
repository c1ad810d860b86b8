"""Files are written whole, all or none, and nothing else is left behind."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from conftest import ROOT, SEEDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import app
from briefing.errors import OutputError, UsageError
from briefing.output import check_folder, write_all

BODIES = {"a.pdf": b"new pdf", "a.json": b"new json", "a.md": b"new md"}


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def write(folder: Path, bodies: dict[str, bytes]) -> None:
    write_all({folder / name: body for name, body in bodies.items()})


NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1,
                max_size=20).filter(lambda n: not n.startswith("."))  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.dictionaries(NAMES, st.binary(min_size=1), min_size=1, max_size=5), max_size=4))
def test_what_is_written_is_there_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[dict[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("out") / "deep" / "er"
    expected: dict[str, bytes] = {}
    for bodies in rounds:
        write(folder, bodies)
        expected |= bodies
        assert files(folder) == expected


def test_a_large_file(tmp_path: Path) -> None:
    body = os.urandom(30_000_000)
    write(tmp_path, {"big": body})
    assert files(tmp_path) == {"big": body}


def test_links_and_modes(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"kept")
    (tmp_path / "a.pdf").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a.md").symlink_to(tmp_path / "nowhere")
    old = os.umask(0o027)
    try:
        write(tmp_path, BODIES)
    finally:
        os.umask(old)
    assert files(tmp_path) == BODIES | {"elsewhere": b"kept"}
    assert {oct(p.stat().st_mode & 0o777) for p in tmp_path.glob("a.*")} == {"0o640"}


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="empty"):
        write(tmp_path, {"a.pdf": b"x", "a.md": b""})
    assert files(tmp_path) == {}


@pytest.mark.parametrize("last", [False, True])
def test_a_folder_in_the_way(last: bool, tmp_path: Path) -> None:
    write(tmp_path, {"a.pdf": b"old"})
    (tmp_path / ("a.md" if last else "a.json")).mkdir()
    with pytest.raises(OutputError, match="a folder of this name is in the way"):
        write(tmp_path, BODIES)
    assert files(tmp_path) == {"a.pdf": b"old"}


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_rename_that_fails_puts_back_what_was_there(
    failing: int, error: BaseException, linked: bool, tmp_path: Path
) -> None:
    earlier = {"a.pdf": b"old pdf", "a.md": b"old md"}
    write(tmp_path, earlier)
    real, calls = os.replace, []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == failing + 1:
            raise error
        real(source, target)

    real_link = os.link

    def link(source: str | Path, target: Path, *, follow_symlinks: bool = True) -> None:
        if not linked:
            raise PermissionError(1, "no links here")
        real_link(source, target, follow_symlinks=follow_symlinks)

    expected = OutputError if isinstance(error, OSError) else KeyboardInterrupt
    with mock.patch("os.replace", replace), mock.patch("os.link", link), pytest.raises(expected):
        write(tmp_path, BODIES)
    if linked or not failing:
        assert files(tmp_path) == earlier
    else:  # without links each file is still whole, old or new
        assert all(body in (BODIES[n], earlier.get(n)) for n, body in files(tmp_path).items())


def test_a_file_system_without_nameless_files(tmp_path: Path) -> None:
    with mock.patch("os.O_TMPFILE", 0, create=True):
        write(tmp_path, BODIES)
    assert files(tmp_path) == BODIES


SCRIPT = f"""
import resource, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from briefing.output import write_all
from briefing.errors import OutputError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_all({{Path(sys.argv[1]) / "a": b"small", Path(sys.argv[1]) / "b": b"x" * 200_000}})
except OutputError as error:
    sys.exit(str(error))
"""


def test_a_file_larger_than_allowed(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"old", "b": b"old"})
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True
    )
    assert run.returncode == 1
    assert f"{tmp_path}: cannot write here: File too large" in run.stderr
    assert files(tmp_path) == {"a": b"old", "b": b"old"}


def test_a_full_disk(tmp_path: Path) -> None:
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", tmp_path],
                                      capture_output=True).returncode:  # fmt: skip
        pytest.skip("cannot mount a small file system")
    try:
        write(tmp_path, {"a": b"old", "b": b"old"})
        with pytest.raises(OutputError, match="No space left on device"):
            write(tmp_path, {"a": b"n" * 30_000, "b": b"n" * 50_000})
        assert files(tmp_path) == {"a": b"old", "b": b"old"}
        write(tmp_path, {"a": b"n" * 30_000})
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    for _ in range(20):
        write(tmp_path, BODIES)
    if before:
        assert len(os.listdir("/proc/self/fd")) <= before < limit


@pytest.mark.parametrize("what", ["a file", "below a file", "/proc", "/dev/null/x", "a long name"])
def test_folders_that_cannot_be(what: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    folder = {"a file": tmp_path / "file", "below a file": tmp_path / "file" / "x",
              "/proc": Path("/proc/none"), "/dev/null/x": Path("/dev/null/x"),
              "a long name": tmp_path / ("x" * 300)}[what]  # fmt: skip
    with pytest.raises(OutputError, match=r"cannot write here: .*choose another --out"):
        check_folder(folder)
    with pytest.raises(OutputError):
        write(folder, BODIES)
    assert files(tmp_path) == {"file": b"mine"}


def test_checking_makes_nothing(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b")
    check_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_fails_leaves_the_earlier_brief(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles, _ = app.read(SEEDS)
    paths = app.write(articles, out=tmp_path, formats=["json", "md"], name="b")
    assert [p.name for p in paths] == ["b.json", "b.md"]
    before = files(tmp_path)

    def broken(doc: object, **values: object) -> bytes:
        raise OutputError("template brief.txt.j2: broken")

    monkeypatch.setitem(app.FORMATS, "txt", broken)
    with pytest.raises(OutputError, match="broken"):
        app.write(articles[:2], out=tmp_path, formats=["json", "md", "txt"], name="b")
    assert files(tmp_path) == before


def test_the_library_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    for wrong in ({"formats": ["docx"]}, {"name": "a/b"}, {"name": "\udcff"}):
        with pytest.raises(UsageError, match=next(iter(wrong))):
            app.write([], out=tmp_path, **wrong)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
