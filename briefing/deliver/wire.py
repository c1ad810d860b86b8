"""Deliver, wire: host and port -> a connection that ends when its time is up.

The standard library's timeout is one of a single read: a server that sends a byte now and then
holds a session for ever. Here every read and write gets what is left of one deadline, and a server
that talks without end is not listened to.
"""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
import time
from typing import Any

PIECE = 65_536  #: bytes sent at once
LONGEST = 200_000  #: bytes that are read in the time of one deadline; a reply takes a hundred


class Late(TimeoutError):
    """The time is up."""


class _Timed:
    """What ``smtplib`` needs of a socket, each call within the deadline."""

    def __init__(self, plain: socket.socket, wire: Wire) -> None:
        self.plain, self._wire = plain, wire

    def sendall(self, data: bytes) -> None:
        """Send it whole. Raises ``Late``; how much went out is then unknown."""
        rest = memoryview(data)
        while rest:
            self.plain.settimeout(self._wire.left())
            rest = rest[self.plain.send(rest[:PIECE]) :]

    def makefile(self, _: str) -> io.BufferedReader:
        """The side that is read."""
        return io.BufferedReader(_Heard(self.plain, self._wire), 4096)

    def close(self) -> None:
        """Without a word; a peer that does not listen is not waited for."""
        self.plain.close()


class _Heard(io.RawIOBase):
    """The bytes that come in."""

    def __init__(self, plain: socket.socket, wire: Wire) -> None:
        self._plain, self._wire = plain, wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._plain.settimeout(self._wire.left())
        got = self._plain.recv_into(buffer)
        self._wire.heard += got
        if self._wire.heard > LONGEST:
            raise OSError("it talks without end")
        return got


class Wire(smtplib.SMTP):
    """An SMTP connection under a deadline, which ``within`` sets anew for each step."""

    def __init__(self, *, end: float) -> None:
        super().__init__(local_hostname="localhost")
        self._end, self._until, self.heard = end, end, 0

    def within(self, seconds: float) -> None:
        """What follows must be done so soon; never later than the session's end."""
        self._until, self.heard = min(self._end, time.monotonic() + seconds), 0

    def left(self) -> float:
        """Seconds till the deadline. Raises ``Late``."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise Late
        return left

    def dial(self, host: str, port: int, context: ssl.SSLContext | None) -> tuple[int, bytes]:
        """Connect, with TLS from the first byte where there is a ``context``; the greeting."""
        self._host = host  # whose certificate is asked for
        error: OSError = OSError("the name has no address")
        for family, kind, number, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            plain = socket.socket(family, kind, number)
            try:
                # The dot goes out by itself: without this it waits 40 ms for the message's ACK.
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                plain.settimeout(self.left())
                plain.connect(address)
            except OSError as failed:
                plain.close()
                error = failed
                continue
            self.local_hostname = _own_name(plain)
            self._take(plain, context)
            return self.getreply()
        raise error

    def secure(self, context: ssl.SSLContext) -> None:
        """STARTTLS has been answered: from here on encrypted, nothing heard before counts."""
        assert isinstance(self.sock, _Timed)
        self._take(self.sock.plain, context)
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features, self.does_esmtp = {}, False

    def _take(self, plain: socket.socket, context: ssl.SSLContext | None) -> None:
        try:
            plain.settimeout(self.left())
            if context:
                plain = context.wrap_socket(plain, server_hostname=self._host)
        except BaseException:
            plain.close()
            raise
        self.file = None
        self.sock = _Timed(plain, self)  # type: ignore[assignment]


def _own_name(plain: socket.socket) -> str:
    """The name to greet with: this host's, or its address (RFC 5321, 4.1.3); DNS is not asked."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = plain.getsockname()[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
