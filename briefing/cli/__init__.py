"""Words in, exit code out; every verb is a call or two into app.

Exit codes: 0 made, 1 verification failed, 2 usage, 3 nothing usable, 4 the
output or the archive cannot be written, 5 not delivered, 70 a fault of ours, 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from .. import __version__
from ..errors import BriefingError
from . import archive, collect, deliver, looking, make, schedule
from .common import EXIT_CODES, MOST_TOLD, say


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
        say(error)
        return error.exit_code
    except KeyboardInterrupt:
        say(f"interrupted; {getattr(options, 'kept', 'nothing was written')}")
        return 130
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except Exception as error:
        if getattr(options, "verbose", False):
            import traceback

            traceback.print_exc()
        _drop_stdout()
        say(f"a fault of ours ({type(error).__name__}: {error}); run with -v and report it")
        return 70


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

    for room in (make, looking, archive, collect, deliver, schedule):
        room.add(verbs)
    return parser


__all__ = ["MOST_TOLD", "main"]
