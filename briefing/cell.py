"""Door, cell: function -> result, computed where a hang or a bomb cannot hurt.

A function that reads what strangers wrote runs in a process of its own, with
a deadline and a cap on memory. A process that hangs or dies is replaced
(pebble does it), and only the call that it died of is lost. The processes are
forked from one that has loaded what they need, and reads nothing itself.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from .types import Rejected
from .workers import in_worker

SECONDS = 20.0  #: for one call; the longest honest document takes about 5 on a slow machine
#: Bytes of address space of a process. Measured: 300 MB once a text was cleaned, 430 MB
#: with a page of 1.8 million characters, up to 160 MB more for the dictionaries of twenty
#: languages in old encodings; so a process that runs out is replaced and asked again.
MEMORY = 512 * 2**20
TASKS = 500  #: calls after which a process is replaced
START = "forkserver"  #: how processes begin: forked from one that has loaded what they need
_FULL = 77  #: exit code of a process that ran out of memory

Run = Callable[..., Awaitable[Any]]
"""``await run(ref, function, *args)``: what the function returns, or a ``Rejected`` of ``ref``."""


@asynccontextmanager
async def open_cell(
    processes: int = 1, *, seconds: float = SECONDS, memory: int = MEMORY, load: str = ""
) -> AsyncIterator[Run]:
    """A ``Run`` for the time of the context. Functions must be picklable. It never raises.

    ``load`` names a module that is imported once, for all processes: of this program, by the
    first ``open_cell``. Two seconds of loading a process are saved by it.
    """
    import multiprocessing

    from pebble import ProcessExpired, ProcessPool

    context = multiprocessing.get_context(START)
    context.set_forkserver_preload([load] if load else [])
    pool: Any = ProcessPool(
        max_workers=processes, context=context,
        initializer=_confine, initargs=(memory,), max_tasks=TASKS,
    )  # fmt: skip

    starting: list[asyncio.Task[Any]] = []  #: one, begun by the first call: loading takes its time

    async def run(ref: str, function: Callable[..., Any], *args: Any) -> Any:
        if not starting:
            starting.append(asyncio.create_task(asyncio.to_thread(pool.schedule, _nothing)))
        await asyncio.shield(starting[0])
        for _ in range(2):  # the second time in a process that holds nothing else
            future = pool.schedule(_guarded, args=[function, *args], timeout=seconds)
            try:
                fault, result = await asyncio.wrap_future(future)
                return Rejected(ref, "read", fault) if fault else result
            except TimeoutError:
                return Rejected(ref, "read", f"given up after {seconds:g} seconds of reading it")
            except ProcessExpired as expired:
                if expired.exitcode != _FULL:
                    return Rejected(ref, "read", "its reader died of it")
        return Rejected(ref, "read", f"takes more than {memory // 2**20} MB to read")

    try:
        yield run
    finally:
        await asyncio.gather(*starting, return_exceptions=True)
        pool.stop()
        pool.join()


def _confine(memory: int) -> None:
    """Runs first in each process. Threads of OpenBLAS would each reserve address space."""
    import resource

    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    in_worker()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _nothing() -> None:
    """What starts a pool."""


def _guarded(function: Callable[..., Any], *args: Any) -> tuple[str, Any]:
    try:
        return "", function(*args)
    except MemoryError:
        os._exit(_FULL)
    except RecursionError:
        return "nested too deeply", None
    except Exception as error:  # a fault of a parser is the document's, and loses no other
        return f"cannot be read ({type(error).__name__})", None
