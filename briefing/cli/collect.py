"""Words in, exit code out: the verbs of the sources, ``collect`` and ``sources``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .. import config
from ..errors import NothingUsable
from ..types import Map, Moment
from .common import day, say, settings, sources, verb

if TYPE_CHECKING:
    from ..sources import Collected
    from ..store import Added
    from ..types import Article, Rejected

HOURS = 24  #: of the archive that make takes where no window is named
MOST_TOLD = 5  #: articles that failed, told of one source; the archive counts all
COLLECT_CODES = """\
exit codes:
  0  collected; sources that failed are named on standard error
  2  an address or briefing.toml makes no sense
  3  no source could be read
  4  the archive cannot be written
"""


def add(verbs: Any) -> None:
    """The parsers of the sources' verbs."""
    collect = verb(verbs, "collect", "fetch what is new into the archive",
                   "Fetch what is new behind each source into the archive.",
                   COLLECT_CODES)  # fmt: skip
    collect.set_defaults(run=_collect, kept="what was stored stays")
    collect.add_argument("sources", nargs="*", metavar="SOURCE",
                         help="feed, OPML list, sitemap, page, mailbox, file or folder "
                         "(default: the sources of briefing.toml)")  # fmt: skip
    states = verb(verbs, "sources", "show how the sources fare",
                  "Show when each source was last collected, what it brought, and what went "
                  "wrong.")  # fmt: skip
    states.set_defaults(run=_states)
    for parser in (collect, states):
        parser.add_argument("--archive", metavar="FILE", help="the archive (default: briefing.db)")
        parser.add_argument(
            "--config", metavar="FILE", help="configuration (default: briefing.toml)"
        )
    collect.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")


def add_to_make(make: argparse.ArgumentParser) -> None:
    """The options of ``make`` that choose what is read."""
    make.add_argument("--since", type=moment, metavar="DATE",
                      help="first day of publication, or a time back: 24h, 7d")  # fmt: skip
    make.add_argument("--until", type=day, metavar="DATE",
                      help="last day of publication; undated articles stay")  # fmt: skip
    make.add_argument("--collect", action="store_true", help="fetch what is new first")
    make.add_argument("--archive", metavar="FILE", help="the archive (default: briefing.db)")


def moment(text: str) -> Moment:
    """The type of an option: a day, or hours, days or weeks back from now (``24h``)."""
    match = re.fullmatch(r"([1-9][0-9]{0,3})([hdw])", text.strip().lower())
    if not match:
        return day(text)
    hours = int(match[1]) * {"h": 1, "d": 24, "w": 168}[match[2]]
    return datetime.now(UTC) - timedelta(hours=hours)


def collected(
    chosen: config.Config, addresses: Sequence[str], *, quiet: bool
) -> list[tuple[Collected, Added]]:
    """Collects, telling of each source in a line. Raises ``NothingUsable`` if all fail."""
    from ..app import collecting

    def told(item: Collected, added: Added) -> None:
        if item.error:
            say(f"{item.source}: not collected: {item.error}")
        elif not quiet:
            print(_line(item, added), flush=True)
        for rejected in () if quiet or item.error else item.rejected[:MOST_TOLD]:
            say(f"{rejected.ref}: not used: {rejected.reason}")

    done = collecting.collect(
        *addresses,
        archive=chosen.archive,
        allow_hosts=chosen.allow_hosts,
        user_agent=chosen.user_agent,
        proxy=chosen.proxy,
        told=told,
    )
    read = [item for item, _ in done if not item.same]
    if read and all(item.error for item in read):
        raise NothingUsable(f"none of the {len(read)} sources could be collected")
    return done


def _line(item: Collected, added: Added) -> str:
    if item.same:
        return f"{item.source}: the same source as {item.same}, collected once"
    if item.sources:
        return f"{item.source}: a list of {len(item.sources)} feeds"
    counts = {"new": added.new, "corrected": added.versions, "seen": added.seen + item.unchanged,
              "failed": len(item.rejected), "left for the next run": item.left}  # fmt: skip
    always = ("new", "seen", "failed")
    told = [f"{count} {what}" for what, count in counts.items() if count or what in always]
    return f"{item.source}: {', '.join(told)}"


def _collect(options: argparse.Namespace) -> int:
    chosen = settings(options)
    collected(chosen, sources(chosen), quiet=options.quiet)
    return 0


def archive(options: argparse.Namespace, chosen: config.Config, addresses: Sequence[str]) -> str:
    """The archive that ``make`` reads and enters its brief in; ``""`` for files and folders."""
    from ..sources import is_web

    web = [is_web(source) for source in addresses]  # all of them: a wrong one is told of
    return chosen.archive if options.collect or any(web) else ""


def last_day(options: argparse.Namespace) -> date:
    """The last day of the archive's window."""
    day: date = options.until or datetime.now(UTC).date()
    return day


def read(
    options: argparse.Namespace, chosen: config.Config, addresses: Sequence[str], *, map: Map
) -> tuple[list[Article], list[Rejected]]:
    """The articles for ``make``: files and folders as they are, all else from the archive.

    The archive's window is ``--since`` and ``--until``, else ``--day``, else the last hours.
    """
    from .. import app
    from ..app import collecting

    if not archive(options, chosen, addresses):
        return app.read(*addresses, map=map)
    if options.collect:
        try:
            collected(chosen, addresses, quiet=True)
        except NothingUsable as error:  # the brief is made of what there is, and names them
            say(f"{error}")
    since: Moment | None = options.since
    until: Moment | None = options.until
    if since is None and until is None:
        since = until = options.day
    if since is None and until is None:
        since = datetime.now(UTC) - timedelta(hours=HOURS)
    return collecting.archived(chosen.archive, since=since, until=until, addresses=addresses)


def _states(options: argparse.Namespace) -> int:
    from ..app import collecting
    from ..sources import key

    chosen = settings(options)
    known = {state.source: state for state in collecting.states(chosen.archive)}
    keys = {key(source): source for source in known}
    for source in [*known, *(s for s in chosen.sources if s not in known)]:
        state = known.get(source)
        if state is None:
            same = keys.setdefault(key(source), source)
            told = "never collected" if same == source else f"the same source as {same}"
            print(f"{source}: {told}")
            continue
        success = f"{state.success:%Y-%m-%d %H:%M} UTC" if state.success else "never"
        counts = f"{state.new} new, {state.seen} seen, {state.failed} failed"
        print(f"{source}: last success {success}; {counts}")
        if state.error:
            print(f"  {state.error} ({state.at:%Y-%m-%d %H:%M} UTC)")
    return 0
