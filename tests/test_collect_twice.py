"""Collecting while something else goes on: kills, a second collect, a brief, a clock that goes back."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import collecting
import pytest

from briefing import cli, store
from briefing.app import collecting as hall
from briefing.sources import key
from briefing.store import database
from briefing.types import Raw

FORKED = partial(collecting.Run, forked=True)
NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)


def test_kills_of_collect_lose_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    faults = collecting.kills(tmp_path, 10, feeds=2, begin=FORKED, say=lambda *told: said.append(" ".join(map(str, told))))  # fmt: skip
    assert faults == 0, said
    assert said[-1].startswith("10 killed"), said


# -- two at once -----------------------------------------------------------------------


def _opened(path: str, barrier: Any) -> None:
    barrier.wait()
    with store.open(path) as archive:
        archive.note("s", at=NOW)


def test_an_archive_that_many_make_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "RESERVE", 1000)
    context = get_context("fork")
    for number in range(6):
        path, barrier = tmp_path / f"{number}.db", context.Barrier(6)
        several = [context.Process(target=_opened, args=(str(path), barrier)) for _ in range(6)]
        for one in several:
            one.start()
        for one in several:
            one.join()
        assert [one.exitcode for one in several] == [0] * 6
        with store.open(path) as archive:
            assert len(archive.sources()) == 1


def test_two_collect_at_once_and_briefs_are_made_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with collecting.hosts() as net:
        net.page("/robots.txt", "")
        world = collecting.World(net, tmp_path, 2)
        both = [FORKED(world, "a.db", name=name) for name in "ab"]
        made = set()
        while any(run.process.poll() is None for run in both):
            made.add(cli.main(["make", "--archive", "a.db", "--json", "-q"]))
        errors = "".join(run.error for run in both) + capsys.readouterr().err
        assert [run.process.returncode for run in both] == [0, 0], errors
        assert "Traceback" not in errors
        assert made <= {0, 3, 4}, errors  # 3, 4: there is no article, no archive yet
        FORKED(world, "b.db").process.wait()
    articles, places, runs, _ = collecting.held(Path("a.db"))
    alone = collecting.held(Path("b.db"))
    assert sorted(articles) == sorted(alone[0])
    assert sorted(places) == sorted(alone[1])
    assert collecting.wrong(Path("a.db"), both[0].told + both[1].told, {1: alone[1]}) == []
    assert {source for source, *_ in runs} == {source for source, *_ in alone[2]}


def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    def add(name: str) -> None:
        with store.open(tmp_path / "a.db") as archive:
            for _ in range(20):
                with archive.at_once():
                    archive.remember(f"https://{name}.example/", source=name)
                    archive.note(name, at=NOW)

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.open(tmp_path / "a.db") as archive:
        assert [state.source for state in archive.sources()] == [*"abcd"]


def test_what_is_done_at_once_is_done_whole_or_not_at_all(tmp_path: Path) -> None:
    with store.open(tmp_path / "a.db") as archive:
        with suppress(ZeroDivisionError), archive.at_once():
            archive.note("s", at=NOW)
            archive.remember("https://a.example/", etag="x", source="s")
            raise ZeroDivisionError
        assert archive.sources() == []
        assert archive.known("s") == {}


# -- one source under two names ----------------------------------------------------------


@pytest.mark.parametrize(("one", "other", "same"), [
    ("https://Crier.Example/feed", "https://crier.example/feed", True),
    ("HTTPS://crier.example:443/feed#top", "feed:https://crier.example./feed", True),
    ("https://crier.example", "https://crier.example/", True),
    ("http://crier.example:8080/", "http://crier.example/", False),
    ("https://crier.example/Feed", "https://crier.example/feed", False),
    ("https://crier.example/?a=1", "https://crier.example/?a=2", False),
    ("news", "./news/", True), ("news", f"{os.getcwd()}/other/../news", True), ("news", "newer", False),
    ("https://crier.example:x/", "https://crier.example:x/", True), ("a\0", "a\0", True),
])  # fmt: skip
def test_spellings_of_one_source(one: str, other: str, same: bool) -> None:
    assert (key(one) == key(other)) == same


# -- a clock that goes back ----------------------------------------------------------------


def test_a_clock_that_goes_back(tmp_path: Path) -> None:
    text = "The council of Elmford approved a new harbour on Monday after a long debate."
    raw = Raw("u", "text", text, url="https://crier.example/1")
    item = hall._clean(raw)
    ahead, now = NOW + timedelta(days=400), NOW
    with store.open(tmp_path / "a.db") as archive:
        archive.add([(raw, item)], source="s", at=ahead)
        archive.note("s", at=ahead, error="no answer")
        archive.note("feed:f", at=ahead)
        archive.add([(raw, item)], source="s", at=now)
        archive.note("s", at=now, seen=1)
        archive.note("feed:f", at=now, error="gone")
        states = {state.source: state for state in archive.sources()}
        assert (states["s"].error, states["s"].at, states["s"].success) == ("", now, now)
        assert states["feed:f"].error == "gone"
        (held,) = archive.window()
        (place,) = archive.article(held.id).places
        assert place.last == ahead  # what was seen stays seen
    _, dead = hall.archived(tmp_path / "a.db")
    assert [r.ref for r in dead] == ["feed:f"]
