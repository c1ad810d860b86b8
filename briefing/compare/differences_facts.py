"""Stage 4, compare.differences_facts: sentences -> the day or the name each tells, and rivals.

Two sentences are of one fact where they tell of the same deeds and, but for
the day or the name, say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ..anchors import NamedDay, named_days, skeleton
from ..language.readable import quotations
from .differences_words import Passage, Word, calendar, likeness, pattern

DAY = 0.7  #: likeness from which two sentences with one day each are of one fact
TITLED = 0.6  #: ... with one name after the same title
NAMED = 0.8  #: ... with one name that the other sentence lacks, and no title
ABROAD = 0.7  #: factor of these across languages
FEWEST = 3  #: words besides names that two sentences need to be of one fact
NICKNAME = 0.5  #: likeness of letters from which two first names before one surname are one
_AFTER = re.compile(r",?[\s\xa0]+(?:as[\s\xa0]+)?$")
_CAPITAL = re.compile(r"[^\W\d_a-zа-яё][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Told:
    """A day or a name in ``passage.text[start:end]``."""

    start: int
    end: int
    what: tuple[object, ...]  #: the day as (year, month, day); the name as the sounds of its words
    group: tuple[object, ...]  #: only what is told in one group can be of one fact


def day(passage: Passage) -> Told | None:
    """The one day a sentence names, ``None`` where it names none, several or a range."""
    if not any(c.isdigit() for c in passage.text):
        return None
    found: list[NamedDay] = named_days(passage.text, passage.lang)
    if len(found) != 1 or found[0].first != found[0].last:
        return None
    one = found[0]
    if any(s < one.start < e for s, e in quotations(passage.text)):
        return None
    deeds = frozenset(kind for _, _, kind in passage.deeds)
    return Told(one.start, one.end, (one.year, *one.first), ("day", deeds))


def other_day(p: Passage, a: Told, q: Passage, b: Told) -> float:
    """How surely two sentences tell different days of one fact; 0 where they do not."""
    if a.what[1:] == b.what[1:] or (a.what[0] and b.what[0] and a.what[0] != b.what[0]):
        return 0.0
    one, two = p.without((a.start, a.end)), q.without((b.start, b.end))
    return _same_fact(p, one, q, two, DAY)


def _same_fact(p: Passage, one: list[Word], q: Passage, two: list[Word], least: float) -> float:
    abroad = p.lang != q.lang
    for words in (one, two):
        if sum(not w.name for w in words) < FEWEST - 1 or len(words) < FEWEST:
            return 0.0
    theirs, ours = (frozenset(t for w in x if w.name for t in w.terms) for x in (two, one))
    if theirs and ours and not theirs & ours:
        return 0.0
    both, _ = likeness(one, two)
    return both if both >= least * (ABROAD if abroad else 1.0) else 0.0


def names(passage: Passage) -> list[Told]:
    """The names of persons and places a sentence tells, with the title before each."""
    text = passage.text
    runs: list[tuple[int, int, list[str]]] = []
    held = [w for w in passage.words if w.name or _CAPITAL.match(text, w.start)]
    held = [w for w in held if text[w.start : w.end].lower() not in calendar(passage.lang)]
    for word in held:
        sound = skeleton(text[word.start : word.end].split("'")[0].split("’")[0], passage.lang)
        if runs and text[runs[-1][1] : word.start] == " ":
            runs[-1] = (runs[-1][0], word.end, [*runs[-1][2], sound])
        else:
            runs.append((word.start, word.end, [sound]))
    titles = list(pattern("roles", passage.lang).finditer(text))
    deeds = frozenset(kind for _, _, kind in passage.deeds)
    found = []
    for start, end, sounds in runs:
        title = ""
        for match in titles:
            if match.start() == start and match.end() < end:  # "Mayor Anna Holm"
                title, start = match.lastgroup or "", match.end() + 1
            elif match.end() <= start and _AFTER.fullmatch(text, match.end(), start):
                title = match.lastgroup or ""
        sounds = [skeleton(w, passage.lang) for w in text[start:end].split()]
        if sounds and all(sounds) and (len(sounds) > 1 or not title):
            before = text[:start].split()[-1:] or [""]
            group = ("title", title) if title else ("word", before[0].lower(), deeds)
            found.append(Told(start, end, tuple(sounds), group))
    return found


def other_name(p: Passage, a: Told, q: Passage, b: Told) -> float:
    """How surely two sentences give different names for one thing; 0 where they do not."""
    if _one_name(p.text[a.start : a.end], a, q.text[b.start : b.end], b):
        return 0.0
    if _knows(q, a, p) or _knows(p, b, q):
        return 0.0
    one, two = p.without((a.start, a.end)), q.without((b.start, b.end))
    if a.group[0] == "title":
        return _same_fact(p, one, q, two, TITLED)
    for words, others in ((one, two), (two, one)):
        known = frozenset(t for w in others for t in w.terms)
        if any(w.name and not w.terms & known for w in words):
            return 0.0
    if min(len(one), len(two)) <= FEWEST:
        return 0.0
    return _same_fact(p, one, q, two, NAMED)


def _one_name(one: str, a: Told, two: str, b: Told) -> bool:
    """Whether two names can be of one bearer: spelling, a short form, initials, a nickname."""
    if set(a.what) <= set(b.what) or set(b.what) <= set(a.what):
        return True
    ours, theirs = one.lower().split(), two.lower().split()
    for x, y in ((ours, theirs), (theirs, ours)):
        if "".join(w[0] for w in x) == "".join(y).replace(".", ""):
            return True
    if a.what[-1] != b.what[-1]:
        alike = _letters(ours[-1], theirs[-1])
        return alike >= 0.75 and len(set(a.what) & set(b.what)) + 1 >= min(len(ours), len(theirs))
    return _letters(ours[0], theirs[0]) >= NICKNAME or ours[0][0] == theirs[0][0] == "."


def _letters(one: str, two: str) -> float:
    """Likeness of two words by pairs of letters (Dice), 0..1."""
    a, b = ({"".join(x) for x in pairwise(f" {w}")} for w in (one, two))
    return 2 * len(a & b) / max(len(a) + len(b), 1)


def _knows(passage: Passage, told: Told, source: Passage) -> bool:
    """Whether an article has the last word of a name of another article anywhere."""
    name = source.text[told.start : told.end].split()[-1]
    if passage.lang == source.lang:
        first = source.text[told.start : told.end].split()[0]
        whole = source.text[told.start : told.end]
        return whole in passage.article.text or (
            name[:-1] in passage.article.text and first[:-1] in passage.article.text
        )
    sounds = passage.names()
    return f"n:{told.what[-1]}" in sounds
