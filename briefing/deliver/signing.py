"""Deliver, signing: secrets from the environment or a file; DKIM for mail, HMAC for a webhook."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import tomllib
from pathlib import Path

from ..errors import UsageError
from ..settings import Mail

PASSWORD = "BRIEFING_MAIL_PASSWORD"
WEBHOOK = "BRIEFING_SECRET_"  #: and the channel's name, ``-`` as ``_``, in capitals
#: What is signed; those that a message has not are signed as missing, so that none is added.
SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"mime-version",
    b"content-type", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip


def password(mail: Mail) -> str:
    """What logs in to the server: of the environment, else of the secrets file.

    Raises ``UsageError`` if there is none, or if others may read the file. No error quotes it.
    """
    return _secret(PASSWORD, "password", mail.secrets, "the mail server's password")


def webhook_secret(name: str, secrets: str) -> str:
    """What signs the requests of a channel; likewise."""
    variable = WEBHOOK + name.upper().replace("-", "_")
    return _secret(variable, name, secrets, f"the secret of the channel {name}")


def _secret(variable: str, key: str, file: str, what: str) -> str:
    if value := os.environ.get(variable):
        return value
    if not file:
        raise UsageError(f"{what} is missing: set {variable}, or name a file as mail.secrets")
    try:
        held = tomllib.loads(private(file).decode("utf-8")).get(key)
    except ValueError:  # its message would quote the line
        raise UsageError(f'{file}: is no TOML; write lines such as {key} = "..."') from None
    if not isinstance(held, str) or not held:
        raise UsageError(f"{file}: holds no {key}, {what}")
    return held


def private(file: str) -> bytes:
    """A file that only its owner may read. Raises ``UsageError`` where others may."""
    try:
        with Path(file).open("rb") as held:
            mode = os.fstat(held.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise UsageError(f"{file}: others may read it; chmod 600 {file}")
            return held.read()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None


def dkim(message: bytes, mail: Mail, key: bytes) -> bytes:
    """The message with a DKIM-Signature (RFC 6376, rsa-sha256, relaxed) of ``mail``'s domain.

    Raises ``UsageError`` where dkimpy is not installed or the key is none.
    """
    try:
        from dkim import DKIMException, sign
    except ImportError:
        raise UsageError("to sign with DKIM: pip install 'briefing[dkim]'") from None
    try:
        header: bytes = sign(
            message, mail.dkim_selector.encode(), mail.dkim_domain.encode("idna"), key,
            canonicalize=(b"relaxed", b"relaxed"), include_headers=list(SIGNED),
        )  # fmt: skip
    except (DKIMException, ValueError, TypeError, IndexError):
        raise UsageError(f"{mail.dkim_key}: is no RSA key in PEM that DKIM can use") from None
    return header + message


def signature(secret: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 over ``moment.body``, hex: who knows the secret can tell that both are ours."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
