"""Sentence spans: pairs side by side, properties of any text, linear work, floors."""

import json
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.data import entries
from briefing.language.segment import _rules, abbreviations, sentences

HERE = Path(__file__).parent

import scoring_segmentation as scoring

PAIRS = json.loads((HERE / "data" / "segmentation.json").read_text("utf-8"))
SHARED = Path(os.environ.get("BRIEFING_SHARED", HERE.parent.parent / "shared"))
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))["segmentation"]
LISTS = HERE.parent / "briefing" / "data" / "abbreviations"

PIECES = """
a b A B word Word Mr. U.S. т.д. г. 5. No. 1) 2) a) • . .. … ! ? ?! 。 」 「 ؟ ։ ። ፡፡ ; : , -- — « »
“ ” „ " ' '' ( ) [1] 《 》 😀 と そ ა said he He I . ? !
""".split()
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*PIECES, " ", " ", " ", "\n", "\r\n", "\xa0", "\u2028", "\t"])).map(
        "".join
    ),
)
LANGS = st.sampled_from(["", "en", "ru", "de", "tr", "el", "hy", "zh", "en-GB", "nb", "../x", "??"])


@pytest.mark.parametrize(("lang", "text", "expected"), PAIRS)
def test_pairs(lang, text, expected):
    assert [text[start:end] for start, end in sentences(text, lang)] == expected


@given(TEXTS, LANGS)
def test_spans_cover_the_text_and_nothing_twice(text, lang):
    at = 0
    for start, end in sentences(text, lang):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert not re.search(r"[\n\r\u2028]", text[start:end])
        at = end
    assert not text[at:].strip()


@given(TEXTS, LANGS)
def test_a_sentence_is_one_sentence(text, lang):
    for start, end in sentences(text, lang):
        assert sentences(text[start:end], lang) == [(0, end - start)]


class Counted(str):
    """A text that counts the characters copied out of it."""

    copied = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        type(self).copied += len(found)
        return found


UNITS = (
    """
. |a.|a. |"|“|. “ |a “|a "b |(|1) |a) b) |1. 2. |?! |. " |a «b c. d |• |😀 |.😀|。」|.[1]|Mr. |A. |
A? |x| |A. B. |т. д. |.A|Abcd.Efgh |(A. |5. A |U.S. |a!” Bob Bob |፡፡|abcde. f |
" |''|. (|a) . |•a |. . |...
""".strip("\n")
    .replace("|\n", "|")
    .split("|")
)


@pytest.mark.parametrize("unit", UNITS)
def test_work_is_linear(unit):
    """What is looked at beside the regular expressions grows as the text does."""
    looked = []
    for size in (4_000, 16_000):
        Counted.copied = 0
        sentences(Counted((unit * size)[:size]), "en")
        looked.append(Counted.copied)
    assert looked[1] <= 5 * looked[0]
    assert looked[1] <= 200 * 16_000


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit):
    """Eight times the text, at most thirty times the time; quadratic work needs 64."""
    took = []
    for size in (20_000, 160_000):
        text = (unit * size)[:size]
        start = time.process_time()
        sentences(text, "en")
        took.append(time.process_time() - start)
    assert took[1] <= 30 * max(took[0], 0.005)


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.txt")), ids=lambda path: path.stem)
def test_abbreviation_lists_can_be_read_and_hold_nothing_twice(path):
    _rules(path.stem)
    found = entries("abbreviations", path.stem)
    assert found
    assert len({entry.split()[0] for entry in found}) == len(found)


def test_a_user_adds_abbreviations(tmp_path, monkeypatch):
    text = "Kpt. Nemo came."
    assert len(sentences(text, "en")) == 2
    (tmp_path / "abbreviations").mkdir()
    (tmp_path / "abbreviations" / "en.txt").write_text("# mine\nKpt.\n", "utf-8")
    monkeypatch.setenv("BRIEFING_DATA", str(tmp_path))
    entries.cache_clear()
    _rules.cache_clear()
    try:
        assert len(sentences(text, "en")) == 1
        assert "kpt" in abbreviations("en")
        (tmp_path / "abbreviations" / "en.txt").write_text("Kpt. Nemo\n", "utf-8")
        entries.cache_clear()
        _rules.cache_clear()
        with pytest.raises(ValueError, match=r"Kpt\. Nemo"):
            sentences(text, "en")
    finally:
        entries.cache_clear()
        _rules.cache_clear()


@pytest.mark.skipif(
    not (SHARED / "eval" / "segmentation").is_dir(),
    reason=f"no evaluation data in {SHARED} (set BRIEFING_SHARED)",
)
def test_floors():
    folder = SHARED / "eval" / "segmentation"
    scores = {
        name: scoring.f1(rows, sentences, lang) for name, lang, rows in scoring.treebanks(folder)
    }
    cases = [case for cases in scoring.golden(folder).values() for case in cases]
    if cases:
        right = sum(scoring.right(row, sentences, lang) for lang, row in cases)
        scores["golden"] = right / len(cases)
    known = {name: floor for name, floor in FLOORS.items() if name in scores}
    assert known
    low = {name: (scores[name], floor) for name, floor in known.items() if scores[name] < floor}
    assert not low
