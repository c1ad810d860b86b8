"""Stage 2, summarise.central: our default. Centrality x position, without repetition.

Continuous LexRank (Erkan and Radev 2004) on TF-IDF cosines, weighted by
position as news is written, and picked by maximal marginal relevance
(Carbonell and Goldstein 1998).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from .. import language
from ..language.readable import readabilities
from ..types import Article, Sentence

DAMPING, ROUNDS = 0.85, 30
POSITION = 0.5  #: the k-th sentence counts (1 + k) ** -POSITION
NOVELTY = 0.6  #: of the score; the rest is what a sentence repeats


def central(article: Article, sentences: tuple[Sentence, ...], length: int) -> list[Sentence]:
    """The most central sentences that do not repeat each other."""
    import numpy as np

    texts = [article.text[s.start : s.end] for s in sentences]
    cosine = cosines(texts, article.lang)
    rank = centrality(cosine)
    place = {s: k for k, s in enumerate(article.sentences)}
    position = np.array([place[s] for s in sentences])
    spans = [(s.start, s.end) for s in sentences]
    ready = np.array(readabilities(article.text, spans, article.lang)) + 1e-6
    score = rank / max(rank.max(), 1e-12) * (1.0 + position) ** -POSITION * ready
    chosen: list[int] = []
    nearest = np.zeros(len(sentences))
    for _ in range(min(length, len(sentences))):
        gain = NOVELTY * score - (1 - NOVELTY) * nearest
        gain[chosen] = -np.inf
        best = int(np.argmax(gain))
        chosen.append(best)
        nearest = np.maximum(nearest, np.asarray(cosine[best].todense()).ravel())
    return [sentences[k] for k in chosen]


def cosines(texts: list[str], lang: str) -> Any:
    """CSR matrix of TF-IDF cosines between texts; the diagonal is 1."""
    import numpy as np
    import scipy.sparse as sp

    stops = language.stop_words(lang)
    counts = [
        Counter(language.stem(w, lang) for w in language.words(t) if w not in stops) for t in texts
    ]
    column = {term: k for k, term in enumerate(sorted({t for c in counts for t in c}))}
    rows = np.repeat(np.arange(len(texts)), [len(c) for c in counts])
    columns = np.array([column[t] for c in counts for t in c], dtype=np.int64)
    values = np.array([n for c in counts for n in c.values()], dtype=np.float64)
    matrix = sp.csr_matrix((values, (rows, columns)), (len(texts), max(len(column), 1)))
    found = np.asarray((matrix > 0).sum(axis=0)).ravel()
    matrix = matrix @ sp.diags(np.log(1 + len(texts) / np.maximum(found, 1)))
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    unit = sp.diags(1 / np.maximum(norm, 1e-12)) @ matrix
    return (unit @ unit.T).tocsr()


def centrality(cosine: Any) -> Any:
    """Stationary distribution of a random walk on the similarities (PageRank)."""
    import numpy as np
    import scipy.sparse as sp

    n = cosine.shape[0]
    degree = np.asarray(cosine.sum(axis=1)).ravel()
    walk = (sp.diags(1 / np.maximum(degree, 1e-12)) @ cosine).T.tocsr()
    rank = np.full(n, 1 / n)
    for _ in range(ROUNDS):
        rank = (1 - DAMPING) / n + DAMPING * (walk @ rank)
    return rank
