"""Stage 4, compare.differences_quotes: articles -> quotations that are worded differently.

Two quotations are versions of one where most of their words are the same, in
the same order, and somewhere a word stands for another. One that only leaves
words out is a cut, not a version.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .. import language
from ..language.readable import quotations
from ..types import Article
from .differences_words import CONTENT, is_known

FEWEST, MOST = 6, 400  #: words of a quotation that is compared
GRAM = 3  #: words in a row that two versions share
ALIKE = (
    0.62  #: share of the words of both that two versions have in common (Ratcliff, Obershelp) ...
)
STRANGE = 0.8  #: ... in a language whose function words are not known
TELLING = 2  #: words that are no function words, in common
SPELLING = (
    0.7  #: ... share of the letters of two words that are one, spelled or inflected differently
)
#: Function words that change what is promised, denied or allowed.
MODAL = frozenset(
    "can cannot could may might must never not shall should will would "
    "может могут можем должны должен нельзя може можуть мусить kann können muss müssen soll darf "
    "peut pouvons peuvent doit devons puede podemos pueden debe debemos".split()
)
CROWD = 30  #: quotations with the same three words in a row that are compared, at most


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a quotation and where each stands in the article."""

    article: Article
    start: int  #: of what is between the marks
    end: int
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def spoken(article: Article) -> Iterator[Spoken]:
    """The quotations of an article that are long enough to have versions."""
    for outer_start, outer_end in quotations(article.text):
        marks = 2 if article.text.startswith("''", outer_start) else 1
        start, end = outer_start + marks, outer_end - marks
        text = article.text[start:end]
        spans = [x for x in language.word_spans(text) if text[x[0] - 1 : x[0]] != "["]
        if FEWEST <= len(spans) <= MOST:  # but "[expletive]"
            words = tuple(text[s:e].lower().replace("’", "'") for s, e in spans)
            places = tuple((start + s, start + e) for s, e in spans)
            yield Spoken(article, start, end, words, places)


def pairs(found: list[Spoken]) -> Iterator[tuple[Spoken, Spoken, int, int]]:
    """Two versions of one quotation and the offsets in their articles where they first part."""
    grams: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, one in enumerate(found):
        for gram in {one.words[i : i + GRAM] for i in range(len(one.words) - GRAM + 1)}:
            grams[(one.article.lang, *gram)].append(k)
    near: dict[tuple[int, int], int] = defaultdict(int)
    for holders in grams.values():
        for i, k in enumerate(holders[:CROWD]):
            for other in holders[i + 1 : CROWD]:
                near[k, other] += 1
    for (k, other), _ in sorted(near.items()):
        one, two = found[k], found[other]
        if one.article.id != two.article.id and (parts := _part(one, two)):
            yield one, two, *parts


def _part(one: Spoken, two: Spoken) -> tuple[int, int] | None:
    """Where two versions part; ``None`` if they are no versions, or one a cut of the other."""
    ours, theirs = set(one.words), set(two.words)
    if one.words == two.words or len(ours & theirs) < min(len(ours), len(theirs)) / 2:
        return None
    matcher = SequenceMatcher(None, one.words, two.words, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    # what is cut off at the ends is no matter
    length = last.a + last.size - first.a + last.b + last.size - first.b
    same = sum(b.size for b in blocks)
    whole = min(len(one.words), len(two.words))
    lang = one.article.lang
    alike = ALIKE if is_known(lang) else STRANGE
    if 2 * same < alike * length or same < max(GRAM + 1, alike * whole):
        return None
    shared = {w for b in blocks for w in one.words[b.a : b.a + b.size]}
    if len(shared - language.stop_words(lang)) < TELLING:
        return None
    for tag, i, i2, j, j2 in matcher.get_opcodes():
        if tag == "replace" and _reworded(one.words[i:i2], two.words[j:j2], lang):
            ends = (i == 0 or j == 0) or (i2 == len(one.words) or j2 == len(two.words))
            if ends and max(i2 - i, j2 - j) > GRAM:
                continue  # two cuts of a longer one
            return one.spans[i][0], two.spans[j][0]
    return None


def _reworded(one: tuple[str, ...], two: tuple[str, ...], lang: str) -> bool:
    """Whether a word of content stands for another, not only another spelling."""
    stops = language.stop_words(lang) - CONTENT - MODAL
    ours, theirs = ([w for w in words if w not in stops] for words in (one, two))
    ours, theirs = [w for w in ours if w not in theirs], [w for w in theirs if w not in ours]
    if not ours or not theirs:
        return False
    if MODAL.intersection(ours) != MODAL.intersection(theirs):
        return True
    if "".join(ours).replace("-", "") == "".join(theirs).replace("-", ""):
        return False
    if any(w[0].isdigit() for w in [*ours, *theirs]):
        return False  # "5" for "five"
    return not all(any(_spelled(w, x) for x in theirs) for w in ours)


def _spelled(one: str, two: str) -> bool:
    one, two = _bare(one), _bare(two)
    return SequenceMatcher(None, one, two).ratio() >= SPELLING and one[0] == two[0]


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    """Without accents, on whichever letter they were typed."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if c.isalnum()) or word
