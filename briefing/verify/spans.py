"""Verify, spans: what a citation is: whole sentences of an article, at their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Part = dict[str, Any]
TOGETHER = 2  #: sentences that the citation of a statement may hold


def cut(article: Part, span: Part, field: str = "text") -> str | None:
    """What stands at a span, by the text or else by a passage; ``None`` where neither has it."""
    start, end, text = span["start"], span["end"], article[field]
    if text is not None:
        return str(text[start:end]) if 0 <= start < end <= len(text) else None
    for passage in article["passages"]:
        at = passage["start"]
        if at <= start < end <= passage["end"]:
            return str(passage["text"][start - at : end - at])
    return None


def place(span: Part) -> tuple[int, int]:
    """First character of a span, and the one behind it."""
    return span["start"], span["end"]


def inside(span: Part, citation: Part) -> bool:
    """Whether a span is part of a citation."""
    within = citation["start"] <= span["start"] and span["end"] <= citation["end"]
    return bool(span["article"] == citation["article"] and within)


def repeats(items: list[Any]) -> bool:
    """Whether one of them comes twice."""
    return any(item in items[:k] for k, item in enumerate(items))


def citations(
    part: Part, articles: dict[str, Part], together: int | None = TOGETHER
) -> Iterator[str]:
    """Every quotation is whole sentences, at most ``together`` in a run, at its place."""
    if not part["citations"]:
        yield "cites nothing"
    for number, citation in enumerate(part["citations"], 1):
        article = articles.get(citation["article"])
        if article is None:
            yield f"citation {number}: article {citation['article']} is not here"
        elif cut(article, citation) != citation["quote"] or not _carried(citation, article):
            yield f"citation {number}: does not stand at its place in {article['ref']}"
        elif not whole(citation, article, together):
            yield f"citation {number}: is not a whole sentence of {article['ref']}"
        elif number == 1 and part.get("lang", article["lang"]) != article["lang"]:
            yield f"its language is not that of {article['ref']}"
    if repeats(part["citations"]):
        yield "cites a sentence twice"


def _carried(citation: Part, article: Part) -> bool:
    """Whether it is one of the passages."""
    return any(place(p) == place(citation) for p in article["passages"])


def whole(citation: Part, article: Part, together: int | None) -> bool:
    """Whether it is a sentence, or one that leans on another together with that one."""
    starts = {s["start"]: k for k, s in enumerate(article["sentences"])}
    ends = {s["end"]: k for k, s in enumerate(article["sentences"])}
    first, last = starts.get(citation["start"]), ends.get(citation["end"])
    if first is None or last is None or last < first:
        return False
    return together is None or last - first < together


def one_an_article(part: Part) -> Iterator[str]:
    """The leading citation, then one of each further article, by id."""
    first, *others = [c["article"] for c in part["citations"]] or [""]
    if others != sorted({*others} - {first}):
        yield "its further citations are not one an article, in order of their ids"
