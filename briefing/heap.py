"""Ground floor, heap: many objects are made at once, and none of them is garbage yet."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """While it lasts, no cycles are looked for.

    The collector would go through all that a layout or a window of the archive makes, again and
    again, for as long as it takes to make it; and it is needed to the end.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
