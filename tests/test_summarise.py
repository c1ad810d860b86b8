"""Summaries: every method gives spans of the article, the same ones each time."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.clean import clean
from briefing.language.readable import is_balanced, is_dangling, is_statement
from briefing.summarise import METHODS, Room, summarise
from briefing.types import Article, Raw

ROOT = Path(__file__).resolve().parents[1]
from scoring_summaries import SHARED, read_tasks

DATA = SHARED / "eval" / "summaries"
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["summaries"]

TEXTS = {
    "en": "The council of Elmford approved a new harbour on Monday after a long debate. The harbour "
    "will cost 3.6 million crowns and open in two years. Fishermen welcomed the decision of the "
    "council and asked for a cold store. The decision was close: seven members voted for the "
    "harbour and six against it. Builders start work on the northern quay in April. A museum of "
    "boats will move into the old customs house next to the harbour.",
    "ru": "Совет Вистапорта утвердил в понедельник строительство новой гавани после долгих споров. "
    "Гавань обойдется в 3,6 млн крон и откроется через два года. Рыбаки поддержали решение совета и "
    "попросили построить холодильный склад. Решение далось трудно: семь членов совета проголосовали "
    "за гавань, шесть против. Строители начнут работу на северном причале в апреле. Музей лодок "
    "переедет в старую таможню рядом с гаванью.",
    "az": "Şəhər şurası bazar ertəsi yeni limanın tikintisini təsdiq edib və büdcə ayırıb. Liman iki "
    "ildən sonra açılacaq və 3,6 milyon manata başa gələcək. Balıqçılar şuranın qərarını alqışlayıb "
    "və soyuducu anbar istəyiblər. Qərar çətin qəbul olunub: yeddi nəfər lehinə, altı nəfər əleyhinə "
    "səs verib. İnşaatçılar aprel ayında şimal körpüsündə işə başlayacaqlar.",
}  # fmt: skip


def article(text: str) -> Article:
    found = clean(Raw("x", "text", text))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_in_every_language(method: str, lang: str) -> None:
    source = article(TEXTS[lang])
    assert source.lang == lang
    summary = summarise(source, method=method, length=2)
    assert len(summary.sentences) == 2
    assert set(summary.sentences) <= set(source.sentences)
    assert list(summary.sentences) == sorted(summary.sentences, key=lambda s: s.start)
    assert summarise(source, method=method, length=2) == summary


@pytest.mark.parametrize("method", METHODS)
def test_equal_sentences_keep_their_own_places(method: str) -> None:
    source = article(("The same sentence stands here once more today. " * 4).strip())
    spans = summarise(source, method=method, length=3).sentences
    assert len(set(spans)) == 3


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(
    ["Ports open.", "The mayor of Elmford met the crew of the ferry on Monday morning.", "1 2 3.",
     "Мэр города встретился с экипажем парома в понедельник утром.", "?", "\U0001f600 \U0001f600",
     "船は月曜日に港に着いた。", "He said “no” and left the large and windy harbour office."]
), min_size=1, max_size=12), st.integers(1, 5))  # fmt: skip
def test_no_text_breaks_a_method(method: str, parts: list[str], length: int) -> None:
    source = clean(Raw("x", "text", "\n\n".join(parts)))
    if isinstance(source, Article):
        spans = summarise(source, method=method, length=length).sentences
        assert 0 < len(spans) <= length
        assert set(spans) <= set(source.sentences)


def test_unknown_method() -> None:
    with pytest.raises(KeyError):
        summarise(article(TEXTS["en"]), method="magic", length=1)


@pytest.mark.parametrize(
    ("text", "lang", "dangling"),
    [
        ("He said that the talks went well.", "en", True),
        ("Moreover, the harbour will be closed.", "en", True),
        ("Heavy rain closed the harbour.", "en", False),
        ("It also considers the needs of islands.", "en", True),
        ("Italy signed the treaty on Monday.", "en", False),
        ("Он подчеркнул важность встречи.", "ru", True),
        ("Также отмечено, что порт открыт.", "ru", True),
        ("Оно вошло в историю.", "ru", True),
        ("Онежское озеро замерзло.", "ru", False),
        ("Bu barədə nazirlik məlumat verib.", "az", True),
        ("Budapeştdə görüş keçirilib.", "az", False),
    ],
)
def test_dangling_openings(text: str, lang: str, dangling: bool) -> None:
    assert is_dangling(text, lang) is dangling


@pytest.mark.parametrize(
    ("text", "balanced"),
    [
        ("“The port is open,” he said.", True),
        ("The port is open,” he said.", False),
        ("“The port is open.", False),
        ("«Порт открыт», — сказал он.", True),
        ("Порт открыт», — сказал он.", False),
        ("„Der Hafen ist offen“, sagte er.", True),
        ("''The port is open,'' it reads.", True),
        ("The port is open,'' it reads.", False),
        ("The mayor’s port is open.", True),
    ],
)
def test_balanced_quotations(text: str, balanced: bool) -> None:
    assert is_balanced(text) is balanced


def test_headings_are_no_statements() -> None:
    assert not is_statement("What the harbour means for the town and its people")
    assert is_statement("The harbour means work for the town and its people.")


LONG = {
    "en": "The council of Elmford approved a new harbour on Monday. He asked for a cold store in the "
    "harbour of Elmford. Fishermen of Elmford welcomed the new harbour of the council on Monday.",
    "ru": "Совет Вистапорта утвердил новую гавань в понедельник. Он попросил о холодильном складе в "
    "гавани Вистапорта. Рыбаки Вистапорта одобрили новую гавань совета в понедельник вечером.",
}  # fmt: skip


@pytest.mark.parametrize("lang", LONG)
def test_a_leaning_sentence_waits_for_the_one_before_it(lang: str) -> None:
    source = article(LONG[lang])
    one, two = (summarise(source, length=n).sentences for n in (1, 2))
    leaning = source.sentences[1]
    assert is_dangling(source.text[leaning.start : leaning.end], lang)
    assert leaning not in one
    assert leaning not in two or source.sentences[0] in two


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=10, deadline=None)
@given(st.integers(1, 60))
def test_words_are_a_budget_for_whole_sentences(method: str, words: int) -> None:
    source = article(TEXTS["en"])
    texts = [source.text[s.start : s.end] for s in source.sentences]
    spans = summarise(source, method=method, words=words).sentences
    spent = sum(len(source.text[s.start : s.end].split()) for s in spans)
    assert spent <= words
    assert bool(spans) == any(len(t.split()) <= words for t in texts)
    if method == "lead" and spent < words:  # what was passed over did not fit
        assert all(len(t.split()) > words - spent for t in set(texts) - {
            source.text[s.start : s.end] for s in spans})  # fmt: skip


def test_a_room_takes_what_is_whole_and_fits() -> None:
    source = article(TEXTS["en"] + " “The port is open, and the quay with it, he said.")
    room = Room(source, 3, words=30)
    taken = [room.take(s) for s in source.sentences]
    assert taken == [True, True, False, False, False, False, False]
    assert room.full
    assert room.taken == list(source.sentences[:2])


def test_a_text_without_statements_still_has_a_summary() -> None:
    source = article("Harbour\n\nWhat it costs\n\nWho wants it and who does not want it at all")
    assert summarise(source, length=1).sentences


def test_a_long_article_is_summarised_without_a_matrix_of_its_sentences() -> None:
    import tracemalloc

    text = " ".join(
        f"The council of town {k} approved the harbour number {k % 97} on Monday."
        for k in range(4000)
    )
    source = article(text)
    summarise(article(TEXTS["en"]))  # stop words and modules are loaded
    tracemalloc.start()
    summarise(source)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4000 * 4000  # one byte a cell would be 16 MB


@pytest.mark.parametrize("name", [n for n, f in FLOORS.items() if "leaning_at_most" in f])
def test_a_leaning_sentence_comes_with_the_one_before_it(name: str) -> None:
    if not (DATA / f"{name}.jsonl").is_file():
        pytest.skip(f"no {DATA / name}.jsonl")
    told = leaning = 0
    for task in read_tasks(DATA, [name])[name]:
        for source in task.articles[:1]:
            unit, most = task.budget
            limit = {"length": most} if unit == "sentences" else {"words": most}
            spans = summarise(source, **limit).sentences
            before = {s: b for b, s in pairwise(source.sentences)}
            told += len(spans)
            leaning += sum(
                before.get(s) not in spans and is_dangling(source.text[s.start : s.end], task.lang)
                for s in spans
            )
    assert 100 * leaning <= FLOORS[name]["leaning_at_most"] * told
