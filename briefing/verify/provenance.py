"""Verify, provenance: document -> what does not lead back to its source.

Expects a document of the right shape. Every text that is there is hashed
again, every span is cut out again, of the text or else of the passages that
the document carries, and all that refers to something must meet it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ..document import cited, stands
from ..language.readable import is_quoted, quotations
from .facts import facts
from .spans import Part, citations, cut, inside, one_an_article, place, repeats, whole

TOLD = ("digest", "key_figures", "quotations", "differences", "people")  #: parts of an event
NO_EVENT: Part = {"headline_source": {"field": "title"}, "people": []}


def findings(document: Part) -> Iterator[str]:
    """What does not hold, one sentence each."""
    articles = {a["id"]: a for a in document["articles"]}
    events = {e["id"]: e for e in document["events"]}
    at = {(c["article"], *place(c)) for c in cited(document)}
    if len(articles) < len(document["articles"]):
        yield "an article is listed twice"
    for article in document["articles"]:
        where = f"article {article['id']} ({article['ref']})"
        for said in (
            *_text(article),
            *_summary(article, document["length"], 0 if "memory" in document else 1),
            *_passages(article, events.get(article["event"], NO_EVENT), at),
        ):
            yield f"{where}: {said}"
        yield from _reprint(where, article, articles)
    yield from _membership(document, articles)
    for number, event in enumerate(document["events"], 1):
        for said in _event(event, articles):
            yield f"event {number} ({event['id']}): {said}"
    yield from _sections(document)
    yield from _limits(document)
    yield from _bottom_line(document)
    yield from _key_figures(document, articles)
    yield from _window(document)


# -- articles ----------------------------------------------------------------------------


def _text(article: Part) -> Iterator[str]:
    """Its hash, its id, and sentences that cover it; what of this a missing text leaves open."""
    text, at = article["text"], 0
    digest = article["sha256"]
    if text is not None and hashlib.sha256(text.encode("utf-8")).hexdigest() != digest:
        yield "its text was changed: the SHA-256 is another"
    if article["id"].partition("-")[0] != digest[:16]:
        yield "its id is not the hash of its text"
    if not article["sentences"]:
        yield "has no sentence"
    for start, end in map(place, article["sentences"]):
        if start < at or start >= end:
            yield f"its sentence at {start} overlaps another or is empty"
            return
        at = end
    if text is not None:
        yield from _covered(article, text)


def _covered(article: Part, text: str) -> Iterator[str]:
    """Whether the sentences are the whole of a text."""
    at, size = 0, len(text)
    for start, end in (*map(place, article["sentences"]), (size, size)):
        gap = text[at:start]
        if end > size:
            yield f"its sentence at {start} ends outside the text"
            return
        if gap.strip() and "\ufffd" not in gap:  # a damaged sentence is never quoted
            yield f"{gap.strip()!r} is in none of its sentences"
        if text[start:end] != text[start:end].strip():
            yield f"its sentence at {start} does not begin or end with a character"
        at = end


def _passages(article: Part, event: Part, at: set[tuple[str, int, int]]) -> Iterator[str]:
    """Passages are whole sentences at their place, and something rests on each."""
    id, text = article["id"], article["text"]
    quoted = quotations(text) if text is not None else []
    head = event["headline_source"]
    forms = [form for party in event["people"] for form in party["also"]]
    places = [place(p) for p in article["passages"]]
    if places != sorted(set(places)):
        yield "its passages are not in the order of the text"
    summary = {place(s) for s in article["summary"]}
    if not summary <= set(places):
        yield "has no passage for a sentence of its summary"
    for passage in article["passages"]:
        start, end = place(passage)
        where = f"its passage at {start}"
        if end - start != len(passage["text"]) or cut(article, passage) != passage["text"]:
            yield f"{where} does not stand at its place"
        elif not whole(passage, article, None):
            yield f"{where} is not of whole sentences"
        elif text is not None and is_quoted(start, end, quoted) != passage["in_quotation"]:
            yield f"{where} says in_quotation: {str(passage['in_quotation']).lower()}, wrongly"
        holds_head = head["field"] == "text" and inside(head, passage | {"article": id})
        used = (id, start, end) in at or (start, end) in summary or holds_head
        if not used and not any(stands(form, passage["text"]) for form in forms):
            yield f"{where} is carried, and nothing rests on it"


def _summary(article: Part, length: int, least: int) -> Iterator[str]:
    """Sentences in order; none where an earlier brief may have told them all."""
    places = [place(s) for s in article["summary"]]
    if not least <= len(places) <= length or places != sorted(set(places)):
        yield f"its summary is not of {least} to {length} sentences in the order of the text"
    sentences = {place(s) for s in article["sentences"]}
    for number, span in enumerate(article["summary"], 1):
        if cut(article, span) != span["text"]:
            yield f"summary sentence {number} does not stand at its place"
        elif place(span) not in sentences:
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
        for said in (*citations(line, members), *_line(line), *one_an_article(line)):
            yield f"statement {number}: {said}"
    yield from facts(event, members)
    if repeats([line["text"] for line in event["digest"]]):
        yield "says the same twice"


def _headline(event: Part, members: dict[str, Part]) -> Iterator[str]:
    source = event["headline_source"]
    article = members.get(source["article"])
    if article is None:
        yield "its headline is from an article that is not of the event"
        return
    if cut(article, source, source["field"]) != event["headline"]:
        yield f"its headline does not stand at its place in {article['ref']}"
        return
    if source["field"] == "title":
        whole = event["headline"] == article["title"].strip()
    else:
        sentences = [place(s) for s in article["sentences"]]
        whole = place(source) in sentences
        if not any(s <= source["start"] and source["end"] <= e for s, e in sentences):
            yield "its headline is not taken from one sentence"
    if source["derived"] == whole:
        yield f"its headline says derived: {str(whole).lower()}, and it is not so"


def _sections(document: Part) -> Iterator[str]:
    """Sections hold the told events in their order, and both name each other."""
    events, sections = document["events"], document.get("sections")
    only = [bool(e.get("named_only")) for e in events]
    told = [e for e in events if not e.get("named_only")]
    if only != sorted(only):
        yield "an event that is only named stands before one that is told"
    for number, event in enumerate(events, 1):
        if event.get("named_only") and any(event[part] for part in TOLD):
            yield f"event {number} ({event['id']}): is only named, and more is told of it"
    if sections is None:
        named = [e for e in events if "section" in e]
        if named:
            yield "events name sections that the brief has not"
        return
    listed = [(id, s["title"]) for s in sections for id in s["events"]]
    if listed != [(e["id"], e.get("section")) for e in told]:
        yield "the sections are not those of the events, in their order"
    if not all(s["events"] for s in sections):
        yield "a section has no event"
    if any("section" in e for e in events if e.get("named_only")):
        yield "an event that is only named has a section"


def _limits(document: Part) -> Iterator[str]:
    """No more events, and no more words of each, than the brief says."""
    limits = document.get("limits", {})
    told = [e for e in document["events"] if not e.get("named_only")]
    if limits.get("events") and len(told) > limits["events"]:
        yield f"tells {len(told)} events, and its limit is {limits['events']}"
    for number, event in enumerate(told if limits.get("characters") else [], 1):
        lines = [line["text"] for line in event["digest"]]
        lines += [q["quote"] for q in event["quotations"]]
        lines += [v["text"] for d in event["differences"] for v in d["variants"]]
        size = sum(map(len, lines)) + len(event["headline"])
        if lines and size > limits["characters"]:
            limit = limits["characters"]
            yield f"event {number} ({event['id']}): has {size} characters, and its limit is {limit}"


# -- statements -------------------------------------------------------------------------


def _line(line: Part) -> Iterator[str]:
    if line["citations"] and line["text"] != line["citations"][0]["quote"]:
        yield "differs from the sentence it cites"


# -- the first page ----------------------------------------------------------------------


def _bottom_line(document: Part) -> Iterator[str]:
    last = (-1, -1)
    digests = [event["digest"] for event in document["events"]]
    for number, line in enumerate(document["bottom_line"], 1):
        at = next(((k, d.index(line)) for k, d in enumerate(digests) if line in d), None)
        if at is None:
            yield f"bottom line {number}: is no statement of an event"
        elif at <= last:
            yield f"bottom line {number}: does not follow the order of the events"
        else:
            last = at


def _key_figures(document: Part, articles: dict[str, Part]) -> Iterator[str]:
    known = [f for e in document["events"] for f in e["key_figures"]]
    leads = [f | {"citations": f["citations"][:1]} for f in known]
    cited = [c for f in known for c in f["citations"]]
    for number, figure in enumerate(document["key_figures"], 1):
        lead = figure | {"citations": figure["citations"][:1]}
        if lead not in leads or any(c not in cited for c in figure["citations"]):
            yield f"key figure {number}: is no key figure of an event"
        if not (figure["counts"] or figure["measures"]):
            yield f"key figure {number}: does not say what it counts or measures"
        for said in citations(figure, articles):
            yield f"key figure {number}: {said}"
    if repeats(document["key_figures"]):
        yield "a key figure is given twice"


def _window(document: Part) -> Iterator[str]:
    window = document["window"]
    since, until = window["since"] or "", window["until"] or "9999-99-99"
    if since > until:
        yield f"the window begins {since} and ends {until}"
    if window["left_out"] and window["since"] is window["until"] is None:
        yield "articles were left out of a window that has no bounds"
    for article in document["articles"]:
        told = "memory" in document and "corrected" in article  # of an earlier window
        if article["published"] and not (told or since <= article["published"][:10] <= until):
            yield f"article {article['id']} ({article['ref']}): is outside the window"
