"""Store, ledger: what a made brief cites, and its articles, from its document alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from ..document import Document, summarised
from ..types import Article, Sentence

Span = tuple[str, int, int]


def spans(document: Document) -> set[Span]:
    """Every span of an article's text that a brief shows: ``(article, start, end)``."""
    found = {span for part in ("bottom_line", "key_figures", "events")
             for span in _cited(document[part])}  # fmt: skip
    for article in summarised(document):
        found |= {(article["id"], s["start"], s["end"]) for s in article["summary"]}
    return found


def _cited(value: Any) -> Iterator[Span]:
    if isinstance(value, dict):
        if value.keys() >= {"article", "start", "end"} and value.get("field") != "title":
            yield value["article"], value["start"], value["end"]
        for part in value.values():
            yield from _cited(part)
    elif isinstance(value, list):
        for part in value:
            yield from _cited(part)


def cited_articles(document: Document, text: Callable[[str], str]) -> list[Article]:
    """The articles of a brief that it cites, in its order.

    A brief may leave out their texts; ``text`` finds one by its SHA-256 in hex.
    """
    cited = {name for name, _, _ in spans(document)}
    return [article(record, text) for record in document["articles"] if record["id"] in cited]


def article(record: Document, text: Callable[[str], str]) -> Article:
    """An article of a brief as it was then; its text by ``text`` where the brief has it not."""
    published = record["published"] or ""
    return Article(
        id=record["id"],
        ref=record["ref"],
        title=record["title"],
        outlet=record["outlet"],
        published=None
        if not published
        else date.fromisoformat(published)
        if len(published) == 10
        else datetime.fromisoformat(published),
        url=record["url"],
        lang=record["lang"],
        text=record["text"] or text(record["sha256"]),
        sentences=tuple(Sentence(record["id"], s["start"], s["end"]) for s in record["sentences"]),
        dateline=record["dateline"],
        place=record["place"],
        byline=record["byline"],
    )
