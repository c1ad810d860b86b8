"""Stage 4, compare.people_same: names -> persons: which names sound alike, across scripts."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

COMPARED = 300  #: names of an event that are compared with each other
SAME_START = 3  #: letters in which a shorter given name agrees with the longer

Name = tuple[tuple[str, ...], str, str]  # sounds, language, given name in Latin letters


def groups(found: dict[Name, int]) -> list[list[Name]]:
    """The names of each person, the commonest first; ``found`` counts the articles of each."""
    order = sorted(found, key=lambda n: (-found[n], -len(n[0]), n))
    kept: list[list[Name]] = []
    blocks: dict[str, list[int]] = defaultdict(list)
    for name in order[:COMPARED]:
        ends = {name[0][-1][:1], name[0][0]}
        near = sorted({n for end in ends for n in blocks[end]})
        same = next((n for n in near if all(_one_person(o, name) for o in kept[n])), -1)
        if same >= 0:
            kept[same].append(name)
            continue
        for end in ends:
            blocks[end].append(len(kept))
        kept.append([name])
    return kept


def _one_person(one: Name, other: Name) -> bool:
    """Whether two names are one person's: alike in sound, and in one language in letters too."""
    (a, lang, given), (b, language_, other_given) = one, other
    if lang == language_ and given and other_given and not _one_given(given, other_given):
        return len(a) == len(b) == 2 and a == b[::-1]
    if a[-1] == b[-1]:
        return _alike(a[0], b[0], short=3, least=2)
    if _alike(a[-1], b[-1]) and _alike(a[0], b[0], short=3):
        return a[0] == b[0] or lang != language_
    return len(a) == len(b) == 2 and a == b[::-1]


def _one_given(one: str, other: str) -> bool:
    """Whether two given names of one language are spellings of each other: not Maria and Mario."""
    small, long = sorted((one, other), key=len)
    if long.startswith(small):
        return small == long or len(small) >= SAME_START
    if len(small) < 6 or len(long) - len(small) > 1 or small[0] != long[0]:
        return False
    if len(small) == len(long):
        return small[-1] == long[-1] and sum(x != y for x, y in zip(small, long, strict=True)) == 1
    return any(long[:k] + long[k + 1 :] == small for k in range(1, len(long)))


def folded(word: str) -> str:
    """A word in lower case and without accents."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


#: Sounds that languages write for each other.
_LOOSE = str.maketrans({"j": "g", "x": "s", "c": "s", "k": "g", "v": "f", "b": "f", "d": "t",
                        "p": "f", "i": "j", "z": "s"})  # fmt: skip


def _alike(one: str, other: str, short: int = 4, least: int = 3) -> bool:
    """Whether two sounds may be one: equal, or one letter of ``short`` and more differs."""
    if one == other:
        return True
    a, b = (s.replace("ds", "j").translate(_LOOSE) for s in (one, other))
    if a == b:
        return True
    if min(len(a), len(b)) < least or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    if len(a) == len(b):
        return len(a) >= short and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    small, long = sorted((a, b), key=len)
    return any(long[:k] + long[k + 1 :] == small for k in range(1, len(long)))
