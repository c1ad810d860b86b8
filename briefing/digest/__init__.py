"""Stage 4, digest: Event -> Digest: choose statements and quotations, cite, give a headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ..types import Citation, Difference, Digest, Event, Facts, Quotation
from .headline import headline
from .known import Known, Span, heard, known
from .spoken import spoken
from .statements import statements

__all__ = ["Known", "digest", "headline", "heard", "known", "mention", "spoken", "statements"]


def digest(
    event: Event,
    facts: Facts,
    known: frozenset[Span] = frozenset(),
    called: tuple[str, ...] = (),
    *,
    lang: str,
    statements_at_most: int = 6,
    characters: int = 0,
    preferred: Sequence[str] = (),
) -> Digest:
    """What a reader of language ``lang`` is told of an event; of the quotations a few.

    Nothing that stands in a ``known`` span alone; no ``news`` if nothing else can be told.
    ``called``: its headlines in earlier briefs, and what they told of it. With ``characters`` the
    headline and all statements, quotations and versions of differences have no more together; each
    is whole or left out, the headline is always there. Of sentences that say the same, one of the
    ``preferred`` outlets is told, and of good titles theirs.
    """
    facts = _news(facts, known) if known else facts
    tell = partial(
        statements, event, lang=lang, at_most=statements_at_most, known=known, preferred=preferred
    )
    lines = tell()
    said = spoken(facts, event, lines, lang=lang)
    lead = lines[0].citations[0] if lines else None
    head, news = headline(event, lang, lead, called, preferred), bool(lines)
    facts = replace(facts, quotations=said)
    if characters:
        room = characters - len(head.text)
        if sum(len(line.text) for line in lines) > room:
            lines = tell(characters=room)
        facts = _fitting(facts, room - sum(len(line.text) for line in lines))
    return Digest(event.id, head, lines, facts, news)


def mention(event: Event, *, lang: str, preferred: Sequence[str] = ()) -> Digest:
    """The headline of an event, and nothing else of it but how many origins it has."""
    origins = sum(not a.reprint_of for a in event.articles)
    return Digest(event.id, headline(event, lang, None, (), preferred), (), Facts(origins=origins))


def _fitting(facts: Facts, room: int) -> Facts:
    """The differences and quotations for which there is room, in their order."""
    differences: list[Difference] = []
    for one in facts.differences:
        if (size := sum(len(v.text) for v in one.variants)) <= room:
            differences.append(one)
            room -= size
    quotations: list[Quotation] = []
    for said in facts.quotations:
        if len(said.quote.quote) <= room:
            quotations.append(said)
            room -= len(said.quote.quote)
    return replace(facts, differences=tuple(differences), quotations=tuple(quotations))


def _news(facts: Facts, known: frozenset[Span]) -> Facts:
    """Without what an earlier brief told: figures, quotations and differences."""

    def is_known(c: Citation) -> bool:
        return any(a == c.article and s < c.end and c.start < e for a, s, e in known)

    def is_old(difference: Difference) -> bool:
        return all(is_known(v.citations[0]) for v in difference.variants)

    return replace(
        facts,
        figures=tuple(f for f in facts.figures if not all(map(is_known, f.citations))),
        quotations=tuple(q for q in facts.quotations if not is_known(q.quote)),
        differences=tuple(d for d in facts.differences if not is_old(d)),
    )
