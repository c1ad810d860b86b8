"""Stage 4, compare.figures_counted: what a number counts: a place in a sentence -> noun phrase.

No parser: a noun phrase after a number has a shape in each family of
languages. English ends it at the first plural noun; German at the first
capital; Russian and Ukrainian after the adjectives; French and Spanish put
the noun first; Turkish and Azerbaijani end a compound with a possessive. Any
other language gives the words up to a function word, two at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from .. import language
from ..anchors import is_number_word, unit_of
from ..data import entries
from .figures_keys import SPANS, key_of, keys_of, listed, same
from .figures_shapes import LONGEST, SLAVIC_ADJECTIVE, Tokens, noun

__all__ = ["Counted", "counted", "key_of", "keys_of", "phrase"]

LETTER = r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])"  #: with the vowel signs of India's scripts
_TOKEN = re.compile(
    rf"(?:[ \xa0\u202f]|\s-\s|-)?((?:[A-Z]\.){{2,}}|{LETTER}(?:{LETTER}|[’'-])*{LETTER}|[^\W\d_])"
)
_MULTIPLE = re.compile(r"times\s(?:the|as|more|less|higher|lower|larger|bigger|greater|that)\b")
_STATE = re.compile(
    r"[ \xa0](?:were|was|are|is|have been|had been|left)[ \xa0](?:\w+ly[ \xa0])?([a-z]+)"
)
_PART = re.compile(r"of\s(?:the|its|their|his|her|our|these|those)\s")  #: "1,100 of its shops"
_AND = frozenset("и та і й".split())
#: What joins a number with a unit, or a share, to what is measured: "percent of the population".
_LINKS = {
    "en": r"(?:worth\s)?of\s(?:(?:all|the|its|their|his|her|our|these|those)\s)*",
    "fr": r"(?:de\s(?:la|son|sa|ses|leurs?|nos|notre|ces)\s|de\sl['’]|des\s|du\s|de\s|d['’])",
    "es": r"(?:de\s(?:los|las|la|sus?|estos|estas)\s|del\s|de\s)",
    "pt": r"(?:de\s|dos\s|das\s|do\s|da\s)",
    "it": r"(?:di\s|dei\s|delle\s|degli\s|della\s|del\s|dell['’])",
    "de": r"(?:aller\s|der\s|des\s|von\s|an\s)",
    "ru": r"(?:(?:от|из|всех|всего|этих|своих|их)\s)+",
    "uk": r"(?:(?:від|з|із|всіх|усіх|цих|своїх|їх)\s)+",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """``text[start:end]`` and the word that leads it, comparable across languages."""

    start: int
    end: int
    key: str
    also: frozenset[str]  #: every key it may have: all translations, and its sound
    fate: bool = False  #: what became of the counted, who are not named: "were injured"


@cache
def _refused() -> re.Pattern[str]:
    found = (re.escape(w).replace(r"\*", r"\w*") for w in entries("figures", "not"))
    return re.compile(rf"(?:{'|'.join(found)})$")


def _is_refused(word: str) -> bool:
    """An entry with a capital is refused with one only: "205 Ruth Court", "12 court cases"."""
    return bool(_refused().match(word) or _refused().match(word.lower()))


def counted(
    text: str, end: int, lang: str, *, measured: bool = False, share: bool = False
) -> Counted | None:
    """The noun phrase after a number that ends at ``end``; None where there is none.

    ``measured`` says that a unit or a percent sign stands between: what
    follows may be singular, and "of" may join it; ``share`` that it is a percentage.
    """
    start, linked = end, False
    state = _STATE.match(text, end) if lang == "en" and not measured else None
    if state and state[1] in listed("states"):  # "50 were injured"
        return replace(phrase(end + 1, state.end(), state[1], lang), fate=True)
    link = _link(lang).match(text, end) if lang in _LINKS else None
    joins = share or (measured and lang in ("en", "de")) or lang in ("fr", "es", "pt", "it")
    if link and (joins or (lang == "en" and _PART.match(link[1]))):
        start, linked = link.end(), True
    tokens = _tokens(text, start, lang, linked)
    if tokens and tokens[0][1] == "times" and _MULTIPLE.match(text, tokens[0][0]):
        return None
    if not tokens or _is_refused(tokens[0][1]):
        return None
    found = noun(tokens, lang, measured)
    if not found:
        return None
    head, last = found
    for _, word in tokens[: last + 1]:
        if _is_refused(word):
            return None
    if not measured and unit_of(tokens[head][1].lower()) in SPANS:
        return None  # "ten working days"
    begin = link.start(1) if link and linked else tokens[0][0]
    return phrase(begin, tokens[last][0] + len(tokens[last][1]), tokens[head][1], lang)


def phrase(start: int, end: int, head: str, lang: str) -> Counted:
    """The phrase ``text[start:end]`` with its leading noun."""
    return Counted(start, end, key_of(head, lang), keys_of(head, lang))


@cache
def _link(lang: str) -> re.Pattern[str]:
    return re.compile(rf"[ \xa0]({_LINKS[lang]})(?=\w)")


def _tokens(text: str, position: int, lang: str, joined: bool) -> Tokens:
    """The words up to a mark or a function word; words that say little may lead."""
    found: Tokens = []
    stops, before = language.stop_words(lang), listed("before")
    while len(found) < LONGEST:
        match = _TOKEN.match(text, position)
        if not match or (found and "-" in match.group()[: match.start(1) - match.start()]):
            break
        if not found and match.start(1) == position and not joined and text[position] != "-":
            break  # glued to the number: "3D"
        word = match[1]
        low = word.lower()
        joins = low in _AND and found and SLAVIC_ADJECTIVE.match(found[-1][1].lower())
        if joins:
            position = match.end()  # «новые и старые школы»
            continue
        if len(word) == 1 and word.islower():
            break  # «у», "z": a preposition or a letter
        kept = (
            low in before or low in listed("plurals") or (lang, language.stem(low, lang)) in same()
        )
        if low in stops and not kept:
            break
        if is_number_word(low, lang) or (word[0].isdigit() and not found):
            break
        found.append((match.start(1), word))
        position = match.end()
    while found and len(found) > 1 and found[-1][1].lower() in before:
        found.pop()
    return found
