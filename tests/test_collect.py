"""Collecting from real HTTP into a real archive: what is new, what failed, and what the brief says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hostile import Net, hosts

from briefing import cli
from briefing.app import collecting
from briefing.errors import UsageError
from briefing.sources import Address

NEWS = ["The council of Elmford approved a new harbour on Monday after a debate of four hours.",
        "The harbour will cost 40 million crowns and is to open in two years, the town hall said.",
        "Some 2,400 people had signed a letter that asked the council for the harbour.",
        "Builders from the town start work in April if the weather allows it at all."]  # fmt: skip


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("briefing.fetch.client.DELAY", 0.0)
    with hosts() as served:
        yield served


def page(number: int) -> str:
    text = "".join(f"<p>{line} It is report number {number}.</p>" for line in NEWS)
    return f"<!doctype html><html lang='en'><head><title>Report {number}</title></head><body><article><h1>Report {number} on the harbour</h1>{text}</article></body></html>"


def feed(*numbers: int, day: str = "Fri, 21 Nov 2025 10:00:00 GMT", body: str = "") -> str:
    items = "".join(
        f"<item><title>Report {n} on the harbour</title><link>/{n}</link><pubDate>{day}</pubDate>"
        f"<description>{body}</description></item>" for n in numbers)  # fmt: skip
    return f"<rss version='2.0'><channel><title>The Crier</title>{items}</channel></rss>"


def collect(*addresses: str) -> dict[str, Any]:
    done = collecting.collect(*addresses, archive="a.db", allow_hosts=["127.0.0.1"])
    return {item.source: (item, added) for item, added in done}


def counts(result: Any) -> tuple[int, int, int]:
    item, added = result
    return added.new, added.seen + item.unchanged, len(item.rejected)


def test_what_is_new_and_only_that(net: Net) -> None:
    for number in range(4):
        net.page(f"/{number}", page(number), etag=f'"{number}"' if number else "")
    url = net.page("/feed", feed(0, 1, 2), etag='"a"')
    assert counts(collect(url)[url]) == (3, 0, 0)
    net.requests.clear()
    assert counts(collect(url)[url]) == (0, 0, 0)
    assert net.asked == ["/robots.txt", "/feed"]  # not modified: no page is asked for
    net.page("/feed", feed(0, 1, 2, 3), etag='"b"')
    net.requests.clear()
    assert counts(collect(url)[url]) == (1, 3, 0)
    assert sorted(net.asked) == [
        "/1",
        "/2",
        "/3",
        "/feed",
        "/robots.txt",
    ]  # 0 cannot say so cheaply
    net.page("/2", page(2).replace("40 million", "55 million"), etag='"2b"')
    net.page("/feed", feed(2), etag='"c"')
    _, added = collect(url)[url]
    assert (added.new, added.versions) == (0, 1)
    articles, _ = collecting.archived("a.db", since=date(2025, 11, 21), until=date(2025, 11, 21))
    assert len(articles) == 4
    assert {a.outlet for a in articles} == {"The Crier"}
    assert all(a.text[s.start : s.end] for a in articles for s in a.sentences)


def test_what_failed_for_now_is_asked_for_again(net: Net) -> None:
    url = net.page("/feed", feed(1, 2), etag='"a"')
    net.page("/1", page(1), etag='"1"')
    net.page("/2", "", status=503, retry_after="3600")
    item, added = collect(url)[url]
    assert (added.new, [r.reason for r in item.rejected]) == (1, ["answers 503 Said"])
    net.page("/2", page(2))
    assert counts(collect(url)[url]) == (1, 1, 0)


def test_what_failed_for_ever_is_taken_from_the_feed(net: Net) -> None:
    short = "The council of Elmford approved a new harbour on Monday."
    url = net.page("/feed", feed(1, body=short), etag='"a"')
    item, added = collect(url)[url]
    assert (added.new, item.rejected) == (1, ())
    assert item.found[0][1].text == short


def test_whole_texts_are_not_fetched(net: Net) -> None:
    body = "&lt;p&gt;".join(NEWS * 4)
    url = net.page("/feed", feed(1, body=body))
    assert counts(collect(url)[url]) == (1, 0, 0)
    assert net.asked == ["/robots.txt", "/feed"]


def test_every_kind_of_source(net: Net, tmp_path: Path) -> None:
    for number in range(9):
        net.page(f"/{number}", page(number))
    net.page("/feed", feed(1), type="application/rss+xml")
    net.page("/json", json.dumps({"version": "https://jsonfeed.org/version/1", "items": [
        {"id": "2", "url": net.url("/2"), "title": "Report 2"}]}), type="application/feed+json")  # fmt: skip
    net.page(
        "/opml",
        f"<opml><body><outline xmlUrl='{net.url('/feed')}'/><outline xmlUrl='{net.url('/gone')}'/></body></opml>",
    )
    net.page(
        "/index", f"<sitemapindex><sitemap><loc>{net.url('/map')}</loc></sitemap></sitemapindex>"
    )
    net.page("/map", f"<urlset><url><loc>{net.url('/3')}</loc></url></urlset>")
    (tmp_path / "list.opml").write_text(
        f"<opml><body><outline xmlUrl='{net.url('/json')}'/></body></opml>"
    )
    (tmp_path / "mail.eml").write_text(
        "From: The Letter <a@b.example>\nSubject: Harbour\n\n" + "\n\n".join(NEWS)
    )
    (tmp_path / "file.txt").write_text("Harbour\n\n" + "\n\n".join(NEWS[:2]))
    sources = [net.url("/opml"), "list.opml", f"sitemap:{net.url('/index')}", f"page:{net.url('/4')}",
               net.url("/5"), "mail.eml", "file.txt"]  # fmt: skip
    done = {name: counts(result) for name, result in collect(*sources).items()}
    assert done == {
        net.url("/opml"): (0, 0, 0), "list.opml": (0, 0, 0), f"feed:{net.url('/feed')}": (1, 0, 0),
        f"feed:{net.url('/json')}": (1, 0, 0), f"feed:{net.url('/gone')}": (0, 0, 0),
        f"sitemap:{net.url('/index')}": (1, 0, 0), f"page:{net.url('/4')}": (1, 0, 0),
        net.url("/5"): (1, 0, 0), "mail.eml": (1, 0, 0), "file.txt": (1, 0, 0),
    }  # fmt: skip


def test_the_command_line(net: Net, capsys: pytest.CaptureFixture[str]) -> None:
    net.page("/1", page(1))
    good, dead = net.page("/feed", feed(1)), net.page("/dead", "", status=410)
    Path("briefing.toml").write_text(
        f"sources = ['{good}', '{dead}']\nallow_hosts = ['127.0.0.1']\narchive = 'a.db'\n"
    )
    assert cli.main(["collect"]) == 0
    told = capsys.readouterr()
    assert told.out == f"{good}: 1 new, 0 seen, 0 failed\n"
    assert f"{dead}: not collected: answers 410 Said" in told.err
    assert cli.main(["sources"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{dead}: last success never; 0 new, 0 seen, 0 failed"
    assert lines[1].startswith("  answers 410 Said (")
    assert lines[2].startswith(f"{good}: last success 20")
    assert cli.main(["make", "--day", "2025-11-21", "--json", "--collect", "-q"]) == 0
    brief = json.loads(Path("output/brief-2025-11-21.json").read_text("utf-8"))
    assert [r["stage"] for r in brief["rejected"]] == ["collect"]
    assert brief["rejected"][0]["reason"] == "answers 410 Said; never collected"
    assert cli.main(["collect", dead]) == 3
    assert "none of the 1 sources could be collected" in capsys.readouterr().err


@pytest.mark.parametrize("address", [
    "ftp://crier.example/", "file:///etc/passwd", "https://", "http://[::1", "feed:nowhere.xml",
    "https://crier.example/a b", "opml:nowhere.opml", "nowhere", "https://\x00/",
])  # fmt: skip
def test_addresses_that_make_no_sense(address: str) -> None:
    with pytest.raises(UsageError, match=r".*: "):
        Address.read(address)


def test_a_source_under_two_names_is_read_once(
    net: Net, capsys: pytest.CaptureFixture[str]
) -> None:
    net.page("/1", page(1))
    url = net.page("/feed", feed(1))
    twice = url.replace("http", "HTTP") + "#news"
    Path("news").mkdir()
    Path("news/a.txt").write_text("The council of Elmford approved a new harbour on Monday.")
    Path("link").symlink_to("news")
    Path("briefing.toml").write_text(
        f"sources = ['{url}', '{twice}', 'news', 'link', '{url}']\n"
        "allow_hosts = ['127.0.0.1']\narchive = 'a.db'\n")  # fmt: skip
    assert cli.main(["collect"]) == 0
    out = capsys.readouterr().out
    assert f"{twice}: the same source as {url}, collected once" in out
    assert "link: the same source as news, collected once" in out
    assert out.count(" 1 new") == 2
    assert net.asked.count("/feed") == 1
    assert cli.main(["sources"]) == 0
    out = capsys.readouterr().out
    assert f"{twice}: the same source as {url}" in out
    assert "never" not in out
