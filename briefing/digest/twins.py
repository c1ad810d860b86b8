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

from .. import language
from ..anchors import count_terms
from ..language.lexicon import has_lexicon
from ..language.readable import denies, is_dangling
from .candidates import Candidate

# What may be left out as said already is asked less than what is cited as saying the same: set on
# 211 pairs of 65 digests read by eye (docs/digests.md), 12 of 13 false ones between .42 and .52.
TWIN = 0.42  #: cosine from which a sentence of another article says nothing new
ABROAD = 0.30  #: the same across languages, where less can match ...
PAIRED = (0.19, 1.25)  #: ... or less, if each is the other's best, by this factor over the next
NEARLY = 0.15  #: cosine from which a sentence in another language adds too little
CITED = 0.48  #: cosine from which two sentences in one language say the same
PLAIN = 0.25  #: ... and that of their words that are no names, in which what happens is said
SURE = 0.60  #: ... asked of what leans or denies what the other does not; then of nothing more
PAIRED_PLAIN = 0.04  #: ... across languages, of which fewer words are known
PEOPLE = 2  #: full names that make up for it
AGREE = 0.5  #: share of the fewer numbers that must be the same
FEWEST = 5  #: words of a sentence that says something
NAMES = 0.5  #: weight of a name in comparing two sentences: an event's sentences share them
REPEATED = 0.6  #: share of a sentence's weight already told, from which it is left out
_NAMELIKE = re.compile(r"[nag]:|#:(?:19|20)\d\d$")  # names, and years

_CAPITAL = re.compile(r"(?<![\w'’-])[A-ZÀ-ÞĀ-ŽЀ-ЯҐҒҚҢӘÖҮİ][\w'’-]*")


@dataclass(frozen=True, slots=True)
class _Vector:
    unit: dict[str, float]  #: weighted terms, of length 1
    plain: dict[str, float]  #: those that are no names, of length 1
    figures: frozenset[str]  #: the numbers among them
    total: float  #: sum of the weights of its terms
    denies: bool  #: whether it says what is not so


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
            self._vectors[key] = _Vector(
                _unit(values),
                _unit({t: n * self.weight.get(t, 0.0) for t, n in _small(c).items()}),
                frozenset(t for t in terms if t.startswith("#:")),
                math.fsum(self.weight.get(t, 0.0) for t in terms),
                denies(c.text, c.article.lang),
            )
        return self._vectors[key]

    def likeness(self, a: Candidate, b: Candidate) -> float:
        """Cosine of the terms, 0..1; 0 where both state numbers and none is the same."""
        one, two = self._vector(a), self._vector(b)
        if one.figures and two.figures and not one.figures & two.figures:
            return 0.0
        return _cosine(one.unit, two.unit)

    def plain(self, a: Candidate, b: Candidate) -> float:
        """Cosine of the terms of their small-lettered words, 0..1."""
        return _cosine(self._vector(a).plain, self._vector(b).plain)

    def agree(self, a: Candidate, b: Candidate) -> bool:
        """Whether a sentence in the same language says the same, not only of the same people."""
        two = self._vector(b)
        for part in self.parts(a):
            one, score = self._vector(part), self.likeness(part, b)
            plainly = one.denies == two.denies and not is_dangling(part.text, part.article.lang)
            fewer = min(len(one.figures), len(two.figures))
            if (
                min(part.words, b.words) >= FEWEST
                and score >= (CITED if plainly else SURE)
                and len(one.figures & two.figures) >= AGREE * fewer
                and (score >= SURE or self.plain(part, b) >= PLAIN)
            ):
                return True
        return False

    def parts(self, c: Candidate) -> list[Candidate]:
        """A span and the sentences it holds."""
        return [c, *(self.pool[k] for k in self.by_article[c.article.id] if c.holds(self.pool[k]))]

    def cosines(self, c: Candidate) -> list[float]:
        """The cosine of every sentence of the pool with this candidate, whatever their numbers."""
        found = [0.0] * len(self.pool)
        for term, value in self._vector(c).unit.items():
            for k, other in self.index.get(term, ()):
                found[k] += value * other
        return found

    def _likenesses(self, c: Candidate) -> list[float]:
        """The likeness of every sentence to this candidate."""
        own, found = self._vector(c), self.cosines(c)
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

    def of(
        self, c: Candidate, langs: set[str] | None = None, *, strict: bool = True
    ) -> list[Candidate]:
        """Of every other article, its sentence that says the same, if one does.

        In one language most of their words must be the same, names aside, and
        their numbers. Beyond a plain bar, two sentences in different languages
        are taken for the same where each is clearly the other's best match.
        ``langs`` names the languages looked in, ``None`` all. Where it need
        not be ``strict``, what may well be the same is found too.
        """
        found = []
        scores = self._likenesses(c)
        for id, others in sorted(self.by_article.items()):
            lang = self.pool[others[0]].article.lang
            if id == c.article.id or (langs is not None and lang not in langs):
                continue
            best = max(others, key=lambda k: (scores[k], -k))
            match, score = self.pool[best], scores[best]
            if lang == c.article.lang:
                if self.agree(c, match):
                    found.append(match)
                continue
            if score < ABROAD:
                least, factor = PAIRED
                if score < least:
                    continue
                people = len(c.full & match.full)
                if strict and self.plain(c, match) < PAIRED_PLAIN and people < PEOPLE:
                    continue
                theirs = self._likenesses(match)
                rivals = [scores[k] for k in others if k != best]
                rivals += [
                    theirs[k]
                    for k in self.by_article.get(c.article.id, ())
                    if not self.pool[k].overlaps(c)
                ]
                if score < (factor if strict else 1.0) * max(rivals, default=0.0):
                    continue
            found.append(match)
        return found

    def adds(self, c: Candidate, lang: str) -> bool:
        """Whether a statement says what no report in ``lang`` does.

        It must bring a number or a name in full that those reports lack, and no
        sentence of it only known ones: too few words of another language are known
        to tell by them. The first sentence of a report nearly always says what they do.
        """
        known = self.said(lang)
        brought = [
            self._vector(part).figures | {f"n:{name}" for name in part.full}
            for part in self.parts(c)
        ]
        if not brought[0] or any(marks and marks <= known for marks in brought):
            return False
        if c.article.lang != "en" and not has_lexicon(c.article.lang):
            return True
        home = [o for o in self.pool if o.article.lang == lang]
        if home and c.first == 0:
            return False
        return not any(
            max((self.likeness(part, o) for o in home), default=0.0) >= NEARLY
            or self.of(part, {lang}, strict=False)
            for part in self.parts(c)
        )

    def said(self, lang: str) -> set[str]:
        """The terms of all sentences in a language, and the names they give in full."""
        found: set[str] = set()
        for k, other in enumerate(self.pool):
            if other.article.lang == lang:
                found |= self.terms[k].keys() | {f"n:{name}" for name in other.full}
        return found

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


def _unit(values: dict[str, float]) -> dict[str, float]:
    norm = math.sqrt(math.fsum(v * v for v in values.values())) or 1.0
    return {t: v / norm for t, v in values.items()}


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    return sum(value * b.get(t, 0.0) for t, value in a.items())


def _terms(c: Candidate) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    count_terms(c.text, c.article.lang, counts, 1.0)
    return dict(counts)


def _small(c: Candidate) -> dict[str, float]:
    """The terms of a sentence without its names: of its words with a small letter, its numbers."""
    text, lang = c.text, c.article.lang
    if lang not in language.CAPITALISED:
        text = _CAPITAL.sub(lambda m: " " if m.start() else m.group().lower(), text)
    counts: dict[str, float] = defaultdict(float)
    count_terms(text, lang, counts, 1.0)
    return {t: n for t, n in counts.items() if not _NAMELIKE.match(t)}
