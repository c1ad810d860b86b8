"""Good and hostile hosts: a real HTTP server on the loopback interface, raw bytes per path.

    with hosts() as net:
        net.page("/a", b"<p>...</p>", type="text/html")
        net.url("/a")                       # http://127.0.0.1:PORT/a
        net.asked                           # [("/a", {"user-agent": ...}), ...]

A path may also be a coroutine function that writes what it likes to the socket.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Script = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Asked:
    """A request: path with query, headers in lower case."""

    path: str
    headers: dict[str, str]


@dataclass
class Net:
    port: int = 0
    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[Asked] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.requests]

    def raw(self, path: str, body: bytes) -> str:
        """The whole answer, status line and headers included."""

        async def script(_: Asked, out: asyncio.StreamWriter) -> None:
            out.write(body)

        return self.script(path, script)

    def page(
        self, path: str, body: bytes | str, *, type: str = "text/html", status: int = 200,
        etag: str = "", **headers: str,
    ) -> str:  # fmt: skip
        """An honest answer; with ``etag`` 304 to whoever has it."""
        data = body if isinstance(body, bytes) else body.encode()

        async def script(asked: Asked, out: asyncio.StreamWriter) -> None:
            if etag and asked.headers.get("if-none-match") == etag:
                out.write(answer(b"", status=304, etag=etag))
            else:
                said = {"content-type": type, **({"etag": etag} if etag else {}), **headers}
                out.write(answer(data, status=status, **said))

        return self.script(path, script)

    def script(self, path: str, script: Script) -> str:
        self.scripts[path] = script
        return self.url(path)

    def drip(self, path: str, start: bytes, piece: bytes, pause: float = 0.05) -> str:
        """``start``, then ``piece`` over and over."""

        async def script(_: Asked, out: asyncio.StreamWriter) -> None:
            out.write(start)
            while not out.is_closing():
                out.write(piece)
                await out.drain()
                await asyncio.sleep(pause)

        return self.script(path, script)


def answer(body: bytes, *, status: int = 200, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if status != 304:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "connection: close", "", ""]).encode("latin-1") + body


@contextmanager
def hosts() -> Iterator[Net]:
    """The server, in a thread of its own, for the time of the context."""
    net, ready = Net(), threading.Event()
    loop = asyncio.new_event_loop()

    async def serve(reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        net.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in head[1:] if line)
            asked = Asked(head[0].split(" ")[1], {k.lower(): v.strip() for k, _, v in pairs})
            net.requests.append(asked)
            script = net.scripts.get(asked.path) or net.scripts.get(asked.path.partition("?")[0])
            if script is None:
                out.write(answer(b"nothing here", status=404))
            else:
                await script(asked, out)
            await out.drain()
        except (
            OSError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            asyncio.CancelledError,
        ):
            pass
        finally:
            out.close()

    async def main() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        net.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await server.serve_forever()

    def run() -> None:
        asyncio.set_event_loop(loop)
        task = loop.create_task(main())
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield net
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(5)


def resolver(table: dict[str, list[list[str]]]) -> Any:
    """A name server: each name's answers in turn, the last one for ever; numbers as they are."""
    turns: dict[str, int] = {}

    async def resolve(host: str, port: int) -> list[str]:
        if host in table:
            turn = turns[host] = turns.get(host, -1) + 1
            return table[host][min(turn, len(table[host]) - 1)]
        found = await asyncio.get_running_loop().getaddrinfo(host, port)
        return [str(a[0]) + (f"%{a[3]}" if len(a) > 3 and a[3] else "") for *_, a in found]

    return resolve


V4 = ("127.0.0.1", "127.9.8.7", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254",
      "100.64.0.1", "100.100.100.200", "0.0.0.0", "224.0.0.251", "255.255.255.255", "192.0.0.192",
      "198.18.0.1", "240.0.0.1", "168.63.129.16", "192.88.99.1")  # fmt: skip
V6 = ("::1", "::", "fe80::1", "fe80::1%25lo", "fe80::1%251", "fc00::1", "fd00:ec2::254", "ff02::1",
      "ff0e::1", "fec0::1", "100::1", "2001:db8::1", "2001::1", "2001:10::1", "3fff::1",
      "5f00::1", "64:ff9b:1::a9fe:a9fe", "::ffff:0:127.0.0.1")  # fmt: skip


def spellings(ip: str) -> Iterator[str]:
    """Hosts that lead to an IPv4 address, one way or another."""
    a, b, c, d = (int(part) for part in ip.split("."))
    number, low, mid = int.from_bytes(bytes((a, b, c, d))), c << 8 | d, b << 16 | c << 8 | d
    hextets = f"{a << 8 | b:x}:{c << 8 | d:x}"
    yield from (ip, f"{ip}.", str(number), f"{number:#x}", f"0{number:o}", f"{number:#X}")
    yield from (f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}")
    yield from (f"{a}.{b}.{low}", f"{a}.{mid}", f"{a:#x}.{mid}", f"0{a:o}.{b}.{low:#x}")
    yield from (f"[::ffff:{ip}]", f"[::ffff:{hextets}]", f"[::{ip}]", f"[64:ff9b::{ip}]")
    yield from (f"[2002:{hextets}::]", f"[2002:{hextets}::1]", f"[fe80::5efe:{ip}]")
    yield ip.translate({ord("0") + k: 0xFF10 + k for k in range(10)})
    yield ip.replace(".", "\u3002")


def private_urls(port: int) -> list[str]:
    """Addresses of the own network as URLs, in all the ways that filters were ever fooled by."""
    found = [f"http://{host}:{port}/x" for ip in V4 for host in spellings(ip)]
    found += [f"http://[{ip}]:{port}/x" for ip in V6]
    for host in ("localhost", "LOCALHOST", "localhost.", "ip6-localhost", "127.1", "0", "0x7f.1"):
        found += [
            f"http://{host}:{port}/x",
            f"https://{host}:{port}/x",
            f"http://u:p@{host}:{port}/",
        ]
    found += [f"http://public.test@127.0.0.1:{port}/", f"http://127.0.0.1:{port}#@public.test/",
              f"http://public.test#@127.0.0.1:{port}/", f"http://127.0.0.1:{port}\\@public.test/",
              f"http://%31%32%37.0.0.1:{port}/", f"http:127.0.0.1:{port}/", f"//127.0.0.1:{port}/",
              "file:///etc/passwd", "gopher://127.0.0.1:70/", "ftp://127.0.0.1/", "unix:///tmp/x",
              "dict://127.0.0.1/", "data:text/html,x", "http://", "http:///x", "http://[::1",
              f"http://127.0.0.1:{port + 65536}/", "http://127.0.0.1:x/", "javascript:alert(1)",
              f"HTTP://127.0.0.1:{port}/", f"http://127.0.0.1:{port}/\r\nHost: x"]  # fmt: skip
    return list(dict.fromkeys(found))


def bomb(megabytes: int, unit: bytes = b"\0") -> bytes:
    """Gzip that unpacks to so many MB of ``unit``."""
    packer = zlib.compressobj(9, wbits=31)
    piece = unit * (1_000_000 // len(unit))
    return b"".join([*(packer.compress(piece) for _ in range(megabytes)), packer.flush()])


def twice(body: bytes) -> bytes:
    return gzip.compress(body, 9)
