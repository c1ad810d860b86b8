"""The archive with its real engine: what goes in comes out, whatever happens in between."""

from __future__ import annotations

import ast
import io
import json
import os
import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ROOT, ferry, generated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import app, cli, document, store
from briefing.clean import clean
from briefing.errors import ArchiveError, UsageError
from briefing.store import database, export, versions
from briefing.types import Article, Brief, Raw, Sentence
from briefing.verify import verify

NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)
DAY = timedelta(days=1)
STORY = (
    "The council of Elmford approved a new harbour on Monday after a debate of four hours. "
    "It will cost 30 million crowns and is to open in two years, the town hall said. "
    "Some 4,000 people had signed a letter that asked the council for the harbour. "
    "Mayor Alma Reed called the decision a good one for everybody in the town."
)
OTHER = (
    "A storm closed the airport of Dunmere on Tuesday, and two hundred passengers slept there. "
    "Trains run again since the morning, the railway said."
)


def read(text: str, ref: str = "u", **fields: str) -> tuple[Raw, Article]:
    raw = Raw(ref, "text", text, **fields)
    found = clean(raw)
    assert isinstance(found, Article)
    return raw, found


def pairs(raws: list[Any]) -> list[tuple[Raw, Article]]:
    found = [(r, clean(r)) for r in raws if isinstance(r, Raw)]
    return [(r, a) for r, a in found if isinstance(a, Article)]


PAIRS = pairs([*generated(), *ferry()])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "briefing.db"


@pytest.fixture
def archive(path: Path) -> Iterator[store.Archive]:
    with store.open(path) as opened:
        yield opened


def add(archive: store.Archive, *batch: tuple[Raw, Article], at: datetime = NOW) -> str:
    """What became of each: "new", "seen", "versions"."""
    found = [archive.add([one], source="s", at=at) for one in batch]
    return " ".join(k for f in found for k in ("new", "seen", "versions") if getattr(f, k))


def unsound(path: Path) -> list[str]:
    """What SQLite and FTS5 find wrong with the file."""
    connection = sqlite3.connect(path)
    found = [r[0] for r in connection.execute("PRAGMA integrity_check")]
    found += [str(r) for r in connection.execute("PRAGMA foreign_key_check")]
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    counts = {connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
              for table in ("articles", "stems")}  # fmt: skip
    connection.close()
    return [x for x in found if x != "ok"] + [str(counts)] * (len(counts) - 1)


# -- what goes in comes out --------------------------------------------------------------


def test_articles_come_out_as_they_went_in(archive: store.Archive) -> None:
    assert archive.add(PAIRS, source="s", at=NOW) == store.Added(new=len(PAIRS))
    found = {a.ref: a for a in archive.window()}
    for raw, article in PAIRS:
        held = found[article.ref]
        assert held.renamed(article.id) == article  # equal texts of two outlets are numbered
        assert archive.raw(held.id) == raw
        assert held.id.startswith(article.id)
    assert archive.add(PAIRS, source="s", at=NOW + DAY) == store.Added(seen=len(PAIRS))
    assert archive.add(PAIRS, source="t", at=NOW) == store.Added(seen=len(PAIRS))


odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(odd, odd, odd, odd, st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_any_article_comes_out_as_it_went_in(
    tmp_path: Path, text: str, title: str, outlet: str, ref: str, body: bytes, cuts: list[int]
) -> None:
    article = Article("x", ref, title, outlet, None, "", "und", text, ())
    id = article.sha256[:16]
    ends = sorted({c for c in cuts if c <= len(text)})
    spans = tuple(Sentence(id, s, e) for s, e in pairwise(ends))
    article = replace(article, id=id, sentences=spans)
    raw = Raw(ref, "html", body, title, outlet)
    file = tmp_path / f"{time.monotonic_ns()}.db"
    with store.open(file) as archive:
        archive.add([(raw, article)], source="s", at=NOW)
        assert archive.window() == [article]
        assert archive.raw(id) == raw
        assert archive.prune(keep=DAY, now=NOW + 2 * DAY) == 1
        assert archive.window() == []
    assert unsound(file) == []


def test_a_path_of_no_text_is_shown_escaped(archive: store.Archive) -> None:
    add(archive, read(STORY, "odd \udcff.txt"))
    assert archive.window()[0].ref == "odd \\udcff.txt"


def test_a_window_is_by_day_and_the_undated_by_the_day_they_came(archive: store.Archive) -> None:
    texts = [f"{STORY} Report number {word}." for word in ("one", "two", "three", "four")]
    stated = ["2025-11-20T23:30:00Z", "2025-11-20", "", "2025-11-21T05:00:00Z"]
    for k, (text, when) in enumerate(zip(texts, stated, strict=True)):
        add(archive, read(text, f"r{k}", outlet=f"O{k}", published=when, lang="en"))

    def refs(since: Any = None, until: Any = None, **more: Any) -> str:
        found = archive.window(since=since, until=until, **more)
        return " ".join(sorted(a.ref for a in found))

    assert refs() == "r0 r1 r2 r3"
    assert refs(date(2025, 11, 21)) == "r2 r3"
    assert refs(until=date(2025, 11, 20)) == "r0 r1"
    assert refs(date(2025, 11, 22), date(2025, 11, 22)) == "r2"
    # a day without a time is in where any of its hours is
    assert refs(datetime(2025, 11, 20, 23, 45, tzinfo=UTC)) == "r1 r2 r3"
    assert refs(until=datetime(2025, 11, 21, 4, tzinfo=UTC)) == "r0 r1"
    assert refs(outlets=["o1", "O3"]) == "r1 r3"
    assert refs(langs=["ru"]) == ""


# -- versions ----------------------------------------------------------------------------

HERE = {"url": "https://crier.example/1", "outlet": "Town Crier"}
CHANGES = [
    ("a number", STORY.replace("30 million", "35 million"), HERE, "versions", True),
    ("a sentence taken away", STORY.replace("Some 4,000 people had signed a letter that asked the "
     "council for the harbour. ", ""), HERE, "versions", True),
    ("a sentence more", f"{STORY} The work begins in April.", HERE, "versions", False),
    ("a teaser", STORY[:85], HERE, "seen", False),
    ("other quotation marks", STORY.replace("4,000", "4 000").upper(), HERE, "seen", False),
    ("another article there", OTHER, HERE, "new", False),
    ("another address", STORY.replace("30 million", "35 million"),
     HERE | {"url": "https://crier.example/1-corrected"}, "versions", True),
    ("another address and headline", STORY.replace("30 million", "35 million"),
     HERE | {"url": "https://crier.example/2", "title": "Council wants a dearer harbour"}, "new",
     False),
    ("another outlet", STORY.replace("30 million", "35 million"), {"outlet": "Echo"}, "new", False),
    ("the same at another outlet", STORY, {"outlet": "Echo"}, "new", False),
    ("the same at another address", STORY, HERE | {"url": "https://crier.example/9"}, "seen",
     False),
    ("a daily page", STORY.replace("30 million", "35 million"),
     HERE | {"published": "2025-11-23"}, "new", False),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "fields", "became", "corrected"), CHANGES)
def test_what_a_later_text_is(
    archive: store.Archive, what: str, text: str, fields: dict[str, str], became: str,
    corrected: bool,
) -> None:  # fmt: skip
    first = {"title": "Elmford gets its harbour", "published": "2025-11-21"}
    later = NOW + timedelta(hours=5)
    assert add(archive, read(STORY, "a", **first | HERE)) == "new"
    assert add(archive, read(text, "b", **first | fields), at=later) == became
    held = archive.window()
    assert len(held) == (2 if became == "new" else 1)
    assert [a.corrected for a in held if a.corrected] == ([later] if corrected else [])
    if became == "versions":
        shown = archive.article(held[0].id)
        assert [v.number for v in shown.versions] == [1, 2]
        assert archive.article(shown.versions[0].id).article.text == clean_text(STORY)
    # the same again changes nothing
    assert add(archive, read(text, "b", **first | fields), at=later) == "seen"


def clean_text(text: str) -> str:
    return read(text)[1].text


def test_a_correction_is_remembered_when_the_text_grows(archive: store.Archive) -> None:
    corrected = STORY.replace("30 million", "35 million")
    for hour, text in enumerate((STORY, corrected, f"{corrected} The work begins in April.")):
        add(archive, read(text, "a", **HERE), at=NOW + timedelta(hours=hour))
    (held,) = archive.window()
    assert held.corrected == NOW + timedelta(hours=1)
    assert [v.number for v in archive.article(held.id).versions] == [1, 2, 3]


def test_the_front_page_is_no_articles_address(archive: store.Archive) -> None:
    front = {"url": "https://crier.example/", "outlet": "Town Crier"}
    assert (
        add(archive, read(STORY, "a", **front), read(f"{STORY[:200]} {OTHER}", "b", **front))
        == "new new"
    )


def test_likeness_does_not_depend_on_the_process() -> None:
    assert versions.sketch(versions.runs("one two three four five six")) == [
        1613931443, 1744221955, 4104913968]  # fmt: skip


# -- search ------------------------------------------------------------------------------

FOUND = {
    "en": ("The committees were voting on the bridges of Karsholm all night.", "committee vote"),
    "ru": ("Депутаты голосовали за строительство мостов через реку.", "депутат мосты"),
    "de": (
        "Die Abgeordneten stimmten gestern über die Brücken der Stadt ab.",
        "brucke abgeordnete",
    ),
    "fr": ("Les députés ont voté la construction des ponts de la ville.", "depute pont"),
    "az": ("Deputatlar körpülərin tikintisinə səs verdilər və dağıldılar.", "körpülər"),
    "zh": ("市议会星期一批准了新港口的建设计划，耗资三千万。", "港口 建设"),
    "ja": ("市議会は月曜日に新しい橋の建設を承認しました。", "建設"),
    "th": ("สภาเมืองอนุมัติการก่อสร้างท่าเรือใหม่เมื่อวันจันทร์", "ท่าเรือ"),
    "ar": ("صوّت النواب أمس على بناء الجسور الجديدة في المدينة.", "الجسور"),
    "hi": ("नगर परिषद ने सोमवार को नए पुल के निर्माण को मंजूरी दी।", "पुल निर्माण"),
}


def test_search_finds_inflections_in_every_language(archive: store.Archive) -> None:
    for lang, (text, _) in FOUND.items():
        add(archive, read(text, lang, outlet=lang, lang=lang))
    for lang, (text, query) in FOUND.items():
        hits = archive.search(query)
        assert [h.article.ref for h in hits] == [lang], query
        assert hits[0].sentence.quote in text
        assert [h.article.ref for h in archive.search(query, lang=lang)] == [lang]
        assert archive.search(query, outlet="none") == []


def test_what_a_query_may_say(archive: store.Archive) -> None:
    add(archive, read(STORY, "a", title="Elmford gets its harbour", published="2025-11-21"))
    add(archive, read(OTHER, "b", title="Airport closed", published="2025-11-23"))
    add(archive, read("The mayor spoke of the harbour and of nothing else all day.", "c"))

    def refs(query: str, **more: Any) -> str:
        return " ".join(h.article.ref for h in archive.search(query, **more))

    assert refs("harbours") == "a c"  # a word in the title weighs more
    assert refs("harbour -letter") == "c"
    assert refs('"new harbour"') == "a"
    assert refs('"harbour new"') == refs("harbour airport") == ""
    assert refs("passen*") == "b"
    assert refs("HARBOUR", limit=1) == "a"
    assert refs("mayor OR harbour") == ""  # words, no operators
    assert refs('mayor" NEAR(x, 2) ^title:') == ""
    assert refs("the", since=date(2025, 11, 23)) == refs("the", since=date(2025, 11, 23)) == "b"
    assert refs("the", until=date(2025, 11, 21)) == "a"
    for nothing in ("", "?!", "-harbour"):
        with pytest.raises(UsageError, match="no word to search for"):
            archive.search(nothing)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30))
def test_no_query_is_too_odd(tmp_path: Path, query: str) -> None:
    file = tmp_path / "odd.db"
    with store.open(file) as archive:
        if not archive.window():
            add(archive, read(STORY))
        with suppress(UsageError):  # no word in it
            archive.search(query)


def test_an_empty_archive_finds_nothing(archive: store.Archive) -> None:
    assert archive.search("harbour") == archive.window() == archive.sources() == []


# -- sources -----------------------------------------------------------------------------


def test_sources_and_validators(archive: store.Archive) -> None:
    archive.note("b", at=NOW, new=3, seen=1, failed=2)
    archive.note("b", at=NOW + DAY, error="no answer in 20 s")
    archive.note("a", at=NOW, error="404")
    assert archive.sources() == [
        store.SourceState("a", NOW, None, 0, 0, 0, "404"),
        store.SourceState("b", NOW + DAY, NOW, 0, 0, 0, "no answer in 20 s"),
    ]
    archive.remember("https://a.example/1", etag='"1"', source="a")
    archive.remember("https://a.example/1", etag='"2"', last_modified="Fri", source="a")
    archive.remember("https://b.example/", etag='"3"')
    assert archive.known("a") == {
        "https://a.example/1": ('"2"', "Fri"), "https://b.example/": ('"3"', ""),
    }  # fmt: skip
    assert list(archive.known("b")) == ["https://b.example/"]


# -- briefs ------------------------------------------------------------------------------


def brief_of(archive: store.Archive) -> dict[str, Any]:
    made: Brief = app.make(archive.window())
    return document.from_brief(made)


def test_a_brief_is_kept_with_all_it_carries(archive: store.Archive, path: Path) -> None:
    archive.add(pairs(ferry()), source="s", at=NOW)
    add(archive, read(OTHER, "old", outlet="Elsewhere"))
    made = brief_of(archive)
    id = archive.record(made, at=NOW)
    assert archive.record(made, at=NOW + DAY) == id
    assert archive.brief(id[:6]) == archive.brief("latest") == made
    assert [(b.id, b.day, b.at) for b in archive.briefs()] == [(id, made["day"], NOW)]
    for article in archive.cited(id):
        (cited,) = archive.article(article.id).cited
        assert cited.brief == id
        assert cited.citations > 0
        held = archive.article(article.id).article
        assert replace(held, reprint_of="") == replace(article, reprint_of="")
    later = NOW + 900 * DAY
    add(archive, read(STORY, "new"), read(f"{OTHER} Today too.", "n2"), at=NOW + DAY)
    assert archive.prune(keep=365 * DAY, now=later) == 2
    assert len(archive.window()) == len(made["articles"])
    assert archive.prune(keep=365 * DAY, now=later) == 0
    assert unsound(path) == []


def test_a_brief_says_corrected_since(archive: store.Archive, tmp_path: Path) -> None:
    add(archive, read(STORY, "a", published="2025-11-21", **HERE))
    first = archive.record(brief_of(archive))
    assert archive.corrections(first) == []
    new = read(STORY.replace("30 million", "35 million"), "a", published="2025-11-21", **HERE)
    add(archive, new, at=NOW + DAY)
    ((old, now),) = archive.corrections(first)
    assert (old, now.text) == (archive.brief(first)["articles"][0]["id"], new[1].text)
    made = brief_of(archive)
    assert made["articles"][0]["corrected"] == "2025-11-23T08:00:00Z"
    for format in ("md", "txt", "html"):
        shown = app.FORMATS[format](made).decode()
        assert "Corrected since; text of 23 Nov 2025" in shown
    file = tmp_path / "brief.json"
    file.write_bytes(document.to_bytes(made))
    assert verify(file) == []
    # the first text stays, as the first brief cites it
    assert archive.prune(keep=DAY, now=NOW + 100 * DAY) == 0
    assert len(archive.article(now.id).versions) == 2


def test_prune_keeps_what_sources_still_show(archive: store.Archive) -> None:
    add(archive, read(STORY, "a"), read(OTHER, "b"))
    add(archive, read(OTHER, "b"), at=NOW + 10 * DAY)
    assert archive.prune(keep=5 * DAY, now=NOW + 12 * DAY) == 1
    assert [a.ref for a in archive.window()] == ["b"]
    assert archive.search("harbour") == []


# -- export ------------------------------------------------------------------------------


def test_json_lines_are_read_again(archive: store.Archive, tmp_path: Path) -> None:
    archive.add(PAIRS, source="s", at=NOW)
    file = tmp_path / "all.jsonl"
    file.write_text("".join(export.exported(archive.window(), "jsonl")), "utf-8")
    articles, rejected = app.read(file)
    assert rejected == []
    assert sorted(a.sha256 for a in articles) == sorted(a.sha256 for _, a in PAIRS)


# -- opening: versions of the schema, files that are none ----------------------------------

NUMBERS = sorted(p.name[:4] for p in (Path(database.__file__).parent / "migrations").glob("*.sql"))
VERSIONS = range(1, len(database.migrations()) + 1)


def built(path: Path, version: int) -> None:
    """An archive as that version of the schema left it: its migrations, its rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    for number in range(1, version + 1):
        rows = ROOT / "tests" / "data" / "archive" / f"{NUMBERS[number - 1]}.sql"
        connection.executescript(database.migrations()[number - 1])
        connection.executescript(rows.read_text("utf-8"))
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(f"PRAGMA application_id = {database.APPLICATION}")
    connection.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_archives_of_every_version_open(path: Path, version: int) -> None:
    built(path, version)
    for _ in range(2):  # the second time there is nothing to migrate
        with store.open(path) as archive:
            assert [a.outlet for a in archive.window()] == ["Town Crier", "Вестник"]
            (held,) = [a for a in archive.window() if a.corrected]
            assert [v.number for v in archive.article(held.id).versions] == [1, 2]
            assert [h.article.lang for h in archive.search("строительства")] == ["ru"]
            assert archive.known("feed")["https://crier.example/feed"][0] == '"abc"'
            assert archive.sources()[0].new == 2
            assert len(archive.briefs()) == (version >= 2) + (version >= 3)
    assert unsound(path) == []
    with store.open(path) as archive:
        assert archive.prune(keep=DAY, now=NOW + 9 * DAY) == (1 if version >= 2 else 3)
    assert unsound(path) == []


def test_every_version_has_its_rows() -> None:
    kept = sorted(p.name for p in (ROOT / "tests" / "data" / "archive").iterdir())
    assert kept == [f"{number}.sql" for number in NUMBERS]


def refused(path: Path, *, create: bool = True) -> str:
    with pytest.raises(ArchiveError) as caught, store.open(path, create=create):
        pass
    return str(caught.value)


def test_files_that_are_no_archive(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("no database " * 100)
    foreign = tmp_path / "foreign"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    newer = tmp_path / "newer"
    built(newer, 1)
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = {file: file.read_bytes() for file in (text, foreign, newer)}
    assert "is no archive of briefing" in refused(text)
    assert "is a database of another program" in refused(foreign)
    assert "was written by a newer briefing" in refused(newer)
    assert "is a folder" in refused(tmp_path)
    assert "folder is there" in refused(tmp_path / "none" / "a.db")
    assert "briefing collect makes one" in refused(tmp_path / "none.db", create=False)
    assert {file: file.read_bytes() for file in before} == before
    (tmp_path / "empty").write_bytes(b"")
    with store.open(tmp_path / "empty") as archive:  # what a crash may leave of a new one
        assert archive.window() == []


def test_a_damaged_archive_is_said_to_be(path: Path) -> None:
    with store.open(path) as archive:
        archive.add(PAIRS, source="s", at=NOW)
    body = bytearray(path.read_bytes())
    for place in range(4096, len(body), 4096):
        body[place : place + 64] = b"\xaa" * 64
    path.write_bytes(body)
    with pytest.raises(ArchiveError, match="damaged"), store.open(path) as archive:
        archive.window()


def test_a_changed_text_is_found_out(path: Path) -> None:
    with store.open(path) as archive:
        add(archive, read(STORY))
    connection = sqlite3.connect(path)
    connection.execute("UPDATE blobs SET sha256 = zeroblob(32) WHERE id = 1")
    connection.commit()
    connection.close()
    with pytest.raises(ArchiveError, match="damaged"), store.open(path) as archive:
        archive.window()


def test_who_writes_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    with store.open(path) as archive:
        add(archive, read(STORY))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="is being written by") as caught:
            add(archive, read(OTHER))
        if Path("/proc/locks").exists():
            assert f"process {os.getpid()} " in str(caught.value)
        assert len(archive.window()) == 1  # readers never wait
        other.execute("ROLLBACK")
        assert add(archive, read(OTHER)) == "new"
        other.close()


def test_a_batch_is_added_whole_or_not_at_all(archive: store.Archive) -> None:
    broken: Any = (Raw("x", "text", STORY), None)
    with pytest.raises(AttributeError):
        archive.add([*PAIRS, broken], source="s", at=NOW)
    assert archive.window() == []
    assert archive.add(PAIRS, source="s", at=NOW).new == len(PAIRS)


# -- kills and full disks ------------------------------------------------------------------


def in_child(work: Callable[[Callable[[int], None]], None], after: float = -1) -> list[int]:
    """Run in a process of its own that may say numbers; killed after so many seconds, if any."""
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        os.close(ear)
        try:
            work(lambda number: os.write(mouth, number.to_bytes(4)) and None)
        finally:
            os._exit(0)
    os.close(mouth)
    if after >= 0:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    with open(ear, "rb") as heard:
        said = heard.read()
    os.waitpid(child, 0)
    return [int.from_bytes(said[k : k + 4]) for k in range(0, len(said) - 3, 4)]


def numbered(number: int) -> tuple[Raw, Article]:
    words = [f"word{Random(number * 100 + k).randrange(10**6)}" for k in range(40)]
    return read(f"Report {number}: {' '.join(words)}.", f"r{number}", outlet=f"O{number % 7}")


def adding(path: Path, first: int, say: Callable[[int], None]) -> None:
    with store.open(path) as archive:
        for number in range(first, first + 4_000, 4):
            archive.add([numbered(n) for n in range(number, number + 4)], source="s", at=NOW)
            say(number + 4)


def test_thirty_kills_lose_nothing_that_was_acknowledged(path: Path) -> None:
    chance, done = Random(1), 0
    for _ in range(30):
        said = in_child(lambda say: adding(path, done, say), after=chance.uniform(0, 0.15))  # noqa: B023
        done = max([done, *said])
        with store.open(path) as archive:
            refs = {a.ref for a in archive.window()}
        assert {f"r{n}" for n in range(done)} <= refs
        assert unsound(path) == []
    assert done > 0


def every_statement(path: Path, work: Callable[[store.Archive], None]) -> Iterator[int]:
    """Kill at the first, second, ... SQL statement of some work, until it is done before that."""
    for last in range(1, 10_000):

        def killed(say: Callable[[int], None], last: int = last) -> None:
            left = [last]

            def count(_: str) -> None:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

            with store.open(path) as archive:
                archive._sql.set_trace_callback(count)
                work(archive)
                archive._sql.set_trace_callback(None)
                say(1)

        said = in_child(killed)
        yield last
        if said:
            return


def test_a_kill_at_any_statement_leaves_all_or_nothing(path: Path) -> None:
    batch = pairs(ferry())[:2]
    with store.open(path) as archive:
        archive.add(PAIRS[:1], source="s", at=NOW)

    def work(archive: store.Archive) -> None:
        archive.add(batch, source="s", at=NOW)

    points = 0
    for _ in every_statement(path, work):
        points += 1
        with store.open(path) as archive:
            assert len(archive.window()) in (1, 3)
        assert unsound(path) == []
    assert points > 20
    with store.open(path) as archive:
        made = brief_of(archive)
        archive.add(PAIRS[3:9], source="s", at=NOW - 100 * DAY)
    for _ in every_statement(path, lambda archive: archive.record(made, at=NOW) and None):
        with store.open(path) as archive:
            assert [archive.brief(b.id) for b in archive.briefs()] in ([], [made])
    for _ in every_statement(path, lambda a: a.prune(keep=DAY, now=NOW + 9 * DAY) and None):
        with store.open(path) as archive:
            assert len(archive.window()) in (9, 3)
            assert archive.brief("latest") == made
        assert unsound(path) == []
    with store.open(path) as archive:
        assert len(archive.window()) == 3


def test_a_full_disk_keeps_what_was_acknowledged_and_collecting_goes_on(path: Path) -> None:
    def small(say: Callable[[int], None]) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        try:
            adding(path, 0, say)
        except ArchiveError as error:
            say(10_000 + ("room" in str(error)))

    *said, error = in_child(small)
    assert error == 10_001
    assert said
    assert unsound(path) == []
    with store.open(path) as archive:
        assert {f"r{n}" for n in range(said[-1])} <= {a.ref for a in archive.window()}
        add(archive, numbered(said[-1] + 50))


def test_the_reserve_is_kept_and_comes_back(path: Path) -> None:
    kept = path.with_name("briefing.db-reserve")
    with store.open(path) as archive:
        add(archive, read(STORY))
        assert kept.stat().st_size == database.RESERVE
        assert database.give_up_reserve(path)
        assert not database.give_up_reserve(path)
        archive.prune(keep=DAY, now=NOW + 9 * DAY)
    assert kept.stat().st_size == database.RESERVE


# -- the command line ----------------------------------------------------------------------


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.main(list(argv))
    return code, out.getvalue(), err.getvalue()


def test_the_verbs(path: Path) -> None:
    db = ["--archive", str(path)]
    with store.open(path) as archive:
        one = read(STORY, "a", title="Elmford\x1b[31m harbour", published="2025-11-21", **HERE)
        add(archive, one, at=NOW)
        add(archive, read(STORY.replace("30 m", "35 m"), "a", **HERE), at=NOW + DAY)
        made = archive.record(brief_of(archive))
        add(archive, read(OTHER, "b", published="2025-11-22"))
    code, out, _ = run("search", "harbours", "councils", *db)
    id = out.split()[-1] if code else out.splitlines()[0].split()[-1]
    assert out.splitlines()[0].startswith("undated  Town Crier  en  ")
    assert "\x1b" not in out
    code, out, _ = run("show", id[:7], *db)
    assert code == 0
    assert "version 1: " in out
    assert f"cited 5 times: brief {made}" in out or f"brief {made}" in out
    assert STORY.replace("30 m", "35 m") in out
    assert (
        run("search", "nothing-like-it", *db)[2] == "briefing: no article holds all these words\n"
    )
    code, out, _ = run("export", "--brief", "latest", "--format", "csl", *db)
    assert [r["id"] for r in json.loads(out)] == [id]
    code, out, _ = run("export", "--since", "2025-11-22", *db)
    assert {json.loads(line)["text"] for line in out.splitlines()} == {
        STORY.replace("30 m", "35 m"), OTHER}  # fmt: skip
    assert run("prune", "--keep", "48h", *db)[2] == "briefing: 1 article removed\n"
    for argv, said in [
        (["show", "ffff"], "no article has this id"),
        (["show", "../x"], "no article has this id"),
        (["search", "?"], "no word to search for"),
        (["search", "x", "--limit", "0"], "must be at least 1"),
        (["search", "x", "--since", "2025-11-22", "--until", "2025-11-21"], "is after"),
        (["export", "--brief", "ffff"], f"no brief has this id; the latest are {made}"),
    ]:
        code, _, err = run(*argv, *db)
        assert (code, said in err) == (2, True), (argv, err)
    code, _, err = run("search", "x", "--archive", str(path.with_name("none.db")))
    assert (code, "briefing collect makes one" in err) == (4, True)


def test_raw_bytes_are_those_of_the_source(path: Path) -> None:
    page = f"<html><body><article><p>{STORY}</p></article></body></html>".encode("utf-16")
    raw = Raw("page", "html", page)
    article = clean(raw)
    assert isinstance(article, Article)
    with store.open(path) as archive:
        archive.add([(raw, article)], source="s", at=NOW)
    assert app.raw(path, article.id) == page


def test_sqlite_stays_in_its_room() -> None:
    for file in (ROOT / "briefing").rglob("*.py"):
        names = {n.name for node in ast.walk(ast.parse(file.read_text("utf-8")))
                 if isinstance(node, ast.Import) for n in node.names}  # fmt: skip
        assert "sqlite3" not in names or file.parent.name == "store", file


def test_a_window_of_what_some_sources_brought(archive: store.Archive) -> None:
    (one, two, *_) = PAIRS
    archive.add([one], source="feed:https://crier.example/feed", at=NOW)
    archive.add([two], source="papers", at=NOW)

    def brought(*sources: str) -> list[str]:
        return sorted(a.id for a in archive.window(sources=sources))

    assert brought("papers") == [two[1].id]
    assert brought("feed:https://crier.example/feed") == [one[1].id]
    assert brought("feed:https://crier.example/feed", "papers") == sorted([one[1].id, two[1].id])
    assert brought("https://elsewhere.example") == []


def test_the_feeds_of_lists(archive: store.Archive) -> None:
    archive.lists("opml:a", ["https://x.example", "https://y.example", "https://x.example"])
    archive.lists("opml:b", ["https://z.example"])
    assert archive.feeds(["opml:a"]) == ["https://x.example", "https://y.example"]
    archive.lists("opml:a", ["https://w.example"])
    assert archive.feeds(["opml:a", "opml:b", "c"]) == ["https://w.example", "https://z.example"]
    assert archive.feeds([]) == []
