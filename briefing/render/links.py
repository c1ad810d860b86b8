"""Render, links: a cited sentence -> the address that opens its page at that sentence."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_EDGE = 5  #: words at either end of a long quotation
_WHOLE = 2 * _EDGE + 2  #: a quotation of up to so many words is given whole
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


def href(url: str) -> str:
    """``url`` in ASCII if it is an ordinary http(s) address, else ``""``."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    if not known or _UNSAFE.search(url):
        return ""
    return quote(url, safe=":/?#[]@!$&'*+,;=~%")


def at_sentence(url: str, sentence: str) -> str:
    """``url`` with a text fragment (WICG scroll-to-text) for ``sentence``.

    A long sentence is named by its first and last words, so that the link
    stays short and finds it across markup.
    """
    page = href(url)
    words = sentence.split()
    if not page or not words:
        return page
    page = page.partition(":~:")[0]
    whole = len(words) <= _WHOLE
    parts = [words] if whole else [words[:_EDGE], words[-_EDGE:]]
    directive = ",".join(_encoded(" ".join(part)) for part in parts)
    return f"{page}{'' if '#' in page else '#'}:~:text={directive}"


def _encoded(text: str) -> str:
    """Percent-encoded, with the ``-`` that a text fragment gives a meaning."""
    return quote(text, safe="").replace("-", "%2D")
