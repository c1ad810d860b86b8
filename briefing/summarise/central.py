"""Stage 2, summarise.central: our default. What the article keeps coming back to, told early.

A sentence is worth what it shares with all others (its degree in the graph of
TF-IDF cosines: where a random walk without jumps would spend its time, as in
continuous LexRank, Erkan and Radev 2004) and the pairs of neighbouring words
it tells for the first time (Gillick and Favre 2009), both worth more early,
as news is written. Redundancy is kept out by maximal marginal relevance
(Carbonell and Goldstein 1998). No matrix of sentences by sentences is built:
time and memory are linear in the length of the article.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from .. import language
from ..language.readable import is_dangling, is_quoted, points_back, quotations
from ..types import Article
from .room import Room

# Chosen among some 1,500 settings on three sets (English, French, Russian), even and
# odd rows apart (docs/summaries.md). The optimum is flat: a step of a third in any of
# them moves ROUGE by less than its standard error on these sets.
PLACE = 0.3  #: the k-th sentence counts (1 + k) ** -PLACE
FIRST = 0.75  #: a pair of words first met in sentence k counts (1 + k) ** -FIRST
ONCE = 0.25  #: ... and so much less where only one sentence has it
NOVELTY = 0.7  #: of the gain; the rest is taken off for likeness to a chosen sentence
FIGURES = 0.2  #: gain for two numbers or more, half of it for one
LIKELY = (10, 45)  #: words of most sentences worth choosing; the first may be shorter
UNLIKELY = 0.6  #: worth of the others
LONG = 30  #: words of a sentence from which length counts no more
LENGTH = 0.1  #: one of fewer words counts (words / LONG) ** LENGTH
LEANS = 0.4  #: worth of a dangling sentence without the one before it; none is the second taken.
#: Also of one that points back ("The decision was"), which may follow what it points to.
LENT = 0.6  #: share of that sentence's worth which the one before it gains: together they read
MOST_TERMS = 200_000  #: words of a language kept with their terms, some 20 MB
SPOKEN = 0.2  #: worth of a sentence from within a quotation: its speaker is elsewhere


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article in reading order, as parallel NumPy arrays."""

    sentence: Any  #: of each word, the number of its sentence
    term: Any  #: of each word, the number of its term
    full: Any  #: of each word, whether it is no function word
    terms: int  #: how many terms there are, at least 1
    lengths: Any  #: of each sentence, its words
    figures: Any  #: of each sentence, its words that begin with a digit


def central(article: Article, room: Room) -> None:
    """Offer the sentences to the room by what each adds to those it took."""
    import numpy as np

    texts = [article.text[s.start : s.end] for s in article.sentences]
    words = _read(texts, article.lang)
    likeness, pairs = _Likeness(words), _Pairs(words)
    quoted = quotations(article.text)
    place = np.arange(len(texts))
    scale = (1.0 + place) ** -PLACE * (1 + FIGURES * np.minimum(words.figures, 2) / 2)
    scale *= np.minimum(words.lengths / LONG, 1) ** LENGTH
    short = (words.lengths < LIKELY[0]) & (place > 0)
    scale[short | (words.lengths > LIKELY[1])] *= UNLIKELY
    nearest = np.zeros(len(texts))  # likeness to the most alike of those taken
    ready = np.ones(len(texts))  # readability, looked up when a sentence is about to be offered
    lent = np.zeros(len(texts))  # worth by the next sentence, which leans on this one
    leaning: set[int] = set()
    seen: set[int] = set()
    taken: set[int] = set()
    offered: list[int] = []
    degree = likeness.degree()
    worth = (degree + pairs.untold()) / 2 * scale
    gain = NOVELTY * worth
    while not room.full and len(offered) < len(texts):
        best = int(gain.argmax())
        if best not in seen:
            seen.add(best)
            sentence = article.sentences[best]
            if is_quoted(sentence.start, sentence.end, quoted):
                ready[best] *= SPOKEN
            if points_back(texts[best], article.lang):
                ready[best] *= LEANS
            if best - 1 not in taken and is_dangling(texts[best], article.lang):
                leaning.add(best)
                ready[best] *= LEANS
                if best and best - 1 not in offered:
                    lent[best - 1] = LENT * worth[best]
                    gain[best - 1] += NOVELTY * lent[best - 1] * ready[best - 1]
            gain[best] = NOVELTY * worth[best] * ready[best] - (1 - NOVELTY) * nearest[best]
            continue
        offered.append(best)
        gain[best] = -np.inf
        if taken and best and best in leaning and best - 1 not in taken:
            continue  # better a sentence less; the first one leans on the title at most
        if room.take(article.sentences[best]):
            if room.full:
                return
            taken.add(best)
            if best + 1 in seen and best + 1 not in offered:  # it no longer leans on nothing
                seen.discard(best + 1)
                ready[best + 1] = 1.0
            pairs.tell(best)
            nearest = np.maximum(nearest, likeness.to(best))
            worth = (degree + pairs.untold()) / 2 * scale + lent
            gain = NOVELTY * worth * ready - (1 - NOVELTY) * nearest
            gain[offered] = -np.inf


def _read(texts: list[str], lang: str) -> Words:
    import numpy as np

    found = [language.words(text) for text in texts]
    lengths = np.array([len(words) for words in found])
    terms = map(_terms(lang).__getitem__, chain.from_iterable(found))
    number: dict[str, int] = {}
    place = number.setdefault
    numbers = [place(term, len(number)) for term in terms]
    term = np.fromiter(numbers, np.int64, len(numbers))
    first = np.frombuffer("".join([t[0] for t in number]).encode("utf-32-le"), "<U1")
    sentence = np.arange(len(texts)).repeat(lengths)
    figures = np.bincount(sentence, np.strings.isdigit(first)[term], len(texts))
    full = (first != " ")[term]
    return Words(sentence, term, full, max(len(number), 1), lengths, figures)


class _Terms(dict[str, str]):
    """Word -> its stem; a function word is itself, behind a blank that sets it apart."""

    def __init__(self, lang: str) -> None:
        self.lang, self.stops = lang, language.stop_words(lang)

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_TERMS:
            self.clear()
        empty = word in self.stops and not word[0].isdigit()
        self[word] = term = f" {word}" if empty else language.stem(word, self.lang) or word
        return term


_terms = cache(_Terms)


def _starts(numbers: Any) -> Any:
    """Where each number of a sorted array stands first, and behind them its length."""
    import numpy as np

    starts = np.ones(len(numbers) + 1, dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=starts[1:-1])
    return np.flatnonzero(starts)


class _Likeness:
    """TF-IDF cosines between the sentences, as products of sparse rows."""

    def __init__(self, words: Words) -> None:
        import numpy as np

        self.sentences, self.terms = len(words.lengths), words.terms
        cells = (words.sentence * self.terms + words.term)[words.full]
        cells.sort()  # several times faster than numpy.unique on the few hundred of an article
        starts = _starts(cells)
        counts = starts[1:] - starts[:-1]
        self.row, self.column = np.divmod(cells[starts[:-1]], self.terms)
        found = np.bincount(self.column)[self.column]  # in how many sentences its term is
        value = counts * np.log(1 + self.sentences / found)
        self.norm = np.sqrt(np.bincount(self.row, value * value, self.sentences))
        self.value = value / self.norm[self.row]

    def _times(self, vector: Any) -> Any:
        import numpy as np

        return np.bincount(self.row, self.value * vector[self.column], self.sentences)

    def degree(self) -> Any:
        """Of each sentence, its likeness to all others together, at most 1."""
        import numpy as np

        degree = self._times(np.bincount(self.column, self.value)) - (self.norm > 0)
        return np.maximum(degree, 0) / max(degree.max(initial=0), 1e-9)

    def to(self, sentence: int) -> Any:
        """Of each sentence, its likeness to this one."""
        import numpy as np

        vector = np.zeros(self.terms)
        own = self.row == sentence
        vector[self.column[own]] = self.value[own]
        return self._times(vector)


class _Pairs:
    """Neighbouring stems, not both of function words: what there is to tell."""

    def __init__(self, words: Words) -> None:
        import numpy as np

        self.sentences, place = len(words.lengths), words.sentence[:-1]
        good = (place == words.sentence[1:]) & (words.full[:-1] | words.full[1:])
        pair = words.term[:-1] * words.terms + words.term[1:]
        cells = (pair * self.sentences + place)[good]
        cells.sort()  # by pair, by place
        pair, self.row = np.divmod(cells[_starts(cells)[:-1]], self.sentences)
        starts = _starts(pair)
        often = starts[1:] - starts[:-1]
        self.column = np.arange(len(often)).repeat(often)
        self.weight = ((1.0 + np.arange(self.sentences)) ** -FIRST)[self.row[starts[:-1]]]
        self.weight[often == 1] *= ONCE
        self.most = max(self._weigh().max(initial=0), 1e-9)

    def _weigh(self) -> Any:
        import numpy as np

        return np.bincount(self.row, self.weight[self.column], self.sentences)

    def untold(self) -> Any:
        """Of each sentence, the weight of its pairs that were not told; at first at most 1."""
        return self._weigh() / self.most

    def tell(self, sentence: int) -> None:
        """Count the pairs of a sentence as told."""
        self.weight[self.column[self.row == sentence]] = 0
