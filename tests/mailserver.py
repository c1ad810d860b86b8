"""A mail server (aiosmtpd) that takes messages, and does at any step what servers do wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

SETUP = ("greeting", "EHLO", "STARTTLS", "AUTH")
STEPS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "dot", "QUIT")
FAULTS = {
    "4xx": b"451 4.3.0 come back later\r\n",
    "5xx": b"550 5.1.1 never\r\n",
    "garbage": b"what do you want?\r\n",
    "flood": b"250-and\r\n" * 100_000,
    "drop": b"",
    "stall": b"",
    "drip": b"",
}


@dataclass
class Post:
    """A server's state: what it does wrong, and what it has got."""

    port: int = 0
    step: str = ""
    fault: str = ""
    only: str = ""  #: the address it happens to; ``""`` is all
    times: int = 1 << 30  #: how often
    kill: int = 0  #: process that is killed instead
    got: list[tuple[str, bytes]] = field(default_factory=list)  #: recipient, message
    logins: list[bytes] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def set(self, step: str = "", fault: str = "", **more: Any) -> None:
        self.step, self.fault = step, fault
        self.only, self.times, self.kill = (
            more.get("only", ""),
            more.get("times", 1 << 30),
            more.get("kill", 0),
        )

    def strikes(self, step: str, to: str = "") -> bool:
        if step != self.step or self.times <= 0 or (self.only and to and to != self.only):
            return False
        self.times -= 1
        return True


class Server(SMTP):
    """aiosmtpd's server with a fault before its answer."""

    post: Post

    async def wrong(self, step: str, to: str = "") -> bool:
        """Do what is wrong, if it is wrong here; whether it was."""
        self.post.seen[step] += 1
        if not self.post.strikes(step, to):
            return False
        if self.post.kill:
            os.kill(self.post.kill, signal.SIGKILL)
            await asyncio.sleep(0.05)
            return False
        fault = self.post.fault
        if fault in ("stall", "drop"):
            if fault == "stall":
                await asyncio.sleep(600)
            self.transport.abort()  # type: ignore[union-attr]
            await asyncio.sleep(600)
        if fault == "drip":
            for _ in range(10_000):
                self._writer.write(b"2")
                await self._writer.drain()
                await asyncio.sleep(0.05)
        self._writer.write(FAULTS[fault])
        await self._writer.drain()
        return True

    async def push(self, status: Any) -> None:
        if (
            str(status).startswith("220 ")
            and "Ready" not in str(status)
            and await self.wrong("greeting")
        ):
            return
        await super().push(status)

    async def smtp_EHLO(self, arg: str) -> None:
        if not await self.wrong("EHLO"):
            await super().smtp_EHLO(arg)

    async def smtp_STARTTLS(self, arg: str) -> None:
        if not await self.wrong("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self.wrong("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str) -> None:
        if not await self.wrong("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self.wrong("RCPT", arg.partition("<")[2].partition(">")[0]):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self.wrong("DATA"):
            await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        if not await self.wrong("QUIT"):
            await super().smtp_QUIT(arg)


class Handler:
    def __init__(self, post: Post) -> None:
        self.post = post

    async def handle_DATA(self, server: Server, session: Any, envelope: Any) -> str:
        (to,) = envelope.rcpt_tos
        faulty = self.post.step == "dot" and self.post.fault in ("4xx", "5xx")
        if not faulty:  # else it says no; in all other cases it has the message, whatever it says
            self.post.got.append((to, envelope.original_content))
        if await server.wrong("dot", to):
            return _silence(server)
        if self.post.step == "answered" and self.post.kill and self.post.strikes("answered", to):
            kill = self.post.kill
            asyncio.get_running_loop().call_later(0.002, lambda: _kill(kill))
        return "250 2.0.0 taken"


def _silence(server: Server) -> str:
    """The answer has been given by hand."""
    server._writer = _Mute(server._writer)  # type: ignore[assignment]
    return "250 not said"


class _Mute:
    """Swallows one answer."""

    def __init__(self, writer: Any) -> None:
        self._inner, self._muted = writer, True

    def write(self, data: bytes) -> None:
        if self._muted:
            self._muted = False
        else:
            self._inner.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@contextmanager
def serving(
    *,
    tls: ssl.SSLContext | None = None,
    implicit: bool = False,
    login: bool = False,
    **options: Any,
) -> Iterator[Post]:
    """A server on 127.0.0.1, in a thread of its own."""
    post = Post()
    ready, loop = threading.Event(), asyncio.new_event_loop()

    def authenticate(*args: Any) -> AuthResult:
        data = args[4]
        post.logins.append(data.password)
        return AuthResult(success=data.password == b"s\xc3\xa9same", handled=False)

    def make() -> Server:
        starttls = {"tls_context": tls, "require_starttls": True} if tls and not implicit else {}
        auth = {"authenticator": authenticate, "auth_required": True,
                "auth_require_tls": bool(tls) and not implicit} if login else {}  # fmt: skip
        server = Server(Handler(post), enable_SMTPUTF8=True, hostname="mail.test", loop=loop,
                        **{**starttls, **auth, **options})  # fmt: skip
        server.post = post
        return server

    def run() -> None:
        asyncio.set_event_loop(loop)
        listener = loop.run_until_complete(
            loop.create_server(make, "127.0.0.1", 0, ssl=tls if implicit else None)
        )
        post.port = listener.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        listener.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield post
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, ssl.SSLContext]:
    """A self-signed certificate for localhost, and the context of a server that shows it."""
    key, cert = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return cert, context


def wait_for(condition: Any, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return bool(condition())
