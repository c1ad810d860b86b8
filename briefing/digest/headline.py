"""Stage 4, digest.headline: Event -> a short, complete clause taken from its articles.

Always one span of one title or sentence, so that it can be checked; what is
cut away at its ends makes it ``derived``. Titles are best. Where there are
none, or none that says what happened, the candidates are the first sentences
of the articles, and main clauses of them (``clause``). docs/headlines.md tells
the choice and its figures.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .. import language
from ..anchors import count_terms
from ..language.readable import (
    is_aside,
    is_balanced,
    is_dangling,
    is_quoted,
    is_speech,
    leans_a_little,
    quotations,
)
from ..settings import trust
from ..types import Article, Citation, Event, Headline
from .candidates import told_spans
from .clause import ends_open, is_complete, leans_on_name, main_clauses, teases
from .headline_trim import LONGEST, trim_sentence, trim_title

FEWEST = 4  #: words of a title that tells something; one less with a verb
PLACE = 1.0  #: the sentence k of an article counts (1 + k) ** -PLACE
BASE, DENSE = 0.05, 0.3  #: worth of any headline, and of one that tells much in few words
ENOUGH = 4  #: terms with which a headline says enough
ARTICLES = 40  #: of an event that are looked at
TEXTS = 12  #: of them whose sentences are, where no title is fine
SENTENCES = 5  #: of an article
BEGINNING = 600  #: characters of a text that tell what it is about
STRONGEST = 8  #: terms of an event that a perfect headline would hold
TITLE = 3.0  #: preference for a title among sentences
TRUSTED = 0.4  #: of the best headline's score that a preferred outlet's must have
ALLOWED = 1.2  #: of the longest, a title that is fine all the same: before a sentence cut short
LEAD = 1.5  #: preference for the event's first statement
CUT = 0.9  #: worth of a clause cut out of a sentence
UNATTRIBUTED = 1.2  #: worth of a sentence without the ", X reports" at its end
TEASING = 0.4  #: worth of "Why ..."
LEANS_LITTLE = 0.7  #: worth of "The decision was ..."
VERBLESS = 0.85  #: worth of a title without a verb
#: Share of what first sentences tell below which a clause of one of them says too little, and a
#: sentence from below is a side matter; whole first sentences are taken instead. They are weighed
#: as if cut to ``LONGEST``, so that one of 250 characters leaves room for a short sentence and
#: one of 120 does not. docs/headlines.md has what .25 to .8 give.
TOO_LITTLE, APART = 0.25, 0.5
FARTHER = 0.1  #: ... and so much more for each sentence further below
_QUOTES = "\"'“”«»„‟‘’ "
_ENDS_ASKING = ("?", "？", "؟", ";?")
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|От|Von|Par|Por) (?:[A-ZА-Я]\S+ ?){2,4}(?:,|$|of |for )|\d+ (?:SHARES?|shares?)\b"
)

# Ranks of a candidate; a higher one is always taken.
GOOD, USABLE, BROKEN, ASIDE = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: Article
    field: Literal["title", "text"]
    start: int
    end: int
    rank: int
    prior: float
    place: int = 0  #: of its sentence

    @property
    def text(self) -> str:
        source = self.article.title if self.field == "title" else self.article.text
        return source[self.start : self.end]


def headline(
    event: Event,
    lang: str,
    lead: Citation | None = None,
    called: Collection[str] = (),
    preferred: Sequence[str] = (),
) -> Headline:
    """The best headline of an event, in ``lang`` where an article of that language has a good one.

    ``lead`` is the event's first statement, whose sentence is preferred to
    others. In order count: nothing broken, the language, a whole thought, at
    most ``LONGEST`` characters, an outlet among the ``preferred`` (of a title, or
    the first sentence) unless it tells too little, then what the event's words favour.
    What earlier briefs ``called`` it, or told of it, is no news, and comes behind all that is.

    Raises:
        ValueError: the event has no article.
    """
    articles = [a for a in event.articles if not a.reprint_of][:ARTICLES]
    worth, heard = _worth(articles), "\n".join(map(_plain, called))
    candidates = [(k, c) for k, article in enumerate(articles) for c in _titles(article)]
    fine = (c for _, c in candidates if _is_fine(c) and _plain(c.text) not in heard)
    if not any(c.article.lang == lang for c in fine):
        texts = articles[:TEXTS]
        candidates += [(k, c) for k, article in enumerate(texts) for c in _sentences(article)]
    pool = [(c, _told(c.text, c.article.lang, worth), 0.97**k) for k, c in candidates]
    leads = ((f, told) for f, (told, _), _ in pool if f.rank == GOOD and not f.place)
    most = max((t * min(1.0, LONGEST / (f.end - f.start)) for f, t in leads), default=0.0)
    rated: list[tuple[tuple[bool, bool, int, bool, float, str], _Candidate]] = []
    for found, (told, words), order in pool:
        rank, length = found.rank, found.end - found.start
        least = APART + FARTHER * found.place if found.place else TOO_LITTLE
        if told < least * most and found.field == "text":
            rank = min(rank, USABLE)
        if _plain(found.text) in heard:
            rank = min(rank, USABLE)
        score = found.prior * _fit(told, words, worth) * order
        if lead and lead.article == found.article.id and found.field == "text":
            score *= LEAD if lead.start <= found.start and found.end <= lead.end else 1.0
        if length > LONGEST:
            score *= (LONGEST / length) ** 2
        home = found.article.lang == lang
        key = (rank >= USABLE, home, rank, length <= LONGEST, score, found.article.id)
        rated.append((key, found))
    if not rated:  # an article has a sentence, always
        raise ValueError(f"event {event.id} has no article")
    best = max(rated, key=lambda r: r[0])
    if preferred:
        best = _trusted(rated, best, preferred)
    found = best[1]
    derived = _is_derived(found)
    return Headline(found.text, found.article.id, found.field, found.start, found.end, derived)


def _plain(text: str) -> str:
    """Its words, to be found in what was told before; never part of another word."""
    return f" {' '.join(language.words(text))} "


_Rated = tuple[tuple[bool, bool, int, bool, float, str], "_Candidate"]


def _trusted(rated: list[_Rated], best: _Rated, preferred: Sequence[str]) -> _Rated:
    """Of the headlines as good as the best one but for its words, the most trusted outlet's."""
    *qualities, score, _ = best[0]
    level = [
        (key, found)
        for key, found in rated
        if list(key[:-2]) == qualities
        and key[-2] >= TRUSTED * score
        and found.field in ("title", best[1].field)
        and not found.place
    ] or [best]
    first = min(trust(found.article, preferred) for _, found in level)
    return max((r for r in level if trust(r[1].article, preferred) == first), key=lambda r: r[0])


def _is_fine(found: _Candidate) -> bool:
    """Whether a title makes sentences needless."""
    long = ALLOWED * LONGEST
    return found.rank == GOOD and found.end - found.start <= long and found.prior > TITLE / 2


def _is_derived(found: _Candidate) -> bool:
    """Whether a headline is less than the title, or than one of the article's sentences."""
    if found.field == "title":
        return found.text != found.article.title.strip()
    return all((found.start, found.end) != (s.start, s.end) for s in found.article.sentences)


def _worth(articles: list[Article]) -> dict[str, float]:
    """What a term is worth: the more articles begin with it, the more."""
    within: Counter[str] = Counter()
    often: Counter[str] = Counter()
    for article in articles:
        counts: dict[str, float] = defaultdict(float)
        count_terms(f"{article.title}\n{article.text[:BEGINNING]}", article.lang, counts, 1.0)
        within.update(counts.keys())
        often.update({t: round(n) for t, n in counts.items()})
    return {t: n * math.log2(1 + often[t] / n) for t, n in within.items()}


def _told(text: str, lang: str, worth: dict[str, float]) -> tuple[float, int]:
    """The worth of what a headline tells, and its terms."""
    counts: dict[str, float] = defaultdict(float)
    count_terms(text, lang, counts, 1.0)
    return math.fsum(worth.get(t, 0.0) for t in counts), len(counts)


def _fit(told: float, terms: int, worth: dict[str, float]) -> float:
    """How much of what the event is about a headline says, and how densely."""
    strongest = sorted(worth.values(), reverse=True)[:STRONGEST]
    most = math.fsum(strongest) or 1.0
    dense = told / max(terms, 1) * len(strongest) / most
    return (BASE + min(told / most, 1.0) + DENSE * min(dense, 1.0)) * min(1.0, terms / ENOUGH)


def _rank(text: str, article: Article) -> int:
    """What can be said against a candidate, whatever its field."""
    if is_aside(text) or _BYLINE.match(text):
        return ASIDE
    if not is_balanced(text) or ends_open(text, article.lang) or not text:
        return BROKEN
    asks = text.rstrip(_QUOTES).endswith(_ENDS_ASKING)
    if asks or is_dangling(text, article.lang) or is_speech(text, article.lang):
        return USABLE
    return GOOD


def _prior(text: str, lang: str) -> float:
    return (TEASING if teases(text, lang) else 1.0) * (
        LEANS_LITTLE if leans_a_little(text, lang) else 1.0
    )


def _titles(article: Article) -> Iterator[_Candidate]:
    if not article.title.strip():
        return
    start, end = trim_title(article.title, article.outlet, article.lang)
    whole = article.title[start:end]
    ends = [end]
    if end - start > LONGEST:
        fitting = [cut for cut in main_clauses(whole, article.lang) if cut <= LONGEST]
        ends += [start + cut for cut in fitting[-1:]]  # the longest tells most
    for stop in ends:
        text = article.title[start:stop]
        rank = _rank(text, article)
        verb = is_complete(text, article.lang)
        if len(language.words(text)) < FEWEST - verb:
            rank = min(rank, USABLE)
        prior = TITLE * _prior(text, article.lang) * (1.0 if stop == end else CUT)
        prior *= 1.0 if verb and not text.isupper() else VERBLESS
        yield _Candidate(article, "title", start, stop, rank, prior)


def _sentences(article: Article) -> Iterator[_Candidate]:
    lang, quoted = article.lang, quotations(article.text)
    cased = any(c.isupper() for c in article.text[:BEGINNING])
    for position, span in enumerate(told_spans(article, SENTENCES + 1)[:SENTENCES]):
        place: float = (1 + position) ** -PLACE
        spoken = is_quoted(*span, quoted)
        whole, *trimmed = trim_sentence(article.text, *span, lang)
        worth = {whole: 1.0}
        for start, end in trimmed:
            if start == whole[0] or end - start <= LONGEST:
                worth[start, end] = UNATTRIBUTED if start == whole[0] else CUT
        for start, end in (whole, *trimmed):
            cuts = main_clauses(article.text[start:end], lang)
            longest = max((n for n in cuts if n <= LONGEST), default=0)
            if longest and end - start > LONGEST:
                worth.setdefault((start, start + longest), CUT)
        for (start, end), kind in worth.items():
            text = article.text[start:end]
            rank = _rank(text, article)
            if rank >= USABLE and not _is_told(text, lang, cased):
                rank = BROKEN
            if spoken or (position and leans_on_name(text, lang)):
                rank = min(rank, USABLE)
            prior = place * _prior(text, lang) * kind
            yield _Candidate(article, "text", start, end, rank, prior, position)


def _is_told(text: str, lang: str, cased: bool) -> bool:
    """Whether a span of a sentence is a whole one: a verb, a beginning, enough words."""
    begins = next((c for c in text if c.isalnum()), "")
    return (
        not (cased and begins.islower())
        and len(language.words(text)) >= 3
        and is_complete(text, lang)
    )
