"""Ground floor, language.readable: can a sentence stand alone?

A statement in a brief is read without its neighbours: it must not lean on
them ("He", "Moreover"), break a quotation, ask, or be a heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..data import entries
from . import UNSPACED, openers, stop_words, words

FEWEST, MOST = 6, 60  #: words of a sentence that can be a statement
SPOKEN = 0.2  #: worth of a sentence from within a quotation: its speaker is elsewhere
LIKELY = (8, 45)  #: words within which a sentence is most readable
# Factors of the readability; ``digest.statements`` asks for .45 where it can.
LEANS = 0.3  #: "Moreover, ..."
LEANS_LITTLE = 0.7  #: "The decision was ...", "..., he said."
SPEECH = 0.4  #: "We are glad to ...", outside quotation marks
NAMELESS = 0.4  #: "“...,” he said."
ASIDE = 0.1  #: "Photo: ...", "Sign up for ..."
_SIGNS = "=~?+>%@*!"
#: A quotation between other marks, closed or not: ‘...’, ``...``, and '...' of tokenised text.
_SINGLE = re.compile(
    r"``.{2,400}?(?:``|''|$)|(?<![\w'’])['‘](?!(?:s|re|ve|ll|d|m|t|em|n)\b).{3,400}?(?:['’](?!\w)|$)"
)
_WORD = re.compile(r"[^\W_]++(?:['’ʼ-][^\W_]++)*+")
_GROUP = re.compile(r"\([^()]*\)|\[[^\]]*\]")  #: of a regular expression
_WORD_END = r"(?![\w'’-])"
_CONTRACTED = r"(?:\s?['’]\s?(?:s|re|d|ll|ve|m))?"
_TERMINATED = re.compile(r"[.!…。！।։။።؟۔](?:[\"'”»“’)\]]|'')*$")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


@dataclass(frozen=True, slots=True)
class _Openings:
    """The entries of ``data/openers/LANG.txt``, kind by kind; its head explains the kinds."""

    leaning: re.Pattern[str]
    alone: re.Pattern[str]
    little: re.Pattern[str]
    inside: re.Pattern[str]  #: a pronoun within that nothing before it can stand for
    behind: re.Pattern[str]  #: "After this"
    unless: re.Pattern[str]  #: "In his speech", and what follows its comma
    subject: re.Pattern[str]  #: what does not mend that: a further pronoun
    speaker: re.Pattern[str]
    nameless: re.Pattern[str]
    denial: re.Pattern[str]


def _any(lines: list[str], before: str = "", after: str = _WORD_END) -> re.Pattern[str]:
    return re.compile(f"{before}(?:{_branches(lines)}){after}", re.IGNORECASE)


def _branches(lines: list[str]) -> str:
    """The entries as alternatives, longest first, those of one first letter together.

    ``re`` tries alternatives in turn; a letter that opens no entry costs some twenty trials so,
    not hundreds.
    """
    groups: dict[str, list[str]] = {}
    for line in sorted(lines, key=len, reverse=True):
        groups.setdefault(_letter(line), []).append(line)
    return (
        "|".join(
            f"{letter}(?:{'|'.join(line[len(letter) :] for line in group)})"
            for letter, group in groups.items()
        )
        or "(?!)"
    )


def _letter(line: str) -> str:
    """The letter an entry begins with, ``""`` where it could begin with another."""
    bare = line
    while bare != (bare := _GROUP.sub("", bare)):
        pass
    opens = line[:1].isalpha() and not line[1:].startswith(("?", "*", "+", "{"))
    return line[0] if opens and "|" not in bare else ""


def _either_case(lines: list[str]) -> list[str]:
    """Entries with a small and a capital first letter: "us" and "Us" are no "US"."""
    return [case for line in lines or ["(?!)"] for case in (line, line[0].upper() + line[1:])]


@cache
def _openings(lang: str) -> _Openings:
    kinds: dict[str, list[str]] = {sign: [] for sign in ("", *_SIGNS)}
    for line in openers(lang):
        sign = line[0] if line[0] in _SIGNS and line[1:2] == " " else ""
        kinds[sign].append(line[2:] if sign else line)
    before = rf"^\W*(?:(?:{_branches(kinds['+'])})\s+){{1,4}}"
    return _Openings(
        leaning=_any(kinds[""], r"^[\W_]*", _CONTRACTED + _WORD_END),
        alone=_any(kinds["="], r"^[\W_]*", ""),
        little=_any(kinds["~"], r"^[\W_]*", r"(?:(?<!\w)|(?!\w))"),
        inside=_any(kinds["?"], r"^[\W_]*"),
        behind=_any(kinds[">"], before),
        unless=_any(
            kinds["%"],
            before + "(?P<pronoun>",
            f"{_WORD_END})[^,]{{0,120}}(?:,\\s*(?P<subject>.{{1,40}}))?",
        ),
        subject=_any(kinds["%"] + kinds[">"], r"^\W*", _CONTRACTED + _WORD_END),
        speaker=re.compile(
            rf"(?<![\w'’-])(?:{'|'.join(_either_case(kinds['@']))}){_CONTRACTED}{_WORD_END}"
        ),
        nameless=_any(kinds["*"], "", r"(?!\w)"),
        denial=_any(kinds["!"], r"(?<!\w)"),
    )


def is_dangling(text: str, lang: str) -> bool:
    """Whether a sentence opens by leaning on the one before it.

    A pronoun in an opening phrase is no matter where the subject it stands
    for follows in the same sentence: "In his speech, Smith said".
    """
    found, text = _openings(lang), _plain(text)
    leans = [m.end() for p in (found.leaning, found.behind) if (m := p.match(text))]
    early = found.unless.match(text)
    if not leans and not early:
        return False
    alone = found.alone.match(text)
    stands = alone.end() if alone else 0
    if any(end > stands for end in leans):
        return True
    if not early or early.end("pronoun") <= stands:
        return False
    subject = early["subject"]
    return subject is None or bool(found.subject.match(subject))


def points_back(text: str, lang: str) -> bool:
    """Whether a sentence opens with what another one must have named: "The decision was"."""
    found, text = _openings(lang), _plain(text)
    return bool(found.little.match(text)) and not found.alone.match(text)


def leans_a_little(text: str, lang: str) -> bool:
    """Whether a sentence speaks of what another one must have named: "The decision was"."""
    return leaning(text, lang) is not None


def leaning(text: str, lang: str) -> str | None:
    """The noun that another sentence must have named, ``""`` where it is a pronoun within.

    "decision" of "The decision was"; ``None`` where a sentence does not even lean a little.
    """
    found, text = _openings(lang), _plain(text)
    if found.alone.match(text):
        return None
    if opening := found.little.match(text):
        stops = stop_words(lang)
        nouns = (w for w in words(opening.group()) if w.lower() not in stops and "-" not in w)
        return next(nouns, "").lower()
    return "" if found.inside.match(text) else None


def denies(text: str, lang: str) -> bool:
    """Whether a sentence says that something is not so."""
    return bool(_openings(lang).denial.search(text))


def _plain(text: str) -> str:
    """A text with one kind of space, in as many characters."""
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("\n", " ")


_MARKS = re.compile(r"[“”«»()\[\]„\"']")


def is_balanced(text: str) -> bool:
    """Whether every quotation mark and bracket that opens also closes, in order."""
    marks = "".join(_MARKS.findall(text))
    if not marks:
        return text.count("``") % 2 == 0
    for opening, closing in _PAIRS:
        if opening == "“" and "„" in marks:
            continue  # German and Polish close with “
        depth = 0
        for mark in marks:
            depth += (mark == opening) - (mark == closing)
            if depth < 0:
                return False
        if depth:
            return False
    if "„" in marks and marks.count("„") != sum(marks.count(c) for c in "“”"):
        return False
    opened = text.count("``")  # some close with the same mark
    if opened % 2 and opened > text.count("''") + text.count('"'):
        return False
    return marks.count('"') % 2 == 0 and text.count("''") % 2 == 0


# Each branch begins with its mark, which the search can leap to; what may stand before it follows.
_OPENING = re.compile(r"“|«|„|''(?<![\w'\"]'')(?=[^\s'\"])|\"(?<![\w'\"]\")(?=[^\s'\"])")
_CLOSING = {
    "“": re.compile("”"),
    "«": re.compile("»"),
    "„": re.compile("[“”]"),
    "''": re.compile(r"''(?<=[^\s']'')(?![\w'])"),
    '"': re.compile(r"\"(?<=\S\")(?!\w)"),
}
LONGEST_QUOTE = 20_000  #: characters: an opening mark without its closing one quotes nothing


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations in a text, marks included, over sentences and paragraphs.

    A paragraph within a quotation may open with the mark again, as is usual.
    """
    spans: list[tuple[int, int]] = []
    position = 0 if any(mark in text for mark in _CLOSING) else len(text)
    while match := _OPENING.search(text, position):
        closing = _CLOSING[match.group()].search(text, match.end(), match.end() + LONGEST_QUOTE)
        if closing:
            spans.append((match.start(), closing.end()))
        position = closing.end() if closing else match.end()
    return spans


def is_quoted(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether ``text[start:end]`` lies inside a quotation that began or ends elsewhere."""
    return any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans)


def is_statement(text: str) -> bool:
    """Whether a sentence can be shown alone at all: whole, ended, of a readable length."""
    return _is_whole(text) and FEWEST <= _count_words(text) <= MOST


def _is_whole(text: str) -> bool:
    return bool(_TERMINATED.search(text[-6:])) and is_balanced(text)


def _count_words(text: str) -> int:
    if text.isascii() or not UNSPACED.search(text):  # as ``words`` finds them, but quicker
        return len(_WORD.findall(text))
    return len(words(text))


def readabilities(text: str, spans: list[tuple[int, int]], lang: str) -> list[float]:
    """The readability of sentences in their text, less where a quotation holds them."""
    quoted, phrases = quotations(text), _asides_in(text)
    return [
        _readability(text[s:e], lang, phrases) * (SPOKEN if is_quoted(s, e, quoted) else 1.0)
        for s, e in spans
    ]


def readability(text: str, lang: str) -> float:
    """Weight in 0..1 for choosing a sentence: 1 stands alone, 0 cannot be shown."""
    return _readability(text, lang, _asides_in(text))


def _readability(text: str, lang: str, phrases: list[str]) -> float:
    if not _is_whole(text) or not FEWEST <= (length := _count_words(text)) <= MOST:
        return 0.0
    found, weight, text = _openings(lang), 1.0, _plain(text)
    if is_dangling(text, lang):
        weight *= LEANS
    elif leans_a_little(text, lang):
        weight *= LEANS_LITTLE
    if _is_aside(text, phrases):
        weight *= ASIDE
    if is_speech(text, lang):
        weight *= SPEECH
    elif found.nameless.search(text):
        weight *= NAMELESS if _OPENING.match(text) else LEANS_LITTLE
    first = _WORD.match(text)
    if first and first.group().islower() and text != text.lower():  # the rest of a sentence
        weight *= LEANS_LITTLE
    if not LIKELY[0] <= length <= LIKELY[1]:
        weight *= 0.6
    return weight


@cache
def _asides() -> tuple[re.Pattern[str], tuple[str, ...]]:
    lines = entries("asides", "all")
    joined = "|".join(line[1:] for line in lines if line[0] == "^")
    plain = tuple(line for line in lines if line[0] != "^")
    return re.compile(rf"\W*(?:{joined})", re.IGNORECASE), plain


def _asides_in(text: str) -> list[str]:
    """What asides say, as far as a text says it: of most articles nothing."""
    lower = text.lower()
    return [phrase for phrase in _asides()[1] if phrase in lower]


def is_aside(text: str) -> bool:
    """Whether a sentence is a caption, a credit or an invitation of the page."""
    return _is_aside(text, _asides_in(text))


def _is_aside(text: str, phrases: list[str]) -> bool:
    if _asides()[0].match(text):
        return True
    lower = text.lower() if phrases else ""
    return any(phrase in lower for phrase in phrases)


def is_speech(text: str, lang: str) -> bool:
    """Whether a first or second person speaks outside quotation marks."""
    speaker = _openings(lang).speaker
    if not speaker.search(text):
        return False
    quoted = [*quotations(text), *(m.span() for m in _SINGLE.finditer(text))]
    for start, end in quoted:
        text = text[:start] + " " * (end - start) + text[end:]
    return bool(speaker.search(text))
