"""Ground floor, language.segment: text -> sentence spans, with offsets.

Rules, no model, no dependency. A line break always ends a sentence. Within a
line every terminator, with the quotes and brackets that close behind it, is a
candidate, and the words on its two sides decide:

- behind it, a lower-case word, a comma or a closing quote: the sentence goes on;
- before it, an initial, an ordinal, a list number or an abbreviation: likewise.

So a quotation of several sentences is cut at its full stops, but not between
the closing quote and "he said". A short aside within a sentence ("Yes! We can")
is passed over whole, and "1) ... 2) ..." is cut where its labels count up.

The method is that of Grefenstette and Tapanainen, "What is a word, what is a
sentence?" (1994): a full stop ends a sentence unless a list says otherwise. The
kinds of entry in ``data/abbreviations`` (``und.txt`` describes them), with the
words that open a sentence after "Inc." or "U.S.", are what Punkt learns from a
corpus (Kiss and Strunk, "Unsupervised Multilingual Sentence Boundary Detection",
2006), written down. Every rule looks at a window of fixed width, so work is
linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..data import entries

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

# Terminators that need no space behind them: full width, Arabic, Indic, Armenian,
# Ethiopic, Burmese, Khmer, Tibetan, Mongolian, Lisu (Unicode: Sentence_Terminal).
_HARD = "。！？｡．؟۔।॥։።፧፨၊။។៕༎᠃᠉꓿"
_EXTRA = {"el": ";\u037e", "hy": ":"}  # and in one language only
_CLOSING = "\"'”’»›)\\]}」』》〉】）］｝"
_BULLET = "•⁃▪●‣◦"
_LOWER = "".join(filter(str.islower, map(chr, range(0x0590))))
# quotes and brackets that open within a sentence, close soon and do not end it
_ASIDES = "|".join(
    rf"{left}(?<=[\w,:][ \xa0].)(?<![EXTRA][ \xa0].)[^{left}{right}]{{1,60}}(?<=[\w!?…])[{right}]"
    for left, right in (("“", "”"), ("„", "“”"), ("«", "»"), ('"', '"'), (r"\(", r"\)"))
)
_MARK = rf"""(?x) (?=[\s“„«"(《.!?…‼⁇⁈⁉EXTRA{_HARD}፡]) (?:
  (?P<aside> (?:{_ASIDES}) (?= ,?[ \xa0][{_LOWER}] ) | 《[^《》]{{1,60}}》 )
| (?P<item> \s (?= [{_BULLET}] | (?:\d{{1,3}} | [a-z]) (?:\.\) | [.)]) \s ) )
| (?: (?P<soft> [.!?…‼⁇⁈⁉EXTRA]+ (?: [ \xa0\u202f]? [.!?…]+ (?![^\s{_CLOSING}]) )* )
    | [{_HARD}]+ | (?:፡፡)+ )
  (?P<close> (?: [ \xa0\u202f]? [»”")\]] (?=[\s.,;:!?]|$)
               | [{_CLOSING}] | [“«‘] (?=[\s.,;:]|$)
               | [ ]? \[\d{{1,3}}\]
               | \s? [\U0001F000-\U0001FAFF\u2600-\u27BF\ufe0f\u200d]+ )* )
)"""
_NEXT = re.compile(
    r"(?P<space>\s*)(?P<open>[\"'“”„‟«»‹›‘’‚(\[{`¿¡–—\-•*#\s]{0,8})(?P<word>\w{0,40}(?:['’](?=\w))?)"
)
_LABEL = re.compile(
    rf"(?P<bullet>[{_BULLET}]\s?)?(?:(?P<label>\d{{1,3}}|[a-z])(?P<style>\.\)|[.)])\s)?"
)
_GOES_ON = re.compile(rf"[,;:)\]}}»”%/、，；：{_HARD}]|[.!?…](?!\w)")
_QUOTES, _DASHES = tuple("\"'”’»“«"), tuple("–—-")
_WORD = re.compile(r"\w")
_INITIAL = re.compile(r"[^\W\d_](?:[^\W\d_]?\.-?[^\W\d_]{1,4}(?:\.-?[^\W\d_]{1,4})*)?")
_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[a-zA-Zа-яА-Я]|[ivxlIVXL]{1,5})[.)]+")
_PART = re.compile(r"['’.-](?=\w\w)")  # "l'Avv", "Hans-Sachs-Str"
_NUMERAL = re.compile(r"\d{1,3}|[IVXLC]+")
_GLUED = re.compile(r"[\w,]*(?:[^\W\d_]{3}|\d{3})")
_BEHIND = re.compile(r"\.?(?:[\s,!?]|$)")
_ORDINALS = frozenset(re.findall("..", "bscsdadeetfifohrhuislbltlvnoplskslsrtr"))
_KINDS = (("", '"', "-"), ("", "?", "#", "!"))  # of words, of abbreviations
_ALIAS = {"nb": "no", "nn": "no"}


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one language knows."""

    mark: re.Pattern[str]
    kinds: Mapping[str, str]  #: of abbreviations, without their full stop
    openers: frozenset[str]
    speech: frozenset[str]  #: verbs of "“Why?” Smith asked"
    within: frozenset[str]  #: words that go on after "9 a.m."
    ordinals: bool  #: whether "1." and "XII." may mean first and twelfth

    def kind(self, tokens: list[str]) -> str | None:
        """The kind of an abbreviation that ends in the last token, if it is one."""
        whole = last = tokens[-1]
        for token in tokens[-2:-5:-1]:  # "т. д." is "т.д."
            if len(token) > 4 or token[-1] != ".":
                break
            whole = token + whole
        for word in (whole, last, _PART.split(last)[-1]):
            if word in self.kinds:
                return self.kinds[word]
        return None

    def opens(self, word: str) -> bool:
        """Whether the word is one that opens a sentence."""
        return word.replace("’", "'") in self.openers or word.rstrip("'’") in self.openers


@cache
def _rules(lang: str) -> _Rules:
    kinds: dict[str, str] = {}
    words: dict[str, set[str]] = {kind: set() for kind in _KINDS[0]}
    for line in entries("abbreviations", "und") + entries("abbreviations", lang):
        entry, _, kind = line.strip().partition(" ")
        if kind not in _KINDS[entry[-1] == "."]:
            raise ValueError(f"abbreviations of {lang or 'und'}: cannot read the line {line!r}")
        if entry[-1] == ".":
            kinds[entry[:-1]] = kind
        else:
            words[kind].add(entry)
    for word, kind in list(kinds.items()):  # "gen." is "Gen." and "GEN." too
        if word.islower():
            kinds.setdefault(word.capitalize(), kind)
        if len(word) > 2:
            kinds.setdefault(word.upper(), kind)
    mark = re.compile(_MARK.replace("EXTRA", _EXTRA.get(lang, "‽")))
    openers, speech, within = (frozenset(words[kind]) for kind in _KINDS[0])
    return _Rules(mark, kinds, openers, speech, within, lang in _ORDINALS)


def abbreviations(lang: str = "") -> frozenset[str]:
    """The abbreviations known of a language, lower case and without their full stop."""
    return frozenset(word.lower() for word in _rules(_subtag(lang)).kinds)


def sentences(text: str, lang: str = "") -> list[tuple[int, int]]:
    """The half-open spans of the sentences of ``text``, in order.

    Every character that is not white space lies in exactly one span, and no
    span begins or ends with white space or holds a line break.
    """
    rules = _rules(_subtag(lang))
    lines = (line.span() for line in _LINE.finditer(text))
    return [span for start, end in lines for span in _cut(text, start, end, rules)]


def _subtag(lang: str) -> str:
    primary = re.split("[^a-z]", lang.lower())[0]
    return _ALIAS.get(primary, primary)


def _cut(text: str, start: int, end: int, rules: _Rules) -> Iterator[tuple[int, int]]:
    """The sentences of one line."""
    end = start + len(text[start:end].rstrip())
    start = _skip(text, start, end)
    for mark in rules.mark.finditer(text, start, end):
        if mark["item"]:
            if _counts_up(text, start, mark.end(), rules):
                yield start, start + len(text[start : mark.start()].rstrip())
                start = mark.end()
        elif not mark["aside"] and _ends(text, start, mark, end, rules):
            yield start, mark.end()
            start = _skip(text, mark.end(), end)
    if start < end:
        yield start, end


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _counts_up(text: str, start: int, at: int, rules: _Rules) -> bool:
    """Whether the list label at ``at`` follows the one the sentence begins with."""
    this, first = _LABEL.match(text, at), _LABEL.match(text, start)
    if not this or not first or at == start or this["bullet"]:
        return at > start
    style = this["style"]
    if not first["label"] or first["style"] != style or (style == "." and rules.ordinals):
        return False
    old, new = (int(x) if x.isdigit() else ord(x) for x in (first["label"], this["label"]))
    return old + 1 == new


def _ends(text: str, start: int, mark: re.Match[str], end: int, rules: _Rules) -> bool:
    """Whether the sentence that begins at ``start`` ends behind ``mark``."""
    after = _NEXT.match(text, mark.end(), end)
    if not after or (after.end() == end and not after["word"]):
        return False
    word, soft, close = after["word"], mark["soft"], mark["close"]
    if not word and _GOES_ON.match(text, after.end(), end):
        return False
    small = word[:1].islower() and not "ა" <= word[0] <= "ჿ"  # Georgian has one case
    if small and (close or soft != "." or not _is_careless(text, start, after, rules)):
        return False
    if not _WORD.search(text, max(start, mark.start() - 200), mark.start()):
        return False
    if not soft:  # Japanese: 「...。」と
        return not (close and not after["space"] and word and word[0] in "とっのなはがをにもで")
    if not after["space"] and not _is_glued(text, start, mark, after, end):
        return False
    window = text[max(start, mark.start() - 24) : mark.start()]
    tokens = window.split() if window and not window[-1].isspace() else [""]
    bracketed = tokens[-1].startswith("(") and len(tokens) > 1
    tokens[-1] = tokens[-1].lstrip("\"'“”„«»‘’([{—–-#")
    kind, token = rules.kind(tokens), tokens[-1]
    if small or not after["space"]:
        return kind is None
    if mark.end() - start <= 12 and _ENUMERATOR.fullmatch(text, start, mark.end()):
        return False
    if bracketed and close == ")":  # "(sic!)"
        return False
    quoted = close[-1:] in _QUOTES
    if quoted and (after["open"][:1] in _DASHES or _is_attributed(text, mark, after, end, rules)):
        return False
    if close or soft != ".":
        return soft not in (". . .", ".\xa0.\xa0.") or bool(close)
    if kind == "#" and not (word[:1].isdigit() or _NUMERAL.fullmatch(word)):
        kind = None
    if kind in ("", "#"):
        return False
    if bracketed and token.isalpha() and token.islower():  # "(исп. Juventudes"
        return False
    numeral = rules.ordinals and _NUMERAL.fullmatch(token)
    if kind == "?" or numeral or (kind is None and token < "\u0e00" and _INITIAL.fullmatch(token)):
        initial = len(word) == 1 and text[after.end() : after.end() + 1] == "."
        return rules.opens(word) and not initial
    return kind != "!" or word not in rules.within


def _is_careless(text: str, start: int, after: re.Match[str], rules: _Rules) -> bool:
    """Whether a full stop behind a plain word may end a sentence before a small letter."""
    before = text[max(start, after.start() - 6) : after.start() - 1]
    plain = len(before) == 5 and before.isalpha() and before.islower()
    listed = rules.openers and not rules.ordinals  # Turkish "beşyüzdört. madde"
    return bool(plain and listed and after["space"] and not after["open"])


def _is_glued(text: str, start: int, mark: re.Match[str], after: re.Match[str], end: int) -> bool:
    """Whether a sentence begins right behind the mark: "is here.That was"."""
    word = after["word"]
    if mark["close"] or len(mark["soft"]) > 1:
        return False
    if word[:1] >= "ぁ":  # Chinese with western marks
        return mark["soft"] != "."
    capital = word[:1].isupper() and (word[1:].islower() or word.isupper())
    if not capital or word in ("Com", "Net", "Org") or not _BEHIND.match(text, after.end(), end):
        return False
    before = text[max(start, mark.start() - 24) : mark.start()].rpartition(" ")[2]
    return bool(_GLUED.fullmatch(before)) and not before[-1].isupper()


def _is_attributed(
    text: str, mark: re.Match[str], after: re.Match[str], end: int, rules: _Rules
) -> bool:
    """Whether a name and a verb of speech follow: "“Why?” Mr. Smith asked"."""
    behind = text[after.start("word") : min(end, after.end() + 60)].split()
    for word in behind[:5] if mark["soft"] != "." else ():
        if not word[0].isupper():
            return word.strip(".,:;") in rules.speech
        if word[-1] in ".!?…" and rules.kinds.get(word[:-1]) != "":
            break
    return False
