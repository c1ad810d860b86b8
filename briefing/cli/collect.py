"""Words in, exit code out: the verbs of the sources, ``collect`` and ``sources``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .. import config
from ..errors import NothingUsable
from .common import day, say, settings, sources, verb

if TYPE_CHECKING:
    from ..sources import Collected
    from ..store import Added
    from ..types import Moment

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


def told(*, quiet: bool) -> Callable[[Collected, Added], None]:
    """Tells of each source when it is done: a line, what failed on standard error."""

    def tell(item: Collected, added: Added) -> None:
        if item.error:
            say(f"{item.source}: not collected: {item.error}")
        elif not quiet:
            print(_line(item, added), flush=True)
        for rejected in () if quiet or item.error else item.rejected[:MOST_TOLD]:
            say(f"{rejected.ref}: not used: {rejected.reason}")

    return tell


def collected(
    chosen: config.Config, addresses: Sequence[str], *, quiet: bool
) -> list[tuple[Collected, Added]]:
    """Collects, telling of each source in a line. Raises ``NothingUsable`` if all fail."""
    from ..app import collecting

    done = collecting.collect(
        *addresses,
        archive=chosen.archive,
        allow_hosts=chosen.allow_hosts,
        user_agent=chosen.user_agent,
        proxy=chosen.proxy,
        told=told(quiet=quiet),
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


def every_source(options: argparse.Namespace, chosen: config.Config) -> tuple[str, ...]:
    """The sources of the configuration and of all its profiles. Raises ``NothingUsable``."""
    names = config.profiles(options.config)
    own = [config.load(options.config, profile=name).sources for name in names]
    found = dict.fromkeys(source for some in (chosen.sources, *own) for source in some)
    return tuple(found) or sources(chosen)


def _collect(options: argparse.Namespace) -> int:
    chosen = settings(options)
    collected(chosen, options.sources or every_source(options, chosen), quiet=options.quiet)
    return 0


def _states(options: argparse.Namespace) -> int:
    from ..app import collecting
    from ..sources import key

    chosen = settings(options)
    known = {state.source: state for state in collecting.states(chosen.archive)}
    keys = {key(source): source for source in known}
    for source in [*known, *(s for s in every_source(options, chosen) if s not in known)]:
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
