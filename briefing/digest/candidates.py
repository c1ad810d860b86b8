"""Stage 4, digest.candidates: Event -> the spans that can be statements, and what they say.

A statement is read without its neighbours. A sentence that leans on the one
before it, or a quotation whose speaker stands in the next one, may still be
told together with it: two consecutive sentences, one span.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .. import language
from ..anchors import count_terms
from ..language.readable import (
    LIKELY,
    SPOKEN,
    is_aside,
    is_balanced,
    is_dangling,
    is_quoted,
    is_speech,
    leaning,
    quotations,
    readability,
)
from ..types import Article, Citation, Event
from .captions import has_credit, is_caption, is_heading
from .mentions import mentions

MOST = 200  #: sentences of an article that are looked at
STRICT = 0.45  #: readability of a span that stands alone
UNLIKELY = 0.6  #: what ``readability`` takes off a sentence for its many words, put back here
LONGEST = 380, 500  #: characters of a statement of one sentence, of two
SPEAKER = 2  #: words outside its quotation marks that a quotation needs: "Orlov said"
MANY = 60  #: words from which ``readability`` finds a sentence too long, and we a pair
OPENING = 12  #: words of a dateline
WORDY = 5  #: characters of a word, white space with it, below which it is a syllable
ANSWER = 0.4  #: worth of a sentence behind a question in its paragraph, without which it leans
CAPTION = 0.5  #: worth of a sentence with a credit behind it; some are true sentences
SHOWN = 0.4  #: worth of what reads like a caption or a heading
_ENDED = re.compile(r"[.!。！।։။።؟۔](?:[\"'”»“’)\]]|'')*$")
_MARK = re.compile(r"[“«„\"]|''")
_SINGLE = re.compile(r"['‘][^'‘’]+(?:['’]\w[^'‘’]*)*['’]", re.DOTALL)  #: 'We wait.'
_CLOSED = re.compile(r"(?:''|' '|[\"”»’])\s")  #: an end of a quotation at the beginning
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of an article or two consecutive ones, with what they say."""

    article: Article
    start: int
    end: int
    first: int  #: place of its first sentence in the article, 0 first
    last: int  #: ... and of its last
    words: int  #: as white space parts them
    ready: float  #: how well it reads alone, 0..1
    content: tuple[frozenset[str], ...]  #: of each sentence, the stems of its content words
    concepts: frozenset[str]  #: those stems, runs of two and three, and terms
    full: frozenset[str]  #: names it gives in full (``mentions``)
    short: frozenset[str]  #: ... and in one word, which its article gave in full before
    wants: str | None = None  #: stem of a noun told before ("The decision was"), ``""`` a pronoun

    @property
    def alone(self) -> bool:
        """Whether it can be read without its neighbours."""
        return self.ready >= STRICT

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

    def follows(self, other: Candidate) -> bool:
        """Whether it stands right behind the other."""
        return self.article.id == other.article.id and self.first == other.last + 1

    def holds(self, other: Candidate) -> bool:
        """Whether the other is a part of this one."""
        return (
            self.article.id == other.article.id
            and self.first <= other.first
            and other.last <= self.last
        )


def sentences(event: Event) -> list[Candidate]:
    """Every sentence of an event, whether it can stand alone or not.

    Reports in different languages agree by ``anchors.terms``, which are concepts then.
    """
    mixed = len({article.lang for article in event.articles}) > 1
    return [c for article in event.articles for c in _sentences(article, mixed)]


def _sentences(article: Article, mixed: bool) -> Iterator[Candidate]:
    quoted = quotations(article.text)
    stops = language.stop_words(article.lang)
    given: set[str] = set()
    for place, (start, end) in enumerate(told_spans(article, MOST)):
        text = article.text[start:end]
        stems = [(language.stem(w, article.lang), w in stops) for w in language.words(text)]
        content = frozenset(s for s, stop in stems if not stop)
        runs = {f"{a} {b}" for (a, x), (b, y) in pairwise(stems) if not (x and y)}
        runs |= {
            f"{a} {b} {c}"
            for (a, x), (b, y), (c, z) in zip(stems, stems[1:], stems[2:], strict=False)
            if x + y + z <= 1
        }
        terms: dict[str, float] = defaultdict(float)
        if mixed:
            count_terms(text, article.lang, terms, 1.0)
        full, short = mentions(text, article.lang)
        noun = leaning(text, article.lang)
        ready = readiness(text, article.lang)
        ready *= SPOKEN if is_quoted(start, end, quoted) else 1.0
        ready *= CAPTION if has_credit(article.text, end) else 1.0
        ready *= SHOWN if is_shown(text, article.lang) else 1.0
        asked = article.text[max(0, start - 3) : start].rstrip(" ").endswith("?")
        ready *= ANSWER if asked else 1.0
        yield Candidate(
            article, start, end, place, place, length(text), ready, (content,),
            content | runs | terms.keys(),
            full, short & given, noun and language.stem(noun, article.lang),
        )  # fmt: skip
        given |= full


def told_spans(article: Article, most: int) -> list[tuple[int, int]]:
    """The first sentences; no datelines and marks, behind which one goes on in their line."""
    spans = [(s.start, s.end) for s in article.sentences[:most]]
    behind = [*spans[1:], (len(article.text),) * 2]
    return [
        (start, end)
        for (start, end), (after, _) in zip(spans, behind, strict=True)
        if after == len(article.text)
        or "\n" in article.text[end:after]
        or _ENDED.search(article.text[start:end])
        or end == after
        or length(article.text[start:end]) > OPENING
    ]


def together(pool: list[Candidate]) -> list[Candidate]:
    """The pairs of consecutive sentences that stand alone although one of them does not."""
    found = []
    quoted = {c.article.id: quotations(c.article.text) for c in pool}
    for one, two in pairwise(pool):
        article = one.article
        if article.id != two.article.id or two.first != one.last + 1:
            continue
        if one.alone and two.alone:
            continue
        gap = article.text[one.end : two.start]
        if gap.strip() or not _ENDED.search(one.text):
            continue
        if is_balanced(one.text) and _outside(one.text) < SPEAKER:
            continue  # whose words these are was said before them
        if is_quoted(one.start, two.end, quoted[article.id]) or has_credit(article.text, two.end):
            continue
        if is_shown(one.text, article.lang) or is_shown(two.text, article.lang):
            continue
        text = article.text[one.start : two.end]
        if one.words + two.words > MANY and len(text) > WORDY * (one.words + two.words):
            continue
        ready = readiness(text, article.lang, LONGEST[1])
        if ready >= STRICT:
            found.append(
                Candidate(
                    article, one.start, two.end, one.first, two.last, one.words + two.words,
                    ready, one.content + two.content, one.concepts | two.concepts,
                    one.full | two.full, one.short | (two.short - one.full), one.wants,
                )
            )  # fmt: skip
    return found


def is_shown(text: str, lang: str) -> bool:
    """Whether a sentence belongs to a picture, or over the text."""
    return is_caption(text, lang) or is_heading(text, lang)


def readiness(text: str, lang: str, longest: int = LONGEST[0]) -> float:
    """How well a span reads alone, 0..1: ``readable.readability``, and a quotation has a speaker.

    Length is counted in characters, since the words of Vietnamese are syllables.
    """
    if len(text) > longest or not _ENDED.search(text) or _is_fragment(text):
        return 0.0
    ready, words = readability(text, lang), length(text)
    if ready and words > LIKELY[1]:
        ready /= UNLIKELY
    elif not ready and is_balanced(text) and words > MANY:
        leans = is_dangling(text, lang) or is_aside(text) or is_speech(text, lang)
        ready = 0.0 if leans else 1.0
    return min(1.0, ready) * (SPOKEN if _outside(text) < SPEAKER else 1.0)


def _is_fragment(text: str) -> bool:
    """Whether a span is cut off at its end ("...") or begins in the middle of a sentence."""
    first = next((c for c in text if c.isalnum()), "")
    if text.endswith(("...", "…")) or _CLOSED.match(text):
        return True
    return first.islower() and text != text.lower()


def _outside(text: str) -> int:
    """The number of words outside quotation marks."""
    if _SINGLE.fullmatch(text):
        return 0
    if _MARK.search(text):
        for start, end in reversed(quotations(text)):
            text = f"{text[:start]} {text[end:]}"
    return length(text)


def length(text: str) -> int:
    """Words as white space parts them; in scripts without spaces, half their characters."""
    return max(len(text.split()), len(_UNSPACED.findall(text)) // 2)
