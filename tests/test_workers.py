"""The map seam: one result whatever runs behind it, and nothing left running."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT, generated
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import app, document, pipeline
from briefing.errors import UsageError
from briefing.progress import LONG, watched
from briefing.types import Edition
from briefing.workers import FEW, open_map


def double(x: int, y: int = 0) -> int:
    return 2 * x + y


def fail(x: int) -> int:
    raise ValueError(f"cannot {x}")


def where(x: int) -> int:
    return os.getpid()


@pytest.mark.parametrize("address", ["inline", "processes:1", "processes:3"])
@pytest.mark.parametrize("number", [0, 1, FEW - 1, FEW, FEW + 1, 407])
def test_results_come_in_order(address: str, number: int) -> None:
    with open_map(address) as mapped:
        assert list(mapped(double, range(number), range(number))) == [3 * x for x in range(number)]
        assert list(mapped(partial(double, y=1), iter(range(number)))) == [
            2 * x + 1 for x in range(number)
        ]


def test_few_items_are_done_here_until_the_pool_runs() -> None:
    with open_map("processes:2") as mapped:
        assert set(mapped(where, range(FEW - 1))) == {os.getpid()}
        assert os.getpid() not in set(mapped(where, range(FEW)))
        assert os.getpid() not in set(mapped(where, range(3)))


def test_an_error_of_a_worker_comes_back() -> None:
    with pytest.raises(ValueError, match="cannot 0"), open_map("processes:2") as mapped:
        list(mapped(fail, range(500)))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "threads:2",
        "processes",
        "processes:",
        "processes:0",
        "processes:-1",
        "processes:x",
        "processes:²",
        "inline:3",
    ],
)
def test_unknown_workers(address: str) -> None:
    with pytest.raises(UsageError, match="use inline or processes:N"), open_map(address):
        pass


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(), min_size=FEW, max_size=300))
def test_any_list(items: list[int]) -> None:
    with open_map("processes:2") as mapped:
        assert list(mapped(double, items)) == [2 * x for x in items]


def test_the_brief_is_the_same_with_two_processes() -> None:
    documents, bodies = generated(30), []
    for address in ("inline", "processes:2"):
        with open_map(address) as mapped:
            articles, rejected = pipeline.read(documents, map=mapped)
            brief = app.make(articles, rejected, edition=Edition(), map=mapped)
        bodies.append(document.to_bytes(document.from_brief(brief)))
    assert bodies[0] == bodies[1]


WORK = f"""
import os, sys, time
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from briefing.workers import open_map
from test_workers import slow
if __name__ == "__main__":
    with open_map("processes:2") as mapped:
        for pid in mapped(slow, range(400)):
            print(pid, flush=True)
"""


def slow(x: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def alive(pid: int) -> bool:
    """Whether a process is there and not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_do_not_outlive_their_parent(how: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", WORK], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    children = [
        int(p) for p in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    ]
    assert worker in children
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    assert said.count("Traceback") <= (how == signal.SIGINT)  # this program's own, no worker's
    until = time.monotonic() + 10
    while any(map(alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, children))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_of_long_work_only() -> None:
    plain, quiet, terminal = io.StringIO(), io.StringIO(), Terminal()
    for stream, silent in ((plain, False), (quiet, True), (terminal, False)):
        mapped = watched(map, quiet=silent, stream=stream)
        assert list(mapped(double, range(LONG - 1))) == [2 * x for x in range(LONG - 1)]
        assert stream.getvalue() == ""
        assert list(mapped(partial(double), range(LONG))) == [2 * x for x in range(LONG)]
    assert plain.getvalue().splitlines()[-1] == f"briefing: double {LONG} of {LONG}"
    assert len(plain.getvalue().splitlines()) == 4
    assert quiet.getvalue() == ""
    assert "double" in terminal.getvalue()
