"""The safety of collecting, in numbers: python bench/hostile/run.py [--documents N]

1. attacks over HTTP: seconds and peak memory of one try of each
2. attacks on the parsers, each in a cell: seconds, and what became of it
3. mutated documents through a cell, each beside an honest one: crashes, neighbours lost
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import test_feeds as feeds  # noqa: E402
import test_fetch as fetched  # noqa: E402
from hostile import hosts  # noqa: E402

from briefing import cell, fetch  # noqa: E402
from briefing.types import Article, Rejected  # noqa: E402


def over_http() -> None:
    """Each attack once, with the deadline of the product."""
    with hosts() as net:
        urls = fetched.attacks(net)
        net.page("/robots.txt", "")

        async def one(url: str) -> tuple[str, float]:
            async with fetch.open(allow_hosts=["127.0.0.1"], deadline=5.0, delay=0.0) as web:
                start = time.monotonic()
                try:
                    said = str(await web._follow(url, {}))[:60]
                except Exception as error:
                    said = str(error)[:60]
                return said, time.monotonic() - start

        worst = 0.0
        for url in urls:
            said, seconds = asyncio.run(one(url))
            worst = max(worst, seconds)
            print(f"  {url.rpartition('/')[2]:16}{seconds:6.2f} s  {said}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(urls)} attacks over HTTP, deadline 5 s: slowest {worst:.2f} s, "
          f"peak of client and server {peak:.0f} MB")  # fmt: skip


async def on_parsers() -> None:
    """Each attack in a cell of its own, and how much address space there was."""
    worst = 0.0
    async with cell.open_cell(1) as run:
        await run("warm", feeds.attacked, feeds.attack("xxe"))
        for name in feeds.ATTACKS:
            body = feeds.attack(name)
            start = time.monotonic()
            result = await run(name, feeds.attacked, body)
            seconds = time.monotonic() - start
            worst = max(worst, seconds)
            alive = await run("alive", feeds._good, 7)
            said = result if isinstance(result, Rejected) else (result[:1] or ["no article"])[0]
            reason = said.reason if isinstance(said, Rejected) else str(said)[:60]
            print(f"  {name:22}{seconds:6.2f} s  {reason[:90]}{'' if alive == 7 else '  LOST'}")
    print(f"{len(feeds.ATTACKS)} attacks on parsers, {cell.MEMORY >> 20} MB and {cell.SECONDS:g} s "
          f"each: slowest {worst:.2f} s")  # fmt: skip


async def mutated(documents: int) -> None:
    """Mutated documents, an honest one after each."""
    crashed = lost = articles = 0
    reasons: dict[str, int] = {}
    start = time.monotonic()
    async with cell.open_cell(2) as run:
        for first in range(0, documents, 100):
            seeds = range(first, min(first + 100, documents))
            odd = [run("odd", feeds.digested, feeds.mutated(random.Random(s))) for s in seeds]
            good = [run("good", feeds.digested, feeds.FEEDS[s % len(feeds.FEEDS)].encode())
                    for s in seeds]  # fmt: skip
            for result in await asyncio.gather(*odd):
                if isinstance(result, Rejected):
                    crashed += 1
                    reasons[result.reason] = reasons.get(result.reason, 0) + 1
                else:
                    articles += any(isinstance(r, Article) for r in result)
            lost += sum(isinstance(r, Rejected) for r in await asyncio.gather(*good))
    print(f"{documents} mutated documents: {crashed} crashed a reader, {lost} honest neighbours "
          f"lost, {articles} still gave an article; {time.monotonic() - start:.0f} s")  # fmt: skip
    for reason, count in reasons.items():
        print(f"  {count:5} {reason}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=3000)
    options = parser.parse_args()
    over_http()
    asyncio.run(on_parsers())
    asyncio.run(mutated(options.documents))
