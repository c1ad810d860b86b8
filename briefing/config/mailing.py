"""Config, mailing: who gets the brief and how: checks of the tables, recipients from CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import UsageError
from ..settings import Channel, Group, Mail, Recipient
from . import addresses, faults

SECURITY = ("starttls", "tls", "none")
COLUMNS = ("address", "name", "groups", "lang")
MOST_TOLD = 10  #: faults of a file that are told at once


def mail(key: str, value: Any) -> str:
    """What is wrong with a value of ``Mail``; ``""`` if nothing is."""
    if isinstance(value, str) and not faults.is_text(value):
        return "must be on one line, without control characters"
    if key == "security" and value not in SECURITY:
        return f"must be {', '.join(SECURITY[:-1])} or {SECURITY[-1]}"
    if key == "port" and not 0 < value < 65536:
        return "must be from 1 to 65535"
    if key in ("largest", "patience") and value < 1:
        return "must be at least 1"
    if key in ("server", "list_id", "dkim_domain") and re.search(r"[^\w.:-]", value):
        return "must be a name such as mail.paper.example"
    if key in ("sender", "reply_to") and value:
        return addresses.fault(addresses.parted(value)[1])
    if key == "unsubscribe" and value and not re.fullmatch(r"(https://|mailto:)[!-;=?-~]+", value):
        return "must be an address such as https://paper.example/off?who={address}, or mailto:"
    return _link(value) if key == "link" else ""


def recipient(key: str, value: Any) -> str:
    """What is wrong with a value of ``Recipient``; ``""`` if nothing is."""
    if key == "address":
        return addresses.fault(value)
    if key == "lang" and value and not re.fullmatch(faults.LANG, value):
        return "must be a language code such as en, ru or en-GB"
    some = value if isinstance(value, tuple) else (value,)
    return "" if all(map(faults.is_text, some)) else "must be text, without control characters"


def channel(key: str, value: str) -> str:
    """What is wrong with a value of ``Channel``; ``""`` if nothing is."""
    if key == "name" and (value == "mail" or not re.fullmatch(r"[\w-]{1,40}", value)):
        return "must be of letters, digits, - and _, and not mail"
    if key == "url" and value:
        return _link(value)
    return _link(value) if key == "link" else ""


def channels(value: tuple[Channel, ...]) -> str:
    """What is wrong with all of them together."""
    names = [one.name for one in value]
    if twice := next((n for n in names if names.count(n) > 1), ""):
        return f"{twice!r} is there twice"
    odd = next((one.name for one in value if bool(one.folder) == bool(one.url)), "")
    return f"{odd!r} must have a folder or a url, and not both" if odd else ""


def _link(value: str) -> str:
    known = not value or (urlsplit(value).scheme in ("http", "https") and urlsplit(value).hostname)
    whole = known and value.isascii() and not re.search(r"[\s<>\"]", value)
    return "" if whole else "must be an address such as https://paper.example/briefs/{name}"


faults.OF |= {Mail: mail, Recipient: recipient, Group: recipient, Channel: channel}


def recipients(
    listed: tuple[Recipient, ...], file: str, groups: tuple[Group, ...], to: tuple[str, ...]
) -> list[tuple[str, Recipient]]:
    """Who gets the brief: one spelling of each address, with its language; nobody twice.

    Raises ``UsageError`` naming file and line of every address that is none, and for a group of
    ``to`` that nobody is in.
    """
    everybody = [*listed, *(_rows(file) if file else ())]
    known = {name for one in everybody for name in one.groups}
    if unknown := next((name for name in to if name not in known), ""):
        raise UsageError(f"to = {unknown!r}: no recipient is in this group"
                         f"{faults.hint(unknown, known) if known else ''}")  # fmt: skip
    langs = {group.name: group.lang for group in groups}
    found: dict[str, Recipient] = {}
    for one in everybody:
        if to and not set(to) & set(one.groups):
            continue
        lang = one.lang or next((langs[g] for g in one.groups if langs.get(g)), "")
        found.setdefault(
            addresses.key(one.address), Recipient(one.address, one.name, one.groups, lang)
        )
    return list(found.items())


def unsubscribed(file: str) -> set[str]:
    """The addresses of a CSV file, in one spelling. Raises ``UsageError``."""
    return {addresses.key(one.address) for one in _rows(file)} if file else set()


def _rows(file: str) -> Iterator[Recipient]:
    """The recipients of a CSV file with a head; groups are parted by ``;`` or blanks."""
    wrong: list[str] = []
    for line, row in _read(file):
        values = {k: (v or "").strip() for k, v in row.items() if k in COLUMNS}
        if not any(values.values()):
            continue
        groups = tuple(filter(None, re.split(r"[;\s]+", values.pop("groups", ""))))
        said = next(filter(None, (recipient(k, v) for k, v in values.items())), "")
        if said:
            wrong.append(f"{file}:{line}: {values['address']!r}: {said}")
        else:
            yield Recipient(**values, groups=groups)
    if wrong:
        more = f"; and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
        raise UsageError("; ".join(wrong[:MOST_TOLD]) + more)


def _read(file: str) -> list[tuple[int, dict[str, str | None]]]:
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as lines:
            head = lines.readline()
            lines.seek(0)
            table = csv.DictReader(
                lines, delimiter=";" if head.count(";") > head.count(",") else ","
            )
            table.fieldnames = [name.strip().lower() for name in table.fieldnames or ()]
            if "address" not in table.fieldnames:
                raise UsageError(f"{file}:1: the first line must name the columns: "
                                 f"{','.join(COLUMNS)}; only address is needed")  # fmt: skip
            return [(table.line_num, row) for row in table]
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}: is not UTF-8") from None
    except csv.Error as error:
        raise UsageError(f"{file}: is no CSV: {error}") from None
