"""What comes from the web: feeds, lists, pages and mail become items, whatever is wrong with them."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hostile import bomb
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import cell
from briefing.clean import clean, decode
from briefing.sources.listing import understand
from briefing.sources.mail import read_message
from briefing.sources.nouns import Listing
from briefing.types import Article, Raw, Rejected

DATA = Path(__file__).parent / "data" / "feeds"
BASE = "https://crier.example/news/feed.xml"
SENTENCE = "The ministers of nine coastal states agreed on Friday to halve the catch of sturgeon. "
LONG = "".join(f"<p>{SENTENCE}They meet again in {month}.</p>" for month in
               ("January", "March", "May", "July", "October", "November", "December", "April",
                "August", "June", "February"))  # fmt: skip


def listed(body: bytes | str, kind: str = "", type: str = "", charset: str = "") -> Any:
    data = body if isinstance(body, bytes) else body.encode()
    return understand(data, url=BASE, kind=kind, type=type, charset=charset)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8"])
@pytest.mark.parametrize("stated", ["UTF-8", "utf8", "no-such"])
def test_a_feed_that_lies_about_its_encoding(encoding: str, stated: str) -> None:
    title, said = "Береговой листок", "Порт закрыт из-за шторма, двенадцать судов ждут на рейде"
    feed = (
        f'<?xml version="1.0" encoding="{stated}"?><rss version="2.0"><channel>'
        f"<title>{title}</title><item><title>{said}</title><link>/a</link></item></channel></rss>"
    )
    found = understand(feed.encode(encoding), url=BASE, kind="", type="", charset="", decode=decode)
    assert isinstance(found, Listing)
    assert (found.title, found.items[0].raw.title) == (title, said)


CASES = json.loads((DATA / "listings.json").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_listings(case: dict[str, Any]) -> None:
    body = "\n".join(case["input"]).replace("LONG", LONG)
    found = listed(body.encode(case.get("encoding", "utf-8")), type=case.get("type", ""),
                   charset=case.get("charset", ""))  # fmt: skip
    expected = case["expected"]
    if "rejected" in expected:
        assert isinstance(found, Rejected), found
        assert expected["rejected"] in found.reason
        return
    assert isinstance(found, Listing), found
    assert found.kind == expected["kind"]
    assert list(found.lists) == expected.get("lists", [])
    assert len(found.items) == len(expected.get("items", []))
    for item, wanted in zip(found.items, expected.get("items", []), strict=True):
        wanted = dict(wanted)
        assert item.page == wanted.pop("page", "")
        body = wanted.pop("body", None)
        assert body is None or body.replace("LONG", LONG) == item.raw.body
        assert {name: getattr(item.raw, name) for name in wanted} == wanted


def test_a_kind_that_was_stated_must_fit() -> None:
    page, feed = "<html><body><p>x</p></body></html>", "<rss><channel/></rss>"
    for body, kind, said in [
        (page, "feed", "is no feed but a page"), (feed, "sitemap", "is no sitemap but a feed"),
        (feed, "opml", "is no opml but a feed"), (feed, "page", "is no page but a feed"),
    ]:  # fmt: skip
        assert said in listed(body, kind).reason


def test_a_zipped_sitemap() -> None:
    body = b"<urlset><url><loc>https://crier.example/1</loc></url></urlset>"
    assert listed(gzip.compress(body), type="application/x-gzip").items[0].page.endswith("/1")


# -- mail -----------------------------------------------------------------------------


def mail(headers: str, body: bytes) -> Any:
    return read_message(headers.strip().replace("\n", "\r\n").encode() + b"\r\n\r\n" + body, "m")


def test_a_newsletter() -> None:
    raw = mail(
        """From: =?utf-8?q?The_Crier_=E2=80=94_Morning?= <news@crier.example>
Subject: =?utf-8?b?0JHQvtC70YzRiNC1INC+0YHQtdGC0YDQvtCy?=
Date: Fri, 21 Nov 2025 07:00:00 +0400
Archived-At: <https://crier.example/m/1>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b""",
        b"--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html; "
        b"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Caf=C3=A9 " +
        SENTENCE.encode() + b"</p>\r\n--b--\r\n",
    )  # fmt: skip
    assert (raw.title, raw.outlet) == ("Больше осетров", "The Crier — Morning")
    assert (raw.kind, raw.url) == ("html", "https://crier.example/m/1")
    article = clean(raw)
    assert isinstance(article, Article)
    assert article.text == f"Café {SENTENCE.strip()}"
    assert article.published is not None
    assert article.published.isoformat() == "2025-11-21T03:00:00+00:00"


def test_what_encoded_words_smuggle_in_is_blank() -> None:
    raw = mail("From: a@b.example\nSubject: =?utf-8?q?x=0aBcc:_e=40x=0d=00?=", SENTENCE.encode())
    assert raw.title == "x Bcc: e@x"


def test_what_would_take_the_parser_long_is_refused() -> None:
    assert "headers of over 100 KB" in mail("From: " + "a@b.example, " * 300_000, b"x").reason
    assert "more than 5,000 parts" in mail("From: a@b.example", b"\n--b\n\nx" * 500_000).reason
    subject = "Subject: " + "=?utf-8?q?x?= " * 7_000
    assert len(mail(subject, SENTENCE.encode()).title) < 2_000


def test_an_mbox_and_messages_in_a_folder(tmp_path: Path) -> None:
    from briefing.sources import read

    message = f"Subject: {{}}\nFrom: Crier <a@b.example>\n\n{SENTENCE}\n"
    (tmp_path / "a.mbox").write_text("".join(
        f"From a@b.example Fri Nov 21 10:00:00 2025\n{message.format(n)}\n" for n in range(3)))  # fmt: skip
    (tmp_path / "b.eml").write_text(message.format("B"))
    (tmp_path / "c.mbox").write_bytes(b"\0\xff not a mailbox")
    found = list(read([str(tmp_path)]))
    assert [getattr(f, "title", "-") for f in found] == ["0", "1", "2", "B", "-"]
    assert [f.ref.rpartition("/")[2] for f in found][:2] == ["a.mbox#1", "a.mbox#2"]


# -- whatever strangers write ---------------------------------------------------------

FEEDS = [
    f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Crier</title><item><title>One</title><link>https://crier.example/1</link><pubDate>Fri, 21 Nov 2025 10:00:00 GMT</pubDate><content:encoded><![CDATA[{LONG}]]></content:encoded></item><item><title>Two &amp; more</title><guid>https://crier.example/2</guid><description>Short</description></item></channel></rss>""",
    f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Crier</title><entry><title type="html">One</title><link rel="alternate" href="/1"/><id>urn:1</id><updated>2025-11-21T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LONG}</div></content></entry></feed>""",
    json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Crier", "items": [
        {"id": "1", "url": "https://crier.example/1", "content_html": LONG, "title": "One"}]}),
    "<urlset><url><loc>https://crier.example/1</loc><lastmod>2025-11-21</lastmod></url></urlset>",
    "<opml><body><outline text='a'><outline xmlUrl='https://crier.example/f'/></outline></body></opml>",
    f"<!doctype html><html lang='en'><head><title>One</title></head><body><h1>One</h1>{LONG}</body></html>",
    f"From: Crier <a@b.example>\nSubject: One\nMIME-Version: 1.0\nContent-Type: text/html\n\n{LONG}",
]  # fmt: skip


def mutated(chance: random.Random) -> bytes:
    """A document with what goes wrong with documents: cut, doubled, torn, recoded, stuffed."""
    body = bytearray(
        chance.choice(FEEDS).encode(chance.choice(["utf-8"] * 5 + ["utf-16", "utf-7"]))
    )
    stuff = [b"\0", b"\xff\xfe", b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"&#x110000;", b"&#0;",
             b"&nbsp;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<item>", b"</channel>", b"<rss>",
             b'"', b"{", b"[", b"\xe2\x80\xa8", b"<script>", b"xmlns:x=''", b"<?xml version='1.1'?>",
             b"<html>", b"<base href='//x'>", "\U0001f4f0".encode(), b"\x1b[2J", b"href='http://['",
             b"<div>" * 300, b"1e999", b"\\ud800", b"From a@b Fri\n", b"=?utf-8?b?x"]  # fmt: skip
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(body) + 1)
        to = min(len(body), at + chance.choice([1, 3, 30, 400]))
        what = chance.random()
        if what < 0.45:
            body[at:at] = chance.choice(stuff)
        elif what < 0.65:
            del body[at:to]
        elif what < 0.8:
            body[at:at] = body[at:to]
        elif what < 0.95 and at < len(body):
            body[at] = chance.randrange(256)
        else:
            del body[at:]
    return bytes(body)


def digested(body: bytes) -> list[Any]:
    """A document on its whole way to articles."""
    listing = listed(body)
    if isinstance(listing, Rejected):
        return [listing]
    return [*(clean(item.raw) for item in listing.items), *listing.rejected]


@pytest.mark.parametrize("part", range(4))
def test_mutated_documents(part: int) -> None:
    for seed in range(part * 60, part * 60 + 60):
        for result in digested(mutated(random.Random(seed))):
            assert isinstance(result, Article | Rejected)


@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda t: f"<rss><item>{t}</item></rss>".encode())
)
@settings(max_examples=150, deadline=None)
def test_any_bytes(body: bytes) -> None:
    assert isinstance(listed(body), Listing | Rejected)
    assert isinstance(read_message(body, "m"), Raw | Rejected)


def laughs(depth: int = 12) -> str:
    declared = "<!ENTITY l0 'ha'>" + "".join(
        f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, depth)
    )
    return f"<!DOCTYPE rss [{declared}]><rss a='&l{depth - 1};'><item><title>&l{depth - 1};</title></item></rss>"


ATTACKS: dict[str, Any] = {
    "laughs": laughs,
    "quadratic": lambda: f"<!DOCTYPE rss [<!ENTITY a '{'a' * 100_000}'>]><rss><item><title>{'&a;' * 100_000}</title></item></rss>",
    "xxe": lambda: "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><item><title>&a;</title></item></rss>",
    "parameter": lambda: "<!DOCTYPE rss [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;]><rss><item><title>x</title></item></rss>",
    "external-dtd": lambda: "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'><rss><item><title>x</title></item></rss>",
    "xinclude": lambda: "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><item><title><xi:include href='/etc/passwd' parse='text'/></title></item></rss>",
    "deep": lambda: "<rss>" + "<a>" * 1_000_000,
    "deep-json": lambda: "[" * 5_000_000,
    "deep-json-objects": lambda: '{"items":' * 1_000_000,
    "deep-html": lambda: "<html>" + "<div>" * 300_000 + SENTENCE,
    "wide": lambda: "<rss>" + "<item><title>x</title></item>" * 500_000 + "</rss>",
    "attributes": lambda: "<rss " + " ".join(f"a{n}='x'" for n in range(400_000)) + "/>",
    "namespaces": lambda: "<rss " + " ".join(f"xmlns:a{n}='x{n}'" for n in range(200_000)) + "/>",
    "long-name": lambda: f"<rss><{'a' * 14_000_000}/></rss>",
    "long-text": lambda: f"<rss><item><title>{'a ' * 7_000_000}</title></item></rss>",
    "gzip": lambda: bomb(280, b"<rss>" + b"<a/>" * 99),
    "gzip-zeros": lambda: bomb(500),
    "numbers": lambda: '{"items": [' + "9" * 10_000_000 + "]}",
    "cdata": lambda: "<rss><item><description>" + "<![CDATA[" * 1_000_000,
    "comments": lambda: "<rss><!--" + "-" * 14_000_000,
    "entities-undeclared": lambda: f"<rss><item><title>{'&x;' * 3_000_000}</title></item></rss>",
    "mail-nested": lambda: "From: a@b.example\n" + "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(20_000)),
    "mail-parts": lambda: "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 500_000,
    "mail-headers": lambda: "From: " + "a@b.example, " * 300_000 + "\n\nx",
    "mail-words": lambda: "From: a@b.example\nSubject: " + "=?utf-8?q?x?= " * 200_000 + "\n\nx",
    "links": lambda: f"<html><body>{'<a href=x>y</a> ' * 400_000}</body></html>",
    "tables": lambda: "<html><body>" + "<table><tr><td>" * 50_000 + SENTENCE,
    "lookalike": lambda: "<html><body><p>" + "<" * 2_000_000 + SENTENCE,
    "ellipsis": lambda: "<rss><item><description>" + "&lt;/a&gt; ..." * 500_000 + "</description></item></rss>",
    "codec": lambda: b"<html><body>" + b"\xff-a" * 1_000_000,
}  # fmt: skip


def attack(name: str) -> bytes:
    body = ATTACKS[name]()
    return body if isinstance(body, bytes) else body.encode()


def attacked(body: bytes) -> list[Any]:
    listing = listed(body, charset="punycode")
    if isinstance(listing, Rejected):
        return [listing]
    results = [clean(item.raw) for item in listing.items[:20]]
    assert not any("root:" in getattr(r, "text", "") for r in results)
    return results


QUICK_ONES = [
    "laughs",
    "quadratic",
    "xxe",
    "parameter",
    "external-dtd",
    "xinclude",
    "deep",
    "gzip-zeros",
]


def test_attacks_in_a_cell_and_their_neighbours() -> None:
    async def run() -> list[Any]:
        async with cell.open_cell(2, seconds=8) as run:
            tasks = [run(name, f, arg) for name, f, arg in (
                ("hang", _hang, 0), ("bomb", _fill, 0), ("death", _die, 0),
                *((name, attacked, attack(name)) for name in QUICK_ONES),
                *((f"good{n}", _good, n) for n in range(20)),
            )]  # fmt: skip
            return await asyncio.gather(*tasks)

    hang, full, dead, *others = asyncio.run(run())
    assert hang == Rejected("hang", "read", "given up after 8 seconds of reading it")
    assert full == Rejected("bomb", "read", "takes more than 512 MB to read")
    assert dead == Rejected("death", "read", "its reader died of it")
    assert others[len(QUICK_ONES) :] == list(range(20))  # no neighbour is lost
    for name, result in zip(QUICK_ONES, others, strict=False):
        assert isinstance(result, list | Rejected), name


def _good(number: int) -> int:
    return number


def _hang(_: int) -> None:
    time.sleep(3600)


def _fill(_: int) -> int:
    return len(bytearray(10**9))


def _die(_: int) -> None:
    os._exit(9)
