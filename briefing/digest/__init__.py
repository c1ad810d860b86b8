"""Stage 4, digest: Event -> Digest: choose statements and quotations, cite, give a headline."""

from __future__ import annotations

from dataclasses import replace

from ..types import Digest, Event, Facts
from .headline import headline
from .spoken import spoken
from .statements import statements

__all__ = ["digest", "headline", "spoken", "statements"]


def digest(event: Event, facts: Facts, *, lang: str, statements_at_most: int = 6) -> Digest:
    """What a reader of language ``lang`` is told of an event; of the quotations a few."""
    lines = statements(event, lang=lang, at_most=statements_at_most)
    said = spoken(facts, event, lines, lang=lang)
    lead = lines[0].citations[0] if lines else None
    return Digest(event.id, headline(event, lang, lead), lines, replace(facts, quotations=said))
