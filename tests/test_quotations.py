"""Quotations and who said them: made-up pairs in eight languages, labelled articles, any text."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.compare.quotations import quotations
from briefing.compare.quotations.marks import marked
from briefing.types import Event, Quotation

ROOT = Path(__file__).resolve().parents[1]
import scoring_quotations as scoring

MADE = [
    tuple(line.replace("/", "\n").split("\t"))
    for line in (ROOT / "tests/data/quotations_made.tsv").read_text("utf-8").splitlines()
    if line[0] != "#"
]
FLOORS = json.loads((ROOT / "tests/floors.json").read_text("utf-8"))["quotations"]
LANGS = ["en", "ru", "uk", "de", "fr", "es", "tr", "az", "und"]
#: Pieces that quotations are made of, in any order, broken as texts are.
PIECES = ["“", "”", "«", "»", "„", '"', "''", "‘", "’", "'", " ", "\n", "\n\n", ", ", ". ", " – ",
          "said", "сказал", "dedi", "Ann Lee", "Иван Петров", "he", "он", "according to",
          "по словам", "the road is closed", "дорога закрыта", "что", "that", ":", "Lt."]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)


def said(text: str, lang: str) -> list[Quotation]:
    return list(quotations([scoring.article(text, lang)]))


@pytest.mark.parametrize(("lang", "text", "expected"), MADE)
def test_made(lang: str, text: str, expected: str) -> None:
    found = [f"{q.quote.quote} = {q.speaker}" for q in said(text, lang)]
    assert found == [e for e in expected.split(" | ") if e]


@given(texts, st.sampled_from(LANGS))
def test_any_text(text: str, lang: str) -> None:
    found = said(text, lang)
    for q in found:
        for c in (q.quote, q.context, *([q.named] if q.named else [])):
            assert text[c.start : c.end] == c.quote
            assert c.quote
        assert q.speaker == (q.named.quote if q.named else "")
        assert q.context.start <= q.quote.start < q.quote.end <= q.context.end
        assert q.quote.quote == q.quote.quote.strip()
    for one, other in itertools.pairwise(found):
        assert one.quote.end <= other.quote.start
    assert found == said(text, lang)


@given(texts)
def test_marks_are_pairs(text: str) -> None:
    end = 0
    for m in marked(text):
        assert end <= m.start < m.inner < m.outer < m.end <= len(text)
        end = m.end


@given(st.lists(st.sampled_from(MADE), min_size=2, max_size=4))
def test_articles_do_not_see_each_other(rows: list[tuple[str, str, str]]) -> None:
    articles = [scoring.article(t, lang, str(n)) for n, (lang, t, _) in enumerate(rows)]
    together = quotations(articles)
    assert together == tuple(q for a in articles for q in quotations([a]))
    assert set(quotations(articles[::-1])) == set(together)


def test_labels_name_rows_and_hold_no_sentences() -> None:
    labels = scoring.read_labels()
    quotes = [q for row in labels for q in row["quotations"]]
    assert len(labels) >= 630
    assert len(quotes) >= 1430
    assert max(len(name) for _, _, names in quotes for name in names) <= 60


@pytest.mark.parametrize("half", FLOORS)
def test_labelled(half: str) -> None:
    if not (scoring.SHARED / "eval").is_dir():
        pytest.skip("../shared/eval is not there")
    found = scoring.score(half)
    for what, floor in FLOORS[half].items():
        assert found[what] >= floor, (half, what, found[what])


NOMINATIVES = [
    ("По словам Данияра Ахметова, «мост простоит еще сто лет».", "Данияр Ахметов", "Данияр Ахметов"),
    ("«Мы не скажем об этом ничего», — приводит слова Орлова ТАСС.", "Дмитрий Орлов", "Дмитрий Орлов"),
    ("По словам Смирновой, «дорога открыта уже три дня».", "Анна Смирнова", "Анна Смирнова"),
    ("По словам Петра Ильина, «дождь шел пять дней подряд».", "Павел Ильин", "Петра Ильина"),
    ("По словам Орлова, «дождь шел пять дней подряд».", "Иван Орлов и Петр Орлов", "Орлова"),
    ("«Дождь шел пять дней», — сказала Анна Смирнова.", "Анна Смирнова", "Анна Смирнова"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "elsewhere", "speaker"), NOMINATIVES)
def test_speaker_in_the_nominative(text: str, elsewhere: str, speaker: str) -> None:
    """A quotation's own text, a name in another article of the event, the speaker."""
    one = scoring.article(text, "ru", "one")
    other = scoring.article(f"Вчера приехали {elsewhere} с друзьями.", "ru", "other")
    (said,) = quotations(Event("e", (one, other)))
    assert said.speaker == speaker
    assert said.named is not None
    texts = {"one": one.text, "other": other.text}
    assert texts[said.named.article][said.named.start : said.named.end] == speaker
