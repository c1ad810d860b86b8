"""Stage 4, digest.coverage: candidates -> those that say most of what matters within a length.

Coverage of weighted concepts (Gillick and Favre 2009; Lin and Bilmes 2011): a
concept is worth what the reports say of it early and together, and counts
once. The choice is greedy, best gain for its length first, with gains kept up
to date instead of counted anew; a length in words is then filled by exchange.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable

from ..types import Event
from .candidates import Candidate

# The centre of the best of 500 settings at random on multinews and vmds; its neighbours are best
# on the mean too, on even and odd rows of each. The optimum is flat; docs/digests.md has figures.
REPORT = 7.0  #: sentences within which a concept is early in a report
POSITION = 0.6  #: a concept first met in sentence k is worth (1 + k / REPORT) ** -POSITION
PLACE = 0.9  #: the gain of sentence k is multiplied by (1 + k / START) ** -PLACE
START = 0.9
USUAL = 15  #: sentences of a report; of a longer one k counts less, by the root of the ratio
ALONE = 0.03  #: worth of a concept that too few reports have ...
TOGETHER, MANY = 2, 3  #: ... which are fewer than these: where there are six reports, MANY
WORD, MIXED, THREE = (
    0.7,
    0.6,
    0.2,
)  #: of a word, a pair with a function word, three words: of a pair 1
FULL = 0.75  #: the gain is multiplied by the (share of what matters that its report has) ** FULL
LENGTH = 0.5  #: ... and divided by words ** LENGTH
STRANGE = 0.7  #: ... and multiplied by this where a name is short that is nowhere told in full
NEW = 1.0  #: ... and, of 2 * MANY reports, which tell one thing again and again, by its new share
FRESH = 0.4  #: share of the worth of its words that must be new there ...
FEWEST = 3  #: ... where so many statements are told without that
UNNAMED = 0.6  #: ... and by this where it leans on what is nowhere told
REPEATED = 0.45  #: cosine of content words from which a sentence repeats another one
EXCHANGE = 0.7  #: share of its gain for its length that an exchange may cost to fill the length

Same = Callable[[Candidate, Candidate], bool]


def choose(
    usable: list[Candidate],
    pool: list[Candidate],
    event: Event,
    *,
    at_most: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    told: list[Candidate] | None = None,
    same: Same | None = None,
) -> list[Candidate]:
    """The best of ``usable`` in order of choice, at most so many and of so many words in all.

    A limit of ``characters`` holds without exception; one of ``words`` is filled, and a first
    statement that is longer stands all the same.

    ``pool`` are the sentences whose reports say what matters, ``told`` statements
    chosen before, and ``same`` a further test of repetition.
    """
    choice = _Choice(usable, worths(pool, event), pool, same)
    for statement in told or []:
        choice.told.append(statement)
        choice.tell(statement)
    while at_most is None or len(choice.chosen) < at_most:
        left = None if words is None else words - choice.words
        if characters is not None:
            used = sum(len(usable[k].text) for k in choice.chosen)
            choice.open = {k for k in choice.open if len(usable[k].text) <= characters - used}
        best = choice.best(left)
        if best is None:
            break
        choice.take(best)
    if words is not None:
        choice.fill(words)
    return [usable[k] for k in choice.chosen]


def worths(pool: list[Candidate], event: Event) -> dict[str, float]:
    """What a concept is worth: the earlier and the more reports have it, the more.

    A reprint is no further report.
    """
    first: dict[str, dict[str, float]] = defaultdict(dict)
    for c in pool:
        origin = c.article.reprint_of or c.article.id
        value = (1 + place(c) / REPORT) ** -POSITION
        for concept in c.concepts:
            if value > first[concept].get(origin, 0.0):
                first[concept][origin] = value
    origins = len({a.reprint_of or a.id for a in event.articles})
    needed = 1 if origins == 1 else TOGETHER if origins < 2 * MANY else MANY
    content = frozenset().union(*(stems for c in pool for stems in c.content))
    worth = {}
    for concept, reports in first.items():
        words = concept.split(" ")
        kind = WORD if len(words) == 1 else THREE if len(words) > 2 else 1.0
        kind = MIXED if kind == 1.0 and not content.issuperset(words) else kind
        shared = 1.0 if len(reports) >= needed else ALONE
        worth[concept] = kind * shared * math.fsum(reports.values())
    return worth


def place(c: Candidate) -> float:
    """The place of a candidate in its report, as in one of ``USUAL`` sentences."""
    return c.first / math.sqrt(max(1.0, len(c.article.sentences) / USUAL))


class _Choice:
    """The candidates with what each would still add."""

    def __init__(
        self,
        usable: list[Candidate],
        worth: dict[str, float],
        pool: list[Candidate],
        same: Same | None,
    ) -> None:
        self.usable, self.worth, self.same = usable, worth, same
        self.told: list[Candidate] = []  #: statements chosen before
        self.given: Counter[str] = Counter()  #: names given in full by what is told
        self.gains = [math.fsum(worth[g] for g in sorted(c.concepts)) for c in usable]
        self.whole = list(self.gains)
        self.news = [
            math.fsum(worth[g] for g in sorted(c.concepts) if " " not in g) for c in usable
        ]
        self.says = list(self.news)
        self.many = len({c.article.reprint_of or c.article.id for c in pool}) >= 2 * MANY
        self.cost = [c.words for c in usable]
        self.open = set(range(len(usable)))
        self.chosen: list[int] = []
        self.words = 0
        self.times: dict[str, int] = defaultdict(int)  #: concept -> statements that have it
        self.having: dict[str, list[int]] = defaultdict(list)
        for k, c in enumerate(usable):
            for concept in c.concepts:
                self.having[concept].append(k)
        full = _fullness(pool, worth)
        self.factor = [
            full.get(c.article.id, 1.0) ** FULL * (1 + place(c) / START) ** -PLACE * c.ready
            for c in usable
        ]

    def tell(self, c: Candidate, times: int = 1) -> None:
        """Count what a statement says as told; or, with ``times=-1``, as no longer told."""
        for name in c.full:
            self.given[name] += times
        for concept in c.concepts:
            before = self.times[concept]
            self.times[concept] = after = before + times
            if bool(before) != bool(after):
                change = -self.worth.get(concept, 0.0) * times
                for k in self.having.get(concept, ()):
                    self.gains[k] += change
                    self.news[k] += 0.0 if " " in concept else change

    def score(self, k: int) -> float:
        """The gain of a candidate for its length."""
        strange = any(not self.given[name] for name in self.usable[k].short)
        known = STRANGE if strange else 1.0
        known *= 1.0 if self.stands(self.usable[k]) else UNNAMED
        if self.many and self.whole[k]:
            known *= max(0.0, self.gains[k] / self.whole[k]) ** NEW
        return known * self.density(k, self.cost[k])

    def is_fresh(self, k: int) -> bool:
        """Whether a candidate tells more than the main fact of many reports again.

        Looked at are words, since another wording makes all pairs of them new.
        """
        return not self.many or self.news[k] >= FRESH * self.says[k]

    def stands(self, c: Candidate) -> bool:
        """Whether what a candidate leans on is told: the sentence before it, or its noun."""
        if c.wants is None or self.times[c.wants] > 0:
            return True
        return any(c.follows(o) for o in [*self.told, *(self.usable[o] for o in self.chosen)])

    def density(self, k: int, words: int) -> float:
        """The gain of a candidate for so many words."""
        density: float = self.gains[k] * self.factor[k] / max(words, 1) ** LENGTH
        return density

    def best(self, left: int | None) -> int | None:
        """The open candidate with the best score among those that fit; ``None`` where none adds."""
        fitting = [k for k in self.open if left is None or self.cost[k] <= left]
        fresh = [k for k in fitting if self.is_fresh(k)]
        fitting = fresh if fresh or len(self.chosen) + len(self.told) >= FEWEST else fitting
        if not fitting and not (self.chosen or self.told):
            fitting = list(self.open)  # longer than all the length, but one must be told
        k = max(fitting, key=lambda k: (self.score(k), -k), default=None)
        return k if k is not None and self.gains[k] > 1e-9 else None

    def take(self, k: int) -> None:
        """Choose a candidate unless it repeats another; a pair takes the place of its part."""
        c = self.usable[k]
        self.open.discard(k)
        others = [self.usable[o] for o in self.chosen]
        if any(self.repeats(c, x) for x in [*self.told, *others] if not c.overlaps(x)):
            return
        part = next((o for o in self.chosen if c.holds(self.usable[o])), None)
        self.put(k, part)
        for o in sorted(self.open):
            other = self.usable[o]
            if other.holds(c):
                self.cost[o] = other.words - c.words
            elif other.overlaps(c):
                self.open.discard(o)

    def put(self, k: int, instead: int | None = None) -> None:
        """Choose a candidate, in the place of another one if so wanted."""
        if instead is None:
            self.chosen.append(k)
        else:
            self.chosen[self.chosen.index(instead)] = k
            self.words -= self.usable[instead].words
            self.tell(self.usable[instead], -1)
        self.words += self.usable[k].words
        self.tell(self.usable[k])

    def repeats(self, a: Candidate, b: Candidate) -> bool:
        """Whether a sentence of one says what a sentence of the other does."""
        if any(
            len(x & y) >= REPEATED * math.sqrt(len(x) * len(y)) > 0
            for x in a.content
            for y in b.content
        ):
            return True
        return self.same is not None and self.same(a, b)

    def fill(self, words: int) -> None:
        """Exchange statements for longer, about equally good ones while that fills the length.

        The first one chosen, which leads the digest, stays.
        """
        while (left := words - self.words) > 0:
            found = [pair for o in self.chosen[1:] for pair in self.exchanges(o, left)]
            if not found:
                return
            _, o, k = max(found)
            self.open.discard(k)
            self.put(k, o)

    def exchanges(self, o: int, left: int) -> list[tuple[int, int, int]]:
        """``(more words, o, k)`` of the longest candidate ``k`` that can replace ``o``, if any."""
        old = self.usable[o]
        others = [*self.told, *(self.usable[x] for x in self.chosen if x != o)]
        self.tell(old, -1)
        least = EXCHANGE * self.density(o, old.words)
        longer = [
            (self.usable[k].words - old.words, o, k)
            for k in self.open
            if 0 < self.usable[k].words - old.words <= left
            and self.is_fresh(k)
            and self.density(k, self.usable[k].words) >= least
        ]
        self.tell(old)
        for more, _, k in sorted(longer, reverse=True):
            new = self.usable[k]
            if not any(new.overlaps(x) or self.repeats(new, x) for x in others):
                return [(more, o, k)]
        return []


def _fullness(pool: list[Candidate], worth: dict[str, float]) -> dict[str, float]:
    """Of each article, the share of what matters that it has, the fullest 1."""
    concepts: dict[str, set[str]] = defaultdict(set)
    for c in pool:
        concepts[c.article.id] |= c.concepts
    total = {id: math.fsum(worth[g] for g in sorted(found)) for id, found in concepts.items()}
    most = max(total.values(), default=0.0) or 1.0
    return {id: value / most for id, value in total.items()}
