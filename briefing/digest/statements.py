"""Stage 4, digest.statements: the sentences of an event that miss nothing and repeat nothing.

Greedy coverage of weighted concepts (Gillick and Favre 2009; Lin and Bilmes
2011): a concept is a term of ``anchors.terms`` or a pair of neighbouring
stems, worth what the reports say of it early and together. Terms are shared
by all languages, so the Russian sentence that says the same as a chosen
English one becomes its further citation instead of a statement of its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from .. import language
from ..anchors import count_terms
from ..language.readable import readabilities
from ..types import Article, Citation, Event, Line

POSITION = 0.75  #: a concept first met in sentence k of a report is worth (1 + k) ** -POSITION
PLACE = 0.35  #: ... and the gain of sentence k is multiplied by (1 + k) ** -PLACE
ALONE = 0.4  #: worth of a concept that only one of several reports has
TWIN = 0.42  #: cosine from which two sentences of different articles say the same
TWIN_ABROAD = 0.30  #: the same across languages, where less can match ...
PAIRED = (0.19, 1.25)  #: ... or less, if each is the other's best, by this factor over the next
NAMES = 0.5  #: weight of a name in comparing two sentences: an event's sentences share them
REPEATED = 0.6  #: share of a sentence's weight already told, from which it is left out
FEWEST = 3  #: statements, where the event has as many sentences
SHARE = 4  #: ... and one for so many sentences of its articles
ABROAD = 2  #: of them at most in other languages than the brief's, where it has any
UNREADY = 0.01  #: readability counted where no sentence of an event has any
STRICT = 0.45  #: readability a statement needs where the event has any such sentence
_NAMELIKE = re.compile(r"[nag]:|#:(?:19|20)\d\d$")  # names, and years


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what it says."""

    article: Article
    start: int
    end: int
    position: int  #: among the sentences of its article, 0 first
    terms: dict[str, float]
    concepts: frozenset[str]
    ready: float  #: readability, 0..1
    words: int

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article.text[self.start : self.end]

    @property
    def citation(self) -> Citation:
        """Where it stands."""
        return self.article.quote(self.start, self.end)


def statements(event: Event, *, lang: str, at_most: int) -> tuple[Line, ...]:
    """Up to ``at_most`` lines of an event in reading order, each with its citations."""
    pool = _candidates(event)
    weight = _idf(pool)
    own = [c for c in pool if not c.article.reprint_of]
    usable = [c for c in own if c.ready >= STRICT]
    if len(usable) < FEWEST:  # a speech, say, whose every sentence is a quotation
        usable = [c for c in own if c.ready] or own[:1]
    home = [c for c in usable if c.article.lang == lang]
    at_most = min(at_most, max(FEWEST, -(-len(pool) // SHARE)))
    chosen = _choose(home or usable, event, weight, at_most) or usable[:1]
    if home:
        told = [c for c in pool if c.article.lang == lang]
        abroad = [c for c in usable if c.article.lang != lang and not _twins(c, [c, *told], weight)]
        room = min(ABROAD, at_most - len(chosen))
        chosen += _choose(abroad, event, weight, room, told=chosen)
    kept, twins = _merged(chosen, pool, weight)
    return tuple(
        Line(c.text, (c.citation, *(t.citation for t in twins[id(c)])))
        for c in _reading_order(kept, event)
    )


def _merged(
    chosen: list[Candidate], pool: list[Candidate], weight: dict[str, float]
) -> tuple[list[Candidate], dict[int, list[Candidate]]]:
    """The statements that are no other one's twin, and each one's twins.

    A sentence is the twin of the statement it is most like, and of no other.
    """
    twins = {id(c): _twins(c, pool, weight) for c in chosen}
    closest: dict[int, tuple[float, int]] = {}
    for c in chosen:
        for twin in twins[id(c)]:
            score = _similarity(c, twin, weight)
            if score > closest.get(id(twin), (0.0, 0))[0]:
                closest[id(twin)] = (score, id(c))
    repeated: set[int] = set()
    kept = []
    for c in chosen:
        twins[id(c)] = [t for t in twins[id(c)] if closest[id(t)][1] == id(c)]
        if id(c) not in repeated:
            kept.append(c)
            repeated |= {id(t) for t in twins[id(c)]}
    return kept, twins


def _candidates(event: Event) -> list[Candidate]:
    pool = []
    for article in event.articles:
        stops = language.stop_words(article.lang)
        spans = [(s.start, s.end) for s in article.sentences[:200]]
        ready = readabilities(article.text, spans, article.lang)
        for position, (start, end) in enumerate(spans):
            text = article.text[start:end]
            terms: dict[str, float] = defaultdict(float)
            count_terms(text, article.lang, terms, 1.0)
            words = language.words(text)
            stems = [language.stem(w, article.lang) for w in words if w not in stops]
            concepts = frozenset(terms) | {f"{a} {b}" for a, b in pairwise(stems)}
            pool.append(
                Candidate(
                    article, start, end, position, dict(terms), concepts, ready[position],
                    max(len(words), 1),
                )
            )  # fmt: skip
    return pool


def _idf(pool: list[Candidate]) -> dict[str, float]:
    """Rarity of a term among the event's sentences, names counting less."""
    found = Counter(term for c in pool for term in c.terms)
    return {
        t: math.log(1 + len(pool) / n) * (NAMES if _NAMELIKE.match(t) else 1.0)
        for t, n in found.items()
    }


def _worth(event: Event, pool: list[Candidate]) -> dict[str, float]:
    """What a concept is worth: the earlier and the more reports have it, the more."""
    first: dict[str, dict[str, int]] = defaultdict(dict)
    for c in pool:
        origin = c.article.reprint_of or c.article.id
        for concept in c.concepts:
            first[concept].setdefault(origin, c.position)
    origins = len({a.reprint_of or a.id for a in event.articles})
    worth = {}
    for concept, reports in first.items():
        total = sum((1 + k) ** -POSITION for k in reports.values())
        worth[concept] = total * (ALONE if origins > 1 and len(reports) == 1 else 1.0)
    return worth


def _choose(
    usable: list[Candidate],
    event: Event,
    weight: dict[str, float],
    at_most: int,
    told: list[Candidate] | None = None,
) -> list[Candidate]:
    """Greedy coverage; a sentence that repeats a chosen one is passed over."""
    chosen: list[Candidate] = []
    worth = _worth(event, usable + (told or []))
    covered = {concept for c in told or [] for concept in c.concepts}
    rest = list(usable)
    while rest and len(chosen) < at_most:
        gains = [_gain(c, worth, covered) for c in rest]
        best = max(
            range(len(rest)), key=lambda k: (gains[k], -rest[k].position, rest[k].article.id)
        )
        if gains[best] <= 0:
            break
        candidate = rest.pop(best)
        if any(_repeats(candidate, other, weight) for other in [*chosen, *(told or [])]):
            continue
        chosen.append(candidate)
        covered |= candidate.concepts
    return chosen


def _gain(c: Candidate, worth: dict[str, float], covered: set[str]) -> float:
    new = math.fsum(worth.get(concept, 0.0) for concept in c.concepts - covered)
    place: float = (1 + c.position) ** -PLACE
    return new * (c.ready or UNREADY) * place / math.sqrt(c.words)


def _similarity(a: Candidate, b: Candidate, weight: dict[str, float]) -> float:
    """Cosine of the terms; 0 where both state numbers and none is the same."""
    figures = [{t for t in c.terms if t.startswith("#:")} for c in (a, b)]
    if all(figures) and not figures[0] & figures[1]:
        return 0.0

    def norm(c: Candidate) -> float:
        return math.sqrt(sum((n * weight.get(t, 0.0)) ** 2 for t, n in c.terms.items()))

    dot = sum(n * b.terms.get(t, 0.0) * weight.get(t, 0.0) ** 2 for t, n in a.terms.items())
    return dot / (norm(a) * norm(b) or 1.0)


def _bar(a: Candidate, b: Candidate) -> float:
    return TWIN if a.article.lang == b.article.lang else TWIN_ABROAD


def _repeats(a: Candidate, b: Candidate, weight: dict[str, float]) -> bool:
    if _similarity(a, b, weight) >= _bar(a, b):
        return True
    own = math.fsum(weight.get(t, 0.0) for t in a.terms)
    shared = math.fsum(weight.get(t, 0.0) for t in a.terms.keys() & b.terms.keys())
    return bool(own) and shared >= REPEATED * own


def _twins(c: Candidate, pool: list[Candidate], weight: dict[str, float]) -> list[Candidate]:
    """Of every other article, its sentence that says the same, if one does.

    Beyond a plain bar, two sentences in different languages are taken for the
    same where each is clearly the other's best match.
    """
    by_article: dict[str, list[Candidate]] = defaultdict(list)
    for other in pool:
        by_article[other.article.id].append(other)
    own = by_article.pop(c.article.id, [])
    found = []
    for _, others in sorted(by_article.items()):
        scores = [_similarity(c, o, weight) for o in others]
        best = max(range(len(others)), key=lambda k: (scores[k], -k))
        match, score = others[best], scores[best]
        if score < _bar(c, match):
            rivals = [s for k, s in enumerate(scores) if k != best]
            rivals += [_similarity(o, match, weight) for o in own if o.start != c.start]
            least, factor = PAIRED
            alike = match.article.lang == c.article.lang
            if alike or score < least or score < factor * max(rivals, default=0.0):
                continue
        found.append(match)
    return found


def _reading_order(chosen: list[Candidate], event: Event) -> list[Candidate]:
    """The strongest first as the lead; then by article in the event's order, then by place."""
    if not chosen:
        return []
    lead, rest = chosen[0], chosen[1:]
    order = {a.id: k for k, a in enumerate(event.articles)}
    rest.sort(key=lambda c: (c.article.id != lead.article.id, order[c.article.id], c.start))
    return [lead, *rest]
