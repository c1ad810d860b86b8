"""Sources, listing: bytes from the web -> Listing. Pure; run where a hang or a bomb cannot hurt."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Literal

from .. import data
from ..types import Article, Raw, Rejected
from . import mail, markup, records
from .nouns import Item, Listing

FULL = 1000  #: characters of text from which an item of a feed holds its whole article
LARGEST = 15_000_000  #: bytes of a gzipped sitemap when unpacked
_CUT = re.compile(
    r"(?:\.\.\.|…|&hellip;|&#8230;)[\])]?\s*(?:</\w+>\s*)*(?:<a\b.{0,500})?$", re.DOTALL
)  #: an end such as "… <a>Continue reading</a>"
GATE = "gate"  #: the stage of a ``Rejected`` page that may be the article another time
_TAG = re.compile(r"<[^<>]*>")
_XML_ROOT = re.compile(
    rb"<(?:[\w.-]{1,30}:)?(rss|rdf|feed|opml|urlset|sitemapindex|channel)\b", re.I
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta)\b", re.IGNORECASE)
_LINK = re.compile(rb"\s*(?:https?://[!-~]{1,2000})?\s*")  #: of a sitemap in plain text
_HEAD = 4096  #: bytes in which a document says what it is, comments before it not counted
SHORT = 1500  #: characters of text of which the pages have less that stand before an article


def understand(
    body: bytes,
    *,
    url: str,
    kind: str,
    type: str,
    charset: str,
    decode: Callable[[bytes], str] | None = None,
) -> Listing | Rejected:
    """What a body is and what it lists.

    ``kind`` is what the user said it is, ``""`` for whatever it looks like; ``decode`` reads XML
    that is not in the encoding it states.
    """
    if body[:2] == b"\x1f\x8b":
        try:
            body = zlib.decompressobj(31).decompress(body, LARGEST)
        except zlib.error:
            return Rejected(url, "read", "broken gzip")
    body = _from_the_start(body)
    if not body:
        return Rejected(url, "read", "an empty answer")
    what = _sniff(body, type)
    if what == "text" and kind in ("", "sitemap") and all(map(_LINK.fullmatch, body.split(b"\n"))):
        return _sorted_out(_links(body))
    if kind and what != kind:
        is_ = {"markup": "no XML"}.get(what, f"a {what}")
        if not (what == "markup" or (kind == "feed" and what == "json")):
            return Rejected(url, "read", f"is no {kind} but {is_}")
    if what == "markup":
        listing = markup.read_markup(body, url, charset, decode)
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


def _links(body: bytes) -> Listing:
    """A sitemap in plain text: one address a line (sitemaps.org)."""
    found = [line.decode("ascii").strip() for line in body.split(b"\n")[: markup.MOST]]
    return Listing("sitemap", items=tuple(Item(Raw(f, "html", "", url=f), f) for f in found if f))


def _from_the_start(body: bytes) -> bytes:
    """A document without what servers put before it: blanks, comments, warnings of PHP."""
    body = body.lstrip()
    while body.startswith(b"<!--") and (end := body.find(b"-->")) > 0:
        body = body[end + 3 :].lstrip()
    declared = body.find(b"<?xml", 0, _HEAD)
    if declared > 0 and _XML_ROOT.search(body, declared, declared + _HEAD):
        body = body[declared:]
    return body


def _sniff(body: bytes, type: str) -> str:
    """``markup``, ``json``, ``mail``, ``text`` or ``page``."""
    head = body[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    elif head[:1] == b"<" and head[1:2] == b"\0":
        head = head.decode("utf-16-le", "ignore").encode()
    elif head[:2] == b"\0<":
        head = head.decode("utf-16-be", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    xml, html = _XML_ROOT.search(head), _HTML.search(head)
    if xml and not (html and html.start() < xml.start()):
        return "markup"
    if type == "message/rfc822" or head.startswith((b"Return-Path:", b"Received:", b"From: ")):
        return "mail"
    if head[:1] in (b"{", b"[") and not (html and type == "text/html" and b"jsonfeed" not in head):
        return "json"
    if head.startswith(b"<?xml") and not html:
        return "markup"
    return "text" if type == "text/plain" and not html else "page"


def _sorted_out(listing: Listing | Rejected) -> Listing | Rejected:
    """The listing, each page once, and items that hold their whole article without the page."""
    if isinstance(listing, Rejected):
        return listing
    once: dict[str | int, Item] = {}
    for number, item in enumerate(listing.items):
        once.setdefault(
            item.page or number, replace(item, page="") if is_whole(item.raw.body) else item
        )
    return replace(listing, items=tuple(once.values()))


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


def is_gate(article: Article) -> bool:
    """Whether a page asks for consent, checks for robots, or says that there is nothing."""
    pattern = _gates()
    short = len(article.text) < SHORT
    return short and any(pattern.match(text) for text in (article.title, article.text) if text)


@cache
def _gates() -> re.Pattern[str]:
    return re.compile("|".join(data.entries("gates", "all")), re.IGNORECASE)


def cleaned(
    clean: Callable[[Raw], Article | Rejected], raw: Raw, charset: str, outlet: str
) -> tuple[Raw, Article] | Rejected:
    """A document with its article; ``outlet`` is taken where it names none itself."""
    if isinstance(raw.body, bytes):
        raw = replace(raw, body=decoded(raw.body, charset))
    article = clean(raw)
    if isinstance(article, Rejected):
        return article
    if isinstance(raw.body, bytes) and is_gate(article):
        return Rejected(raw.ref, GATE, "not the article but a page before it: "
                        f"{article.text[:60]!r}")  # fmt: skip
    return raw, replace(article, outlet=article.outlet or outlet)
