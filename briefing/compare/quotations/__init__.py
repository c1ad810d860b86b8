"""Stage 4, compare.quotations: Articles -> quotations: what stands between marks, and who said it.

What the marks hold is a quotation where it stands as direct speech (a colon or
a verb of saying before it, a comma and a verb behind it, a sentence of its own)
or is woven into a sentence and long enough. Names, titles, terms are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ...types import Article, Event, Quotation
from .antecedents import Back
from .clues import Clue, clue_of
from .nominative import in_nominative
from .pieces import FEWEST, WINDOW, Frame, follows, framed, pieces
from .speech import Span, Speech, speech

__all__ = ["quotations"]

LONG = 8  #: words with a verb of saying before them that no title has
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_LETTER = re.compile(r"[^\W_]")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_CASED = re.compile(r"(?<=\w)['’][^\W\d_A-Z]{0,4}$")  #: Yılmaz'a göre
_ELIDED = re.compile(r"[lL]['’](?=\w)")  #: l'Académie
#: What follows the given name in: Ulysses "Sonny" Floyd
_NICKNAME = re.compile(r" [\"“«‘']\w[^\"”»’'\n]{,20}[\"”»’'] [^\W\d_a-zа-яё][\w-]+")
_FULL = tuple(".!?…")
_TERMINATED = re.compile(r"[.!?…]['’)\s]*$")
_STOP = re.compile(r"[.!?…]\s")
_SMALL = re.compile(r"\b[a-zа-яёßà-ÿğışçöü]{4,}")


def quotations(source: Event | Iterable[Article]) -> tuple[Quotation, ...]:
    """Every quotation of some articles, article by article, in the order of the text.

    ``speaker`` is the name or noun as written there ("Petrov", "ministry",
    «Петрова» after «по словам»), for a pronoun the person last named, ``""``
    where nobody is; of an event, an inflected name gives way to its nominative
    if that stands in any of the texts. ``context`` leaves out a name that is far away.
    """
    articles = source.articles if isinstance(source, Event) else source
    found = (q for article in articles for q in _in_article(article))
    return tuple(in_nominative(found, source.articles) if isinstance(source, Event) else found)


def _in_article(article: Article) -> list[Quotation]:
    text, found = article.text, speech(article.lang)
    frames = framed(article, [*pieces(text, found)], found)
    back = Back(article, found, [f.piece for f in frames])
    quoted: list[Quotation] = []
    previous: tuple[Frame, Span | None] | None = None
    passed: Frame | None = None  # the last one that is no quotation
    for frame in frames:
        if passed and frame.low == passed.piece.until and not _ends(text, passed):
            frame = replace(frame, low=max(passed.low, frame.piece.outer - WINDOW))
        clue = clue_of(text, frame, found)
        goes_on = previous is not None and follows(text, previous[0], frame)
        if not _is_quotation(text, frame, clue, goes_on, found):
            passed = frame
            continue
        span = back.named(clue.span, frame, previous)
        cased = _CASED if "last" in found.order else _POSSESSIVE
        if span and (ending := cased.search(text[: span[1]], span[0])):
            span = span[0], ending.start()
        if span and "l'" in found.articles and (elided := _ELIDED.match(text, *span)):
            span = elided.end(), span[1]
        if span and span[1] - span[0] == 1:
            span = None  # "he’ s"
        if span and (nickname := _NICKNAME.match(text, span[1])):
            span = span[0], nickname.end()
        previous = (frame, span)
        quote = article.quote(frame.piece.start, frame.piece.end)
        named = article.quote(*span) if span else None
        speaker = named.quote if named else ""
        quoted.append(Quotation(quote, speaker, named, back.context(quote, named)))
    return quoted


def _is_quotation(text: str, frame: Frame, clue: Clue, goes_on: bool, found: Speech) -> bool:
    """Whether marks hold speech; ``goes_on``: right behind some that do."""
    piece = frame.piece
    if piece.spoken:
        return True
    said = text[piece.start : piece.end]
    first = _LETTER.search(said)
    capital = first is not None and first.group().isupper()
    count = min(len(_WORD.findall(said)), len(said.split()))
    ahead = text[frame.low : piece.outer].rstrip()
    if not count or _ends_with(found.law, ahead):
        return False
    if capital and _ends_with(found.entitles, ahead):
        return False
    begins = not ahead or ahead[-1] == ":"
    whole = bool(_TERMINATED.search(said)) or (
        begins and text[piece.until : piece.until + 1] in _FULL
    )
    if count < FEWEST:
        if not capital or not (begins or ahead[-1] == ","):
            return False
        return (clue.direct or goes_on) and (whole or (not ahead and clue.direct))
    if not capital:
        return True
    if not _SMALL.search(said) and not clue.direct and not goes_on:
        return False  # A Title Like This
    if goes_on and not _WORD.search(ahead):
        return True
    spoken = clue.direct or whole or bool(begins and ahead and (clue.span or _STOP.search(said)))
    long = count >= LONG and clue.span is not None  # `writing in a blog post "I have ..."`
    spoken = spoken or (long and found.verb.match(text, piece.until + 1) is not None)  # `..." said`
    return spoken and (begins or ahead[-1] in ",.!?…–—-" or clue.direct or long)


def _ends(text: str, frame: Frame) -> bool:
    """Whether a sentence ends with what stands between marks."""
    return bool(_TERMINATED.search(text[frame.piece.start : frame.piece.end]))


def _ends_with(cue: re.Pattern[str], ahead: str) -> bool:
    tail = ahead[-40:]
    return any(match.end() == len(tail) for match in cue.finditer(tail))
