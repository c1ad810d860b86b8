"""Headlines: a complete clause, word for word, of at most a hundred characters where one is."""

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.clean import clean
from briefing.digest.clause import ends_open, from_name, is_clause, is_complete, main_clauses
from briefing.digest.headline import headline
from briefing.digest.headline_trim import LONGEST, trim_sentence, trim_title
from briefing.types import Article, Citation, Event, Raw

ROOT = Path(__file__).resolve().parents[1]
from scoring_events import SHARED, read_rows

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["headlines"]
LINES = (ROOT / "tests" / "data" / "headlines.tsv").read_text("utf-8").splitlines()
CUTS = [tuple(line.split("\t")) for line in LINES if line[0] != "#"]


def article(text: str, title: str = "", outlet: str = "", lang: str = "") -> Article:
    found = clean(Raw("a", "text", text, title=title, outlet=outlet, lang=lang))
    assert isinstance(found, Article)
    return replace(found, title=title, outlet=outlet)


@pytest.mark.parametrize(("lang", "wanted", "text"), CUTS)
def test_cuts_leave_a_main_clause(lang: str, wanted: str, text: str) -> None:
    fitting = [text[:n] for n in main_clauses(text, lang) if n <= LONGEST]
    assert (fitting[-1] if fitting else "-") == wanted


@pytest.mark.parametrize(
    ("title", "outlet", "lang", "wanted"),
    [
        ("Harbour of Vistaport closed - FOX5 Vegas - KVVU", "", "en", "Harbour of Vistaport closed"),
        ("Harbour of Vistaport closed | BBC News", "", "en", "Harbour of Vistaport closed"),
        ("Harbour closed by storm - Coastal Wire", "Coastal Wire", "en", "Harbour closed by storm"),
        ("Vistaport harbour - the long way back", "", "en", "Vistaport harbour - the long way back"),
        ("UPDATE 1-Vistaport closes its harbour", "", "en", "Vistaport closes its harbour"),
        ("EXCLUSIVE: Vistaport closes its harbour", "", "en", "Vistaport closes its harbour"),
        ("Police: two hurt in Vistaport harbour", "", "en", "Police: two hurt in Vistaport harbour"),
        ("Crane falls in Vistaport, police say", "", "en", "Crane falls in Vistaport"),
        ("Мэр Элмфорда открыл новый мост - ФОТО", "", "ru", "Мэр Элмфорда открыл новый мост"),
        ("ВАЖНО: Порт Вистапорта закрыт", "", "ru", "Порт Вистапорта закрыт"),
        ("Купленные в порту краны Чили передает Норвегии", "", "ru",
         "Купленные в порту краны Чили передает Норвегии"),
        ("Порт Вистапорта закрыли до мая — СМИ", "", "ru", "Порт Вистапорта закрыли до мая"),
        ("Diario HOY | El puerto de Vistaport cierra", "", "es", "El puerto de Vistaport cierra"),
        ("Porto de Vistaport fecha duas linhas - Diário do Norte", "", "pt",
         "Porto de Vistaport fecha duas linhas"),
        ("The Latest: Vistaport closes its harbour", "", "en", "Vistaport closes its harbour"),
        ("En directo: El puerto de Vistaport cierra", "", "es", "El puerto de Vistaport cierra"),
        ("Harbour of Vistaport closed - 22/07/2021 - Coast - Daily Wire", "", "en",
         "Harbour of Vistaport closed"),
    ],
)  # fmt: skip
def test_titles_lose_labels_and_outlets(title: str, outlet: str, lang: str, wanted: str) -> None:
    start, end = trim_title(title, outlet, lang)
    assert title[start:end] == wanted


@pytest.mark.parametrize(
    ("sentence", "lang", "wanted"),
    [
        ("The harbour of Vistaport was closed on Tuesday, Trend reports, citing the port.", "en",
         "The harbour of Vistaport was closed on Tuesday"),
        ("VISTAPORT (Reuters) - The harbour was closed on Tuesday.", "en",
         "The harbour was closed on Tuesday"),
        ("The Coastal Wire reports that Vistaport has closed its harbour.", "en",
         "Vistaport has closed its harbour"),
        ("According to the coast guard, Vistaport has closed its harbour.", "en",
         "Vistaport has closed its harbour"),
        ("Порт Вистапорта закрыли во вторник утром, сообщает ТАСС.", "ru",
         "Порт Вистапорта закрыли во вторник утром"),
        ("По словам мэра, Вистапорт закрыл свою гавань во вторник.", "ru",
         "Вистапорт закрыл свою гавань во вторник"),
        ("The mayor of Vistaport, the port authority said.", "en",
         "The mayor of Vistaport, the port authority said"),
    ],
)  # fmt: skip
def test_sentences_lose_who_reports_them(sentence: str, lang: str, wanted: str) -> None:
    start, end = trim_sentence(sentence, 0, len(sentence), lang)[-1]
    assert sentence[start:end] == wanted


def test_a_long_sentence_may_begin_with_its_subject() -> None:
    text = "Главный тренер сборной Элмфорда Иван Хейл поделился ожиданиями от матча"
    assert text[from_name(text, "ru") :] == "Иван Хейл поделился ожиданиями от матча"
    text = "President Bruno Hale has opened the harbour"
    assert text[from_name(text, "en") :] == "Bruno Hale has opened the harbour"
    assert from_name("Жена президента Ивана Хейла заявила о мосте", "ru") == 0
    assert from_name("The wife of President Bruno Hale has opened it", "en") == 0
    assert from_name("Shelby County Deputies are at the harbour", "en") == 0


@pytest.mark.parametrize(
    ("text", "lang", "complete"),
    [
        ("After Bruno Hale was sentenced to prison", "en", False),
        ("After Bruno Hale was sentenced to prison, the town was silent", "en", True),
        ("Candidates for the post", "en", False),
        ("Кандидаты на вылет", "ru", False),
        ("Вистапорт — крупнейший порт побережья", "ru", True),
        ("В порту столкнулись два парома", "ru", True),
        ("Le port de Vistaport a fermé", "fr", True),
        ("what nobody knows of", "sl", True),  # no grammar: believed
    ],
)
def test_a_sentence_needs_a_verb(text: str, lang: str, complete: bool) -> None:
    assert is_complete(text, lang) is complete


@pytest.mark.parametrize(
    ("text", "lang"),
    [("The harbour of", "en"), ("The harbour is", "en"), ("The harbour...", "en"),
     ("Порт в", "ru"), ("Порт, который", "ru"), ("Le port de la", "fr"), ("Der Hafen und", "de")],
)  # fmt: skip
def test_ends_that_want_more(text: str, lang: str) -> None:
    assert ends_open(text, lang)


BODY = (
    "The harbour of Vistaport was closed on Tuesday after a crane fell across the rail link to the "
    "northern quay of the town, the port authority said. Nobody was hurt. It will be open on Friday."
)
LONG = (
    "The Northern Fisheries Conference (NFC-9) ended in Vistaport on Friday with the adoption of a "
    "plan for smaller nets along the coast of Norholm. The event has drawn 900 fishermen. "
    "The two-week conference was held with the port authority of Vistaport."
)
REMARK = (
    "Conferences are usually judged by the papers they leave behind, and the one of Vistaport left "
    "a plan for smaller nets. The fishermen of Norholm read it in the harbour of Vistaport."
)
WHOLE = (
    "Премьер-министр Бруно Хейл провел в пятницу, 21 ноября, переговоры с Адой Квелл, генеральным "
    "секретарем Союза северных портов. Встреча прошла в Вистапорте. Она собрала 900 рыбаков."
)


@pytest.mark.parametrize(
    ("texts", "lang", "wanted"),
    [
        ([(BODY, "Crane closes harbour of Vistaport")], "en", "Crane closes harbour of Vistaport"),
        ([(BODY, "Why is the harbour of Vistaport closed?")], "en",
         "The harbour of Vistaport was closed on Tuesday"),
        ([(BODY, "Vistaport harbour: what you need to know"), (BODY, "Crane closes harbour")],
         "en", "Crane closes harbour"),
        ([(BODY, "Photo by Ada Quell")], "en", "The harbour of Vistaport was closed on Tuesday"),
        ([(BODY, "The harbour of Vistaport was closed by a...")], "en",
         "The harbour of Vistaport was closed on Tuesday"),
        ([(BODY, "")], "en", "The harbour of Vistaport was closed on Tuesday"),
        ([(LONG, "")], "en", "The Northern Fisheries Conference (NFC-9) ended in Vistaport on Friday"),
        ([(REMARK, ""), (LONG, "")], "en",
         "The Northern Fisheries Conference (NFC-9) ended in Vistaport on Friday"),
        ([(WHOLE, "")], "ru", WHOLE.split(". ")[0]),
        ([(BODY, ""), ("Порт Вистапорта закрыли во вторник. Кран упал на рельсы, пострадавших нет.", "")],
         "ru", "Порт Вистапорта закрыли во вторник"),
    ],
)  # fmt: skip
def test_events(texts: list[tuple[str, str]], lang: str, wanted: str) -> None:
    found = headline(Event("e", tuple(article(*t) for t in texts)), lang)
    assert found.text == wanted


def test_derived_is_less_than_a_title_or_sentence() -> None:
    one = article(BODY, "Crane closes harbour of Vistaport")
    assert not headline(Event("e", (one,)), "en").derived
    cut = headline(Event("e", (replace(one, title=""),)), "en")
    assert (cut.field, cut.derived) == ("text", True)


def test_no_article_no_headline() -> None:
    with pytest.raises(ValueError, match="no article"):
        headline(Event("e", ()), "en")


PARTS = [BODY, "He said “no”.", "Порт закрыли во вторник, сообщает ТАСС, после падения крана.", "A b",
         "Nine ships left the harbour, which", "会談は火曜日に終わった。", "أغلق الميناء يوم الثلاثاء.",
         "Le port a été fermé mardi, selon la police.", "Photo: Ada Quell / Getty Images", "...",
         "\U0001f600 ok!", "VISTAPORT (AP) -- ", "2,500 people left 12% of 3.6 million tonnes."]  # fmt: skip
TITLES = ["", "Why?", "By Ada Quell", "Crane closes harbour - BBC News", "LIVE: ", "Порт закрыли...",
          "- - -", "“Half a quotation", *PARTS]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(PARTS) | st.text(max_size=40), min_size=1, max_size=4),
                  st.sampled_from(TITLES) | st.text(max_size=60)),
        min_size=1, max_size=4,
    ),
    st.sampled_from(["en", "ru", "fr", "und"]),
)  # fmt: skip
def test_a_headline_is_a_span_of_one_title_or_sentence(
    sources: list[tuple[list[str], str]], lang: str
) -> None:
    found = [
        clean(Raw(str(k), "text", "\n\n".join(p), title=t)) for k, (p, t) in enumerate(sources)
    ]
    articles = {a.id: a for a in found if isinstance(a, Article)}
    if not articles:
        return
    head = headline(Event("e", tuple(articles.values())), lang, Citation("none", 0, 1, "x"))
    source = articles[head.article]
    assert head.text
    assert head.text.strip() == head.text
    assert getattr(source, head.field)[head.start : head.end] == head.text
    spans = [(s.start, s.end) for s in source.sentences]
    if head.field == "text":
        assert any(s <= head.start and head.end <= e for s, e in spans)
        assert head.derived is ((head.start, head.end) not in spans)
    else:
        assert head.derived is (head.text != source.title.strip())


@given(st.sampled_from([t for _, _, t in CUTS]), st.sampled_from(["en", "ru", "de", "fr", "tr"]))
def test_every_cut_is_a_clause_by_the_rules(text: str, lang: str) -> None:
    ends = list(main_clauses(text, lang))
    assert ends == sorted(set(ends))
    assert all(is_clause(text[:n], lang) and not ends_open(text[:n], lang) for n in ends)


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str) -> None:
    """Share of events whose headline has at most a hundred characters, no article with a title."""
    path = SHARED / "eval" / "events" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"no {path}")
    events: dict[str, list[Article]] = defaultdict(list)
    for row in read_rows(path):
        if len(events[row["cluster"]]) < 8 and len(events) <= 100:
            found = clean(Raw(row["id"], "text", row["text"], lang=row["lang"]))
            if isinstance(found, Article):
                events[row["cluster"]].append(replace(found, title=""))
    heads = [headline(Event(c, tuple(a)), a[0].lang) for c, a in events.items() if len(a) > 1]
    assert sum(len(h.text) <= LONGEST for h in heads) >= FLOORS[name] * len(heads)
