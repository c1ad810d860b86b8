"""What the PDF costs, beside the same words as plain paragraphs in the same WeasyPrint.

    python bench/pdf/run.py            # briefs of about 10, 50 and 200 pages
    python bench/pdf/run.py 3 20       # briefs of 3 and 20 events

Each layout runs in a process of its own, one at a time; the figures are its CPU
seconds from the finished HTML to the bytes of a tagged PDF/A-3a, fonts and style
sheet included. Beside ours stand two pages laid out by WeasyPrint as it is, each
block a ``<p>`` in our serif on the same paper: "bare" has only the words, "marked"
also the links, language tags and bold words within them.
"""

from __future__ import annotations

import json
import math
import re
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

EVENTS = (5, 32, 135)  #: about 10, 50 and 200 pages
_BLOCK = re.compile(
    r"<(/?)(?:p|h1|h2|h3|li|td|th|div|section|header|ol|ul|tr|table|thead|tbody|main|nav)\b([^>]*)>"
)
PLAIN = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Plain</title><style>
@font-face { font-family: "Briefing Serif"; src: url(fonts/source-serif/SourceSerif4-Regular.ttf) }
@font-face { font-family: "Briefing More"; src: url(fonts/noto/NotoSans-Regular.ttf) }
@page { size: A4; margin: 28mm 20mm 26mm }
html { font: 10pt/1.42 "Briefing Serif", "Briefing More" } p { margin: 2mm 0 0 }
</style><body>"""


def blocks(html: str) -> list[str]:
    """Each block of our page as a ``<p>``, with its ``id`` and the elements inside a line."""
    body = re.sub(r"(?s)<svg.*?</svg>", "", html.partition("<body>")[2].partition("</body>")[0])
    found, id = [], ""
    for text, _, attributes in zip(*[iter([*_BLOCK.split(body), "", ""])] * 3, strict=True):
        if text.strip():
            found.append(f"<p{id}>{text.strip()}</p>")
            id = ""
        if here := re.search(r' id="[^"]*"', attributes):
            id = here[0]
    return found


def plain(html: str, roots: tuple[Path, ...]) -> bytes:
    """A page as WeasyPrint lays it out by itself."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from briefing.render import paper

    page = weasyprint.HTML(string=html, base_url=paper.BASE, url_fetcher=paper.Bundle(roots))
    layout = page.render(font_config=FontConfiguration(), pdf_variant=paper.VARIANT)
    made: bytes = layout.write_pdf(pdf_variant=paper.VARIANT)
    return made


def one(kind: str, events: int) -> None:
    """Lay out one page in this process and print what it took, as JSON."""
    from data.render.shapes import full

    from briefing import render
    from briefing.render import paper
    from briefing.render.engine import fill
    from briefing.settings import Style

    document, roots = full(events), (render.templates_dir(),)
    html = fill("brief.html.j2", document, roots, media="print", style=Style())
    if kind != "ours":
        found = blocks(html)
        if kind == "bare":
            found = [f"<p>{re.sub('<[^>]*>', '', block)}</p>" for block in found]
        html = PLAIN + "".join(found)
    start = time.process_time()
    if kind == "ours":
        pdf = paper.lay_out(html, b"{}", date.fromisoformat(document["day"]), roots).pdf
    else:
        pdf = plain(html, roots)
    spent = time.process_time() - start
    import pypdfium2

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": spent, "pages": len(pypdfium2.PdfDocument(pdf)), "peak": peak}))


def measured(kind: str, events: int) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, __file__, kind, str(events)], capture_output=True, check=True
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def main(sizes: tuple[int, ...]) -> None:
    print("| events | pages | s | s a page | MB | bare, s | times | marked, s | times |")
    print("| ---: " * 9 + "|")
    points = []
    for events in sizes:
        ours, bare, marked = (measured(kind, events) for kind in ("ours", "bare", "marked"))
        points.append((math.log(ours["pages"]), math.log(ours["cpu"])))
        print(
            f"| {events} | {ours['pages']} | {ours['cpu']:.1f} | {ours['cpu'] / ours['pages']:.3f} "
            f"| {ours['peak']:.0f} | {bare['cpu']:.1f} | {ours['cpu'] / bare['cpu']:.2f} "
            f"| {marked['cpu']:.1f} | {ours['cpu'] / marked['cpu']:.2f} |",
            flush=True,
        )
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    print(f"\nseconds grow with pages to the power of {slope:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] in (["ours"], ["bare"], ["marked"]):
        one(sys.argv[1], int(sys.argv[2]))
    else:
        main(tuple(map(int, sys.argv[1:])) or EVENTS)
