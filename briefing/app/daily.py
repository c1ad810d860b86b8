"""The hall, daily: what the schedule says is due is made and sent, once. Decides nothing else.

``tick`` looks at the clock once, ``run`` again and again. Both ask the ledger in the archive who
runs a slot (``store/slots.py``), so any number of them may work on one archive. A slot is a brief
that is made, entered in the archive, and sent (``attempt.py``); whatever ends a process in between,
the next attempt goes on from what the archive holds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .. import config, schedule, store
from ..errors import BriefingError, UsageError
from .attempt import Planned, Stop, Ticked, World, attempt
from .slotwork import LOG, WORK, Work, facts, of

ROUND = timedelta(minutes=1)  #: a daemon looks at least so often: clocks jump, others crash
ALERT_AGAIN = timedelta(minutes=30)  #: an alert that could not be sent is tried again
ALERT_FOR = timedelta(days=2)  #: nobody is told of an older failure
NOBODY = "the process that ran it ended without a word, or its machine did"


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
    path: str | None, *, profile: str = "", clock: schedule.Clock, stop: Stop, work: Work = WORK
) -> None:
    """Stay, and do what is due when it is due; returns when ``stop`` is called.

    The configuration is read anew before each look; while it makes no sense the one before holds.
    Raises ``UsageError`` if it makes none at the start.
    """
    plans = planned(path, profile=profile)
    LOG.info("running", extra=facts(profiles=len(plans)))
    try:
        while True:
            try:
                plans = planned(path, profile=profile)
            except UsageError as error:
                LOG.error("configuration not read", extra=facts(error=str(error)))
            for plan in plans:
                try:
                    tick([plan], clock=clock, stop=stop, work=work)
                except BriefingError as error:  # a full disk, a long writer: the next look may do
                    LOG.error("not looked", extra=facts(profile=plan.profile, error=str(error)))
            now = clock.now()
            coming = [slot.due - now for plan in plans for slot in plan.table.following(now)]
            with stop.may():
                clock.wait(min([ROUND, *coming]).total_seconds())
    except KeyboardInterrupt:
        LOG.info("stopped")


def tick(
    plans: list[Planned], *, clock: schedule.Clock, stop: Stop | None = None, work: Work = WORK
) -> Ticked:
    """Do what is due now. Raises ``ArchiveError``, and ``KeyboardInterrupt`` when stopped."""
    total, world = Ticked(), World(clock, stop or Stop(), work)
    for plan in plans:
        with store.open_slots(plan.settings.archive) as ledger:
            _enter(plan, ledger, clock.now())
            for run in ledger.open(plan.profile):
                total += _settle(plan, ledger, run, world)
            _rest(plan, world)
            _alert(plan, ledger, world)
    return total


def _enter(plan: Planned, ledger: store.Slots, now: datetime) -> None:
    """Everything that has come due stands in the ledger; what is not caught up is left out."""
    profile, table = plan.profile, plan.table
    looked = ledger.looked(profile) or now - schedule.GRACE
    due = table.between(max(looked, now - schedule.WINDOW), now)
    ledger.enter(profile, [(slot.day, slot.at, slot.due) for slot in due], now=now)
    waiting = {
        schedule.Slot(run.due, run.day, run.at): run
        for run in ledger.open(profile)
        if run.state == "due" and not run.attempts
    }
    newest = ledger.begun(profile, by=now)
    out = schedule.left_out(waiting, plan.settings.schedule, newest=newest, now=now)
    for slot, reason in out.items():
        if ledger.skip(waiting[slot], reason, now=now):
            LOG.warning("skipped", extra=of(waiting[slot], reason=reason))


def _settle(plan: Planned, ledger: store.Slots, run: store.Run, world: World) -> Ticked:
    """Run a slot if it waits for somebody; give it up if it was tried too often or too long."""
    now, limits = world.clock.now(), plan.settings.schedule
    if not run.free(now):
        return Ticked()
    if run.attempts and (run.attempts >= limits.attempts or schedule.old(run.due, limits, now)):
        error = run.error if run.state == "due" and run.error else NOBODY
        gone = ledger.give_up(run, error, now=now)
        if gone:
            LOG.error("failed", extra=of(run, error=error))
        return Ticked(failed=int(gone))
    taken = ledger.take(run, now=now)
    return attempt(plan, ledger, taken, world) if taken else Ticked()


def _rest(plan: Planned, world: World) -> None:
    """What was put off is sent, and what has been approved since."""
    try:
        if sent := world.work.rest(plan.settings, now=world.clock.now()):
            LOG.info("sent", extra=facts(profile=plan.profile, **sent))
    except BriefingError as error:
        LOG.error("not sent", extra=facts(profile=plan.profile, error=str(error)))


def _alert(plan: Planned, ledger: store.Slots, world: World) -> None:
    """Tell of each slot that failed, once; what could not be told is tried again later."""
    now, to = world.clock.now(), plan.settings.schedule.alert
    for run in ledger.untold(plan.profile, since=now - ALERT_FOR) if to else ():
        if ledger.alert(run, again=now + ALERT_AGAIN, now=now):
            try:
                world.work.alert(plan.settings, run=run, to=to)
                ledger.alerted(run, now=now)
                LOG.info("alert sent", extra=of(run, to=",".join(to)))
            except Exception as error:  # the alert of a failure must not be the next
                LOG.error("alert not sent", extra=of(run, error=str(error)))
