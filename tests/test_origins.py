"""cluster.reprints: which articles repeat another's text. The texts are our own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_events import SHARED
from scoring_origins import EDITS, article, score

from briefing.cluster.reprints import mark_reprints

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())

HARBOUR = """The harbour of Vistaport was closed on Tuesday after a crane fell across the rail link.

Nobody was hurt, the port authority said, and 1,200 passengers were sent to the northern quay. Two
ferries waited outside the bay until the evening tide.

“We will clear the track by Friday, and not one day later,” said the harbour master Otto Brandt,
who had come from Elmford with three engineers.

Freight trains use the old line over the hills, which was closed eleven years ago. The grain
merchants of the valley fear that barley will rot in the wagons."""
OTHER = """A fallen crane has cut Vistaport off from the railway, and barges are piling up.

“We will clear the track by Friday, and not one day later,” said the harbour master Otto Brandt,
who had come from Elmford with three engineers.

The port's insurers put the loss at four million crowns. Mayor Alma Reed asked the capital for
money and for soldiers, and got neither by nightfall. Fishermen, who had the bay for themselves,
called it the best day of the year. An inquiry opens on Monday."""
HAFEN = """Гавань Вистапорта закрыли во вторник: кран упал на железнодорожные пути. Никто не пострадал,
сообщили в администрации порта, 1200 пассажиров отправили на северный причал."""


def origins(*texts: str) -> list[str]:
    marked = mark_reprints([article(f"a{k}", t, date(2025, 3, 1 + k)) for k, t in enumerate(texts)])
    return [a.reprint_of for a in marked]


@pytest.mark.parametrize("edit", sorted(set(EDITS) - {"cut, with debris"}))
def test_an_edited_text_is_a_reprint(edit: str) -> None:
    assert origins(HARBOUR, EDITS[edit](HARBOUR)) == ["", "a0"]


def test_other_marks_and_numbers_are_the_same_text() -> None:
    for old, new in (("“", "«"), ("”", "»"), ("1,200", "1 200"), ("port's", "port’s")):
        assert origins(HARBOUR, HARBOUR.replace(old, new)) == ["", "a0"]


@pytest.mark.parametrize("other", [OTHER, HAFEN, OTHER.replace("\n\n", "\n\n" + HARBOUR[:83], 1)])
def test_a_report_of_its_own_is_none(other: str) -> None:
    assert origins(HARBOUR, other) == ["", ""]


def test_a_chain_goes_to_the_first_of_all() -> None:
    cut = EDITS["cut"](HARBOUR)
    longer = cut + "\n\nDivers found the hook of the crane under four metres of water and mud."
    tail = longer[60:] + " They will look for its arm tomorrow."
    assert origins(HARBOUR, longer, tail) == ["", "a0", "a0"]


def test_one_article_and_none() -> None:
    assert mark_reprints([]) == []
    assert origins(HARBOUR) == [""]
    assert origins("", "") == ["", ""]


@given(st.permutations(range(6)))
def test_the_order_does_not_matter(order: list[int]) -> None:
    texts = [HARBOUR, OTHER, HAFEN, EDITS["cut"](HARBOUR), EDITS["reordered"](OTHER), "Short."]
    articles = [article(f"a{k}", t, date(2025, 3, 1 + k)) for k, t in enumerate(texts)]
    marked = mark_reprints([articles[k] for k in order])
    assert {a.id: a.reprint_of for a in marked} == dict(
        zip([f"a{k}" for k in range(6)], ["", "", "", "a0", "a1", ""], strict=True)
    )


@pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="needs ../shared/eval")
def test_origins_do_not_fall() -> None:
    found = score()
    for name, floor in FLOORS["origins"].items():
        assert found[name] >= floor, (name, found[name])
