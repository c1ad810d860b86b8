"""Stage 4, digest: Event -> Digest: choose statements and quotations, cite, give a headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..types import Difference, Digest, Event, Facts, Quotation
from .headline import headline
from .spoken import spoken
from .statements import statements

__all__ = ["digest", "headline", "mention", "spoken", "statements"]


def digest(
    event: Event,
    facts: Facts,
    *,
    lang: str,
    statements_at_most: int = 6,
    characters: int = 0,
    preferred: Sequence[str] = (),
) -> Digest:
    """What a reader of language ``lang`` is told of an event; of the quotations a few.

    With ``characters`` the headline and all statements, quotations and versions of differences
    have no more together; each is whole or left out, the headline is always there. Of sentences
    that say the same, one of the ``preferred`` outlets is told, and of good titles theirs.
    """
    lines = statements(event, lang=lang, at_most=statements_at_most, preferred=preferred)
    said = spoken(facts, event, lines, lang=lang)
    lead = lines[0].citations[0] if lines else None
    head = headline(event, lang, lead, preferred)
    if not characters:
        return Digest(event.id, head, lines, replace(facts, quotations=said))
    room = characters - len(head.text)
    if sum(len(line.text) for line in lines) > room:
        lines = statements(
            event, lang=lang, at_most=statements_at_most, characters=room, preferred=preferred
        )
    facts = _fitting(replace(facts, quotations=said), room - sum(len(x.text) for x in lines))
    return Digest(event.id, head, lines, facts)


def mention(event: Event, *, lang: str, preferred: Sequence[str] = ()) -> Digest:
    """The headline of an event, and nothing else of it but how many origins it has."""
    origins = sum(not a.reprint_of for a in event.articles)
    return Digest(event.id, headline(event, lang, None, preferred), (), Facts(origins=origins))


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
