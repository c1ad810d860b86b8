"""What publishers really send: documents with one bad habit each, and what is read of them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hostile import hosts
from test_collect import collect, feed, page

from briefing.app import collecting as hall
from briefing.clean import clean
from briefing.sources.listing import is_gate, understand
from briefing.sources.nouns import Listing
from briefing.types import Article, Raw, Rejected

BASE = "https://crier.example/news/feed.xml"
SENTENCE = "The ministers of nine coastal states agreed on Friday to halve the catch of sturgeon. "
WHOLE = "".join(f"<p>{SENTENCE}They meet again in month {k}.</p>" for k in range(12))
RU = "Министры девяти прибрежных государств договорились в пятницу вдвое сократить вылов осетра."
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'>{}</feed>"
JSON = "https://jsonfeed.org/version/1.1"


def rss(items: str = "<item><title>T</title><link>/1</link></item>", coding: str = "utf-8") -> str:
    return f"<?xml version='1.0' encoding='{coding}'?><rss><channel><title>C</title>{items}</channel></rss>"


def titled(title: str, coding: str = "utf-8") -> str:
    return rss(f"<item><title>{title}</title><link>/1</link></item>", coding)


def jsons(*items: Any) -> str:
    return json.dumps({"version": JSON, "title": "C", "items": items}, ensure_ascii=False)


ONE = ("feed", ["/1 T"])
RUSSIAN = ("feed", ["/1 Осётр"])
#: name -> (document, what it is and its items as "page title", or why it is refused)
UGLY: dict[str, tuple[bytes | str, Any]] = {
    # titles
    "tags and characters in CDATA": (titled("<![CDATA[A <b>bold</b> R&D &amp; more]]>"), ("feed", ["/1 A bold R&D & more"])),
    "escaped twice": (titled("Tom &amp;amp; Ann&amp;#8217;s &amp;quot;day&amp;quot;"), ("feed", ["/1 Tom & Ann’s \"day\""])),
    "escaped tags": (titled("&lt;em class='x'&gt;Storm&lt;/em&gt; ahead"), ("feed", ["/1 Storm ahead"])),
    "a sign that is no tag": (titled("3 &lt; 5 and x&lt;y"), ("feed", ["/1 3 < 5 and x<y"])),
    "HTML's characters": (titled("Caf&eacute;&nbsp;&ndash; d&eacute;j&agrave; vu"), ("feed", ["/1 Café – déjà vu"])),
    "line ends": (titled("\n A\n\t b \r\n"), ("feed", ["/1 A b"])),
    "control characters": (titled("T\x01\x0b"), ONE),
    # encodings
    "windows-1251": (titled("Осётр", "windows-1251").encode("cp1251"), RUSSIAN),
    "koi8-r": (titled("Осётр", "koi8-r").encode("koi8-r"), RUSSIAN),
    "utf-16": (titled("Осётр", "utf-16").encode("utf-16"), RUSSIAN),
    "utf-16 that says utf-8": (titled("Осётр").encode("utf-16"), RUSSIAN),
    "utf-16 without mark": (titled("Осётр", "utf-16le").encode("utf-16le"), RUSSIAN),
    "utf-16 of the other end": (titled("Осётр", "utf-16be").encode("utf-16be"), RUSSIAN),
    "utf-8 that says 1251": (titled("Осётр", "windows-1251"), RUSSIAN),
    "quotation marks of Windows": (titled("D\x93q\x94", "iso-8859-1").encode("latin-1"), ("feed", ["/1 D“q”"])),
    "a mark and blanks": (b"\xef\xbb\xbf\n\n  " + rss().encode(), ONE),
    # what stands around
    "a warning of PHP": ("<br />\n<b>Warning</b>: mysql in /x.php<br />\n" + rss(), ONE),
    "a long comment": (f"<!-- cached -->\n<!--{'x' * 9000}-->" + rss(), ONE),
    "a script behind": (rss() + "<script>track()</script>", ONE),
    "capital letters": ("<RSS><CHANNEL><ITEM><TITLE>T</TITLE><LINK>/1</LINK></ITEM></CHANNEL></RSS>", ONE),
    "packed": (gzip.compress(rss().encode()), ONE),
    "badly packed": (b"\x1f\x8b\x08\x00" + b"junk" * 50, "broken gzip"),
    "nothing": ("", "an empty answer"),
    "blanks": (" \n", "an empty answer"),
    "no item": (rss(""), ("feed", [])),
    "cut off": (rss()[:-30], ONE),
    # links
    "the same link twice": (rss("<item><title>T</title><link>/1</link></item>" * 2), ONE),
    "the same guid twice": (rss("".join(f"<item><guid>1</guid><title>{n}</title><link>/{n}</link></item>" for n in "ab")), ("feed", ["/a a", "/b b"])),
    "no link but a guid": (rss(f"<item><title>T</title><link/><guid>{BASE[:21]}/1</guid></item>"), ONE),
    "no link but an id": (ATOM.format(f"<entry><title>T</title><id>{BASE[:21]}/1</id></entry>"), ONE),
    "content elsewhere": (ATOM.format("<entry><title>T</title><id>urn:1</id><content src='/1'/></entry>"), ONE),
    "a base of its own": (ATOM.format("<entry xml:base='https://crier.example/'><title>T</title><link href='1'/></entry>"), ONE),
    "a blank in a link": (rss("<item><title>T</title><link>/a b</link></item>"), ("feed", ["/a%20b T"])),
    "a link that is none": (rss("<item><title>T</title><link>javascript:alert(1)</link></item>"), ("feed", [" T"])),
    "a script's address in a feed scheme": ("<opml><body><outline xmlUrl='feed://crier.example/f'/><outline XMLURL='feed:https://crier.example/g'/></body></opml>", ("opml", ["http://crier.example/f", "https://crier.example/g"])),
    # JSON
    "JSON without news": (jsons(), ("feed", [])),
    "JSON with rubbish": (jsons({"id": "1", "url": "/1", "title": "T"}, None, "x", {"id": 2}), ONE),
    "JSON with characters": (jsons({"id": "1", "url": "/1", "title": "A &amp; B"}), ("feed", ["/1 A & B"])),
    "JSON with an id alone": (jsons({"id": "https://crier.example/1", "title": "T"}), ONE),
    "JSON in UTF-16": (jsons({"id": "1", "url": "/1", "title": "Осётр"}).encode("utf-16"), RUSSIAN),
    # sitemaps
    "a sitemap in lines": ("https://crier.example/1\r\nhttps://crier.example/2\r\n", ("sitemap", ["/1 ", "/2 "])),
    "a sitemap with doubles": ("<urlset><url><loc> /1 </loc></url><url><loc>/1</loc></url><url/></urlset>", ("sitemap", ["/1 "])),
}  # fmt: skip


@pytest.mark.parametrize("name", UGLY)
@pytest.mark.parametrize("type", ["application/xml", "text/html", "text/plain"])
def test_bad_habits(name: str, type: str) -> None:
    body, expected = UGLY[name]
    data = body if isinstance(body, bytes) else body.encode()
    if type != "text/plain" and name == "a sitemap in lines":
        return
    found = understand(data, url=BASE, kind="", type=type, charset="")
    if isinstance(expected, str):
        assert isinstance(found, Rejected)
        assert expected in found.reason
        return
    assert isinstance(found, Listing), found
    items = [f"{i.page.removeprefix('https://crier.example')} {i.raw.title}" for i in found.items]
    assert (found.kind, items or list(found.lists)) == expected


@pytest.mark.parametrize(
    "date", ["Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z", "0000-00-00"]
)
def test_a_date_that_was_never_set_is_none(date: str) -> None:
    body = rss(
        f"<item><title>T</title><link>/1</link><pubDate>{date}</pubDate><updated>2025-11-21</updated></item>"
    )
    found: Any = understand(body.encode(), url=BASE, kind="", type="", charset="")
    assert found.items[0].raw.published == "2025-11-21"


def test_a_title_has_an_end() -> None:
    found: Any = understand(titled("word " * 9000).encode(), url=BASE, kind="", type="", charset="")
    assert len(found.items[0].raw.title) <= 501


# -- pages that stand before an article ---------------------------------------------------

GATES = {
    "We value your privacy": "We and our 842 partners store and access information on your device. You can change your choices at any time.",
    "Just a moment...": "Checking your browser before accessing crier.example. This process is automatic and takes five seconds.",
    "404 - Page not found": "Sorry, the page you were looking for does not exist. It may have been moved or deleted.",
    "Страница не найдена": "Возможно, она была удалена или её адрес изменился. Вернитесь на главную страницу сайта.",
    "Wir verwenden Cookies": "Wir und unsere 120 Partner speichern Informationen auf Ihrem Gerät und greifen darauf zu.",
}  # fmt: skip
REPORTS = {
    "Cookie rules tightened in nine states": "Ministers agreed on Friday that sites must ask before they store cookies on a device.",
    "Access to the port denied to 40 ships": "The harbour master said on Monday that no ship would enter before the storm was over.",
    "Страницы истории города": "Музей открыл в понедельник выставку о первых жителях города и их домах.",
    "Just a month to the vote": "Parties in Elmford began their campaigns on Monday with speeches and songs.",
}  # fmt: skip


def paged(title: str, text: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"


@pytest.mark.parametrize(
    ("title", "gate"), [*((t, True) for t in GATES), *((t, False) for t in REPORTS)]
)
def test_gates(title: str, gate: bool) -> None:
    article = clean(Raw("u", "html", paged(title, (GATES | REPORTS)[title]).encode()))
    assert isinstance(article, Article)
    assert is_gate(article) == gate


def test_a_gate_is_no_article_and_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("briefing.fetch.client.DELAY", 0.0)
    title, text = next(iter(GATES.items()))
    with hosts() as net:
        wall = net.page("/consent", paged(title, text), etag='"c"')
        net.page("/1", "", status=302, location="/consent")
        net.page("/2", page(2), etag='"2"')
        url, alone = net.page("/feed", feed(1, 2), etag='"a"'), net.url("/1?alone")
        net.page("/1?alone", paged(title, text), etag='"c"')
        done = collect(url, alone)
        (gate,) = done[url][0].rejected
        assert gate.reason == f"not the article but a page before it: {text[:60]!r}"
        assert done[alone][0].error.startswith("not the article but a page before it")
        _, dead = hall.archived("a.db", addresses=[url, alone])
        assert [r.ref for r in dead] == [alone]  # the brief names it
        net.page("/1", page(1), etag='"1"')
        net.page("/1?alone", page(3), etag='"3"')
        done = collect(url, alone)
        assert (done[url][1].new, done[alone][1].new) == (1, 1)
        assert wall


@pytest.mark.parametrize("body", ["", "<html><body><div id=app></div></body></html>"])
def test_a_source_that_gives_nothing_is_dead_and_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with hosts() as net:
        url = net.page("/", body, etag='"a"')
        for _ in range(2):  # the second time "not modified" must not make it look well
            assert collect(url)[url][0].error
        _, dead = hall.archived("a.db", addresses=[url])
        assert [r.ref for r in dead] == [url]


def test_every_article_of_a_feed_out_of_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("briefing.fetch.client.DELAY", 0.0)
    with hosts() as net:
        net.page("/robots.txt", "User-agent: *\nDisallow: /1\nDisallow: /2\n")
        url = net.page("/feed", feed(1, 2), etag='"a"')
        item, _ = collect(url)[url]
        assert item.error == "none of 2 articles can be read: its robots.txt forbids it"
