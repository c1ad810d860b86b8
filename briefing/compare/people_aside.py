"""Stage 4, compare.people_aside: what looks like a party and is none: outlets, names of things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..types import Article

_OPENING, _CLOSING = tuple('«"“„‘'), tuple('»"”“’')
_URL = re.compile(r"https?://(?:www\.)?([^/:?#]+)")
_DOMAIN = re.compile(r"(?:\.(?:com?|org|net|news|info|[a-z]{2}))+$", re.IGNORECASE)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks enclose a name alone: «Василий Быков» is a ship."""
    return text.startswith(_CLOSING, end) and text[start - 1 : start] in _OPENING


def letters_of(name: str) -> str:
    """What is compared of an outlet's name: its letters and digits."""
    return "".join(c for c in name.lower() if c.isalnum())


def outlets_of(articles: Sequence[Article]) -> set[str]:
    """The outlets of some articles as their letters: "Sahil News", also as sahilnews.az."""
    hosts = [host[1] for a in articles if (host := _URL.match(a.url))]
    named = [a.outlet for a in articles if a.outlet] + hosts
    return {letters_of(n) for name in named for n in (name, _DOMAIN.sub("", name))}
