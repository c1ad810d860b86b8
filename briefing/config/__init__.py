"""Door, config: briefing.toml -> Config. Frozen; what is wrong is named with its file and key.

``[profile.NAME]`` holds the same keys once more: they are laid over those above it.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..settings import Channel, Group, Mail, Recipient, Schedule, Section, Style
from . import addresses, faults, mailing, reading
from .faults import FORMATS, LANG, METHODS, PAGES, QUIET, RESTS, TEXTS, fault, hint, whole

FILE = "briefing.toml"
PROFILES = "profile"  #: the table of the profiles
ALL = "all"  #: names every profile, and so none
_NAME = r"[\w-]{1,64}"
_BESIDE = {"beside": True}  #: a path is relative to the file
_OURS = {"key": False}  #: no key of the file


@dataclass(frozen=True, slots=True)
class Config:
    """The keys of ``briefing.toml`` and their defaults; the command line wins over each."""

    #: files, folders (relative to the file), web addresses
    sources: tuple[str, ...] = field(default=(), metadata=_BESIDE)
    out: str = field(default="output", metadata=_BESIDE)  #: output folder
    name: str = ""  #: of the files; "" means brief-<day>
    title: str = ""  #: "" means "Daily briefing" in the brief's language
    lang: str = ""  #: "" means the language most articles are in
    method: str = "central"
    length: int = 3
    langs: tuple[str, ...] = ()  #: of the articles that are taken; () means all
    outlets: tuple[str, ...] = ()  #: preferred ones, names or hosts, the most trusted first
    outlets_left_out: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()  #: in the order of the brief
    catch_all: str = ""  #: title of the last section; "" means "Other" in the brief's language
    rest: str = "told"  #: what becomes of events that fit no section
    events: int = 0  #: told at most, the others named in a line each; 0, the default, is all
    statements: int = 6  #: of an event, at most
    characters: int = 0  #: of an event with its title, at most; 0, the default, is no limit
    jobs: int = min(os.cpu_count() or 1, 4)
    formats: tuple[str, ...] = ("pdf",)
    texts: str = "cited"  #: what is carried of the articles: the cited passages, or the whole
    templates: str = field(default="", metadata=_BESIDE)  #: folder whose files come before ours
    archive: str = field(default="briefing.db", metadata=_BESIDE)
    allow_hosts: tuple[str, ...] = ()  #: of private networks, which are refused otherwise
    user_agent: str = ""  #: sent to hosts; "" means briefing/<version>
    proxy: str = ""  #: http address; the environment is not asked
    memory: int = 14  #: days back for which a brief of the archive knows earlier ones; 0: none
    quiet: str = "brief"  #: what a day without news makes: a short brief, or none
    style: Style = field(default_factory=Style)
    to: tuple[str, ...] = ()  #: groups that get the brief; none means all recipients
    approval: str = "none"  #: or ``required``: nothing goes out before ``briefing approve``
    #: CSV with the columns address, name, groups, lang
    recipients_file: str = field(default="", metadata=_BESIDE)
    unsubscribed_file: str = field(default="", metadata=_BESIDE)  #: CSV with the column address
    mail: Mail = field(default_factory=Mail)
    recipients: tuple[Recipient, ...] = ()
    groups: tuple[Group, ...] = ()
    channels: tuple[Channel, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    profile: str = field(default="", metadata=_OURS)  #: that lies over the rest; "" is none


def _fault(key: str, value: Any) -> str:
    return mailing.channels(value) if key == "channels" else fault(key, value)


faults.OF[Config] = _fault


def load(path: str | None, *, profile: str = "") -> Config:
    """The configuration in ``path``, else in ``./briefing.toml``, else the defaults.

    With ``profile`` the keys of that profile are laid over the others; all profiles are checked.
    Raises ``UsageError`` naming the file, the key and what may stand there.
    """
    file = Path(path or FILE)
    if path is None and not file.exists():
        if profile:
            raise UsageError(f"profile {profile!r}: there is no {FILE} here to name it")
        return Config()
    table, profiles = _parted(file)
    try:
        for name, own in profiles.items():
            reading.table(Config, own, f"{PROFILES}.{name}.")
        if profile and profile not in profiles:
            some = hint(profile, profiles) if profiles else f"; write a table [{PROFILES}.NAME]"
            raise UsageError(f"no profile {profile!r}{some}")
        reading.table(Config, table)
        chosen = reading.table(Config, reading.laid_over(table, profiles.get(profile, {})))
        own_name = "name" in profiles.get(profile, {})
        name = (
            chosen.name if own_name or not (profile and chosen.name) else f"{chosen.name}-{profile}"
        )
        chosen = replace(chosen, profile=profile, name=name)
        for f in fields(Config):  # keys of a profile and of the rest may contradict each other
            value = getattr(chosen, f.name)
            if wrong := faults.WHOLE.get(type(value), lambda _: "")(value):
                raise UsageError(f"{PROFILES}.{profile}.{f.name}: {wrong}" if profile
                                 else f"{f.name}: {wrong}")  # fmt: skip
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from None
    return reading.beside(file.parent, chosen, [table, profiles.get(profile, {})], {"archive"})


def profiles(path: str | None) -> tuple[str, ...]:
    """The names of the profiles, in the order of the file. Raises ``UsageError``."""
    file = Path(path or FILE)
    return tuple(_parted(file)[1]) if path or file.exists() else ()


def _parted(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The table of the file without its profiles, and these."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}: is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: not TOML: {error}") from None
    profiles = table.pop(PROFILES, {})
    if not isinstance(profiles, dict) or not all(isinstance(p, dict) for p in profiles.values()):
        raise UsageError(f"{file}: {PROFILES} must hold tables, each written as [{PROFILES}.NAME]")
    for name in profiles:
        if name == ALL:
            raise UsageError(
                f"{file}: {PROFILES}.{ALL}: the name stands for every profile; take another"
            )
        if not re.fullmatch(_NAME, name):
            raise UsageError(
                f"{file}: {PROFILES}.{name!r}: a name is of letters, digits, - and _, at most 64"
            )
    return table, profiles


__all__ = ["ALL", "FILE", "FORMATS", "LANG", "METHODS", "PAGES", "QUIET", "RESTS", "TEXTS",
           "Config", "addresses", "fault", "load", "mailing", "profiles", "whole"]  # fmt: skip
