"""Events: the sample, the real seeds, our English-Russian set, and what must always hold."""

import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import briefing
from briefing.clean import clean
from briefing.cluster import cluster, features
from briefing.types import Article, Raw

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))
from scoring_events import SHARED, bcubed, cluster_rows, read_rows

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["events"]


def events_of(articles: list[Article]) -> list[set[str]]:
    found = cluster(articles, [features(a) for a in articles])
    return sorted(({a.ref for a in e.articles} for e in found), key=min)


def article(ref: str, text: str, title: str = "", published: str = "2025-03-04") -> Article:
    found = clean(Raw(ref, "text", text, title=title, published=published))
    assert isinstance(found, Article), found
    return found


def groups(folder: Path, *names: str) -> list[set[str]]:
    """The files of a folder that start with each of the names, as one event each."""
    return sorted(
        ({f.as_posix() for f in folder.glob("*.txt") if f.name.startswith(tuple(n.split()))}
         for n in names),
        key=min,
    )  # fmt: skip


def test_seeds_give_three_events() -> None:
    articles, rejected = briefing.read(ROOT / "seeds")
    assert not rejected
    wanted = groups(ROOT / "seeds", "opening", "pm-meeting", "closing analysis")
    assert events_of(articles) == wanted


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="no ../shared/seeds here")
def test_real_seeds_give_three_events_in_any_order() -> None:
    articles, _ = briefing.read(SHARED / "seeds")
    wanted = groups(SHARED / "seeds", "000 001", "002", "003 004")
    for seed in range(5):
        random.Random(seed).shuffle(articles)
        assert events_of(articles) == wanted


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="no ../shared/seeds here")
def test_seeds_of_both_kinds_stay_apart_from_strangers() -> None:
    real, _ = briefing.read(SHARED / "seeds")
    rows = read_rows(ROOT / "tests" / "data" / "events_enru.jsonl")
    others = [clean(Raw(r["id"], "text", r["text"], r["title"], published=r["date"])) for r in rows]
    found = events_of([*real, *[a for a in others if isinstance(a, Article)]])
    for wanted in groups(SHARED / "seeds", "000 001", "002", "003 004"):
        assert wanted in found


def test_english_and_russian_reports_of_our_own_set() -> None:
    rows = read_rows(ROOT / "tests" / "data" / "events_enru.jsonl")
    precision, _, f1 = bcubed([r["cluster"] for r in rows], cluster_rows(rows))
    assert f1 >= FLOORS["events_enru"]
    assert precision >= 0.97


@pytest.mark.parametrize("name", [n for n in FLOORS if n != "events_enru"])
def test_floors(name: str) -> None:
    path = SHARED / "eval" / "events" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"no {path}")
    rows = read_rows(path)
    assert bcubed([r["cluster"] for r in rows], cluster_rows(rows))[2] >= FLOORS[name]


def test_reprints_are_marked_and_first_is_the_origin() -> None:
    text = (
        "The harbour of Vistaport was closed on Tuesday after a crane fell across the rail link. "
        "Nobody was hurt, the port authority said, and ferries were sent to the northern quay. "
        "Engineers expect to clear the track by Friday, and freight trains will use the old line."
    )
    first = article("a", text, published="2025-03-04")
    copy = article("b", "Harbour closed. " + text, published="2025-03-05")
    other = article("c", "A museum of clocks opens in Elmford next spring, its director said.")
    found = cluster([copy, other, first], [features(a) for a in (copy, other, first)])
    together = next(e for e in found if len(e.articles) == 2)
    assert {a.ref: a.reprint_of for a in together.articles} == {"a": "", "b": first.id}


WORDS = ["port", "crane", "talks", "minister", "Elmford", "Вистапорт", "кран", "переговоры",
         "17", "2,500", "მინისტრი", "部長", "会談", "تونل", "opened", "сегодня", "\U0001f600"]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=5, max_size=30), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_every_article_is_in_one_event_whatever_the_order(texts, rnd) -> None:  # type: ignore[no-untyped-def]
    articles = []
    for number, words in enumerate(texts):
        found = clean(Raw(str(number), "text", " ".join(words) + "."))
        if isinstance(found, Article):
            articles.append(found.renamed(f"{number:04}"))
    events = cluster(articles, [features(a) for a in articles])
    assert sorted(a.id for e in events for a in e.articles) == sorted(a.id for a in articles)
    shuffled = list(articles)
    rnd.shuffle(shuffled)
    assert cluster(shuffled, [features(a) for a in shuffled]) == events


def test_a_language_nobody_prepared_is_not_glued_together() -> None:
    texts = [
        "Sɔŋ ni lɛ gbɛ kpo mi yɛ Taakɔ le ba ye.", "Wula kɛ faa ni mɔɔ gbɛ Duwɛ sa la kɔ.",
        "Ŋwɛ bɔ kpa lɛ Somba mi ye tɔ naa gbo.", "Fɛ ti wala Kundu gbɛ lo mɛ saa di.",
    ]  # fmt: skip
    assert len(events_of([article(str(k), t) for k, t in enumerate(texts)])) == 4


def test_why_names_what_binds_and_what_parts(capsys: pytest.CaptureFixture[str]) -> None:
    from briefing.cli import main

    seeds = str(ROOT / "seeds")
    assert main(["events", seeds, "--why", "pm-meeting-en.txt", "pm-meeting-ru.txt"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("one event")
    assert "name Asadov = Асадов" in told
    assert main(["events", seeds, "--why", "opening-address.txt", "pm-meeting-en.txt"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("two events")
    assert "days reported on: 2025-11-17 and 2025-11-21" in told
    assert main(["events", seeds, "--why", "opening-address.txt", "nobody.txt"]) == 2
    assert main(["events", seeds]) == 0
    assert capsys.readouterr().out.count(" article") == 3
