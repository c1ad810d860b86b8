"""Sources, records: JSON -> Raw, under whatever names a feed or an export keeps its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..types import Raw, Rejected
from .markup import plain

#: The names under which feeds and exports keep a field, ours first.
NAMES = {
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "content_text", "articleBody"),
    "html": ("html", "content_html"),
    "published": ("published", "date", "published_at", "publishedAt", "pubDate", "date_published",
                  "datePublished", "timestamp"),
    "url": ("url", "link"),
    "lang": ("lang", "language"),
    "outlet": ("outlet", "source", "publisher", "site"),
}  # fmt: skip
LISTS = ("articles", "items", "results", "documents", "data")


def read_json(body: bytes, ref: str) -> Iterator[Raw | Rejected]:
    """The articles of a JSON text: one, a list of them, or an object that holds a list."""
    if not body.strip():
        yield Rejected(ref, "read", "empty")
        return
    value = parse(body, ref)
    if is_feed(value):
        value = [_of_feed(item, value) for item in value["items"]]
        if not value:
            return  # a feed without news is a good feed
    if isinstance(value, dict) and not any(_first(value, n) for n in ("text", "html", "title")):
        value = next((value[name] for name in LISTS if isinstance(value.get(name), list)), value)
    records = value if isinstance(value, list) else [value]
    if not records:
        yield Rejected(ref, "read", "an empty list")
    for number, found in enumerate(records, 1):
        where = ref if records is not value else f"{ref}#{number}"
        yield record(found, ref, number) if isinstance(found, dict) else not_article(found, where)


def is_feed(value: Any) -> bool:
    """Whether a JSON value is a JSON Feed (https://www.jsonfeed.org/version/1.1)."""
    return (
        isinstance(value, dict)
        and "jsonfeed.org" in str(value.get("version"))[:100]
        and isinstance(value.get("items"), list)
    )


def is_address(value: Any) -> bool:
    """Whether a JSON value is an address on the web."""
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _of_feed(item: Any, feed: dict[str, Any]) -> Any:
    """An item with what the feed says for all of them."""
    if not isinstance(item, dict):
        return item
    link = item.get("external_url") or (item.get("id") if is_address(item.get("id")) else None)
    said = {"outlet": feed.get("title"), "language": feed.get("language"),
            "url": link, "text": item.get("summary")}  # fmt: skip
    whole = _first(item, "html") or _first(item, "text")
    title = {"title": plain(item["title"])} if isinstance(item.get("title"), str) else {}
    return {k: v for k, v in said.items() if k != "text" or not whole} | item | title


def parse(body: bytes, where: str) -> Any:
    """The value of a JSON text; bytes that are no UTF-8 become U+FFFD if they are few."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = json.detect_encoding(body)
        text = body.decode("utf-8" if encoding == "utf-8-sig" else encoding, "replace")
        if text.count("\ufffd") * 4 > sum(c > "\x7f" for c in text) + 4:
            return Rejected(where, "read", "not JSON in UTF-8")
    if "\0" in text[:8]:
        text = body.decode(json.detect_encoding(body), "replace")  # UTF-16 of Latin text
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return Rejected(where, "read", f"broken JSON: {error.msg} at {place}")
    except (ValueError, RecursionError):
        return Rejected(where, "read", "broken JSON: nested too deeply or a number too long")


def not_article(value: Any, where: str) -> Rejected:
    """Why a value that is no JSON object is no article."""
    if isinstance(value, Rejected):
        return value
    return Rejected(where, "read", "not an article: a JSON object with text or html is expected")


def record(found: dict[str, Any], ref: str, number: int) -> Raw | Rejected:
    """The article of a JSON object; its text must be text, other odd fields are left out."""
    where = f"{ref}#{_id(found.get('id')) or number}"
    for name in ("text", "html"):
        if found.get(name) and not isinstance(found[name], str | list):
            kind = type(found[name]).__name__
            return Rejected(where, "read", f"{name} is not a string but of type {kind}")
    fields = {name: _first(found, name) for name in NAMES}
    if not any(fields[name].strip() for name in ("title", "text", "html")):
        return Rejected(where, "read", "empty: it has neither text nor html nor title")
    html = fields["html"] if not fields["text"].strip() else ""
    return Raw(
        ref=where,
        kind="html" if html else "text",
        body=html or fields["text"],
        title=fields["title"],
        outlet=fields["outlet"],
        published=fields["published"],
        url=fields["url"],
        lang=fields["lang"],
    )


def _id(value: Any) -> str:
    """An identifier that fits on a line, else ``""``."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value) if isinstance(value, str) else f"{value:d}" if abs(value) < 10**20 else ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if text.isprintable() and len(text) <= 200 else ""


def _first(record: dict[str, Any], name: str) -> str:
    """A field under the first of its names that says something."""
    values = (_string(record.get(key)) for key in NAMES[name])
    return next((value for value in values if value.strip()), "")


def _string(value: Any) -> str:
    """A string, a number as written, the name in an object, the paragraphs of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _string(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return "\n\n".join(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        return ""
    return str(value)
