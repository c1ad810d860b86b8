"""Stage 4, digest.headline: a short, complete clause taken from an event's articles.

Always one span of one title or sentence, so that it can be checked; what is
cut away at its ends makes it ``derived``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import Literal

from .. import language
from ..anchors import count_terms
from ..data import entries
from ..language.readable import SPOKEN, is_balanced, is_dangling, is_quoted, quotations
from ..types import Article, Citation, Event, Headline

LONGEST = 100  #: characters a headline should have at most
SHORTEST = 4  #: words
LEAD = 2.0  #: preference for the event's first statement among sentences
_NAME = r"[^\W\d_a-zа-яё][\w.'’&-]*(?: [^\W\d_a-zа-яё][\w.'’&-]*){0,4}"
_QUOTES = "\"'“”«»„‘’"


def headline(event: Event, lang: str, lead: Citation | None = None) -> Headline:
    """The best headline: the brief's language first, then what the event's words favour.

    ``lead`` is the event's first statement, whose sentence is preferred to others.
    """
    common = _common_terms(event)
    best: tuple[tuple[bool, float, str], Headline] | None = None
    for number, article in enumerate(event.articles):
        if article.reprint_of:
            continue
        for field, start, end, prior in _spans(article):
            source = article.title if field == "title" else article.text
            text = source[start:end]
            score = prior * _fit(text, article, common) * 0.97**number
            if lead and field == "text" and lead.article == article.id and lead.start == start:
                score *= LEAD
            found = Headline(text, article.id, field, start, end, _is_derived(article, field, text))
            key = (article.lang == lang, score, article.id)
            if best is None or key > best[0]:
                best = (key, found)
    if best is None:  # an article has a sentence, always
        raise ValueError(f"event {event.id} has no article")
    return best[1]


def _is_derived(article: Article, field: str, text: str) -> bool:
    """Whether a headline is less than the title, or than one of the article's sentences."""
    if field == "title":
        return text != article.title
    return all(article.text[s.start : s.end] != text for s in article.sentences[:3])


def _common_terms(event: Event) -> Counter[str]:
    found: Counter[str] = Counter()
    for article in event.articles:
        counts: dict[str, float] = defaultdict(float)
        count_terms(f"{article.title}\n{article.text[:600]}", article.lang, counts, 1.0)
        found.update(set(counts))
    return found


def _fit(text: str, article: Article, common: Counter[str]) -> float:
    """How much of what the event's articles share a headline says, for its length."""
    counts: dict[str, float] = defaultdict(float)
    count_terms(text, article.lang, counts, 1.0)
    most = max(common.values(), default=1)
    shared = sum(common[t] for t in counts) / max(len(counts) * most, 1)
    words = len(language.words(text))
    length = 1.0 if len(text) <= LONGEST else max(LONGEST / len(text), 0.4)
    enough = min(1.0, words / 6) if len(counts) else 0.1
    lean = 0.4 if is_dangling(text, article.lang) else 1.0
    whole = 1.0 if is_balanced(text) else 0.3
    question = 0.6 if text.rstrip(_QUOTES).endswith("?") else 1.0
    return (0.5 + shared) * length * enough * lean * whole * question


def _spans(article: Article) -> list[tuple[Literal["title", "text"], int, int, float]]:
    """Candidate spans with a prior: the title, then clauses of the first sentences."""
    spans: list[tuple[Literal["title", "text"], int, int, float]] = []
    if article.title:
        start, end = _trim(article.title, 0, len(article.title))
        spans.append(("title", start, end, 3.0 if len(article.title.split()) >= SHORTEST else 0.5))
    quoted = quotations(article.text)
    for position, sentence in enumerate(article.sentences[:3]):
        spoken = is_quoted(sentence.start, sentence.end, quoted)
        start, end = _trim(article.text, sentence.start, sentence.end)
        if end - start > LONGEST:
            start, end = _shorten(article.text, start, end)
        spans.append(("text", start, end, (1 + position) ** -1.5 * (SPOKEN if spoken else 1)))
    return spans


@cache
def _tails() -> tuple[re.Pattern[str], ...]:
    lines = entries("wire", "attributions")
    return tuple(re.compile(line.replace("{NAME}", _NAME)) for line in lines)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut attribution tails and the final full stop."""
    changed = True
    while changed:
        changed = False
        for tail in _tails():
            match = tail.search(text[start:end])
            if match and len(text[start : start + match.start()].split()) >= SHORTEST:
                end = start + match.start()
                changed = True
    if text[end - 1 : end] == "." and not text[:end].endswith(("..", "U.S.", "г.")):
        end -= 1
    while end > start and text[end - 1] in " ,;:–—-":
        end -= 1
    return start, end


_BREAK = re.compile(
    r"\s+[–—-]\s+|[;:]\s+|,\s+(?=(?:which|who|where|when|while|as|with|including|after|before|"
    r"marking|and|but|по|котор\w*|где|когда|а|но|что|пока|после|в том числе|qui|où|dont|wo|die|"
    r"der|que|donde|bu|hansı)\b)|\.\s",
    re.IGNORECASE,
)


def _shorten(text: str, start: int, end: int) -> tuple[int, int]:
    """The longest leading clause of at most ``LONGEST`` characters that is whole; else all."""
    fitting = [
        m.start()
        for m in _BREAK.finditer(text[start:end])
        if m.start() <= LONGEST
        and len(text[start : start + m.start()].split()) >= SHORTEST + 2
        and is_balanced(text[start : start + m.start()])
    ]
    return (start, start + fitting[-1]) if fitting else (start, end)
