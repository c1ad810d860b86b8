"""Render, remembered: what a document says of earlier briefs -> the nouns of the view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .links import at_sentence, href
from .shown import Change, Mark, Memory, Text, Then
from .words import Words, day_of

Document = dict[str, Any]
Write = Callable[[str, str], Text]  #: words and their language, as the view shows them
CALLED = 2  #: earlier headlines shown of an event, the last ones


class Remembered:
    """Reads the parts of a document that an archive's brief has."""

    def __init__(self, document: Document, words: Words, write: Write) -> None:
        self.words, self.write = words, write
        self.block: Document | None = document.get("memory")
        self.rejected = document["rejected"]
        self.knows = bool(self.block and self.block["earlier"])  #: first briefs mark nothing
        self.events = document["events"]

    def then(self, text: str, entry: Document) -> Then:
        """What a brief told, and its day."""
        day = self.words.day(day_of(entry["day"]), "medium")
        return Then(self.write(text, entry["lang"]), day)

    def story(
        self, event: Document, marks: Callable[[Iterable[Document]], tuple[Mark, ...]]
    ) -> dict[str, Any]:
        """The fields of an event; ``marks`` numbers its citations."""
        if not self.knows:
            return {}
        goes_on = event["status"] == "continuing"
        since = self.words.day(day_of(event["since"]), "medium")
        called = dict.fromkeys(e["headline"] for e in reversed(event["earlier"]))
        last = {e["headline"]: e for e in event["earlier"]}
        return {
            "mark": self.words("since", day=since) if goes_on else self.words("new"),
            "continuing": goes_on,
            "earlier": tuple(self.then(h, last[h]) for h in called)[:CALLED],
            "changes": tuple(self._change(c, marks(c["citations"])) for c in event["changes"]),
        }

    def _change(self, change: Document, marks: tuple[Mark, ...]) -> Change:
        was = change["earlier"]
        source, sentence = was["source"], was["passage"]["text"]
        return Change(
            now=self.write(change["text"], change["lang"]),
            marks=marks,
            was=self.then(was["text"], was),
            sentence=self.write(sentence, was["lang"]),
            outlet=source["outlet"] or self.words("no_outlet"),
            url=at_sentence(href(source["url"]), sentence),
        )

    def was(self, figure: Document) -> Then | None:
        """The number that an earlier brief gave in the place of a key figure."""
        first = figure["citations"][0]
        for change in (c for e in self.events for c in e.get("changes", ())):
            if first in change["citations"] and change["text"] in _told(figure):
                return self.then(change["earlier"]["text"], change["earlier"])
        return None

    def memory(self) -> Memory | None:
        """What the brief as a whole has to say."""
        if self.block is None:
            return None
        block = self.block
        named = [(c["title"] or c["ref"], c) for c in block["corrected"]]
        return Memory(
            read=block["read"],
            again=block["again"],
            outlets=block["outlets"],
            answered=block["sources"],
            failed=tuple(r["ref"] for r in self.rejected if r["stage"] == "collect"),
            unchanged=tuple(self.then(t["headline"], t) for t in block["unchanged"]),
            corrected=tuple(
                self.then(f"{c['outlet']}: {t}" if c["outlet"] else t, c) for t, c in named
            ),
        )


def _told(figure: Document) -> str:
    """A figure as its sentence has it: "at least 19 people"."""
    return f"{figure['value']} {figure['counts']}".strip()
