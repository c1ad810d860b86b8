"""Stage 1, clean.titles: the lines at the head of a document -> the one that is its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .. import language
from ..data import entries
from .boilerplate import ENDS
from .shapes import same

WORDS = (3, 20)  #: of a first line that nothing but its shape shows to be the title
SURE = 30  #: words of a title that a dateline or a byline follows
_SEPARATOR = re.compile(r"\s*[|｜]\s*|\s+(?:»|::|·|•|›|<|←)\s+")
_DASH = re.compile(r"\s+(?:[-–—/]|\|)\s+")
_CRUMB = re.compile(r"\s*(?:[>»›→|•·]|\s/\s|::)\s*")
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-zа-я]{2,10}", re.IGNORECASE)


@cache
def _sections() -> frozenset[str]:
    return frozenset(entries("wire", "sections"))


def split_page_title(line: str, others: Sequence[str]) -> tuple[str, str] | None:
    """Title and site of ``Title | Section | Site`` in any order, else None.

    The title is the part that recurs among the other lines, else the longest.
    A dash may belong to the title, so it divides only where the title recurs
    or a domain name follows.
    """
    if len(line) > 400 or (line.endswith((".", "…")) and not _DOMAIN.search(line)):
        return None
    parts = [p for p in _SEPARATOR.split(line) if p.strip()]
    if 2 <= len(parts) <= 6:
        known = [p for p in parts if any(same(p, o) for o in others)]
        title = max(known or parts, key=len)
        if len(language.words(title)) < WORDS[0]:
            return None
        sites = [p for p in parts if p != title and len(p.split()) <= 5]
        sites = [p for p in sites if p.casefold() not in _sections()]
        # The site ends a page title, or opens it when the title is last.
        sign = 1 if parts[-1] == title else -1
        sites.sort(key=lambda p: (not _DOMAIN.fullmatch(p), sign * parts.index(p)))
        return title.strip(), sites[0] if sites else ""
    for dash in reversed(list(_DASH.finditer(line))):
        left, right = line[: dash.start()].strip(), line[dash.end() :].strip()
        for title, site in ((left, right), (right, left)):
            recurs = any(same(title, other) for other in others) and len(site.split()) <= 5
            domain = _DOMAIN.fullmatch(site) and len(language.words(title)) >= WORDS[0]
            if recurs or domain:
                return title, "" if site.casefold() in _sections() else site
    return None


def without_site(title: str, site: str) -> str:
    """A title without the site's name behind or before it, if the site is known."""
    cut = split_page_title(title, [])
    for dash in _DASH.finditer(title):
        left, right = title[: dash.start()].strip(), title[dash.end() :].strip()
        if same(right, site):
            return left
        if same(left, site):
            return right
    return cut[0] if cut and same(cut[1], site) else title


def is_breadcrumb(line: str) -> bool:
    """Whether a line is the way to a page: "Home > World > Fisheries"."""
    parts = [p for p in _CRUMB.split(line[:200]) if p]
    return (
        2 <= len(parts) <= 6
        and any(p.casefold() in _sections() for p in parts)
        and all(len(p.split()) <= 3 for p in parts)
    )


def is_title(line: str, following: Sequence[str], *, sure: bool = False) -> bool:
    """Whether a first line without an end mark, before a longer one, is the title.

    ``sure`` where a dateline or a byline follows it.
    """
    if not following or len(line) > 300 or line.endswith((".", "…", ":", ";", ",", "。")):
        return False
    count = len(language.words(line))
    if sure:
        return 2 <= count <= SURE
    if not WORDS[0] <= count <= WORDS[1] or not any(s.endswith(ENDS) for s in following):
        return False
    if line.endswith(("?", "？")) and any(s.endswith(("?", "？")) for s in following):
        return False  # an interview
    near = following[:3]
    return any(len(s) > len(line) or (count <= 12 and s.endswith(ENDS)) for s in near)
