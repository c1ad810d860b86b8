"""Ground floor, document: Brief -> dict, the one shape every output is made from.

The dict is what ``brief.json`` holds (``docs/brief.schema.json``). Templates,
mail and verification read it and nothing else. ``to_bytes`` is the only
spelling of it: a file that differs from ``to_bytes(from_bytes(file))`` in one
byte was not written by us, and ``seal`` is the SHA-256 of that spelling
without the seal itself.

Of an article it carries the passages that the brief cites, word for word with
their offsets, and the hash of the whole text; the text itself only where the
user asks for it, since whole articles may rarely be passed on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ..language.readable import is_quoted, quotations
from ..types import (
    Article,
    Brief,
    Citation,
    Difference,
    Figure,
    Line,
    Party,
    Quotation,
    Summary,
)
from . import earlier
from .spelling import Document, citation, moment, readable

SCHEMA = "briefing/1"
TEXTS = ("cited", "whole")  #: what may be carried of the articles


def _line(line: Line, langs: dict[str, str]) -> Document:
    return {
        "text": line.text,
        "lang": langs[line.citations[0].article],
        "citations": [citation(c) for c in line.citations],
    }


def _figure(figure: Figure, langs: dict[str, str]) -> Document:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "counts": figure.counts,
        "measures": figure.measures,
        "lang": langs[figure.citations[0].article],
        "citations": [citation(c) for c in figure.citations],
    }


def _span(c: Citation) -> Document:
    return {"article": c.article, "start": c.start, "end": c.end}


def _quotation(said: Quotation, articles: dict[str, Article]) -> Document:
    """The sentences around it, and the one with the speaker's name if that is another."""
    article, named = articles[said.quote.article], said.named or said.quote
    cited = [said.context]
    near = said.context.start <= named.start < named.end <= said.context.end
    if not (near and named.article == article.id):
        home = articles[named.article]
        cited += [c] if (c := home.around(named.start, named.end)) else []
    return {
        "speaker": said.speaker,
        "quote": said.quote.quote,
        "lang": article.lang,
        "quoted": _span(said.quote),
        "named": _span(named),
        "citations": [citation(c) for c in cited],
    }


def _difference(difference: Difference, langs: dict[str, str]) -> Document:
    return {
        "kind": difference.kind,
        "point": difference.point,
        "variants": [
            {
                "text": v.text,
                "lang": langs[v.citations[0].article],
                "citations": [citation(c) for c in v.citations],
            }
            for v in difference.variants
        ],
    }


def _party(party: Party) -> Document:
    return {
        "name": party.name,
        "kind": party.kind,
        "also": list(party.also),
        "also_langs": list(party.also_langs),
        "citations": [citation(c) for c in party.citations],
    }


def _article(article: Article, event: str, summary: Summary) -> Document:
    return {
        "id": article.id,
        "ref": readable(article.ref),
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "dateline": article.dateline,
        "place": article.place,
        "published": moment(article.published),
        **({"corrected": moment(article.corrected)} if article.corrected else {}),
        "lang": article.lang,
        "url": article.url,
        "event": event,
        "reprint_of": article.reprint_of or None,
        "summary": [
            {"start": s.start, "end": s.end, "text": article.text[s.start : s.end]}
            for s in summary.sentences
        ],
        "sentences": [{"start": s.start, "end": s.end} for s in article.sentences],
        "sha256": article.sha256,
        "passages": [],
        "text": article.text,
    }


def stands(words: str, text: str) -> re.Match[str] | None:
    """Where a text has these words, whole."""
    whole = rf"(?<!\w){re.escape(words)}(?!\w)"
    return re.search(whole, text) if words == words.strip() else None


def cited(value: Any) -> Iterator[Document]:
    """Every citation within a part of a document."""
    if isinstance(value, dict):
        if "quote" in value and "article" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from cited(part)


def summarised(document: Document) -> list[Document]:
    """The articles whose summaries the brief shows.

    Not those of reprints and of events that are only named, and none beside a limit of characters.
    """
    if document.get("limits", {}).get("characters"):
        return []
    only = {e["id"] for e in document["events"] if e.get("named_only")}
    return [a for a in document["articles"] if not a["reprint_of"] and a["event"] not in only]


Spans = dict[str, set[tuple[int, int]]]  #: article id -> spans of its text


def _passages(document: Document, articles: dict[str, Article]) -> None:
    """Fill in the passages of every article: all spans that something in the brief rests on."""
    spans: Spans = {
        a["id"]: {(s["start"], s["end"]) for s in a["summary"]} for a in document["articles"]
    }
    for c in cited(document):
        spans[c["article"]].add((c["start"], c["end"]))
    for event in document["events"]:
        head = event["headline_source"]
        article = articles[head["article"]]
        if head["field"] == "text" and (held := article.around(head["start"], head["end"])):
            spans[article.id].add((held.start, held.end))
        _names(event, [articles[id] for id in event["articles"]], spans)
    for entry in document["articles"]:
        text = entry["text"]
        quoted = quotations(text)
        entry["passages"] = [
            {"start": s, "end": e, "text": text[s:e], "in_quotation": is_quoted(s, e, quoted)}
            for s, e in sorted(spans[entry["id"]])
        ]


def _names(event: Document, members: list[Article], spans: Spans) -> None:
    """Add the first sentence with a form of a name, for each form that no passage has."""
    for lang in dict.fromkeys(a.lang for a in members):
        own = [a for a in members if a.lang == lang]
        told = "\n".join(a.text[s:e] for a in own for s, e in sorted(spans[a.id]))
        for form in _forms(event, lang):
            if not stands(form, told):
                places = ((a, found.span()) for a in own if (found := stands(form, a.text)))
                around = (sentence for a, place in places if (sentence := a.around(*place)))
                if sentence := next(around, None):
                    spans[sentence.article].add((sentence.start, sentence.end))


def _forms(event: Document, lang: str) -> Iterator[str]:
    """The further names of those who take part, in one language."""
    for party in event["people"]:
        for form, own in zip(party["also"], party["also_langs"], strict=True):
            if own == lang:
                yield form


def _limits(brief: Brief) -> Document:
    """What the user asked to have no more of, and what fitted no section."""
    edition, found = brief.edition, {}
    if edition.events or edition.characters:
        found["limits"] = {
            "events": edition.events or None,
            "characters": edition.characters or None,
        }
    if brief.unplaced[0]:
        found["unplaced"] = dict(zip(("events", "articles"), brief.unplaced, strict=True))
    return found


def _sections(brief: Brief) -> list[Document]:
    """The sections that have events, each with them, in order."""
    pairs = zip(brief.sections, brief.events, strict=False)
    return [
        {"title": title, "events": [event.id for _, event in own]}
        for title, own in groupby(pairs, key=lambda pair: pair[0])
    ]


def from_brief(brief: Brief, *, texts: str = "cited") -> Document:
    """The document of a brief, sealed; ``texts`` is one of ``TEXTS``."""
    known = {a.id: a for a in brief.articles}
    langs = {a.id: a.lang for a in brief.articles}
    summaries = {s.article: s for s in brief.summaries}
    events, memory = [], brief.memory
    told = len(brief.events) - brief.named
    for number, (event, digest) in enumerate(zip(brief.events, brief.digests, strict=True)):
        head, facts = digest.headline, digest.facts
        events.append(
            {
                "id": event.id,
                **({"section": brief.sections[number]} if brief.sections and number < told else {}),
                **({"named_only": True} if number >= told else {}),
                "headline": head.text,
                "headline_source": {
                    "article": head.article,
                    "field": head.field,
                    "start": head.start,
                    "end": head.end,
                    "derived": head.derived,
                },
                "start": moment(event.start),
                "end": moment(event.end),
                "articles": [a.id for a in event.articles],
                "origins": facts.origins,
                "digest": [_line(line, langs) for line in digest.lines],
                "key_figures": [_figure(f, langs) for f in facts.figures],
                "quotations": [_quotation(q, known) for q in facts.quotations],
                "differences": [_difference(d, langs) for d in facts.differences],
                "people": [_party(p) for p in facts.people],
                **(
                    earlier.story(memory.before[number], memory.changes[number], brief)
                    if memory
                    else {}
                ),
            }
        )
    edition = brief.edition
    document: Document = {
        "schema": SCHEMA,
        "title": brief.title,
        "day": moment(brief.day),
        "lang": brief.lang,
        "method": edition.method,
        "length": edition.length,
        "window": {
            "since": moment(edition.since),
            "until": moment(edition.until),
            "left_out": brief.left_out,
        },
        **_limits(brief),
        "bottom_line": [_line(line, langs) for line in brief.bottom_line],
        "key_figures": [_figure(f, langs) for f in brief.figures],
        **({"sections": _sections(brief)} if brief.sections else {}),
        "events": events,
        "articles": [_article(a, e.id, summaries[a.id]) for e in brief.events for a in e.articles],
        "rejected": [
            {"ref": readable(r.ref), "stage": r.stage, "reason": readable(r.reason)}
            for r in brief.rejected
        ],
        **({"memory": earlier.memory(memory)} if memory else {}),
    }
    _passages(document, known)
    if texts != "whole":
        for entry in document["articles"]:
            entry["text"] = None
    return document | {"seal": seal(document)}


def seal(document: Document) -> str:
    """Hex SHA-256 over the document's bytes without its ``seal``."""
    unsealed = {k: v for k, v in document.items() if k != "seal"}
    return hashlib.sha256(to_bytes(unsealed)).hexdigest()


def to_bytes(document: Document) -> bytes:
    """The one spelling of a document: UTF-8, one space of indent, a final newline."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


__all__ = ["SCHEMA", "TEXTS", "Document", "cited", "from_brief", "moment", "seal", "stands",
           "to_bytes"]  # fmt: skip
