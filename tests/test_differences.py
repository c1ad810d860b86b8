"""Where reports differ: the labelled pairs, and what holds for every text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import scoring_differing
from bench.scoring_differences import article, event, read_rows, score, sides
from bench.scoring_events import SHARED
from briefing import sources
from briefing.clean import clean
from briefing.compare.differences import differences
from briefing.types import Article, Event

HERE = Path(__file__).resolve().parent
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))["differences"]
ROWS = read_rows()


@pytest.mark.parametrize("name", FLOORS)
def test_floor(name: str) -> None:
    assert score()[name] >= FLOORS[name]


def test_whole_articles_through_the_pipeline() -> None:
    floors = json.loads((HERE / "floors.json").read_text("utf-8"))["differing"]
    scores = scoring_differing.score()
    assert {k: v for k, v in scores.items() if v < floors[k]} == {}


def test_the_labels_stand_in_their_texts() -> None:
    assert len({r["id"] for r in ROWS}) == len(ROWS) >= 150
    for row in ROWS:
        for label in row["differences"]:
            assert label["a"] in row["a"], row["id"]
            assert label["b"] in row["b"], row["id"]


@pytest.mark.parametrize("row", [r for r in ROWS if r["differences"]][::4], ids=lambda r: r["id"])
def test_every_span_is_verbatim_in_any_order(row: dict) -> None:
    whole = event(row)
    texts = {a.id: a for a in whole.articles}
    found = differences(whole)
    assert found == differences(Event(whole.id, whole.articles[::-1]))
    for difference in found:
        assert len(difference.variants) >= 2
        assert len({v.text for v in difference.variants}) == len(difference.variants)
        for variant in difference.variants:
            for c in variant.citations:
                assert texts[c.article].text[c.start : c.end] == c.quote
                assert variant.text in c.quote
        first = difference.variants[0].citations[0].quote
        assert difference.point in first


def test_a_reprint_says_nothing_new() -> None:
    five = article("a", "Five people were killed in the fire in Velm.", "en")
    six = article("b", "Six people were killed in the fire in Velm.", "en")
    again = article("c", "Six people were killed in the fire in Velm on Friday.", "en")
    assert len(sides(differences(Event("e", (five, six, again)))[0])) == 3
    found = differences(Event("e", (five, six, replace(again, reprint_of="b"))))
    assert set(sides(found[0])) == {"a", "b"}
    assert differences(Event("e", (five, replace(six, reprint_of="a")))) == ()


def test_three_reports_two_numbers() -> None:
    told = ("Five people", "Six people", "Six people")
    texts = [f"{t} were killed in the fire at the depot in Velm." for t in told]
    (found,) = differences(
        Event("e", tuple(article(x, t, "en") for x, t in zip("abc", texts, strict=True)))
    )
    assert [(v.text, len(v.citations)) for v in found.variants] == [
        ("Six people", 2),
        ("Five people", 1),
    ]
    assert (found.kind, found.point) == ("number", "people")


@pytest.mark.parametrize(
    ("folder", "expected"), [(HERE.parent / "seeds", 0), (SHARED / "seeds", 1)], ids=str
)
def test_the_samples(folder: Path, expected: int) -> None:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    articles = [a for r in sources.read([str(folder)]) if isinstance(a := clean(r), Article)]
    found = differences(Event("e", tuple(articles)))
    assert [d.kind for d in found] == ["quotation"] * expected
    if found:
        assert found[0].point == "useful"
        assert {w for v in found[0].variants for w in v.text.split()} >= {"useful,", "meaningful,"}


WORDS = st.sampled_from(
    "five 5 2,500 12 % $ people killed Mayor Anna Holm on 3 May 4 “ ” rebuild every school , . "
    "погибли пять человек « » twenty three more than between and of ( ) 2024 '' million".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=2, max_size=4))
def test_any_words_give_verbatim_variants(texts: list[str]) -> None:
    articles = tuple(
        article(str(k), t, "ru" if "погибли" in t else "en") for k, t in enumerate(texts)
    )
    found = differences(Event("e", articles))
    assert found == differences(Event("e", articles[::-1]))
    known = {a.id: a for a in articles}
    for difference in found:
        for variant in difference.variants:
            assert variant.text
            for c in variant.citations:
                assert known[c.article].text[c.start : c.end] == c.quote
                assert variant.text in c.quote
