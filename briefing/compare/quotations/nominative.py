"""Stage 4, compare.quotations.nominative: quotations of an event -> under speakers' own names.

«По словам Данияра Ахметбекова» names the speaker in the genitive. Where the texts of the event
have «Данияр Ахметбеков» too, that stands as the speaker; else the name stays as it is written.
Endings are those of Russian and Ukrainian names; a name is never made, only found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from ...types import Article, Citation, Quotation
from .speech import speech

#: Ending of a nominative, and the endings that stand for it in other cases; the first that fits.
_CASES = (
    (("ий", "ый", "ой"), "ого его ому ему им ым ом ем я ю и е"),
    (("ая",), "ой ую"),
    (("ел",), "ла лу лом ле"),
    (("й", "ь"), "я ю ем ём е и"),
    (("а",), "ы и е у ой ою і ою"),
    (("я",), "и е ю ей ею ї і"),
)
_GIVEN = r"(?:[^\W\d_a-zа-яё][\w-]+ )?"  #: a given name, if one stands before
_CONSONANT = "а у ом ем ым им е і ові"  #: endings behind a consonant


def in_nominative(said: Iterable[Quotation], articles: Sequence[Article]) -> list[Quotation]:
    """Quotations, those of inflected speakers under a name that stands elsewhere in the event."""
    known: dict[str, tuple[Citation, ...]] = {}
    result = []
    for quotation in said:
        name = quotation.speaker
        if quotation.named and _cyrillic(name):
            if name not in known:
                known[name] = tuple(_found(name.split(), articles))
            # of its own article first
            found = sorted(known[name], key=lambda c: c.article != quotation.quote.article)
            if found:
                quotation = replace(quotation, speaker=found[0].quote, named=found[0])
        result.append(quotation)
    return result


def _found(words: list[str], articles: Sequence[Article]) -> list[Citation]:
    """The name of an inflected one where it stands first in an article; full names, if any."""
    found: list[Citation] = []
    for article in articles:
        own = {n for n in _nominatives(words[-1]) if n in article.text}
        for last in sorted(own):
            before = rf"(?:[^\W\d_][\w-]+ ){{{len(words) - 1}}}" if len(words) > 1 else _GIVEN
            name = re.compile(rf"(?<![\w-]){before}{re.escape(last)}(?![\w-])")
            for match in name.finditer(article.text):
                start = match.start()
                opens = match.group().split()[0].lower() in speech(article.lang).openers
                if opens and len(words) == 1:
                    start = match.end() - len(last)  # «Вчера Орлов»
                quote = article.quote(start, match.end())
                again = any(c.quote == quote.quote and c.article == quote.article for c in found)
                if not again and _inflects(quote.quote.split(), words):
                    found.append(quote)
    full = [c for c in found if " " in c.quote]
    return [] if len({c.quote for c in full}) > 1 else full or found


@cache
def _nominatives(word: str) -> frozenset[str]:
    """What may be a name of which ``word`` is another case."""
    cases = [*_CASES, (("",), _CONSONANT)]
    ends = {(e, o) for endings, others in cases for o in others.split() for e in endings}
    stems = ((word[: -len(o)] + e) for e, o in ends if word.endswith(o) and len(word) > len(o) + 1)
    return frozenset(n for n in stems if n != word and word in _forms(n))


def _inflects(name: list[str], words: list[str]) -> bool:
    """Whether ``words`` are another case of a name, or of its last word."""
    if len(words) not in (1, len(name)):
        return False
    pairs = list(zip(name[-len(words) :], words, strict=True))
    return all(w in _forms(n) for n, w in pairs) and any(n != w for n, w in pairs)


@cache
def _forms(word: str) -> frozenset[str]:
    """A name in all cases."""
    for endings, others in _CASES:
        if ending := next((e for e in endings if word.endswith(e)), ""):
            stem = word[: -len(ending)]
            return frozenset({word} | {stem + other for other in others.split()})
    if not word[-1].isalpha() or word[-1].lower() in "аеёиоуыэюяіїє":
        return frozenset({word})
    stem = word.replace("ё", "е")
    return frozenset({word} | {stem + other for other in _CONSONANT.split()})


def _cyrillic(name: str) -> bool:
    return "а" <= name[-1].lower() <= "ґ" and name[0].isupper()
