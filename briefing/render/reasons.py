"""Render, reasons: Why -> what binds or parts two articles, in plain words."""

from __future__ import annotations

from ..types import Why

MOST = 12  #: words told of each kind


def reasons(why: Why) -> list[str]:
    """One line a fact, the verdict first."""
    first, second = (day or "unknown" for day in why.days)
    lines = [
        "one event" if why.together else "two events",
        f"likeness {why.edge:.2f}; groups alike by {why.needed:.2f} on average are one event",
        f"days reported on: {first} and {second}",
    ]
    for item in why.shared[:MOST]:
        words = item.here if item.here == item.there else f"{item.here} = {item.there}"
        lines.append(f"  both: {item.kind} {words} ({item.share:.0%} of what they share)")
    for name, only in zip(("first", "second"), why.only, strict=True):
        lines.append(f"  only the {name}: {', '.join(dict.fromkeys(only[:MOST]))}")
    return lines
