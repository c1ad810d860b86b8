"""The hall, attempt: one attempt at a slot, under a lease. The brief is made, then sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .. import schedule, store
from ..config import Config
from ..errors import BriefingError
from .slotwork import LOG, Work, of

BEAT = store.LEASE / 5  #: a lease is renewed so often
FETCHING = timedelta(hours=1)  #: by then all is fetched of which a brief is made
LONGEST = timedelta(hours=2)  #: a run that takes longer hangs: its lease is renewed no more


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


@dataclass(frozen=True, slots=True)
class World:
    """What an attempt finds outside: the time, who may stop it, and what is to be done."""

    clock: schedule.Clock
    stop: Stop
    work: Work


def attempt(plan: Planned, ledger: store.Slots, run: store.Run, world: World) -> Ticked:
    """Run a slot that this process has taken. Raises ``KeyboardInterrupt`` when stopped."""
    clock = world.clock
    began = clock.now()
    LOG.info("started", extra=of(run, attempt=run.attempts))
    try:
        with _renewed(plan, run, clock):
            run = _worked(plan, ledger, run, world)
        now = clock.now()
        counts = {**run.counts, "seconds": round((now - began).total_seconds())}
        ledger.finish(run, counts, now=now)
        LOG.info("done", extra=of(run, **counts))
        return Ticked(done=1)
    except store.LeaseLost as error:
        LOG.warning("lost", extra=of(run, error=str(error)))
        return Ticked()
    except KeyboardInterrupt:
        _given_back(ledger, run, clock)
        raise
    except Exception as error:
        if world.stop.asked:  # what was stopped may break in many ways
            _given_back(ledger, run, clock)
            raise KeyboardInterrupt from error
        return _failed(plan, ledger, run, clock, error)


def _worked(plan: Planned, ledger: store.Slots, run: store.Run, world: World) -> store.Run:
    """The brief is made if it is not, and sent as far as it is not; the slot with its counts."""
    now, settings, brief = world.clock.now(), _named(plan, run), run.brief
    if not brief and run.token > 1:  # an attempt may have ended just when it had recorded one
        brief = ledger.recorded(run)
    with world.stop.may():
        made = world.work.make(
            settings, profile=plan.profile, brief=brief, day=run.day,
            since=_since(plan, ledger, run), until=_until(plan, run, now), now=now,
        )  # fmt: skip
    run = replace(run, brief=made.id, counts={**run.counts, **made.counts})
    now = world.clock.now()
    ledger.made(run, run.brief, run.counts, now=now)  # whoever has lost the slot sends nothing
    sent = world.work.send(settings, made=made, edition=run.at, now=now)
    return replace(run, counts={**run.counts, **sent})


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
        LOG.warning("lost", extra=of(run, error=str(lost)))
        return Ticked()
    if again:
        LOG.warning("to be tried again", extra=of(run, error=said, again=again), exc_info=ours)
        return Ticked(again=1)
    LOG.error("failed", extra=of(run, error=said), exc_info=ours)
    return Ticked(failed=1)


def _given_back(ledger: store.Slots, run: store.Run, clock: schedule.Clock) -> None:
    """Whoever looks next may take the slot, as if this attempt had not been."""
    with suppress(store.LeaseLost):
        ledger.release(run, run.error, again=clock.now(), now=clock.now(), count=False)
        LOG.info("given back", extra=of(run))


def _since(plan: Planned, ledger: store.Slots, run: store.Run) -> datetime:
    """Where the window begins: at the slot before; if that was missed, at the last that was not,
    as far back as missed ones are caught up."""
    regular = plan.table.before(run.due)
    done = ledger.ended(plan.profile, "done", before=run.due, count=1)
    oldest = run.due - schedule.age(plan.settings.schedule.max_age)
    return min(regular, max(done[0].due if done else regular, oldest))


def _until(plan: Planned, run: store.Run, now: datetime) -> datetime:
    """Where the window ends: at the slot, if the next is due too; else after all that is fetched.

    What bears no date counts when it was fetched, and that is after the slot, and after now.
    """
    later = plan.table.following(run.due)
    return run.due if later and later[0].due <= now else now + FETCHING


def _named(plan: Planned, run: store.Run) -> Config:
    """The settings of a slot: where a day has several, its files are named after its time too."""
    stem = plan.settings.name or "-".join(filter(None, ("brief", plan.profile, str(run.day))))
    several = len(plan.table.on(run.day)) > 1
    return replace(plan.settings, name=f"{stem}-{run.at.replace(':', '')}" if several else stem)


@contextmanager
def _renewed(plan: Planned, run: store.Run, clock: schedule.Clock) -> Iterator[None]:
    """The lease is renewed from a thread for as long as this lasts, but not for ``LONGEST``."""
    ended, began = threading.Event(), clock.now()

    def beat() -> None:
        while not ended.wait(BEAT.total_seconds()):
            now = clock.now()
            if now - began > LONGEST:
                return
            try:
                with store.open_slots(plan.settings.archive) as ledger:
                    ledger.renew(run, now=now)
            except store.LeaseLost:
                return  # the next thing that is entered is refused
            except BriefingError as error:  # a full disk, a long writer: the next beat may do
                LOG.warning("lease not renewed", extra=of(run, error=str(error)))

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
