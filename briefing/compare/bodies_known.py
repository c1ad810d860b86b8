"""Stage 4, compare.bodies_known: what bodies are compared by, and those everybody knows."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .. import language
from ..data import entries
from .people_words import words_of

_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_GENITIVE = re.compile(r"[’']s$")


def key_of(phrase: str, lang: str) -> frozenset[str]:
    """The stems of a phrase's words, function words and links apart."""
    return frozenset(language.stem(w.lower(), lang) for w in key_words(phrase, lang))


def key_words(phrase: str, lang: str) -> list[str]:
    """The words of a phrase that tell it from others."""
    stops, words = language.stop_words(lang), words_of(lang)
    kept = []
    for word in _WORD.findall(phrase):
        if long := words.means.get(word.lower().removesuffix("а").removesuffix("у")):
            kept += long.split()
            continue
        word = _GENITIVE.sub("", word).rstrip("’'")
        lower = word.lower()
        if (
            (lower not in stops or (len(word) > 1 and word.isupper()))
            and not words.has("link", lower)
            and len(lower) > 1
        ):
            kept.append(word)
    return kept


@cache
def known_forms(lang: str) -> dict[frozenset[str] | str, str]:
    """Stems, or letters, of the names everybody knows -> the body's first name."""
    known: dict[frozenset[str] | str, str] = {}
    for line in entries("people", "known"):
        english, _, other = line.partition("\t")
        forms = [f.strip() for f in english.split(",")]
        name = forms[0]
        if lang != "en":
            forms += [f.strip() for f in other.split(",") if f.strip()]
        for form in forms:
            letters = form.replace(".", "")
            if letters.isupper() or (len(letters) <= 3 and letters[0].isupper()):
                known.setdefault(letters, name)
            else:
                known.setdefault(key_of(form, lang), name)
    return known


@cache
def known_phrases(lang: str) -> re.Pattern[str]:
    """Capitalised words that may be a known name of one or two words, in any case."""
    starts = set()
    for line in entries("people", "known"):
        english, _, other = line.partition("\t")
        for form in f"{english},{other if lang != 'en' else ''}".split(","):
            parts = form.strip(" «»").split()
            if 1 <= len(parts) <= 5 and not parts[0].isupper():
                starts.add(
                    r"\s".join(re.escape(p[: max(3, len(p) - 2)]) + r"\w{0,4}" for p in parts)
                )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(starts, key=len, reverse=True))})(?![\w-])")


@cache
def known_start(lang: str) -> re.Pattern[str]:
    """The first words of :func:`known_phrases`."""
    sources = known_phrases(lang).pattern
    inner = sources[sources.index("(?:") + 3 : sources.rindex(")(?!")]
    starts = sorted({source.split(r"\s")[0] for source in inner.split("|")}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(starts)})(?:[-’'.].*)?")


@lru_cache(maxsize=100_000)
def may_begin(word: str, lang: str) -> tuple[bool, bool]:
    """Whether a head, and a known name, may begin with this word; the rest is looked at then."""
    head = words_of(lang).head_start.fullmatch(word) is not None
    return head, known_start(lang).fullmatch(word) is not None
