"""Door, workers: address -> map. The seam for parallel work.

``inline`` is the builtin map; ``processes:N`` a pool whose results come back
in order. A stage never knows which one it runs under.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from multiprocessing import connection, parent_process
from typing import Any

from .errors import UsageError
from .types import Map

BATCH = 50  #: items to a task: smaller ones cost more to send than to do
FEW = 100  #: items that are done sooner than a pool is started


@contextmanager
def open_map(address: str = "inline") -> Iterator[Map]:
    """A ``map`` for the time of the context. Raises ``UsageError`` for an unknown address."""
    kind, _, number = address.partition(":")
    if address == "inline":
        yield map
    elif kind == "processes" and number.isdecimal() and int(number) > 0:
        pools: list[ProcessPoolExecutor] = []
        try:
            yield _pooled(pools, int(number))
        finally:
            for pool in pools:
                pool.shutdown(cancel_futures=True)
    else:
        raise UsageError(f"{address}: unknown workers; use inline or processes:N")


def _pooled(pools: list[ProcessPoolExecutor], workers: int) -> Map:
    """A pool's map in batches; the pool is started, into ``pools``, when there are many items."""

    def pooled(function: Callable[..., Any], *iterables: Iterable[Any]) -> Iterable[Any]:
        tasks = [*zip(*iterables, strict=True)]
        if not pools and len(tasks) >= FEW:
            pools.append(ProcessPoolExecutor(workers, initializer=in_worker))
        if not pools:
            return map(function, *zip(*tasks, strict=True)) if tasks else ()
        size = max(1, min(BATCH, -(-len(tasks) // workers)))
        batches = [tasks[i : i + size] for i in range(0, len(tasks), size)]
        return chain.from_iterable(pools[0].map(_batch, [function] * len(batches), batches))

    return pooled


def _batch(function: Callable[..., Any], tasks: list[tuple[Any, ...]]) -> list[Any]:
    return [function(*task) for task in tasks]


def in_worker() -> None:
    """An interrupt is the parent's to answer, and a worker does not outlive its parent.

    Nor does it answer SIGTERM as its parent does, whose handler it has inherited.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if parent := parent_process():
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
