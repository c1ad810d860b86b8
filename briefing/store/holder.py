"""Store, holder: the name of this process on a lease, and whether one of that name has ended.

A lease ends by itself. That of a process that was killed ends sooner, if it was of this machine:
its name holds host, boot, PID namespace (a container's), PID and start, so that neither another
machine's process nor a later one of the same PID is taken for it.
"""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path


def name() -> str:
    """That of this process."""
    return f"{_place()} {os.getpid()} {_started(os.getpid())}"


def gone(holder: str) -> bool:
    """Whether a process is known to have ended. What runs elsewhere is not known of."""
    place, _, rest = holder.partition(" ")
    number, _, started = rest.partition(" ")
    return place == _place() and number.isdecimal() and _started(int(number)) != started


def _place() -> str:
    boot = namespace = "-"
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()[:8]
        namespace = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    return f"{platform.node().replace(' ', '_')}/{boot}/{namespace}"


def _started(process: int) -> str:
    """When it began, in the kernel's count; ``?`` where only its being there is known."""
    if not Path("/proc/self/stat").exists():
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return "ended"
        except OSError:
            pass
        return "?"
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return "ended"
    fields = stat.rpartition(")")[2].split()  # from the third on: state, ..., start
    return "ended" if fields[0] == "Z" else fields[19]
