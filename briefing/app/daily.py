"""The hall, daily: what the schedule says is due is made and sent, once. Decides nothing else.

``tick`` looks at the clock once, ``run`` again and again. Both ask the ledger in the archive who
runs a slot (``store/slots.py``), so any number of them may work on one archive. A slot is a brief
that is made, entered in the ledger, and sent; whatever ends a process in between, the next attempt
goes on from what the ledger holds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from .. import config, schedule, store
from ..config import Config
from ..errors import BriefingError, UsageError
from . import slotwork

LOG = logging.getLogger("briefing.schedule")
ROUND = timedelta(minutes=1)  #: a daemon looks at least so often: clocks jump, others crash
BEAT = store.LEASE / 5  #: a lease is renewed so often
LONGEST = timedelta(hours=2)  #: a run that takes longer hangs: its lease is renewed no more
ALERT_AGAIN = timedelta(minutes=30)  #: an alert that could not be sent is tried again
ALERT_FOR = timedelta(days=2)  #: nobody is told of an older failure
NOBODY = "the process that ran it ended without a word, or its machine did"


@dataclass(frozen=True, slots=True)
class Planned:
    """A profile (``""`` where the configuration has none) and when it is due."""

    profile: str
    settings: Config
    table: schedule.Timetable


@dataclass(frozen=True, slots=True)
class Ticked:
    """What became of the slots of one look at the clock."""

    done: int = 0
    failed: int = 0  #: for good
    again: int = 0  #: tried, and to be tried again

    def __add__(self, other: Ticked) -> Ticked:
        return Ticked(self.done + other.done, self.failed + other.failed, self.again + other.again)


class Stop:
    """What SIGTERM does: ends a wait and the making of a brief, and lets a delivery finish.

    A second signal ends that too; the outbox bears it.
    """

    def __init__(self) -> None:
        self.asked = self._may = False

    def __call__(self, *_: object) -> None:
        """The handler of a signal. Raises ``KeyboardInterrupt`` where that does no harm."""
        again, self.asked = self.asked, True
        if self._may or again:
            raise KeyboardInterrupt

    @contextmanager
    def may(self) -> Iterator[None]:
        """Here it does no harm."""
        self._may = True
        try:
            if self.asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._may = False


def planned(path: str | None, *, profile: str = "") -> list[Planned]:
    """Every profile that is scheduled, or one; without profiles the configuration itself.

    Raises ``UsageError`` for a configuration that makes no sense, and if nothing is scheduled.
    """
    found = []
    for name in (profile,) if profile else config.profiles(path) or ("",):
        settings = config.load(path, profile=name)
        if table := schedule.timetable(settings.schedule):
            found.append(Planned(name, settings, table))
    if not found:
        where = f"profile {profile}" if profile else path or config.FILE
        raise UsageError(
            f'{where}: nothing is scheduled; write schedule = {{ at = ["07:00"], '
            'zone = "Europe/Berlin" }'
        )
    return found


def run(
    path: str | None,
    *,
    profile: str = "",
    clock: schedule.Clock,
    stop: Stop,
    work: slotwork.Work = slotwork.WORK,
) -> None:
    """Stay, and do what is due when it is due; returns when ``stop`` is called.

    The configuration is read anew before each look; while it makes no sense the one before holds.
    Raises ``UsageError`` if it makes none at the start.
    """
    plans = planned(path, profile=profile)
    LOG.info("running", extra=_facts(profiles=len(plans)))
    try:
        while True:
            try:
                plans = planned(path, profile=profile)
            except UsageError as error:
                LOG.error("configuration not read", extra=_facts(error=str(error)))
            for plan in plans:
                try:
                    tick([plan], clock=clock, stop=stop, work=work)
                except BriefingError as error:  # a full disk, a long writer: the next round may do
                    LOG.error("not looked", extra=_facts(profile=plan.profile, error=str(error)))
            now = clock.now()
            coming = [s.due for p in plans for s in p.table.following(now)]
            with stop.may():
                clock.wait(min([ROUND, *(due - now for due in coming)]).total_seconds())
    except KeyboardInterrupt:
        LOG.info("stopped")


def tick(
    plans: list[Planned],
    *,
    clock: schedule.Clock,
    stop: Stop | None = None,
    work: slotwork.Work = slotwork.WORK,
) -> Ticked:
    """Do what is due now. Raises ``ArchiveError``, and ``KeyboardInterrupt`` when stopped."""
    total, stop = Ticked(), stop or Stop()
    for plan in plans:
        with store.open_slots(plan.settings.archive) as ledger:
            _enter(plan, ledger, clock.now())
            for run in ledger.open(plan.profile):
                total += _settle(plan, ledger, run, clock, stop, work)
            _alert(plan, ledger, clock, work)
    return total


def _enter(plan: Planned, ledger: store.Slots, now: datetime) -> None:
    """Everything that has come due stands in the ledger; what is not caught up is left out."""
    profile, table = plan.profile, plan.table
    looked = ledger.looked(profile) or now - schedule.GRACE
    due = table.between(max(looked, now - schedule.WINDOW), now)
    ledger.enter(profile, [(slot.day, slot.at, slot.due) for slot in due], now=now)
    waiting = {
        schedule.Slot(run.due, run.day, run.at): run
        for run in ledger.open(profile) if run.state == "due" and not run.attempts
    }  # fmt: skip
    out = schedule.left_out(
        waiting, plan.settings.schedule, newest=ledger.begun(profile, by=now), now=now
    )
    for slot, reason in out.items():
        if ledger.skip(waiting[slot], reason, now=now):
            LOG.warning("skipped", extra=_of(waiting[slot], reason=reason))


def _settle(
    plan: Planned, ledger: store.Slots, run: store.Run, clock: schedule.Clock, stop: Stop,
    work: slotwork.Work,
) -> Ticked:  # fmt: skip
    """Run a slot if it waits for somebody; give it up if it was tried too often or too long."""
    now, limits = clock.now(), plan.settings.schedule
    if not run.free(now):
        return Ticked()
    if run.attempts and (run.attempts >= limits.attempts or schedule.old(run.due, limits, now)):
        error = run.error if run.state == "due" and run.error else NOBODY
        gone = ledger.give_up(run, error, now=now)
        if gone:
            LOG.error("failed", extra=_of(run, error=error))
        return Ticked(failed=int(gone))
    taken = ledger.take(run, now=now)
    return _attempt(plan, ledger, taken, clock, stop, work) if taken else Ticked()


def _attempt(
    plan: Planned, ledger: store.Slots, run: store.Run, clock: schedule.Clock, stop: Stop,
    work: slotwork.Work,
) -> Ticked:  # fmt: skip
    """One attempt under a lease. Raises ``KeyboardInterrupt`` when stopped."""
    began = clock.now()
    LOG.info("started", extra=_of(run, attempt=run.attempts))
    try:
        with _renewed(plan.settings.archive, run, clock):
            run = _work(plan, ledger, run, clock, stop, work)
        now = clock.now()
        counts = {**run.counts, "seconds": round((now - began).total_seconds())}
        ledger.finish(run, counts, now=now)
        LOG.info("done", extra=_of(run, **counts))
        return Ticked(done=1)
    except store.LeaseLost as error:
        LOG.warning("lost", extra=_of(run, error=str(error)))
        return Ticked()
    except KeyboardInterrupt:
        _given_back(ledger, run, clock)
        raise
    except Exception as error:
        if stop.asked:  # what was stopped may break in many ways
            _given_back(ledger, run, clock)
            raise KeyboardInterrupt from error
        return _failed(plan, ledger, run, clock, error)


def _given_back(ledger: store.Slots, run: store.Run, clock: schedule.Clock) -> None:
    """Whoever looks next may take the slot, as if this attempt had not been."""
    with suppress(store.LeaseLost):
        ledger.release(run, run.error, again=clock.now(), now=clock.now(), count=False)
        LOG.info("given back", extra=_of(run))


def _failed(
    plan: Planned, ledger: store.Slots, run: store.Run, clock: schedule.Clock, error: Exception
) -> Ticked:
    ours = not isinstance(error, BriefingError)
    said = f"a fault of ours ({type(error).__name__}: {error})" if ours else str(error)
    now = clock.now()
    last = run.attempts >= plan.settings.schedule.attempts
    again = None if last else now + schedule.wait_after(run.attempts)
    try:
        ledger.release(run, said, again=again, now=now)
    except store.LeaseLost as lost:
        LOG.warning("lost", extra=_of(run, error=str(lost)))
        return Ticked()
    if again:
        LOG.warning("to be tried again", extra=_of(run, error=said, again=again), exc_info=ours)
        return Ticked(again=1)
    LOG.error("failed", extra=_of(run, error=said), exc_info=ours)
    return Ticked(failed=1)


def _work(
    plan: Planned, ledger: store.Slots, run: store.Run, clock: schedule.Clock, stop: Stop,
    work: slotwork.Work,
) -> store.Run:  # fmt: skip
    """The brief is made if it is not, and sent as far as it is not; the slot with its counts."""
    if not run.brief:
        with stop.may():
            now = clock.now()
            made = work.make(
                _named(plan, run), profile=plan.profile, day=run.day, now=now,
                since=_since(plan, ledger, run), until=_until(plan, run, now),
                began=run.started or now,
            )  # fmt: skip
        run = replace(run, brief=made.id, counts=made.counts)
        ledger.made(run, run.brief, run.counts)
    ledger.renew(run, now=clock.now())  # whoever has lost the slot sends nothing
    sent = work.send(plan.settings, profile=plan.profile, brief=run.brief, now=clock.now())
    return replace(run, counts={**run.counts, **sent})


def _since(plan: Planned, ledger: store.Slots, run: store.Run) -> datetime:
    """Where the brief's window begins: at the slot before; if that was missed, at the last that
    was not, as far back as missed ones are caught up."""
    regular = plan.table.before(run.due)
    done = ledger.ended(plan.profile, "done", before=run.due, count=1)
    oldest = run.due - schedule.age(plan.settings.schedule.max_age)
    return min(regular, max(done[0].due if done else regular, oldest))


def _until(plan: Planned, run: store.Run, now: datetime) -> datetime | None:
    """Where the window ends: nowhere, or where that of the next slot begins if that is due too.

    Not at the slot itself: what bears no date counts when it was fetched, a moment later.
    """
    later = plan.table.following(run.due)
    return run.due if later and later[0].due <= now else None


def _named(plan: Planned, run: store.Run) -> Config:
    """The settings of a slot: where a day has several, its files are named after its time too."""
    if len(plan.table.on(run.day)) < 2:
        return plan.settings
    stem = plan.settings.name or "-".join(filter(None, ("brief", plan.profile, str(run.day))))
    return replace(plan.settings, name=f"{stem}-{run.at.replace(':', '')}")


@contextmanager
def _renewed(archive: str | Path, run: store.Run, clock: schedule.Clock) -> Iterator[None]:
    """The lease is renewed from a thread for as long as this lasts, but not for ``LONGEST``."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT.total_seconds()):
            now = clock.now()
            if now - began > LONGEST:
                return
            try:
                with store.open_slots(archive) as ledger:
                    ledger.renew(run, now=now)
            except store.LeaseLost:
                return  # the next thing that is entered is refused
            except BriefingError as error:  # a full disk, a long writer: the next beat may do
                LOG.warning("lease not renewed", extra=_of(run, error=str(error)))

    began = clock.now()
    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _alert(plan: Planned, ledger: store.Slots, clock: schedule.Clock, work: slotwork.Work) -> None:
    """Tell of each slot that failed, once; what could not be told is tried again later."""
    now, to = clock.now(), plan.settings.schedule.alert
    for run in ledger.untold(plan.profile, since=now - ALERT_FOR) if to else ():
        if ledger.alert(run, again=now + ALERT_AGAIN, now=now):
            try:
                work.alert(plan.settings, run=run, to=to)
                ledger.alerted(run, now=now)
                LOG.info("alert sent", extra=_of(run, to=",".join(to)))
            except Exception as error:  # the alert of a failure must not be the next
                LOG.error("alert not sent", extra=_of(run, error=str(error)))


def _of(run: store.Run, **facts: object) -> dict[str, object]:
    return _facts(profile=run.profile, slot=f"{run.day} {run.at}", brief=run.brief, **facts)


def _facts(**facts: object) -> dict[str, object]:
    """What a line of the log holds beside its words (``logging``'s ``extra``)."""
    return {"facts": {key: value for key, value in facts.items() if value not in ("", None)}}
