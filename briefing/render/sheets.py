"""Render, sheets: a user's style sheet -> what is wrong with it, by line.

CSS forgives: a brace that is never closed swallows the rest of a sheet, and the
page only looks odd. So a sheet of the user's is read once for its grammar and
its addresses, by the parser that WeasyPrint has, and a fault is an error. What
a property may hold is WeasyPrint's to say: a warning (``told``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_NEITHER = "neither a declaration nor a rule with its { }"
_PLACE = re.compile(r" at (\d+):\d+\b:?")
_SELECTOR = re.compile(r"selector, '(.+?)\s*'", re.DOTALL)


def faults(sheet: str, serves: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Each fault of a sheet with its line; ``serves`` tells which addresses it may ask for."""
    from tinycss2.parser import parse_stylesheet
    from tinycss2.serializer import serialize
    from tinycss2.tokenizer import parse_component_value_list

    nodes = parse_component_value_list(sheet)
    found = [*_grammar(parse_stylesheet(sheet)), *_addresses(nodes, serves)]
    unclosed = serialize(nodes).count("}") - sheet.count("}")
    if unclosed > 0:
        found.append((_last_block(nodes, unclosed), "{ is never closed"))
    return sorted(dict.fromkeys(found))


def _grammar(nodes: list[Any]) -> Iterator[tuple[int, str]]:
    """What the parser could not read, in rules and in what they hold."""
    from tinycss2.parser import parse_blocks_contents

    for node in nodes:
        if node.type == "error":
            halt = node.message.startswith("EOF")  # of a block, or of the sheet
            yield node.source_line, _NEITHER if halt else node.message.rstrip(".")
        elif node.type == "declaration":
            yield from _grammar(node.value)
        elif getattr(node, "content", None) and hasattr(node, "prelude"):
            yield from _grammar(parse_blocks_contents(node.content))


def _addresses(nodes: list[Any], serves: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """Addresses in ``url()`` and ``@import`` that are not served."""
    imported = False
    for node in nodes:
        asked = node.value if node.type == "url" or (imported and node.type == "string") else None
        if node.type == "function" and node.lower_name == "url":
            asked = "".join(n.value for n in node.arguments if n.type == "string")
        if asked is not None and not asked.startswith("#") and not serves(asked):
            yield node.source_line, f"asks for {asked}, which is no file of the templates"
        if node.type not in ("whitespace", "comment"):
            imported = node.type == "at-keyword" and node.lower_value == "import"
        yield from _addresses(getattr(node, "content", getattr(node, "arguments", [])), serves)


def _last_block(nodes: list[Any], depth: int) -> int:
    """The line of the innermost of ``depth`` blocks that the end of the sheet closed."""
    last = next(n for n in reversed(nodes) if n.type == "{} block")
    return int(last.source_line) if depth == 1 else _last_block(last.content, depth - 1)


def told(message: str, where: str, sheet: str = "") -> str:
    """A remark of WeasyPrint's on a sheet, as ``where, line 5: ...``."""
    place = _PLACE.search(message)
    line = int(place[1]) if place else 0
    if not line and (found := _SELECTOR.search(message)) and found[1] in sheet:
        line = sheet[: sheet.index(found[1])].count("\n") + 1
    said = _PLACE.sub("", message, count=1).rstrip(".")
    said = said.replace(" `, ", "`, ").replace(" '", "'") if line else said
    return f"{where}{f', line {line}' if line else ''}: {said[:1].lower()}{said[1:]}"
