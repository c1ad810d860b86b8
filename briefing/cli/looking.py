"""Words in, exit code out: the verbs that look and write nothing, ``events`` and ``verify``."""

from __future__ import annotations

import argparse
import logging
from datetime import date
from typing import Any

from ..errors import NothingUsable, VerifyError
from .common import count, listen, say, settings, sources, tell_rejected, verb

VERIFY_CODES = """\
exit codes:
  0  holds; the line says what is proved
  1  does not hold, or is no brief
  3  holds in itself, and an article it cites is not among the --sources
"""


def add(verbs: Any) -> None:
    """The parsers of the verbs."""
    events = verb(verbs, "events", "show the events, or why two articles are one or not",
                  "Group articles by event and print the groups, oldest first.")  # fmt: skip
    events.set_defaults(run=_events)
    events.add_argument("sources", nargs="*", metavar="SOURCE", help="as for make")
    events.add_argument("--why", nargs=2, metavar=("A", "B"),
                        help="two articles, by path: what binds or parts them")  # fmt: skip
    events.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")
    verify = verb(verbs, "verify", "prove that every statement of a brief is in its source",
                  "Recompute every hash and every span of a brief, JSON or PDF; compare a PDF's\n"
                  "pages with them, and both with the sources where they are at hand.",
                  VERIFY_CODES)  # fmt: skip
    verify.set_defaults(run=_verify)
    verify.add_argument("files", nargs="+", metavar="FILE", help="brief.json or brief.pdf")
    verify.add_argument("--sources", action="append", metavar="DIR",
                        help="folder or file with the articles, read as by make")  # fmt: skip
    verify.add_argument("-q", "--quiet", action="store_true", help="only the exit code")


def _events(options: argparse.Namespace) -> int:
    from .. import app
    from ..render.reasons import reasons
    from ..workers import open_map

    listen(logging.WARNING)
    chosen = settings(options)
    with open_map(f"processes:{chosen.jobs}" if chosen.jobs > 1 else "inline") as workers:
        articles, rejected = app.read(*sources(chosen), map=workers)
        tell_rejected(rejected)
        found, compared = app.events(articles, why=options.why, map=workers)
    if compared is None:
        for event in found:
            print(_span(event.start, event.end), count(len(event.articles), "article"))
            for article in event.articles:
                print(f"  {article.lang}  {article.ref}")
        return 0
    for line in reasons(compared):
        print(line)
    return 0


def _span(start: date | None, end: date | None) -> str:
    days = dict.fromkeys(d.isoformat() for d in (start, end) if d)
    return " to ".join(days) or "undated"


def _verify(options: argparse.Namespace) -> int:
    from .. import app

    sources = None
    if options.sources:
        listen(logging.ERROR)
        sources, rejected = app.read(*options.sources)
        if not options.quiet:
            tell_rejected(rejected)
    codes = {0}
    for file in options.files:
        try:
            report = app.verify(file, sources=sources)
        except VerifyError as error:
            codes.add(error.exit_code)
            if not options.quiet:
                say(error)
            continue
        if report.findings:
            codes.add(VerifyError.exit_code)
        elif report.missing:
            codes.add(NothingUsable.exit_code)
        if not options.quiet:
            for line in report.told:
                print(f"{file}: {line}")
    return next(code for code in (1, 3, 0) if code in codes)
