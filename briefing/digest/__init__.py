"""Stage 4, digest: Event -> Digest: choose statements and quotations, cite, give a headline."""

from __future__ import annotations

from dataclasses import replace

from ..types import Citation, Difference, Digest, Event, Facts
from .headline import headline
from .known import Known, Span, heard, known
from .spoken import spoken
from .statements import statements

__all__ = ["Known", "digest", "headline", "heard", "known", "spoken", "statements"]


def digest(
    event: Event,
    facts: Facts,
    known: frozenset[Span] = frozenset(),
    called: tuple[str, ...] = (),
    *,
    lang: str,
    statements_at_most: int = 6,
) -> Digest:
    """What a reader of language ``lang`` is told of an event; of the quotations a few.

    Nothing that stands in a ``known`` span alone; without a line if nothing else is told.
    ``called``: its headlines in earlier briefs.
    """
    facts = _news(facts, known) if known else facts
    lines = statements(event, lang=lang, at_most=statements_at_most, known=known)
    said = spoken(facts, event, lines, lang=lang)
    lead = lines[0].citations[0] if lines else None
    head = headline(event, lang, lead, called)
    return Digest(event.id, head, lines, replace(facts, quotations=said))


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
