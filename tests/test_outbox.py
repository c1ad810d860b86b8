"""The outbox: each brief to each recipient once, whatever a server does and wherever it is killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailserver import FAULTS, SETUP, STEPS, Post, serving, wait_for
from sender import NOW, SEAL, Plain, queue

from briefing import deliver, store
from briefing.app import carrying
from briefing.errors import UsageError
from briefing.store import holder

OTHER = "cd" * 32
FEW = ("4xx", "5xx", "drip")  # faults that are tried with 50 recipients too
SENDER = Path(__file__).with_name("sender.py")


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with serving() as made:
        yield made


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[store.Outbox]:
    with store.open(tmp_path / "a.db") as held:
        yield store.Outbox(held, who="test@host")


def once(
    outbox: store.Outbox, post: Post, at: datetime = NOW, limits: deliver.Limits | None = None
) -> None:
    carrier = Plain(outbox, post.port, limits)
    outbox.tidy("", now=at)
    carrying.deliver_due(carrier, outbox, "", lambda: at)  # type: ignore[arg-type]
    carrier.session.close()


# -- what a server does wrong ---------------------------------------------------------------


def expected(step: str, fault: str, number: int) -> Counter[str]:
    """The states that a fault at a step leaves."""
    if step == "QUIT":
        return Counter(sent=number)
    if step in SETUP:
        return Counter(pending=number)
    if fault == "4xx":
        return Counter(pending=number)
    if fault == "5xx":
        return Counter(failed=number)
    if step == "dot" and fault == "flood":  # its first line is an answer that goes on for ever
        return Counter(unknown=min(3, number), pending=max(0, number - 3))
    if step == "dot":
        return Counter(unknown=min(3, number), pending=max(0, number - 3))
    return Counter(pending=number)


def short(step: str) -> deliver.Limits:
    """Limits that wait long for all but what is to fail."""
    few = 0.4
    return deliver.Limits(
        setup=few if step in SETUP else 20, message=few if step in ("MAIL", "RCPT", "DATA") else 20,
        dot=few if step == "dot" else 20, farewell=few, session=60,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "fault", "number"),
    [(s, f, n) for s in STEPS for f in FAULTS for n in ((1, 50) if f in FEW else (1,))],
)  # bench/delivery has all with 50
def test_a_fault_at_every_step(
    outbox: store.Outbox, post: Post, step: str, fault: str, number: int
) -> None:
    post.got.clear()
    queue(outbox, number)
    post.set(step, fault)
    limits = short(step) if fault in ("stall", "drip") else None
    once(outbox, post, limits=limits)
    assert Counter(outbox.counts("")) == expected(step, fault, number)
    post.set()
    once(outbox, post, NOW + timedelta(hours=2))
    counts = outbox.counts("")
    assert "pending" not in counts
    assert len(post.got) == len({to for to, _ in post.got})  # nobody twice
    got = counts.get("sent", 0) + counts.get("unknown", 0)
    assert len({to for to, _ in post.got}) == got  # the fault at the dot had taken them
    assert got + counts.get("failed", 0) == number


@pytest.mark.parametrize("fault", FAULTS)
def test_one_bad_recipient_stops_no_other(outbox: store.Outbox, post: Post, fault: str) -> None:
    post.got.clear()
    queue(outbox, 9)
    post.set("RCPT", fault, only="r4@paper.example")
    once(outbox, post, limits=short("RCPT") if fault in ("stall", "drip") else None)
    post.set()
    assert outbox.counts("")["sent"] == 8
    (bad,) = outbox.rows("", ["failed" if fault == "5xx" else "pending"])
    assert bad.recipient == "r4@paper.example"


def test_what_is_put_off_is_tried_again_and_at_last_given_up(
    outbox: store.Outbox, post: Post
) -> None:
    queue(outbox, 2)
    post.set("RCPT", "4xx")
    at, tries = NOW, 0
    while due := outbox.next_due(""):
        assert due >= at or tries == 0
        at, tries = max(at, due), tries + 1
        once(outbox, post, at)
    post.set()
    assert outbox.counts("") == {"failed": 2}
    assert all("given up" in row.said and "come back later" in row.said
               for row in outbox.rows("", ["failed"]))  # fmt: skip
    assert 20 < tries < 80  # a minute, two, four, ... an hour, for a day
    assert at <= NOW + timedelta(hours=25)


def test_a_server_that_closes_after_each_message(outbox: store.Outbox, post: Post) -> None:
    post.got.clear()
    queue(outbox, 5)
    for k in range(5):
        post.set("MAIL", "drop", times=1 if k else 0)  # hangs up on the second MAIL of a session
        once(outbox, post, NOW)
    post.set()
    assert outbox.counts("") == {"sent": 5}


# -- killed ---------------------------------------------------------------------------------


def run(path: Path, post: Post, number: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, SENDER, path, str(post.port), str(number)],
        stdout=subprocess.PIPE,
        text=True,
    )


def finished(path: Path, post: Post, number: int) -> dict[str, int]:
    with run(path, post, number) as child:
        said, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    return dict(eval(said.splitlines()[-1]))


@pytest.mark.parametrize("step", [*STEPS[:-1], "answered", "QUIT"])
def test_killed_at_every_step(tmp_path: Path, step: str) -> None:
    path, number = tmp_path / "a.db", 6
    with serving() as post, run(path, post, number) as child:
        post.set(
            step,
            kill=child.pid,
            times=1,
            only="r3@paper.example" if step in ("RCPT", "dot", "answered") else "",
        )
        child.wait(60)
        post.set()
        counts = finished(path, post, number)
        got = Counter(to for to, _ in post.got)
    assert max(got.values()) == 1  # nobody twice
    assert counts.get("sent", 0) + counts.get("unknown", 0) == number  # nobody forgotten
    assert counts.get("unknown", 0) <= (step in ("dot", "answered"))
    with store.open(path) as held:
        outbox = store.Outbox(held, who="test@host")
        lost = {f"r{k}@paper.example" for k in range(number)} - set(got)
        assert lost <= {row.recipient for row in outbox.rows("", ["unknown"])}
        assert not [entry for entry, wrong in outbox.log() if wrong]


def test_killed_at_any_moment(tmp_path: Path) -> None:
    chance, number = Random(5), 30
    path = tmp_path / "a.db"
    with serving() as post:
        for _ in range(4):
            with run(path, post, number) as child:
                assert child.stdout
                child.stdout.readline()
                wait_for(lambda: False, chance.uniform(0.0, 0.15))
                child.kill()
        counts = finished(path, post, number)
        got = Counter(to for to, _ in post.got)
    assert max(got.values()) == 1
    assert sum(counts.values()) == number == counts.get("sent", 0) + counts.get("unknown", 0)
    assert counts.get("unknown", 0) <= 4


def test_four_senders_at_once(tmp_path: Path) -> None:
    path, number = tmp_path / "a.db", 60
    with serving() as post:
        children = [run(path, post, number) for _ in range(4)]
        for child in children:
            child.communicate(timeout=120)
        got = Counter(to for to, _ in post.got)
    assert [child.returncode for child in children] == [0] * 4
    assert len(got) == number
    assert set(got.values()) == {1}


def test_a_stolen_lease_is_not_handed_over(outbox: store.Outbox) -> None:
    queue(outbox, 1)
    row = outbox.claim("", mail=True, now=NOW)
    assert row
    outbox._sql.execute("UPDATE outbox SET holder = 'another'")
    assert not outbox.handed(row, now=NOW)
    assert outbox.settle(row, "sent", "", now=NOW, due=NOW) == "sent"
    assert outbox.counts("") == {"sending": 1}


def test_the_name_of_a_process() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        mine = holder.name()
        place = mine.split()[0]
        theirs = f"{place} {child.pid} {holder._started(child.pid)}"
        assert not holder.gone(mine)
        assert not holder.gone(theirs)
        assert holder.gone(f"{place} {child.pid} 1")  # its number, another start
        child.kill()
        child.wait()
        assert holder.gone(theirs)
        assert not holder.gone(f"elsewhere/1/2 {child.pid} 1")
        assert not holder.gone("")


# -- once, and corrections ------------------------------------------------------------------


def test_however_often_it_is_queued(outbox: store.Outbox, post: Post) -> None:
    post.got.clear()
    for _ in range(3):
        queue(outbox, 4)
        once(outbox, post)
    assert len(post.got) == 4


def test_who_comes_later_gets_it_then(outbox: store.Outbox, post: Post) -> None:
    post.got.clear()
    for number in (2, 5):
        queue(outbox, number)
        once(outbox, post)
    assert [to for to, _ in post.got] == [f"r{k}@paper.example" for k in range(5)]


def test_a_correction_goes_to_those_who_have_what_it_corrects(
    outbox: store.Outbox, post: Post
) -> None:
    queue(outbox, 3)
    post.set("RCPT", "4xx", only="r1@paper.example")
    once(outbox, post)
    post.set()
    queue(outbox, 4, seal=OTHER)
    rows = {}
    while row := outbox.claim("", mail=True, now=NOW):
        rows[row.recipient[:2]] = (row.seal, row.corrects)
    assert rows == {
        "r0": (OTHER, SEAL[:12]),
        "r1": (OTHER, ""),
        "r2": (OTHER, SEAL[:12]),
        "r3": (OTHER, ""),
    }
    assert [e.about for e, _ in outbox.log() if e.what == "withdrawn"] == ["r1@paper.example"]
    with pytest.raises(UsageError, match=f"brief {OTHER[:12]} has taken the place of {SEAL[:12]}"):
        queue(outbox, 3)


def test_corrections_may_be_unwanted(outbox: store.Outbox, post: Post) -> None:
    queue(outbox, 2)
    once(outbox, post)
    queue(outbox, 3, seal=OTHER, corrections=False)
    assert [row.recipient for row in outbox.rows("", ["pending"])] == ["r2@paper.example"]


def test_editions_and_profiles_and_days_correct_nothing(outbox: store.Outbox, post: Post) -> None:
    post.got.clear()
    queue(outbox, 1, edition="morning")
    queue(outbox, 1, seal=OTHER, edition="evening")
    queue(outbox, 1, seal="ef" * 32, day="2025-11-23", edition="morning")
    once(outbox, post)
    assert len(post.got) == 3
    assert [row.corrects for row in outbox.rows("", ["sent"])] == ["", "", ""]
    queue(outbox, 1, profile="other")
    assert outbox.claim("", mail=True, now=NOW) is None
    assert outbox.claim("other", mail=True, now=NOW)


def test_unknown_is_sent_again_only_on_a_persons_word(outbox: store.Outbox, post: Post) -> None:
    post.got.clear()
    queue(outbox, 1)
    post.set("dot", "drop", times=1)
    for _ in range(3):
        once(outbox, post, NOW + timedelta(hours=1))
    assert (outbox.counts(""), len(post.got)) == ({"unknown": 1}, 1)
    assert outbox.again("", ["unknown"], now=NOW) == 1
    once(outbox, post)
    assert (outbox.counts(""), len(post.got)) == ({"sent": 1}, 2)
    assert len({message for _, message in post.got}) == 1  # the same Message-ID and Date


# -- approval, unsubscribes, the log --------------------------------------------------------


def test_nothing_goes_out_before_its_file_is_approved(outbox: store.Outbox, post: Post) -> None:
    post.got.clear()
    queue(outbox, 2, approval=True, file=b"first")
    once(outbox, post)
    assert outbox.drafts("") == [(SEAL[:12], "brief.pdf")]
    queue(outbox, 2, approval=True, file=b"second")  # changed before it was approved
    assert outbox.approve(b"first", name="brief.pdf", now=NOW) == 0
    once(outbox, post)
    assert post.got == []
    late = NOW + timedelta(days=3)
    assert outbox.approve(b"second", name="brief.pdf", now=late) == 2
    once(outbox, post, late)
    assert outbox.counts("") == {"sent": 2}
    assert outbox.drafts("") == []


def test_who_has_unsubscribed_gets_nothing(outbox: store.Outbox, post: Post) -> None:
    outbox.unsubscribe("r0@paper.example", profile="", now=NOW)
    queue(outbox, 4)
    outbox.unsubscribe("r1@paper.example", profile="", now=NOW)  # after it was queued
    outbox.unsubscribe("r2@paper.example", profile="another", now=NOW)
    once(outbox, post)
    assert [row.recipient[:2] for row in outbox.rows("", ["sent"])] == ["r2", "r3"]
    outbox.unsubscribe("r0@paper.example", profile="", undo=True, now=NOW)
    queue(outbox, 4)
    once(outbox, post)
    assert outbox.counts("") == {"sent": 3}


def test_the_log_is_only_added_to(outbox: store.Outbox, post: Post) -> None:
    queue(outbox, 2)
    once(outbox, post)
    outbox.note("looked", "ünï\ud800", now=NOW, why="☃")
    log = list(outbox.log())
    assert [entry.what for entry, wrong in log] == ["queued", "sent", "sent", "looked"]
    assert not any(wrong for _, wrong in log)
    for statement in (
        "UPDATE audit SET who = 'x'",
        "DELETE FROM audit",
        "REPLACE INTO audit SELECT * FROM audit",
    ):
        with pytest.raises(sqlite3.Error, match=r"only added to|UNIQUE"):
            outbox._sql.execute(statement)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit SET who = 'x' WHERE id = 2", {2}),
        ("DELETE FROM audit WHERE id = 2", {3}),
        ("DELETE FROM audit WHERE id = 1", {2}),
        ("UPDATE audit SET detail = '{}' WHERE id = 3", {3}),
    ],
)
def test_a_log_that_was_changed_by_other_means_shows_it(
    outbox: store.Outbox, post: Post, change: str, broken: set[int]
) -> None:
    queue(outbox, 2)
    once(outbox, post)
    outbox._sql.execute("DROP TRIGGER audit_stands")
    outbox._sql.execute("DROP TRIGGER audit_stays")
    outbox._sql.execute(change)
    assert {entry.number for entry, wrong in outbox.log() if wrong} == broken


# -- any order of events --------------------------------------------------------------------

EVENTS = ("sent", "failed", "pending", "unknown", "die before", "die after", "handed only")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 1)), max_size=25))
def test_any_order_of_events(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int]]
) -> None:
    """Acted-on messages of a recipient, by an outside count, are at most one of each brief."""
    path = tmp_path_factory.mktemp("any") / "a.db"
    acted: Counter[str] = Counter()
    with store.open(path) as held:
        outbox, at = store.Outbox(held, who="t@h"), NOW
        queue(outbox, 3)
        for event, more in events:
            at += timedelta(minutes=90)
            queue(outbox, 3 + more)
            row = outbox.claim("", mail=True, now=at)
            if row is None:
                outbox.tidy("", now=at)
                continue
            if event in ("die before",):
                outbox._sql.execute("UPDATE outbox SET holder = 'dead' WHERE id = ?", (row.id,))
            elif event in ("die after", "handed only"):
                assert outbox.handed(row, now=at)
                acted[row.recipient] += event == "die after"
                outbox._sql.execute("UPDATE outbox SET holder = 'dead' WHERE id = ?", (row.id,))
            else:
                assert outbox.handed(row, now=at)
                acted[row.recipient] += event in ("sent", "unknown")
                outbox.settle(row, event, event, now=at, due=at + timedelta(minutes=5))
            outbox.tidy("", now=at)
        outbox.tidy("", now=at + timedelta(hours=1))
        assert max(acted.values(), default=0) <= 1
        left = {r.recipient for r in outbox.rows("", ["sending", "dot"])}
        assert left == set()
        has = {r.recipient for r in outbox.rows("", ["sent", "unknown"])}
        assert set(acted) - {k for k, n in acted.items() if not n} <= has
