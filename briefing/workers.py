"""Door, workers: address -> map. The seam for parallel work.

``inline`` is the builtin map; ``processes:N`` a pool whose results come back
in order. A stage never knows which one it runs under.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from typing import Any

from .errors import UsageError
from .types import Map

BATCH = 50  #: items to a task: smaller ones cost more to send than to do


@contextmanager
def open_map(address: str = "inline") -> Iterator[Map]:
    """A ``map`` for the time of the context. Raises ``UsageError`` for an unknown address."""
    kind, _, number = address.partition(":")
    if kind == "inline":
        yield map
    elif kind == "processes" and number.isdigit() and int(number) > 0:
        with ProcessPoolExecutor(int(number)) as pool:

            def pooled(function: Callable[..., Any], *iterables: Iterable[Any]) -> Iterable[Any]:
                tasks = [*zip(*iterables, strict=True)]
                size = max(1, min(BATCH, -(-len(tasks) // int(number))))
                batches = [tasks[i : i + size] for i in range(0, len(tasks), size)]
                return chain.from_iterable(pool.map(_batch, [function] * len(batches), batches))

            yield pooled
    else:
        raise UsageError(f"{address}: unknown workers; use inline or processes:N")


def _batch(function: Callable[..., Any], tasks: list[tuple[Any, ...]]) -> list[Any]:
    return [function(*task) for task in tasks]
