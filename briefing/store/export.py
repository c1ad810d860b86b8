"""Store, export: Articles -> lines for other programs: JSON lines, CSL-JSON, RIS. Pure.

CSL-JSON is the schema of the Citation Style Language 1.0.2 (``article-newspaper``); RIS is that of
Reference Manager (``TY  - NEWS``), as Zotero, Mendeley and EndNote read it. JSON lines have the
fields that ``briefing make`` reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..document import moment
from ..types import Article, day_of

FORMATS = ("jsonl", "csl", "ris")


def exported(articles: Iterable[Article], format: str) -> Iterator[str]:
    """The articles in one of ``FORMATS``, in pieces to be written one after the other."""
    if format != "csl":
        yield from map(_line if format == "jsonl" else _ris, articles)
        return
    lead = "[\n"
    for article in articles:
        yield lead + json.dumps(_csl(article), ensure_ascii=False)
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


def _csl(article: Article) -> dict[str, Any]:
    day = day_of(article.published)
    record = {
        "id": article.id,
        "type": "article-newspaper",
        "title": article.title,
        "container-title": article.outlet,
        "author": [{"literal": article.byline}] if article.byline else None,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "publisher-place": article.place,
        "URL": article.url,
        "language": article.lang if article.lang != "und" else "",
    }
    return {key: value for key, value in record.items() if value}


def _ris(article: Article) -> str:
    """Tags of two letters; a value is one line."""
    day = day_of(article.published)
    fields = {
        "ID": article.id,
        "TI": article.title,
        "AU": article.byline,
        "T2": article.outlet,
        "PY": day.isoformat()[:4] if day else "",
        "DA": day.isoformat().replace("-", "/") if day else "",
        "CY": article.place,
        "UR": article.url,
        "LA": article.lang if article.lang != "und" else "",
    }
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields.items() if value]
    return "\n".join(["TY  - NEWS", *lines, "ER  - ", ""]) + "\n"
