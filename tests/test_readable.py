"""Readable out of context: each sentence of ``data/readable.tsv`` gets its verdict."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language
from briefing.language import readable

LINES = (Path(__file__).parent / "data" / "readable.tsv").read_text("utf-8").splitlines()
PAIRS = [tuple(line.split("\t")) for line in LINES if line[0] != "#"]
#: Readability of each verdict: above the first, at most the second.
RANGE = {
    "alone": (0.99, 1.0),
    "little": (0.45, 0.7),
    "leans": (0.0, 0.3),
    "speech": (0.0, 0.4),
    "nameless": (0.0, 0.4),
    "aside": (0.0, 0.1),
    "broken": (-1.0, 0.0),
}


@pytest.mark.parametrize(("lang", "verdict", "text"), PAIRS)
def test_verdicts(lang: str, verdict: str, text: str) -> None:
    if verdict not in ("broken", "aside"):
        assert readable.is_dangling(text, lang) is (verdict == "leans")
    assert readable.is_statement(text) is (verdict != "broken")
    if verdict == "aside":
        assert readable.is_aside(text)
    low, high = RANGE[verdict]
    found = readable.readability(text, lang)
    if readable._count_words(text) < readable.LIKELY[0]:
        high, low = high * 0.6, low * 0.6  # a short sentence is worth less
    assert low < found <= high


def test_the_table_is_large() -> None:
    assert len(PAIRS) >= 220
    assert len({lang for lang, *_ in PAIRS}) == 10


@given(st.text(max_size=200), st.sampled_from(["en", "ru", "vi", "und", "zh"]))
def test_any_text_has_a_readability(text: str, lang: str) -> None:
    assert 0.0 <= readable.readability(text, lang) <= 1.0
    readable.is_dangling(text, lang)
    assert all(0 <= s < e <= len(text) for s, e in readable.quotations(text))


@given(st.sampled_from([(lang, text) for lang, verdict, text in PAIRS if verdict == "alone"]))
def test_a_moreover_makes_any_sentence_lean(pair: tuple[str, str]) -> None:
    opening = {"en": "However, ", "ru": "Однако ", "uk": "Однак ", "de": "Allerdings ",
               "fr": "Cependant, ", "es": "Sin embargo, ", "it": "Tuttavia ", "tr": "Ancak ",
               "az": "Lakin ", "vi": "Tuy nhiên, "}  # fmt: skip
    lang, text = pair
    assert readable.is_dangling(opening[lang] + text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "noun"),
    [
        ("en", "The Union of Rivers (UR) had never brought it to a northern country.", ""),
        ("en", "Officials said it was too early for the ferries to sail.", ""),
        ("en", "On Tuesday he met the harbour master of Vistaport.", ""),
        ("en", "The council voted to close the port and sell it.", None),
        ("en", "The two-week conference was held in Vistaport.", "conference"),
        ("en", "The conference of Vistaport was held in May.", None),
        ("ru", "Стороны рассчитывают, что он поможет портам.", ""),
        ("ru", "Заменить их одной накладной предложили порты.", ""),
        ("ru", "23 мая он участвовал в открытии порта.", ""),
        ("ru", "Порт открыл мэр, и он же назвал цену.", None),
    ],
)
def test_what_leans_within(lang: str, text: str, noun: str | None) -> None:
    assert readable.leaning(text, lang) == noun


@pytest.mark.parametrize(
    ("lang", "text", "so"),
    [
        ("en", "The port isn’t open.", True),
        ("en", "The port is open.", False),
        ("ru", "Порт не открыт.", True),
        ("ru", "Небо над портом открыто.", False),
        ("fr", "Le port n’est pas ouvert.", True),
        ("vi", "Cảng chưa mở cửa.", True),
    ],
)
def test_what_denies(lang: str, text: str, so: bool) -> None:
    assert readable.denies(text, lang) is so


@pytest.mark.parametrize(
    ("text", "whole"),
    [("`` The port is open.", False), ("The ``Ada`` sailed.", True)],
)
def test_grave_marks_close_too(text: str, whole: bool) -> None:
    assert readable.is_balanced(text) is whole


@pytest.mark.parametrize(
    ("lang", "text", "back"),
    [
        ("en", "The decision was close.", True),
        ("en", "The decision of the council was close.", False),
        ("ru", "Решение было принято в понедельник.", True),
        ("ru", "Решение совета удивило рыбаков.", False),
    ],
)
def test_what_points_back(lang: str, text: str, back: bool) -> None:
    assert readable.points_back(text, lang) is back


OPENINGS = [
    "he",
    "he also",
    "her",
    "an? hour",
    "(?:the )?other",
    "the day|a day",
    "(?:a|b) c",
    "İl",
]


@given(st.sampled_from([*OPENINGS, "an hour", "hours", "other", "a day", "b c", "HE", "x the day"]))
def test_entries_by_first_letter_match_what_they_match_one_by_one(text: str) -> None:
    longest = "|".join(sorted(OPENINGS, key=len, reverse=True))
    plain = re.compile(rf"(?:{longest})(?![\w'’-])", re.IGNORECASE)
    assert bool(readable._any(OPENINGS).match(text)) == bool(plain.match(text))


def test_the_turkish_capital_is_one_letter() -> None:
    assert language.words("İlham Əliyev İSTANBULda") == ["ilham", "əliyev", "istanbulda"]


@given(st.text(st.characters(max_codepoint=127)))
def test_words_of_ascii_are_those_of_every_script(text: str) -> None:
    assert language.words(text) == language._WORD.findall(text.lower())


@given(st.text(st.sampled_from("ab .,'\"“”«»„\n")))
def test_quotations_open_and_close(text: str) -> None:
    end = 0
    for start, stop in readable.quotations(text):
        assert end <= start < stop
        assert text[start] in "“«„\"'"
        assert text[stop - 1] in "“”»\"'"
        end = stop
