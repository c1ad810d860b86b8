"""Verify, earlier: document -> what it says of earlier briefs that cannot be so.

The earlier briefs are in an archive, not in the file. It can prove that what it says of them is
consistent, and, where the earlier sources are at hand, that a passage stands in its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ..document import stands
from .spans import Part, citations, repeats

KEYS = ("status", "since", "earlier", "changes")  #: that an event has where the brief has a memory


def earlier(document: Part, texts: Mapping[str, str]) -> Iterator[str]:
    """What does not hold, one sentence each; ``texts`` are sources at hand, by their SHA-256."""
    memory = document.get("memory")
    for number, event in enumerate(document["events"], 1):
        where = f"event {number} ({event['id']})"
        if [key in event for key in KEYS] != [memory is not None] * len(KEYS):
            yield f"{where}: says of earlier briefs what the brief does not, or less"
            return
    if memory is None:
        if not document["events"]:
            yield "has no event"
        return
    yield from _block(memory, document["day"])
    briefs = {(b["brief"], b["day"]) for b in memory["earlier"]}
    for part in (*memory["unchanged"], *memory["corrected"]):
        if (part["brief"], part["day"]) not in briefs:
            yield f"brief {part['brief']}: is not among the earlier ones"
    articles = {a["id"]: a for a in document["articles"]}
    for number, event in enumerate(document["events"], 1):
        members = {id: articles[id] for id in event["articles"] if id in articles}
        for said in (
            *_story(event, briefs, document["day"]),
            *_changes(event, members, texts),
        ):
            yield f"event {number} ({event['id']}): {said}"


def _block(memory: Part, day: str) -> Iterator[str]:
    known = [b["day"] for b in memory["earlier"]]
    first = date.fromisoformat(day) - timedelta(days=memory["days"])
    if known != sorted(known) or not all(first.isoformat() <= d <= day for d in known):
        yield "its earlier briefs are not of the days before, oldest first"
    if repeats([b["brief"] for b in memory["earlier"]]):
        yield "an earlier brief is named twice"
    if memory["again"] > memory["read"] or len(memory["repeats"]) > memory["again"]:
        yield "says that it left out more articles than it read"


def _story(event: Part, briefs: set[tuple[str, str]], day: str) -> Iterator[str]:
    told = event["earlier"]
    if (event["status"] == "continuing") != bool(told):
        yield f"is said to be {event['status']}, and is not by what earlier briefs told"
    if event["since"] > min((t["day"] for t in told), default=day) or (
        not told and event["since"] != day
    ):
        yield f"is said to go on since {event['since']}, and does not"
    for one in told:
        if (one["brief"], one["day"]) not in briefs:
            yield f"brief {one['brief']}: is not among the earlier ones"


def _changes(event: Part, members: dict[str, Part], texts: Mapping[str, str]) -> Iterator[str]:
    told = {(t["brief"], t["day"]) for t in event["earlier"]}
    for number, change in enumerate(event["changes"], 1):
        where, was = f"change {number}", change["earlier"]
        for said in citations(change, members, None):
            yield f"{where}: {said}"
        if not all(stands(change["text"], c["quote"]) for c in change["citations"]):
            yield f"{where}: is not in the sentence it cites"
        if not any(change["point"] in c["quote"] for c in change["citations"][:1]):
            yield f"{where}: its point is not in the first sentence it cites"
        if (was["brief"], was["day"]) not in told:
            yield f"{where}: brief {was['brief']} did not tell of the event"
        passage, source = was["passage"], was["source"]
        start, end, words = passage["start"], passage["end"], passage["text"]
        text = texts.get(source["sha256"])
        if end - start != len(words) or (text is not None and text[start:end] != words):
            yield f"{where}: its earlier sentence does not stand at its place in {source['ref']}"
        if was["text"] == change["text"] or not stands(was["text"], words):
            yield f"{where}: its earlier number is not in the earlier sentence"
