"""Stage 4, compare.quotations.speech: text -> verbs of saying, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ...data import entries

_SIGNS = "<>@^*-|$~!§/%+;&=:mfhpwc."
HEADLINE = 4  #: capitalised words; what has more is a headline and names nobody
_TOKEN = re.compile(  # a full stop within a word is part of it, but not in "end.The next"
    r"[^\W_](?:(?:[\w'’-]|\.(?![A-ZÀ-ÞА-ЯЁ][a-zß-ÿа-яё]))*[^\W_])?|[^\w\s]"
)
_PATRONYMIC = re.compile(r"(?:вич|вна|ична)$")
_GENITIVE = re.compile(r"[а-яё][аяиыйю]$")
_POSSESSIVE = re.compile(r"['’]s?$")
_INITIALS = re.compile(r"(?:\w\.)*\w\w?")

#: Endings of family names; what else ends a Russian noun phrase is the genitive of a body.
FAMILY = re.compile(r"(?:ов|ев|ёв|ин|ын|ий|ый|ой|ко|ук|юк|ич|ова|ева|ёва|ина|ына|ая|ян|дзе|швили)$")

Span = tuple[int, int]


class Token(NamedTuple):
    """A word or a mark, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is no mark."""
        return self.text[0].isalnum()

    @property
    def acronym(self) -> bool:
        """Whether it is all capitals."""
        return len(self.text) > 1 and self.text.isupper() and self.text.isalpha()


@dataclass(frozen=True, slots=True)
class Speech:
    """The entries of ``data/speech/LANG.txt``; en.txt explains the kinds."""

    verb: re.Pattern[str]
    leads: re.Pattern[str]
    quotes: re.Pattern[str]
    entitles: re.Pattern[str]
    law: re.Pattern[str]
    adverb: re.Pattern[str]
    participle: re.Pattern[str]
    pronouns: frozenset[str]
    titles: frozenset[str]
    nobody: frozenset[str]
    ends: frozenset[str]
    crossed: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    joins: frozenset[str]
    that: frozenset[str]
    openers: frozenset[str]
    order: frozenset[str]
    media: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    passive: re.Pattern[str]
    wearing: re.Pattern[str]
    human: frozenset[str]
    clauses: frozenset[str]
    short: frozenset[str]


@cache
def speech(lang: str) -> Speech:
    """The words of a language for speakers; empty patterns for one without a table."""
    kinds: dict[str, list[str]] = {sign: [] for sign in ("", *_SIGNS)}
    for line in entries("speech", lang):
        sign = line[0] if line[0] in _SIGNS and line[1:2] == " " else ""
        kinds[sign].append(line[2:] if sign else line)

    kinds[""] += kinds[">"]

    pronouns = "|".join(kinds["@"]) or "(?!)"

    def pattern(sign: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        joined = "|".join(kinds[sign]).replace(" ", r"\s").replace("'", "['’]") or "(?!)"
        behind = rf"(?!\w|-(?!(?:t-)?(?:{pronouns})\b))"  # "dit-il" is a verb and a pronoun
        return re.compile(rf"(?<![\w'’-])(?:{joined}){behind}", flags)

    def words(sign: str) -> frozenset[str]:
        return frozenset("|".join(kinds[sign]).split("|")) - {""}

    return Speech(
        pattern("", 0),
        pattern("<"), pattern(">"), pattern("!"), pattern("§"), pattern("~"), pattern(";"),
        words("@"), words("^"), words("*"), words("|"), words("$"), words("/"), words("%"),
        words("+"), words("&"), words("-"), words("="), words(":"), words("m"), words("f"),
        pattern("p"), pattern("w"),
        (words("h") | words("^") | words("m") | words("f")) - words("@"),
        words("c"), words("."),
    )  # fmt: skip


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of ``text[start:end]``."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


def runs_of(tokens: list[Token], text: str, found: Speech) -> list[list[Token]]:
    """Runs of capitalised words with nothing but spaces, initials and particles between."""
    runs: list[list[Token]] = []
    run: list[Token] = []
    for n, token in enumerate(tokens):
        if not run and not token.text[0].isupper():
            continue
        follows = tokens[n + 1] if n + 1 < len(tokens) else None
        opens = not is_initial(tokens, n) and token.text.lower() in found.openers
        if token.word and token.capital and not opens:
            if run and (_parts(run[-1], token) or "\n\n" in text[run[-1].end : token.start]):
                runs.append(run)
                run = []
            run.append(token)
            if not _POSSESSIVE.search(token.text):
                continue
        elif run and token.text == "." and token.start == run[-1].end and follows:
            low = run[-1].text.lower()
            short = _INITIALS.fullmatch(run[-1].text) or low in found.titles | found.short
            if short and follows.capital:
                continue
        elif (
            run
            and token.text.lower() in found.particles
            and follows
            and (follows.capital or follows.text.lower() in found.particles)
        ):
            run.append(token)
            continue
        if run:
            runs.append(run)
        run = []
    return [*runs, run] if run else runs


def is_initial(tokens: list[Token], n: int) -> bool:
    """Whether a token is a capital and a full stop: «А. Ли», which is not the word «а»."""
    alone = len(tokens[n].text) == 1 and tokens[n].capital
    return alone and n + 1 < len(tokens) and tokens[n + 1].text == "."


def _parts(one: Token, other: Token) -> bool:
    """Whether two capitalised words are no one name: «Brodsky.online Павел», «Шевченко ТАСС»."""
    cyrillic = is_cyrillic(one.text)
    return cyrillic != is_cyrillic(other.text) or (cyrillic and one.acronym != other.acronym)


def person(run: list[Token], found: Speech, opens: bool = False) -> list[Token]:
    """The words of a run that name a person, without title and office; empty if none do."""
    for n in range(len(run) - 1, -1, -1):  # behind the last title: "Governor Mehdi Irannejad"
        low = run[n].text.lower()
        if low in found.titles or not found.titles.isdisjoint(low.split("-")):
            return run[n + 1 :]
        if low in found.human and n < len(run) - 2:  # "Norland Expert Ann Lee", not "Minnie Driver"
            return run[n + 1 :]
        courtesy = n > 0 and run[n - 1].text.lower() in found.titles & (found.he | found.she)
        if run[n].text.lower() in found.nobody and not courtesy:  # "Mr West"
            run = run[n + 1 :]
            break
    if any(_POSSESSIVE.search(t.text) for t in run):
        return []
    office = [n for n in range(1, len(run) - 2) if run[n].acronym]  # "Qualys CTO Ann Lee"
    run = run[office[-1] + 1 :] if office else run
    while len(run) > 1 and run[0].acronym and not run[1].acronym:
        run = run[1:]
    if len(run) > 2 and is_cyrillic(run[0].text) and not any(t.text.islower() for t in run):
        if _PATRONYMIC.search(run[-2].text):
            return run[-3:]
        if opens or _GENITIVE.search(run[0].text):  # «Минздрава Михаил Мурашко»
            run = run[1:] if not _PATRONYMIC.search(run[-1].text) else run
    return run if len(run) > 1 and not all(t.acronym for t in run) else []


def own(run: list[Token]) -> list[Token]:
    """A run without the agency before a name: «АСИ Лукьянов»."""
    return run[1:] if len(run) == 2 and run[0].acronym and not run[1].acronym else run


def is_adverb(token: Token, found: Speech) -> bool:
    """Whether a word may stand between speaker and verb."""
    return bool(found.adverb.fullmatch(token.text))


def is_cyrillic(word: str) -> bool:
    """Whether a word ends with a letter of Russian or Ukrainian."""
    return "а" <= word[-1].lower() <= "ґ"


def mentions(text: str, parts: list[Span], found: Speech) -> list[Span]:
    """Where persons are named within parts of a text: full names, then their last words."""
    full: list[Span] = []
    single: list[Token] = []
    families: set[str] = set()
    for start, end in parts:
        tokens = tokens_of(text, start, end)
        before = {token.start: previous for previous, token in pairwise(tokens)}
        for run in runs_of(tokens, text, found):
            name = person(run, found)
            role = before.get(run[0].start)
            if len(run) == 1 and role and role.text.lower() in found.titles:
                name = [*run]  # «блогер Mick»
            if _POSSESSIVE.search(run[-1].text) or text[run[-1].end : run[-1].end + 1] in (
                "'",
                "’",
            ):
                continue  # "Horton's mother", "the Capitals' player"
            if len(name) > HEADLINE and all(t.capital for t in name):
                continue
            if len(name) > 1 or (name and len(name) < len(run)) or (name and len(run) == 1):
                full.append((name[0].start, name[-1].end))
                families.add(_bare(name[-1].text))
            elif len(run) == 1:
                single.append(run[-1])
    short = [(t.start, t.start + len(_bare(t.text))) for t in single if _bare(t.text) in families]
    return sorted(full + short)


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)
