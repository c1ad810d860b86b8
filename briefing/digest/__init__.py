"""Stage 4, digest: Event -> Digest: choose statements, merge twins, cite, give a headline."""

from __future__ import annotations

from ..types import Digest, Event, Figure
from .headline import headline
from .statements import statements

__all__ = ["digest", "headline", "statements"]


def digest(
    event: Event, figures: tuple[Figure, ...], *, lang: str, statements_at_most: int = 6
) -> Digest:
    """What a reader of language ``lang`` is told of an event; ``figures`` pass through."""
    lines = statements(event, lang=lang, at_most=statements_at_most)
    lead = lines[0].citations[0] if lines else None
    return Digest(event.id, headline(event, lang, lead), lines, figures)
