"""Stage 1, clean.boilerplate: lines of a page -> the lines that are the article."""

from __future__ import annotations

import re
from functools import cache

from .. import language
from ..data import entries

_CHANNEL = (
    r"(?:whats\s?app|telegram|youtube|facebook|instagram|twitter|tik\s?tok|linkedin|x\.com|viber|"
    r"vk(?:ontakte)?|вк(?:онтакте)?|телеграм\w*|ватсап\w*|вотсап\w*|вайбер\w*|ютуб\w*|фейсбук\w*|"
    r"инстаграм\w*|соцсет\w*|дзен\w*|channels?|newsletters?|social media|google news|push|rss|app)"
)
#: A line of the article is longer than this or ends like a sentence.
SHORT = 6
LONGEST = 60  #: words; nothing longer is boilerplate as a whole
ENDS = tuple(".!?…。！？؟۔।։።:;\"”»“’')]")


@cache
def _pattern() -> re.Pattern[str]:
    lines = entries("boilerplate", "all") + entries("boilerplate", "own")
    joined = "|".join(line.replace("{CHANNEL}", _CHANNEL) for line in lines)
    return re.compile(rf"\W*(?:{joined})", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether a line or sentence belongs to the page and not to the article."""
    return len(line) < 600 and len(line.split()) <= LONGEST and bool(_pattern().match(line))


def is_debris(line: str) -> bool:
    """Whether a line has no letter and no digit: ``|``, ``***``."""
    return not any(c.isalnum() for c in line)


def strip_boilerplate(lines: list[str], lang: str) -> list[str]:
    """The lines without debris, boilerplate lines and a boilerplate tail.

    At the end of an article a short line without an end mark goes as well,
    and the last paragraph loses trailing sentences that are boilerplate.
    """
    kept = [s for s in lines if not is_debris(s) and not is_boilerplate(s)]
    while len(kept) > 1 and len(kept[-1].split()) <= SHORT and not kept[-1].endswith(ENDS):
        kept.pop()
    while kept:
        spans = language.sentences(kept[-1], lang)
        cut = len(spans)
        while cut and is_boilerplate(kept[-1][slice(*spans[cut - 1])]):
            cut -= 1
        if cut == len(spans):
            break
        kept[-1] = kept[-1][: spans[cut - 1][1]] if cut else ""
        if kept[-1]:
            break
        kept.pop()
    return kept
