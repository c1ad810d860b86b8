"""Words in, exit code out: the verbs of the archive, ``search show export prune``."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .. import config
from ..errors import UsageError
from .common import day, number, verb

if TYPE_CHECKING:
    from ..store import Held, Hit
    from ..types import Moment

FORMATS = ("jsonl", "csl", "ris")
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
LIMIT = 20  #: articles that a search shows


def add(verbs: Any) -> None:
    """The parsers of the archive's verbs."""
    search = _verb(verbs, "search", _search, "find articles in the archive",
                   "Find the articles that hold all words of a query, in any inflection. "
                   '"a phrase", -without, begin*.')  # fmt: skip
    search.add_argument("query", nargs="+", metavar="QUERY", help="words in any language")
    _window(search)
    search.add_argument("--outlet", default="", metavar="NAME", help="of this outlet only")
    search.add_argument("--lang", default="", metavar="CODE", help="in this language only")
    search.add_argument("--limit", type=number, default=LIMIT, metavar="N",
                        help=f"articles to show (default: {LIMIT})")  # fmt: skip
    show = _verb(verbs, "show", _show, "show an archived article",
                 "Show an article, where it was found, its versions, and who cites "
                 "it.")  # fmt: skip
    show.add_argument("id", metavar="ID", help="its id, or a beginning of it")
    show.add_argument("--raw", action="store_true", help="the bytes that the source handed over")
    export = _verb(verbs, "export", _export, "write archived articles for other programs",
                   "Write the articles of a window, or those a brief cites, to standard "
                   "output.")  # fmt: skip
    export.add_argument("--format", choices=FORMATS, default=FORMATS[0],
                        help="JSON lines, or CSL-JSON or RIS for reference managers "
                        "(default: jsonl)")  # fmt: skip
    export.add_argument("--brief", default="", metavar="ID",
                        help="the articles this brief cites; `latest` is the last one")  # fmt: skip
    _window(export)
    prune = _verb(verbs, "prune", _prune, "remove old articles from the archive",
                  "Remove the articles that no source has shown for a time and no brief "
                  "carries.")  # fmt: skip
    prune.add_argument("--keep", type=_span, required=True, metavar="TIME",
                       help="how long: 365d, 52w or 48h")  # fmt: skip


def _verb(
    verbs: Any, name: str, run: Callable[[argparse.Namespace], int], help: str, description: str
) -> argparse.ArgumentParser:
    parser = verb(verbs, name, help, description)
    parser.set_defaults(run=run)
    parser.add_argument("--archive", metavar="FILE", help="the archive (default: briefing.db)")
    parser.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")
    return parser


def _window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", type=day, metavar="DATE", help="first day of publication")
    parser.add_argument("--until", type=day, metavar="DATE", help="last day of publication")


def _span(text: str) -> timedelta:
    match = re.fullmatch(r"([1-9][0-9]{0,5})([hdw])", text.strip().lower())
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write 365d, 52w or 48h")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _archive(options: argparse.Namespace) -> str:
    return options.archive or config.load(options.config).archive


def _search(options: argparse.Namespace) -> int:
    from .. import app

    if options.limit < 1:
        raise UsageError(f"--limit {options.limit}: must be at least 1")
    hits = app.search(
        _archive(options),
        " ".join(options.query),
        since=options.since,
        until=options.until,
        outlet=options.outlet,
        lang=options.lang,
        limit=options.limit,
    )
    width = shutil.get_terminal_size((100, 24)).columns
    for hit in hits:
        print("\n".join(_told(hit, width)))
    if not hits:
        print("briefing: no article holds all these words", file=sys.stderr)
    return 0


def _told(hit: Hit, width: int) -> list[str]:
    article = hit.article
    head = [_when(article.published), article.outlet or "-", article.lang, article.id]
    found = [article.title, hit.sentence.quote] if article.title else [hit.sentence.quote]
    short = [textwrap.shorten(_clear(x), max(width - 2, 20), placeholder=" ...") for x in found]
    return [_clear("  ".join(head)), *(f"  {line}" for line in short)]


def _show(options: argparse.Namespace) -> int:
    from .. import app

    if options.raw:
        sys.stdout.flush()
        sys.stdout.buffer.write(app.raw(_archive(options), options.id))
        return 0
    held = app.show(_archive(options), options.id)
    print("\n".join(_clear(line) for line in _described(held)))
    print(f"\n{held.article.text}")
    return 0


def _described(held: Held) -> list[str]:
    article = held.article
    lines = [
        article.title or "(no title)",
        ", ".join(x for x in (article.outlet, _when(article.published), article.lang) if x),
        *(x for x in (article.byline, article.dateline, article.url) if x),
        f"id {article.id}, SHA-256 {article.sha256}",
    ]
    for place in held.places:
        seen = f"{_when(place.first)} to {_when(place.last)}"
        lines.append(f"found: {place.ref} (source {place.source}), {seen}")
    if len(held.versions) > 1:
        for version in held.versions:
            this = ", this one" if version.id == article.id else ""
            lines.append(f"version {version.number}: {version.id}, {_when(version.seen)}{this}")
    if article.corrected:
        lines.append(f"corrected: {_when(article.corrected)}")
    for cited in held.cited:
        lines.append(f'cited {cited.citations} times: brief {cited.brief}, {cited.day}, '
                     f'"{cited.title}"')  # fmt: skip
    return lines


def _export(options: argparse.Namespace) -> int:
    from .. import app

    pieces = app.export(
        _archive(options),
        format=options.format,
        brief=options.brief,
        since=options.since,
        until=options.until,
    )
    for piece in pieces:
        print(piece, end="")
    return 0


def _prune(options: argparse.Namespace) -> int:
    from .. import app

    removed = app.prune(_archive(options), keep=options.keep)
    print(f"briefing: {removed} article{'' if removed == 1 else 's'} removed", file=sys.stderr)
    return 0


def _when(moment: Moment | None) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
    return moment.isoformat() if moment else "undated"


def _clear(line: str) -> str:
    """One line for a terminal: what a source wrote must not steer it."""
    return "".join(c if c.isprintable() else " " for c in line)
