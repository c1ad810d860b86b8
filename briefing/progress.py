"""Door, progress: a bar on a terminal, plain lines elsewhere, for long work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from .types import Map

LONG = 100  #: items from which a stage is worth a word
NAMES = {"clean": "Reading", "summarise": "Summarising", "features": "Comparing",
         "facts": "Facts", "digest": "Digests"}  # fmt: skip


def watched(inner: Map, *, quiet: bool, stream: TextIO | None = None) -> Map:
    """The same map, telling how far it is."""
    out = stream or sys.stderr

    def mapped(function: Callable[..., Any], *iterables: Iterable[Any]) -> Iterable[Any]:
        lists = [list(i) for i in iterables]
        total = len(lists[0])
        results = inner(function, *lists)
        if quiet or total < LONG:
            return results
        function = getattr(function, "func", function)
        label = NAMES.get(function.__name__, function.__name__)
        if out.isatty():
            from tqdm import tqdm

            bar: Iterable[Any] = tqdm(results, label, total, leave=False, file=out, unit="")
            return bar
        return _lines(results, label, total, out)

    return mapped


def _lines(results: Iterable[Any], label: str, total: int, out: TextIO) -> Iterator[Any]:
    step = max(total // 4, 1)
    for done, result in enumerate(results, 1):
        if done % step == 0 or done == total:
            print(f"briefing: {label} {done} of {total}", file=out, flush=True)
        yield result
