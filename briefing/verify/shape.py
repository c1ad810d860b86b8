"""Verify, shape: which keys a brief has, in which order, and what each may hold.

``docs/brief.schema.json`` says the same to the world, with words; a test holds
the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from ..document import SCHEMA, moment


class Kind(NamedTuple):
    """What a value may be, in words and as a test."""

    name: str
    holds: Callable[[Any], bool]


class Maybe(NamedTuple):
    """What stands under a key that may be missing."""

    shape: Shape


Shape = dict[str, "Shape"] | list["Shape"] | Kind | Maybe


def _pattern(name: str, regex: str) -> Kind:
    compiled = re.compile(regex, re.DOTALL)
    return Kind(name, lambda v: type(v) is str and compiled.fullmatch(v) is not None)


def _or_null(kind: Kind) -> Kind:
    return Kind(f"{kind.name} or null", lambda v: v is None or kind.holds(v))


def _from(least: int) -> Kind:
    return Kind(f"a whole number from {least}", lambda v: type(v) is int and v >= least)


def _parses(parse: Callable[[str], Any], value: Any) -> bool:
    """Whether a string is a date or time as ``document.moment`` spells it."""
    try:
        return type(value) is str and moment(parse(value)) == value
    except ValueError:
        return False


TEXT = Kind("a string", lambda v: type(v) is str)
SOME = _pattern("a string that is not empty", r".*\S.*")
HEX = _pattern("64 hex digits", r"[0-9a-f]{64}")
ARTICLE = _pattern("an article id", r"[0-9a-f]{16}(-[1-9][0-9]*)?")
SEAL = _pattern("the beginning of a seal", r"[0-9a-f]{12}")
EVENT = _pattern("an event id", r"e[0-9a-f]{12}")
LANG = _pattern("a language code", r"[a-z]{2,3}")
LINK = _pattern("an http(s) address or an empty string", r"([Hh][Tt][Tt][Pp][Ss]?://\S+)?")
FIELD = _pattern("'title' or 'text'", r"title|text")
FLAG = Kind("true or false", lambda v: type(v) is bool)
TRUE = Kind("true", lambda v: v is True)
DAY = Kind("a date", lambda v: _parses(date.fromisoformat, v))
TIME = Kind(
    "a date or a time in UTC",
    lambda v: DAY.holds(v) or (_parses(datetime.fromisoformat, v) and v.endswith("Z")),
)

SPAN: Shape = {"start": _from(0), "end": _from(1)}
CITATION: Shape = {"article": ARTICLE, "start": _from(0), "end": _from(1), "quote": SOME}
LINE: Shape = {"text": SOME, "lang": LANG, "citations": [CITATION]}
FIGURE: Shape = {
    "value": SOME,
    "unit": _pattern("a unit, as 'km' or '%'", r"(%|[a-z][a-z0-9/]*( F)?)?"),
    "counts": TEXT,
    "measures": TEXT,
    "lang": LANG,
    "citations": [CITATION],
}
PLACE: Shape = {"article": ARTICLE, "start": _from(0), "end": _from(1)}
QUOTATION: Shape = {
    "speaker": SOME,
    "quote": SOME,
    "lang": LANG,
    "quoted": PLACE,
    "named": PLACE,
    "citations": [CITATION],
}
DIFFERENCE: Shape = {
    "kind": _pattern("'number', 'date', 'name' or 'quotation'", r"number|date|name|quotation"),
    "point": SOME,
    "variants": [LINE],
}
PARTY: Shape = {
    "name": SOME,
    "kind": _pattern("'person' or 'body'", r"person|body"),
    "also": [SOME],
    "also_langs": [LANG],
    "citations": [CITATION],
}
#: Of an article that this brief does not carry.
SOURCE: dict[str, Shape] = {
    "ref": SOME,
    "outlet": TEXT,
    "title": TEXT,
    "published": _or_null(TIME),
    "url": LINK,
    "sha256": HEX,
}
CHANGE: Shape = {
    "point": TEXT,
    "text": SOME,
    "lang": LANG,
    "citations": [CITATION],
    "earlier": {
        "text": SOME,
        "lang": LANG,
        "brief": SEAL,
        "day": DAY,
        "passage": {"start": _from(0), "end": _from(1), "text": SOME},
        "source": SOURCE,
    },
}
THEN: dict[str, Shape] = {"brief": SEAL, "day": DAY, "headline": SOME, "lang": LANG}
MEMORY: Shape = {
    "profile": TEXT,
    "days": _from(0),
    "earlier": [{"brief": SEAL, "day": DAY}],
    "read": _from(0),
    "again": _from(0),
    "repeats": [HEX],
    "outlets": _from(0),
    "sources": _from(0),
    "unchanged": [THEN | {"since": DAY}],
    "corrected": [{"brief": SEAL, "day": DAY, "lang": LANG} | SOURCE],
}
BRIEF: dict[str, Shape] = {
    "schema": _pattern(repr(SCHEMA), re.escape(SCHEMA)),
    "title": SOME,
    "day": DAY,
    "lang": LANG,
    "method": _pattern("a summariser's name", r"[a-z]+"),
    "length": _from(1),
    "window": {"since": _or_null(DAY), "until": _or_null(DAY), "left_out": _from(0)},
    "limits": Maybe({"events": _or_null(_from(1)), "characters": _or_null(_from(1))}),
    "unplaced": Maybe({"events": _from(1), "articles": _from(1)}),
    "bottom_line": [LINE],
    "key_figures": [FIGURE],
    "sections": Maybe([{"title": SOME, "events": [EVENT]}]),
    "events": [
        {
            "id": EVENT,
            "section": Maybe(SOME),
            "named_only": Maybe(TRUE),
            "headline": SOME,
            "headline_source": {
                "article": ARTICLE,
                "field": FIELD,
                "start": _from(0),
                "end": _from(1),
                "derived": FLAG,
            },
            "start": _or_null(DAY),
            "end": _or_null(DAY),
            "articles": [ARTICLE],
            "origins": _from(1),
            "digest": [LINE],
            "key_figures": [FIGURE],
            "quotations": [QUOTATION],
            "differences": [DIFFERENCE],
            "people": [PARTY],
            "status": Maybe(_pattern("'new' or 'continuing'", "new|continuing")),
            "since": Maybe(DAY),
            "earlier": Maybe([THEN]),
            "changes": Maybe([CHANGE]),
        }
    ],
    "articles": [
        {
            "id": ARTICLE,
            "ref": SOME,
            "outlet": TEXT,
            "title": TEXT,
            "byline": TEXT,
            "dateline": TEXT,
            "place": TEXT,
            "published": _or_null(TIME),
            "corrected": Maybe(TIME),
            "lang": LANG,
            "url": LINK,
            "event": EVENT,
            "reprint_of": _or_null(ARTICLE),
            "summary": [{"start": _from(0), "end": _from(1), "text": SOME}],
            "sentences": [SPAN],
            "sha256": HEX,
            "passages": [{"start": _from(0), "end": _from(1), "text": SOME, "in_quotation": FLAG}],
            "text": _or_null(SOME),
        }
    ],
    "rejected": [{"ref": SOME, "stage": SOME, "reason": SOME}],
    "memory": Maybe(MEMORY),
    "seal": HEX,
}


def misshapen(value: Any, shape: Shape = BRIEF, path: str = "") -> Iterator[str]:
    """Where a value is not of its shape, one sentence each."""
    if isinstance(shape, Maybe):
        yield from misshapen(value, shape.shape, path)
    elif isinstance(shape, Kind):
        if not shape.holds(value):
            yield f"{path}: must be {shape.name}"
    elif isinstance(shape, list):
        if type(value) is not list:
            yield f"{path}: must be a list"
            return
        for number, item in enumerate(value):
            yield from misshapen(item, shape[0], f"{path}[{number}]")
    elif type(value) is not dict:
        yield f"{path or 'the brief'}: must be an object"
    elif list(value) != (
        keys := [k for k, s in shape.items() if k in value or type(s) is not Maybe]
    ):
        wrong = sorted(value.keys() ^ set(keys))
        said = "missing or unknown: " + ", ".join(wrong) if wrong else "in another order"
        yield f"{path or 'the brief'}: its keys are {said}"
    else:
        for key in keys:
            yield from misshapen(value[key], shape[key], f"{path}.{key}".lstrip("."))


def _needed(shape: Shape) -> bool:
    return not isinstance(shape, Maybe)
