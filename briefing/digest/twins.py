"""Stage 4, digest.twins: which sentences of other articles say what a statement says.

Sentences are compared by ``anchors.terms``, one space for all languages, so
that a Russian sentence can be the further citation of an English statement.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from functools import cached_property

from ..anchors import count_terms
from .candidates import Candidate

TWIN = 0.42  #: cosine from which two sentences of different articles say the same
ABROAD = 0.30  #: the same across languages, where less can match ...
PAIRED = (0.19, 1.25)  #: ... or less, if each is the other's best, by this factor over the next
NAMES = 0.5  #: weight of a name in comparing two sentences: an event's sentences share them
REPEATED = 0.6  #: share of a sentence's weight already told, from which it is left out
_NAMELIKE = re.compile(r"[nag]:|#:(?:19|20)\d\d$")  # names, and years


class Twins:
    """The sentences of an event, ready to be compared."""

    def __init__(self, pool: list[Candidate]) -> None:
        self.pool = pool
        self._terms: dict[tuple[str, int, int], dict[str, float]] = {}

    def terms(self, c: Candidate) -> dict[str, float]:
        """The weighted terms of a candidate."""
        key = (c.article.id, c.start, c.end)
        if key not in self._terms:
            counts: dict[str, float] = defaultdict(float)
            count_terms(c.text, c.article.lang, counts, 1.0)
            self._terms[key] = dict(counts)
        return self._terms[key]

    @cached_property
    def weight(self) -> dict[str, float]:
        """Rarity of a term among the event's sentences, names counting less."""
        found = Counter(term for c in self.pool for term in self.terms(c))
        return {
            t: math.log(1 + len(self.pool) / n) * (NAMES if _NAMELIKE.match(t) else 1.0)
            for t, n in found.items()
        }

    @cached_property
    def by_article(self) -> dict[str, list[Candidate]]:
        """The sentences of each article."""
        found: dict[str, list[Candidate]] = defaultdict(list)
        for c in self.pool:
            found[c.article.id].append(c)
        return found

    def likeness(self, a: Candidate, b: Candidate) -> float:
        """Cosine of the terms, 0..1; 0 where both state numbers and none is the same."""
        one, two, weight = self.terms(a), self.terms(b), self.weight
        figures = [{t for t in terms if t.startswith("#:")} for terms in (one, two)]
        if all(figures) and not figures[0] & figures[1]:
            return 0.0
        dot = sum(n * two.get(t, 0.0) * weight.get(t, 0.0) ** 2 for t, n in one.items())
        return dot / (self._norm(one) * self._norm(two) or 1.0)

    def _norm(self, terms: dict[str, float]) -> float:
        return math.sqrt(sum((n * self.weight.get(t, 0.0)) ** 2 for t, n in terms.items()))

    def repeats(self, a: Candidate, b: Candidate) -> bool:
        """Whether a statement says what another one of another article does."""
        if a.article.id == b.article.id:
            return False
        if a.article.lang == b.article.lang:
            return self.likeness(a, b) >= TWIN
        if self.likeness(a, b) >= ABROAD:
            return True
        one, two = self.terms(a), self.terms(b)
        own = math.fsum(self.weight.get(t, 0.0) for t in one)
        shared = math.fsum(self.weight.get(t, 0.0) for t in one.keys() & two.keys())
        return bool(own) and shared >= REPEATED * own

    def of(self, c: Candidate, langs: set[str] | None = None) -> list[Candidate]:
        """Of every other article, its sentence that says the same, if one does.

        Beyond a plain bar, two sentences in different languages are taken for
        the same where each is clearly the other's best match. ``langs`` names
        the languages looked in, ``None`` all.
        """
        found = []
        for id, others in sorted(self.by_article.items()):
            lang = others[0].article.lang
            if id == c.article.id or (langs is not None and lang not in langs):
                continue
            scores = [self.likeness(c, o) for o in others]
            best = max(range(len(others)), key=lambda k: (scores[k], -k))
            match, score = others[best], scores[best]
            alike = lang == c.article.lang
            if score < (TWIN if alike else ABROAD):
                rivals = [s for k, s in enumerate(scores) if k != best]
                own = self.by_article.get(c.article.id, [])
                rivals += [self.likeness(o, match) for o in own if not o.overlaps(c)]
                least, factor = PAIRED
                if alike or score < least or score < factor * max(rivals, default=0.0):
                    continue
            found.append(match)
        return found

    def merged(
        self, chosen: list[Candidate]
    ) -> tuple[list[Candidate], dict[int, list[Candidate]]]:
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
