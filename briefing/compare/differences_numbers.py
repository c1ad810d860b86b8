"""Stage 4, compare.differences_numbers: two quantities -> whether they are rivals, how surely.

They are where neither can be the other, they count the same thing, the same
became of it, and their sentences else say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..types import day_of
from .differences_quantities import PEOPLE, ROUGH, Quantity, last_place, margin, scope
from .differences_words import Passage, is_known, likeness
from .figures_found import Quantity as Stated

# Set on the first half of tests/data/differences.jsonl, then on flags judged by hand in clusters of
# news (bench/scoring_differences.py); higher finds less.
ALIKE = 0.4  #: likeness of two sentences that state one quantity of a thing ...
WEAK = 0.55  #: ... of money, a rate, a length: many a one stands in each event
TOLL = 0.3  #: ... of people one thing became of; share of the shorter, their deed not counted ...
SOME = 0.4  #: ... of men, women, children, protesters, who may be some of them
SURE = 0.7  #: factor of these where two words tell what is counted: "undersea cables" ...
BOTH = 0.5  #: ... and where another number of both sentences agrees: "one killed, 13 injured"
HUNDREDS = 100  #: from where a number that is no exact count is a rough one
FEWEST = 2  #: content words of each sentence, for all that are not people one thing became of
FAR = 7  #: days between two reports from which they do not count at one time
FURTHEST = 4.0  #: two numbers of one thing are not further apart than by this factor
ABROAD = 0.6  #: factor of these across languages, where fewer words can be matched
STRANGE = 0.8  #: the least in a language without tables, where names and scopes are not told ...
HALF = 0.5  #: ... and the share of the other numbers that agree
FULL = 0.66  #: least share of the shorter sentence that the longer one tells, for these


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether both can state one number."""
    if a.exact and b.exact:
        return a.low <= b.value <= a.high or b.low <= a.value <= b.high
    return a.low <= b.high and b.low <= a.high


def agree_over_time(a: Quantity, b: Quantity) -> bool:
    """Whether nothing changed from one to the other: "at least 12" and "at least 19" do not agree.

    Of hundreds that are no exact count a tenth more or less is no change.
    """
    most = max(a.value, b.value)
    rough = ROUGH if most >= HUNDREDS and not (a.exact and b.exact) else 0.0
    return abs(a.value - b.value) <= rough * most


def comparable(
    p: Passage,
    a: Quantity,
    q: Passage,
    b: Quantity,
    *,
    beside: tuple[Sequence[Quantity], Sequence[Quantity]] = ((), ()),
    over_time: bool = False,
) -> float:
    """How surely two quantities of different articles are of one thing; 0 if they are not.

    ``beside``: the quantities of each sentence. ``over_time``: of one thing at two times.
    """
    if a.unit != b.unit or not a.keys & b.keys:
        return 0.0
    if max(a.value, b.value) > FURTHEST * min(a.value, b.value):
        return 0.0
    other = a.narrower != b.narrower or (a.noun and b.noun and not a.noun & b.noun and a.measure)
    if other and p.lang == q.lang:
        return 0.0
    toll = a.unit in PEOPLE and bool(a.fate)
    if a.fate != b.fate and (a.unit == "people" or (a.fate and b.fate)):
        return 0.0
    renewed = not a.measure and (p.renewed or q.renewed)
    if not over_time and (renewed or _grew(p, a, q, b)):
        return 0.0
    if scope(p, a) != scope(q, b) or _elsewhere(p, a, q, b):
        return 0.0
    if p.leans or q.leans:
        return 0.0
    ours, theirs = (
        [x for x in found if x is not c] for found, c in zip(beside, (a, b), strict=True)
    )
    known = is_known(p.lang) and is_known(q.lang)
    if a.unit not in PEOPLE and not _share_numbers(p, a, q, b, 0.0 if known else HALF):
        return 0.0
    together = any(x.value == y.value and x.fate == y.fate != "" and x.unit == y.unit
                   for x in ours for y in theirs)  # fmt: skip
    listed = any(x.keys & a.keys for x in (*ours, *theirs)) and not toll
    listed = listed and not a.narrower & b.narrower
    one, two = (
        x.without(
            (c.start, c.end),
            *((d[0], d[1]) for d in x.deeds if toll and d[2] == c.fate),
            *(outside(x.clause(c.start)) if listed else ()),
        )
        for x, c in ((p, a), (q, b))
    )
    both, shorter = likeness(one, two)
    factor = 1.0 if p.lang == q.lang else ABROAD
    factor *= (SURE if a.narrower & b.narrower else 1.0) * (BOTH if together and toll else 1.0)
    if not known and both < STRANGE:
        return 0.0
    if toll:
        return shorter if shorter >= (TOLL if a.unit == "people" else SOME) * factor else 0.0
    if min(len(one), len(two)) < FEWEST:
        return 0.0
    weak = a.measure or a.unit in ("", "people")
    enough = both >= (WEAK if a.measure else ALIKE) * factor
    return both if enough and (not weak or shorter >= FULL * factor) else 0.0


def _share_numbers(p: Passage, a: Quantity, q: Passage, b: Quantity, least: float) -> bool:
    """Whether their other numbers, if any, agree at all: else they are of another day or share."""
    ours, theirs = ([n for n in x.numbers if n != c.value] for x, c in ((p, a), (q, b)))
    if not ours or not theirs:
        return True
    both = sum(any(abs(x - y) <= margin(max(x, y, key=last_place)) for y in theirs) for x in ours)
    return both > 0 and both >= least * min(len(ours), len(theirs))


def outside(clause: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """All of a sentence but a clause."""
    return (0, clause[0]), (clause[1], 10**9)


def adds_up(a: Quantity, b: Quantity, beside: Iterable[Quantity], stated: Iterable[Stated]) -> bool:
    """Whether ``a`` and other numbers of its sentence make ``b``: two there, one elsewhere."""
    apart = {x.value for x in beside if x.fate != a.fate}
    rest = [x.value for x in stated if x.value not in apart and x.value != a.value]
    return any(a.value + x == b.value for x in (*rest, sum(rest)) if x)


def _grew(p: Passage, a: Quantity, q: Passage, b: Quantity) -> bool:
    """Whether the later report has the higher number: it counts at another time."""
    one, two = day_of(p.article.published), day_of(q.article.published)
    if one is None or two is None or one == two:
        return False
    if abs((one - two).days) > FAR:
        return True
    return (one < two) == (a.value < b.value) or a.fate in ("missing", "ill")


def _elsewhere(p: Passage, a: Quantity, q: Passage, b: Quantity) -> bool:
    """Whether their years, months or names say that they are of different things."""
    if p.years != q.years and ((p.years and q.years) or not _is_own_year(p, q)):
        return True
    months, others = ({month for _, month in x.months} for x in (p, q))
    if months and others and not months & others:
        return True
    if bool(months) != bool(others) and _bare_month(p if months else q):
        return True
    ours, theirs = ({kind for at, kind in x.times if at < c.start or at >= c.end}
                    for x, c in ((p, a), (q, b)))  # fmt: skip
    if ours and theirs and not ours & theirs:
        return True  # "on the first day", "in its first week"
    one, two = p.names(*p.clause(a.start)), q.names(*q.clause(b.start))
    one, two = one or p.names(), two or q.names()
    return bool(one and two and not one & two)


def _bare_month(p: Passage) -> bool:
    """Whether it names a month without a day: "in February" is mostly another time."""
    own = {d.month for d in [day_of(p.article.published)] if d}
    return any(
        month not in own and not any(d.start <= at < d.end for d in p.days)
        for at, month in p.months
    )


def _is_own_year(p: Passage, q: Passage) -> bool:
    """Whether the years named are only those of publication."""
    own = {str(d.year) for x in (p, q) if (d := day_of(x.article.published))}
    return p.years | q.years <= own
