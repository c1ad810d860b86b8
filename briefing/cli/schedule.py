"""Words in, exit code out: ``run``, ``tick``, ``schedule`` and ``status``."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import config
from .common import number, say, verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..app.attempt import Planned, Stop
    from ..app.status import Status
    from ..schedule import Clock
    from ..store import Run, SourceState

COUNT = 5  #: runs that are shown of a profile
MOST_TOLD = 3  #: failed or skipped slots that are named; --json has a hundred
LOGS = ("keys", "json")
TICK_CODES = """\
exit codes:
  0  done, or nothing was due
  1  a slot has failed
  2  the command line or briefing.toml makes no sense, or nothing is scheduled
  4  the archive cannot be read or written
"""
STATUS_CODES = """\
exit codes:
  0  all is well
  1  the last slot of a profile has failed, or one is overdue
  2  the command line or briefing.toml makes no sense, or nothing is scheduled
  4  the archive cannot be read
"""


def add(verbs: Any) -> None:
    """The parsers of the schedule's verbs."""
    run = verb(verbs, "run", "stay, and make and send what is due",
               "Stay in the foreground, and make and send each brief when it is due. SIGTERM ends "
               "it; SIGHUP looks at once.")  # fmt: skip
    run.set_defaults(run=_run)
    tick = verb(verbs, "tick", "make and send what is due now",
                "Make and send what is due now, and end. For cron, systemd or a container, each "
                "minute.", TICK_CODES)  # fmt: skip
    tick.set_defaults(run=_tick)
    for parser in (run, tick):
        parser.add_argument("--log", choices=LOGS, default="keys",
                            help="a line an occurrence, as key=value (the default) or as "
                            "JSON")  # fmt: skip
        volume = parser.add_mutually_exclusive_group()
        volume.add_argument("-q", "--quiet", action="store_true", help="only what went wrong")
        volume.add_argument("-v", "--verbose", action="store_true", help="tracebacks of our faults")
    shown = verb(verbs, "schedule", "show the next runs",
                 "Show when the next briefs are due, or write what systemd or cron "
                 "needs.")  # fmt: skip
    shown.set_defaults(run=_schedule)
    shown.add_argument("--count", type=number, default=COUNT, metavar="N",
                       help=f"runs of each profile (default: {COUNT})")  # fmt: skip
    shown.add_argument("--systemd", metavar="DIR", help="write a service and a timer there")
    shown.add_argument("--crontab", action="store_true", help="print a line for crontab -e")
    status = verb(verbs, "status", "show how the schedule fares",
                  "Show the last and the next run of each profile, what failed, and which sources "
                  "are dead.", STATUS_CODES)  # fmt: skip
    status.set_defaults(run=_status)
    status.add_argument("--json", action="store_true", help="print it as JSON")
    for parser in (run, tick, shown, status):
        parser.add_argument("--profile", metavar="NAME", help="this one only (default: all)")
        parser.add_argument(
            "--config", metavar="FILE", help="configuration (default: briefing.toml)"
        )


def _run(options: argparse.Namespace) -> int:
    from ..app import daily

    clock, stop = _listening(options)
    daily.run(options.config, profile=options.profile or "", clock=clock, stop=stop)
    return 0


def _tick(options: argparse.Namespace) -> int:
    from ..app import daily

    clock, stop = _listening(options)
    try:
        plans = daily.planned(options.config, profile=options.profile or "")
        return 1 if daily.tick(plans, clock=clock, stop=stop).failed else 0
    except KeyboardInterrupt:
        logging.getLogger("briefing.schedule").info("stopped")
        return 0


def _listening(options: argparse.Namespace) -> tuple[Clock, Stop]:
    """The clock, and what a signal stops; from here on the log goes to standard error."""
    from ..app.attempt import Stop
    from ..schedule import Clock

    handler = logging.StreamHandler()
    handler.setFormatter(Lines(as_json=options.log == "json", traces=options.verbose))
    logging.getLogger().addHandler(logging.NullHandler())
    ours = logging.getLogger("briefing")
    ours.handlers = [handler]
    ours.setLevel(logging.WARNING if options.quiet else logging.INFO)
    clock, stop = Clock(), Stop()
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), stop)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: clock.wake())
    return clock, stop


class Lines(logging.Formatter):
    """A line an occurrence: time, level, what occurred, and its facts."""

    def __init__(self, *, as_json: bool, traces: bool) -> None:
        super().__init__()
        self._json, self._traces = as_json, traces

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the facts hold."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": f"{at:%Y-%m-%dT%H:%M:%S}Z", "level": record.levelname.lower(),
            "event": record.getMessage(),
        }  # fmt: skip
        line |= getattr(record, "facts", {})
        if self._traces and record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        if self._json:
            return json.dumps(line, ensure_ascii=False, default=str)
        return " ".join(f"{key}={_value(str(value))}" for key, value in line.items())


def _value(text: str) -> str:
    plain = text.isprintable() and not set(text) & set(" =\"'")
    return text if text and plain else json.dumps(text, ensure_ascii=False)


def _schedule(options: argparse.Namespace) -> int:
    from ..app import daily

    plans = daily.planned(options.config, profile=options.profile or "")
    if options.systemd or options.crontab:
        return _write_units(options)
    now = datetime.now(UTC)
    wide = max(len(plan.profile) for plan in plans)
    for plan in plans:
        for slot in plan.table.following(now, options.count):
            local = slot.due.astimezone(plan.table.zone)
            shown = f"{slot.day} {slot.at}"
            moved = "" if f"{local:%Y-%m-%d %H:%M}" == shown else f", which is {local:%H:%M} there"
            words = [f"{plan.profile:{wide}}"] * bool(wide)
            print("  ".join([*words, f"{slot.day:%a} {shown}", plan.table.zone.key,
                             f"({slot.due:%Y-%m-%d %H:%M} UTC{moved})"]))  # fmt: skip
    return 0


def _write_units(options: argparse.Namespace) -> int:
    from .. import output
    from ..schedule import units

    file = Path(options.config or config.FILE).resolve()
    command = [sys.executable, "-m", "briefing", "tick", "--config", str(file)]
    command += ["--profile", options.profile] if options.profile else []
    if options.crontab:
        print(units.crontab([*command, "--quiet"], str(file.parent)))
    if options.systemd:
        folder = Path(options.systemd)
        texts = units.systemd(command, str(file.parent))
        output.write_all({folder / name: text.encode() for name, text in texts.items()})
        for name in texts:
            print(folder / name)
        say(f"to start: copy them to ~/.config/systemd/user, then systemctl --user enable --now "
            f"{units.NAME}.timer")  # fmt: skip
    return 0


def _status(options: argparse.Namespace) -> int:
    from ..app import daily, status

    plans = daily.planned(options.config, profile=options.profile or "")
    found = status.status(plans, now=datetime.now(UTC))
    if options.json:
        print(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one, plan in zip(found, plans, strict=True):
            print("\n".join(_told(one, plan)))
        dead = {source.source: source for one in found for source in one.dead}
        print("".join(f"{_dead(source)}\n" for source in dead.values()), end="")
    return 1 if any(one.wrong for one in found) else 0


def _told(one: Status, plan: Planned) -> Iterator[str]:
    looked = f"last looked {one.looked:%Y-%m-%d %H:%M} UTC" if one.looked else "never looked"
    yield f"{one.profile or plan.settings.archive} ({one.zone}), {looked}"
    for wrong in one.wrong:
        yield f"  ! {wrong}"
    for run in one.running:
        state = "running" if run.state == "running" else "to be tried again"
        yield f"  {state} {_slot(run)}, attempt {run.attempts}" + (
            f": {run.error}" if run.error else "")  # fmt: skip
    if one.last:
        yield f"  last {_slot(one.last)}: {_outcome(one.last)}"
    yield f"  next {one.next.day} {one.next.at}" if one.next else "  nothing more is scheduled"
    earlier = [run for run in one.failed if not one.last or run.key != one.last.key]
    for what, runs in (("failed", earlier), ("skipped", one.skipped)):
        for run in runs[:MOST_TOLD]:
            yield f"  {what} {_slot(run)}: {run.error}"
        if len(runs) > MOST_TOLD:
            yield f"  {len(runs) - MOST_TOLD} more {what} in the last seven days"


def _dead(source: SourceState) -> str:
    since = f"last collected {source.success:%Y-%m-%d %H:%M} UTC" if source.success else (
        "never collected")  # fmt: skip
    return f"source {source.source}: {source.error}; {since}"


def _slot(run: Run) -> str:
    return f"{run.day} {run.at}"


def _outcome(run: Run) -> str:
    if run.state == "failed":
        return f"failed after {run.attempts} attempts: {run.error}"
    counts = ", ".join(f"{number} {what}" for what, number in run.counts.items())
    return f"done, {counts}; brief {run.brief}"


def _record(one: Status) -> dict[str, object]:
    """For programs: moments are ISO 8601, in UTC."""
    return {
        "profile": one.profile, "zone": one.zone, "ok": not one.wrong, "wrong": list(one.wrong),
        "looked": _iso(one.looked), "last": one.last and _row(one.last),
        "next": one.next and {"day": str(one.next.day), "at": one.next.at,
                              "due": _iso(one.next.due)},
        "running": [_row(run) for run in one.running], "failed": [_row(run) for run in one.failed],
        "skipped": [_row(run) for run in one.skipped],
        "dead_sources": [{"source": s.source, "error": s.error, "success": _iso(s.success)}
                         for s in one.dead],
    }  # fmt: skip


def _row(run: Run) -> dict[str, object]:
    return {
        "day": str(run.day), "at": run.at, "due": _iso(run.due), "state": run.state,
        "attempts": run.attempts, "started": _iso(run.started), "ended": _iso(run.ended),
        "brief": run.brief, "error": run.error, **run.counts,
    }  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
