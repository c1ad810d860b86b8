"""Stage 4, compare.quotations.marks: text -> spans between quotation marks.

Marks that have a direction are paired by it; the others by the side that
touches a word, and where both or neither do (tokenised text, a missing space)
by whether one is open. What is marked inside a marked span belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 6_000  #: characters: marks further apart are no pair
SHORT = 40  #: characters of a name in a quotation, after which one mark may close both
CELL = 400  #: characters of a text that stands in marks as a whole, and is no quotation
DEEPEST = 8  #: marks open at a time

_MARK = re.compile(
    r"[“”„«»‘]|’’|’(?!\w)|``|(?<![.,!?])\"\"|\"\"(?!\w)|\"|''|(?<![\w'])'(?=\w)|(?<=[.,!?…])'(?![\w'])|(?P<line>\n)"
)
_SIGN = re.compile("[“”„«»‘’`\"'\n]")
_KIND = {"”": "“", "»": "«", "’’": "“", "``": '"', "''": '"', "’": "‘"}  #: else its own
_OPENS, _CLOSES = "„«‘", "”»’’"
#: After an apostrophe, what makes it none of a quotation: 's, 'em, '90s.
_CONTRACTED = re.compile(r".(?:s|re|ve|ll|d|m|t|em|n|cause|til|tis|twas|\d0s)\b", re.IGNORECASE)
#: A line break that ends a paragraph, and does not only wrap it.
_PARAGRAPH = re.compile(r"\n\s*(?:\n|[“«\"„—–-])|(?<=[.!?…:;”»\"'’])\n|\n(?=\s*$)")
#: Behind the name that ended a quotation: «Мы играем в «Зените», - сказал он.
_GOES_ON = re.compile(r"[.!?…,]\s*[-–—]\s+[^\W\dA-ZА-ЯЁ]")
_STOPS = ",.!?…"
#: The next mark without a direction; ``closing`` where it touches only the word before it.
_STRAIGHT = re.compile(r"(?P<closing>(?<=\S)(?:\"\"?|'')(?!\w)|(?<= )''(?!\w))|\"|''|\n")
_DIRECTED = re.compile(r"(?P<closing>[»”])|[«“„]|\n")
_MIXED = {"“": '"', '"': "“"}  #: “so"


@dataclass(frozen=True, slots=True)
class Marked:
    """``text[start:end]`` with its marks, ``text[inner:outer]`` without."""

    start: int
    inner: int
    outer: int
    end: int


_Open = list[tuple[str, int, int]]  #: kind, start and end of the opening marks not yet closed


def marked(text: str) -> list[Marked]:
    """The outermost pairs of marks, in order, none overlapping."""
    opened: _Open = []
    pairs: list[Marked] = []
    lost: dict[int, Marked] = {}
    for match in _marks(text):
        start, end, sign = match.start(), match.end(), match.group()
        if match["line"]:
            if opened and _PARAGRAPH.match(text, start):
                _lose(text, start, opened, lost)
                _end_paragraph(text, start, opened)
            continue
        kind = _KIND.get(sign, sign)
        if kind == '""' and [k for k, *_ in opened].count('"') > 1:
            _, begin, inner = opened[next(n for n, (k, *_) in enumerate(opened) if k == '"')]
            pairs.append(Marked(begin, inner, end - 1, end))  # `he said: "We won""`
            opened.clear()
            continue
        if kind == "“" and any(k == "„" for k, *_ in opened):
            kind = "„"
        closes = _closes(text, start, end, kind, opened)
        if closes is False and not _repeats(text, start, kind, opened):
            opened.append((kind, start, end))
            del opened[:-DEEPEST]
        depth = _innermost(kind, opened) if closes else -1
        if closes and depth < 0:
            depth = _innermost(_MIXED.get(kind, ""), opened)
        while depth >= 0:
            _, begin, inner = opened[depth]
            del opened[depth:]
            if end - begin <= LONGEST:
                pairs.append(Marked(begin, inner, start, end))
            shares = opened and opened[-1][0] == kind and end - begin <= SHORT
            depth = len(opened) - 1 if shares and _closes_both(text, end, kind) else -1
    _lose(text, len(text.rstrip()), opened, lost)
    return _outermost(text, [*pairs, *lost.values()])


def _marks(text: str) -> Iterator[re.Match[str]]:
    """``_MARK.finditer``, in a third of the time: most signs of a text are no marks."""
    place = _SIGN.search(text)
    while place:
        match = _MARK.match(text, place.start())
        if match:
            yield match
        place = _SIGN.search(text, match.end() if match else place.end())


def _closes_both(text: str, end: int, kind: str) -> bool:
    """Whether a name's closing mark closes the quotation too: no other one follows for it."""
    if not _GOES_ON.match(text, end):
        return False
    following = (_STRAIGHT if kind[0] == '"' else _DIRECTED).search(text, end, end + LONGEST)
    return not (following and following["closing"])


def _innermost(kind: str, opened: _Open) -> int:
    """Where the last open mark of a kind is, -1 if there is none."""
    return max((n for n, (k, *_) in enumerate(opened) if k == kind), default=-1)


def _closes(text: str, start: int, end: int, kind: str, opened: _Open) -> bool | None:
    """Whether a mark closes (true), opens (false) or is none of a quotation."""
    sign, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    is_open = _innermost(kind, opened) >= 0
    if kind == "„":
        return sign != "„"
    if kind in "‘'":
        return _single(text, start, end, is_open)
    if sign == "“":
        spaced = before == " " and (after in ("", "\n") or text[start - 2] in _STOPS)
        return is_open and (before != " " or spaced) and not after.isalnum()
    if sign == "«" and is_open and text[opened[_innermost(kind, opened)][1]] == "»":
        return True  # »so«
    if sign == "»" and not is_open:
        return None if before.strip() or not after.isalnum() else False
    if sign in _OPENS:
        return False
    if sign in _CLOSES:
        return True
    left = not before or before.isspace() or before in "([{—–-«“/:"
    right = not after or not (after.isalnum() or after in "$#@«“‘([")
    if not is_open and kind == '"' and not left and right and _innermost("“", opened) >= 0:
        return True
    says = _before(text, start) == "," and left and after.islower()  # `“We won, "he said`
    if not is_open and kind == '"' and says and _innermost("“", opened) >= 0:
        return True
    if not is_open:  # what only touches the word before it closes a quotation that lost its start
        if (sign, before, after) == ("''", " ", " "):
            return None  # 13.3 '' wide
        if before in ",:" and right:  # `he said," [We] won"`
            following = _STRAIGHT.search(text, end, end + LONGEST)
            return False if following and following["closing"] else None
        return None if not left and (right or before.isalnum()) else False
    if not left or right:
        return True
    line = text[max(0, start - 9) : start].rstrip(" ")
    if not line or line[-1] == "\n":
        return False  # once more, at the beginning of a paragraph
    # `we won. "He said`, `we won, "he said`: it closes, unless what comes next closes
    following = _STRAIGHT.search(text, end, end + LONGEST)
    next_closes = following and following["closing"]
    return not next_closes if _before(text, start) in ",…" else False


def _before(text: str, start: int) -> str:
    """The last sign before a place, but one space."""
    return text[max(0, start - 2) : start].rstrip()[-1:] or " "


def _single(text: str, start: int, end: int, is_open: bool) -> bool | None:
    """As ``_closes``, for marks that may be apostrophes."""
    sign, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    if sign == "‘" or (sign == "'" and after.isalnum()):
        opens = not before.isalnum() and after.strip() and not _CONTRACTED.match(text, start)
        return False if opens and not is_open else None
    if not is_open:
        return None
    if before == "s":  # "the workers’ rights": another one closes behind it
        later = re.compile(r"[‘\n]|’(?!\w)").search(text, end, end + 400)
        return None if later and later.group() == "’" else True
    return True


def _repeats(text: str, start: int, kind: str, opened: _Open) -> bool:
    """Whether an opening mark repeats that of a quotation over several paragraphs."""
    if _innermost(kind, opened) < 0:
        return False
    line = text.rfind("\n", max(0, start - 9), start) + 1
    begins = bool(line) and not text[line:start].strip()
    before = text[max(0, start - 3) : start].rstrip(" '’")[-1:]
    return begins or (kind == '"' and before in ".!?…")


def _lose(text: str, end: int, opened: _Open, lost: dict[int, Marked]) -> None:
    """Note a quotation that a colon opens and that its paragraph may end without a mark."""
    if len(opened) == 1 and text[end - 1] in ".!?…":
        _, begin, inner = opened[0]
        if inner < end and _before(text, begin) == ":":
            lost.setdefault(begin, Marked(begin, inner, end, end))


def _end_paragraph(text: str, end: int, opened: _Open) -> None:
    """What is open at the end of a paragraph goes on in the next, or was none."""
    following = text[end : end + 40].lstrip()
    going_on: _Open = []
    for kind, begin, inner in opened:
        one_way = kind in "«“„" and following and end - begin <= LONGEST
        if one_way or following.startswith(text[begin:inner]):
            going_on.append((kind, begin, inner))
    opened[:] = going_on


def _outermost(text: str, pairs: list[Marked]) -> list[Marked]:
    content = len(text.strip())
    result: list[Marked] = []
    for pair in sorted(pairs, key=lambda p: (p.start, -p.end)):
        if pair.end - pair.start >= content > (SHORT if len(pairs) > 1 else CELL):
            continue  # marks around a whole text, of a table's cell
        if pair.inner < pair.outer and (not result or pair.start >= result[-1].end):
            result.append(pair)
    return result
