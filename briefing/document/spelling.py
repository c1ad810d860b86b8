"""Ground floor, document.spelling: how moments, paths and citations stand in a document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..types import Citation, Moment

Document = dict[str, Any]


def moment(value: Moment | None) -> str | None:
    """ISO 8601: ``2025-11-21``, or ``2025-11-21T17:40:00Z`` where the time is known."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if value else None


def readable(text: str) -> str:
    """A path may hold bytes that are no text; they are shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def citation(c: Citation) -> Document:
    """Where a quote stands."""
    return {"article": c.article, "start": c.start, "end": c.end, "quote": c.quote}
