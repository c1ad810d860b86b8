"""The door to the network: what is asked, how politely, and what is refused, over real HTTP."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any

import pytest
from hostile import Asked, Net, answer, bomb, hosts, private_urls, resolver, twice
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import fetch
from briefing.fetch import client, guard

PUBLIC = "93.184.215.14"
QUICK = {"delay": 0.0, "backoff": 0.01, "deadline": 2.0}


@pytest.fixture
def net() -> Iterator[Net]:
    with hosts() as served:
        yield served


def get(*urls: str, allow: tuple[str, ...] = ("127.0.0.1",), **options: Any) -> list[Any]:
    """What the addresses answer, asked one after the other in one run."""

    async def run() -> list[Any]:
        sent = {k: options.pop(k) for k in ("etag", "last_modified") if k in options}
        async with fetch.open(allow_hosts=allow, **{**QUICK, **options}) as web:
            return [await web.get(url, **sent) for url in urls]

    return asyncio.run(run())


def one(url: str, **options: Any) -> Any:
    return get(url, **options)[0]


# -- which addresses are public -------------------------------------------------------


@pytest.mark.parametrize("ip", [PUBLIC, "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:80b::200e"])
def test_public(ip: str) -> None:
    assert guard.is_public(ip)


@given(st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(str))
@settings(max_examples=300, deadline=None)
def test_what_is_public_is_no_address_within_another(ip: str) -> None:
    if ":" in ip and guard.is_public(ip):
        assert ip[0] in "23"
        assert not ip.startswith(("2001:db8:", "2002:", "3fff:0"))
    for inner in ("::ffff:", "64:ff9b::", "::"):
        if "." in ip:
            assert not guard.is_public(inner + ip)


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that a socket was opened to; those of the open internet do not answer."""
    found: list[str] = []
    dial = guard.Guard._dial

    async def watched(self: guard.Guard, address: str, port: int, *rest: Any) -> Any:
        found.append(address)
        if guard.is_public(address):
            raise guard.ConnectError("no network in tests")
        return await dial(self, address, port, *rest)

    monkeypatch.setattr(guard.Guard, "_dial", watched)
    return found


def test_private_addresses_are_never_dialled(net: Net, dialled: list[str]) -> None:
    urls = private_urls(net.port)
    assert len(urls) >= 200
    assert all(isinstance(reply, fetch.Failure) for reply in get(*urls, allow=()))
    assert [ip for ip in dialled if not guard.is_public(ip)] == []
    assert net.connections == 0


def test_nor_through_redirects(net: Net, dialled: list[str]) -> None:
    urls, lead = private_urls(net.port), resolver({"good.test": [["127.0.0.1"]]})
    ways = []
    for number, url in enumerate(urls):
        try:
            net.page(f"/{number}", b"", status=302, location=url)
            answer(b"", location=url).decode("ascii")
        except UnicodeError:  # a header has no such letters; percent signs say it
            net.page(f"/{number}", b"", status=302, location=url.encode().decode("latin-1"))
        ways.append(net.url(f"/{number}", "good.test"))
    replies = get(*ways, allow=("good.test",), resolve=lead)
    assert len([r for r in replies if isinstance(r, fetch.Failure)]) == len(urls)
    # What was dialled of the own network is good.test, which is allowed, and nothing else.
    assert {ip for ip in dialled if not guard.is_public(ip)} == {"127.0.0.1"}
    assert len([ip for ip in dialled if not guard.is_public(ip)]) == net.connections
    assert {r.headers["host"] for r in net.requests} == {f"good.test:{net.port}"}
    assert {f"/{n}" for n in range(len(urls))} <= set(net.asked)


def test_nor_through_rebinding(net: Net, dialled: list[str]) -> None:
    from hostile import V4, V6

    flips: dict[str, list[list[str]]] = {}
    privates = [*V4, *(ip.replace("%25", "%") for ip in V6), *(f"::ffff:{ip}" for ip in V4),
                *(f"64:ff9b::{ip}" for ip in V4)]  # fmt: skip
    for number, ip in enumerate(privates):
        flips[f"a{number}.test"] = [[PUBLIC], [ip]]
        flips[f"b{number}.test"] = [[ip], [PUBLIC]]
        flips[f"c{number}.test"] = [[PUBLIC, ip], [ip, PUBLIC], [ip]]
        flips[f"d{number}.test"] = [[ip, PUBLIC, ip], [ip, ip]]
    assert len(flips) >= 200
    get(*(net.url("/x", host) for host in flips), allow=(), resolve=resolver(flips))
    assert set(dialled) == {PUBLIC}
    assert net.connections == 0


def test_a_host_that_is_named_is_reached_and_no_other(net: Net) -> None:
    url = net.page("/x", "<p>Inside</p>")
    assert one(url).body == b"<p>Inside</p>"
    said = one(url, allow=("elsewhere.test",))
    assert said.lasting
    assert "private network (127.0.0.1); name it in allow_hosts" in said.reason


def test_the_environment_is_not_asked(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert one(net.page("/x", "seen")).body == b"seen"


def test_a_configured_proxy_is_asked_but_not_for_private_hosts(net: Net) -> None:
    proxied: list[str] = []

    async def script(asked: Asked, out: asyncio.StreamWriter) -> None:
        proxied.append(asked.path)
        out.write(answer(b"by proxy", content_type="text/plain"))

    for path in ("http://far.test/x", "http://far.test/robots.txt"):
        net.script(path, script)
    names = resolver({"far.test": [[PUBLIC]]})
    reply, refused = get("http://far.test/x", "http://10.0.0.1/x", allow=(), resolve=names,
                         proxy=net.url(""))  # fmt: skip
    assert reply.body == b"by proxy"
    assert isinstance(refused, fetch.Failure)
    assert proxied == ["http://far.test/robots.txt", "http://far.test/x"]


# -- bounded --------------------------------------------------------------------------

OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
ENCODED = OK + b"content-encoding: %s\r\n\r\n"


def packed(body: bytes, coding: bytes) -> bytes:
    return ENCODED % coding + body


def attacks(net: Net) -> list[str]:
    """Answers that would fill the memory or never end."""
    plain = bomb(100)
    brotli = bytes.fromhex("cfffff7ff8ffff")
    answers = {
        "gzip": packed(plain, b"gzip"),
        "x-gzip": packed(plain, b"x-gzip"),
        "deflate": packed(zlib.compress(b"\0" * 30_000_000), b"deflate"),
        "raw-deflate": packed(zlib.compress(b"\0" * 30_000_000)[2:-4], b"deflate"),
        "gzip-gzip": packed(twice(plain), b"gzip, gzip"),
        "gzip-five": packed(twice(twice(twice(twice(plain)))), b"gzip, gzip, gzip, gzip, gzip"),
        "two-headers": ENCODED % b"gzip\r\ncontent-encoding: gzip" + twice(plain),
        "empty-blocks": packed(
            twice(gzip.compress(b"\0\0\0\xff\xff" * 2_000_000)), b"gzip, deflate"
        ),
        "brotli": packed(brotli, b"br"),
        "zstd": packed(b"\x28\xb5\x2f\xfd" + b"\0" * 100, b"zstd"),
        "many-members": packed(gzip.compress(b"") * 200_000, b"gzip"),
        "claims-huge": OK + b"content-length: 99999999999\r\n\r\n" + b"x" * 1000,
        "chunks": OK + b"transfer-encoding: chunked\r\n\r\n" + b"F4240\r\n" + b"x" * 1_000_000,
        "huge-chunk": OK + b"transfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx",
        "headers": OK + b"".join(b"x-%d: y\r\n" % n for n in range(200_000)) + b"\r\n",
        "long-header": OK + b"x: " + b"y" * 5_000_000 + b"\r\n\r\n",
        "no-http": b"\0\xff" * 100_000,
        "continues": b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000,
        "bad-length": OK + b"content-length: -5\r\n\r\n",
        "two-lengths": OK + b"content-length: 5\r\ncontent-length: 7\r\n\r\nabcdefg",
        "cut-off": OK + b"content-length: 500\r\n\r\nshort",
    }
    urls = [net.raw(f"/{name}", body) for name, body in answers.items()]
    urls += [
        net.drip("/drip", OK + b"\r\n", b"x"),
        net.drip("/drip-head", OK, b"x: y\r\n"),
        net.drip("/drip-status", b"HTTP/1.1 2", b"0"),
        net.drip("/drip-chunks", OK + b"transfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        net.drip("/drip-gzip", ENCODED % b"gzip" + gzip.compress(b"x")[:10], b"\0\0\0\xff\xff"),
        net.drip("/flood", OK + b"\r\n", b"x" * 1_000_000, 0.0),
        net.drip("/silent", b"", b"", 0.2),
        net.drip("/100s", b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ]

    async def loop(asked: Asked, out: asyncio.StreamWriter) -> None:
        out.write(answer(b"", status=302, location=f"/loop?{len(asked.path)}"))

    return [*urls, net.script("/loop", loop)]


async def each(urls: list[str]) -> list[Any]:
    """What the addresses answer, five at a time, each in a run of its own."""
    gate = asyncio.Semaphore(5)

    async def single(url: str) -> Any:
        async with gate, fetch.open(allow_hosts=["127.0.0.1"], **{**QUICK, "deadline": 0.5}) as web:
            return await web.get(url)

    return await asyncio.gather(*map(single, urls))


def test_attacks_end_in_little_memory(net: Net) -> None:
    import tracemalloc

    urls = attacks(net)
    assert len(urls) >= 20
    net.page("/robots.txt", "")
    tracemalloc.start()
    try:
        replies = asyncio.run(each(urls))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    answered = {url.rpartition("/")[2] for url, reply in zip(urls, replies, strict=True)
                if isinstance(reply, fetch.Reply)}  # fmt: skip
    assert answered <= {"many-members"}  # the first member, which is empty
    assert peak < 100_000_000


def test_a_large_body_is_whole_up_to_the_limit(net: Net) -> None:
    fits, over = gzip.compress(b"a" * client.LARGEST), gzip.compress(b"a" * (client.LARGEST + 1))
    net.page("/fits", fits, content_encoding="gzip")
    net.page("/over", over, content_encoding="gzip")
    whole, refused = get(net.url("/fits"), net.url("/over"))
    assert len(whole.body) == client.LARGEST
    assert refused.reason == "larger than 15 MB"


@pytest.mark.parametrize(
    "type", ["image/png", "video/mp4", "application/pdf", "application/zip", "font/woff"]
)
def test_what_holds_no_articles_is_not_read(net: Net, type: str) -> None:
    said = one(net.page("/x", b"\x89PNG", type=type))
    assert said.lasting
    assert said.reason == f"neither text nor a feed but {type}"


@pytest.mark.parametrize("type", [
    "text/html; charset=utf-8", "application/rss+xml", "application/atom+xml;charset=x",
    "application/feed+json", "application/json", "text/xml", "application/octet-stream", "text/plain",
    "application/x-ndjson", "application/xhtml+xml", "application/gzip", "message/rfc822", "",
])  # fmt: skip
def test_what_may_hold_articles_is(net: Net, type: str) -> None:
    assert one(net.page("/x", "text", type=type)).body == b"text"


# -- polite ---------------------------------------------------------------------------


def test_robots_are_asked_once_and_obeyed(net: Net) -> None:
    net.page("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open$\n")
    urls = [net.page(p, "x") for p in ("/a", "/private", "/private/open", "/b")]
    replies = get(*urls)
    assert [isinstance(r, fetch.Reply) for r in replies] == [True, False, True, True]
    assert replies[1].reason == "its robots.txt forbids it"
    assert net.asked == ["/robots.txt", "/a", "/private/open", "/b"]


def test_robots_of_a_redirects_target_are_obeyed(net: Net) -> None:
    net.page("/robots.txt", "User-agent: briefing\nDisallow: /no\n")
    assert "robots" in one(net.page("/x", "", status=301, location="/no")).reason


@pytest.mark.parametrize(
    ("status", "asked"), [(404, True), (403, True), (500, False), (503, False)]
)
def test_without_robots_all_is_allowed_while_they_are_down_nothing(
    net: Net, status: int, asked: bool
) -> None:
    net.page("/robots.txt", "", status=status)
    assert isinstance(one(net.page("/x", "x")), fetch.Reply) == asked
    assert ("/x" in net.asked) == asked


def test_who_asks(net: Net) -> None:
    one(net.page("/x", "x"), user_agent="briefing/9 (+https://crier.example/bot)")
    assert {r.headers["user-agent"] for r in net.requests} == {
        "briefing/9 (+https://crier.example/bot)"
    }
    assert {r.headers["accept-encoding"] for r in net.requests} == {"gzip, deflate"}


def test_conditional(net: Net) -> None:
    url = net.page("/x", "new", etag='"v1"', last_modified="Fri, 21 Nov 2025 10:00:00 GMT")
    first = one(url)
    assert (first.etag, first.last_modified) == ('"v1"', "Fri, 21 Nov 2025 10:00:00 GMT")
    second = one(url, etag=first.etag, last_modified=first.last_modified)
    assert second.unchanged
    assert second.body == b""
    assert net.requests[-1].headers["if-modified-since"] == first.last_modified
    assert not one(url, etag='"v0"').unchanged


def test_a_304_that_was_not_asked_for_is_a_failure(net: Net) -> None:
    assert one(net.page("/x", "", status=304)).reason == "answers 304 Said"


def test_validators_that_would_break_a_header_are_not_sent(net: Net) -> None:
    assert one(net.page("/x", "x"), etag='"a\r\nHost: b"').body == b"x"
    assert "if-none-match" not in net.requests[-1].headers


def test_redirects(net: Net) -> None:
    net.page("/c", "there")
    net.page("/b", "", status=307, location="c?d=1")
    reply = one(net.page("/a", "", status=301, location="/b"))
    assert (reply.url, reply.body) == (net.url("/c?d=1"), b"there")
    for number in range(9):
        net.page(f"/{number}", "", status=302, location=f"/{number + 1}")
    assert one(net.url("/0")).reason == "more than 5 redirects"
    assert len([p for p in net.asked if p[1:].isdecimal()]) == 6


def test_what_passes_is_asked_again(net: Net) -> None:
    answers = [answer(b"", status=503), answer(b"", status=429, retry_after="0"), answer(b"well")]

    async def script(_: Asked, out: asyncio.StreamWriter) -> None:
        out.write(answers.pop(0))

    assert one(net.script("/x", script)).body == b"well"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501])
def test_what_lasts_is_not(net: Net, status: int) -> None:
    said = one(net.page("/x", "", status=status))
    assert said.lasting
    assert net.asked.count("/x") == 1


def test_retry_after_is_waited_for_or_left_to_the_next_run(net: Net) -> None:
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1))
    for path, wait in (("/a", "3600"), ("/b", in_an_hour), ("/c", "9" * 400), ("/d", "soon")):
        said = one(net.page(path, "", status=429, retry_after=wait))
        assert not said.lasting
        assert net.asked.count(path) == (3 if wait == "soon" else 1)


def test_a_host_that_is_down_is_left_alone(net: Net) -> None:
    urls = [net.page(f"/{n}", "", status=500) for n in range(9)]
    assert get(*urls)[-1].reason == "127.0.0.1 does not answer"
    assert len(net.asked) == 1 + client.DOWN


def test_one_request_at_a_time_and_a_pause(net: Net) -> None:
    at, now, most = [], 0, 0

    async def script(_: Asked, out: asyncio.StreamWriter) -> None:
        nonlocal now, most
        now, most = now + 1, max(most, now + 1)
        at.append(time.monotonic())
        await asyncio.sleep(0.02)
        now -= 1
        out.write(answer(b"x"))

    for number in range(5):
        net.script(f"/{number}", script)

    async def run() -> None:
        async with fetch.open(allow_hosts=["127.0.0.1"], **{**QUICK, "delay": 0.1}) as web:
            await asyncio.gather(*(web.get(net.url(f"/{n}")) for n in range(5)))

    asyncio.run(run())
    assert most == 1
    assert min(b - a for a, b in pairwise(at)) >= 0.1


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_answer(answers: Net, body: bytes) -> None:
    reply = one(answers.raw("/x", body), deadline=0.2)
    assert isinstance(reply, fetch.Reply | fetch.Failure)


@pytest.fixture(scope="module")
def answers() -> Iterator[Net]:
    with hosts() as served:
        served.page("/robots.txt", "")
        yield served
