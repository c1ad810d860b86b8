"""Store, export: Articles -> lines for other programs: JSON lines, CSL-JSON, RIS. Pure.

CSL-JSON is the schema of the Citation Style Language 1.0.2 (``article-newspaper``); RIS is that of
Reference Manager (``TY  - NEWS``), as Zotero, Mendeley and EndNote read it. Both give the day of
access, the article's id in the archive, and in a note the hash of the text that was cited. JSON
lines have the fields that ``briefing make`` reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from ..document import moment
from ..types import Article, day_of

FORMATS = ("jsonl", "csl", "ris")
ARCHIVE = "briefing"  #: what a reference names as the archive
LONGEST = 200  #: characters of a text's beginning that stand for a title where there is none
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

Accessed = Mapping[str, date]
"""SHA-256 of a text in hex -> the day on which it was first fetched, in UTC."""


def exported(
    articles: Iterable[Article], format: str, *, accessed: Accessed | None = None
) -> Iterator[str]:
    """The articles in one of ``FORMATS``, in pieces to be written one after the other."""
    if format != "csl":
        yield from map(_line if format == "jsonl" else partial(_ris, accessed or {}), articles)
        return
    lead = "[\n"
    for article in articles:
        yield lead + json.dumps(_csl(accessed or {}, article), ensure_ascii=False)
        lead = ",\n"
    yield "[]\n" if lead == "[\n" else "\n]\n"


def _line(article: Article) -> str:
    record: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": moment(article.published),
        "url": article.url,
        "lang": article.lang,
        "byline": article.byline,
        "dateline": article.dateline,
        "text": article.text,
        "sentences": [[s.start, s.end] for s in article.sentences],
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _csl(accessed: Accessed, article: Article) -> dict[str, Any]:
    record = {
        "id": article.id,
        "type": "article-newspaper",
        "title": _title(article),
        "container-title": _on_one_line(article.outlet),
        "author": [{"literal": _on_one_line(article.byline)}] if article.byline else None,
        "issued": _date(day_of(article.published)),
        "accessed": _date(accessed.get(article.sha256)),
        "publisher-place": _on_one_line(article.place),
        "URL": article.url,
        "language": article.lang if article.lang != "und" else "",
        "archive": ARCHIVE,
        "archive_location": article.id,
        "note": _note(article),
    }
    return {key: value for key, value in record.items() if value}


def _date(day: date | None) -> dict[str, Any] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _ris(accessed: Accessed, article: Article) -> str:
    """Tags of two letters; a value is one line."""
    day, seen = day_of(article.published), accessed.get(article.sha256)
    fields = {
        "ID": article.id,
        "TI": _title(article),
        "AU": article.byline,
        "T2": article.outlet,
        "PY": f"{day:%Y}" if day else "",
        "DA": f"{day:%Y/%m/%d}" if day else "",
        "Y2": f"{seen:%Y/%m/%d}" if seen else "",
        "CY": article.place,
        "UR": article.url,
        "LA": article.lang if article.lang != "und" else "",
        "DB": ARCHIVE,
        "AN": article.id,
        "N1": _note(article),
    }
    lines = [f"{tag}  - {_on_one_line(value)}" for tag, value in fields.items() if value]
    return "\n".join(["TY  - NEWS", *lines, "ER  - ", ""]) + "\n"


def _title(article: Article) -> str:
    """The title, or where there is none the beginning of the text."""
    if title := _on_one_line(article.title):
        return title
    start = _on_one_line(article.text[: LONGEST + 1])
    return start if len(start) <= LONGEST else f"{start[:LONGEST].rpartition(' ')[0]}…"


def _note(article: Article) -> str:
    return f"SHA-256 of the text: {article.sha256}"


def _on_one_line(text: str) -> str:
    """Without line ends, of which Unicode has many, and other control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())
