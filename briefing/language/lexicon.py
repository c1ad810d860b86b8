"""Ground floor, language.lexicon: a foreign word -> English stems.

Our own bilingual news lexicon (``data/lexicon/LANG.txt``: ``word<TAB>english,
english``), which a user extends with files of the same name. Entries match by
stem where the language has a stemmer, else as the longest known beginning of
the word. Dictionaries that the user has installed and asks for fill the gaps.
"""

from __future__ import annotations

from functools import cache, lru_cache

from ..data import entries
from . import PREFIX, stem
from .dictionaries import dictionary

SHORTEST = 4  #: letters of an entry that may match as the beginning of a longer word


@cache
def _lexicon(lang: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in entries("lexicon", lang):
        word, _, english = line.partition("\t")
        key = word if lang in PREFIX else stem(word, lang)
        stems = [stem(e.strip(), "en") for e in english.split(",") if e.strip()]
        table[key] = tuple(dict.fromkeys([*table.get(key, ()), *stems]))
    for word, found in dictionary(lang):
        key = word if lang in PREFIX else stem(word, lang)
        table.setdefault(key, tuple(dict.fromkeys(stem(e, "en") for e in found)))
    return table


def has_lexicon(lang: str) -> bool:
    """Whether words of this language can be mapped to English."""
    return bool(_lexicon(lang))


@lru_cache(maxsize=200_000)
def translate(word: str, lang: str) -> tuple[str, ...]:
    """English stems of a lower-case word, most usual first; ``()`` where unknown."""
    table, word = _lexicon(lang), word.replace("’", "'")
    if lang not in PREFIX:
        return table.get(stem(word, lang), ())
    if word in table:
        return table[word]
    for length in range(len(word) - 1, SHORTEST - 1, -1):
        if word[:length] in table:
            return table[word[:length]]
    return ()
