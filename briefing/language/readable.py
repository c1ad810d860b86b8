"""Ground floor, language.readable: can a sentence stand alone?

A statement in a brief is read without its neighbours: it must not lean on
them ("He", "Moreover"), break a quotation, ask, or be a heading.
"""

from __future__ import annotations

import re
from functools import cache

from . import openers, words

FEWEST, MOST = 6, 60  #: words of a sentence that can be a statement
SPOKEN = 0.2  #: worth of a sentence from within a quotation: its speaker is elsewhere
LIKELY = (8, 45)  #: words within which a sentence is most readable
_TERMINATED = re.compile(r"[.!…。！।։။።؟۔](?:[\"'”»“’)\]]|'')*$")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
_FIRST_PERSON = re.compile(
    r"\b(?:I|we|our|my|us|мы|я|наш\w*|нам|нас|мой|мою|biz|bizim|mən|ми|наша|nous|notre|wir|unser\w*)\b"
)


@cache
def _openers(lang: str) -> re.Pattern[str] | None:
    listed = sorted(openers(lang), key=len, reverse=True)
    if not listed:
        return None
    joined = "|".join(map(re.escape, listed))
    return re.compile(rf"[\W_]*(?:{joined})(?![\w'’-])", re.IGNORECASE)


#: A pronoun among the first words whose noun must have come before: "The largest of them".
_LEANING = {
    lang: re.compile(rf"^\W*(?:[\w'’-]+\s+){{0,3}}(?:{words})(?![\w'’-])", re.IGNORECASE)
    for lang, words in {
        "en": "them|these|those|his|her|their|him|theirs",
        "ru": "них|ними|нему|ней|нем|нём|этого|этому|этим|этих|этой",
        "uk": "них|ними|ньому|неї|цього|цьому|цим|цих",
        "de": "ihnen|darin|davon|dafür|dabei|damit|dessen|deren",
        "fr": "eux|celui-ci|celle-ci|ceux-ci",
        "es": "ellos|ellas|éste|ésta|éstos",
    }.items()
}


def is_dangling(text: str, lang: str) -> bool:
    """Whether a sentence opens by leaning on the one before it."""
    openers, leaning = _openers(lang), _LEANING.get(lang)
    return bool((openers and openers.match(text)) or (leaning and leaning.match(text)))


def is_balanced(text: str) -> bool:
    """Whether every quotation mark and bracket that opens also closes, in order."""
    for opening, closing in _PAIRS:
        if opening == "“" and "„" in text:
            continue  # German and Polish close with “
        depth = 0
        for character in text:
            depth += (character == opening) - (character == closing)
            if depth < 0:
                return False
        if depth:
            return False
    if "„" in text and text.count("„") != sum(text.count(c) for c in "“”"):
        return False
    return text.count('"') % 2 == 0 and text.count("''") % 2 == 0


_OPENING = re.compile(r"[“«„]|(?<![\w'\"])(?:''|\")(?=[^\s'\"])")
_CLOSING = {
    "“": re.compile("”"),
    "«": re.compile("»"),
    "„": re.compile("[“”]"),
    "''": re.compile(r"(?<=[^\s'])''(?![\w'])"),
    '"': re.compile(r"(?<=\S)\"(?!\w)"),
}
LONGEST_QUOTE = 20_000  #: characters: an opening mark without its closing one quotes nothing


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations in a text, marks included, over sentences and paragraphs.

    A paragraph within a quotation may open with the mark again, as is usual.
    """
    spans = []
    position = 0
    while match := _OPENING.search(text, position):
        closing = _CLOSING[match.group()].search(text, match.end(), match.end() + LONGEST_QUOTE)
        if closing:
            spans.append((match.start(), closing.end()))
        position = closing.end() if closing else match.end()
    return spans


def is_quoted(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether ``text[start:end]`` lies inside a quotation that began or ends elsewhere."""
    return any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans)


def is_statement(text: str) -> bool:
    """Whether a sentence can be shown alone at all: whole, ended, of a readable length."""
    count = len(words(text))
    return FEWEST <= count <= MOST and bool(_TERMINATED.search(text)) and is_balanced(text)


def readabilities(text: str, spans: list[tuple[int, int]], lang: str) -> list[float]:
    """The readability of sentences in their text, less where a quotation holds them."""
    quoted = quotations(text)
    return [
        readability(text[s:e], lang) * (SPOKEN if is_quoted(s, e, quoted) else 1.0)
        for s, e in spans
    ]


def readability(text: str, lang: str) -> float:
    """Weight in 0..1 for choosing a sentence: 1 stands alone, 0 cannot be shown."""
    if not is_statement(text):
        return 0.0
    weight = 1.0
    if is_dangling(text, lang):
        weight *= 0.3
    if _FIRST_PERSON.search(text):
        weight *= 0.4
    count = len(words(text))
    if not LIKELY[0] <= count <= LIKELY[1]:
        weight *= 0.6
    return weight
