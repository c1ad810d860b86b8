"""The schedule: when a slot is due, who runs it, and what becomes of it whatever happens."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import EN, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import cli, config, schedule, store
from briefing.app import attempt, daily, slotwork
from briefing.app.status import status
from briefing.errors import NothingUsable, UsageError
from briefing.schedule import units, zones
from briefing.settings import Schedule

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def table(**keys: Any) -> schedule.Timetable:
    made = schedule.timetable(Schedule(**keys))
    assert made
    return made


# -- when a slot is due --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "wall", "due"),
    [
        ("Europe/Berlin", "2025-03-29 02:30", "2025-03-29 01:30"),
        ("Europe/Berlin", "2025-03-30 02:30", "2025-03-30 01:00"),  # the end of the gap
        ("Europe/Berlin", "2025-03-30 03:00", "2025-03-30 01:00"),
        ("Europe/Berlin", "2025-10-26 02:30", "2025-10-26 00:30"),  # the first of two
        ("Europe/Berlin", "2025-10-26 03:00", "2025-10-26 02:00"),
        ("America/Nuuk", "2025-03-29 23:30", "2025-03-30 01:00"),  # the gap ends the day after
        ("America/Nuuk", "2025-10-25 23:30", "2025-10-26 00:30"),
        ("Africa/Cairo", "2025-04-25 00:00", "2025-04-24 22:00"),
        ("Australia/Lord_Howe", "2025-10-05 02:15", "2025-10-04 15:30"),  # half an hour
        ("Antarctica/Troll", "2025-03-30 02:00", "2025-03-30 01:00"),  # two hours
        ("Pacific/Apia", "2011-12-30 07:00", "2011-12-30 10:00"),  # a day that never was
        ("Asia/Kathmandu", "2025-07-01 07:00", "2025-07-01 01:15"),
        ("UTC", "2025-07-01 07:00", "2025-07-01 07:00"),
    ],
)
def test_the_instant_of_a_wall_time(zone: str, wall: str, due: str) -> None:
    assert zones.instant(datetime.fromisoformat(wall), zones.zone(zone)) == at(due)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(zones.names()),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(["30 2 * * *", "*/20 * * * *", "0 0,1,23 * * *"]),
    st.lists(st.integers(1, 40), min_size=1, max_size=12),
)
def test_looks_at_any_time_find_each_slot_once(
    zone: str, begin: datetime, cron: str, steps: list[int]
) -> None:
    made, looks = table(cron=cron, zone=zone), [begin.replace(tzinfo=UTC)]
    for step in steps:
        looks.append(looks[-1] + step * HOUR)
    found = [slot for a, b in pairwise(looks) for slot in made.between(a, b)]
    assert found == made.between(looks[0], looks[-1]) == sorted(found)
    assert len({(slot.day, slot.at) for slot in found}) == len(found)
    days = {looks[0].date() + k * DAY for k in range(3, (looks[-1] - looks[0]).days - 3)}
    assert days <= {slot.day for slot in found}
    assert made.following(looks[0], len(found)) == found[: len(found)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"at": ("7:00",)}, "Sat 11-01 07:00, Sun 11-02 07:00, Mon 11-03 07:00"),
        ({"at": ("17:00", "07:00"), "days": ("sat-mon",)},
         "Sat 11-01 07:00, Sat 11-01 17:00, Sun 11-02 07:00"),
        ({"at": ("07:00",), "days": ("mon-fri",)},
         "Mon 11-03 07:00, Tue 11-04 07:00, Wed 11-05 07:00"),
        ({"at": ("07:00",), "days": ("Monday", "thu")},
         "Mon 11-03 07:00, Thu 11-06 07:00, Mon 11-10 07:00"),
        ({"cron": "0 7 * * 1-5"}, "Mon 11-03 07:00, Tue 11-04 07:00, Wed 11-05 07:00"),
        ({"cron": "15 6 L * *"}, "Sun 11-30 06:15, Wed 12-31 06:15, Sat 01-31 06:15"),
        ({"cron": "0 7 * * MON#1"}, "Mon 11-03 07:00, Mon 12-01 07:00, Mon 01-05 07:00"),
        ({"cron": "0 0 29 2 *"}, "Tue 02-29 00:00, Sun 02-29 00:00"),
        ({"at": ("07:00",), "skip": ("2025-11-01", "11-03/11-05")},
         "Sun 11-02 07:00, Thu 11-06 07:00, Fri 11-07 07:00"),
        ({"at": ("07:00",), "skip": ("11-01/12-24", "12-27/01-02")},
         "Thu 12-25 07:00, Fri 12-26 07:00, Sat 01-03 07:00"),
        ({"at": ("07:00",), "skip": ("2025-11-02/2026-02-01",)},
         "Sat 11-01 07:00, Mon 02-02 07:00, Tue 02-03 07:00"),
    ],
)  # fmt: skip
def test_the_next_slots(keys: dict[str, Any], expected: str) -> None:
    assert all(not schedule.fault(k, v) for k, v in keys.items())
    found = table(**keys).following(at("2025-11-01"), 3)
    assert ", ".join(f"{slot.day:%a %m-%d} {slot.at}" for slot in found) == expected


def test_days_to_skip_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "feast.txt"
    file.write_text("# of the house\n2025-11-02  # the birthday\n\n11-03\n", "utf-8")
    found = table(at=("07:00",), skip_file=str(file)).following(at("2025-11-01"), 2)
    assert [slot.day.day for slot in found] == [1, 4]
    file.write_text("11-03\n3 November\n", "utf-8")
    with pytest.raises(UsageError, match=r"feast\.txt, line 2: '3 November' must be a day"):
        table(at=("07:00",), skip_file=str(file))
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        table(at=("07:00",), skip_file=str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("at = ['7']", "schedule.at = ['7']: '7' must be a wall time such as 07:00"),
        ("at = ['24:00']", "must be a wall time"),
        ("at = 7", "schedule.at must be a list of strings"),
        ("days = ['mo']", "'mo' must be of mon, tue, wed"),
        ("days = 'lundi'", "'lundi' must be of mon, tue, wed"),
        ("zone = 'Europe/Berln'", "no such time zone; did you mean Europe/Berlin?"),
        ("zone = 'Berlin'", "no such time zone; did you mean Europe/Berlin?"),
        ("zone = 'CEST'", "no such time zone"),
        ("zone = ''", "no such time zone; write one as Europe/Berlin"),
        ("zone = '../zones'", "no such time zone"),
        ("catch_up = 'lastest'", "must be latest, all or none; did you mean latest?"),
        ("max_age = '3 days'", "must be a time such as 90m, 24h, 3d or 1w"),
        ("skip = ['24.12.']", "'24.12.' must be a day such as 2026-12-24, 12-25"),
        ("skip = ['2025-02-29']", "must be a day"),
        ("skip = ['2026-01-02/2025-12-24']", "must be a day"),
        ("skip = ['2026-01-02/12-24']", "must be a day"),
        ("attempts = 0", "must be at least 1"),
        ("alert = 'ops'", "must be mail addresses"),
        ("cron = '0 7 * *'", "has five fields (minute hour day month weekday), not 4"),
        ("cron = '0 0 7 * * *'", "five fields (minute hour day month weekday), not 6"),
        ("cron = '60 7 * * *'", "cannot read the minute, the first field: 0 to 59"),
        ("cron = '0 24 * * *'", "cannot read the hour, the second field: 0 to 23"),
        ("cron = '0 7 32 * *'", "cannot read the day of the month, the third field"),
        ("cron = '0 7 * 13 *'", "cannot read the month, the fourth field"),
        ("cron = '0 7 * * mon-fry'", "cannot read the day of the week, the fifth field"),
        ("cron = '0 7 30 2 *'", "the third field"),
        ("cron = '@daily'", "has five fields"),
        ("cron = '0 7 * * *'\nat = '08:00'", "schedule: cron and at exclude each other"),
        ("cron = '0 7 * * *'\ndays = 'mon'", "schedule: cron and days exclude each other"),
        ("tz = 'UTC'", "unknown key 'schedule.tz'"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_said(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "briefing.toml"
    file.write_text(f"[schedule]\n{text}\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        config.load(str(file))
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_profile_may_replace_the_times(tmp_path: Path) -> None:
    file = tmp_path / "briefing.toml"
    file.write_text(
        '[schedule]\nat = "07:00"\nzone = "Asia/Baku"\nskip_file = "feasts"\n'
        '[profile.a]\ntitle = "A"\n[profile.b.schedule]\ncron = "0 9 * * *"\nat = []\n'
        "[profile.c.schedule]\nat = []\n", "utf-8",
    )  # fmt: skip
    (tmp_path / "feasts").touch()
    assert [(p.profile, p.table.cron, p.table.zone.key) for p in daily.planned(str(file))] == [
        ("a", "", "Asia/Baku"), ("b", "0 9 * * *", "Asia/Baku"),
    ]  # fmt: skip
    assert [p.profile for p in daily.planned(str(file), profile="b")] == ["b"]
    with pytest.raises(UsageError, match="profile c: nothing is scheduled"):
        daily.planned(str(file), profile="c")
    file.write_text(file.read_text("utf-8").replace("at = []\n[profile.c", "[profile.c"), "utf-8")
    with pytest.raises(UsageError, match=r"profile\.b\.schedule: cron and at exclude each other"):
        daily.planned(str(file))


# -- a simulated time ----------------------------------------------------------------------


class Killed(BaseException):
    """``kill -9``, as far as the ledger sees it: nothing is given back."""


class Simulated(schedule.Clock):
    """A clock that waits by going on, and does what stands in a table when it gets there."""

    def __init__(self, start: str, until: str = "", **events: Callable[[], None]) -> None:
        super().__init__()
        self.at, self.until = at(start), at(until or "2100-01-01")
        self.events = {at(key.replace("_", ":")): do for key, do in events.items()}
        self.between: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=max(seconds, 1))
        for when in sorted(self.events):
            if when <= self.at:
                self.events.pop(when)()
        self.between()
        if self.at >= self.until:
            raise KeyboardInterrupt


class Newsroom:
    """A configuration, an archive, and a work whose making and sending is only noted."""

    def __init__(self, folder: Path, clock: Simulated, **keys: Any) -> None:
        self.clock = clock
        self.settings = config.Config(
            archive=str(folder / "briefing.db"),
            schedule=Schedule(**{"at": ("07:00",), "zone": "Europe/Berlin", **keys}),
        )
        self.made: list[str] = []
        self.windows: dict[str, tuple[datetime, datetime]] = {}
        self.sent: list[str] = []
        self.alerts: list[str] = []
        self.takes = timedelta(minutes=3)
        self.trouble: dict[str, list[BaseException]] = {}  # "make", "send", "alert" -> raised
        self.work = slotwork.Work(self._make, self._send, lambda *_, **__: {}, self._alert)

    @property
    def plans(self) -> list[attempt.Planned]:
        made = schedule.timetable(self.settings.schedule)
        assert made
        return [attempt.Planned("", self.settings, made)]

    def _meet(self, what: str) -> None:
        if self.trouble.get(what):
            raise self.trouble[what].pop(0)

    def _make(
        self, settings: config.Config, *, profile: str, brief: str, day: date, since: datetime,
        until: datetime, now: datetime,
    ) -> slotwork.Made:  # fmt: skip
        self._meet("make")
        if brief:
            return slotwork.Made(brief, {})
        self.clock.at += self.takes
        name = settings.name.removeprefix("brief-")
        self.made.append(name)
        self.windows[name] = (since, until)
        return slotwork.Made(f"brief of {name}", {"articles": 9, "events": 2, "rejected": 1})

    def _send(
        self, settings: config.Config, *, made: slotwork.Made, edition: str, now: datetime
    ) -> Mapping[str, int]:
        self._meet("send")
        self.sent.append(made.id)
        return {"sent": 5}

    def _alert(self, settings: config.Config, *, run: store.Run, to: tuple[str, ...]) -> None:
        self._meet("alert")
        self.alerts.append(f"{run.day}: {run.error}")

    def tick(self) -> attempt.Ticked:
        return daily.tick(self.plans, clock=self.clock, work=self.work)

    def ledger(self) -> list[str]:
        """Every row: day, wall time, state, attempts."""
        with store.open_slots(self.settings.archive) as ledger:
            states = ("due", "running", "done", "failed", "skipped")
            return [
                f"{run.day:%m-%d} {run.at} {run.state} {run.attempts}"
                for run in reversed(ledger.ended("", *states, count=9999))
            ]


@pytest.fixture(autouse=True)
def quiet() -> None:
    logging.getLogger("briefing").setLevel(logging.CRITICAL)


def test_a_month_with_an_outage_a_clock_change_and_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two daemons on one archive; every slot of the month is accounted for, none twice."""
    monkeypatch.setattr(daily, "ROUND", 6 * HOUR)
    clock = Simulated("2025-03-09 12:00", "2025-04-09 12:00")
    room = Newsroom(tmp_path, clock, at=("02:30", "07:00"))
    clock.between = lambda: (room.tick(), None)[1]  # the second daemon, a moment later
    clock.events = {
        at("2025-03-13 12:00"): lambda: setattr(clock, "at", at("2025-03-16 12:00")),  # outage
        at("2025-03-20 00:30"): lambda: room.trouble.update(make=[Killed()]),
        at("2025-04-02 12:00"): lambda: setattr(clock, "at", clock.at - HOUR),  # set back
        at("2025-04-04 12:00"): lambda: setattr(clock, "at", clock.at + 3 * HOUR),  # NTP
        at("2025-04-05 12:00"): lambda: setattr(clock, "at", clock.at - 3 * HOUR),
    }
    monkeypatch.setattr(daily, "planned", lambda *_, **__: room.plans)
    restarts = 0
    while clock.at < clock.until:
        try:
            daily.run(None, clock=clock, stop=attempt.Stop(), work=room.work)
        except Killed:
            restarts += 1
            clock.at += MINUTE
    days = [date(2025, 3, 10) + k * DAY for k in range(31)]
    skipped = {f"03-{day} {wall}" for day in (14, 15) for wall in ("02:30", "07:00")}
    skipped.add("03-16 02:30")
    expected = [
        f"{slot} skipped 0" if slot in skipped
        else f"{slot} done {2 if slot == '03-20 02:30' else 1}"
        for day in days for slot in (f"{day:%m-%d} 02:30", f"{day:%m-%d} 07:00")
    ]  # fmt: skip
    assert room.ledger() == expected
    assert restarts == 1
    assert len(room.made) == len(set(room.made)) == len(expected) - 5
    assert len(room.sent) == len(set(room.sent)) == len(room.made)
    assert room.made[-1] == "2025-04-09-0700"


@pytest.mark.parametrize(
    ("catch_up", "max_age", "expected"),
    [
        ("latest", "24h", "11-04 skipped, 11-05 skipped, 11-06 skipped, 11-07 done"),
        ("all", "36h", "11-04 skipped, 11-05 skipped, 11-06 done, 11-07 done"),
        ("all", "9d", "11-04 done, 11-05 done, 11-06 done, 11-07 done"),
        ("none", "9d", "11-04 skipped, 11-05 skipped, 11-06 skipped, 11-07 skipped"),
        ("latest", "1h", "11-04 skipped, 11-05 skipped, 11-06 skipped, 11-07 skipped"),
    ],
)
def test_catching_up_after_three_days(
    catch_up: str, max_age: str, expected: str, tmp_path: Path
) -> None:
    clock = Simulated("2025-11-03 06:10")
    room = Newsroom(tmp_path, clock, catch_up=catch_up, max_age=max_age)
    assert room.tick().done == 1  # the first tick comes ten minutes late: nothing was missed
    clock.at = at("2025-11-07 09:00")
    room.tick()
    clock.at += HOUR
    room.tick()
    found = [" ".join(row.split()[::2]) for row in room.ledger()]
    assert ", ".join(found) == f"11-03 done, {expected}"


def test_the_windows_leave_no_gap(tmp_path: Path) -> None:
    """A brief tells what came since the one before; of what was missed as far as is caught up."""
    clock = Simulated("2025-11-06 06:00")
    room = Newsroom(tmp_path, clock, days=("mon-fri",), max_age="6d", catch_up="all")
    room.tick()
    due = {day: at(f"2025-11-{day:02} 06:00") for day in range(1, 30)}
    assert room.windows["2025-11-06"] == (due[5], due[6] + HOUR)
    clock.at = due[12]
    room.tick()
    assert room.windows["2025-11-07"] == (due[6], due[7])
    assert "2025-11-08" not in room.windows
    assert room.windows["2025-11-10"] == (due[7], due[10])
    assert room.windows["2025-11-12"] == (due[11], due[12] + HOUR + 3 * room.takes)
    room.settings = config.Config(
        archive=room.settings.archive,
        schedule=Schedule(at=("07:00",), zone="Europe/Berlin", max_age="3d"),
    )
    clock.at = due[20]
    room.tick()
    assert room.windows["2025-11-20"] == (due[17], due[20] + HOUR)


def test_a_schedule_that_changes_changes_the_future_only(tmp_path: Path) -> None:
    clock = Simulated("2025-11-03 06:00")
    room = Newsroom(tmp_path, clock)
    room.tick()
    clock.at = at("2025-11-03 12:00")
    room.tick()
    changed = Newsroom(tmp_path, clock, at=("09:00", "14:00"))
    changed.tick()  # 09:00 is over: nobody was waiting for it then
    clock.at = at("2025-11-03 13:30")
    changed.tick()
    assert room.ledger() == ["11-03 07:00 done 1", "11-03 14:00 done 1"]


def test_a_clock_that_ran_ahead_takes_nothing_away(tmp_path: Path) -> None:
    clock = Simulated("2025-11-03 06:00")
    room = Newsroom(tmp_path, clock)
    room.tick()
    clock.at = at("2025-11-20 09:00")
    room.tick()
    assert room.ledger()[-1] == "11-20 07:00 done 1"
    for day in range(4, 22):
        clock.at = at(f"2025-11-{day:02} 06:01")
        room.tick()
    assert room.ledger() == [f"11-{day:02} 07:00 done 1" for day in range(3, 22)]
    assert len(set(room.sent)) == len(room.sent) == 19


def test_a_failure_is_tried_again_then_told_once(tmp_path: Path) -> None:
    clock = Simulated("2025-11-03 05:59")
    room = Newsroom(tmp_path, clock, alert=("ops@crier.example",))
    errors = [NothingUsable("no source could be read"), ValueError("x"), OSError("y")]
    room.trouble = {"make": [*errors], "alert": [OSError("no server")]}
    seen = []
    for _ in range(60):
        clock.at += MINUTE
        ticked = room.tick()
        seen += ["again"] * ticked.again + ["failed"] * ticked.failed
    assert seen == ["again", "again", "failed"]
    assert room.ledger() == ["11-03 07:00 failed 3"]
    assert room.alerts == ["2025-11-03: a fault of ours (OSError: y)"]
    (found,) = status(room.plans, now=clock.at)
    assert found.wrong == ("failed: 2025-11-03 07:00: a fault of ours (OSError: y)",)
    clock.at = at("2025-11-04 06:00")
    assert room.tick() == attempt.Ticked(done=1)
    (found,) = status(room.plans, now=clock.at)
    assert (found.wrong, len(found.failed)) == ((), 1)
    assert found.last
    assert found.last.counts == {
        "articles": 9, "events": 2, "rejected": 1, "sent": 5, "seconds": 180,
    }  # fmt: skip


def test_a_brief_that_was_made_is_not_made_again(tmp_path: Path) -> None:
    clock = Simulated("2025-11-03 06:00")
    room = Newsroom(tmp_path, clock)
    room.trouble = {"send": [Killed(), NothingUsable("the server hung up")]}
    with pytest.raises(Killed):
        room.tick()
    clock.at += 4 * MINUTE
    assert room.tick() == attempt.Ticked()  # the lease holds
    clock.at += 2 * MINUTE
    assert room.tick() == attempt.Ticked(again=1)
    clock.at += 9 * MINUTE
    assert room.tick() == attempt.Ticked()
    clock.at += 2 * MINUTE
    assert room.tick() == attempt.Ticked(done=1)
    assert room.made == ["2025-11-03"]
    assert room.sent == ["brief of 2025-11-03"]
    assert room.ledger() == ["11-03 07:00 done 3"]


def test_who_lost_the_lease_enters_nothing_and_sends_nothing(tmp_path: Path) -> None:
    clock = Simulated("2025-11-03 06:00")
    room, other = Newsroom(tmp_path, clock), Newsroom(tmp_path, clock)
    room.takes = 10 * MINUTE
    made = room.work.make

    def slow(*args: Any, **keys: Any) -> slotwork.Made:
        result: slotwork.Made = made(*args, **keys)
        assert other.tick().done == 1  # meanwhile the lease ran out
        return result

    room.work = replace(room.work, make=slow)
    assert room.tick() == attempt.Ticked()
    assert (room.sent, other.sent) == ([], ["brief of 2025-11-03"])
    assert room.ledger() == ["11-03 07:00 done 2"]


def test_a_long_run_keeps_its_lease(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt, "BEAT", timedelta(seconds=0.05))
    clock = Simulated("2025-11-03 06:00")
    room, other = Newsroom(tmp_path, clock), Newsroom(tmp_path, clock)
    until: list[datetime] = []

    def slow(*args: Any, **keys: Any) -> slotwork.Made:
        for _ in range(3):
            clock.at += 4 * MINUTE
            for _ in range(200):
                time.sleep(0.05)
                with store.open_slots(room.settings.archive) as ledger:
                    until.append(ledger.open("")[0].until)
                if until[-1] == clock.at + store.LEASE:
                    break
            assert other.tick() == attempt.Ticked()
        return slotwork.Made("b", {})

    room.work = replace(room.work, make=slow)
    assert room.tick() == attempt.Ticked(done=1)
    assert until[-1] == clock.at + store.LEASE
    assert not any(thread.name == "lease" for thread in threading.enumerate())


def test_a_stop_gives_the_slot_back(tmp_path: Path) -> None:
    clock = Simulated("2025-11-03 06:00")
    room = Newsroom(tmp_path, clock)
    stop = attempt.Stop()
    sent = room.work.send

    def stopped_making(*args: Any, **keys: Any) -> slotwork.Made:
        stop()
        raise AssertionError

    def stopped_sending(*args: Any, **keys: Any) -> Mapping[str, int]:
        stop()  # does not interrupt
        result: Mapping[str, int] = sent(*args, **keys)
        return result

    work = replace(room.work, make=stopped_making)
    with pytest.raises(KeyboardInterrupt):
        daily.tick(room.plans, clock=clock, stop=stop, work=work)
    assert room.ledger() == ["11-03 07:00 due 0"]
    stop = attempt.Stop()
    work = replace(room.work, send=stopped_sending)
    assert daily.tick(room.plans, clock=clock, stop=stop, work=work) == attempt.Ticked(done=1)
    assert room.ledger() == ["11-03 07:00 done 1"]
    with pytest.raises(KeyboardInterrupt), stop.may():
        raise AssertionError
    with pytest.raises(KeyboardInterrupt):
        stop()


def test_what_is_late_is_told(tmp_path: Path) -> None:
    clock = Simulated("2025-11-03 12:00")
    room = Newsroom(tmp_path, clock)

    def wrong() -> str:
        (found,) = status(room.plans, now=clock.at)
        return "; ".join(found.wrong)

    assert "nobody has looked at the clock yet" in wrong()
    room.tick()
    assert wrong() == ""
    clock.at = at("2025-11-04 06:14")
    assert wrong() == ""
    clock.at = at("2025-11-04 06:16")
    assert "overdue: 2025-11-04 07:00; nobody has looked at the clock since" in wrong()
    room.trouble = {"make": [Killed()]}
    with suppress(Killed):
        room.tick()
    assert wrong() == ""
    clock.at += HOUR
    assert "overdue: 2025-11-04 07:00 waits, and nobody runs it" in wrong()


def test_a_killed_process_is_followed_at_once(tmp_path: Path) -> None:
    """A real process, killed while it makes the brief: nobody waits for the end of its lease."""
    clock = Simulated("2025-11-03 06:00")
    room = Newsroom(tmp_path, clock)

    def killed(*_: Any, **__: Any) -> slotwork.Made:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    child = os.fork()
    if not child:
        with suppress(BaseException):
            daily.tick(room.plans, clock=clock, work=replace(room.work, make=killed))
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert room.ledger() == ["11-03 07:00 running 1"]
    assert room.tick() == attempt.Ticked(done=1)
    assert room.ledger() == ["11-03 07:00 done 2"]


def test_sixteen_racers_one_winner(tmp_path: Path) -> None:
    """Threads here, each with a connection of its own; ``bench/schedule race`` has processes."""
    path = tmp_path / "a.db"
    slots = [(date(2025, 11, 3), f"{k // 60:02}:{k % 60:02}", at("2025-11-03")) for k in range(40)]
    with store.open_slots(path) as ledger:
        ledger.enter("", slots, now=at("2025-11-03"))
    won: list[tuple[str, ...]] = []

    def race() -> None:
        with store.open_slots(path) as ledger:
            for run in ledger.open(""):
                if taken := ledger.take(run, now=at("2025-11-03 00:01")):
                    won.append(run.key)
                    ledger.finish(taken, {}, now=at("2025-11-03 00:02"))

    racers = [threading.Thread(target=race) for _ in range(16)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(won) == sorted(("", f"{day}", wall) for day, wall, _ in slots)


# -- the verbs -----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    handlers = logging.getLogger("briefing").handlers
    signals = {s: signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    words = {"town": "Elmford", "thing": "harbour", "cost": "30", "hours": "4", "people": "4,000",
             "name": "Alma Reed"}  # fmt: skip
    (tmp_path / "news").mkdir()
    text = " ".join(sentence.format(**words) for sentence in EN)
    (tmp_path / "news" / "a.txt").write_text(text, "utf-8")
    (tmp_path / "briefing.toml").write_text(
        'sources = ["news"]\nformats = ["json"]\n[schedule]\ncron = "* * * * *"\n', "utf-8"
    )
    yield tmp_path
    logging.getLogger("briefing").handlers = handlers
    for number, handler in signals.items():
        signal.signal(number, handler)


def test_a_tick_makes_the_brief(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["status"]) == 1
    assert "nobody has looked at the clock yet" in capsys.readouterr().out
    assert cli.main(["tick", "--log", "json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines if line["event"] in ("started", "done")] == [
        "started", "done",
    ]  # fmt: skip
    assert lines[-1]["articles"] == 1
    assert len(list((folder / "output").iterdir())) == 1
    assert cli.main(["status", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["last"]["brief"] == lines[-1]["brief"]
    with store.open("briefing.db") as archive:
        assert [brief.id for brief in archive.briefs()] == [lines[-1]["brief"]]
    assert cli.main(["status"]) == 0
    assert f"brief {lines[-1]['brief']}" in capsys.readouterr().out


def test_a_tick_that_fails_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "briefing.toml").write_text(
        'sources = ["http://127.0.0.1:9/feed"]\n[schedule]\ncron = "* * * * *"\nattempts = 1\n'
    )
    assert cli.main(["tick"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert " level=error event=failed slot=" in last
    assert cli.main(["status"]) == 1
    assert "! failed: " in capsys.readouterr().out


def test_nothing_scheduled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "briefing.toml").write_text('sources = ["news"]\n')
    for verb in ("run", "tick", "schedule", "status"):
        assert cli.main([verb]) == 2
        assert "nothing is scheduled; write schedule = { at =" in capsys.readouterr().err


def test_the_next_runs_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "briefing.toml").write_text(
        '[profile.port.schedule]\nat = "07:00"\nzone = "Asia/Baku"\n'
        '[profile.press.schedule]\ncron = "30 6 * * 1"\n'
    )
    assert cli.main(["schedule", "--count", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all("07:00  Asia/Baku  (" in line and line.endswith(" 03:00 UTC)") for line in lines[:2])
    assert all(line.startswith("press  Mon ") for line in lines[2:])
    assert cli.main(["schedule", "--profile", "prot"]) == 2
    assert "did you mean port?" in capsys.readouterr().err


def test_the_daemon_ends_cleanly(folder: Path) -> None:
    """A real process: it makes what is due, and SIGTERM ends it in its wait."""
    daemon = subprocess.Popen(
        [sys.executable, "-m", "briefing", "run"], stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert daemon.stderr
    said = []
    for line in daemon.stderr:
        said.append(line)
        if "event=done" in line:
            break
    daemon.send_signal(signal.SIGHUP)
    daemon.send_signal(signal.SIGTERM)
    rest, _ = daemon.stderr.read(), daemon.wait(60)
    assert daemon.returncode == 0, "".join([*said, rest])
    assert rest.splitlines()[-1].endswith("event=stopped")
    with store.open_slots("briefing.db") as ledger:
        assert all(run.state != "running" for run in ledger.open(""))


AWKWARD = ["plain", "with space", "100% $HOME;", 'it\'s "so"', "Ünïcode"]


@pytest.mark.parametrize("name", AWKWARD)
def test_the_units_are_sound(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    home = folder / name
    home.mkdir()
    shutil.copy("briefing.toml", home)
    assert (
        cli.main(["schedule", "--systemd", "units", "--config", str(home / "briefing.toml")]) == 0
    )
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.suffix for path in written] == [".service", ".timer"]
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *written], capture_output=True, text=True
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("name", AWKWARD)
def test_the_crontab_line_runs(name: str, tmp_path: Path) -> None:
    home = tmp_path / name
    home.mkdir()
    line = units.crontab(["printf", "%s", name], str(home))
    assert line.startswith("* * * * * ")
    command = line.removeprefix("* * * * * ").replace("\\%", "%")  # as cron does
    done = subprocess.run(["sh", "-c", f"{command}; pwd >&2"], capture_output=True, text=True)
    assert (done.stdout, done.stderr.strip()) == (name, str(home))
