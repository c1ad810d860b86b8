"""Sources, markup: XML -> Listing. RSS 0.9 to 2.0, RDF, Atom, OPML, sitemaps, by lxml.

Read by local names, since half of the world's feeds get a namespace wrong, and
with libxml2's recovery, so that a feed broken in the middle gives what stands
before. Entities are never resolved, nothing is loaded, and nesting and text
keep libxml2's limits. Dates stay as written: fastfeedparser completes what a
feed leaves out ("Mon", "12 Nov") from today's date.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html.entities import name2codepoint
from typing import Any
from urllib.parse import urljoin

from ..types import Raw, Rejected
from .nouns import Item, Listing

MOST = 1000  #: items of a listing that are looked at: the first of a feed, the newest of a sitemap
MOST_SITEMAPS = 5  #: of an index, the newest
_AMPERSAND = re.compile(rb"&(?:([A-Za-z]{1,10}[0-9]{0,2});|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};)?")
_OF_XML = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_STATED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*['\"]([^'\"]{1,40})", re.IGNORECASE)
LONGEST_TITLE = 500  #: characters; what is longer is no title but a text
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]{0,500})?/?>")
#: Bytes 80 to 9F of Latin-1 stand for control characters, and are meant as Windows-1252.
_C1 = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xA0)}
_EPOCH = re.compile(r"1970-01-01|0000-00-00|\b0?1 Jan 1970\b")  #: a date that was never set
_FOREIGN = ("search.yahoo.com/mrss", "itunes", "podcast")  #: pictures and sounds have titles too
_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
_XHTML = "xhtml"


def read_markup(
    body: bytes, url: str, charset: str = "", decode: Callable[[bytes], str] | None = None
) -> Listing | Rejected:
    """What an XML document lists.

    ``url`` is its own, for relative links; ``charset`` counts where the document states none, and
    where neither fits, ``decode`` tells what its bytes say.
    """
    from lxml import etree

    encoding = _encoding(charset, body)
    if decode and not _fits(encoding, body):
        with suppress(ValueError):
            body, encoding = decode(body).encode("utf-8", "replace"), "utf-8"
    options: dict[str, Any] = {"encoding": encoding} if encoding else {}
    try:
        parser = etree.XMLParser(
            recover=True, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True, **options,
        )  # fmt: skip
        root = etree.fromstring(_repaired(body), parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        if str(error).startswith("unknown error"):  # libxml2's word for the end of memory
            raise MemoryError from None
        return Rejected(url, "read", f"broken XML: {' '.join(str(error).split())[:200]}")
    if root is None:
        return Rejected(url, "read", "broken XML: no element in it")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        return Rejected(url, "read", "refused: its XML declares entities")
    kind = _name(root)
    if kind in ("rss", "rdf", "feed", "channel"):
        return _feed(root, url)
    if kind == "opml":
        return Listing("opml", lists=tuple(dict.fromkeys(_outlines(root, url))))
    if kind == "urlset":
        return _sitemap(root, url)
    if kind == "sitemapindex":
        found = [(_text(e, "lastmod"), _text(e, "loc")) for e in _all(root, "sitemap")]
        newest = sorted((f for f in found if f[1]), key=lambda f: f[0], reverse=True)
        return Listing(
            "sitemap", lists=tuple(absolute(url, loc) for _, loc in newest[:MOST_SITEMAPS])
        )
    return Rejected(url, "read", f"neither a feed nor a sitemap nor OPML, but <{kind[:40]}>")


def _encoding(charset: str, body: bytes) -> str:
    """The encoding where the document states a wrong one or none; ``""`` to believe it.

    What is valid UTF-8 and has letters beyond ASCII is UTF-8, whatever it says; what says that it
    is and is not has the encoding of the header.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in body[:100]:
        return ""
    try:
        return "" if body.decode("utf-8").isascii() else "utf-8"
    except UnicodeDecodeError:
        stated = _STATED.match(body[:300].lstrip())
    if stated and stated[1].lower().replace(b"-", b"") != b"utf8":
        return ""
    return charset if charset.lower().replace("-", "") != "utf8" else ""


def _fits(encoding: str, body: bytes) -> bool:
    """Whether a document can be read in an encoding; with ``""`` in the one it states."""
    stated = _STATED.match(body[:300].lstrip())
    name = encoding or (stated[1].decode("ascii", "replace") if stated else "utf-8")
    try:
        body.decode(name)
    except UnicodeDecodeError:
        return b"\0" in body[:100] or body.startswith((b"\xff\xfe", b"\xfe\xff"))
    except LookupError:
        return False
    return True


def _repaired(body: bytes) -> bytes:
    """HTML's named characters, which XML does not know, by number; ``R&D`` as ``R&amp;D``.

    libxml2 recovers from them too, but loses the characters that follow.
    """
    if b"\0" in body[:100] or b"\x1b$" in body:  # UTF-16, ISO-2022: an ampersand may be a letter
        return body
    return _AMPERSAND.sub(_character, body)


def _character(match: re.Match[bytes]) -> bytes:
    name, whole = match[1], match[0]
    if (whole != b"&" and name is None) or name in _OF_XML:
        return whole
    code = name2codepoint.get(name.decode("ascii")) if name else None
    return b"&amp;" + whole[1:] if code is None else b"&#%d;" % code


def _feed(root: Any, url: str) -> Listing:
    channel = next(_all(root, "channel"), root)
    title, lang = _title(channel), _text(channel, "language")
    lang = lang or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    items: list[Item] = []
    for element in root.iter():
        if len(items) == MOST:
            break
        if isinstance(element.tag, str) and _name(element) in ("item", "entry"):
            items.append(_item(element, url, title, lang, len(items) + 1))
    return Listing("feed", title=title, items=tuple(items))


def _item(element: Any, base: str, outlet: str, lang: str, number: int) -> Item:
    link = _link(element)
    address = absolute(urljoin(base, element.base or ""), link)
    bodies = [_body(e) for e in _children(element, _BODIES)]
    body = max(bodies, key=len, default="")
    name = _text(element, "guid", "id") or str(number)
    raw = Raw(
        ref=address or f"{base}#{name[:200]}",
        kind="html" if body else "text",
        body=body,
        title=_title(element),
        outlet=_text(element, "source") or outlet,
        published=_published(element),
        url=address,
        lang=lang,
    )
    return Item(raw, page=address)


def _link(element: Any) -> str:
    """Where the article is: RSS's text, Atom's ``alternate``, or an id that is an address."""
    best = ""
    for link in _children(element, ("link",)):
        said = (link.get("href") or link.text or "").strip()
        if said and (link.get("rel") or "alternate") == "alternate":
            return said
        best = best or (said if link.get("rel") is None else "")
    away = next((e.get("src") for e in _children(element, ("content",)) if e.get("src")), "")
    name = _text(element, "guid", "id")
    return best or away or (name if name.startswith(("http://", "https://")) else "")


def _published(element: Any) -> str:
    """The first date that says something, as written."""
    said = (" ".join(_all_text(e).split()) for e in _children(element, _DATES))
    return next((date for date in said if date and not _EPOCH.search(date)), "")


def _body(element: Any) -> str:
    from lxml import etree

    if element.get("type") == _XHTML:
        return "".join(
            etree.tostring(child, method="html", encoding="unicode", with_tail=False)
            for child in element
        )
    text = _all_text(element).translate(_C1)
    if element.get("type") in ("text", None) and "<" not in text:
        text = text.replace("&", "&amp;") if element.get("type") == "text" else text
        return "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
    return text


def _sitemap(root: Any, url: str) -> Listing:
    items = []
    for element in _all(root, "url"):
        if not (address := absolute(url, _text(element, "loc"))):
            continue
        news = next(_all(element, "news"), element)
        paper = next(_all(news, "publication"), news)
        stated = _text(news, "publication_date")
        raw = Raw(
            ref=address, kind="html", body="", title=_title(news),
            outlet=_text(paper, "name"), published=stated, url=address,
            lang=_text(paper, "language"),
        )  # fmt: skip
        items.append((stated or _text(element, "lastmod"), Item(raw, page=address)))
    items.sort(key=lambda item: item[0], reverse=True)
    return Listing("sitemap", items=tuple(item for _, item in items[:MOST]))


def _outlines(root: Any, url: str) -> Iterator[str]:
    for outline in _all(root, "outline"):
        address = next((v for k, v in outline.attrib.items() if k.lower() == "xmlurl"), "")
        if found := absolute(url, address):
            yield found


def _subscribed(scheme: re.Match[str]) -> str:
    """``feed://host`` means ``http://host``, and ``feed:https://host`` what follows."""
    return "http://" if scheme[0].endswith("//") else ""


def absolute(base: str, link: str) -> str:
    """A link as an http or https address; ``""`` for one that is none."""
    link = re.sub("^feed:(?:(?=http)|//)", _subscribed, link.strip())
    try:
        found = urljoin(base, link).replace(" ", "%20") if link else ""
    except ValueError:
        return ""
    return found if found.startswith(("http://", "https://")) else ""


def _name(element: Any) -> str:
    """A tag in lower case without its namespace, or the prefix that was never declared."""
    return re.split("[}:]", element.tag)[-1].lower() if isinstance(element.tag, str) else ""


def _all(element: Any, name: str) -> Iterator[Any]:
    return (e for e in element.iter() if e is not element and _name(e) == name)


def _children(element: Any, names: tuple[str, ...]) -> list[Any]:
    """The children of these names, in the order of the names."""
    found = [
        e for e in element
        if _name(e) in names and not any(f in str(e.tag).lower() for f in _FOREIGN)
    ]  # fmt: skip
    return sorted(found, key=lambda e: names.index(_name(e)))


def _text(element: Any, *names: str) -> str:
    """What the first child of these names says, on one line."""
    for child in _children(element, names):
        if text := " ".join(_all_text(child).translate(_C1).split()):
            return text
    return ""


def _title(element: Any) -> str:
    """The title as plain text, though it may be HTML once more: ``R&amp;D``, ``<b>``."""
    return plain(_text(element, "title"))


def plain(title: str) -> str:
    """A title without markup, and no longer than one is."""
    if "&" in title or "<" in title:
        title = " ".join(html.unescape(_MARKUP.sub("", title)).split())
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE].rpartition(' ')[0]}…"


def _all_text(element: Any) -> str:
    return "".join(t for t in element.itertext() if isinstance(t, str))
