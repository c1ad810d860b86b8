"""Words in, exit code out: the verb ``make``."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import config
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
    from ..types import Brief

FORMATS = {"pdf": "pdf", "html": "html", "md": "md", "text": "txt", "json": "json"}


def add(verbs: Any) -> None:
    """The parser of ``make``."""
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
    volume = make.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
    volume.add_argument("-v", "--verbose", action="store_true", help="say more")


def _make(options: argparse.Namespace) -> int:
    from .. import app, output
    from ..app.remembering import recall
    from ..progress import watched
    from ..types import Edition, day_of
    from ..workers import open_map

    listen(logging.ERROR if options.quiet else logging.INFO)
    chosen = settings(options)
    addresses = sources(chosen)
    output.check_folder(Path(chosen.out))
    app.look(chosen.templates, chosen.style)
    archive = collect.archive(options, chosen, addresses)
    profile = getattr(options, "profile", None) or ""
    day = options.day or (collect.last_day(options) if archive else None)
    edition = Edition(
        lang=chosen.lang,
        title=chosen.title,
        method=chosen.method,
        length=chosen.length,
        day=day,
        since=day_of(options.since),
        until=options.until,
    )
    with open_map(f"processes:{chosen.jobs}" if chosen.jobs > 1 else "inline") as workers:
        map = watched(workers, quiet=options.quiet)
        articles, rejected = collect.read(options, chosen, addresses, map=map)
        tell_rejected(rejected)
        past = None
        if archive and day:
            past = recall(archive, profile=profile, day=day, days=chosen.memory)
        brief = app.make(articles, rejected, edition=edition, past=past, map=map)
    if not options.quiet:
        _tell(brief, verbose=options.verbose)
    if not brief.events and chosen.quiet == "none":
        say('nothing new since the last brief; none was made (quiet = "none")')
        return 0
    formats = chosen.formats or ("pdf",)
    for path in app.write(
        brief, out=chosen.out, formats=formats, name=chosen.name, texts=chosen.texts,
        templates=chosen.templates, style=chosen.style,
        archive=archive, profile=profile,
    ):  # fmt: skip
        print(path)
    return 0


def _tell(brief: Brief, *, verbose: bool) -> None:
    if verbose:
        for event, item in zip(brief.events, brief.digests, strict=True):
            say(f"{count(len(event.articles), 'article')}: {item.headline.text}")
    used, events = count(len(brief.articles), "article"), count(len(brief.events), "event")
    outside = f", {brief.left_out} outside the window" if brief.left_out else ""
    say(f"{used}, {events}{outside}, {len(brief.rejected)} not used")
