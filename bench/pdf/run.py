"""What the PDF costs, beside the same words as plain paragraphs in the same WeasyPrint.

    python bench/pdf/run.py            # 10, 50 and 200 pages
    python bench/pdf/run.py 3 20       # briefs of 3 and 20 events

Each layout runs in a process of its own, one at a time; the figures are its CPU
seconds from the finished HTML to the bytes of a tagged PDF/A-3a, fonts and style
sheet included. The plain page has the text of every block as one ``<p>`` in our
serif, with the same paper and margins, no links, no columns, no numbers of pages.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from datetime import date
from html import escape
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

EVENTS = (8, 44, 180)  #: about 10, 50 and 200 pages
BLOCKS = {"p", "h1", "h2", "h3", "li", "td", "th", "div", "section", "header", "ol", "ul", "tr"}
PLAIN = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Plain</title><style>
@font-face { font-family: "Briefing Serif"; src: url(fonts/source-serif/SourceSerif4-Regular.ttf) }
@font-face { font-family: "Briefing More"; src: url(fonts/noto/NotoSans-Regular.ttf) }
@page { size: A4; margin: 28mm 20mm 26mm }
html { font: 10pt/1.42 "Briefing Serif", "Briefing More" } p { margin: 2mm 0 0 }
</style><body>"""


class Blocks(HTMLParser):
    """The text of a page, block by block."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.now: list[str] = []
        self.feed(html.partition("<body>")[2])
        self.cut()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS:
            self.cut()

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.cut()

    def handle_data(self, data: str) -> None:
        self.now.append(data)

    def cut(self) -> None:
        text = " ".join("".join(self.now).split())
        self.blocks += [text] if text else []
        self.now.clear()


def one(kind: str, events: int) -> None:
    """Lay out one page in this process and print what it took, as JSON."""
    from data.render.shapes import full

    from briefing import render
    from briefing.render import paper
    from briefing.render.engine import fill

    document, roots = full(events), (render.templates_dir(),)
    html = fill("brief.html.j2", document, roots, media="print")
    if kind == "plain":
        html = PLAIN + "".join(f"<p>{escape(text)}</p>" for text in Blocks(html).blocks)
    start = time.process_time()
    pdf = paper.lay_out(html, b"{}", date.fromisoformat(document["day"]), roots).pdf
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
    print("| events | pages | s | s a page | MB | plain: pages | s | times |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    points = []
    for events in sizes:
        ours, plain = measured("ours", events), measured("plain", events)
        points.append((math.log(ours["pages"]), math.log(ours["cpu"])))
        print(
            f"| {events} | {ours['pages']} | {ours['cpu']:.1f} | {ours['cpu'] / ours['pages']:.3f} "
            f"| {ours['peak']:.0f} | {plain['pages']} | {plain['cpu']:.1f} "
            f"| {ours['cpu'] / plain['cpu']:.2f} |",
            flush=True,
        )
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    print(f"\nseconds grow with pages to the power of {slope:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] in (["ours"], ["plain"]):
        one(sys.argv[1], int(sys.argv[2]))
    else:
        main(tuple(map(int, sys.argv[1:])) or EVENTS)
