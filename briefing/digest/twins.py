"""Stage 4, digest.twins: which sentences of other articles say what a statement says.

Sentences are compared by ``anchors.terms``, one space for all languages, so
that a Russian sentence can be the further citation of an English statement.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..anchors import count_terms
from ..language.lexicon import has_lexicon
from .candidates import Candidate

TWIN = 0.42  #: cosine from which two sentences of different articles say the same
ABROAD = 0.30  #: the same across languages, where less can match ...
PAIRED = (0.19, 1.25)  #: ... or less, if each is the other's best, by this factor over the next
NAMES = 0.5  #: weight of a name in comparing two sentences: an event's sentences share them
REPEATED = 0.6  #: share of a sentence's weight already told, from which it is left out
_NAMELIKE = re.compile(r"[nag]:|#:(?:19|20)\d\d$")  # names, and years


@dataclass(frozen=True, slots=True)
class _Vector:
    unit: dict[str, float]  #: weighted terms, of length 1
    figures: frozenset[str]  #: the numbers among them
    total: float  #: sum of the weights of its terms


class Twins:
    """The sentences of an event, ready to be compared."""

    def __init__(self, pool: list[Candidate]) -> None:
        self.pool = pool
        self._vectors: dict[tuple[str, int, int], _Vector] = {}

    @cached_property
    def terms(self) -> list[dict[str, float]]:
        """The weighted terms of each sentence."""
        return [_terms(c) for c in self.pool]

    @cached_property
    def weight(self) -> dict[str, float]:
        """Rarity of a term among the event's sentences, names counting less."""
        found = Counter(term for terms in self.terms for term in terms)
        return {
            t: math.log(1 + len(self.pool) / n) * (NAMES if _NAMELIKE.match(t) else 1.0)
            for t, n in found.items()
        }

    @cached_property
    def index(self) -> dict[str, list[tuple[int, float]]]:
        """Term -> the sentences that have it, with its weight in their vector."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for k, c in enumerate(self.pool):
            for term, value in self._vector(c, self.terms[k]).unit.items():
                found[term].append((k, value))
        return found

    @cached_property
    def by_article(self) -> dict[str, list[int]]:
        """The sentences of each article, by their place in the pool."""
        found: dict[str, list[int]] = defaultdict(list)
        for k, c in enumerate(self.pool):
            found[c.article.id].append(k)
        return found

    def _vector(self, c: Candidate, terms: dict[str, float] | None = None) -> _Vector:
        key = (c.article.id, c.start, c.end)
        if key not in self._vectors:
            terms = _terms(c) if terms is None else terms
            values = {t: n * self.weight.get(t, 0.0) for t, n in terms.items()}
            norm = math.sqrt(math.fsum(v * v for v in values.values())) or 1.0
            self._vectors[key] = _Vector(
                {t: v / norm for t, v in values.items()},
                frozenset(t for t in terms if t.startswith("#:")),
                math.fsum(self.weight.get(t, 0.0) for t in terms),
            )
        return self._vectors[key]

    def likeness(self, a: Candidate, b: Candidate) -> float:
        """Cosine of the terms, 0..1; 0 where both state numbers and none is the same."""
        one, two = self._vector(a), self._vector(b)
        if one.figures and two.figures and not one.figures & two.figures:
            return 0.0
        return sum(value * two.unit.get(t, 0.0) for t, value in one.unit.items())

    def _likenesses(self, c: Candidate) -> list[float]:
        """The likeness of every sentence to this candidate."""
        index, own = self.index, self._vector(c)
        found = [0.0] * len(self.pool)
        for term, value in own.unit.items():
            for k, other in index.get(term, ()):
                found[k] += value * other
        if own.figures:
            for k, score in enumerate(found):
                figures = self._vector(self.pool[k]).figures if score else None
                if figures and not figures & own.figures:
                    found[k] = 0.0
        return found

    def repeats(self, a: Candidate, b: Candidate) -> bool:
        """Whether a statement says what another one of another article does."""
        if a.article.id == b.article.id:
            return False
        if a.article.lang == b.article.lang:
            return self.likeness(a, b) >= TWIN
        if self.likeness(a, b) >= ABROAD:
            return True
        one, two = self._vector(a), self._vector(b)
        shared = math.fsum(self.weight.get(t, 0.0) for t in one.unit.keys() & two.unit.keys())
        return 0 < REPEATED * one.total <= shared

    def of(self, c: Candidate, langs: set[str] | None = None) -> list[Candidate]:
        """Of every other article, its sentence that says the same, if one does.

        Beyond a plain bar, two sentences in different languages are taken for
        the same where each is clearly the other's best match. ``langs`` names
        the languages looked in, ``None`` all.
        """
        found = []
        scores = self._likenesses(c)
        for id, others in sorted(self.by_article.items()):
            lang = self.pool[others[0]].article.lang
            if id == c.article.id or (langs is not None and lang not in langs):
                continue
            best = max(others, key=lambda k: (scores[k], -k))
            match, score = self.pool[best], scores[best]
            alike = lang == c.article.lang
            if score < (TWIN if alike else ABROAD):
                least, factor = PAIRED
                if alike or score < least:
                    continue
                theirs = self._likenesses(match)
                rivals = [scores[k] for k in others if k != best]
                rivals += [
                    theirs[k]
                    for k in self.by_article.get(c.article.id, ())
                    if not self.pool[k].overlaps(c)
                ]
                if score < factor * max(rivals, default=0.0):
                    continue
            found.append(match)
        return found

    def adds(self, c: Candidate, lang: str) -> bool:
        """Whether a statement says what no report in ``lang`` does.

        Where no lexicon tells what its words mean, it must bring a number or a
        name in full that those reports lack.
        """
        if c.article.lang == "en" or has_lexicon(c.article.lang):
            parts = [o for o in self.pool if c.holds(o)]
            return not any(self.of(part, {lang}) for part in [c, *parts])
        known: set[str] = set()
        for k, other in enumerate(self.pool):
            if other.article.lang == lang:
                known |= self.terms[k].keys() | {f"n:{name}" for name in other.full}
        return not self._vector(c).figures | {f"n:{name}" for name in c.full} <= known

    def merged(self, chosen: list[Candidate]) -> tuple[list[Candidate], dict[int, list[Candidate]]]:
        """The statements that are no other one's twin, and each one's twins by its ``id()``.

        A sentence is the twin of the statement it is most like, and of no other.
        """
        twins = {id(c): self.of(c) for c in chosen}
        closest: dict[int, tuple[float, int]] = {}
        for c in chosen:
            for twin in twins[id(c)]:
                score = self.likeness(c, twin)
                if score > closest.get(id(twin), (0.0, 0))[0]:
                    closest[id(twin)] = (score, id(c))
        repeated: list[Candidate] = []
        kept = []
        for c in chosen:
            twins[id(c)] = [t for t in twins[id(c)] if closest[id(t)][1] == id(c)]
            if not any(c.overlaps(t) for t in repeated):
                kept.append(c)
                repeated += twins[id(c)]
        return kept, twins


def _terms(c: Candidate) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    count_terms(c.text, c.article.lang, counts, 1.0)
    return dict(counts)
