"""Sources, listing: bytes from the web -> Listing. Pure; run where a hang or a bomb cannot hurt."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from ..types import Article, Raw, Rejected
from . import mail, markup, records
from .nouns import Item, Listing

FULL = 1000  #: characters of text from which an item of a feed holds its whole article
LARGEST = 15_000_000  #: bytes of a gzipped sitemap when unpacked
_CUT = re.compile(
    r"(?:\.\.\.|…|&hellip;|&#8230;)[\])]?\s*(?:</\w+>\s*)*(?:<a\b.{0,500})?$", re.DOTALL
)  #: an end such as "… <a>Continue reading</a>"
_TAG = re.compile(r"<[^<>]*>")
_XML_ROOT = re.compile(
    rb"<(?:[\w.-]{1,30}:)?(rss|rdf|feed|opml|urlset|sitemapindex|channel)\b", re.I
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta)\b", re.IGNORECASE)
_HEAD = 4096  #: bytes in which a document says what it is


def understand(body: bytes, *, url: str, kind: str, type: str, charset: str) -> Listing | Rejected:
    """What a body is and what it lists.

    ``kind`` is what the user said it is, ``""`` for whatever it looks like.
    """
    if body[:2] == b"\x1f\x8b":
        body = zlib.decompressobj(31).decompress(body, LARGEST)
    what = _sniff(body, type)
    if kind and what != kind:
        is_ = {"markup": "no XML"}.get(what, f"a {what}")
        if not (what == "markup" or (kind == "feed" and what == "json")):
            return Rejected(url, "read", f"is no {kind} but {is_}")
    if what == "markup":
        listing = markup.read_markup(body, url, charset)
        if kind and isinstance(listing, Listing) and listing.kind != kind:
            return Rejected(url, "read", f"is no {kind} but a {listing.kind}")
        return _sorted_out(listing)
    if what == "json":
        found = list(records.read_json(body, url))
    elif what == "mail":
        found = [mail.read_message(body, url)]
    else:
        shape: Literal["text", "html"] = "text" if what == "text" else "html"
        found = [Raw(url, shape, decoded(body, charset), url=url)]
    items = tuple(Item(r, markup.absolute(url, r.url)) for r in found if isinstance(r, Raw))
    listing = Listing(
        "feed" if what == "json" else "page",
        items=items if what == "json" else tuple(replace(i, page="") for i in items),
        rejected=tuple(r for r in found if isinstance(r, Rejected)),
    )
    return _sorted_out(listing)


def _sniff(body: bytes, type: str) -> str:
    """``markup``, ``json``, ``mail``, ``text`` or ``page``."""
    head = body[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    xml, html = _XML_ROOT.search(head), _HTML.search(head)
    if xml and not (html and html.start() < xml.start()):
        return "markup"
    if type == "message/rfc822" or head.startswith((b"Return-Path:", b"Received:", b"From: ")):
        return "mail"
    if head[:1] in (b"{", b"[") and type != "text/html":
        return "json"
    if head.startswith(b"<?xml") and not html:
        return "markup"
    return "text" if type == "text/plain" and not html else "page"


def _sorted_out(listing: Listing | Rejected) -> Listing | Rejected:
    """The listing, its items that hold their whole article without the page to fetch."""
    if isinstance(listing, Rejected):
        return listing
    whole = tuple(replace(i, page="") if is_whole(i.raw.body) else i for i in listing.items)
    return replace(listing, items=whole)


def is_whole(body: bytes | str) -> bool:
    """Whether a feed's text is long enough to be the article, and is not cut off."""
    text = body if isinstance(body, str) else ""
    return len(_TAG.sub("", text).strip()) >= FULL and not _CUT.search(text[-1000:])


def decoded(body: bytes, charset: str) -> bytes | str:
    """The text, if only the header knows its encoding, else the bytes: they say it themselves."""
    try:
        body.decode("utf-8")
        return body
    except UnicodeDecodeError:
        pass
    try:
        return (
            body.decode(charset) if charset.lower().replace("-", "") not in ("", "utf8") else body
        )
    except (LookupError, UnicodeError, ValueError):
        return body


def cleaned(
    clean: Callable[[Raw], Article | Rejected], raw: Raw, charset: str, outlet: str
) -> tuple[Raw, Article] | Rejected:
    """A document with its article; ``outlet`` is taken where it names none itself."""
    if isinstance(raw.body, bytes):
        raw = replace(raw, body=decoded(raw.body, charset))
    article = clean(raw)
    if isinstance(article, Rejected):
        return article
    return raw, replace(article, outlet=article.outlet or outlet)
