"""A week of briefs from one archive: what is new is told, once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from briefing import app, config, document, pipeline, render, store
from briefing.app.remembering import recall
from briefing.digest.known import known
from briefing.errors import NothingUsable
from briefing.memory import Before, Past, Told
from briefing.types import Article, Edition, Raw, Rejected
from briefing.verify import examine, verify

sys.path.insert(0, str(ROOT / "bench"))

from scoring_events import SHARED, read_rows
from scoring_memory import dated, stories

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["memory"]
MONDAY = date(2025, 11, 17)
#: (day, outlet, language, title, text): a ferry, a tramway, a strike, a flood; a quiet Sunday.
WEEK: list[tuple[int, str, str, str, str]] = [
    (0, "Harbour Post", "en", "Ferry sinks off Ravensund",
     "A ferry sank off Ravensund on Monday evening with 214 people on board. At least 12 people "
     "died, the Ravensund Port Authority said. The ship, the Aurora, had left Karsholm an hour "
     "earlier. Divers are looking for the missing in water of four degrees."),
    (0, "Вестник гавани", "ru", "У Рэвенсунда затонул паром",
     "Вечером в понедельник у Рэвенсунда затонул паром «Аврора», на борту которого были 214 "
     "человек. Погибли 12 человек, сообщили власти порта Рэвенсунд. Водолазы ищут пропавших."),
    (0, "Elmford Echo", "en", "Elmford gets its tramway",
     "The council of Elmford approved a new tramway on Monday. The tramway will cost 40 million "
     "crowns and is to open in two years. Mayor Alma Reed called the decision a good one."),
    (1, "Harbour Post", "en", "Toll of Ravensund ferry rises",
     "At least 19 people died when the ferry Aurora sank off Ravensund, the Ravensund Port "
     "Authority said on Tuesday. Captain Nils Holm was questioned by the police for three hours. "
     "The ship, the Aurora, had left Karsholm an hour earlier."),
    (1, "Coast Daily", "en", "Ferry sinks off Ravensund",  # a reprint, a day late
     "A ferry sank off Ravensund on Monday evening with 214 people on board. At least 12 people "
     "died, the Ravensund Port Authority said. The ship, the Aurora, had left Karsholm an hour "
     "earlier. Divers are looking for the missing in water of four degrees."),
    (1, "Dunmere Times", "en", "Tramway for Elmford",  # nothing new
     "The council of Elmford approved a new tramway on Monday. The tramway will cost 40 million "
     "crowns and is to open in two years."),
    (1, "Karsholmer Bote", "de", "Streik bei der Bahn in Karsholm",
     "Die Bahn in Karsholm streikt seit Dienstag. Der Streik legt 120 Züge lahm, teilte die Bahn "
     "in Karsholm mit. Die Gewerkschaft fordert acht Prozent mehr Lohn."),
    (2, "Coast Daily", "en", "Ferry sinks off Ravensund",  # the headline is no news, the rest is
     "The owner of the ferry that sank off Ravensund closed its office in Dunmere on Wednesday. "
     "Relatives of the passengers wait in front of the door."),
    (2, "Вестник гавани", "ru", "Капитан парома арестован",
     "Капитан парома «Аврора» Нильс Хольм арестован на два месяца. Суд Рэвенсунда счёл, что он "
     "может скрыться. Паром затонул у Рэвенсунда в понедельник."),
    (2, "Karsholmer Bote", "de", "Bahnstreik in Karsholm weitet sich aus",
     "Der Streik legt 240 Züge lahm, teilte die Bahn in Karsholm am Mittwoch mit. Die "
     "Verhandlungen beginnen am Freitag in Dunmere."),
    (3, "Elmford Echo", "en", "Flood closes three schools in Elmford",
     "The river Elm flooded the old town of Elmford on Thursday and closed three schools. Some "
     "300 people spent the night in the town hall. The water is falling, the fire brigade said."),
    (4, "Dunmere Times", "en", "Flood in Elmford: bridge gives way",
     "A bridge over the river Elm gave way in Elmford on Friday, and nobody was hurt. Some 300 "
     "people spent the night in the town hall. Schools in the old town of Elmford stay closed."),
    (4, "Karsholmer Bote", "de", "Bahn und Gewerkschaft in Karsholm einigen sich",
     "Der Streik bei der Bahn in Karsholm ist zu Ende. Bahn und Gewerkschaft einigten sich in "
     "Dunmere auf fünf Prozent mehr Lohn."),
    (5, "Harbour Post", "en", "Divers raise the bell of the ferry Aurora",
     "Divers raised the bell of the ferry Aurora off Ravensund on Saturday. The wreck lies at a "
     "depth of 60 metres, the Ravensund Port Authority said."),
]  # fmt: skip
CORRECTED = WEEK[10][4].replace("three schools", "five schools")  # seen on Friday


def documents(day: int) -> list[Raw]:
    return [
        Raw(f"{day}/{k}", "text", text, title, outlet, str(MONDAY + timedelta(days=day)),
            f"https://paper.example/{k}", lang)
        for k, (when, outlet, lang, title, text) in enumerate(WEEK)
        if when == day
    ]  # fmt: skip


def collect(path: Path, raws: list[Raw], day: int) -> None:
    at = datetime(2025, 11, 17, 20, tzinfo=UTC) + timedelta(days=day)
    with store.open(path) as archive:
        for raw in raws:
            (article,), _ = pipeline.read([raw])
            archive.add([(raw, article)], source="feed", at=at)
        archive.note("feed", at=at, new=len(raws))


def made(path: Path, day: int, **more: Any) -> dict[str, Any]:
    """The brief of a day from what the archive has of it and the day before."""
    today = MONDAY + timedelta(days=day)
    with store.open(path) as archive:
        articles = archive.window(since=today - timedelta(days=1), until=today)
    past = recall(path, day=today, days=more.pop("days", 14), **more)
    edition = Edition(day=today, lang="en")
    return document.from_brief(app.make(articles, edition=edition, past=past))


def record(path: Path, made: dict[str, Any], **more: Any) -> None:
    with store.open(path) as archive:
        archive.record(made, **more)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("week") / "briefing.db"


@pytest.fixture(scope="module")
def week(path: Path) -> list[dict[str, Any]]:
    found = []
    for day in range(7):
        raws = documents(day)
        if day == 4:
            raws.append(replace(documents(3)[0], body=CORRECTED))
        collect(path, raws, day)
        found.append(made(path, day))
        record(path, found[-1])
    return found


def told(document: dict[str, Any]) -> Iterator[str]:
    """Every sentence that a brief tells: statements, quotations, summaries."""
    spans = set()
    for event in document["events"]:
        for line in (*event["digest"], *event["quotations"]):
            spans |= {(c["article"], c["start"], c["quote"]) for c in line["citations"][:1]}
    for article in document["articles"]:
        if not article["reprint_of"]:
            spans |= {(article["id"], s["start"], s["text"]) for s in article["summary"]}
    return (text for *_, text in sorted(spans))


def heads(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(e["status"], e["headline"]) for e in document["events"]]


def test_no_statement_is_told_twice(week: list[dict[str, Any]]) -> None:
    everything = [" ".join(s.split()) for document in week for s in told(document)]
    assert sorted(everything) == sorted(set(everything))
    assert sum(s.startswith("A ferry sank off Ravensund") for s in everything) == 1
    assert sum("40 million crowns" in s for s in everything) == 1
    assert sum("Some 300 people spent the night" in s for s in everything) == 1


def test_stories_go_on_and_say_since_when(week: list[dict[str, Any]]) -> None:
    assert heads(week[0]) == [
        ("new", "Ferry sinks off Ravensund"), ("new", "Elmford gets its tramway"),
    ]  # fmt: skip
    ferry = next(e for e in week[5]["events"] if "bell" in e["headline"])
    assert (ferry["status"], ferry["since"]) == ("continuing", "2025-11-17")
    called = [e["headline"] for e in ferry["earlier"]]
    assert called[:2] == ["Ferry sinks off Ravensund", "Toll of Ravensund ferry rises"]
    assert len(called) == 3  # and that of Wednesday
    assert any(s.startswith("Капитан парома") for s in told(week[2]))
    assert dict(heads(week[3])[::-1])["new"] == "Flood closes three schools in Elmford"
    strike = next(e for e in week[4]["events"] if "Streik" in e["headline"])
    assert (strike["status"], strike["since"]) == ("continuing", "2025-11-18")


@pytest.mark.parametrize(
    ("day", "was", "now"), [(1, "12 people", "19 people"), (2, "120 Züge", "240 Züge")]
)
def test_a_changed_number_is_set_beside_the_earlier(
    week: list[dict[str, Any]], day: int, was: str, now: str
) -> None:
    (change,) = [c for e in week[day]["events"] for c in e["changes"]]
    then = change["earlier"]
    assert (then["text"], change["text"]) == (was, now)
    assert then["day"] == str(MONDAY + timedelta(days=day - 1))
    assert was in then["passage"]["text"]


def test_no_headline_comes_twice(week: list[dict[str, Any]]) -> None:
    every = [e["headline"] for one in week for e in one["events"]]
    assert sorted(every) == sorted(set(every))


def test_no_headline_is_a_sentence_that_was_told(week: list[dict[str, Any]]) -> None:
    earlier: set[str] = set()
    for one in week:
        assert not {e["headline"] + "." for e in one["events"]} & earlier
        earlier |= set(told(one))


def test_what_brings_nothing_is_named_once(week: list[dict[str, Any]]) -> None:
    named = [(d["day"], t["headline"]) for d in week for t in d["memory"]["unchanged"]]
    assert named == [("2025-11-18", "Elmford gets its tramway")]
    assert week[1]["memory"]["read"] == 7
    assert len(week[1]["memory"]["repeats"]) == 1  # the reprint has the text of one carried


def test_a_correction_is_told_once_and_its_story_goes_on(week: list[dict[str, Any]]) -> None:
    named = [(d["day"], c["title"]) for d in week for c in d["memory"]["corrected"]]
    assert named == [("2025-11-21", "Flood closes three schools in Elmford")]
    assert any("five schools" in s for s in told(week[4]))
    flood = next(e for e in week[4]["events"] if "Flood" in e["headline"])
    (change,) = flood["changes"]
    assert (change["earlier"]["text"], change["text"]) == ("three schools", "five schools")


def test_a_quiet_day_is_a_short_brief(week: list[dict[str, Any]], tmp_path: Path) -> None:
    quiet = week[6]
    assert quiet["events"] == quiet["articles"] == []
    assert (quiet["memory"]["read"], quiet["memory"]["again"]) == (1, 1)
    page = render.text(quiet)
    assert "No new events" in page
    assert "1 article" in page
    pdf = tmp_path / "quiet.pdf"
    pdf.write_bytes(app.FORMATS["pdf"](quiet))
    report = examine(pdf)
    assert report.findings == ()
    assert report.pages == 1


def test_every_brief_is_valid_and_holds(week: list[dict[str, Any]], tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "brief.schema.json").read_text("utf-8"))
    for number, one in enumerate(week):
        assert [e.message for e in Draft202012Validator(schema).iter_errors(one)] == []
        file = tmp_path / f"{number}.json"
        file.write_bytes(document.to_bytes(one))
        assert verify(file) == []


def test_pages_show_it(week: list[dict[str, Any]], tmp_path: Path) -> None:
    page = " ".join(render.text(week[1]).split())
    assert "Continuing since 17 Nov 2025" in page
    assert "earlier: 12 people (brief of 17 Nov 2025)" in page
    assert "Continuing without news: Elmford gets its tramway (17 Nov 2025)" in page
    first = " ".join(render.text(week[0]).split())
    assert "New" not in first  # where nothing is known, all is
    file = tmp_path / "brief.pdf"
    file.write_bytes(app.FORMATS["pdf"](week[1]))
    assert examine(file).findings == ()
    for lang in ("ru", "az", "uk", "tr", "fr", "de", "es"):
        assert render.html(week[1] | {"lang": lang})


def test_a_brief_made_again_is_the_same(week: list[dict[str, Any]], path: Path) -> None:
    for day in (0, 5, 6):  # on Friday the archive got another text of Thursday's flood
        assert document.to_bytes(made(path, day)) == document.to_bytes(week[day])


def test_profiles_know_nothing_of_each_other(week: list[dict[str, Any]], path: Path) -> None:
    other = made(path, 1, profile="markets")
    assert other["memory"]["earlier"] == []
    assert {e["status"] for e in other["events"]} == {"new"}
    assert made(path, 1, days=0)["memory"]["earlier"] == []


def test_which_briefs_are_earlier(tmp_path: Path) -> None:
    path = tmp_path / "briefing.db"
    collect(path, documents(0), 0)
    morning, evening = (datetime(2025, 11, 17, hour, tzinfo=UTC) for hour in (7, 19))
    first = made(path, 0, until=morning)
    record(path, first, until=morning)
    assert [e["status"] for e in first["events"]] == ["new", "new"]
    assert made(path, 0, until=morning) == first
    assert made(path, 0) == first  # of the day as a whole: no other brief of it is earlier
    again = made(path, 0, until=evening)
    assert again["events"] == []
    record(path, first | {"title": "Mended", "seal": "f" * 64}, until=morning)
    with store.open(path) as archive:
        (known,) = archive.past(day=MONDAY + timedelta(days=1), days=1).briefs
        assert known == ("f" * 12, MONDAY)  # of one day and end the last counts
        assert archive.past(day=MONDAY + timedelta(days=3), days=2).briefs == ()


def test_without_an_archive_nothing_is_said_of_memory() -> None:
    articles, _ = pipeline.read(documents(0))
    found = document.from_brief(app.make(articles))
    assert "memory" not in found
    assert "status" not in found["events"][0]


def test_a_failure_is_no_quiet_day() -> None:
    dead = [Rejected("https://a.example/feed", "collect", "no answer")]
    with pytest.raises(NothingUsable, match="no source could be collected"):
        app.make([], dead, past=Past(days=14))
    assert app.make([], dead, past=Past(days=14, sources=1)).events == ()


@pytest.mark.parametrize(
    ("addresses", "answered"),
    [
        ([], 2),
        (["https://dead.example/feed"], 0),  # what other profiles read is not this one's success
        (["https://good.example/feed", "https://dead.example/feed"], 1),
        (["opml:https://dead.example/list"], 0),  # its feed was not asked
        (["opml:https://dead.example/list", "https://fed.example/feed"], 1),
    ],
)
def test_which_sources_answered(tmp_path: Path, addresses: list[str], answered: int) -> None:
    path, at = tmp_path / "briefing.db", datetime(2025, 11, 17, 9, tzinfo=UTC)
    with store.open(path) as archive:
        archive.lists("opml:https://dead.example/list", ["https://fed.example/feed"])
        for name in ("https://good.example/feed", "https://fed.example/feed"):
            archive.note(name, at=at, new=1)
        for name in ("https://dead.example/feed", "opml:https://dead.example/list"):
            archive.note(name, at=at, error="no answer")
    past = recall(path, day=date(2025, 11, 17), days=14, addresses=addresses)
    assert past.sources == answered


def spoil(document: dict[str, Any], day: int) -> list[tuple[str, Any]]:
    event = next(e for e in document["events"] if e["changes"])
    was = event["changes"][0]["earlier"]
    return [
        ("event", lambda: event.update(status="new")),
        ("since", lambda: event.update(since="2025-12-01")),
        ("brief", lambda: event["earlier"][0].update(brief="0" * 12)),
        ("number", lambda: was.update(text="13 people")),
        ("place", lambda: was["passage"].update(start=was["passage"]["start"] + 1)),
        ("keys", lambda: event.pop("earlier")),
        ("days", lambda: document["memory"].update(days=0)),
        ("read", lambda: document["memory"].update(read=0)),
        ("unchanged", lambda: document["memory"]["unchanged"][0].update(brief="0" * 12)),
    ]


@pytest.mark.parametrize("number", range(9))
def test_verify_finds_what_cannot_be(
    week: list[dict[str, Any]], tmp_path: Path, number: int
) -> None:
    spoiled = json.loads(document.to_bytes(week[1]))
    spoil(spoiled, 1)[number][1]()
    spoiled["seal"] = document.seal(spoiled)
    file = tmp_path / "spoiled.json"
    file.write_bytes(document.to_bytes(spoiled))
    assert verify(file) != []


#: (what was told, what comes, whether it is news)
NEWS = [
    ("At least 12 people died in the fire, the mayor said.",
     "At least 12 people died in the fire, the mayor of the town said.", False),
    ("At least 12 people died in the fire, the mayor said.",
     "At least 19 people died in the fire, the mayor said.", True),
    ("The strike at the railway of Karsholm goes on, the union said on 20 November 2025.",
     "The strike at the railway of Karsholm goes on, the union said on 21 November 2025.", False),
    ("The council of Elmford approved a new tramway on Monday.",
     "Builders from Dunmere protested against the price of steel in front of the court.", True),
    ("Совет города утвердил новый трамвай в понедельник.",
     "В понедельник совет города утвердил новый трамвай.", False),
]  # fmt: skip


def one(text: str, ref: str) -> Article:
    ((article,), _) = pipeline.read([Raw(ref, "text", text, "", ref, "2025-11-20")])
    return article


@pytest.mark.parametrize(("old", "new", "news"), NEWS)
def test_what_is_news(old: str, new: str, news: bool) -> None:
    earlier, today = one(old, "a"), one(new, "b")
    said = tuple(earlier.quote(s.start, s.end) for s in earlier.sentences)
    story = Told("0" * 12, MONDAY, MONDAY, "x", "en", (earlier.id,), said)
    (event,), _ = pipeline.events([today])
    found = known(event, Before((story,), (earlier,)))
    assert bool(found.spans) is not news


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, len(WEEK) - 1), max_size=6, unique=True), st.integers(0, 5))
def test_what_was_told_is_never_news(chosen: list[int], cut: int) -> None:
    """Whatever a brief carried, the same articles again make no event."""
    raws = [r for day in range(7) for r in documents(day)]
    articles, _ = pipeline.read([raws[k] for k in chosen])
    edition = Edition(day=MONDAY, lang="en")
    first = pipeline.make(articles, edition=edition, today=MONDAY, past=Past(days=14))
    made = document.from_brief(first)
    texts = {a.sha256: a.text for a in articles}
    from briefing.store import memory

    past = memory.past([("0" * 12, made)], texts.__getitem__, {"0" * 12: ()}, profile="", days=14)
    later = replace(edition, day=MONDAY + timedelta(days=1))
    second = pipeline.make(articles[cut:], edition=later, today=MONDAY, past=past)
    assert second.events == ()


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str) -> None:
    path = SHARED / "eval" / "events" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"no {path} here")
    found = stories(*dated(read_rows(path)))
    assert {k: v for k, v in FLOORS[name].items() if found[k] < v} == {}, found


def test_days_are_in_order(week: list[dict[str, Any]]) -> None:
    for before, after in pairwise(week):
        assert before["day"] < after["day"]
        assert len(before["memory"]["earlier"]) + 1 == len(after["memory"]["earlier"])


FERRY = [
    {"title": "Ferry runs aground off Karsholm, 12 injured", "outlet": "Harbour Post",
     "published": "2026-11-18", "text": "The ferry Aurora ran aground on rocks off Karsholm early on Wednesday, injuring 12 people, the coast guard said. The ship was carrying 214 passengers from Dunmere. All of them were brought ashore by noon."},
    {"title": "Ferry captain detained as number of injured rises to 19", "outlet": "Harbour Post",
     "published": "2026-11-19", "text": "Police detained the captain of the ferry Aurora on Thursday, a day after the ship ran aground on rocks off Karsholm. The number of injured people rose to 19, the coast guard said. The owner, Nordline, suspended all crossings between Dunmere and Karsholm until Sunday."},
]  # fmt: skip


def test_a_profile_of_files_alone_remembers_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "briefing.toml").write_text('sources = ["news"]\n[profile.port]\n')
    chosen = config.load(None, profile="port")
    for number, record in enumerate(FERRY):
        (tmp_path / "news" / f"{number}.json").write_text(json.dumps(record), encoding="utf-8")
        made = app.produce(chosen, day=date(2026, 11, 18 + number)).brief
    (event,) = document.from_brief(made)["events"]
    assert (event["status"], event["since"]) == ("continuing", "2026-11-18")
    with store.open(chosen.archive) as held:
        assert held.prune(keep=timedelta(days=1), now=datetime(2030, 1, 1, tzinfo=UTC)) == 0
        assert all(a.text for a in held.cited(held.briefs()[0].id))
