"""Digests: what a reader is told, each word of it from an article."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import briefing
from briefing import pipeline
from briefing.clean import clean
from briefing.compare import figures
from briefing.language.readable import is_balanced, is_dangling
from briefing.types import Article, Brief, Edition, Event, Raw

ROOT = Path(__file__).resolve().parents[1]
from scoring_events import SHARED

FOLDERS = [f for f in (ROOT / "seeds", SHARED / "seeds") if f.is_dir()]


def make(articles: list[Article], **options: object) -> Brief:
    edition = Edition(**options)  # type: ignore[arg-type]
    return pipeline.make(articles, edition=edition, today=date(2025, 1, 2))


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda f: f.parent.name)
def brief(request: pytest.FixtureRequest) -> Brief:
    articles, _ = briefing.read(request.param)
    return make(articles)


def test_every_event_has_three_to_six_statements(brief: Brief) -> None:
    assert len(brief.events) == 3
    for item in brief.digests:
        assert 3 <= len(item.lines) <= 6


def test_statements_are_whole_and_lean_on_nothing(brief: Brief) -> None:
    langs = {a.id: a.lang for a in brief.articles}
    for item in brief.digests:
        for line in item.lines:
            assert line.text == line.citations[0].quote
            assert not is_dangling(line.text, langs[line.citations[0].article]), line.text
            assert is_balanced(line.text)
            assert line.text[-1] in ".!”»\"'"


def test_headline_is_a_span_of_its_source(brief: Brief) -> None:
    articles = {a.id: a for a in brief.articles}
    for item in brief.digests:
        head = item.headline
        source = getattr(articles[head.article], head.field)
        assert source[head.start : head.end] == head.text
        assert "reports" not in head.text
        assert articles[head.article].lang == brief.lang


def test_the_russian_report_is_a_further_citation_of_the_english_one(brief: Brief) -> None:
    langs = {a.id: a.lang for a in brief.articles}
    both = next(e for e in brief.events if len({a.lang for a in e.articles}) == 2)
    lines = next(d for d in brief.digests if d.event == both.id).lines
    merged = [x for x in lines if {langs[c.article] for c in x.citations} == {"en", "ru"}]
    assert len(merged) >= 2


def test_page_one(brief: Brief) -> None:
    assert len(brief.bottom_line) == 3
    assert 3 <= len(brief.figures) <= 5
    assert brief.day == date(2025, 11, 28)
    for figure in brief.figures:
        assert figure.value in figure.citations[0].quote
        assert figure.counts in figure.citations[0].quote


def test_the_brief_in_russian_tells_the_russian_report_first() -> None:
    articles, _ = briefing.read(ROOT / "seeds")
    brief = make(articles, lang="ru")
    langs = {a.id: a.lang for a in brief.articles}
    index = next(k for k, e in enumerate(brief.events) if len({a.lang for a in e.articles}) == 2)
    assert langs[brief.digests[index].headline.article] == "ru"
    assert langs[brief.digests[index].lines[0].citations[0].article] == "ru"


def article(ref: str, text: str, published: str = "2025-03-04", title: str = "") -> Article:
    found = clean(Raw(ref, "text", text, title=title, published=published))
    assert isinstance(found, Article)
    return found


def test_one_figure_in_two_languages() -> None:
    english = article("en", "The harbour drew 2,500 specialists to the town on Tuesday morning.")
    russian = article("ru", "Гавань привлекла в город 2500 специалистов во вторник утром.")
    found = figures(Event("e", (english, russian)), lang="en")
    assert [(f.value, f.counts, len(f.citations)) for f in found] == [("2,500", "specialists", 2)]
    told = figures(Event("e", (english, russian)), lang="ru")
    assert [(f.value, f.counts) for f in told] == [("2500", "специалистов")]


def test_a_sentence_from_within_a_quotation_is_marked_and_comes_last() -> None:
    from briefing import document, render

    speech = (
        "Mayor Ada Quell opened the harbour of Vistaport on Tuesday, the city said. "
        "“Dear guests! The harbour is the heart of the town and of its trade. The northern quay "
        "will be open to every ship from April. Ferries will sail twice a day to the islands,” "
        "she said. The new quay cost the town nine million crowns, a city report shows."
    )
    brief = make([article("a", speech)])
    told = [line.text for line in brief.digests[0].lines]
    assert told[0].startswith("Mayor Ada Quell opened")
    assert "heart of the town" not in told[0]
    inside = [t for t in told if "northern quay" in t or "heart of the town" in t]
    page = render.markdown(document.from_brief(brief) | {"title": "x"})
    for text in inside:
        assert f"“{text}”" in page


def test_the_bottom_line_has_a_line_for_every_leading_event() -> None:
    french = article("fr", "Le port de Vistaport a été fermé mardi après la chute d'une grue. "
                     "Personne n'a été blessé, selon la direction du port de la ville.")  # fmt: skip
    english = article("en", "A museum of clocks opens in Elmford next spring, its director said. "
                      "The museum will show four hundred clocks from the old town hall.",
                      "2025-03-09")  # fmt: skip
    brief = make([french, english], lang="en")
    assert len(brief.events) == len(brief.bottom_line) == 2


def test_dates_and_names_are_no_figures() -> None:
    text = "On 21 November 2025 the COP29 talks in room No. 5 ended at 18:05 after plans for 2026-2029."
    assert not [f for f in figures(Event("e", (article("a", text),)), lang="en") if f.counts]


def test_a_reprint_adds_a_citation_but_no_statement() -> None:
    text = (
        "The harbour of Vistaport was closed on Tuesday after a crane fell across the rail link. "
        "Nobody was hurt, the port authority said, and ferries were sent to the northern quay. "
        "Engineers expect to clear the track by Friday, and freight trains will use the old line."
    )
    brief = make([article("a", text), article("b", "Harbour closed. " + text, "2025-03-05")])
    assert len(brief.events) == 1
    lines = brief.digests[0].lines
    assert len({x.text for x in lines}) == len(lines)
    assert all(len(x.citations) == 2 for x in lines)


PARTS = [
    "The harbour of Vistaport was closed on Tuesday after a crane fell.", "He said “no”.",
    "Порт закрыли во вторник после падения крана.", "Более 2,5 тыс. человек", "\U0001f600 ok!",
    "会談は火曜日に終わった。", "أغلق الميناء يوم الثلاثاء.", "A", "2,500 people left 12% of 3.6 million tonnes.",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=6), min_size=1, max_size=5))
def test_every_brief_cites_what_is_there(texts: list[list[str]]) -> None:
    raws = [Raw(str(k), "text", "\n\n".join(parts)) for k, parts in enumerate(texts)]
    articles, _ = pipeline.read(raws)
    if not articles:
        return
    brief = make(articles)
    known = {a.id: a for a in brief.articles}
    assert len(known) == len(articles)
    for item in brief.digests:
        assert item.lines
        for entry in (*item.lines, *item.facts.figures):
            assert entry.citations
            for c in entry.citations:
                assert known[c.article].text[c.start : c.end] == c.quote
