"""Store, versions: whether two texts are versions of one article.

A text is the set of its runs of four words. Broder's resemblance (1997, "On the resemblance and
containment of documents") is the share of runs that two texts have in common; containment is the
share of one text's runs that the other has. Candidates are found by the least hashes of the runs
(his "bottom-k sketch"), so that no text is compared with all others.
"""

from __future__ import annotations

import zlib
from enum import Enum

from .. import language

RUN = 4  #: words of a run, as in ``cluster.reprints``
#: Least hashes kept of a text. Two texts that share 9 of 10 runs share none of 4 once in 10,000.
SKETCH = 4
#: Under one address: share of the shorter text's runs that the other must have. A page that
#: shows something else every hour shares its turns of phrase only (below .05 in made-up pages);
#: a story rewritten during the day keeps a paragraph.
SAME_PLACE = 0.2
#: Under two addresses of one publisher: resemblance. One number changed in a report of a hundred
#: words leaves .92. A bulletin that fills in a template every day comes as near, which is why
#: ``adding`` asks for the same title and day besides.
SAME_TEXT = 0.85
WHOLE = 0.97  #: containment from which a text holds all of another; joins cost some runs
TEASER = 0.5  #: of the runs: a text of fewer, all of them held, is a teaser; of more, a cut

Runs = frozenset[int]


class Change(Enum):
    """What a newer text is to one that is held."""

    OTHER = "another article"
    NONE = "the same words, or a teaser of them"
    GROWN = "all that is held, and more"
    CORRECTED = "held words were changed or taken away"


def runs(text: str) -> Runs:
    """The hashes of a text's runs of words; the same on every machine."""
    words = language.words(text)
    count = max(len(words) - RUN + 1, 1)
    return frozenset(zlib.crc32(" ".join(words[k : k + RUN]).encode()) for k in range(count))


def sketch(found: Runs) -> list[int]:
    """The least hashes."""
    return sorted(found)[:SKETCH]


def change(old: Runs, new: Runs, *, same_place: bool) -> Change:
    """What ``new`` is to ``old``; ``same_place`` where both stood under one address."""
    common = len(old & new)
    alike = common / min(len(old), len(new))
    if alike < SAME_PLACE or (not same_place and common / len(old | new) < SAME_TEXT):
        return Change.OTHER
    if old == new or (common >= WHOLE * len(new) and len(new) < TEASER * len(old)):
        return Change.NONE
    if common >= WHOLE * len(old) and len(new) > len(old):
        return Change.GROWN
    return Change.CORRECTED
