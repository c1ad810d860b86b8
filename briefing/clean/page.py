"""Stage 1, clean.page: an HTML page -> its text and what its head says (trafilatura)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ..anchors import parse_moment

PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "article.published", "published_time", "publication_date", "publish-date", "publish_date",
    "publishdate", "pubdate", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "dcterms.created", "dc.date.created", "parsely-pub-date", "sailthru.date",
    "cxenseparse:publishtime", "date", "datecreated", "originalpublicationdate",
)  # fmt: skip
SITE = ("og:site_name", "publisher", "application-name", "dc.publisher", "twitter:app:name:iphone")
_BLOCKS = (
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote",
    "section", "article", "header", "figure", "dd", "dt", "br", "hr",
)  # fmt: skip
_BLANKS = re.compile("[\\s\x00-\x1f\ud800-\udfff\ufffe\uffff]+")  #: and what XML forbids
_UNSEEN = ("script", "style", "template", "svg", "noscript")
_NOSCRIPT = re.compile(r"<noscript(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_DOCUMENT = re.compile(r"<(?:!doctype|html|head|body|meta|title)\b", re.IGNORECASE)
_MARKUP = re.compile(r"</(?:p|div|span|a|b|i|em|strong|li|ul|h[1-6]|td)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a page and its metadata, ``""`` where the page does not say."""

    text: str = ""
    title: str = ""
    outlet: str = ""
    published: str = ""
    byline: str = ""
    url: str = ""
    lang: str = ""


def is_html(text: str) -> bool:
    """Whether a text that was handed over as plain is marked up."""
    start = text.lstrip("\ufeff \n\r\t")[:200]
    marked = len(_MARKUP.findall(text[:20_000]))
    return bool(start[:1] == "<" and (_DOCUMENT.match(start) or marked)) or marked > 2


def read_page(html: str) -> Page:
    """Main text and metadata; dates only from markup, never guessed from the text."""
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # the reason is in our answer
    lxml: Any = import_module("lxml.html")
    html = _scripted(html)
    try:
        parser = lxml.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = lxml.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
        found = bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False},
        )
    except (LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return Page()
    page = found if isinstance(found, Document) else Document()
    text, said = page.text or "", _Said(tree)
    if not text.strip() and not _DOCUMENT.search(html[:5000]):
        text = _flat(tree)  # a fragment, as feeds carry it
    elif "\n" not in text:
        text = _apart(text, tree)
    heading = said.heading()
    if heading and text.startswith(heading + "\n"):
        text = text[len(heading) :]
    return Page(
        text=text,
        title=said.meta("og:title") or said.linked("headline") or page.title or heading,
        outlet=said.meta(*SITE) or said.linked("publisher") or page.sitename or "",
        published=said.published(),
        byline=said.linked("author") or page.author or "",
        url=said.address() or page.url or "",
        lang=said.language(),
    )


def _scripted(html: str) -> str:
    """The page as a browser with scripts shows it: without ``<noscript>``."""
    parts = _NOSCRIPT.split(html)
    for index, part in enumerate(parts[1:], 1):
        inside, end, rest = part.partition("</noscript>")
        parts[index] = rest if end else inside
    return "".join(parts)


def _flat(tree: Any) -> str:
    """The text of a fragment, a line a block. Changes the tree."""
    for element in tree.iter():
        element.text = _BLANKS.sub(" ", element.text or "")
        element.tail = _BLANKS.sub(" ", element.tail or "")
        if element.tag in _UNSEEN:
            element.text = ""
        if element.tag in _BLOCKS:
            element.text = "\n" + element.text
            element.tail = "\n" + element.tail
    return str(tree.text_content())


def _apart(line: str, tree: Any) -> str:
    """A line a block again: trafilatura's last resort, for short pages, puts all on one."""
    parts, at = [], 0
    for element in tree.iter(*_BLOCKS):
        if next(element.iterdescendants(*_BLOCKS), None) is None:
            block = " ".join(element.text_content().split())
            if block and line.startswith(block, at):
                parts.append(block)
                at += len(block) + 1
    return "\n".join([*parts, line[at:]]).strip()


class _Said:
    """What the head of a page says of it: meta elements, JSON-LD, links, time."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            content = (element.get("content") or "").strip()
            for key in ("property", "name", "itemprop", "http-equiv"):
                if content and (name := element.get(key)):
                    self._meta.setdefault(name.strip().lower(), content)
        self._linked = [thing for thing in self._things() if _is_article(thing)]

    def meta(self, *names: str) -> str:
        return next((self._meta[n] for n in names if n in self._meta), "")

    def linked(self, name: str) -> str:
        """A field of the article that the page's JSON-LD describes."""
        return next((v for thing in self._linked if (v := _plain(thing.get(name)))), "")

    def published(self) -> str:
        stated = self.meta(*PUBLISHED[:3]) or self.linked("datePublished") or self.meta(*PUBLISHED)
        if stated:
            return stated
        for element in self._tree.iter():
            if _dates(element) and not any(a.tag in _ASIDE for a in element.iterancestors()):
                written = " ".join(str(element.text_content())[:80].split())
                for value in (element.get("datetime"), element.get("content"), written):
                    if value and parse_moment(value, self.language()[:2].lower()):
                        return str(value)
        return ""

    def heading(self) -> str:
        return next((" ".join(h.text_content().split()) for h in self._tree.iter("h1")), "")

    def address(self) -> str:
        for element in self._tree.iter("link"):
            if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
                return str(element.get("href"))
        return self.meta("og:url") or self.linked("url")

    def language(self) -> str:
        root = self._tree.get("lang") or self._tree.get(
            "{http://www.w3.org/XML/1998/namespace}lang"
        )
        return str(root or self.meta("content-language", "og:locale", "language", "dc.language"))

    def _things(self) -> Iterator[dict[str, Any]]:
        for element in self._tree.iter("script"):
            if element.get("type") == "application/ld+json":
                try:
                    yield from _objects(json.loads(element.text or "null", strict=False))
                except (ValueError, RecursionError):
                    continue


_ASIDE = frozenset({"aside", "nav", "footer", "li"})
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|published|pub-?date|posted|timestamp|time)(?:$|[\s_-])", re.I
)
_CHANGED = re.compile(r"updat|modif", re.IGNORECASE)


def _dates(element: Any) -> bool:
    """Whether an element of a page is made to hold the day of publication."""
    marks = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
    if _CHANGED.search(marks) or len(marks) > 200:
        return False
    return (
        element.tag == "time"
        or element.get("itemprop") == "datePublished"
        or (element.tag in ("span", "div", "p") and bool(_DATE_CLASS.search(marks)))
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (g for g in graph if isinstance(g, dict)) if isinstance(graph, list) else ()


def _is_article(thing: dict[str, Any]) -> bool:
    kind = json.dumps(thing.get("@type", ""))
    return bool(re.search("Article|Posting|Report", kind))


def _plain(value: Any) -> str:
    """A name out of JSON-LD: a string, an object with a name, or a list of them."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_plain, value[:5])))
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or ""
    return value.strip() if isinstance(value, str) else ""
