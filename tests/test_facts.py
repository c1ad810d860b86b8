"""The facts of an event: found, carried, shown, and checked in every part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import BRIEFS, brief
from test_verify import found, resealed

from briefing import render
from briefing.digest.spoken import spoken
from briefing.render import templates_dir
from briefing.render.view import view
from briefing.render.words import Words
from briefing.types import (
    Article,
    Difference,
    Event,
    Facts,
    Line,
    Party,
    Quotation,
    Sentence,
    Variant,
)

Doc = dict[str, Any]


def ferry() -> tuple[Doc, Doc]:
    """A brief, and its only event."""
    made = brief("ferry")
    return made, made["events"][0]


def test_the_facts_are_found() -> None:
    _, event = ferry()
    assert (len(event["articles"]), event["origins"]) == (4, 3)
    assert [(q["speaker"], q["quote"]) for q in event["quotations"]] == [
        ("Otto Brandt", "My children were on the upper deck and I could not find them")
    ]
    assert {"leave", "sail from"} & {d["point"] for d in event["differences"]}
    names = {p["name"]: p for p in event["people"]}
    assert names["Ingrid Solheim"]["kind"] == "person"
    assert "Ингрид Сульхейм" in names["Ingrid Solheim"]["also"]
    assert names["Ravensund Port Authority"]["also"] == ["RPA"]


@pytest.mark.parametrize("name", BRIEFS)
def test_every_fact_stands_where_it_says(name: str) -> None:
    made = brief(name)
    texts = {a["id"]: a["text"] for a in made["articles"]}

    def at(span: Doc) -> str:
        return texts[span["article"]][span["start"] : span["end"]]

    for event in made["events"]:
        for said in event["quotations"]:
            assert at(said["quoted"]) == said["quote"]
            assert at(said["named"]) == said["speaker"]
            assert said["quote"] in said["citations"][0]["quote"]
            assert any(said["speaker"] in c["quote"] for c in said["citations"])
        for difference in event["differences"]:
            assert len({v["text"] for v in difference["variants"]}) >= 2
            for variant in difference["variants"]:
                assert all(variant["text"] in c["quote"] for c in variant["citations"])
        for party in event["people"]:
            assert party["name"] in party["citations"][0]["quote"]
        parts = [*event["quotations"], *event["people"]]
        parts += [v for d in event["differences"] for v in d["variants"]]
        assert all(at(c) == c["quote"] for p in parts for c in p["citations"])
        assert len(event["quotations"]) <= 6
        assert len(event["differences"]) <= 5
        assert len(event["people"]) <= 10


# -- shown -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_all_is_shown(form: str) -> None:
    made, event = ferry()
    page = " ".join(getattr(render, form)(made).replace("’", "'").split())
    for words in ("Where reports differ", "In their words", "4 articles, 3 origins",
                  "Otto Brandt", "Ingrid Solheim", "Ravensund Port Authority", "RPA",
                  event["quotations"][0]["quote"],
                  *(v["text"] for v in event["differences"][0]["variants"])):  # fmt: skip
        if form != "html" and words == "4 articles, 3 origins":
            words = "4 articles · 3 origins"
        assert words in page, words


@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_empty_parts_vanish(form: str) -> None:
    made, event = ferry()
    event |= {"quotations": [], "differences": [], "people": []}
    for article in made["articles"]:
        article["reprint_of"] = None
    event["origins"] = 4
    page = getattr(render, form)(made)
    for label in ("Where reports differ", "In their words", "People", "Organisations", "origins"):
        assert label not in page


def test_a_speaker_has_the_fullest_name_of_the_one_person_it_can_be() -> None:
    made, event = ferry()
    event["quotations"][0]["speaker"] = "Brandt"
    words = Words.read("en", (templates_dir(),))
    assert [s.name.text for s in view(made, words).events[0].said] == ["Otto Brandt"]
    event["people"].append(event["people"][-1] | {"name": "Lena Brandt"})
    assert [s.name.text for s in view(made, words).events[0].said] == ["Brandt"]


# -- checked -----------------------------------------------------------------------------


def other(doc: Doc, citation: Doc) -> Doc:
    """Another sentence of the article that a citation is from."""
    article = next(a for a in doc["articles"] if a["id"] == citation["article"])
    span = next(s for s in article["sentences"] if s["start"] != citation["start"])
    quote = article["text"][span["start"] : span["end"]]
    return {"article": article["id"], **span, "quote": quote}


TAMPER: dict[str, Callable[[Doc, Doc], Any]] = {
    "one origin more": lambda d, e: e.update(origins=e["origins"] + 1),
    "a reprint denied": lambda d, e: [a.update(reprint_of=None) for a in d["articles"]],
    "another speaker": lambda d, e: e["quotations"][0].update(speaker="Solheim"),
    "a word left out": lambda d, e: e["quotations"][0].update(quote="I could find them"),
    "the quotation at another place": lambda d, e: e["quotations"][0]["quoted"].update(start=0),
    "the name at another place": lambda d, e: e["quotations"][0].update(
        speaker="A ferry", named=e["quotations"][0]["named"] | {"start": 0, "end": 7}
    ),
    "another sentence cited": lambda d, e: e["quotations"][0].update(
        citations=[other(d, e["quotations"][0]["citations"][0])]
    ),
    "one sentence too many cited": lambda d, e: e["quotations"][0]["citations"].append(
        other(d, e["quotations"][0]["citations"][0])
    ),
    "a quotation twice": lambda d, e: e["quotations"].append(e["quotations"][0]),
    "one variant alone": lambda d, e: e["differences"][0]["variants"].pop(),
    "the same variant twice": lambda d, e: e["differences"][0]["variants"].__setitem__(
        1, e["differences"][0]["variants"][0]
    ),
    "the text of the other variant": lambda d, e: e["differences"][0]["variants"][0].update(
        text=e["differences"][0]["variants"][1]["text"]
    ),
    "half a word as the point": lambda d, e: e["differences"][0].update(
        point=e["differences"][0]["point"][:-1]
    ),
    "a name that is not there": lambda d, e: e["people"][0].update(name="Ingrid Solberg"),
    "half a name": lambda d, e: e["people"][0].update(name="Ingrid Sol"),
    "a form that is nowhere": lambda d, e: e["people"][0]["also"].append("I. Solheim"),
    "a person twice": lambda d, e: e["people"].append(e["people"][0]),
    "no citation of a person": lambda d, e: e["people"][0].update(citations=[]),
    "a name in half a sentence": lambda d, e: e["people"][0]["citations"][0].update(
        end=e["people"][0]["citations"][0]["end"] - 1,
        quote=e["people"][0]["citations"][0]["quote"][:-1],
    ),
}


@pytest.mark.parametrize("name", TAMPER)
def test_what_is_changed_is_noticed_under_a_new_seal(name: str) -> None:
    made, event = ferry()
    assert found(resealed(made)) == []
    TAMPER[name](made, event)
    said = found(resealed(made))
    assert said
    assert not any("seal" in s or "spelled" in s for s in said), said


# -- which quotations --------------------------------------------------------------------


def quotation(article: Article, start: int, end: int, speaker: str = "Lee") -> Quotation:
    whole = article.quote(0, len(article.text))
    return Quotation(article.quote(start, end), speaker, whole if speaker else None, whole)


def article(id: str, text: str, lang: str = "en", reprint_of: str = "") -> Article:
    spans = (Sentence(id, 0, len(text)),)
    return Article(id, id, "", "", None, "", lang, text, spans, reprint_of=reprint_of)


SAID = "one two three four five six seven eight nine ten"


def test_quotations_are_chosen() -> None:
    a = article("a", SAID)
    b = article("b", SAID.upper())
    r = article("r", "rain had fallen all day long", reprint_of="a")
    f = article("f", "сегодня мы впервые увидели это море", "ru")
    event = Event("e", (a, b, r, f))
    whole = {x.id: quotation(x, 0, len(x.text)) for x in event.articles}

    def chosen(*said: Quotation, lang: str = "en", lines: tuple[Line, ...] = ()) -> list[str]:
        return [q.quote.article for q in spoken(Facts((), said), event, lines, lang=lang)]

    assert chosen(*whole.values()) == ["a"]  # of one wording one, no reprint, the brief's language
    assert chosen(whole["f"]) == ["f"]
    assert chosen(*whole.values(), lang="ru") == ["f"]
    assert chosen(quotation(a, 0, 7)) == []
    assert chosen(quotation(a, 0, len(SAID), speaker="a neighbour")) == []
    assert chosen(quotation(a, 0, len(SAID), speaker="市長")) == ["a"]
    assert chosen(quotation(a, 0, len(SAID), speaker="")) == []
    assert chosen(whole["a"], lines=(Line(SAID, (a.quote(0, len(SAID)),)),)) == []


def test_a_quotation_that_is_worded_differently_stands_among_the_differences_only() -> None:
    a = article("a", "We will mend the bridge, the road and all the houses, she said.")
    b = article("b", "We will build the bridge, the road and all the houses, Lee said.")
    c = article("c", "We wait for a word of the ministry since May, she said.")
    ends = {"a": 52, "b": 53, "c": 44}
    said = tuple(quotation(x, 0, ends[x.id]) for x in (a, b, c))
    versions = tuple(Variant(x.text[: ends[x.id]], (x.quote(0, len(x.text)),)) for x in (a, b))
    differ = (Difference("quotation", "mend", versions),)
    found = spoken(Facts((), said, differ), Event("e", (a, b, c)), (), lang="en")
    assert [q.quote.article for q in found] == ["c"]


def test_many_speakers_come_before_many_words_of_one() -> None:
    texts = [f"{w} " * 6 for w in "abcdefghij"]
    articles = tuple(article(t[0], t.strip()) for t in texts)
    event = Event("e", articles)
    said = [
        quotation(a, 0, len(a.text), "Ann Lee" if a.id < "h" else a.id.upper()) for a in articles
    ]
    names = [q.speaker for q in spoken(Facts((), tuple(said)), event, (), lang="en")]
    assert names == ["Ann Lee"] * 3 + ["H", "I", "J"]


def test_people_of_the_event_come_before_other_names() -> None:
    articles = tuple(article(w, " ".join([w] * 6)) for w in "abcdefgh")
    people = (Party("Ann Lee", "person", ("Энн Ли",), ()), Party("The Ministry", "body", (), ()))
    who = ["The Ministry"] * 6 + ["Lee", "Энн Ли"]
    said = tuple(quotation(a, 0, len(a.text), w) for a, w in zip(articles, who, strict=True))
    found = spoken(Facts((), said, (), people), Event("e", articles), (), lang="en")
    assert [q.speaker for q in found] == ["Lee", "Энн Ли", *["The Ministry"] * 4]


def test_the_comma_of_the_sentence_around_is_left_out() -> None:
    a = article("a", "We wait here every day, he said.")
    (said,) = spoken(Facts((), (quotation(a, 0, 23),)), Event("e", (a,)), (), lang="en")
    assert said.quote == a.quote(0, 22)
