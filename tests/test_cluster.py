"""Events: the sample, the real seeds, our English-Russian set, and what must always hold."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import briefing
from briefing.clean import clean
from briefing.cluster import Features, cluster, explain, features
from briefing.cluster.graph import neighbourhood
from briefing.types import Article, Raw

ROOT = Path(__file__).resolve().parents[1]
from scoring_events import SHARED, bcubed, cluster_rows, read_rows, to_raw

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
def test_floors_and_seeds_among_thousands(name: str) -> None:
    path = SHARED / "eval" / "events" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"no {path}")
    gold, articles, items = prepared(path)
    label = {a.id: e.id for e in cluster(articles, items) for a in e.articles}
    assert bcubed(gold, [label[a.id] for a in articles])[2] >= FLOORS[name]
    for folder, wanted in seed_folders():
        own = briefing.read(folder)[0]
        among = cluster([*own, *articles[:3000]], [*map(features, own), *items[:3000]])
        found = [{a.ref for a in e.articles} for e in among]
        assert all(event in found for event in wanted), folder


def prepared(path: Path) -> tuple[list[str], list[Article], list[Features]]:
    rows = read_rows(path)
    found = [(r["cluster"], clean(to_raw(r))) for r in rows]
    used = [(gold, a) for gold, a in found if isinstance(a, Article)]
    articles = [a.renamed(f"{k:06}") for k, (_, a) in enumerate(used)]
    return [gold for gold, _ in used], articles, [features(a) for a in articles]


def seed_folders() -> list[tuple[Path, list[set[str]]]]:
    ours, real = ROOT / "seeds", SHARED / "seeds"
    found = [(ours, groups(ours, "opening", "pm-meeting", "closing analysis"))]
    return found + ([(real, groups(real, "000 001", "002", "003 004"))] if real.is_dir() else [])


#: One more event of the seeds' conference, told in two languages.
DRILL = [
    (
        "On the sidelines of the World Telecommunication Development Conference in Baku, ministers "
        "signed on November 24 a regional agreement on emergency telecommunications. Azerbaijan, "
        "Georgia and Kazakhstan will share satellite capacity when earthquakes or floods cut "
        "cables, and spare terminals will be kept in Baku. The first joint exercise is planned "
        "for spring, ministers of the three countries said."
    ),
    (
        "На полях Всемирной конференции по развитию электросвязи в Баку 24 ноября министры "
        "подписали региональное соглашение об аварийной связи. Азербайджан, Грузия и Казахстан "
        "будут делиться спутниковыми каналами, когда землетрясения или наводнения обрывают "
        "кабели, а запасные терминалы будут храниться в Баку. Первые совместные учения намечены "
        "на весну, сообщили министры трех стран."
    ),
]


@pytest.mark.parametrize("length", [500, 1000, 2000, 100_000])
def test_seeds_cut_short_with_one_more_event_of_the_conference(length: int) -> None:
    more = [article(str(k), text, published="2025-11-24") for k, text in enumerate(DRILL)]
    for folder, wanted in seed_folders():
        short = []
        for whole in briefing.read(folder)[0]:
            kept = [s for s in whole.sentences if s.end <= length] or list(whole.sentences[:1])
            text = whole.text[: kept[-1].end]
            short.append(replace(whole, text=text, sentences=tuple(kept)))
        assert events_of(short) == wanted
        assert events_of([*short, *more]) == sorted([*wanted, {"0", "1"}], key=min)


def test_a_follow_up_that_names_the_day_stays_with_it() -> None:
    first = article("first", "A gunman opened fire at the Elmford bus depot on Tuesday evening. Two "
        "drivers, Marta Olvera and Henk Brandsma, were wounded. Police arrested Tomas Reyl, 34, "
        "near the Elmford canal with a hunting rifle.", published="2025-03-05")  # fmt: skip
    trial = ("Tomas Reyl, 34, was sentenced to nine years for wounding the drivers Marta Olvera and "
        "Henk Brandsma at the Elmford bus depot{}. The court in Elmford heard that he had bought "
        "the hunting rifle a week before.")  # fmt: skip
    later = article("later", trial.format(" on March 4"), published="2025-04-29")
    assert events_of([first, later]) == [{"first", "later"}]
    vague = article("vague", trial.format(" this spring"), published="2025-04-29")
    assert events_of([first, vague]) == [{"first"}, {"vague"}]


def test_reprints_do_not_shut_out_the_other_agency() -> None:
    one = ("The harbour of Vistaport was closed on Tuesday after a crane fell across the rail link. "
        "Nobody was hurt, the port authority said. Ferries were sent to the northern quay. {}")  # fmt: skip
    other = ("A crane collapse shut the port of Vistaport on Tuesday and blocked its rail link. "
        "The port authority said nobody was injured. Ferries use the northern quay meanwhile. {}")  # fmt: skip
    papers = ["Coast Courier.", "Morning Ledger.", "Valley Post.", "Bay Herald.", "Lake Times.",
              "Hill Gazette."]  # fmt: skip
    articles = [article(f"{k}{n}", text.format(paper))
                for k, text in enumerate((one, other)) for n, paper in enumerate(papers)]  # fmt: skip
    assert len(events_of(articles)) == 1


def test_any_number_of_copies_is_one_event() -> None:
    text = "The harbour of Vistaport was closed after a crane fell across the rail link."
    one = article("x", text)
    copies = [one.renamed(f"{k:04}") for k in range(450)]
    found = cluster(copies, [features(one)] * len(copies))
    assert [len(e.articles) for e in found] == [450]


FACTS = [
    "A crane fell across the rail link in the harbour of Vistaport on Tuesday.",
    "The port authority closed the harbour and sent the ferries to the northern quay.",
    "Harbour master Jon Tarn said the brakes of the crane had failed in a gust.",
    "Nobody was hurt, although two dockers were in the cabin a minute before.",
    "Freight trains wait at the border, and the smelter in Elmford stopped a furnace.",
    "Engineers will cut the crane into three parts and lift them with a floating jib.",
    "The dockers' union had asked for an inspection of the cranes in January.",
    "Transport minister Ada Quill called the closure a blow to the grain season.",
    "Insurers put the damage at 14 million, the owner of the terminal at half of it.",
    "Fishermen brought stranded lorry drivers bread and smoked eel.",
]


def test_a_folder_of_one_story_is_one_event_and_two_stay_two() -> None:
    draw = random.Random(3)
    told = [article(f"a{k:02}", " ".join(draw.sample(FACTS, 6))) for k in range(20)]
    assert len(events_of(told)) == 1
    other = article("z", "Marla Quist won the Laurel prize for fiction in Tarrow for a novel about "
        "three sisters and a lighthouse, the jury announced on Tuesday evening.")  # fmt: skip
    assert len(events_of([*told, other])) == 2


def test_headlines_beside_reports_change_nothing_for_the_reports() -> None:
    draw = random.Random(5)
    told = [article(f"a{k:02}", " ".join(draw.sample(FACTS, 4))) for k in range(12)]
    nouns = ["budget", "orchestra", "glacier", "ferry", "novel", "harvest", "tunnel", "vaccine"]
    bare = [
        article(f"h{k:02}", "", title=f"{city} gets its {noun} {when}")
        for k, (city, noun, when) in enumerate(
            zip(["Tarrow", "Elmford", "Kettle", "Oakmoor"] * 4, nouns * 2,
                ["after a long dispute", "in spite of rain"] * 8, strict=True))
    ]  # fmt: skip
    reports = [e for e in events_of(told) if min(e).startswith("a")]
    assert [e for e in events_of([*told, *bare]) if min(e).startswith("a")] == reports


def test_why_does_not_depend_on_the_order_of_the_articles() -> None:
    draw = random.Random(4)
    articles = [article(str(k), " ".join(draw.sample(FACTS, 7))) for k in range(8)]
    items = [features(a) for a in articles]
    here = explain(articles, items, cluster(articles, items), 1, 5)
    order = [6, 5, 4, 7, 1, 0, 3, 2]
    articles, items = [articles[k] for k in order], [items[k] for k in order]
    again = explain(articles, items, cluster(articles, items), 4, 1)
    assert again == here


def test_a_comment_without_a_day_is_dated_by_none() -> None:
    report = article("report", "The harbour of Vistaport was closed after a crane fell across the "
        "rail link. Ferries were sent to the northern quay of Vistaport.")  # fmt: skip
    comment = article("comment", "Vistaport should have replaced the crane of its harbour long ago. "
        "The rail link was never safe.", published="")  # fmt: skip
    items = [features(a) for a in (report, comment)]
    assert neighbourhood(items).days == [date(2025, 3, 4), None]


def test_the_dateline_dates_an_article_that_names_a_later_day() -> None:
    text = ("BAKU, 21 November 2025 - The prime minister met the secretary-general of the union. "
        "The conference will end on 28 November 2025.")  # fmt: skip
    undated = article("undated", text, published="")
    assert undated.published == date(2025, 11, 21) or (
        neighbourhood([features(undated)]).days == [date(2025, 11, 21)]
    )


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


def test_the_share_of_a_stem_is_counted_alike_both_ways() -> None:
    from briefing.cluster import vectors

    for lang in vectors.BEGINNINGS:
        counted = vectors._stem_frequencies(lang)
        wrong = {s: n for s, n in counted.items() if vectors._share(s, lang) != n}
        assert wrong == {}


def test_scipy_is_whole_after_a_stemmer_was_made() -> None:
    code = (
        "from briefing import language; import sys; language.stem('houses', 'en')\n"
        "assert 'scipy.stats' not in sys.modules; import scipy.stats; scipy.stats.fisher_exact"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
