"""Stage 5, sections.words: a text -> its words, each with the keys under which it is looked up.

``=`` the word or its stem, ``!`` the same of a word with a capital, ``<`` a beginning in languages
without a stemmer, ``^`` one of a compound, ``~`` an English stem of its meaning. What an entry and
a word of a text have in common is a key; names are compared by their sound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .. import language
from ..anchors import ENDINGS, roman, skeleton
from ..language import PREFIX
from ..language.lexicon import JOINTS, has_lexicon, translate

MEANINGS = 2  #: English stems of a word, most usual first
PART = 5  #: letters of a part of a compound, and so of what is found in one
LONGER = 4  #: letters by which a word is longer than a root shorter than its language's prefix
SHORT = 3  #: letters of a root that takes ``LONGER`` - 2 only
NAME = 4  #: letters of a name whose ending may be cut
_ENDS = re.compile(r"[^\w\s]*[.!?…。।؟][^\w\s]*(?:\s|$)|\s*\n")
_BRITISH = re.compile(r"our(?=\w{0,3}$)")
_VOWELS = "аеёиоуыэюяіїєьйaeiouyąęěəıöü"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text."""

    text: str
    keys: tuple[str, ...]
    names: tuple[tuple[str, str], ...]  #: sound and Latin letters, where it may be a name
    ends: bool = False  #: whether a sentence ends behind it


def tokens(text: str, lang: str) -> list[Token]:
    """The words of a text in order."""
    spans = language.word_spans(text)
    behind = [start for start, _ in [*spans[1:], (len(text), 0)]]
    return [
        _token(text[s:e], lang, bool(_ENDS.match(text[e:after])))
        for (s, e), after in zip(spans, behind, strict=False)
    ]


@lru_cache(maxsize=100_000)
def _token(surface: str, lang: str, ends: bool) -> Token:
    surface = surface[language.elision(surface, lang) :]
    parts = [p for p in re.split("[-'’ʼ]", surface) if p]
    whole = [surface, *(parts if len(parts) > 1 else [])]
    keys = dict.fromkeys(k for part in whole for k in word_keys(part, lang))
    named = surface[:1].isupper() or surface.lower() == surface.upper()
    if named:
        stems = (f"!{surface.lower()}", f"!{language.stem(surface.lower(), lang)}")
        keys |= dict.fromkeys((*stems, f"!{surface}"))
    names = dict.fromkeys(n for part in whole for n in name_forms(part, lang)) if named else {}
    return Token(surface, tuple(keys), tuple(names), ends)


def word_keys(surface: str, lang: str) -> tuple[str, ...]:
    """The keys of one word of a text."""
    (word,) = language.words(surface)[:1] or [surface.lower()]
    found = [f"={word}", f"={language.stem(word, lang)}"]
    if lang in PREFIX:
        for n in range(min(len(word), PREFIX[lang]) - 1, 1, -1):
            if len(word) - n <= (LONGER if n > SHORT else LONGER - 2):
                found.append(f"<{word[:n]}")
    if lang in JOINTS and len(word) >= PART + 4:
        found += [f"^{word[:n]}" for n in range(PART, len(word) - 3)]
        found += [f"={language.stem(word[n:], lang)}" for n in range(4, len(word) - PART + 1)]
    if lang == "en":
        found.append(f"~{folded(language.stem(word, 'en'))}")
    elif has_lexicon(lang):
        found += [f"~{folded(stem)}" for stem in translate(word, lang)[:MEANINGS]]
    return tuple(found)


def folded(stem: str) -> str:
    """An English stem in one spelling: harbour as harbor, centre as center."""
    return _BRITISH.sub("or", stem) if len(stem) > PART else stem.replace("centr", "center")


def entry_keys(word: str, lang: str) -> tuple[str, ...]:
    """The keys under which a word of an entry is found in texts of ``lang``."""
    found = [f"={word}", f"={language.stem(word, lang)}"]
    if lang in PREFIX and len(word) < PREFIX[lang]:
        found.append(f"<{word[:-1] if len(word) > SHORT and word[-1] in _VOWELS else word}")
    if lang in JOINTS and len(word) >= PART:
        found.append(f"^{word}")
    return tuple(found)


def name_forms(surface: str, lang: str) -> list[tuple[str, str]]:
    """A name by its sound and its Latin letters, as it stands and without case endings."""
    cuts = range(ENDINGS.get(lang, 0) + 1)
    spelled = (surface, surface.replace("г", "х")) if "г" in surface else (surface,)  # Гамбург
    forms = [w[: len(w) - n] for w in spelled for n in cuts if not n or len(w) - n >= NAME]
    return [(sound, roman(form)) for form in forms if (sound := skeleton(form, lang))]
