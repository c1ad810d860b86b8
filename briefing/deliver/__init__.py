"""Door, deliver: a letter and a PDF -> messages (pure), and a mail server that takes them.

``message`` writes them, ``smtp`` hands them over within deadlines (``wire``), ``signing`` signs.
Who gets what, and what became of it, is the archive's to know (``store.Outbox``).
"""

from __future__ import annotations

from .advice import advice
from .message import UNSUBSCRIBE, WIRE, Headers, Letter, compose, message_id
from .signing import dkim, password, private, signature, webhook_secret
from .smtp import Limits, Outcome, Refused, Session

__all__ = [
    "UNSUBSCRIBE", "WIRE", "Headers", "Letter", "Limits", "Outcome", "Refused", "Session",
    "advice", "compose", "dkim", "message_id", "password", "private", "signature", "webhook_secret",
]  # fmt: skip
