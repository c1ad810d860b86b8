"""Stage 1, clean.boilerplate: lines of a page -> the lines that are the article."""

from __future__ import annotations

import re
from functools import cache

from .. import language
from ..data import entries

_MACROS = {
    "{CHANNEL}": r"\b(?:whats\s?app|telegram|youtube|facebook|instagram|twitter|tik\s?tok|linkedin|"
    r"x\.com|x|threads|bluesky|viber|discord|spotify|vk(?:ontakte)?|вк(?:онтакте)?|ok\.ru|телеграм\w*|"
    r"ватсап\w*|вотсап\w*|вайбер\w*|ютуб\w*|фейсбук\w*|инстаграм\w*|соцсет\w*|соцмереж\w*|дзен\w*|"
    r"channels?|newsletters?|social (?:media|networks)|google (?:news|новости)|push|rss|app)\b",
    "{US}": r"(?:наш\w*|нас|нами|нам)\b",
    "{END}": r"\W*$",
    "{CAPITAL}": "[A-ZÀ-ÞА-ЯЁІЇЄҐƏĞŞÇÖÜİ]",
    "{SHORT}": r"(?:\s+\S+){0,8}",
}
#: The line may begin with a bullet or a dash; with a quotation mark it is someone's words.
_LEAD = r"[^\w\"“”«»„‟'‘’「『‹#©(]*"
_GLUE = re.compile(r"(?<=[\w.!?»”\")…])\s?(?=[^\W\d_])")
GLUED = 200  #: last characters of an article in which a footer without a full stop is sought
TAIL = 2000  #: last characters of an article in which boilerplate sentences are sought
SHORT, FEW = 4, 2  #: words of a line, and such lines, that may go from the very end
CELL = 6  #: words of a table's cell that is text
LONGEST = 60  #: words; nothing longer is boilerplate as a whole
ENDS = tuple(".!?…。！？؟۔।։:;\"”»“’')]」』）")


@cache
def _pattern() -> re.Pattern[str]:
    joined = "|".join(entries("boilerplate", "all") + entries("boilerplate", "own"))
    for name, value in _MACROS.items():
        joined = joined.replace(name, value)
    return re.compile(rf"{_LEAD}(?:{joined})", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether a line or sentence belongs to the page and not to the article."""
    return len(line) < 600 and len(line.split()) <= LONGEST and bool(_pattern().match(line))


def is_debris(line: str) -> bool:
    """Whether a line has no letter and no digit: ``|``, ``***``."""
    return not any(c.isalnum() for c in line)


def without_pipes(line: str) -> str:
    """A line without the pipes of a table around it; of a row, only cells that are sentences."""
    bare = line.strip(" \t\xa0")
    if "|" not in (bare[:1], bare[-1:]):
        return line
    inner = bare.strip("| \t\xa0")
    if bare[0] != "|" or "|" not in inner:
        return inner
    cells = [cell.strip() for cell in inner.split("|")]
    return "\n".join(c for c in cells if len(c.split()) >= CELL and c.endswith(ENDS))


def strip_boilerplate(lines: list[str], lang: str) -> list[str]:
    """The lines without debris, boilerplate lines and a boilerplate tail.

    One or two very short lines without an end mark go from the end as well
    (initials, a signature), and the last paragraph loses trailing sentences
    that are boilerplate.
    """
    kept = [s for s in lines if not is_debris(s) and not is_boilerplate(s)]
    kept = _without_signature(kept)
    while kept:
        body, tail = kept[-1][:-TAIL], kept[-1][-TAIL:]
        spans = language.sentences(tail, lang)
        while spans and is_boilerplate(tail[slice(*spans[-1])]):
            spans.pop()
        kept[-1] = _without_glued(body + (tail[: spans[-1][1]] if spans else ""))
        if kept[-1]:
            break
        kept.pop()
    return kept


def _without_signature(lines: list[str]) -> list[str]:
    """Drop a short last line behind a paragraph that ends like one; a list stays."""
    last = len(lines)
    while last and len(lines) - last <= FEW and _is_short(lines[last - 1]):
        last -= 1
    behind = lines[last - 1] if last else ""
    ended = behind.endswith(ENDS) and not behind.endswith((":", ";"))
    return lines[:last] if ended and len(lines) - last <= FEW else lines


def _is_short(line: str) -> bool:
    if len(line.split()) > SHORT or line.endswith(ENDS):
        return False
    return len(language.words(line)) <= 2 * SHORT  # of Chinese, pairs of characters


def _without_glued(line: str) -> str:
    """A paragraph without the footer that follows it with no mark: "... ended Print version"."""
    start = max(0, len(line) - GLUED)
    for gap in _GLUE.finditer(line, start):
        rest = line[gap.end() :]
        if rest[0].isupper() and len(rest.split()) > 1 and is_boilerplate(rest):
            return line[: gap.start()].rstrip()
    return line
