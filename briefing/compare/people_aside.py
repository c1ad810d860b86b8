"""Stage 4, compare.people_aside: what looks like a party and is none: outlets, authors, names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..types import Article

_OPENING, _CLOSING = tuple('«"“„‘'), tuple('»"”“’')
REACH = 60  #: characters of an agency or of "Reporting by" that may stand before a name
_CREDITS = re.compile(  # "Northern Press/", "Photo: ", "reporting by "
    r"(?:[^\W\d_a-zа-яё][\w.]+ ?/ ?"
    r"|\b(?i:(?:photo|image|picture|report|edit|writ|fotos?|фото)(?:ing)?(?: by|:| by:) ))$"
)
_AGENCY = re.compile(r" ?/ ?[^\W\d_a-zа-яё]\w+")
_URL = re.compile(r"https?://(?:www\.)?([^/:?#]+)")
_DOMAIN = re.compile(r"(?:\.(?:com?|org|net|news|info|[a-z]{2}))+$", re.IGNORECASE)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks enclose a name alone: «Василий Быков» is a ship."""
    return text.startswith(_CLOSING, end) and text[start - 1 : start] in _OPENING


def is_credited(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a picture's or a text's author: "Northern Press/Ivan Bilyk"."""
    ahead = text[max(0, start - REACH) : start]
    return bool(_CREDITS.search(ahead) or _AGENCY.match(text, end))


def letters_of(name: str) -> str:
    """What is compared of an outlet's name: its letters and digits."""
    return "".join(c for c in name.lower() if c.isalnum())


def outlets_of(articles: Sequence[Article]) -> set[str]:
    """The outlets of some articles as their letters: "Sahil News", also as sahilnews.az."""
    hosts = [host[1] for a in articles if (host := _URL.match(a.url))]
    named = [a.outlet for a in articles if a.outlet] + hosts
    return {letters_of(n) for name in named for n in (name, _DOMAIN.sub("", name))}
