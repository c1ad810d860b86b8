"""Stage 4, compare.figures_heads: a number that no noun follows -> the noun that stands before it.

"A population of more than 100,000", «Население города составляет 12 000», "Zahl der Toten stieg
auf 300": words such as population and toll say what is counted and open the phrase.
"""

from __future__ import annotations

import re
from functools import cache

from ..data import entries
from .figures_counted import Counted, phrase

REACH = 60  #: characters before the number
BETWEEN = 4  #: words at most between the noun and the number, "rose to more than" among them


@cache
def _heads(lang: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]] | None:
    found: list[tuple[str, str]] = []
    for line in entries("figures", "heads"):
        spoken, _, rest = line.partition(": ")
        if spoken == lang:
            words, _, noun = rest.partition(" = ")
            found += [(w.strip(), noun) for w in words.split(",")]
    if not found:
        return None
    found.sort(key=lambda f: -len(f[0]))
    joined = "|".join(re.escape(w).replace(r"\*", r"\w*") for w, _ in found)
    between = rf"(?:[ \xa0][^\W\d_][\w'’-]*){{0,{BETWEEN}}}?(?:[ \xa0][—–-])?"
    shapes = tuple((re.escape(w).replace(r"\*", r"\w*"), noun) for w, noun in found)
    return re.compile(
        rf"(?<!\w)(?<!dad de )(?<!ity of )(?<!ité de )({joined}){between}[ \xa0]$", re.IGNORECASE
    ), shapes


def headed(text: str, start: int, lang: str) -> Counted | None:
    """What the number at ``start`` counts by the noun before it; the span is that noun's."""
    known = _heads(lang)
    match = known[0].search(text, max(0, start - REACH), start) if known else None
    if not known or not match:
        return None
    noun = next(n for shape, n in known[1] if re.fullmatch(shape, match[1], re.IGNORECASE))
    return phrase(match.start(1), match.end(1), noun, "en")
