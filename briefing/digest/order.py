"""Stage 4, digest.order: chosen statements -> the order a reader follows.

The lead first, then the rest of its article, then the other articles by time,
each in its own order; a name's full form before its short one where that can be,
and a noun before "the" noun.
"""

from __future__ import annotations

from ..types import Event
from .candidates import Candidate

OPENING = (
    1  #: place up to which a sentence opens a digest; what stands deeper leans on what is before
)


def reading_order(chosen: list[Candidate], event: Event) -> list[Candidate]:
    """The statements, given in order of choice, in order of reading."""
    if not chosen:
        return []
    lead = chosen[0]
    if lead.first > OPENING:
        early = [c for c in chosen if c.article.id == lead.article.id and c.first <= OPENING]
        lead = early[0] if early else lead
    order = {a.id: k for k, a in enumerate(event.articles)}
    rest = [c for c in chosen if c is not lead]
    rest.sort(key=lambda c: (c.article.id != lead.article.id, order[c.article.id], c.start))
    return _introduced([lead, *rest])


def _introduced(lines: list[Candidate]) -> list[Candidate]:
    """Statements that give a name in full moved before the one that gives it in short.

    So with a noun, before the one that speaks of it as known ("The centre is").

    What stands before them in their own article moves along. The lead stays.
    """
    moves = len(lines)
    k = 1
    while k < len(lines) and moves:
        given = {name for c in lines[:k] for name in c.full}
        said = {stem for c in lines[:k] for stem in c.concepts}
        wanted = lines[k].short - given
        noun = {lines[k].wants} - said
        later = next(
            (
                j
                for j in range(k + 1, len(lines))
                if lines[j].full & wanted or lines[j].concepts & noun
            ),
            None,
        )
        if later is None or lines[later].article.id == lines[k].article.id:
            k += 1
            continue
        id = lines[later].article.id
        moved = [c for c in lines[k : later + 1] if c.article.id == id]
        lines = lines[:k] + moved + [c for c in lines[k:] if c not in moved]
        moves -= 1
    return lines
