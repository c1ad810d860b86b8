"""Stage 4, compare.differences: Event -> where its reports differ, side by side, no verdict.

Numbers, days and names are compared between sentences of different origins
that else say the same; quotations by their words. What another article also
states is no difference: only a value that the other lacks has a rival there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from ..types import Article, Citation, Difference, Event, Variant, day_of
from .differences_facts import Told, days, names, other_day, other_name
from .differences_numbers import adds_up, agree, agree_over_time, evidence, may_differ
from .differences_quantities import Quantity, quantities
from .differences_quotes import Spoken, pairs, spoken
from .differences_tables import DEED, TITLE
from .differences_words import Passage
from .figures_found import Quantity as Stated
from .figures_found import quantities as read_quantities

MOST = 60  #: sentences of an article that are looked at
LONGEST = 1000  #: characters of a sentence that is looked at; a longer one is a table
CROWD = 40  #: statements of one kind that are compared with each other, those placed first
Kind = Literal["number", "date", "name", "quotation"]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one sentence states of something."""

    passage: Passage
    what: Any  #: a ``Quantity`` or ``Told``
    beside: tuple[Quantity, ...] = ()  #: the quantities of the sentence
    stated: Sequence[Stated] = ()  #: ... and all its numbers

    @property
    def order(self) -> tuple[str, int, int]:
        return (self.passage.article.id, self.passage.start, self.what.start)

    @property
    def text(self) -> str:
        return self.passage.text[self.what.start : self.what.end]


def differences(
    event: Event,
    stated: Mapping[str, Sequence[Stated]] | None = None,
    *,
    over_time: bool = False,
) -> tuple[Difference, ...]:
    """Where the reports of an event differ: numbers, days, names and quotations, in this order.

    A reprint is not looked at: its origin speaks for it. The result does not
    depend on the order of the articles. Linear in the text: at most ``CROWD``
    statements are compared with each other. ``stated``: all quantities of each
    article by its id, lone ones too, where they have been read already.
    ``over_time``: numbers alone, also those that grew from one report to the next.
    """
    articles = sorted((a for a in event.articles if not a.reprint_of), key=lambda a: a.id)
    if len(articles) < 2:
        return ()
    counted: dict[Hashable, list[_Claim]] = defaultdict(list)
    dated: dict[Hashable, list[_Claim]] = defaultdict(list)
    called: dict[Hashable, list[_Claim]] = defaultdict(list)
    read = {a.id: stated[a.id] if stated else read_quantities(a, lone=True) for a in articles}
    common = _common(read.values())
    for article in articles:
        numbers: dict[int, list[Stated]] = defaultdict(list)
        for one in read[article.id]:
            numbers[one.sentence.start].append(one)
        for place, sentence in enumerate(article.sentences[:MOST]):
            if sentence.end - sentence.start > LONGEST:
                continue
            passage = Passage(article, sentence.start, sentence.end, place)
            told_here = numbers.get(sentence.start, ())
            if told_here and (
                passage.signs & DEED or any(not common.isdisjoint(_keys(x)) for x in told_here)
            ):
                beside = tuple(quantities(passage, told_here))
                for quantity in beside:
                    for key in quantity.keys:
                        counted[key].append(_Claim(passage, quantity, beside, told_here))
            for told in days(passage):
                dated[told.group].append(_Claim(passage, told))
            for told in names(passage) if passage.signs & TITLE else ():
                called[told.group].append(_Claim(passage, told))
    if over_time:
        return tuple(_rivals("number", counted, partial(_numbers_differ, over_time=True)))
    found = [
        *_rivals("number", counted, _numbers_differ),
        *_rivals("date", dated, partial(_told_differ, other_day)),
        *_rivals("name", called, partial(_told_differ, other_name)),
        *_quotations(articles),
    ]
    return tuple(dict.fromkeys(found))


def _keys(one: Stated) -> frozenset[str]:
    """What a quantity may be compared by: its unit, or what it counts."""
    return frozenset({one.unit} if one.unit else {one.key, *one.also}) - {""}


def _common(read: Iterable[Iterable[Stated]]) -> frozenset[str]:
    """The keys of more than one article: only these have rivals, but for people and their fates."""
    found = Counter(k for article in read for k in {k for one in article for k in _keys(one)})
    return frozenset(k for k, articles in found.items() if articles > 1)


def _numbers_differ(
    one: _Claim, two: _Claim, claims: Sequence[_Claim], *, over_time: bool = False
) -> float:
    if (agree_over_time if over_time else agree)(one.what, two.what):
        return 0.0
    if not may_differ(one.passage, one.what, two.passage, two.what):
        return 0.0
    if _stated(one, two, claims, over_time=over_time):
        return 0.0
    if not over_time and (_beside(one, two) or _beside(two, one)):
        return 0.0
    sums = adds_up(one.what, two.what, one.beside, one.stated)
    if sums or adds_up(two.what, one.what, two.beside, two.stated):
        return 0.0
    first = _is_first(one, claims) and _is_first(two, claims)
    return evidence(one.passage, one.what, two.passage, two.what, first=first, over_time=over_time)


def _is_first(claim: _Claim, claims: Sequence[_Claim]) -> bool:
    """Whether its article states no number of such a thing before."""
    article, at = claim.passage.article.id, claim.passage.start + claim.what.start
    return all(
        c.passage.article.id != article or c.passage.start + c.what.start >= at for c in claims
    )


def _stated(one: _Claim, two: _Claim, claims: Sequence[_Claim], *, over_time: bool = False) -> bool:
    """Whether either article states the other's number of the same thing somewhere.

    That the later one states the earlier one's ("up from 12") is no matter ``over_time``.
    """
    a, b = one.passage.article.id, two.passage.article.id
    same = agree_over_time if over_time else agree
    later = max((one, two), key=lambda c: str(day_of(c.passage.article.published) or ""))
    for claim in claims:
        here = claim.passage.article.id
        if over_time and here == later.passage.article.id:
            continue
        other: Quantity | None = one.what if here == b else two.what if here == a else None
        if other and claim.what.unit == other.unit and same(claim.what, other):
            return True
    return False


def _beside(one: _Claim, two: _Claim) -> bool:
    """Whether a sentence says the other's number of the same fate: "left one man dead"."""
    fate = two.what.fate
    return bool(fate) and any(x.fate == fate and agree(x, two.what) for x in one.beside)


def _told_differ(
    differ: Callable[[Passage, Told, Passage, Told], float],
    one: _Claim,
    two: _Claim,
    claims: Sequence[_Claim],
) -> float:
    return differ(one.passage, one.what, two.passage, two.what)


def _rivals(
    kind: Kind,
    grouped: dict[Hashable, list[_Claim]],
    differ: Callable[[_Claim, _Claim, Sequence[_Claim]], float],
) -> Iterator[Difference]:
    """The differences among claims: each claim and its surest rivals, one an article."""
    seen: set[frozenset[Citation]] = set()
    ready = []
    for claims in grouped.values():
        if len({c.passage.article.id for c in claims}) < 2:
            continue
        near = sorted(claims, key=lambda c: (c.passage.place, *c.order))[:CROWD]
        near.sort(key=lambda c: c.order)
        best: dict[tuple[int, str], tuple[float, int]] = {}
        for i, one in enumerate(near):
            for j in range(i + 1, len(near)):
                two = near[j]
                if one.passage.article.id == two.passage.article.id:
                    continue
                score = differ(one, two, near)
                for k, m in ((i, j), (j, i)) if score else ():
                    place = (k, near[m].passage.article.id)
                    best[place] = max(best.get(place, (0.0, 0)), (score, -m))
        edges = {
            (k, -m) for (k, _), (_, m) in best.items()
            if best.get((-m, near[k].passage.article.id), (0.0, 1))[1] == -k
        }  # fmt: skip
        for part in _parts(edges):
            ready.append(_difference(kind, [near[k] for k in sorted(part)]))
    ready.sort(key=lambda d: (-sum(len(v.citations) for v in d.variants), _place(d)))
    for difference in ready:
        cited = frozenset(c for v in difference.variants for c in v.citations)
        if kind == "number" or cited not in seen:
            yield difference
        seen.add(cited)


def _place(difference: Difference) -> list[tuple[str, int, str]]:
    return [(c.article, c.start, v.text) for v in difference.variants for c in v.citations]


def _parts(edges: set[tuple[int, int]]) -> list[set[int]]:
    """The connected parts of a graph."""
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        near[a].add(b)
        near[b].add(a)
    parts, seen = [], set[int]()
    for start in sorted(near):
        if start in seen:
            continue
        part, queue = set[int](), [start]
        while queue:
            k = queue.pop()
            if k not in part:
                part.add(k)
                queue += near[k] - part
        seen |= part
        parts.append(part)
    return parts


def _difference(kind: Kind, claims: list[_Claim]) -> Difference:
    versions: dict[Hashable, list[_Claim]] = defaultdict(list)
    for claim in claims:
        what = claim.what
        versions[what.value if isinstance(what, Quantity) else what.what].append(claim)
    variants = []
    for same in versions.values():
        cited: dict[str, Citation] = {}
        for claim in same:  # the text must stand in each quote
            if same[0].text in claim.passage.text:
                cited.setdefault(claim.passage.article.id, claim.passage.citation)
        variants.append((-len(cited), same[0].order, Variant(same[0].text, tuple(cited.values()))))
    variants.sort(key=lambda v: v[:2])
    chosen = next(c for c in claims if c.order == variants[0][1])
    return Difference(kind, _point(chosen), tuple(v for *_, v in variants))


def _point(claim: _Claim) -> str:
    """What a difference is about: what is counted, else the words beside the value."""
    passage, what = claim.passage, claim.what
    if isinstance(what, Quantity) and what.counts:
        return what.counts
    start, end = passage.clause(what.start)
    start, end = max(start, what.start - 60), min(end, what.end + 60)
    near = [w for w in passage.without((what.start, what.end)) if start <= w.start < end]
    near.sort(key=lambda w: (min(abs(w.start - what.end), abs(what.start - w.end)), w.start))
    return passage.text[near[0].start : near[0].end] if near else ""


def _quotations(articles: list[Article]) -> Iterator[Difference]:
    """One difference a quotation: its versions, by the sentence where they first part."""
    by_base: dict[tuple[str, int, int], dict[str, list[Citation]]] = {}
    points: dict[tuple[str, int, int], str] = {}
    done: set[tuple[str, int]] = set()
    for one, two, here, there in pairs([s for a in articles for s in spoken(a)]):
        if (one.article.id, one.start) in done:
            continue  # a version of an earlier one
        first, second = _told_at(one, here), _told_at(two, there)
        if not first or not second:
            continue
        done.add((two.article.id, two.start))
        key = (one.article.id, one.start, first[1].start)
        found = by_base.setdefault(key, {first[0]: [first[1]]})
        found.setdefault(second[0], []).append(second[1])
        points.setdefault(key, next(one.article.text[s:e] for s, e in one.spans if s == here))
    for key in sorted(by_base):
        variants = tuple(Variant(t, tuple(dict.fromkeys(c))) for t, c in by_base[key].items())
        if len(variants) > 1:
            yield Difference("quotation", points[key], variants)


def _told_at(said: Spoken, at: int) -> tuple[str, Citation] | None:
    """The words of a quotation in the sentence that holds an offset, and that sentence."""
    for sentence in said.article.sentences:
        if sentence.start <= at < sentence.end:
            start, end = max(said.start, sentence.start), min(said.end, sentence.end)
            text = said.article.text[start:end].strip().rstrip(",")
            return text, said.article.quote(sentence.start, sentence.end)
    return None
