"""The hall, choosing: which PDF is sent where none is named, and for whom it was made."""

from __future__ import annotations

from datetime import date
from glob import escape
from pathlib import Path

from .. import store
from ..config import Config
from ..errors import UsageError, VerifyError
from ..verify import proved

ANOTHER = "name its PDF: --brief FILE"


def stem(name: str, profile: str, day: date | str) -> str:
    """What the files of a brief are called, without suffix."""
    return name or "-".join(filter(None, ("brief", profile, str(day))))


def latest(settings: Config) -> Path:
    """The PDF of the last brief in the archive, also of a slot, whose name ends with its time.

    Raises ``UsageError`` where it is not there, ``VerifyError`` if it was changed.
    """
    with store.open(settings.archive, create=False) as held:
        made = held.briefs(profile=settings.profile)
        others = [name for name in held.profiles() if name]
    if not made:
        if others and not settings.profile:
            raise UsageError(f"the briefs are those of profiles; say which: {_profiles(others)}")
        raise UsageError(
            "there is no brief yet; briefing make writes one, or name it: --brief FILE"
        )
    folder, name = Path(settings.out), stem(settings.name, settings.profile, made[-1].day)
    found = sorted(folder.glob(f"{escape(name)}*.pdf"), key=lambda p: p.stat().st_mtime)
    broken: VerifyError | None = None
    for path in reversed(found):
        try:
            if proved(path)[0]["seal"][:12] == made[-1].id:
                return path
        except VerifyError as error:
            broken = error
    if broken:
        raise broken
    if found:
        raise UsageError(f"{found[-1]} is not the last brief, {made[-1].id}; {ANOTHER}")
    raise UsageError(f"{folder / name}.pdf: the last brief is not there; {ANOTHER}")


def check_profile(settings: Config, held: store.Archive, seal: str, name: str) -> None:
    """Refuse to send a profile's brief by the keys of none: to all, and past its approval.

    Raises ``UsageError``.
    """
    made_for = [] if settings.profile else list(filter(None, held.profiles(seal)))
    if made_for:
        raise UsageError(f"{name} is the brief of a profile; send it as such: "
                         f"{_profiles(made_for)}")  # fmt: skip


def _profiles(names: list[str]) -> str:
    return " or ".join(f"--profile {name}" for name in names)
