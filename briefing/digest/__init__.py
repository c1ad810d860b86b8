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
    return Digest(
        event=event.id,
        headline=headline(event, lang),
        lines=statements(event, lang=lang, at_most=statements_at_most),
        figures=figures,
    )
