"""Render, view: document -> View, all that the templates show, in reading order.

Citations are numbered 1..N in the order a reader meets them. A sentence
(article, start, end) has one number wherever it is cited; every place that
cites it is a ``Mark`` with an id of its own, so that links lead both ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from ..document import summarised
from .links import at_sentence
from .naming import known_speaker, quotation_marks, source_of, text_in
from .printable import printable
from .remembered import Remembered
from .shown import (
    Difference,
    Event,
    Figure,
    Mark,
    Named,
    Person,
    Quote,
    Section,
    Source,
    Speaker,
    Statement,
    Summary,
    Text,
    Variant,
    View,
)
from .timeline import Dated, draw
from .versions import parted
from .words import Words, day_of

Document = dict[str, Any]
OTHERS = 2  #: forms of a name shown beside it: an acronym, another script
MOST = 0.6  #: share of a statement from which a headline taken of it stands for it


def view(document: Document, words: Words) -> View:
    """The view of a document in the words of its language."""
    return _Builder(printable(document), words).view()


class _Builder:
    """Reads the document once, from top to bottom, and numbers as it goes."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document, self.words = document, words
        self.articles = {a["id"]: a for a in document["articles"]}
        self.sources = {
            id: source_of(n, a, words, document["lang"])
            for n, (id, a) in enumerate(self.articles.items(), start=1)
        }
        self.quotes: dict[tuple[str, int, int], Quote] = {}
        self.summarised = {a["id"] for a in summarised(document)}
        self.remembered = Remembered(document, words, self._text)
        self.section = 0  #: number of the event that is read; 0 on page one
        self.passages = {
            (a["id"], p["start"], p["end"]): p for a in document["articles"] for p in a["passages"]
        }

    def view(self) -> View:
        document, words, sources = self.document, self.words, self.sources
        events = [e for e in document["events"] if not e.get("named_only")]
        shortened = self._shortened(events[0]) if events else None
        bottom_line = self._statements(document["bottom_line"])
        figures = self._figures(document["key_figures"])
        sections = tuple(self._event(n, e) for n, e in enumerate(events, start=1))
        named = tuple(self._named(e) for e in document["events"] if e.get("named_only"))
        days = [d for e in document["events"] for d in (day_of(e["start"]), day_of(e["end"])) if d]
        numbers = {
            a: e.number for e, d in zip(sections, events, strict=True) for a in d["articles"]
        }
        dated = [
            Dated(s.day, numbers[id], s.lang)
            for id, s in sources.items()
            if s.day and id in numbers
        ]
        day = date.fromisoformat(document["day"])
        return View(
            title=document["title"] or words("daily_briefing"),
            day=day,
            date=words.day(day, "full"),
            period=words.period(min(days), max(days)) if days else "",
            headline=sections[0].headline if sections else None,
            shortened=shortened,
            bottom_line=bottom_line,
            figures=figures,
            events=sections,
            timeline=draw(dated, words),
            dated=tuple(dated),
            undated=sum(s.day is None for s in sources.values()),
            sources=tuple(sources.values()),
            cited=Counter(q.source.id for q in self.quotes.values()),
            repeats={
                sources[id].id: sources[a["reprint_of"]]
                for id, a in self.articles.items()
                if a["reprint_of"] in sources
            },
            quotes=tuple(self.quotes.values()),
            rejected=tuple(document["rejected"]),
            left_out=document["window"]["left_out"],
            sections=tuple(
                Section(title, tuple(own)) for title, own in groupby(sections, lambda e: e.section)
            ),
            named=named,
            unplaced=document.get("unplaced", {}).get("events", 0),
            memory=self.remembered.memory(),
        )

    def _named(self, event: Document) -> Named:
        """An event of which nothing but the headline is told."""
        self.section = 0
        head, (first, last) = event["headline_source"], (event["start"], event["end"])
        source = self.sources[head["article"]]
        at = source if head["field"] == "title" else self._stands(event)
        told_by = [self.sources[a] for a in event["articles"]]
        outlets = dict.fromkeys(
            s.outlet for s in told_by if s.named or not any(x.named for x in told_by)
        )
        when = self.words.period(day_of(first), day_of(last)) or self.words("undated")
        return Named(self._text(event["headline"], source.lang), at, tuple(outlets), when)

    def _text(self, text: str, lang: str) -> Text:
        return text_in(text, lang, self.words, self.document["lang"])

    def _mark(self, article: str, start: int, end: int) -> Mark:
        """A new place that cites this sentence."""
        source, key = self.sources[article], (article, start, end)
        if key not in self.quotes:
            text = self.passages[key]["text"]
            self.quotes[key] = Quote(
                number=len(self.quotes) + 1,
                source=source,
                text=self._text(text, source.lang),
                url=at_sentence(source.url, text),
            )
        quote = self.quotes[key]
        place = f"cite-{quote.number}" + (f"-{len(quote.marks) + 1}" if quote.marks else "")
        quote.marks.append(Mark(quote.number, place, source, self.section, not quote.marks))
        return quote.marks[-1]

    def _marks(self, citations: Iterable[Document]) -> tuple[Mark, ...]:
        return tuple(self._mark(c["article"], c["start"], c["end"]) for c in citations)

    def _statements(self, lines: Iterable[Document]) -> tuple[Statement, ...]:
        statements = []
        for line in lines:
            mark, *also = self._marks(line["citations"])
            first = line["citations"][0]
            around = self._around(first["article"], first["start"], first["end"])
            text = self._text(line["text"], line["lang"])
            statements.append(Statement(text, mark, tuple(also), *around))
        return tuple(statements)

    def _around(self, id: str, start: int, end: int) -> tuple[str, str]:
        """Quotation marks for a sentence from within a quotation, whose own stand elsewhere."""
        inside = self.passages[id, start, end]["in_quotation"]
        return self._quotes(id) if inside else ("", "")

    def _quotes(self, id: str) -> tuple[str, str]:
        """The quotation marks of an article's language."""
        return quotation_marks(self.articles[id]["lang"])

    def _figures(self, figures: Iterable[Document]) -> tuple[Figure, ...]:
        return tuple(
            Figure(
                self._text(f["value"], f["lang"]),
                self._text(f["counts"] or f["measures"], f["lang"]),
                self._marks(f["citations"]),
                self.remembered.was(f),
            )
            for f in figures
        )

    def _shortened(self, event: Document) -> Mark | Source | None:
        """What a shortened headline was taken from: a sentence, or an article's title."""
        head = event["headline_source"]
        if not head["derived"]:
            return None
        if head["field"] == "title":
            return self.sources[head["article"]]
        return self._stands(event)

    def _stands(self, event: Document) -> Mark:
        """The sentence that a headline is, or is a part of; one that is shown anyway if it can."""
        head = event["headline_source"]
        id, start, end = head["article"], head["start"], head["end"]
        carried = [(p["start"], p["end"]) for p in self.articles[id]["passages"]]
        around = [*self._cited_spans(event, id), *carried]
        return self._mark(id, *next(s for s in around if s[0] <= start and end <= s[1]))

    def _cited_spans(self, event: Document, article: str) -> list[tuple[int, int]]:
        """The sentences of an article that its event shows."""
        cited = [
            c
            for part in (event["digest"], event["key_figures"])
            for line in part
            for c in line["citations"]
            if c["article"] == article
        ]
        return [(c["start"], c["end"]) for c in [*cited, *self.articles[article]["summary"]]]

    def _told_by_headline(self, event: Document) -> bool:
        """Whether the headline is most of the first statement, so that none need repeat it."""
        head, lines = event["headline_source"], event["digest"]
        if head["field"] != "text" or not head["derived"] or len(lines) < 2:
            return False
        first = lines[0]["citations"][0]
        inside = first["start"] <= head["start"] and head["end"] <= first["end"]
        most = len(event["headline"]) >= MOST * len(lines[0]["text"])
        return bool(first["article"] == head["article"] and inside and most)

    def _event(self, number: int, event: Document) -> Event:
        words, self.section = self.words, number
        lines = event["digest"]
        told = self._told_by_headline(event)
        sources = tuple(self.sources[a] for a in event["articles"])
        lang = self.articles[event["headline_source"]["article"]]["lang"]
        return Event(
            number=number,
            headline=self._text(event["headline"], lang),
            shortened=self._shortened(event),
            also=self._marks(lines[0]["citations"][1:]) if told else (),
            when=words.period(day_of(event["start"]), day_of(event["end"])) or words("undated"),
            sources=sources,
            places=tuple(dict.fromkeys(s.place for s in sources if s.place)),
            outlets=tuple(dict.fromkeys(s.outlet for s in sources)),
            tags=tuple(dict.fromkeys(s.tag for s in sources)),
            origins=event["origins"],
            people=self._people(event, "person"),
            bodies=self._people(event, "body"),
            figures=self._figures(event["key_figures"]),
            **self.remembered.story(event, self._marks),
            statements=self._statements(lines[1:] if told else lines),
            differences=tuple(map(self._difference, event["differences"])),
            said=self._said(event),
            summaries=self._summaries(event),
            section=event.get("section", ""),
        )

    def _people(self, event: Document, kind: str) -> tuple[Person, ...]:
        """Each by a sentence that the event shows anyway, where one names it."""
        people = []
        shown = {a: self._cited_spans(event, a) for a in event["articles"]}
        for party in event["people"]:
            if party["kind"] == kind:
                cited = party["citations"]
                known = [c for c in cited if (c["start"], c["end"]) in shown[c["article"]]]
                lang = self.articles[cited[0]["article"]]["lang"]
                mark, *_ = self._marks((known or cited)[:1])
                also = tuple(
                    self._text(form, lang_)
                    for form, lang_ in zip(party["also"], party["also_langs"], strict=True)
                    if form not in party["name"]
                )
                people.append(Person(self._text(party["name"], lang), also[:OTHERS], mark))
        return tuple(people)

    def _difference(self, difference: Document) -> Difference:
        versions = difference["variants"]
        quoted = difference["kind"] == "quotation"
        pieces = parted([v["text"] for v in versions])
        variants = []
        for v, parts in zip(versions, pieces, strict=True):
            mark, *also = self._marks(v["citations"])
            around = self._quotes(v["citations"][0]["article"]) if quoted else ("", "")
            text = self._text(v["text"], v["lang"])
            variants.append(Variant(text, mark, tuple(also), *around, parts))
        point, lang = difference["point"], versions[0]["lang"]
        firsts = [next((piece for piece, own in parts if own), "") for parts in pieces]
        if quoted and all(firsts) and len({v["lang"] for v in versions}) == 1:
            point = " / ".join(dict.fromkeys(firsts))
        return Difference(self._text(point, lang), tuple(variants))

    def _said(self, event: Document) -> tuple[Speaker, ...]:
        """Quotations by the person who said them, under the fullest name known."""
        said: dict[str, tuple[Text, list[Statement]]] = {}
        for quotation in event["quotations"]:
            name = known_speaker(quotation["speaker"], event)
            mark, *also = self._marks(quotation["citations"])
            around = self._quotes(quotation["quoted"]["article"])
            text = self._text(quotation["quote"], quotation["lang"])
            entry = said.setdefault(name, (self._text(name, quotation["lang"]), []))
            entry[1].append(Statement(text, mark, tuple(also), *around))
        return tuple(Speaker(name, tuple(quotes)) for name, quotes in said.values())

    def _summaries(self, event: Document) -> tuple[Summary, ...]:
        """What each article says beyond what the event has told already."""
        lines = (*event["digest"], *event["quotations"])
        told = [c for line in lines for c in line["citations"]]
        summaries = []
        for id in event["articles"]:
            article = self.articles[id]
            repeated = self.sources.get(article["reprint_of"])
            statements = tuple(
                Statement(
                    self._text(s["text"], article["lang"]),
                    self._mark(id, s["start"], s["end"]),
                    (),
                    *self._around(id, s["start"], s["end"]),
                )
                for s in (article["summary"] if id in self.summarised else [])
                if not any(
                    c["article"] == id and c["start"] <= s["start"] and s["end"] <= c["end"]
                    for c in told
                )
            )
            if statements or repeated:
                summaries.append(Summary(self.sources[id], statements, repeated))
        return tuple(summaries)
