"""Store, memory: the documents of earlier briefs -> Past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..document import Document
from ..memory import Corrected, Past, Told
from ..types import Article
from . import ledger

PRINTED = (
    "digest",
    "changes",
    "key_figures",
    "quotations",
    "differences",
)  #: of an event; no list of names


def past(
    made: Sequence[tuple[str, Document]],
    text: Callable[[str], str],
    corrected: Mapping[str, Sequence[tuple[str, Article]]],
    *,
    profile: str,
    days: int,
) -> Past:
    """What briefs told, by id and document, oldest first.

    ``text`` finds one by its SHA-256; ``corrected`` are the articles of each that were since.
    """
    articles: dict[str, Article] = {}
    events: list[Told] = []
    hashes: set[str] = set()
    for id, document in made:
        records = {a["id"]: a for a in document["articles"]}
        hashes |= {a["sha256"] for a in records.values()}
        block = document.get("memory", {})
        hashes |= {*block.get("repeats", ()), *(c["sha256"] for c in block.get("corrected", ()))}
        for event in document["events"]:
            own = [records[a] for a in event["articles"]]
            said = list(_said(event, own))
            cited = {article for article, _, _ in said}
            kept: dict[str, str] = {}  # id there -> id here
            for record in own:
                name = record["sha256"][:16]
                if record["reprint_of"] and record["id"] not in cited:
                    continue
                if name not in articles:
                    found = ledger.article(record, text)
                    if not found.text:
                        continue
                    articles[name] = found.renamed(name)
                kept[record["id"]] = name
            events.append(_told(id, document, event, kept, said, articles))
    return Past(
        profile=profile,
        days=days,
        lang=made[-1][1]["lang"] if made else "",
        briefs=tuple((id, date.fromisoformat(d["day"])) for id, d in made),
        events=tuple(events),
        articles=tuple(articles.values()),
        hashes=frozenset(hashes),
        corrected=_corrected(made, corrected, hashes),
    )


def _told(
    id: str,
    document: Document,
    event: Document,
    kept: dict[str, str],
    said: list[ledger.Span],
    articles: dict[str, Article],
) -> Told:
    day = date.fromisoformat(document["day"])
    head = next(a for a in document["articles"] if a["id"] == event["headline_source"]["article"])
    quotes = [articles[kept[a]].quote(start, end) for a, start, end in said if a in kept]
    return Told(
        brief=id,
        day=day,
        since=date.fromisoformat(event.get("since") or document["day"]),
        headline=event["headline"],
        lang=head["lang"],
        articles=tuple(dict.fromkeys(kept.values())),
        said=tuple(dict.fromkeys(quotes)),
        earlier=tuple((e["brief"], e["headline"]) for e in event.get("earlier", ())),
    )


def _said(event: Document, own: list[Document]) -> Iterator[ledger.Span]:
    """The spans that the brief printed of an event; a reprint's summary is not."""
    for part in PRINTED:
        yield from _cited(event.get(part, []))
    for article in own:
        if not article["reprint_of"]:
            for s in article["summary"]:
                yield article["id"], s["start"], s["end"]


def _cited(value: Any) -> Iterator[ledger.Span]:
    """The spans of ``citations``, in order."""
    if isinstance(value, dict):
        if "quote" in value and "article" in value:
            yield value["article"], value["start"], value["end"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _cited(part)


def _corrected(
    made: Sequence[tuple[str, Document]],
    corrected: Mapping[str, Sequence[tuple[str, Article]]],
    hashes: set[str],
) -> tuple[Corrected, ...]:
    """Those that no brief has told of, each by the last brief that carried the old text."""
    found: dict[str, Corrected] = {}
    for id, document in made:
        for _, article in corrected[id]:
            if article.sha256 not in hashes:
                day = date.fromisoformat(document["day"])
                found[article.sha256] = Corrected(id, day, article)
    return tuple(found[key] for key in sorted(found))
