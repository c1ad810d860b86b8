"""Render, capped: a function -> what it returns, from a child with caps on time and memory.

What a stranger's template asks for may never end, or fill the machine; the
child ends instead. Arguments and result travel as pickles, since both sides
are ours: the function is one of this package, named and not sent.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import OutputError

Result = TypeVar("Result")

SECONDS = 60  #: our own templates take 0.3 s for 40 events
MEMORY = 2**30  #: bytes of address space; our own take 0.2 GB
LARGEST = 100 * 2**20  #: bytes of a page; ours of 300 articles has 3 MB


class Overrun(Exception):
    """What the child took more of than it may, as the end of a sentence."""


def capped(function: Callable[..., Result], *args: Any, **values: Any) -> Result:
    """``function(*args, **values)``, a text or a list.

    Raises ``Overrun`` where it takes more than it may, and the ``OutputError`` it raises itself.
    """
    job = pickle.dumps((function.__module__, function.__qualname__, args, values))
    try:
        ran = subprocess.run(
            command(__name__),
            input=job,
            capture_output=True,
            timeout=SECONDS,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Overrun(f"is not done within {SECONDS} seconds") from None
    if ran.returncode or not ran.stdout:
        raise Overrun("takes more time or memory than it may")
    error, result = pickle.loads(ran.stdout)
    if error:
        raise error
    value: Result = result
    return value


def command(module: str, *words: str) -> list[str]:
    """Python with a module of ours, whatever lies in the working folder."""
    return [sys.executable, "-P", "-m", module, *words]


def environment() -> dict[str, str]:
    """That of a child that finds the modules we found."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def cap(memory: int, seconds: int) -> None:
    """Limit this process to bytes of address space and seconds of CPU, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def work() -> None:
    """Do the job on standard input, within the caps."""
    cap(MEMORY, SECONDS)
    module, name, args, values = pickle.loads(sys.stdin.buffer.read())
    function = getattr(__import__(module, fromlist=[name]), name)
    answer: tuple[Exception | None, Any] = (None, None)
    try:
        answer = (None, function(*args, **values))
        if len(answer[1]) > LARGEST:
            answer = (Overrun(f"makes a page of more than {LARGEST >> 20} MB"), None)
    except OutputError as error:
        answer = (OutputError(str(error)), None)
    except MemoryError:
        answer = (Overrun("takes more memory than it may"), None)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    from . import capped as itself  # so that what is pickled is not of __main__

    itself.work()
