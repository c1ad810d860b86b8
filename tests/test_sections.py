"""Sections: which events go where, which are told, and what an outlet's preference does."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, SECTIONS, brief, generated
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import app, config, document, pipeline
from briefing.config import Config, reading
from briefing.errors import UsageError
from briefing.sections import arranged, section_of
from briefing.settings import Section, rank
from briefing.types import Article, Edition, Event, Raw
from briefing.verify.provenance import findings

DATA = ROOT / "tests" / "data" / "sections"
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["sections"]


def article(
    text: str, title: str = "", lang: str = "en", outlet: str = "", url: str = ""
) -> Article:
    raw = Raw(
        f"{title or text[:20]}-{outlet}", "text", text, title, outlet, "2025-11-20", url, lang
    )
    (found,), rejected = pipeline.read([raw])
    assert not rejected
    return found


def labelled(half: str) -> tuple[tuple[Section, ...], list[tuple[str, Event]]]:
    """The sections of one half, and its events with the title of theirs."""
    table = tomllib.loads((DATA / f"{half}.toml").read_text("utf-8"))
    events: dict[str, tuple[str, list[Article]]] = {}
    for line in (DATA / f"{half}.tsv").read_text("utf-8").splitlines():
        number, section, lang, outlet, title, text = line.split("\t")
        events.setdefault(number, (section, []))[1].append(article(text, title, lang, outlet))
    found = [(section, Event(number, tuple(own))) for number, (section, own) in events.items()]
    return reading.table(Config, table).sections, found


@pytest.mark.parametrize("half", ["dev", "held"])
def test_sections_of_labelled_events(half: str) -> None:
    sections, events = labelled(half)
    titles = ["-", *(s.title for s in sections)]
    pairs = [(want, titles[section_of(e, sections=sections) + 1]) for want, e in events]
    right = sum(want == got != "-" for want, got in pairs)
    assert right / sum(got != "-" for _, got in pairs) >= FLOORS[f"{half}_precision"]
    assert right / sum(want != "-" for want, _ in pairs) >= FLOORS[f"{half}_recall"]
    assert len({a.lang for _, e in events for a in e.articles}) >= 6


@pytest.mark.parametrize(
    ("entry", "lang", "text", "found"),
    [
        ({"keywords": ("gift", "charity")}, "de", "Das Gift stammt aus einer Fabrik. Gift!", False),
        ({"keywords": ("Gift", "Polizei")}, "de", "Das Gift stammt aus einer Fabrik. Gift!", True),
        ({"keywords": ("PORT",)}, "ru", "Порты закрыты. В порту стоят суда.", True),
        ({"keywords": ("порт",)}, "en", "The port is closed. Ships wait in the port.", True),
        ({"keywords": ("гавань",)}, "en", "The harbour is closed. Ships wait in harbours.", True),
        ({"keywords": ("harbour",)}, "ru", "Гавань закрыта. В гавани ждут суда.", True),
        ({"keywords": ("prime minister",)}, "en", "The minister left. A prime example.", False),
        ({"keywords": ("prime minister",)}, "en", "Prime ministers met. The prime minister.", True),
        (
            {"keywords": ("Gazprom",)},
            "ru",
            "«Газпром» отчитался. Прибыль «Газпрома» выросла.",
            True,
        ),
        (
            {"keywords": ("Steuer",)},
            "de",
            "Die Mehrwertsteuer steigt, die Steuerreform kommt.",
            True,
        ),
        ({"people": ("Friedrich Merz",)}, "en", "The car parts maker from Mars, Friedrich.", False),
        ({"people": ("Friedrich Merz",)}, "ru", "Канцлер Фридрих Мерц приехал в среду.", True),
        (
            {"people": ("Ali Asadov",)},
            "en",
            "Cyclist Ramil Asadov won. Ramil Asadov rested.",
            False,
        ),
        (
            {"people": ("Olena Marchenko",)},
            "en",
            "Olga Marchenko won. Olga Marchenko slept.",
            False,
        ),
        (
            {"people": ("Ali Asadov",)},
            "ru",
            "Совещание провёл А. Асадов. Асадов выслушал всех.",
            True,
        ),
        ({"people": ("Ali Asadov",)}, "ru", "Совещание провёл Р. Асадов в среду утром.", False),
        ({"people": ("Ali Asadov",)}, "az", "Baş nazir Əli Əsədov sərgiyə gəlib.", True),
        ({"places": ("Wien",)}, "ru", "В Вене открыли музей. Жители Вены рады.", True),
        ({"places": ("Japan",)}, "fr", "Les Japonais votent. Le Japon attend.", True),
        ({"places": ("United States",)}, "en", "They asked us to tell us more of us.", False),
        ({"places": ("United States",)}, "en", "The US voted. American cities wait.", True),
        ({"places": ("Georgia",)}, "en", "Thousands march in Tbilisi on Saturday.", True),
        ({"places": ("Georgia",)}, "ru", "Тысячи людей вышли в Тбилиси на улицы.", True),
        ({"places": ("Россия",)}, "de", "In Moskau schneit es seit dem Wochenende.", True),
        ({"places": ("Paris",)}, "en", "France votes on Sunday for a new parliament.", False),
        ({"places": ("United States",)}, "en", "The centre of Knox is closed. Knox waits.", False),
        ({"outlets": ("town  CRIER",)}, "en", "Nothing of note happened on Monday.", True),
        ({"outlets": ("crier.example",)}, "en", "Nothing of note happened on Monday.", True),
        ({"outlets": ("Crier",)}, "en", "Nothing of note happened on Monday.", False),
        ({"langs": ("az",)}, "az", "Parkda yüz ağac əkilib.", True),
    ],
)
def test_what_an_entry_finds(
    entry: dict[str, tuple[str, ...]], lang: str, text: str, found: bool
) -> None:
    told = article(text, "", lang, "Town Crier", "https://www.crier.example/1")
    sections = (Section("S", **entry),)
    assert (section_of(Event("e", (told,)), sections=sections) == 0) is found


def test_level_sections_go_by_order() -> None:
    told = Event("e", (article("The ferry struck the bridge on Monday.", "Ferry strikes bridge"),))
    both = (Section("Bridges", ("bridge",)), Section("Ferries", ("ferry",)))
    assert section_of(told, sections=both) == section_of(told, sections=both[::-1]) == 0


@given(
    st.lists(st.integers(-1, 3), max_size=30),
    st.integers(0, 12),
    st.sampled_from(config.RESTS),
)
def test_no_event_is_lost(places: list[int], most: int, rest: str) -> None:
    told, named, out = arranged(places, sections=4, most=most, rest=rest)
    assert sorted([*told, *named, *out]) == list(range(len(places)))
    assert len(told) <= (most or len(places))
    order = [(places[k] if places[k] >= 0 else 4, k) for k in told]
    assert order == sorted(order)
    assert all(places[k] == -1 for k in out)
    assert rest == "counted" or not out
    if rest != "told":
        assert all(places[k] >= 0 for k in told)
    by_section = [sum(places[k] == s for k in told) for s in range(4)]
    left = [sum(places[k] == s for k in named) for s in range(4)]
    for s in range(4):  # no section goes without while another has two more
        assert not left[s] or max(by_section) <= by_section[s] + 1


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 1500), st.integers(1, 8))
def test_limits_hold_for_any_number(characters: int, statements: int) -> None:
    edition = Edition(characters=characters, statements=statements, events=2)
    made = document.from_brief(app.make(ARTICLES, edition=edition), texts="whole")
    told = [e for e in made["events"] if not e.get("named_only")]
    assert len(told) == 2 < len(made["events"])
    for event in told:
        said = [line["text"] for line in event["digest"]]
        assert len(said) <= statements
        assert not said or len(event["headline"]) + sum(map(len, said)) <= characters
    assert list(findings(made)) == []


ARTICLES = pipeline.read(generated(4))[0]


def test_a_limit_that_is_broken_is_found() -> None:
    made = brief("sections")
    made["limits"] = {"events": 1, "characters": 10}
    found = " ".join(findings(made))
    assert "tells 9 events, and its limit is 1" in found
    assert "characters, and its limit is 10" in found
    made = brief("sections")
    made["sections"][0]["events"].reverse()
    assert any("sections are not those of the events" in f for f in findings(made))


def test_the_document_by_section() -> None:
    made = brief("sections")
    titles = [s["title"] for s in made["sections"]]
    assert "Empty" not in titles
    assert titles[-1] == "Elsewhere"
    assert titles == [t for t in [s.title for s in SECTIONS] + ["Elsewhere"] if t in titles]
    told = [e for e in made["events"] if not e.get("named_only")]
    assert [e["section"] for e in told] == [
        s["title"] for s in made["sections"] for _ in s["events"]
    ]
    assert len(told) == 9 < len(made["events"])
    assert brief("counted")["unplaced"]["events"] >= 1
    assert not {"sections", "limits"} & brief("seeds").keys()


@pytest.mark.parametrize("format", ["html", "md", "txt"])
def test_every_section_and_event_is_shown(format: str) -> None:
    made = brief("sections")
    page = app.FORMATS[format](made).decode("utf-8").replace("&amp;", "&").replace("\\&", "&")
    flat = " ".join(page.split())
    at = [flat.find(title) for title in (s["title"] for s in made["sections"])]
    assert min(at) >= 0
    assert "Empty" not in flat
    assert "Also reported" in flat
    for event in made["events"]:
        assert event["headline"].split(",")[0] in flat
    heads = re.findall(r"<h([1-6])", page) if format == "html" else []
    assert all(int(b) <= int(a) + 1 for a, b in pairwise(heads))


def test_preferred_outlets_are_told_first() -> None:
    texts = {
        "Alpha": "The council approved a new harbour for Elmford on Monday evening. "
        "The work will cost 40 million crowns. Ships will use it from 2027.",
        "Beta": "On Monday evening the council approved a new harbour for Elmford. "
        "The work is to cost 40 million crowns. Fishermen had asked for it.",
    }
    titles = {
        "Alpha": "Elmford council approves new harbour",
        "Beta": "New harbour for Elmford approved",
    }
    found = [article(text, titles[outlet], "en", outlet) for outlet, text in texts.items()]
    for outlet in texts:
        made = app.make(found, edition=Edition(outlets=(outlet.upper(),)))
        (event,), (item,) = made.events, made.digests
        outlets = {a.id: a.outlet for a in event.articles}
        assert outlets[item.headline.article] == outlet
        shared = [line for line in item.lines if len(line.citations) > 1]
        assert shared
        assert {outlets[line.citations[0].article] for line in shared} == {outlet}


def test_of_a_reprint_the_preferred_copy_counts() -> None:
    text = "The council approved a harbour for Elmford. Ships will use it from 2027, it said."
    raws = [Raw(f"{o}.txt", "text", text, "", o, "2025-11-20", "", "en") for o in ("Alpha", "Beta")]
    found, _ = pipeline.read(raws)
    for outlet in ("Alpha", "Beta"):
        made = app.make(found, edition=Edition(outlets=(outlet,)))
        (copy,) = [a for a in made.articles if a.reprint_of]
        assert copy.outlet != outlet


def test_outlets_by_name_and_host() -> None:
    told = article(
        "Nothing at all happened on Monday.", "", "en", "Town Crier", "https://www.crier.example/a"
    )
    assert rank(told, ("x", "town crier")) == 1
    assert rank(told, ("Crier.Example",)) == 0
    assert rank(told, ("www.crier.example",)) == 0
    assert rank(told, ("Crier", "example")) is None
    assert rank(article("Nothing at all happened on Monday."), ("",)) is None


PROFILES_DOC = re.search(
    r"```toml\n(.*?)```", (ROOT / "docs" / "profiles.md").read_text("utf-8"), re.DOTALL
)


def test_the_example_of_the_docs_loads(tmp_path: Path) -> None:
    assert PROFILES_DOC
    file = tmp_path / "briefing.toml"
    file.write_text(PROFILES_DOC[1], "utf-8")
    assert config.profiles(str(file)) == ("press", "region", "phone")
    press, region, phone = (config.load(str(file), profile=p) for p in config.profiles(str(file)))
    assert [s.title for s in press.sections][-1] == "Neighbours"
    assert (press.events, press.characters, press.outlets[0]) == (20, 1200, "Town Crier")
    assert (region.langs, region.rest, region.outlets_left_out) == (
        ("ru", "uk", "az"), "counted", ("Rumour Mill",),
    )  # fmt: skip
    assert region.sources == ("https://vestnik.example/rss", f"{tmp_path}/scans")
    assert (phone.formats, phone.sections, phone.profile) == (("txt", "html"), (), "phone")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sections]]\nkeywords = ['a']", "sections[1].title is missing; it must be written"),
        ("[[sections]]\ntitle = ' '\nkeywords = 'a'", "must be the words of a heading"),
        ("[[sections]]\ntitle = 'A'", "sections: 'A' does not say what belongs there"),
        ("[[sections]]\ntitle = 'A'\nkeyword = 'x'", "unknown key 'sections[1].keyword'; did you"),
        ("[[sections]]\ntitle = 'A'\nkeywords = ['x', ' ']", "' ' is no word that could be found"),
        ("[[sections]]\ntitle = 'A'\nkeywords = 'x'\n" * 2, "'A' is there twice"),
        ("[[sections]]\ntitle = 'A'\nlangs = ['xx']", "'xx' is no language"),
        ("[sections]\ntitle = 'A'", "sections must be a list of tables, each written as [[section"),
        ("langs = ['en-GB']", "'en-GB' is no language that articles are recognised in; did you"),
        ("events = 0", "events = 0: must be at least 1"),
        ("statements = -1", "must be at least 1"),
        ("characters = 0", "must be at least 1"),
        ("rest = 'hidden'", "rest = 'hidden': must be told, named or counted"),
        ("outlets = ['']", "'' is no word that could be found"),
        ('catch_all = "a\\u0007"', "catch_all"),
        ("profile = 'x'", "profile must hold tables"),
        ("[profile.all]\nlength = 3", "profile.all: the name stands for every profile"),
        ("[profile.a]\nprofile = 'b'", "unknown key 'profile.a.profile'"),
        ("[[profile.a.sections]]\nkeywords = 'x'", "profile.a.sections[1].title is missing"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "briefing.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        config.load(str(file))
    assert said in str(caught.value)
    assert str(file) in str(caught.value)
