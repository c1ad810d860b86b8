"""The statements of a digest: what can stand alone, what is chosen, in which order."""

import json
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.clean import clean
from briefing.cluster.reprints import mark_reprints
from briefing.digest import statements
from briefing.digest.candidates import sentences, together
from briefing.digest.captions import is_caption, is_heading
from briefing.digest.mentions import mentions
from briefing.digest.twins import Twins
from briefing.language.readable import is_balanced, is_dangling
from briefing.types import Article, Event, Raw

ROOT = Path(__file__).resolve().parents[1]
from scoring_summaries import SHARED, briefing, faults, lead, read_tasks, rouge

DATA = SHARED / "eval" / "summaries"
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["digests"]


def event(*texts: str, langs: str = "") -> Event:
    articles = []
    for k, text in enumerate(texts):
        lang = langs.split()[k] if langs else ""
        found = clean(Raw(str(k), "text", text, published=f"2025-03-0{k + 1}", lang=lang))
        assert isinstance(found, Article)
        articles.append(found.renamed(f"a{k}"))
    return Event("e", tuple(mark_reprints(articles)))


OPENED = "Mayor Ada Quell opened the new quay of Vistaport on Tuesday before two thousand guests."


@pytest.mark.parametrize(
    ("text", "alone", "pairs"),
    [
        # a pronoun brings its noun along
        (
            f"{OPENED} She said that ferries would sail to the islands twice a day from April.",
            [OPENED],
            [f"{OPENED} She said that ferries would sail to the islands twice a day from April."],
        ),
        # an answer leans on its question
        (
            f"{OPENED} Who will pay for it? The owners of the ships on the river will pay for most.",
            [OPENED],
            [],
        ),
        # a quotation brings its speaker along
        (
            f"{OPENED} “The quay has cost the town nine million crowns and seven years.” "
            "Nine ships moored at the quay of Vistaport in the hours after the opening.",
            [OPENED, "Nine ships moored at the quay of Vistaport in the hours after the opening."],
            [f"{OPENED} “The quay has cost the town nine million crowns and seven years.”"],
        ),
        # a quotation over two sentences is told whole
        (
            "“The old quay was too short for any modern ship. The new one takes them all,” "
            "the harbour master Jon Tarn told reporters in Vistaport on Tuesday.",
            [],
            [
                "“The old quay was too short for any modern ship. The new one takes them all,” "
                "the harbour master Jon Tarn told reporters in Vistaport on Tuesday."
            ],
        ),
        # no question, nothing cut off, no rest of a sentence
        ("Who is going to pay for the new quay in the harbour of Vistaport?", [], []),
        ("The harbour of Vistaport opened its new quay before the eyes of the...", [], []),
        ("of the harbour that the town of Vistaport opened on Tuesday, she said.", [], []),
        # nobody speaks outside quotation marks
        ("I welcome you all with great joy to the new quay of Vistaport today.", [], []),
    ],
)
def test_what_can_stand_alone(text: str, alone: list[str], pairs: list[str]) -> None:
    pool = sentences(event(text))
    assert [c.text for c in pool if c.alone] == alone
    assert [c.text for c in together(pool)] == pairs


@pytest.mark.parametrize(
    ("lang", "text", "full", "short"),
    [
        ("en", "President Ivan Orlov met Tarn.", "President Ivan Orlov", "Tarn"),
        ("en", "Mr. Orlov met Ada Quell.", "Ada Quell", "Orlov"),
        ("ru", "Орлова поздравил Иван Тарнов.", "Иван Тарнов", "Орлов"),
        ("fr", "Jean de la Tour a vu Mme Quell.", "Jean de la Tour", "Quell"),
        ("zh", "市长周二宣布码头开放。", "", ""),
    ],
)
def test_names_in_full_and_in_short(lang: str, text: str, full: str, short: str) -> None:
    found = mentions(text, lang)
    name = [mentions(f"Anna {n}" if " " not in n else n, lang)[0] for n in (full, short) if n]
    assert [f for f in found if f] == name


def test_a_name_is_given_in_full_before_it_is_given_in_short() -> None:
    told = statements(
        event(
            "The harbour of Vistaport was closed on Tuesday after a crane fell across the rails. "
            "The harbour master Jon Tarn sent the ferries to the northern quay on Tuesday. "
            "Tarn expects that engineers will clear the rail link of the harbour by Friday.",
            "A crane fell across the rail link in the harbour of Vistaport on Tuesday. "
            "Ferries went to the northern quay, and freight trains waited at the border.",
        ),
        lang="en",
        at_most=5,
    )
    text = " ".join(line.text for line in told)
    assert "Tarn" not in text or text.index("Jon Tarn") < text.index("Tarn") + 1


def test_a_report_in_another_language_is_told_where_it_adds_something() -> None:
    english = (
        "The harbour of Vistaport was closed on Tuesday after a crane fell across the rails. "
        "Nobody was hurt when the crane fell, the police of Vistaport said on Tuesday. "
        "Ferries were sent from the harbour to the northern quay of the town."
    )
    russian = (
        "Порт Вистапорта закрыли во вторник после падения крана на железную дорогу. "
        "Министр Анна Белова выделила на ремонт железной дороги 340 миллионов рублей."
    )
    italian = (
        "Il porto di Vistaport è stato chiuso martedì dopo la caduta di una gru sui binari. "
        "Nessuno è rimasto ferito nella caduta, ha detto martedì la polizia della città."
    )
    told = statements(event(english, russian, italian, langs="en ru it"), lang="en", at_most=6)
    first = [line.citations[0] for line in told]
    assert first[0].article == "a0"
    assert [c.quote for c in first if c.article == "a1"] == [russian[russian.index("Министр") :]]
    assert not [c for c in first if c.article == "a2"]


def test_what_is_told_is_not_told_again_in_other_words() -> None:
    told = statements(
        event(
            "The harbour of Vistaport was closed on Tuesday after a crane fell across the rails. "
            "Nobody was hurt, the port authority of Vistaport said. "
            "Engineers expect to clear the track by Friday morning.",
            "After a crane fell across the rails on Tuesday the harbour of Vistaport was closed. "
            "Freight trains will use the old line along the river for now.",
        ),
        lang="en",
        at_most=5,
    )
    assert sum("crane" in line.text for line in told) == 1
    assert len(told) >= 2


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("The harbour master Jon Tarn of Vistaport said all the ferries had sailed by noon.",
         "By noon all the ferries had sailed, harbour master Jon Tarn of Vistaport said.", True),
        # the same person, not the same thing
        ("The harbour master Jon Tarn of Vistaport said all the ferries had sailed by noon.",
         "The harbour master Jon Tarn of Vistaport called it a shameful crime.", False),
        # not the same number
        ("The harbour master Jon Tarn said that 340 passengers sailed on the ferries by noon.",
         "The harbour master Jon Tarn said that 560 passengers sailed on the ferries by noon.", False),
        # what is not so
        ("The results of the test of the crane were released by the port authority on Tuesday.",
         "No test results of the crane have been released so far, workers in town said.", False),
    ],
)  # fmt: skip
def test_a_twin_says_the_same(one: str, two: str, same: bool) -> None:
    rest = "Nine ships moored at the quay in Vistaport in the hours after its opening in May."
    pool = sentences(event(f"{one} {rest}", f"{two} Freight trains waited at the border."))
    found = [t.text for t in Twins(pool).of(pool[0])]
    assert found == [two] * same


def test_the_first_sentence_of_a_foreign_report_is_no_statement() -> None:
    told = statements(
        event(
            "The harbour of Vistaport was closed on Tuesday after a crane fell across the rails. "
            "Ferries were sent from the harbour to the northern quay of the town.",
            "В Вистапорте не работает порт: там обрушился подъемный механизм весом 90 тонн. "
            "Министр Анна Белова выделила на ремонт железной дороги 340 миллионов рублей.",
            langs="en ru",
        ),
        lang="en",
    )
    assert [x.text.split()[0] for x in told if x.citations[0].article == "a1"] == ["Министр"]


@pytest.mark.parametrize(
    ("text", "lang", "caption", "heading"),
    [
        (
            "A woman walks past a closed shop in front of the harbour of Vistaport.",
            "en",
            True,
            False,
        ),
        ("Two sailors wait at the gated quay on Tuesday, March 4, 2025.", "en", True, False),
        (
            "Mayor Ada Quell speaks at the new quay in Vistaport on March 4, 2025.",
            "en",
            True,
            False,
        ),
        ("The police say this is a ship of interest in the case.", "en", True, False),
        ("Harbour Of Vistaport Closed After Crane Falls.", "en", False, True),
        ("THE HARBOUR OF VISTAPORT IS CLOSED TODAY.", "en", False, True),
        ("Ada Quell opened Vistaport's new quay.", "en", False, False),
        ("The harbour holds nine ships, Ada Quell said on March 4, 2025.", "en", False, False),
        ("Jon Tarn stands for election as mayor.", "en", False, False),
        ("Der Hafen Vistaports schloss Anlegestelle und Kran.", "de", False, False),
        ("市长周二宣布码头开放。", "zh", False, False),
    ],
)
def test_captions_and_headings(text: str, lang: str, caption: bool, heading: bool) -> None:
    assert (is_caption(text, lang), is_heading(text, lang)) == (caption, heading)


def test_a_caption_is_no_statement_while_there_are_others() -> None:
    caption = "A woman walks past a closed shop near the harbour of Vistaport on March 4, 2025."
    told = statements(
        event(
            f"{caption} The harbour of Vistaport was closed on Tuesday after a crane fell. "
            "Ferries were sent to the northern quay of the town on Tuesday evening. "
            "Engineers expect that the rail link of the harbour will be clear by Friday.",
            "The harbour of Vistaport was closed on Tuesday after a crane fell on a rail link.",
        ),
        lang="en",
    )
    assert len(told) >= 3
    assert not any("woman" in line.text for line in told)


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ("VISTAPORT, Fla. (QNA) -- A crane fell on the rails of the harbour on Tuesday.",
         "VISTAPORT, Fla. (QNA) --"),
        ("VISTAPORT >> A crane fell on the rails of the harbour on Tuesday.", "VISTAPORT >>"),
        ("March 4, 2025 A crane fell on the rails of the harbour on Tuesday.", "March 4, 2025"),
        ("UPDATE: A crane fell on the rails of the harbour on Tuesday.", "UPDATE:"),
        ("- A crane fell on the rails of the harbour on Tuesday.", "-"),
        ("March 4, 2025, was a bad day for the harbour of the town.", ""),
        ("The crane - a large one - fell on the rails of the harbour on Tuesday.", ""),
    ],
)  # fmt: skip
def test_a_statement_begins_behind_what_opens_its_line(line: str, opening: str) -> None:
    first = "The new quay of the town had been open to ships for nine days."
    found = event(f"{first}\n\n{line}\n\nNine ships moored at the northern quay of the town.")
    text = found.articles[0].text
    spans = [text[s.start : s.end] for s in found.articles[0].sentences]
    assert spans[1:-1] == [x for x in (opening, line[len(opening) :].strip()) if x]
    assert [c.text for c in sentences(found)][1] == line[len(opening) :].strip()


def test_many_reports_are_not_told_the_same_fact_many_times() -> None:
    fact = (
        "A crane fell on the rails of Vistaport harbour on Tuesday and closed it.",
        "The harbour in Vistaport was closed after a fallen crane hit its rails.",
        "Rails at Vistaport's harbour were hit by a crane that fell on Tuesday.",
        "On Tuesday a falling crane forced the harbour of Vistaport to close.",
        "Vistaport has closed its harbour because a crane fell on the rails.",
        "The fall of a crane on Tuesday has closed the rails and harbour of Vistaport.",
    )
    more = (
        "Ferries sail from the northern quay until the weekend. A band had played there in May.",
        "Nobody was hurt, since the workers had gone to lunch. Schools near the water shut early.",
        "Jon Tarn, who leads the port authority, ordered an inquiry into the brakes.",
        "Freight trains use the old line along the river for now.",
        "Insurers put the damage at nine million crowns. Fishermen want money for lost days too.",
        "Engineers from Elmford brought a second lift by barge. Divers look for the steel hook.",
    )
    told = statements(event(*map(" ".join, zip(fact, more, strict=True))), lang="en", at_most=6)
    assert len(told) == 4
    assert sum("crane" in line.text for line in told) == 1


def test_a_foreign_sentence_without_a_new_number_or_name_adds_nothing() -> None:
    told = statements(
        event(
            "The harbour of Vistaport was closed on Tuesday after a crane fell across the rails. "
            "Repairs will cost 340 million crowns, Mayor Ada Quell said on Tuesday evening.",
            "Порт Вистапорта закрыт со вторника. Починка обойдется городу в 340 миллионов крон. "
            "Жители соседних улиц слышали сильный грохот и видели облако пыли над водой.",
            langs="en ru",
        ),
        lang="en",
    )
    assert {line.citations[0].article for line in told} == {"a0"}


PARTS = [
    OPENED, "She said “no”.", "Порт Вистапорта закрыли во вторник после падения крана.",
    "“Nine ships came. None of them left,” Jon Tarn told the town.", "Hafen zu!",
    "Moreover, the harbour master Jon Tarn counted nine ships at the quay.", "A b c",
    "会談は火曜日に終わった。", "2,500 people left the harbour by 12% of all ferries...",
    "Tarn expects 3.6 million tonnes of freight at the quay in the year 2026.", "\U0001f600 ok!",
]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=7), min_size=1, max_size=5),
    st.one_of(st.none(), st.integers(1, 90)),
    st.one_of(st.none(), st.integers(1, 7)),
    st.sampled_from(["en", "ru", "ja", "xx"]),
    st.sampled_from([" ", "\n\n"]),
)
def test_statements_are_spans_within_the_length(
    texts: list[list[str]], words: int | None, at_most: int | None, lang: str, gap: str
) -> None:
    raws = [clean(Raw(str(k), "text", gap.join(t))) for k, t in enumerate(texts)]
    articles = [a.renamed(f"a{k}") for k, a in enumerate(raws) if isinstance(a, Article)]
    if not articles:
        return
    found = Event("e", tuple(mark_reprints(articles)))
    told = statements(found, lang=lang, at_most=at_most, words=words)
    known = {a.id: a for a in articles}
    assert told
    for line in told:
        assert line.text == line.citations[0].quote
        assert len({c.article for c in line.citations}) == len(line.citations)
        for c in line.citations:
            assert known[c.article].text[c.start : c.end] == c.quote
    spans = [(c.article, k) for line in told for c in line.citations[:1]
             for k in range(c.start, c.end)]  # fmt: skip
    assert len(spans) == len(set(spans)), "a sentence is told twice"
    assert at_most is None or len(told) <= max(at_most, 1)
    if words is not None and len(told) > 1:
        assert sum(len(line.text.split()) for line in told) <= words
    assert told == statements(found, lang=lang, at_most=at_most, words=words)


@pytest.mark.parametrize("name", FLOORS)
def test_a_digest_is_better_than_the_leads_of_its_reports(name: str) -> None:
    if not (DATA / f"{name}.jsonl").is_file():
        pytest.skip(f"no {DATA / name}.jsonl")
    floors, kinds = FLOORS[name], ("rouge1", "rouge2")
    tasks = read_tasks(DATA, [name])[name]
    chosen = [briefing(t) for t in tasks]
    ours = [rouge(t, c, kinds) for t, c in zip(tasks, chosen, strict=True)]
    leads = [rouge(t, lead(t), kinds) for t in tasks]
    found = {kind: fmean(f[kind] for f in ours) for kind in kinds}
    found |= {f"{k}_over_lead": found[k] - fmean(f[k] for f in leads) for k in kinds}
    assert {k: v for k, v in found.items() if v < floors[k]} == {}
    wrong = [faults(t, c) for t, c in zip(tasks, chosen, strict=True)]
    told = sum(f["statements"] for f in wrong)
    for fault in ("near_duplicates", "unbalanced", "dangling"):
        share = 100 * sum(f[fault] for f in wrong) / told
        assert share <= floors[f"{fault}_at_most"], fault
    assert all(is_balanced(s) for c in chosen for s in c)
    assert not [s for t, c in zip(tasks, chosen, strict=True) for s in c if is_dangling(s, t.lang)]
