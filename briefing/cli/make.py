"""Words in, exit code out: the verbs ``make`` and ``profiles``."""

from __future__ import annotations

import argparse
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import config
from ..errors import NothingUsable, UsageError
from . import collect
from .common import (
    EXIT_CODES,
    count,
    day,
    listen,
    number,
    say,
    settings,
    sources,
    tell_rejected,
    verb,
)

if TYPE_CHECKING:
    from ..app import Produced

FORMATS = {"pdf": "pdf", "html": "html", "md": "md", "text": "txt", "json": "json"}


def add(verbs: Any) -> None:
    """The parsers of ``make`` and ``profiles``."""
    about = "Read articles and write a brief of the events they report."
    make = verb(verbs, "make", "read articles, write a brief", about, EXIT_CODES)
    make.set_defaults(run=_make)
    make.add_argument("sources", nargs="*", metavar="SOURCE",
                      help="file or folder of .txt .html .json .jsonl (default: the sources of "
                      "briefing.toml, else seeds/)")  # fmt: skip
    for name, suffix in FORMATS.items():
        extra = " (the default)" if name == "pdf" else ""
        make.add_argument(f"--{name}", dest="formats", action="append_const", const=suffix,
                          help=f"write NAME.{suffix}{extra}")  # fmt: skip
    make.add_argument("--out", metavar="DIR", help="output folder (default: output/)")
    make.add_argument("--name", metavar="NAME", help="file name (default: brief-<day>)")
    make.add_argument("--day", type=day, metavar="DATE",
                      help="the brief's date (default: the latest publication)")  # fmt: skip
    collect.add_to_make(make)
    make.add_argument("--lang", metavar="CODE",
                      help="the brief's language (default: that of most articles)")  # fmt: skip
    make.add_argument("--title", metavar="TEXT", help="title in the masthead")
    make.add_argument("--method", metavar="NAME", help=f"summariser: {', '.join(config.METHODS)}")
    make.add_argument("--length", type=number, metavar="N",
                      help="sentences per article summary (default: 3)")  # fmt: skip
    make.add_argument("--jobs", type=number, metavar="N",
                      help="processes for many articles (default: cores, at most 4)")  # fmt: skip
    make.add_argument("--texts", metavar="WHICH",
                      help="what the brief carries of the articles: cited (passages, the default) "
                      "or whole")  # fmt: skip
    make.add_argument("--templates", metavar="DIR",
                      help="folder whose templates and style sheets come before ours")  # fmt: skip
    make.add_argument("--memory", type=number, metavar="DAYS",
                      help="tell nothing that a brief of the archive told in so many days "
                      "(default: 14; 0: all)")  # fmt: skip
    make.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")
    make.add_argument("--profile", metavar="NAME",
                      help="the brief of this profile; all: one of each")  # fmt: skip
    volume = make.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
    volume.add_argument("-v", "--verbose", action="store_true", help="say more")
    profiles = verb(verbs, "profiles", "list the profiles",
                    "List the profiles of briefing.toml and what each holds.")  # fmt: skip
    profiles.set_defaults(run=_profiles)
    profiles.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")


def _make(options: argparse.Namespace) -> int:
    listen(logging.ERROR if options.quiet else logging.INFO)
    if options.profile != config.ALL:
        return _made(options, settings(options))
    names = config.profiles(options.config)
    if not names:
        raise UsageError("there are no profiles; write a table [profile.NAME] in briefing.toml")
    if options.name:
        raise UsageError("--name names one brief; leave it out with --profile all")
    made = [settings(options, profile=name) for name in names]
    if options.collect:  # once for all: a source that several have is asked once
        own = dict.fromkeys(source for chosen in made for source in sources(chosen))
        with contextlib.suppress(NothingUsable):  # each brief names them
            collect.collected(made[0], list(own), quiet=True)
    codes = []
    for chosen in made:
        try:
            codes.append(_made(options, chosen, collect_first=False))
        except NothingUsable as error:  # and the other profiles have their briefs
            say(f"{chosen.profile}: {error}")
            codes.append(error.exit_code)
    return max(codes)


def _made(
    options: argparse.Namespace, chosen: config.Config, *, collect_first: bool | None = None
) -> int:
    from .. import app
    from ..progress import watched
    from ..workers import open_map

    chosen = replace(chosen, sources=sources(chosen))
    with open_map(f"processes:{chosen.jobs}" if chosen.jobs > 1 else "inline") as workers:
        made = app.produce(
            chosen, since=options.since, until=options.until, day=options.day,
            collect=options.collect if collect_first is None else collect_first,
            told=tell_rejected, fetched=collect.told(quiet=True),
            map=watched(workers, quiet=options.quiet),
        )  # fmt: skip
    if not options.quiet:
        _tell(made, verbose=options.verbose)
    if not made.paths:
        say('nothing new since the last brief; none was made (quiet = "none")')
    for path in made.paths:
        print(path)
    return 0


def _tell(made: Produced, *, verbose: bool) -> None:
    brief = made.brief
    if verbose:
        for event, item in zip(brief.events, brief.digests, strict=True):
            say(f"{count(len(event.articles), 'article')}: {item.headline.text}")
    used, events = count(len(brief.articles), "article"), count(len(brief.events), "event")
    named = f" ({brief.named} in a line each)" if brief.named else ""
    told = [f"{used}, {events}{named}"]
    told += [f"{brief.left_out} outside the window"] if brief.left_out else []
    told += [f"{made.counts.get('left_out', 0)} of other languages or outlets"] * bool(
        made.counts.get("left_out", 0)
    )
    told += [f"{count(brief.unplaced[0], 'event')} in no section"] * bool(brief.unplaced[0])
    say(f"{', '.join(told)}, {len(brief.rejected)} not used")


def _profiles(options: argparse.Namespace) -> int:
    """A line a profile: what it holds."""
    names = config.profiles(options.config)
    for name in names:
        chosen = config.load(options.config, profile=name)
        told = [count(len(chosen.sources), "source"), ", ".join(chosen.langs) or "all languages"]
        told += [count(len(chosen.sections), "section")] * bool(chosen.sections)
        told += [f"at most {count(chosen.events, 'event')}"] * bool(chosen.events)
        told += [", ".join(chosen.formats)]
        title = f" ({' '.join(chosen.title.split())})" if chosen.title else ""
        print(f"{name}{title}: {'; '.join(told)}")
    if not names:
        say("there are no profiles; write a table [profile.NAME] in briefing.toml")
    return 0
