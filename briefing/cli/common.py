"""Words in, exit code out: what the verbs share, types of options and ways of saying."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import config
from ..errors import NothingUsable, UsageError

if TYPE_CHECKING:
    from ..types import Rejected

MOST_TOLD = 20  #: rejected documents that are named on the terminal; the brief has all
EXIT_CODES = """\
exit codes:
  0  made, or verified
  1  verification failed
  2  the command line or briefing.toml makes no sense
  3  nothing usable: no source, or no article in it
  4  the output or the archive cannot be written
"""


def verb(
    verbs: Any, name: str, help: str, description: str, epilog: str = ""
) -> argparse.ArgumentParser:
    """The parser of one verb, with ``--config``."""
    parser: argparse.ArgumentParser = verbs.add_parser(
        name, help=help, description=description, epilog=epilog, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    return parser


def day(text: str) -> date:
    """The type of an option: a date, ``today`` or ``yesterday``."""
    today = datetime.now(UTC).date()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        return named.get(text) or date.fromisoformat(text)
    except ValueError:
        allowed = "write a date as 2025-11-28, or today, or yesterday"
        raise argparse.ArgumentTypeError(f"{text!r} is no date; {allowed}") from None


def number(text: str) -> int:
    """The type of an option: a whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number; write 1 or more") from None


def settings(options: argparse.Namespace, *, profile: str = "") -> config.Config:
    """The command line over the configuration's profile over the configuration over the defaults.

    Raises ``UsageError``.
    """
    keys = {f.name for f in fields(config.Config)} - {"quiet"}  # which is another thing than -q
    profile = profile or getattr(options, "profile", None) or ""
    given = {k: v for k, v in vars(options).items() if k in keys and v not in (None, [])}
    given.pop("profile", None)
    for key, value in given.items():
        if wrong := config.fault(key, value):
            raise UsageError(f"--{key} {value}: {wrong}")
    return replace(config.load(options.config, profile=profile), **given)


def sources(settings: config.Config) -> tuple[str, ...]:
    """The sources of a configuration, else ``seeds``. Raises ``NothingUsable``."""
    if not settings.sources and not Path("seeds").is_dir():
        raise NothingUsable(
            "no sources: name files or folders, list them as sources in briefing.toml, or put "
            "articles into seeds/"
        )
    return settings.sources or ("seeds",)


def say(words: object) -> None:
    """One sentence to the user, on standard error."""
    print(f"briefing: {words}", file=sys.stderr)


def listen(level: int) -> None:
    """What our doors log is said as a sentence; what libraries log is not."""
    logging.getLogger().addHandler(logging.NullHandler())
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("briefing: %(message)s"))
    ours = logging.getLogger("briefing")
    ours.handlers = [handler]
    ours.setLevel(level)


def tell_rejected(rejected: Sequence[Rejected]) -> None:
    """Name the documents that cannot be used, the first of them."""
    for item in rejected[:MOST_TOLD]:
        say(f"{item.ref}: not used ({item.stage}): {item.reason}")
    if len(rejected) > MOST_TOLD:
        say(f"{len(rejected) - MOST_TOLD} more not used; the brief names them all")


def count(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
