"""Door, verify: a brief (JSON, or the PDF it is attached to) -> findings.

Nothing of the pipeline is trusted or used: the file alone must hold. Checked
are its bytes (one spelling, sealed), the hash of every text, every span, and
that all references meet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import document as doc
from .errors import VerifyError

ATTACHMENT = "brief.json"


def verify(path: str | Path) -> list[str]:
    """What does not hold, one sentence each; an empty list is proof.

    Raises ``VerifyError`` for a file that is no brief at all.
    """
    file = Path(path)
    try:
        body = file.read_bytes()
    except OSError as error:
        raise VerifyError(f"{file}: cannot be read: {error.strerror}") from None
    if body.startswith(b"%PDF"):
        return _verify_pdf(body, str(file))
    return verify_json(body, str(file))


def _verify_pdf(body: bytes, name: str) -> list[str]:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from .render.pdf import seal_holds

    found = [] if seal_holds(body) else ["the PDF's bytes differ from what was written"]
    try:
        attached = PdfReader(BytesIO(body)).attachments.get(ATTACHMENT, [])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise VerifyError(f"{name}: a damaged PDF: {error}") from None
    if len(attached) != 1:
        raise VerifyError(f"{name}: no {ATTACHMENT} attached; not a brief of ours, or damaged")
    return found + verify_json(bytes(attached[0]), f"{name}:{ATTACHMENT}")


def verify_json(body: bytes, name: str) -> list[str]:
    """The findings of one JSON document. Raises ``VerifyError`` if it is none."""
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise VerifyError(f"{name}: not JSON in UTF-8: {error}") from None
    if not isinstance(value, dict) or value.get("schema") != doc.SCHEMA:
        raise VerifyError(f"{name}: not a brief: no schema {doc.SCHEMA!r}")
    try:
        same = doc.to_bytes(value) == body
        sealed = value.get("seal") == doc.seal(value)
    except (ValueError, TypeError):  # NaN, lone surrogates
        same = sealed = False
    found = [] if same else ["the file is not spelled as it was written (byte for byte)"]
    found += [] if sealed else ["the seal does not fit: something in the file was changed"]
    try:
        found += _findings(value)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        found.append(f"a part is missing or of the wrong kind: {error!r}")
    return found


def _findings(value: dict[str, Any]) -> Iterator[str] | list[str]:
    articles: dict[str, dict[str, Any]] = {}
    found = []
    for article in value["articles"]:
        if article["id"] in articles:
            found.append(f"article {article['id']}: listed twice")
        articles[article["id"]] = article
        digest = hashlib.sha256(article["text"].encode("utf-8")).hexdigest()
        if digest != article["sha256"]:
            found.append(f"article {article['id']} ({article['ref']}): the text was changed")
        if not article["id"].startswith(digest[:16]):
            found.append(f"article {article['id']} ({article['ref']}): the id is not the text's")
        for span in article["summary"]:
            if _span(article, span) != span["text"]:
                found.append(f"article {article['id']}: a summary sentence is not in its text")
        if (origin := article["reprint_of"]) and origin not in {a["id"] for a in value["articles"]}:
            found.append(f"article {article['id']}: reprint of {origin}, which is not here")
    for where, line in _lines(value):
        found += _line_findings(where, line, articles)
    members: dict[str, str] = {}
    for event in value["events"]:
        found += _headline_findings(event, articles)
        for id in event["articles"]:
            if id not in articles or articles[id]["event"] != event["id"] or id in members:
                found.append(f"event {event['id']}: its article {id} is not of this event alone")
            members[id] = event["id"]
    found += [f"article {id}: in no event" for id in articles if id not in members]
    return found


def _span(article: dict[str, Any], span: dict[str, Any], field: str = "text") -> str | None:
    start, end, text = span["start"], span["end"], article[field]
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        return None
    passage: str = text[start:end]
    return passage


def _lines(value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement and figure, with words for where it stands."""
    for number, line in enumerate(value["bottom_line"], 1):
        yield f"bottom line {number}", line
    for number, figure in enumerate(value["key_figures"], 1):
        yield f"key figure {number}", figure
    for event in value["events"]:
        for number, line in enumerate(event["digest"], 1):
            yield f"event {event['id']}, statement {number}", line
        for number, figure in enumerate(event["key_figures"], 1):
            yield f"event {event['id']}, key figure {number}", figure


def _line_findings(
    where: str, line: dict[str, Any], articles: dict[str, dict[str, Any]]
) -> Iterator[str]:
    if not line["citations"]:
        yield f"{where}: cites nothing"
        return
    for number, citation in enumerate(line["citations"], 1):
        article = articles.get(citation["article"])
        if article is None:
            yield f"{where}, citation {number}: article {citation['article']} is not here"
        elif _span(article, citation) != citation["quote"]:
            yield f"{where}, citation {number}: not found at its place in {article['ref']}"
    first = line["citations"][0]
    if "text" in line and line["text"] != first["quote"]:
        yield f"{where}: differs from the sentence it cites"
    for part in ("value", "counts"):
        if part in line and line[part] not in first["quote"]:
            yield f"{where}: {line[part]!r} is not in the sentence it cites"
    cited = articles.get(first["article"])
    if cited and cited["lang"] != line["lang"]:
        yield f"{where}: its language is not that of {cited['ref']}"


def _headline_findings(
    event: dict[str, Any], articles: dict[str, dict[str, Any]]
) -> Iterator[str]:
    source = event["headline_source"]
    article = articles.get(source["article"])
    if article is None or source["field"] not in ("title", "text"):
        yield f"event {event['id']}: its headline has no source"
    elif _span(article, source, source["field"]) != event["headline"]:
        yield f"event {event['id']}: its headline is not in {article['ref']}"
