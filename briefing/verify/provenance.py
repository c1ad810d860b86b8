"""Verify, provenance: document -> what does not lead back to its source.

Expects a document of the right shape. Every text is hashed again, every span
is cut out again, and all that refers to something must meet it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

Part = dict[str, Any]
TOGETHER = 2  #: sentences that a citation may hold


def findings(document: Part) -> Iterator[str]:
    """What does not hold, one sentence each."""
    articles = {a["id"]: a for a in document["articles"]}
    if len(articles) < len(document["articles"]):
        yield "an article is listed twice"
    for article in document["articles"]:
        where = f"article {article['id']} ({article['ref']})"
        for said in (*_text(article), *_summary(article, document["length"])):
            yield f"{where}: {said}"
        yield from _reprint(where, article, articles)
    yield from _membership(document, articles)
    for number, event in enumerate(document["events"], 1):
        for said in _event(event, articles):
            yield f"event {number} ({event['id']}): {said}"
    yield from _bottom_line(document)
    yield from _key_figures(document, articles)
    yield from _window(document)


def _cut(article: Part, span: Part, field: str = "text") -> str | None:
    """What stands at a span; ``None`` outside the text."""
    start, end, text = span["start"], span["end"], article[field]
    return text[start:end] if 0 <= start < end <= len(text) else None


def _place(span: Part) -> tuple[int, int]:
    return span["start"], span["end"]


# -- articles ----------------------------------------------------------------------------


def _text(article: Part) -> Iterator[str]:
    """Its hash, its id, and sentences that cover it."""
    text, at = article["text"], 0
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if digest != article["sha256"]:
        yield "its text was changed: the SHA-256 is another"
    if article["id"].partition("-")[0] != digest[:16]:
        yield "its id is not the hash of its text"
    if not article["sentences"]:
        yield "has no sentence"
    for span in [*article["sentences"], {"start": len(text), "end": len(text)}]:
        gap = text[at : span["start"]]
        if span["start"] < at or span["end"] > len(text):
            yield f"its sentence at {span['start']} overlaps another or ends outside the text"
            return
        if gap.strip() and "\ufffd" not in gap:  # a damaged sentence is never quoted
            yield f"{gap.strip()!r} is in none of its sentences"
        at = span["end"]
    for start, end in map(_place, article["sentences"]):
        if text[start:end] != text[start:end].strip() or start >= end:
            yield f"its sentence at {start} does not begin or end with a character"


def _summary(article: Part, length: int) -> Iterator[str]:
    places = [_place(s) for s in article["summary"]]
    if not 1 <= len(places) <= length or places != sorted(set(places)):
        yield f"its summary is not of 1 to {length} sentences in the order of the text"
    sentences = {_place(s) for s in article["sentences"]}
    for number, span in enumerate(article["summary"], 1):
        if _cut(article, span) != span["text"]:
            yield f"summary sentence {number} does not stand at its place"
        elif _place(span) not in sentences:
            yield f"summary sentence {number} is not a whole sentence"


def _reprint(where: str, article: Part, articles: dict[str, Part]) -> Iterator[str]:
    if article["reprint_of"] is None:
        return
    origin = articles.get(article["reprint_of"])
    if origin is None or origin["reprint_of"] or origin["event"] != article["event"]:
        yield f"{where}: repeats {article['reprint_of']}, which is no original of its event"


def _membership(document: Part, articles: dict[str, Part]) -> Iterator[str]:
    """Events and articles name each other, in one order."""
    events = document["events"]
    if not events:
        yield "has no event"
    if len({e["id"] for e in events}) < len(events):
        yield "an event is listed twice"
    if [a for e in events for a in e["articles"]] != [a["id"] for a in document["articles"]]:
        yield "the articles are not those of the events, in their order"
    for event in events:
        for id in event["articles"]:
            if id in articles and articles[id]["event"] != event["id"]:
                yield f"article {id}: says it is of another event than {event['id']}"


# -- events ------------------------------------------------------------------------------


def _event(event: Part, articles: dict[str, Part]) -> Iterator[str]:
    members = {id: articles[id] for id in event["articles"] if id in articles}
    named = hashlib.sha256("\n".join(sorted(event["articles"])).encode()).hexdigest()
    if event["id"] != f"e{named[:12]}":
        yield "its id is not the hash of its articles' ids"
    if not members:
        yield "has no article"
    start, end = event["start"], event["end"]
    if (start is None) != (end is None) or (start and start > end):
        yield f"starts {start} and ends {end}"
    yield from _headline(event, members)
    for number, line in enumerate(event["digest"], 1):
        for said in (*_citations(line, members), *_line(line), *_one_an_article(line)):
            yield f"statement {number}: {said}"
    for number, figure in enumerate(event["key_figures"], 1):
        for said in (*_citations(figure, members), *_figure(figure), *_one_an_article(figure)):
            yield f"key figure {number}: {said}"
    if _repeats([line["text"] for line in event["digest"]]) or _repeats(event["key_figures"]):
        yield "says the same twice"


def _headline(event: Part, members: dict[str, Part]) -> Iterator[str]:
    source = event["headline_source"]
    article = members.get(source["article"])
    if article is None:
        yield "its headline is from an article that is not of the event"
        return
    if _cut(article, source, source["field"]) != event["headline"]:
        yield f"its headline does not stand at its place in {article['ref']}"
        return
    if source["field"] == "title":
        whole = event["headline"] == article["title"].strip()
    else:
        sentences = [_place(s) for s in article["sentences"]]
        whole = _place(source) in sentences
        if not any(s <= source["start"] and source["end"] <= e for s, e in sentences):
            yield "its headline is not taken from one sentence"
    if source["derived"] == whole:
        yield f"its headline says derived: {str(whole).lower()}, and it is not so"


# -- statements and figures --------------------------------------------------------------


def _citations(part: Part, articles: dict[str, Part]) -> Iterator[str]:
    """Every quotation is whole sentences and stands at its place."""
    if not part["citations"]:
        yield "cites nothing"
    for number, citation in enumerate(part["citations"], 1):
        article = articles.get(citation["article"])
        if article is None:
            yield f"citation {number}: article {citation['article']} is not here"
        elif _cut(article, citation) != citation["quote"]:
            yield f"citation {number}: does not stand at its place in {article['ref']}"
        elif not _whole(citation, article):
            yield f"citation {number}: is not a whole sentence of {article['ref']}"
        elif number == 1 and article["lang"] != part["lang"]:
            yield f"its language is not that of {article['ref']}"
    if _repeats(part["citations"]):
        yield "cites a sentence twice"


def _whole(citation: Part, article: Part) -> bool:
    """Whether it is a sentence, or one that leans on another together with that one."""
    starts = {s["start"]: k for k, s in enumerate(article["sentences"])}
    ends = {s["end"]: k for k, s in enumerate(article["sentences"])}
    first, last = starts.get(citation["start"]), ends.get(citation["end"])
    return first is not None and last is not None and 0 <= last - first < TOGETHER


def _line(line: Part) -> Iterator[str]:
    if line["citations"] and line["text"] != line["citations"][0]["quote"]:
        yield "differs from the sentence it cites"


def _figure(figure: Part) -> Iterator[str]:
    """A number is not the tail of a longer one, and what it counts follows it."""
    said = re.escape(figure["value"]) + r"\s*" + re.escape(figure["counts"])
    ends = r"(?!\w)" if figure["counts"] else r"(?!\d)"
    whole = re.compile(rf"(?<!\d)(?<!\d[.,]){said}{ends}")
    if not all(whole.search(c["quote"]) for c in figure["citations"][:1]):
        yield f"{figure['value']} {figure['counts']} is not in the sentence it cites"


def _one_an_article(part: Part) -> Iterator[str]:
    """The leading citation, then one of each further article, by id."""
    first, *others = [c["article"] for c in part["citations"]] or [""]
    if others != sorted({*others} - {first}):
        yield "its further citations are not one an article, in order of their ids"


# -- the first page ----------------------------------------------------------------------


def _bottom_line(document: Part) -> Iterator[str]:
    last = -1
    for number, line in enumerate(document["bottom_line"], 1):
        at = next((k for k, e in enumerate(document["events"]) if line in e["digest"]), None)
        if at is None:
            yield f"bottom line {number}: is no statement of an event"
        elif at <= last:
            yield f"bottom line {number}: does not follow the order of the events"
        else:
            last = at


def _key_figures(document: Part, articles: dict[str, Part]) -> Iterator[str]:
    known = [f for e in document["events"] for f in e["key_figures"]]
    leads = [(f["value"], f["counts"], f["lang"], f["citations"][:1]) for f in known]
    cited = [c for f in known for c in f["citations"]]
    for number, figure in enumerate(document["key_figures"], 1):
        lead = (figure["value"], figure["counts"], figure["lang"], figure["citations"][:1])
        if lead not in leads or any(c not in cited for c in figure["citations"]):
            yield f"key figure {number}: is no key figure of an event"
        for said in _citations(figure, articles):
            yield f"key figure {number}: {said}"
    if _repeats(document["key_figures"]):
        yield "a key figure is given twice"


def _window(document: Part) -> Iterator[str]:
    window = document["window"]
    since, until = window["since"] or "", window["until"] or "9999-99-99"
    if since > until:
        yield f"the window begins {since} and ends {until}"
    if window["left_out"] and window["since"] is window["until"] is None:
        yield "articles were left out of a window that has no bounds"
    for article in document["articles"]:
        if article["published"] and not since <= article["published"][:10] <= until:
            yield f"article {article['id']} ({article['ref']}): is outside the window"


def _repeats(items: list[Any]) -> bool:
    return any(item in items[:k] for k, item in enumerate(items))
