"""Words in, exit code out; every verb is one call into app.

Exit codes: 0 made, 1 verification failed, 2 usage, 3 nothing usable, 4 the
output cannot be written, 70 a fault of ours, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from . import __version__
from .errors import BriefingError, NothingUsable, UsageError

FORMATS = {"pdf": "pdf", "html": "html", "md": "md", "text": "txt", "json": "json"}
METHODS = "central lead edmundson kl lexrank lsa luhn reduction sumbasic textrank"
EXIT_CODES = """\
exit codes:
  0  made, or verified
  1  verification failed
  2  the command line or briefing.toml makes no sense
  3  nothing usable: no source, or no article in it
  4  the output cannot be written
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    if not options.verb:
        parser.print_help()
        return 2
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except BriefingError as error:
        print(f"briefing: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("briefing: interrupted; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if getattr(options, "verbose", False):
            raise
        kind = type(error).__name__
        print(f"briefing: a fault of ours ({kind}: {error}); run with -v and report it",
              file=sys.stderr)  # fmt: skip
        return 70


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="briefing",
        description="Turn news articles, in several languages, into a cited briefing.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"briefing {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND")
    make = verbs.add_parser(
        "make",
        help="read articles, write a brief",
        description="Read articles and write a brief of the events they report.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
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
    make.add_argument("--day", type=_day, metavar="DATE",
                      help="the brief's date (default: the latest publication)")  # fmt: skip
    make.add_argument("--since", type=_day, metavar="DATE", help="first day of publication")
    make.add_argument("--until", type=_day, metavar="DATE", help="last day of publication")
    make.add_argument("--lang", metavar="CODE",
                      help="the brief's language (default: that of most articles)")  # fmt: skip
    make.add_argument("--title", metavar="TEXT", help="title in the masthead")
    make.add_argument("--method", metavar="NAME", help=f"summariser: {METHODS.replace(' ', ', ')}")
    make.add_argument("--length", type=int, metavar="N",
                      help="sentences per article summary (default: 3)")  # fmt: skip
    make.add_argument("--jobs", type=int, metavar="N",
                      help="processes for many articles (default: one a core, at most 4)")  # fmt: skip
    make.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")
    volume = make.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
    volume.add_argument("-v", "--verbose", action="store_true", help="say more")
    verify = verbs.add_parser(
        "verify",
        help="prove that every statement of a brief is in its source",
        description="Recompute every hash and every span of a brief, JSON or PDF.",
    )
    verify.set_defaults(run=_verify)
    verify.add_argument("files", nargs="+", metavar="FILE", help="brief.json or brief.pdf")
    verify.add_argument("-q", "--quiet", action="store_true", help="only the exit code")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write 2025-11-28") from None


def _make(options: argparse.Namespace) -> int:
    from . import app, config, sources
    from .progress import watched
    from .types import Edition, Raw

    settings = config.load(options.config)
    addresses = options.sources or list(settings.sources)
    if not addresses:
        if not Path("seeds").is_dir():
            raise NothingUsable(
                "no sources: name files or folders, list them as sources in briefing.toml, or put "
                "articles into seeds/"
            )
        addresses = ["seeds"]
    jobs = _first(options.jobs, settings.jobs, min(os.cpu_count() or 1, 4))
    if jobs < 1:
        raise UsageError(f"jobs {jobs}: at least 1")
    formats = options.formats or list(settings.formats) or ["pdf"]
    edition = Edition(
        lang=_first(options.lang, settings.lang, ""),
        title=_first(options.title, settings.title, ""),
        method=_first(options.method, settings.method, "central"),
        length=_first(options.length, settings.length, 3),
        day=options.day,
        since=options.since,
        until=options.until,
    )
    documents = list(sources.read(addresses))
    many = sum(isinstance(d, Raw) for d in documents)
    with app.workers(jobs, many) as mapped:
        watching = watched(mapped, quiet=options.quiet)
        articles, rejected = app.pipeline.read(documents, map=watching)
        for item in rejected:
            print(f"briefing: {item.ref}: not used ({item.stage}): {item.reason}", file=sys.stderr)
        brief = app.make(articles, rejected, edition=edition, map=watching)
    if brief.left_out and not options.quiet:
        print(f"briefing: {brief.left_out} of {len(articles)} articles lie outside the window",
              file=sys.stderr)  # fmt: skip
    out, name = _first(options.out, settings.out, "output"), _first(options.name, settings.name, "")
    paths = app.write(brief, out=out, formats=formats, name=name)
    if options.verbose:
        for event, item in zip(brief.events, brief.digests, strict=True):
            print(f"briefing: {len(event.articles)} articles: {item.headline.text}", file=sys.stderr)
    if not options.quiet:
        used = f"{len(brief.articles)} articles, {len(brief.events)} events"
        print(f"briefing: {used}, {len(rejected)} not used", file=sys.stderr)
    for path in paths:
        print(path)
    return 0


def _first(*values: Any) -> Any:
    """The first value that is set: the command line, the configuration, the default."""
    for value in values[:-1]:
        if value is not None and value != "" and not (value == 0 and value is values[1]):
            return value
    return values[-1]


def _verify(options: argparse.Namespace) -> int:
    from .verify import verify

    failed = False
    for file in options.files:
        findings = verify(file)
        failed = failed or bool(findings)
        for finding in findings:
            print(f"{file}: {finding}")
        if not findings and not options.quiet:
            print(f"{file}: holds: every text and every cited sentence is as it was written")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
