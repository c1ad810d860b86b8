"""Stage 4, compare.quotations.nominative: quotations of an event -> under speakers' own names.

«По словам Данияра Ахметбекова» names the speaker in the genitive. Where the texts of the event
have «Данияр Ахметбеков» too, that stands as the speaker; else the name stays as it is written.
Endings are those of Russian and Ukrainian names; a name is never made, only found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from ...types import Article, Citation, Quotation
from .speech import Span, mentions, speech

#: Ending of a nominative, and the endings that stand for it in other cases; the first that fits.
_CASES = (
    (("ий", "ый", "ой"), "ого его ому ему им ым ом ем я ю и е"),
    (("ая",), "ой ую"),
    (("ел",), "ла лу лом ле"),
    (("й", "ь"), "я ю ем ём е и"),
    (("а",), "ы и е у ой ою і ою"),
    (("я",), "и е ю ей ею ї і"),
)
_CONSONANT = "а у ом ем ым им е і ові"  #: endings behind a consonant


def in_nominative(said: Iterable[Quotation], articles: Sequence[Article]) -> list[Quotation]:
    """Quotations, those of inflected speakers under a name that stands elsewhere in the event."""
    said = list(said)
    names: dict[str, list[Citation]] | None = None
    for place, quotation in enumerate(said):
        if not quotation.named or not _cyrillic(quotation.speaker):
            continue
        names = _names(articles) if names is None else names
        if found := _nominative(quotation, names):
            said[place] = replace(quotation, speaker=found.quote, named=found)
    return said


def _names(articles: Sequence[Article]) -> dict[str, list[Citation]]:
    """Names of persons by their first letter, each where it stands first in an article."""
    names: dict[str, list[Citation]] = {}
    for article in articles:
        known: set[str] = set()
        spans: list[Span] = mentions(article.text, [(0, len(article.text))], speech(article.lang))
        for span in spans:
            name = article.quote(*span)
            if name.quote not in known and _cyrillic(name.quote):
                known.add(name.quote)
                names.setdefault(name.quote.split()[-1][0], []).append(name)
    return names


def _nominative(said: Quotation, names: dict[str, list[Citation]]) -> Citation | None:
    """The name itself of an inflected one: of its own article, and a full one, if there is."""
    words = said.speaker.split()
    found = [n for n in names.get(words[-1][0], ()) if _inflects(n.quote.split(), words)]
    full = {n.quote for n in found if " " in n.quote}
    if len(full) > 1:
        return None
    found.sort(key=lambda n: (" " not in n.quote, n.article != said.quote.article))
    return found[0] if found else None


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
