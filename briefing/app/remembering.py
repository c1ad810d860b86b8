"""The hall, remembering: archive -> what earlier briefs told. Opens doors, decides nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from .. import store
from ..memory import Past
from ..types import Moment
from .collecting import answered


def recall(
    archive: str | Path,
    *,
    profile: str = "",
    day: date,
    until: Moment | None = None,
    days: int,
    addresses: Collection[str] = (),
) -> Past:
    """What the earlier briefs of a profile told within ``days`` before the brief of ``day``.

    ``until`` is the end of that brief's window; where it has a time, a brief of the same day whose
    window ended before is an earlier one. With ``days`` 0 nothing is remembered. Of the sources
    at ``addresses`` (all, without any) it counts those that answered. Raises ``ArchiveError``.
    """
    with store.open(archive) as held:
        past = held.past(profile=profile, day=day, until=until, days=days) if days else Past()
        return replace(past, profile=profile, sources=answered(held, addresses))
