"""Stage 4, digest.statements: the sentences of an event that miss nothing and repeat nothing.

Candidates are spans that stand alone (``candidates``), chosen by what they
cover (``coverage``), the brief's language first. A sentence that says the same
in another article becomes a further citation (``twins``).
"""

from __future__ import annotations

from collections.abc import Collection

from ..types import Event, Line
from .candidates import Candidate, sentences, together
from .coverage import choose
from .order import reading_order
from .twins import Twins

FEWEST = 3  #: statements, where the event has as many sentences
SHARE = 4  #: ... and one for so many sentences of its articles
ABROAD = 2  #: of them at most in other languages than the brief's, where it has any


def statements(
    event: Event,
    *,
    lang: str,
    at_most: int | None = 6,
    words: int | None = None,
    known: Collection[tuple[str, int, int]] = (),
) -> tuple[Line, ...]:
    """Lines of an event in reading order, each with its citations.

    ``at_most`` is a number of statements and ``words`` a length of the whole, as
    white space parts words; ``None`` sets no limit. With ``words`` the length is
    filled as well as whole statements can. At least one line is returned, unless
    all is ``known`` (spans that earlier briefs told).
    """
    pool = [c for c in sentences(event) if (c.article.id, c.start, c.end) not in known]
    twins = Twins(pool)
    usable = _usable(pool, news=bool(known))
    if not usable:
        return ()
    home = [c for c in usable if c.article.lang == lang]
    if words is None:
        share = max(FEWEST, -(-len(pool) // SHARE))
        at_most = share if at_most is None else min(at_most, share)
    chosen = choose(home or usable, pool, event, at_most=at_most, words=words, same=twins.repeats)
    chosen = chosen or usable[:1]
    if home and len(home) < len(usable):
        abroad = [c for c in usable if c.article.lang != lang and twins.adds(c, lang)]
        room = ABROAD if at_most is None else min(ABROAD, at_most - len(chosen))
        left = None if words is None else words - sum(c.words for c in chosen)
        chosen += choose(
            abroad, pool, event, at_most=room, words=left, told=chosen, same=twins.repeats
        )
    kept, further = twins.merged(chosen)
    return tuple(
        Line(c.text, (c.citation, *(t.citation for t in further[id(c)])))
        for c in reading_order(kept, event)
    )


def _usable(pool: list[Candidate], *, news: bool) -> list[Candidate]:
    """The spans that can be statements; of a speech, say, its sentences after all.

    What leans is no ``news``: what is left of a report that was told may be its odds and ends.
    """
    texts = {c.article.id: c.article.text for c in pool}  # a reprint may tell more than its origin
    own = [c for c in pool if c.text not in texts.get(c.article.reprint_of, "")]
    found = [c for c in own if c.alone] + together(own)
    if news:
        return found
    if len(found) < FEWEST:
        found += [c for c in own if c.ready and not c.alone]
    return found or own[:1]
