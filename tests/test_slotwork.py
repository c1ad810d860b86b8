"""The schedule and the delivery together: made, sent, and told, once, by real engines."""

from __future__ import annotations

import email
import logging
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from conftest import EN
from mailserver import Post, serving

from briefing import schedule, store
from briefing.app import attempt, daily, slotwork
from briefing.verify import verify

WORDS = {"town": "Elmford", "thing": "harbour", "cost": "30", "hours": "4", "people": "4,000",
         "name": "Alma Reed"}  # fmt: skip
#: The machine's: what bears no date counts when it was fetched, whatever a test's clock says.
NOW = datetime.now(UTC).replace(second=0, microsecond=0)


class Standing(schedule.Clock):
    at = NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def post() -> Iterator[Post]:
    with serving() as made:
        yield made


@pytest.fixture
def plans(tmp_path: Path, post: Post) -> list[attempt.Planned]:
    logging.getLogger("briefing").setLevel(logging.CRITICAL)
    (tmp_path / "news").mkdir()
    text = " ".join(sentence.format(**WORDS) for sentence in EN)
    (tmp_path / "news" / "a.txt").write_text(text, "utf-8")
    (tmp_path / "briefing.toml").write_text(
        'sources = ["news"]\nformats = ["pdf", "json"]\nout = "out"\n[profile.port]\n'
        f'sources = ["news"]\n[mail]\nserver = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\n'
        'sender = "Daily <brief@paper.example>"\n[[recipients]]\naddress = "ann@paper.example"\n'
        '[[channels]]\nname = "share"\nfolder = "share"\n'
        f'[schedule]\nat = ["{NOW:%H:%M}"]\nalert = ["ops@paper.example"]\nattempts = 2\n', "utf-8",
    )  # fmt: skip
    return daily.planned(str(tmp_path / "briefing.toml"))


def killed(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_in_child(plans: list[attempt.Planned], clock: Standing, work: slotwork.Work) -> None:
    child = os.fork()
    if not child:
        with suppress(BaseException):
            daily.tick(plans, clock=clock, work=work)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def test_a_slot_reaches_everybody_once(
    plans: list[attempt.Planned], post: Post, tmp_path: Path
) -> None:
    """Killed when the brief is made and recorded; then when it is sent, before that is entered."""
    clock, name = Standing(), f"brief-port-{NOW:%Y-%m-%d}"
    kill_in_child(plans, clock, replace(slotwork.WORK, send=killed))
    made = (tmp_path / "out" / f"{name}.pdf").read_bytes()
    (tmp_path / "out" / f"{name}.pdf").unlink()

    def sent_and_killed(*args: Any, **keys: Any) -> Any:
        slotwork.send(*args, **keys)
        killed()

    kill_in_child(plans, clock, replace(slotwork.WORK, send=sent_and_killed))
    assert post.got  # and the slot does not know
    plans[0] = replace(plans[0], settings=replace(
        plans[0].settings, schedule=replace(plans[0].settings.schedule, attempts=5)))  # fmt: skip
    assert daily.tick(plans, clock=clock) == attempt.Ticked(done=1)
    clock.at += timedelta(minutes=1)
    assert daily.tick(plans, clock=clock) == attempt.Ticked()
    assert [to for to, _ in post.got] == ["ann@paper.example"]
    message = email.message_from_bytes(post.got[0][1], policy=policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == made == (tmp_path / "share" / f"{name}.pdf").read_bytes()
    assert verify(tmp_path / "share" / f"{name}.pdf") == []
    with store.open_slots(plans[0].settings.archive) as ledger:
        (run,) = ledger.ended("port", "done")
    with store.open(plans[0].settings.archive) as held:
        assert [brief.id for brief in held.briefs()] == [run.brief]
    assert (run.attempts, run.counts["articles"], run.counts["sent"]) == (3, 1, 2)


def test_what_was_put_off_is_sent_by_a_later_tick(plans: list[attempt.Planned], post: Post) -> None:
    clock = Standing()
    post.set("RCPT", "4xx", times=1)
    assert daily.tick(plans, clock=clock) == attempt.Ticked(done=1)
    assert post.got == []
    clock.at += timedelta(minutes=30)
    assert daily.tick(plans, clock=clock) == attempt.Ticked()
    assert [to for to, _ in post.got] == ["ann@paper.example"]


def test_a_failure_is_told_by_mail(
    plans: list[attempt.Planned], post: Post, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "news")
    clock, ticked = Standing(), attempt.Ticked()
    for _ in range(20):
        ticked += daily.tick(plans, clock=clock)
        clock.at += timedelta(minutes=1)
    assert ticked == attempt.Ticked(failed=1, again=1)
    ((to, said),) = post.got
    message = email.message_from_bytes(said, policy=policy.default)
    assert to == "ops@paper.example"
    assert message["Subject"] == f"briefing: port {NOW:%Y-%m-%d %H:%M} has failed"
    body = message.get_body(("plain",))
    assert body
    assert "was not made or not sent" in body.get_content()
