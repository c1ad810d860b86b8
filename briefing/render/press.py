"""Render, press: document -> PDF bytes, laid out in a process of its own.

WeasyPrint lays out whatever it is given, however long that takes; so it works
in a child with a cap on time and on memory, and a page that never ends is an
error of the run, not its end. The job and the PDF travel as files of a folder
of their own; what the child writes to its standard output is how far it is,
and, as its last line, what it noticed.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..document import to_bytes
from ..errors import OutputError
from ..settings import Style
from .capped import cap, command, environment
from .engine import fill

log = logging.getLogger("briefing.render")

Document = dict[str, Any]
PLAIN = Style()

MEMORY = 6 * 2**30  #: bytes of address space; 173 pages take 0.5 GB
SECONDS = 120  #: in which the smallest brief must be done, on a machine ten times as slow as ours
RATE = 1000  #: characters of HTML a second; ours lays out 10,000 to 20,000
NAMED = 5  #: characters without a font that are told one by one
STEP = 25  #: pages from one word about the progress to the next


def write(
    document: Document,
    roots: Sequence[Path],
    *,
    seconds: float = 0,
    memory: int = MEMORY,
    style: Style = PLAIN,
) -> bytes:
    """The PDF of a document, not yet sealed.

    ``seconds`` (by default a bound that grows with the page) and ``memory``
    (bytes) are what the layout may take. Raises ``OutputError`` where it takes
    more, where a template asks for something outside its folders, and for a
    character that no font has.
    """
    html = fill("brief.html.j2", document, roots, media="print", style=style)
    job = {
        "html": html,
        "data": to_bytes(document).decode("utf-8"),
        "day": document["day"],
        "roots": [str(root) for root in roots],
        "memory": memory,
        "seconds": seconds or SECONDS + len(html) / RATE,
    }
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        noticed = _run(job, Path(folder))
        if missing := noticed["missing"]:
            raise OutputError(_no_glyph(missing, document))
        pdf = (Path(folder) / "pdf").read_bytes()
    for warning in noticed["warnings"]:
        log.warning("%s", warning)
    if fonts := noticed["fonts"]:
        log.warning(
            "set in fonts of this machine, on which the bytes of the PDF now depend: %s",
            ", ".join(fonts),
        )
    return pdf


def _run(job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Let the child do the job; what it noticed."""
    (folder / "job").write_text(json.dumps(job), "utf-8")
    out_of_time = threading.Event()
    with (
        open(folder / "said", "w+b") as said,
        subprocess.Popen(
            command(__name__, str(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment(),
            text=True,
            encoding="utf-8",
        ) as child,
    ):

        def stop() -> None:
            out_of_time.set()
            child.kill()

        watch = threading.Timer(job["seconds"], stop)
        watch.start()
        last = ""
        try:
            for last in child.stdout or ():
                if last.startswith("page "):
                    log.info("laying out, page %s", last.split()[1])
        finally:
            watch.cancel()
            child.kill()
        code = child.wait()
        said.seek(0)
        trace = said.read().decode("utf-8", "replace").strip()
    with contextlib.suppress(ValueError):
        noticed: dict[str, Any] = json.loads(last)
        if noticed["fault"]:
            raise OutputError(noticed["fault"])
        return noticed
    raise OutputError(_died(job, code, trace, out_of_time=out_of_time.is_set()))


def _died(job: dict[str, Any], code: int, trace: str, *, out_of_time: bool) -> str:
    smaller = "make a brief of fewer articles"
    if out_of_time or code == -getattr(signal, "SIGXCPU", 0):
        return f"the PDF was not laid out within {job['seconds']:.0f} seconds; {smaller}"
    if "MemoryError" in trace or code < 0:  # Pango does not say that it has no memory: it crashes
        most = f"{job['memory'] / 2**20:,.0f} MB of memory"
        return f"the PDF cannot be laid out within {most} (it ended with {code}); {smaller}"
    if trace:
        log.debug("%s", trace)
    end = trace.splitlines()[-1] if trace else f"it ended with {code}"
    return f"the PDF cannot be laid out: {end}"


def _no_glyph(missing: Sequence[str], document: Document) -> str:
    """The first characters, each with the article it stands in, and how many more there are."""
    named = "; ".join(
        f"{char} (U+{ord(char):04X}) in {_where(char, document)}" for char in missing[:NAMED]
    )
    more = f"; and {len(missing) - NAMED} more characters" if len(missing) > NAMED else ""
    return f"no font has {named}{more}; install a font that has them, or leave the article out"


def _where(char: str, document: Document) -> str:
    for article in document["articles"]:
        for field in ("title", "outlet", "text", "place", "byline", "ref"):
            if char in (article.get(field) or ""):
                return f"the {field} of {article['ref']}"
        if any(char in passage["text"] for passage in article["passages"]):
            return f"the text of {article['ref']}"
    for rejected in document["rejected"]:
        if char in rejected["ref"] + rejected["reason"]:
            return f"what is said of {rejected['ref']}, which was not used"
    return "the title" if char in document["title"] else "the templates"


# -- the child --------------------------------------------------------------------------


def work(folder: Path) -> None:
    """Do the job of a folder, within its caps."""
    job = json.loads((folder / "job").read_text("utf-8"))
    cap(job["memory"], int(job["seconds"]) + 1)
    from .paper import lay_out

    with _told(lambda page: print("page", page, flush=True)):
        noticed: dict[str, Any] = {"fault": "", "missing": [], "warnings": [], "fonts": []}
        try:
            made = lay_out(
                job["html"], job["data"].encode(), date.fromisoformat(job["day"]),
                [Path(root) for root in job["roots"]],
            )  # fmt: skip
            (folder / "pdf").write_bytes(made.pdf)
            noticed |= {"missing": made.missing, "warnings": made.warnings, "fonts": made.fonts}
        except OutputError as error:
            noticed["fault"] = str(error)
    print(json.dumps(noticed), flush=True)


class _Steps(logging.Handler):
    """Hears which page WeasyPrint is at."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Tell every ``STEP``th page, the first time round."""
        found = re.search(r"Page (\d+)$", record.getMessage())
        if found and int(found[1]) % STEP == 0:
            self.tell(int(found[1]))


@contextlib.contextmanager
def _told(tell: Callable[[int], None]) -> Any:
    steps, handler = logging.getLogger("weasyprint.progress"), _Steps(tell)
    steps.setLevel(logging.INFO)
    steps.propagate = False
    steps.addHandler(handler)
    try:
        yield
    finally:
        steps.removeHandler(handler)


if __name__ == "__main__":
    work(Path(sys.argv[1]))
