"""Stage 4, digest.statements: the sentences of an event that miss nothing and repeat nothing.

Candidates are spans that stand alone (``candidates``), chosen by what they
cover (``coverage``), the brief's language first. A sentence that says the same
in another article becomes a further citation (``twins``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from ..settings import trust
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
    characters: int | None = None,
    preferred: Sequence[str] = (),
) -> tuple[Line, ...]:
    """Lines of an event in reading order, each with its citations.

    ``at_most`` is a number of statements and ``words`` a length of the whole, as
    white space parts words; ``None`` sets no limit. With ``words`` the length is
    filled as well as whole statements can. At least one line is returned, unless
    all is ``known`` (spans that earlier briefs told) or no sentence fits into
    ``characters``. Of sentences that say the same, that of the first of the
    ``preferred`` outlets is told.
    """
    pool = [c for c in sentences(event) if (c.article.id, c.start, c.end) not in known]
    twins = Twins(pool)
    usable = _usable(pool, news=bool(known))
    if characters is not None:
        usable = [c for c in usable if _size(c) <= characters]
    if not usable:
        return ()
    home = [c for c in usable if c.article.lang == lang]
    if words is None:
        share = max(FEWEST, -(-len(pool) // SHARE))
        at_most = share if at_most is None else min(at_most, share)
    chosen = choose(
        home or usable, pool, event,
        at_most=at_most, words=words, characters=characters, same=twins.repeats,
    )  # fmt: skip
    chosen = chosen or usable[:1]
    if home and len(home) < len(usable):
        abroad = [c for c in usable if c.article.lang != lang and twins.adds(c, lang)]
        room = ABROAD if at_most is None else min(ABROAD, at_most - len(chosen))
        left = None if words is None else words - sum(c.words for c in chosen)
        free = None if characters is None else characters - sum(map(_size, chosen))
        chosen += choose(
            abroad, pool, event,
            at_most=room, words=left, characters=free, told=chosen, same=twins.repeats,
        )  # fmt: skip
    kept, further = twins.merged(chosen)
    if preferred:
        kept, further = _trusted(kept, further, preferred, characters or math.inf)
    return tuple(
        Line(c.text, (c.citation, *(t.citation for t in further[id(c)])))
        for c in reading_order(kept, event)
    )


def _trusted(
    kept: list[Candidate],
    further: dict[int, list[Candidate]],
    preferred: Sequence[str],
    room: float,
) -> tuple[list[Candidate], dict[int, list[Candidate]]]:
    """The same statements, each by the most trusted of those that say it in its language.

    All of them together have no more characters than ``room``.
    """
    told: list[Candidate] = []
    others: dict[int, list[Candidate]] = {}
    room -= sum(map(_size, kept))
    for c in kept:
        same = sorted([c, *further[id(c)]], key=lambda x: trust(x.article, preferred))
        fit = (x for x in same if x.alone and _size(x) - _size(c) <= room)
        best = next((x for x in fit if x.article.lang == c.article.lang), c)
        if trust(best.article, preferred) == trust(c.article, preferred):
            best = c
        room -= _size(best) - _size(c)
        told.append(best)
        rest = (x for x in same if x is not best)
        others[id(best)] = sorted(rest, key=lambda x: x.article.id)
    return told, others


def _size(c: Candidate) -> int:
    return c.end - c.start


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
