"""Schedule, units: what systemd and cron need to look at the clock each minute. Pure.

A look costs under a second where nothing is due; which slot is due, and who runs it, says the
ledger. So neither needs to know the timetable, and a change of it needs no new units.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

NAME = "briefing-tick"
_SERVICE = """\
[Unit]
Description=briefing: make and send the briefs that are due
Documentation=man:systemd.timer(5)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
# SIGTERM goes to briefing alone, which gives its slot back or ends a delivery; then to the rest.
KillMode=mixed
TimeoutStopSec=15min
NoNewPrivileges=yes
PrivateTmp=yes
"""
_TIMER = """\
[Unit]
Description=briefing: look each minute whether a brief is due

[Timer]
OnCalendar=minutely
AccuracySec=1s
Persistent=no

[Install]
WantedBy=timers.target
"""


def systemd(command: Sequence[str], folder: str) -> dict[str, str]:
    """Name -> text of a service and its timer that run a command in a folder, by absolute paths."""
    return {
        f"{NAME}.service": _SERVICE.format(
            folder=folder.replace("%", "%%"), command=" ".join(map(_word, command))
        ),
        f"{NAME}.timer": _TIMER,
    }


def crontab(command: Sequence[str], folder: str) -> str:
    """The line of a crontab that runs a command in a folder each minute."""
    line = f"* * * * * cd {shlex.quote(folder)} && {shlex.join(command)}"
    return line.replace("%", "\\%")  # a bare one ends the line


def _word(word: str) -> str:
    """One word of an ``ExecStart``, whatever is in it."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{word}"' if not word or set(word) & set(" \t'\"\\;") else word
