"""Kills of ``briefing collect``: a world of sources, the real process, random kills, what is left.

``bench/archive collect-kill RUNS [FOLDER]`` runs it. A local server (``tests/hostile.py``) plays
some twenty feeds, lists and pages, beside folders and a mailbox; on the second day articles are
added and corrected. ``briefing collect`` is killed (SIGKILL) at random times, in one round of three
while the disk is full (a tmpfs of 8 MB, else a limit of file size), and while one answer of ten is
a 503. After every kill the archive must

- open, and be sound (PRAGMA integrity_check, FTS5's own check);
- hold every article of each source that standard output told of, or whose run is counted;
- count in ``runs`` exactly the articles there are, and have no article twice;
- remember no list or page as read whose articles are not there.

A run that ends by itself must leave exactly what an undisturbed archive holds.
"""

# ruff: noqa: E501
from __future__ import annotations

import gzip
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT), str(ROOT / "tests")]

from hostile import answer, hosts  # noqa: E402

from briefing import store  # noqa: E402
from briefing.errors import ArchiveError  # noqa: E402

#: ``briefing collect`` as it is, but without its pause of half a second between two requests to a
#: host: all the world is one host here.
COLLECT = "import sys; from briefing.fetch import client; client.DELAY = 0.0; " \
          "from briefing.cli import main; sys.exit(main(['collect']))"  # fmt: skip
SMALL = 8_000_000  #: bytes of the disk that fills up
WORDS = ("harbour council bridge storm ferry museum tram budget strike election river school "
         "doctor farmer port mayor court union price factory island railway vote snow").split()  # fmt: skip


def text(name, corrected=False):
    """A made-up article of eight sentences, its own words first; one word more if corrected."""
    chance = random.Random(name)
    told = [f"{' '.join(chance.choices(WORDS, k=11)).capitalize()} {name}-{n}." for n in range(8)]
    return " ".join([*told[:4], "A number was put right.", *told[5:]] if corrected else told)


class World:
    """The sources, on a server and in a folder, on day 1 or 2."""

    def __init__(self, net, folder, feeds=12):
        self.net, self.folder, self.day, self.chance = net, folder, 1, None
        self.feeds, self.pages = feeds, 4
        (folder / "news").mkdir(exist_ok=True)
        (folder / "more").mkdir(exist_ok=True)
        self.sources = [self._feed(n) for n in range(feeds)]
        self._serve("/map", lambda: "<sitemapindex><sitemap><loc>/m1</loc></sitemap><sitemap>"
                    "<loc>/m2.gz</loc></sitemap></sitemapindex>")  # fmt: skip
        self._serve("/m1", lambda: self._sitemap("m1"))
        self._serve("/m2.gz", lambda: gzip.compress(self._sitemap("m2").encode(), mtime=0))
        self._serve("/opml", lambda: "<opml><body><outline xmlUrl='/listed'/>"
                    "<outline xmlUrl='/gone'/></body></opml>")  # fmt: skip
        self._serve("/listed", lambda: self._rss("listed"))
        for name in (f"p-{n}" for n in range(3)):
            self._page(name)
        net.page("/gone", "", status=410)
        paths = ["/map", "/opml", *(f"/p-{n}" for n in range(3))]
        self.sources += [*map(net.url, paths), "news", "more"]
        self.write()

    def write(self):
        """The folders, as they are on this day."""
        for file in (self.folder / "news").iterdir():
            file.unlink()
        for n in range(12 * self.day):
            (self.folder / "news" / f"{n}.txt").write_text(
                f"Note {n}\n\n{text(f'news{n}', self.day == 2 and n % 4 == 0)}\n")  # fmt: skip
        lines = [{"id": n, "title": f"Line {n}", "text": text(f"more{n}"), "outlet": "More"}
                 for n in range(9 * self.day)]  # fmt: skip
        (self.folder / "more" / "a.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines))
        mails = [f"From a@b Fri Nov 21 10:00:00 2025\nFrom: Letter <a@b.example>\nSubject: Mail {n}\n"
                 f"\n{text(f'mail{n}')}\n\n" for n in range(4 * self.day)]  # fmt: skip
        (self.folder / "more" / "b.mbox").write_text("".join(mails))

    def _names(self, name):
        """The articles of a list: on the second day one has gone and two have come."""
        return [f"{name}-{n}" for n in range(self.day - 1, self.pages + 2 * (self.day - 1))]

    def _feed(self, number):
        name = f"f{number}"
        self._serve(f"/{name}", lambda: self._rss(name, whole=number % 4 == 3))
        return self.net.url(f"/{name}")

    def _rss(self, name, whole=False):
        items = []
        for one in self._names(name):
            self._page(one)
            body = f"<description>{text(one) * 2}</description>" if whole else ""
            items.append(f"<item><title>Report {one}</title><link>/{one}</link>{body}</item>")
        return f"<rss><channel><title>The {name} Crier</title>{''.join(items)}</channel></rss>"

    def _sitemap(self, name):
        for one in self._names(name):
            self._page(one)
        return (
            f"<urlset>{''.join(f'<url><loc>/{n}</loc></url>' for n in self._names(name))}</urlset>"
        )

    def _page(self, name):
        def body():
            put_right = self.day == 2 and name.endswith(("2", "3"))
            return (f"<!doctype html><html lang='en'><head><title>Report {name}</title></head><body>"
                    f"<article><h1>Report {name}</h1><p>{text(name, put_right)}</p></article></body>"
                    "</html>")  # fmt: skip

        self._serve(f"/{name}", body, page=True)

    def _serve(self, path, body, page=False):
        """With an ETag; one page in five has none, and can say 'not modified' to nobody."""

        async def script(asked, out):
            data = body()
            data = data if isinstance(data, bytes) else data.encode()
            tag = f'"{path}-{self.day}-{len(data)}"'
            if self.chance and self.chance.random() < 0.1:
                out.write(answer(b"", status=503, retry_after="3600"))
            elif asked.headers.get("if-none-match") == tag:
                out.write(answer(b"", status=304, etag=tag))
            else:
                tagged = {} if page and sum(path.encode()) % 5 == 0 else {"etag": tag}
                out.write(answer(data, content_type="text/html" if page else "text/xml", **tagged))

        self.net.script(path, script)


def held(path):
    """What an archive holds, read without ``briefing``: articles, places, runs, validators."""
    connection = sqlite3.connect(path)
    found = [connection.execute(query).fetchall() for query in (
        "SELECT publisher, hex(sha256), version, latest, corrected IS NOT NULL "
        "FROM articles a JOIN blobs b ON b.id = a.text",
        "SELECT p.source, p.ref, hex(b.sha256) FROM places p JOIN articles a ON a.id = p.article "
        "JOIN blobs b ON b.id = a.text",
        "SELECT source, at, new FROM runs WHERE error = ''",
        "SELECT source, url, etag FROM validators",
    )]  # fmt: skip
    connection.close()
    return found


def unsound(path):
    """What SQLite and FTS5 find wrong with the file."""
    connection = sqlite3.connect(path)
    found = [r[0] for r in connection.execute("PRAGMA integrity_check")]
    found += [str(r) for r in connection.execute("PRAGMA foreign_key_check")]
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.close()
    return [x for x in found if x != "ok"]


def wrong(path, told, expected):
    """What is not as it must be, in words; ``expected`` are the places of each day's archive."""
    if problems := unsound(path):
        return problems[:3]
    articles, places, runs, validators = held(path)
    found, days = [], {day: _by_source(rows) for day, rows in expected.items()}
    now, have = _by_source(places), set(places)
    today = days[max(days)]
    # what was told of, and what is counted as read since the day began
    for source in told:
        if lost := today.get(source, set()) - now.get(source, set()):
            found.append(f"told of {source}, but {len(lost)} of its articles are not there: {lost}")
    if (counted := sum(new for *_, new in runs)) != len(articles):
        found.append(f"{counted} articles are counted, {len(articles)} are there")
    twice = [row for row, count in Counter(a[:2] for a in articles).items() if count > 1]
    twice += [row for row, count in Counter(places).items() if count > 1]
    found += [f"twice: {row}" for row in twice]
    if more := have - set().union(*expected.values()):
        found.append(f"nobody published {sorted(more)[:3]}")
    for source, url, etag in validators:
        *_, day = etag.strip('"').rpartition("-")[0].rpartition("-")
        if not etag:
            continue
        there = days[int(day)].get(source, set())
        page = {row for row in there if row[1] == url}
        missing = (page or there) - now.get(source, set())
        if missing:
            found.append(f"{url} is remembered as read ({etag}), but not there: {missing}")
    return found


def _by_source(rows):
    found = {}
    for row in rows:
        found.setdefault(row[0], set()).add(row)
    return found


@contextmanager
def small_disk(folder):
    """A disk of ``SMALL`` bytes mounted at a folder, if we may; whether it is one."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and not subprocess.run(mount, capture_output=True).returncode
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


class Forked:
    """``briefing collect`` in a fork of this process, which has loaded all: for the tests."""

    def __init__(self, world, limit, out, err):
        from briefing import fetch, language  # noqa: F401  loads what forks need
        from briefing.app import loaded  # noqa: F401

        language.stem("loaded", "en")
        self._process = get_context("fork").Process(
            target=self._collect, args=(world, limit, out, err)
        )
        self._process.start()

    @staticmethod
    def _collect(world, limit, out, err):
        from briefing import cell, cli
        from briefing.fetch import client

        os.chdir(world.folder)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        sys.stdout, sys.stderr = (os.fdopen(n, "w", closefd=False) for n in (1, 2))
        client.DELAY, cell.START = 0.0, "fork"
        cell.open_cell = partial(cell.open_cell, memory=resource.RLIM_INFINITY)
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        code = cli.main(["collect"])
        sys.stdout.flush()
        os._exit(code)

    def poll(self):
        return self._process.exitcode

    @property
    def returncode(self):
        return self._process.exitcode

    def wait(self, seconds=None):
        self._process.join(seconds)
        if self._process.is_alive():
            raise subprocess.TimeoutExpired("collect", seconds)

    def send_signal(self, number):
        os.kill(self._process.pid, number)


class Run:
    """One ``briefing collect``, and what it told of."""

    def __init__(self, world, archive, limit=0, *, forked=False, name="run"):
        self.world = world
        self.out, self.err = world.folder / f"{name}.out", world.folder / f"{name}.err"
        allow = "allow_hosts = ['127.0.0.1']"
        (world.folder / "briefing.toml").write_text(
            f"sources = {world.sources}\n{allow}\narchive = '{archive}'\n")  # fmt: skip
        self.asked = len(world.net.requests)

        def limited():
            if limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        with self.out.open("wb") as out, self.err.open("wb") as err:
            if forked:
                self.process = Forked(world, limit, out, err)
                return
            self.process = subprocess.Popen(
                [sys.executable, "-c", COLLECT], stdout=out, stderr=err, cwd=world.folder,
                preexec_fn=limited, env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip

    def kill_after(self, seconds, *, of_asking):
        """SIGKILL so long after the start, or after the first request; whether it struck."""
        while (
            of_asking and self.process.poll() is None and not self.world.net.requests[self.asked :]
        ):
            time.sleep(0.002)
        self.begun = time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
            return False
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return True

    @property
    def told(self):
        """The sources whose line stands whole on standard output, and of which nothing failed."""
        lines = self.out.read_text("utf-8").split("\n")[:-1]
        return [line.rpartition(": ")[0] for line in lines if line.endswith(" 0 failed")]

    @property
    def error(self):
        return self.err.read_text("utf-8")


def kills(folder, number, seed=1, feeds=9, say=print, begin=Run):
    """Kills ``number`` times, in rounds of two days; how many things were wrong."""
    chance, done, faults, full, rounds, ended = random.Random(seed), 0, 0, 0, 0, 0
    work, disk = folder / "world", folder / "disk"
    work.mkdir(parents=True, exist_ok=True)
    with hosts() as net:
        world = World(net, work, feeds)
        net.page("/robots.txt", "")
        expected, whole, length = {}, {}, 0.0
        for world.day in (1, 2):
            world.write()
            start = time.monotonic()
            calm = begin(world, folder / "calm.db")
            calm.process.wait()
            length = time.monotonic() - start
            assert calm.process.returncode == 0, calm.error
            whole[world.day], expected[world.day], *_ = held(folder / "calm.db")
            again = wrong(folder / "calm.db", calm.told, expected)
            assert not again, again
        say(f"undisturbed: {len(world.sources)} sources, {len(whole[2])} articles, {length:.1f} s")
        while done < number:
            rounds += 1
            with small_disk(disk) if rounds % 3 == 0 else _no_disk(folder / "plain") as mounted:
                place = disk if rounds % 3 == 0 else folder / "plain"
                counts = _round(world, place, chance, number - done, rounds % 3 == 0, mounted,
                                expected, whole, length, say, begin)  # fmt: skip
            for file in place.glob("a.db*"):
                file.unlink()
            done, full, ended, faults = (a + b for a, b in zip(
                (done, full, ended, faults), counts, strict=True))  # fmt: skip
            say(f"{done} killed in {rounds} rounds, {full} runs ended on a full disk, "
                f"{ended} by themselves; wrong: {faults}")  # fmt: skip
    return faults


@contextmanager
def _no_disk(folder):
    folder.mkdir(exist_ok=True)
    yield False


def _round(world, place, chance, left, small, mounted, expected, whole, length, say, begin):
    """Two days with kills: how many struck, ran full, ended by themselves, and were wrong."""
    archive, ballast, struck, full, ended, faults = place / "a.db", place / "ballast", 0, 0, 0, 0
    for world.day in (1, 2):
        world.write()
        known = {day: expected[day] for day in range(1, world.day + 1)}
        strikes, span = min(left - struck, chance.randint(3, 9)), 0.7 * length
        while True:
            calm = strikes <= 0
            world.chance = None if calm else chance
            limit = 0
            if small and not calm and chance.random() < 0.6:
                limit = 0 if mounted else chance.randrange(100_000, 700_000)
                free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
                if mounted:
                    ballast.write_bytes(b"x" * max(0, free - chance.randrange(5_000, 400_000)))
            run = begin(world, archive, limit)
            if calm:
                killed = False
                run.process.wait()
            else:
                startup = chance.random() < 0.15
                killed = run.kill_after(
                    chance.uniform(0, length if startup else span), of_asking=not startup
                )
                if not killed and not startup:  # what has little left to do ends sooner
                    span = max(0.1, time.monotonic() - run.begun)
            code, problems = run.process.returncode, []
            if killed:
                struck, strikes = struck + 1, strikes - 1
            elif code == 4 and ("room" in run.error or "full" in run.error):
                full += 1
            elif code != 0:
                problems.append(f"exit {code}: {run.error[-600:]}")
            if "Traceback" in run.error and "cell" not in run.error:
                problems.append(run.error[-900:])
            try:  # the disk is still full
                if archive.exists():
                    with store.open(archive) as opened:
                        opened.window()
            except ArchiveError as error:
                if "room" not in str(error) and "full" not in str(error):
                    problems.append(f"does not open: {error}")
            ballast.unlink(missing_ok=True)
            if archive.exists() and held_anything(archive):
                problems += wrong(archive, run.told, known)
            elif run.told:
                problems.append("told of sources, but there is no archive")
            if calm or (code == 0 and not killed):
                ended += 1
            if calm:
                if sorted(held(archive)[0]) != sorted(whole[world.day]):
                    problems.append(f"day {world.day} ends with other articles")
                if set(held(archive)[1]) != set(expected[world.day]):
                    problems.append(f"day {world.day} ends with other places")
            for problem in problems:
                say("WRONG:", str(problem)[:600])
            faults += len(problems)
            if calm:
                break
    return struck, full, ended, faults


def held_anything(path):
    """Whether the file has its tables: a kill may come before they are made."""
    connection = sqlite3.connect(path)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.close()
    return tables > 0
