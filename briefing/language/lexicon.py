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
#: What may stand between the parts of a compound, in languages that write them as one word.
JOINTS = {"de": ("", "s", "es", "n", "en"), "nl": ("", "s", "en", "e")}
HEAD = 5  #: letters of a compound's last part
LONGEST = 60  #: letters of a compound; what is longer is no word


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
        return table.get(stem(word, lang)) or _parts(word, lang, table)
    if word in table:
        return table[word]
    for length in range(len(word) - 1, SHORTEST - 1, -1):
        if word[:length] in table:
            return table[word[:length]]
    return ()


def _parts(word: str, lang: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A compound by its parts, the last one first: "Entwicklungshilfe" is aid, development."""
    longest = LONGEST if lang in JOINTS else 0
    for cut in range(SHORTEST, len(word) - HEAD + 1) if len(word) <= longest else ():
        head = table.get(stem(word[cut:], lang))
        for joint in JOINTS[lang] if head else ():
            first = word[: cut - len(joint)]
            if len(first) >= SHORTEST and first + joint == word[:cut]:
                rest = table.get(stem(first, lang))
                if head and rest:
                    return (head[0], rest[0])
    return ()
