"""Words in, exit code out; every verb is a call or two into app.

Exit codes: 0 made, 1 verification failed, 2 usage, 3 nothing usable, 4 the
output or the archive cannot be written, 70 a fault of ours, 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__, cli_archive, cli_collect, config
from .errors import BriefingError, NothingUsable, UsageError, VerifyError

if TYPE_CHECKING:
    from .types import Brief, Rejected

FORMATS = {"pdf": "pdf", "html": "html", "md": "md", "text": "txt", "json": "json"}
MOST_TOLD = 20  #: rejected documents that are named on the terminal; the brief has all
EXIT_CODES = """\
exit codes:
  0  made, or verified
  1  verification failed
  2  the command line or briefing.toml makes no sense
  3  nothing usable: no source, or no article in it
  4  the output or the archive cannot be written
"""
VERIFY_CODES = """\
exit codes:
  0  holds; the line says what is proved
  1  does not hold, or is no brief
  3  holds in itself, and an article it cites is not among the --sources
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    options, rest = parser.parse_known_args(argv)
    if rest and options.verb == "make" and not any(word.startswith("-") for word in rest):
        options.sources += rest  # argparse takes only those that stand together
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if not options.verb:
        parser.print_help(sys.stderr)
        return 2
    try:
        code: int = options.run(options)
        print(end="", flush=True)
        return code
    except BriefingError as error:
        _say(error)
        return error.exit_code
    except KeyboardInterrupt:
        _say(f"interrupted; {getattr(options, 'kept', 'nothing was written')}")
        return 130
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except Exception as error:
        if getattr(options, "verbose", False):
            import traceback

            traceback.print_exc()
        _drop_stdout()
        _say(f"a fault of ours ({type(error).__name__}: {error}); run with -v and report it")
        return 70


def _say(words: object) -> None:
    print(f"briefing: {words}", file=sys.stderr)


def _drop_stdout() -> None:
    """Nobody reads on: what is still buffered goes nowhere, and quietly."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="briefing",
        description="Turn news articles, in several languages, into a cited briefing.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"briefing {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND")

    def verb(name: str, help: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
        return verbs.add_parser(
            name, help=help, description=description, epilog=epilog, allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip

    about = "Read articles and write a brief of the events they report."
    make = verb("make", "read articles, write a brief", about, EXIT_CODES)
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
    cli_collect.add_to_make(make, day=_day)
    make.add_argument("--lang", metavar="CODE",
                      help="the brief's language (default: that of most articles)")  # fmt: skip
    make.add_argument("--title", metavar="TEXT", help="title in the masthead")
    make.add_argument("--method", metavar="NAME", help=f"summariser: {', '.join(config.METHODS)}")
    make.add_argument("--length", type=_number, metavar="N",
                      help="sentences per article summary (default: 3)")  # fmt: skip
    make.add_argument("--jobs", type=_number, metavar="N",
                      help="processes for many articles (default: cores, at most 4)")  # fmt: skip
    make.add_argument("--texts", metavar="WHICH",
                      help="what the brief carries of the articles: cited (passages, the default) "
                      "or whole")  # fmt: skip
    make.add_argument("--templates", metavar="DIR",
                      help="folder whose templates and style sheets come before ours")  # fmt: skip
    make.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")
    volume = make.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
    volume.add_argument("-v", "--verbose", action="store_true", help="say more")
    events = verb("events", "show the events, or why two articles are one or not",
                  "Group articles by event and print the groups, oldest first.")  # fmt: skip
    events.set_defaults(run=_events)
    events.add_argument("sources", nargs="*", metavar="SOURCE", help="as for make")
    events.add_argument("--why", nargs=2, metavar=("A", "B"),
                        help="two articles, by path: what binds or parts them")  # fmt: skip
    events.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")
    verify = verb("verify", "prove that every statement of a brief is in its source",
                  "Recompute every hash and every span of a brief, JSON or PDF; compare a PDF's\n"
                  "pages with them, and both with the sources where they are at hand.",
                  VERIFY_CODES)  # fmt: skip
    verify.set_defaults(run=_verify)
    verify.add_argument("files", nargs="+", metavar="FILE", help="brief.json or brief.pdf")
    verify.add_argument("--sources", action="append", metavar="DIR",
                        help="folder or file with the articles, read as by make")  # fmt: skip
    verify.add_argument("-q", "--quiet", action="store_true", help="only the exit code")
    cli_archive.add(verbs, day=_day, number=_number)
    cli_collect.add(verbs, settings=_settings, sources=_sources)
    return parser


def _day(text: str) -> date:
    today = datetime.now(UTC).date()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        return named.get(text) or date.fromisoformat(text)
    except ValueError:
        allowed = "write a date as 2025-11-28, or today, or yesterday"
        raise argparse.ArgumentTypeError(f"{text!r} is no date; {allowed}") from None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number; write 1 or more") from None


def _settings(options: argparse.Namespace) -> config.Config:
    """The command line over the configuration over the defaults."""
    keys = {f.name for f in fields(config.Config)}
    given = {k: v for k, v in vars(options).items() if k in keys and v not in (None, [])}
    for key, value in given.items():
        if wrong := config.fault(key, value):
            raise UsageError(f"--{key} {value}: {wrong}")
    return replace(config.load(options.config), **given)


def _sources(settings: config.Config) -> tuple[str, ...]:
    if not settings.sources and not Path("seeds").is_dir():
        raise NothingUsable(
            "no sources: name files or folders, list them as sources in briefing.toml, or put "
            "articles into seeds/"
        )
    return settings.sources or ("seeds",)


def _make(options: argparse.Namespace) -> int:
    from . import app, output
    from .progress import watched
    from .types import Edition, day_of
    from .workers import open_map

    _listen(logging.ERROR if options.quiet else logging.INFO)
    settings = _settings(options)
    sources = _sources(settings)
    output.check_folder(Path(settings.out))
    app.look(settings.templates, settings.style)
    edition = Edition(
        lang=settings.lang,
        title=settings.title,
        method=settings.method,
        length=settings.length,
        day=options.day,
        since=day_of(options.since),
        until=options.until,
    )
    with open_map(f"processes:{settings.jobs}" if settings.jobs > 1 else "inline") as workers:
        map = watched(workers, quiet=options.quiet)
        articles, rejected = cli_collect.read(options, settings, sources, map=map)
        _tell_rejected(rejected)
        brief = app.make(articles, rejected, edition=edition, map=map)
    if not options.quiet:
        _tell(brief, verbose=options.verbose)
    formats = settings.formats or ("pdf",)
    for path in app.write(
        brief, out=settings.out, formats=formats, name=settings.name, texts=settings.texts,
        templates=settings.templates, style=settings.style,
        archive=cli_collect.archive(options, settings, sources),
    ):  # fmt: skip
        print(path)
    return 0


def _listen(level: int) -> None:
    """What our doors log is said as a sentence; what libraries log is not."""
    logging.getLogger().addHandler(logging.NullHandler())
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("briefing: %(message)s"))
    ours = logging.getLogger("briefing")
    ours.handlers = [handler]
    ours.setLevel(level)


def _tell_rejected(rejected: Sequence[Rejected]) -> None:
    for item in rejected[:MOST_TOLD]:
        _say(f"{item.ref}: not used ({item.stage}): {item.reason}")
    if len(rejected) > MOST_TOLD:
        _say(f"{len(rejected) - MOST_TOLD} more not used; the brief names them all")


def _tell(brief: Brief, *, verbose: bool) -> None:
    if verbose:
        for event, item in zip(brief.events, brief.digests, strict=True):
            _say(f"{_count(len(event.articles), 'article')}: {item.headline.text}")
    used, events = _count(len(brief.articles), "article"), _count(len(brief.events), "event")
    outside = f", {brief.left_out} outside the window" if brief.left_out else ""
    _say(f"{used}, {events}{outside}, {len(brief.rejected)} not used")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _events(options: argparse.Namespace) -> int:
    from . import app
    from .render.reasons import reasons
    from .workers import open_map

    _listen(logging.WARNING)
    settings = _settings(options)
    with open_map(f"processes:{settings.jobs}" if settings.jobs > 1 else "inline") as workers:
        articles, rejected = app.read(*_sources(settings), map=workers)
        _tell_rejected(rejected)
        found, compared = app.events(articles, why=options.why, map=workers)
    if compared is None:
        for event in found:
            print(_span(event.start, event.end), _count(len(event.articles), "article"))
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
    from . import app

    sources = None
    if options.sources:
        _listen(logging.ERROR)
        sources, rejected = app.read(*options.sources)
        if not options.quiet:
            _tell_rejected(rejected)
    codes = {0}
    for file in options.files:
        try:
            report = app.verify(file, sources=sources)
        except VerifyError as error:
            codes.add(error.exit_code)
            if not options.quiet:
                _say(error)
            continue
        if report.findings:
            codes.add(VerifyError.exit_code)
        elif report.missing:
            codes.add(NothingUsable.exit_code)
        if not options.quiet:
            for line in report.told:
                print(f"{file}: {line}")
    return next(code for code in (1, 3, 0) if code in codes)


if __name__ == "__main__":
    sys.exit(main())
