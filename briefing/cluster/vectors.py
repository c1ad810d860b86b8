"""Stage 3, cluster.vectors: Features -> one sparse unit vector an article.

Sublinear TF x IDF per language (Spärck Jones 1972; Salton and Buckley 1988),
the corpus' IDF blended with that of the language at large, so that five
articles and five thousand weigh a word alike.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import scipy.sparse as sp

from .. import language
from .features import Features

#: Weight of each kind of term; a stem of any language is 1.
WEIGHTS = {"w": 1.0, "n": 1.3, "c": 0.6, "a": 0.5, "#": 1.3, "d": 1.5, "g": 0.65}
#: Share of articles a term of this kind is in, where no word list can tell:
#: for keys of up to two letters, and longer ones.
COMMON = {"n": (0.006, 0.002), "c": (0.006, 0.002), "a": (0.006, 0.002), "#": (0.03, 0.002),
          "d": (0.01, 0.01), "g": (0.03, 0.03)}  # fmt: skip
ARTICLE = 250  #: words of a usual article, to turn word into document frequency
LARGE = 15  #: articles that the language at large counts for: all in a folder that tells one event
LEAST = 0.3  #: of its rarity at large that a word keeps, though all articles here have it
SMOOTH = 20  #: articles of all languages that speak for a language with few of its own
#: Languages whose stemmer only cuts ends off, and their letters: a second less in every run.
BEGINNINGS = {"ru": re.compile("[а-щы-яё-]+")}
RAREST = 1e-6  #: frequency of a word no list knows


@cache
def _stem_frequencies(lang: str) -> dict[str, float]:
    table: dict[str, float] = defaultdict(float)
    for word, share in language.frequencies(lang).items():
        if share >= 3 * RAREST:
            table[language.stem(word, lang)] += share
    return dict(table)


@cache
def _beginnings(lang: str) -> list[tuple[str, int, str, float]]:
    """The usual words in order of what their stem begins with: that, rank, word, share.

    It is the word as stems spell it; of one with strange signs ("газета.ru") the stem itself.
    """
    usual = ((w, share) for w, share in language.frequencies(lang).items() if share >= 3 * RAREST)
    return sorted(
        (w.replace("ё", "е") if BEGINNINGS[lang].fullmatch(w) else language.stem(w, lang), k, w, n)
        for k, (w, n) in enumerate(usual)
    )


def _share(stem: str, lang: str) -> float:
    """Share of running words that have this stem.

    Where a stem is the beginning of its words, only those that begin so are stemmed.
    """
    if lang not in BEGINNINGS:
        return _stem_frequencies(lang).get(stem, RAREST)
    words = _beginnings(lang)
    first = stem[:-2] if stem.endswith("^") else stem  # half of a ю, which NLTK writes "i^u"
    near = words[bisect_left(words, (first,)) : bisect_left(words, (first + "\uffff",))]
    found = sorted((k, share) for _, k, w, share in near if language.stem(w, lang) == stem)
    return sum(share for _, share in found) or RAREST


@cache
def _background(term: str) -> float:
    """IDF of a term in the language at large."""
    kind, _, key = term.partition(":")
    if kind in COMMON:
        return -math.log(COMMON[kind][len(key) > 3 if kind == "n" else len(key) > 2])
    share = _share(key, "en" if kind == "w" else kind)
    return min(-math.log(1 - math.exp(-share * ARTICLE)), 9.0)


def vectors(items: Sequence[Features]) -> tuple[Any, list[str]]:
    """CSR matrix (articles x terms, unit rows) and the terms, sorted."""
    terms = sorted({term for f in items for term in f.terms})
    column = {term: i for i, term in enumerate(terms)}
    rows = np.repeat(np.arange(len(items)), [len(f.terms) for f in items])
    columns = np.array([column[t] for f in items for t in f.terms], dtype=np.int32)
    counts = np.array([c for f in items for c in f.counts], dtype=np.float64)
    langs = sorted({f.lang for f in items})
    group = np.array([langs.index(f.lang) for f in items])
    idf = _idf(group, len(langs), rows, columns, terms)
    kind = np.array([WEIGHTS.get(t.partition(":")[0], 1.0) for t in terms])
    values = (
        np.where(counts < 1, counts, 1 + np.log(counts)) * idf[group[rows], columns] * kind[columns]
    )
    matrix = sp.csr_matrix((values, (rows, columns)), (len(items), len(terms)))
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(norm, 1e-12)) @ matrix).tocsr(), terms


def _idf(group: Any, languages: int, rows: Any, columns: Any, terms: list[str]) -> Any:
    n = len(group)
    found = np.zeros((languages, len(terms)))
    np.add.at(found, (group[rows], columns), 1)
    articles = np.bincount(group, minlength=languages)[:, None]
    share = (found + SMOOTH * found.sum(axis=0) / n) / (articles + SMOOTH)
    corpus = np.maximum(np.log((1 + 1 / n) / (share + 0.5 / n)), 0)
    blend, large = LARGE / (LARGE + n), np.array([_background(t) for t in terms])
    return np.maximum((1 - blend) * corpus + blend * large, LEAST * large)
