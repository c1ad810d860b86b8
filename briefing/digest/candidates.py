"""Stage 4, digest.candidates: Event -> the spans that can be statements, and what they say.

A statement is read without its neighbours. A sentence that leans on the one
before it, or a quotation whose speaker stands in the next one, may still be
told together with it: two consecutive sentences, one span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .. import language
from ..language.readable import is_balanced, is_dangling, is_quoted, quotations, readability
from ..types import Article, Citation, Event

MOST = 200  #: sentences of an article that are looked at
STRICT = 0.41  #: readability of a span that stands alone
ENOUGH = 0.6  #: ... from which it counts in full: long sentences (.6) are as good as others
LONGEST = 380, 500  #: characters of a statement of one sentence, of two
FEWEST = 7  #: words of a statement
SPEAKER = 2  #: words outside its quotation marks that a quotation needs: "Orlov said"
OPENING = 20  #: words by which a sentence is judged that is long in words, not in characters
_ENDED = re.compile(r"[.!…。！।։။።؟۔](?:[\"'”»“’)\]]|'')*$")
_QUOTES = re.compile(r"[\"“”«»„()\[\]]|''")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of an article or two consecutive ones, with what they say."""

    article: Article
    start: int
    end: int
    first: int  #: place of its first sentence in the article, 0 first
    last: int  #: ... and of its last
    words: int  #: as white space parts them
    ready: float  #: readability, 0..1
    content: tuple[frozenset[str], ...]  #: of each sentence, the stems of its content words
    concepts: frozenset[str]  #: those stems, and pairs of neighbouring stems

    @property
    def text(self) -> str:
        """The span, verbatim."""
        return self.article.text[self.start : self.end]

    @property
    def citation(self) -> Citation:
        """Where it stands."""
        return self.article.quote(self.start, self.end)

    def overlaps(self, other: Candidate) -> bool:
        """Whether the two have a sentence in common."""
        return (
            self.article.id == other.article.id
            and self.first <= other.last
            and other.first <= self.last
        )

    def holds(self, other: Candidate) -> bool:
        """Whether the other is a part of this one."""
        return (
            self.article.id == other.article.id
            and self.first <= other.first
            and other.last <= self.last
        )


def sentences(event: Event) -> list[Candidate]:
    """Every sentence of an event, whether it can stand alone or not."""
    return [c for article in event.articles for c in _sentences(article)]


def _sentences(article: Article) -> Iterator[Candidate]:
    quoted = quotations(article.text)
    stops = language.stop_words(article.lang)
    for place, sentence in enumerate(article.sentences[:MOST]):
        start, end = sentence.start, sentence.end
        text = article.text[start:end]
        stems = [(language.stem(w, article.lang), w in stops) for w in language.words(text)]
        content = frozenset(s for s, stop in stems if not stop)
        pairs = {f"{a} {b}" for (a, x), (b, y) in pairwise(stems) if not (x and y)}
        ready = 0.0 if is_quoted(start, end, quoted) else readiness(text, article.lang)
        yield Candidate(
            article, start, end, place, place, length(text), ready, (content,), content | pairs
        )


def together(pool: list[Candidate]) -> list[Candidate]:
    """The pairs of consecutive sentences that stand alone although one of them does not."""
    found = []
    quoted = {c.article.id: quotations(c.article.text) for c in pool}
    for one, two in pairwise(pool):
        article = one.article
        if article.id != two.article.id or two.first != one.last + 1:
            continue
        if one.ready >= STRICT and two.ready >= STRICT:
            continue
        gap = article.text[one.end : two.start]
        if gap.strip() or not _ENDED.search(one.text):
            continue
        if is_quoted(one.start, two.end, quoted[article.id]):
            continue
        text = article.text[one.start : two.end]
        ready = readiness(text, article.lang, LONGEST[1])
        if ready >= STRICT:
            found.append(
                Candidate(
                    article, one.start, two.end, one.first, two.last, one.words + two.words,
                    ready, one.content + two.content, one.concepts | two.concepts,
                )
            )  # fmt: skip
    return found


def readiness(text: str, lang: str, longest: int = LONGEST[0]) -> float:
    """How well a span reads alone, 0..1: ``readable.readability``, and a quotation has a speaker.

    Length is counted in characters, since the words of Vietnamese are syllables.
    """
    words = language.words(text)
    if not (FEWEST <= len(words) and len(text) <= longest and _ENDED.search(text)):
        return 0.0
    if not is_balanced(text) or _outside(text) < SPEAKER:
        return 0.0
    ready = readability(text, lang)
    if not ready:
        start = _QUOTES.sub("", text).split()[:OPENING]
        ready = readability(" ".join(start).rstrip(".!…") + ".", lang)
    return min(1.0, ready / ENOUGH) if ready >= STRICT and not is_dangling(text, lang) else 0.0


def _outside(text: str) -> int:
    """The number of words outside quotation marks."""
    bare = text
    for start, end in reversed(quotations(text)):
        bare = f"{bare[:start]} {bare[end:]}"
    return len(language.words(bare))


def length(text: str) -> int:
    """Words as white space parts them; in scripts without spaces, half the pairs of characters."""
    return max(len(text.split()), len(language.words(text)) // 2, 1)
