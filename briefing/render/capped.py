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
MEMORY = 2 * 2**30  #: bytes of address space; our own take 0.2 GB
LARGEST = 100 * 2**20  #: bytes of a page; ours of 300 articles has 3 MB


def capped(function: Callable[..., Result], *args: Any, **values: Any) -> Result:
    """``function(*args, **values)``. Raises ``OutputError`` where it takes more than it may."""
    job = pickle.dumps((function.__module__, function.__qualname__, args, values))
    try:
        ran = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=job,
            capture_output=True,
            timeout=SECONDS,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OutputError(f"a template was not filled within {SECONDS} seconds") from None
    if ran.returncode or not ran.stdout:
        raise OutputError("a template takes more memory or time than it may")
    done, result = pickle.loads(ran.stdout)
    if not done:
        raise OutputError(result)
    value: Result = result
    return value


def work() -> None:
    """Do the job on standard input, within the caps."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has them
        import resource

        for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
    module, name, args, values = pickle.loads(sys.stdin.buffer.read())
    function = getattr(__import__(module, fromlist=[name]), name)
    try:
        answer = (True, function(*args, **values))
        if len(answer[1]) > LARGEST:
            answer = (False, f"a template makes a page of more than {LARGEST >> 20} MB")
    except OutputError as error:
        answer = (False, str(error))
    except MemoryError:
        answer = (False, "a template takes more memory than it may")
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    work()
