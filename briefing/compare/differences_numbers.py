"""Stage 4, compare.differences_numbers: two quantities -> whether they are rivals, how surely.

They are where neither can be the other, they count the same thing, the same
became of it, and their sentences else say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..types import day_of
from .differences_quantities import PEOPLE, ROUGH, Quantity, far_apart, scope, share_numbers
from .differences_words import Passage, is_known, likeness, sounds
from .figures_found import SPANS
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
ALONE = 0.75  #: ... and where each article states one number of such a thing, this one ...
TELLING = 13  #: ... the least that says something by agreeing, but of people
NEAR = 2.0  #: ... each but for numbers that are further apart than by this factor
FEWEST = 2  #: content words of each sentence, for all that are not people one thing became of
CROWD = 1.5  #: "19 people" and "17 fans" are not further apart: fewer are some of them
FURTHEST = 4.0  #: two numbers of one thing are not further apart than by this factor
ABROAD = 0.6  #: factor of these across languages, where fewer words can be matched
STRANGE = 0.8  #: the least in a language without tables, where names and scopes are not told ...
HALF = 0.5  #: ... and the share of the other numbers that agree
FULL = 0.66  #: least share of the shorter sentence that the longer one tells, for these
_AND = re.compile(
    r",?\s(?:and|и|та|й|і|und|et|y|e|ve|və|as well as|including)\s|,?\s(?:among|of) them"
)


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
    alone: bool = False,
    over_time: bool = False,
) -> float:
    """How surely two quantities of different articles are of one thing; 0 if they are not.

    ``beside``: the quantities of each sentence. ``alone``: neither article states
    another number of such a thing. ``over_time``: of one thing at two times.
    """
    if not a.keys & b.keys or max(a.value, b.value) > FURTHEST * min(a.value, b.value):
        return 0.0
    called = a.unit != b.unit or (
        not a.unit and a.person and not a.noun & b.noun
    )  # "19 people", "17 fans"
    if called and not (_one_crowd(a, b) and _ends(p, a) and _ends(q, b)):
        return 0.0
    other = a.narrower != b.narrower or (a.noun and b.noun and not a.noun & b.noun and a.measure)
    if other and not called and p.lang == q.lang:
        return 0.0
    toll = (a.unit in PEOPLE or called) and bool(a.fate)
    if a.fate != b.fate and ("people" in (a.unit, b.unit) or (a.fate and b.fate)):
        return 0.0
    renewed = not a.measure and (p.renewed or q.renewed)
    if not over_time and (renewed or _grew(p, a, q, b)):
        return 0.0
    ours, theirs = scope(p, a), scope(q, b)
    if ours != theirs or "running" in ours | theirs or _elsewhere(p, a, q, b):
        return 0.0
    named = _named(p, q, a.measure) and _named(q, p, a.measure)
    if not toll and (not named or (p.before and q.before)):
        return 0.0
    others, more = (
        [x for x in found if x is not c] for found, c in zip(beside, (a, b), strict=True)
    )
    known = is_known(p.lang) and is_known(q.lang)
    told = [agree(x, y) for x in others for y in more if x.keys & y.keys]
    together = any(
        agree(x, y) and (min(x.value, y.value) >= TELLING or x.fate == y.fate != "")
        for x in others for y in more if x.keys & y.keys
    )  # fmt: skip
    if a.unit not in PEOPLE and (
        (told and not any(told)) or not _share_numbers(p, a, q, b, 0.0 if known else HALF)
    ):
        return 0.0
    listed = any(x.keys & a.keys for x in (*others, *more)) and not toll
    listed = listed and not a.narrower & b.narrower
    one, two = (
        x.without(
            (c.start, c.end),
            *((d[0], d[1]) for d in x.deeds if toll and d[2] == c.fate),
            *(outside(x.clause(c.start)) if listed else ()),
        )
        for x, c in ((p, a), (q, b))
    )
    both, shorter = likeness(one, two, before=(p.before, q.before))
    factor = 1.0 if p.lang == q.lang else ABROAD
    near = max(a.value, b.value) <= NEAR * min(a.value, b.value)
    factor *= (SURE if a.narrower & b.narrower else 1.0) * (
        BOTH if together and (toll or near) else 1.0
    )
    factor *= ALONE if alone and near and a.unit not in SPANS else 1.0
    if not known and both < STRANGE:
        return 0.0
    if toll:
        least = TOLL if a.unit == b.unit == "people" else SOME
        return shorter if shorter >= least * factor else 0.0
    if min(len(one), len(two)) < FEWEST and not (together and shorter == 1):
        return 0.0
    weak = a.measure or a.unit in ("", "people")
    enough = both >= (WEAK if a.measure else ALIKE) * factor
    return both if enough and (not weak or shorter >= FULL * factor) else 0.0


def _share_numbers(p: Passage, a: Quantity, q: Passage, b: Quantity, least: float) -> bool:
    """Whether their other numbers agree at all: else they are of another day or share.

    Times of day and years are no matter, nor is a lone one that may count anything.
    """
    ours, theirs = ([v for v in x.values if v != c.value] for x, c in ((p, a), (q, b)))
    if not ours or not theirs:
        return True
    if (
        least == 0
        and not a.measure
        and min(len(ours), len(theirs)) == 1
        and all(v % 1 == 0 for v in (*ours, *theirs))
    ):
        return True
    return share_numbers(ours, theirs, least)


def _one_crowd(a: Quantity, b: Quantity) -> bool:
    """Whether one counts "people" and the other names them, and they are about as many."""
    if {a.unit, b.unit} & {"men", "women", "child"} or "people" not in (a.unit, b.unit):
        return False
    return bool(a.fate) and max(a.value, b.value) <= CROWD * min(a.value, b.value)


def _ends(p: Passage, a: Quantity) -> bool:
    """Whether no others are named beside: "three teenagers and an adult" are four people."""
    return not _AND.match(p.text, a.end)


def outside(clause: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """All of a sentence but a clause."""
    return (0, clause[0]), (clause[1], 10**9)


def adds_up(a: Quantity, b: Quantity, beside: Iterable[Quantity], stated: Iterable[Stated]) -> bool:
    """Whether ``a`` and other numbers of its sentence make ``b``, or one of them is ``b``."""
    apart = {x.value for x in beside if x.fate != a.fate}
    rest = [x.value for x in stated if x.value not in apart and x.value != a.value]
    if any(x.value == b.value and not x.unit and x.key in ("", *b.noun) for x in stated):
        return True
    return any(a.value + x == b.value for x in (*rest, sum(rest)) if x)


def _named(p: Passage, q: Passage, sure: bool) -> bool:
    """Whether what a sentence leans on, if it does, may be (``sure``: is) named in the other."""
    ours, theirs = sounds(p.before), sounds([*q.words, *q.before])
    return not p.before or bool(ours & theirs) or not (sure or (ours and theirs))


def _grew(p: Passage, a: Quantity, q: Passage, b: Quantity) -> bool:
    """Whether the later report has the higher number: it counts at another time."""
    one, two = day_of(p.article.published), day_of(q.article.published)
    if one is None or two is None or one == two:
        return False
    if far_apart(p.article, q.article):
        return True
    if a.measure:
        return False  # a rate, a sum, a length is no running count
    return (one < two) == (a.value < b.value) or a.fate in ("missing", "ill")


def _elsewhere(p: Passage, a: Quantity, q: Passage, b: Quantity) -> bool:
    """Whether their years, months or names say that they are of different things."""
    ours, theirs = p.years_of(a.start), q.years_of(b.start)
    if ours != theirs and ((ours and theirs) or not _is_own_year(p, q, ours | theirs)):
        return True
    months, others = ({month for _, month in x.months} for x in (p, q))
    if months and others and not months & others:
        return True
    if bool(months) != bool(others) and _bare_month(p if months else q):
        return True
    spans, their_spans = ({kind for at, kind in x.times if at < c.start or at >= c.end}
                      for x, c in ((p, a), (q, b)))  # fmt: skip
    if spans and their_spans and not spans & their_spans:
        return True  # "on the first day", "in its first week"
    one, two = p.names(*p.clause(a.start)), q.names(*q.clause(b.start))
    one, two = one or p.names() or sounds(p.before), two or q.names() or sounds(q.before)
    return bool(one and two and not one & two)


def _bare_month(p: Passage) -> bool:
    """Whether it names a month without a day: "in February" is mostly another time."""
    own = {d.month for d in [day_of(p.article.published)] if d}
    return any(
        month not in own and not any(d.start <= at < d.end for d in p.days)
        for at, month in p.months
    )


def _is_own_year(p: Passage, q: Passage, years: frozenset[str]) -> bool:
    """Whether the years named are only those of publication."""
    own = {str(d.year) for x in (p, q) if (d := day_of(x.article.published))}
    return years <= own
