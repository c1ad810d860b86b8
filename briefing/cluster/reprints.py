"""Stage 3, cluster.reprints: which articles of an event repeat another one's text.

An article repeats a text when most of its words stand in runs of ``RUN`` words that this
text has too (the containment of Broder 1997, "On the resemblance and containment of
documents", counted in words and not in shingles, so that one changed word costs one word and
not five). What both quote of a third speaks for no common origin and counts a part.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .. import language
from ..language.readable import quotations
from ..settings import trust
from ..types import Article, day_of

SYLLABLES = frozenset({"vi"})  #: languages that part syllables: a run of words is longer there
RUN = 4  #: words that stand in both texts, one after the other
SAME = 0.6  #: weighted share of the shorter text's words that stand in such runs
QUOTED = 0.6  #: weight of a word between quotation marks, others 1
FEW = 0.1  #: share of common runs below which two texts are not compared word by word
STOCK = 24  #: texts of their own that share a run of words: it is a stock phrase

_DIGITS = re.compile(r"(?<=\d)[.,’'\u00a0\u202f ](?=\d{3}(?!\d))")
_QUOTES = str.maketrans(dict.fromkeys("“”«»„‘’–—…\u00a0", " "))
_MARKS = re.compile(r"(?<=\w)['’ʼ-](?=\w)")

_Text = tuple[list[int], list[float]]  # the runs of a text by position; the weight of each word


def mark_reprints(articles: list[Article], preferred: Sequence[str] = ()) -> list[Article]:
    """The same articles, each reprint naming the first that carries its text.

    First is that of the outlet most ``preferred``, then the earliest published, then the longest,
    then the lowest id; a reprint of a reprint names the first of all. Linear in the words while
    few texts share them: texts are found by their runs, and of a text's reprints only what is new
    in them is kept.
    """
    if len(articles) < 2:
        return [replace(a, reprint_of="") for a in articles]
    ranked = sorted(articles, key=lambda a: _precedence(a, preferred))
    families: list[tuple[str, set[int], list[_Text]]] = []  # root, all runs, the texts
    holders: dict[int, list[int]] = {}  # run -> the families that have it
    first: dict[str, str] = {}
    for article in ranked:
        text = _read(article)
        runs = set(text[0])
        votes = Counter(
            f for run in runs if len(known := holders.get(run, ())) <= STOCK for f in known
        )
        home = -1
        for family, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
            if _repeats(text, runs, families[family][1], families[family][2]):
                home = family
                break
        if home < 0:
            home = len(families)
            families.append((article.id, set(), []))
        root, pool, texts = families[home]
        new = runs - pool
        if root != article.id:
            first[article.id] = root
        if new:
            texts.append(text)
            pool |= new
            for run in new:
                holders.setdefault(run, []).append(home)
    return [replace(a, reprint_of=first.get(a.id, "")) for a in articles]


def likeness(one: Article, other: Article) -> float:
    """Weighted share of the shorter text's words that stand in runs of both, 0..1."""
    small, large = sorted((_read(one), _read(other)), key=lambda t: len(t[1]))
    return _covered(small, set(large[0]))


def _repeats(text: _Text, runs: set[int], pool: set[int], texts: list[_Text]) -> bool:
    """Whether a text repeats a family's, or holds one of them whole."""
    common = runs & pool
    if len(common) < FEW * min(len(runs), *(len(t[0]) for t in texts)):
        return False
    longest = max(len(t[1]) for t in texts)
    if len(text[1]) <= longest and _covered(text, pool) >= SAME:
        return True
    return any(_covered(t, runs) >= SAME for t in texts if len(t[1]) < len(text[1]))


def _covered(text: _Text, runs: set[int]) -> float:
    positions, weights = text
    total = reached = 0.0
    until = 0
    for k, weight in enumerate(weights):
        if k < len(positions) and positions[k] in runs:
            until = k + RUN
        total += weight
        if k < until:
            reached += weight
    return reached / total if total else 0.0


def _precedence(article: Article, preferred: Sequence[str]) -> tuple[int, str, int, str]:
    day = day_of(article.published)
    return (
        trust(article, preferred),
        day.isoformat() if day else "9999",
        -len(article.text),
        article.id,
    )


def _read(article: Article) -> _Text:
    """The words of a text as their runs' hashes, and the weight of each word.

    Case, accents, quotation marks, hyphens and the marks between thousands do not count.
    """
    words: list[str] = []
    weights: list[float] = []
    text, position = article.text, 0
    for start, end in quotations(text):
        _add(text[position:start], 1.0, words, weights)
        _add(text[start:end], QUOTED, words, weights)
        position = end
    _add(text[position:], 1.0, words, weights)
    if article.lang in SYLLABLES:
        words = ["".join(words[k : k + 3]) for k in range(len(words))]
    count = max(len(words) - RUN + 1, 1)
    # str hashes differ between runs, but sets of them are only compared within one
    return [hash(tuple(words[k : k + RUN])) for k in range(count)] if words else [], weights


def _add(passage: str, weight: float, words: list[str], weights: list[float]) -> None:
    passage = _MARKS.sub(" ", _DIGITS.sub("", passage)).translate(_QUOTES)
    if not passage.isascii():
        apart = unicodedata.normalize("NFKD", passage)
        passage = "".join(c for c in apart if not unicodedata.combining(c))
    found = language.words(passage)
    words += found
    weights += [weight] * len(found)
