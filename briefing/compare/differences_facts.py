"""Stage 4, compare.differences_facts: sentences -> the day or the name each tells, and rivals.

Two sentences are of one fact where they tell of the same deeds and, but for
the day or the name, say the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from .. import language
from ..anchors import calendar_folded, skeleton, territory
from ..data import entries
from ..language.lexicon import translate
from ..language.readable import quotations
from .differences_quantities import far_apart, share_numbers
from .differences_tables import DEED, kind_of, kinds
from .differences_words import Passage, Word, likeness
from .figures_shapes import is_verb

DAY = 0.7  #: likeness from which two sentences with one day each are of one fact ...
DONE = 0.45  #: ... two clauses that tell of one deed, if most of the shorter is in the other
FULL = 0.66  #: that most ...
HALF_TOLD = 0.6  #: ... times this across languages
TITLED = 0.6  #: ... with one name after the same title
HALF = 0.5  #: factor of this where one half of the two names is the same
ABROAD = 0.7  #: factor of these across languages
FEWEST = 3  #: words below which two sentences are of one fact only if all their words are the same
#: Deeds beside that of a day: "announced that", "the crash happened".
GENERAL = frozenset({"d:told", "d:happened", "d:placed"})
NICKNAME = 0.5  #: likeness of letters from which two first names before one surname are one
#: A name after a title: capitalised words, initials among them.
_WORD = r"[^\W\d_a-zа-яёіїєґəıçşğöüäñéè](?:\.|[\w-]+(?:['’](?!s\b)\w+)?)"
_SMALL = r"(?:(?:de|da|di|van|von|der|al|bin|la|el)[\s\xa0])*"
_FULL = rf"(?P<name>{_WORD}(?:[\s\xa0]{_SMALL}{_WORD}){{0,4}})"
_NAME = re.compile(rf",?[\s\xa0]+(?:as[\s\xa0]+)?{_FULL}")
#: ... after what the title is of: "director of the agency, Helen Marsh,", «глава склада Иван Ким».
_OF = re.compile(rf"(?:[\s\xa0][\w'’-]+){{1,8}},[\s\xa0]{_FULL}(?=,)")
_OWNED = re.compile(rf"(?:[\s\xa0][а-яёіїєґ-]+){{1,3}}[\s\xa0]{_FULL}")
#: ... and before one: "Helen Marsh, director of the agency".
_BEFORE = re.compile(
    rf"(?:^|[\s\xa0(«“\"]){_FULL},[\s\xa0]"
    r"(?:(?:the|a|an|der|die|le|la|el|su|former)[\s\xa0])?(?:l['’])?$"
)
_BESIDE = re.compile(r"[(/]0|0[)/]|0\s?[—–]")


#: A year, put as a null, in which something was done: no "Tokyo 2020".
_IN_YEAR = re.compile(
    r"\b(?:in|since|en|jahre?|el año|в|с|у|з)\s\0|"
    r"\0[\s\xa0]?(?:г\.|год|рок|р\.|yıl|il|['’][dt][ae]|-[ct][iıuü] il)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A day or a name in ``passage.text[start:end]``."""

    start: int
    end: int
    what: tuple[object, ...]  #: the day as (year, month, day); the name as the sounds of its words
    group: tuple[object, ...]  #: only what is told in one group can be of one fact


def days(passage: Passage) -> list[Told]:
    """The one day or year a sentence names, once a deed; none where it names several or a range.

    A weekday is the last one before publication, but not in a clause of who said
    what: "the police said on Monday".
    """
    found = passage.days or passage.weekdays
    if not found and len(passage.years) == 1 and passage.signs & DEED and not passage.months:
        return _year(passage, *passage.years[0])
    if len(found) != 1 or found[0].first != found[0].last:
        return []
    one = found[0]
    around = passage.text[max(0, one.start - 2) : one.start], passage.text[one.end : one.end + 2]
    if _BESIDE.search(around[0] + "0" + around[1]) or (
        passage.place == 0 and one.start == 0 and one.year
    ):
        return []  # of a dateline, an address, an aside
    if any(s < one.start < e for s, e in quotations(passage.text)):
        return []
    what = (one.year, *one.first)
    deeds = {kind for _, _, kind in passage.deeds} or {""}
    end = one.end - (passage.text[one.end - 1] == ".")
    return [Told(one.start, end, what, ("day", deed)) for deed in sorted(deeds)]


def _year(passage: Passage, start: int, end: int) -> list[Told]:
    """The year of the one deed in its clause: "built in 1974"."""
    if not _IN_YEAR.search(passage.text[:start] + "\0" + passage.text[end:]):
        return []
    first, last = passage.clause(start)
    deeds = {kind for at, _, kind in passage.deeds if first <= at < last}
    what = (int(passage.text[start:end]), 0, 0)
    return [Told(start, end, what, ("year", deed)) for deed in deeds if len(deeds) == 1]


def other_day(p: Passage, a: Told, q: Passage, b: Told) -> float:
    """How surely two sentences tell different days of one fact; 0 where they do not."""
    if a.group[0] == "day" and (
        a.what[1:] == b.what[1:] or (a.what[0] and b.what[0] and a.what[0] != b.what[0])
    ):
        return 0.0
    if p.text[a.start : a.end] == q.text[b.start : b.end] or far_apart(p.article, q.article):
        return 0.0  # "Sunday" of another week; a day put off
    numbers, others = _others(p), _others(q)
    if not share_numbers(numbers, others) and a.what[1] and min(len(numbers), len(others)) > 1:
        return 0.0
    one, two = p.without((a.start, a.end)), q.without((b.start, b.end))
    alike = {k for *_, k in p.deeds} == {k for *_, k in q.deeds}
    if alike and (score := _same_fact(p, one, q, two, DAY)):
        return score
    deed = f"d:{a.group[1]}"
    one, two = _clause_of(p, a, one), _clause_of(q, b, two)
    ours, theirs = ({t for t in _terms(words) if t[:2] == "d:"} for words in (one, two))
    apart = (ours - GENERAL) ^ (theirs - GENERAL)
    if deed not in ours & theirs or (apart and (deed not in GENERAL or ours & theirs - GENERAL)):
        return 0.0
    both, shorter = likeness(one, two, before=(p.before, q.before))
    named = [w for w in one if not w.name and w.terms & _terms(two)]
    abroad = p.lang != q.lang
    least, most = DONE * (ABROAD if abroad else 1.0), FULL * (HALF_TOLD if abroad else 1.0)
    return both if len(named) > 1 and both >= least and shorter >= most else 0.0


def _others(passage: Passage) -> list[float]:
    """The numbers of a sentence that are no part of a day."""
    days = {n.value for n in passage.numbers for d in passage.days if d.start <= n.start < d.end}
    return [v for v in passage.values if v not in days]


def _clause_of(passage: Passage, told: Told, words: list[Word]) -> list[Word]:
    first, last = passage.clause(told.start)[0], passage.clause(told.end)[1]
    return [w for w in words if first <= w.start < last]


def _terms(words: list[Word]) -> frozenset[str]:
    return frozenset(t for w in words for t in w.terms)


def _same_fact(p: Passage, one: list[Word], q: Passage, two: list[Word], least: float) -> float:
    abroad = p.lang != q.lang
    short = min(len(one), len(two)) < FEWEST
    if any(sum(not w.name for w in words) < FEWEST - 1 for words in (one, two)):
        return 0.0
    theirs, ours = (frozenset(t for w in x if w.name for t in w.terms) for x in (two, one))
    if theirs and ours and not theirs & ours:
        return 0.0
    both, _ = likeness(one, two, before=(p.before, q.before))
    if short and both < 1:
        return 0.0
    return both if both >= least * (ABROAD if abroad else 1.0) else 0.0


def names(passage: Passage) -> list[Told]:
    """The names of persons and places that follow a title in a sentence."""
    text, found = passage.text, []
    for begin, end, title in kinds("roles", passage.lang, text, passage.tokens):
        match = _NAME.match(text, end) or _beside(passage, begin, end)
        if not match:
            continue
        start, end = match.span("name")
        words = text[start:end].split()
        while words and (
            _is_body(words[0], passage.lang) or kind_of("roles", passage.lang, words[0].lower())
        ):
            start += len(words[0]) + 1
            words = words[1:]
        if not words or any(w.lower() in calendar_folded(passage.lang) for w in words):
            continue
        if len(words) < 2 and title != "place":
            continue
        sounds = tuple(skeleton(w.split("'")[0].split("’")[0], passage.lang) for w in words)
        if all(sounds):
            end = start + len(text[start:end].removesuffix("’s").removesuffix("'s"))
            found.append(Told(start, end, sounds, ("title", title)))
            if len(sounds) > 1:  # one report's captain is "identified as" in another
                found.append(Told(start, end, sounds, ("last", sounds[-1])))
    return found


def _beside(passage: Passage, start: int, end: int) -> re.Match[str] | None:
    """The name of two words in apposition to a title that other words part it from."""
    text, lang = passage.text, passage.lang
    match = _BEFORE.search(text, max(0, start - 60), start) or _OF.match(text, end)
    if not match and lang in ("ru", "uk") and (match := _OWNED.match(text, end)):
        between = [w for s, _, w in passage.tokens if end <= s < match.start("name")]
        if any(kind_of(t, lang, w) for w in between for t in ("deeds", "speech")):
            return None
        if any(w in language.stop_words(lang) or is_verb(w) for w in between):
            return None
    return match if match and " " in match["name"].replace("\xa0", " ") else None


def _is_body(word: str, lang: str) -> bool:
    """Whether a word before a name says of what: "UN", «Азербайджана»."""
    return bool(territory(word, lang)) or (
        word.isupper() and 2 <= len(word) <= 6 and "." not in word
    )


def other_name(p: Passage, a: Told, q: Passage, b: Told) -> float:
    """How surely two sentences give different names for one thing; 0 where they do not."""
    if a.what == b.what or _one_name(p.text[a.start : a.end], a, q.text[b.start : b.end], b):
        return 0.0
    if _knows(q, a, p) or _knows(p, b, q):
        return 0.0
    if far_apart(p.article, q.article):
        return 0.0
    called = [(x.text[c.start : c.end], x.lang) for x, c in ((p, a), (q, b))]
    if _is_latin(called[0][0]) != _is_latin(called[1][0]) and any(
        translate(name.split()[-1].lower(), lang) for name, lang in called
    ):
        return 0.0  # «Президент Азербайджанской Республики» is no name
    one, two = p.without((a.start, a.end)), q.without((b.start, b.end))
    half = len(a.what) > 1 < len(b.what) and (a.what[-1] == b.what[-1] or a.what[0] == b.what[0])
    if a.group[0] == "title" and len(a.what) > 1 < len(b.what) and a.what[-1] == b.what[-1]:
        return 1.0  # one title, one surname
    return _same_fact(p, one, q, two, TITLED * (HALF if half else 1.0))


def _one_name(one: str, a: Told, two: str, b: Told) -> bool:
    """Whether two names can be of one bearer: spelling, a short form, initials, a nickname."""
    if set(a.what) <= set(b.what) or set(b.what) <= set(a.what):
        return True
    if _is_latin(one) != _is_latin(two) and str(a.what[-1])[0] == str(b.what[-1])[0]:
        # "Darrow" and «Дарроу»: a script may write any sound in several ways
        return a.what[-1] != b.what[-1] or bool(set(str(a.what[0])) & set(str(b.what[0])))
    ours, theirs = one.lower().split(), two.lower().split()
    for x, y in ((ours, theirs), (theirs, ours)):
        if "".join(w[0] for w in x) == "".join(y).replace(".", ""):
            return True
    if a.what[-1] != b.what[-1]:
        alike = _letters(ours[-1], theirs[-1])
        return alike >= 0.75 and len(set(a.what) & set(b.what)) + 1 >= min(len(ours), len(theirs))
    if _nicknames().get(a.what[0], frozenset()) & _nicknames().get(b.what[0], frozenset()):
        return True
    return _letters(ours[0], theirs[0]) >= NICKNAME or ours[0][0] == theirs[0][0] == "."


def _is_latin(name: str) -> bool:
    """Whether a name is in Latin letters, accented ones among them."""
    return all(letter < "\u0250" for letter in name if letter.isalpha())


@cache
def _nicknames() -> dict[object, frozenset[int]]:
    """The sound of a given name -> the lines of ``nicknames.txt`` that have it."""
    found: dict[object, set[int]] = defaultdict(set)
    for number, line in enumerate(entries("differences", "nicknames")):
        for word in line.split():
            found[skeleton(word, "en" if word.isascii() else "ru")].add(number)
    return {sound: frozenset(lines) for sound, lines in found.items()}


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
    return all(f"n:{sound}" in sounds for sound in told.what)
