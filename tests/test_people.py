"""compare.people: who takes part in an event. The texts are our own; the labels hold names only."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_events import SHARED
from scoring_people import score

from briefing.compare.people import AT_MOST, parties
from briefing.types import Article, Event, Party

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())


def article(text: str, lang: str = "en", name: str = "a", reprint_of: str = "") -> Article:
    return Article(name, name, "", "", None, "", lang, text, (), reprint_of=reprint_of)


def told(*articles: Article, lang: str = "") -> tuple[Party, ...]:
    return parties(Event("e", articles), lang or articles[0].lang)


def names(*articles: Article, lang: str = "") -> list[tuple[str, str]]:
    return sorted((p.kind, p.name) for p in told(*articles, lang=lang))


PAIRS = [
    # offices, ages, verbs, initials, particles
    ("en", "Monday was busy. Prime Minister Ali Asadov met Doreen Bogdan-Martin in New York.",
     ["Ali Asadov", "Doreen Bogdan-Martin"], []),
    ("en", "The Action Plan and the Digital Future Declaration were read in Buenos Aires.", [], []),
    ("en", "“Rivers rise,” said Marijke van Houten. Police held Zoltan Kerem, 34, near Oak Street.",
     ["Marijke van Houten", "Zoltan Kerem"], []),
    ("en", "The Minister of Digital Development and Transport Rashad Nabiyev spoke.",
     ["Rashad Nabiyev"], []),
    ("en", "Mayor Ann Lee said it was done.\n\nNorthern Press/Ivan Bilyk\n\nIvan Bilyk / Reuters\n\n"
     "Photo: Ivan Bilyk\n\nReporting by Ivan Bilyk; editing by Jane Moss", ["Ann Lee"], []),
    ("en", "Maria Lopez met Mario Lopez.", ["Maria Lopez", "Mario Lopez"], []),
    ("en", "Jon Hill sang, and Ann Church said so at Karsholm Church.", ["Ann Church", "Jon Hill"], []),
    ("en", "It says the mayor of San Dimo, Elm County, left for Novi Karsh.", [], []),
    ("en", "The Azerbaijani Cabinet of Ministers met. Baku’s Interior Ministry agreed.", [],
     ["Azerbaijani Cabinet of Ministers", "Interior Ministry"]),
    ("en", "The Kestrel Union of Miners (KUM) called the Ministry of Food and Health of Elmland.", [],
     ["Kestrel Union of Miners", "Ministry of Food and Health of Elmland"]),
    ("en", "The Elm County Sheriff’s Department rang the New York City Police Department.", [],
     ["Elm County Sheriff’s Department", "New York City Police Department"]),
    ("en", "Delegates met in Congress Hall. The White House was told on Friday.", [], ["White House"]),
    ("en", "Trend News Agency reports, citing Karsh Press, that GPS and COVID-19 matter.", [], []),
    ("ru", "Глава МИД России Сергей Петров заявил об этом в понедельник.",
     ["Сергей Петров"], ["МИД России"]),
    ("ru", "Директор ЕБРР Алкис Дракинос заявил об этом в понедельник.", ["Алкис Дракинос"], []),
    ("ru", "Министерство здравоохранения Израиля сообщило, что Антон Иванович Белов прибыл.",
     ["Антон Иванович Белов"], ["Министерство здравоохранения Израиля"]),
    ("ru", "Первая группа прибудет в Нижний Новгород. Конференция «Зерно и почва» завершилась.",
     [], []),
    ("ru", "Всемирная организация здравоохранения (ВОЗ) ждет. Полиция задержала троих.", [],
     ["Всемирная организация здравоохранения"]),
    ("uk", "Президент України Володимир Коваль прибув. Міністерство закордонних справ України знає.",
     ["Володимир Коваль"], ["Міністерство закордонних справ України"]),
    ("de", "Neue Wege für Menschen in Not. Bundeskanzler Olaf Kern traf die Deutsche Bundesbank.",
     ["Olaf Kern"], ["Deutsche Bundesbank"]),
    ("fr", "« Il faut avancer », a déclaré Jean Morel. L'Organisation mondiale de la santé (OMS) sait.",
     ["Jean Morel"], ["Organisation mondiale de la santé"]),
    ("es", "El presidente José Luis Robles llamó a la Universidad de Buenos Aires.",
     ["José Luis Robles"], ["Universidad de Buenos Aires"]),
    ("tr", "Cumhurbaşkanı Recep Demir'in sözleri. Sağlık Bakanlığı ve Karsh Valiliği sustu.",
     ["Recep Demir"], ["Sağlık Bakanlığı"]),
    ("az", "Nazir Rəşad Nəbiyev bildirib ki, Rəqəmsal İnkişaf və Nəqliyyat Nazirliyi hazırdır.",
     ["Rəşad Nəbiyev"], ["Rəqəmsal İnkişaf və Nəqliyyat Nazirliyi"]),
    ("ar", "التقى رئيس الوزراء علي أسدوف الأمين العام للاتحاد يوم الجمعة.", [], []),
    ("zh", "总理阿萨多夫星期五会见了国际电信联盟秘书长。", [], []),
    ("ka", "პრემიერ-მინისტრი შეხვდა გენერალურ მდივანს.", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "people", "bodies"), PAIRS, ids=lambda p: str(p)[:40])
def test_who_takes_part(lang: str, text: str, people: list[str], bodies: list[str]) -> None:
    expected = sorted([("person", n) for n in people] + [("body", n) for n in bodies])
    assert names(article(text, lang)) == expected


EN = article(
    "Prime Minister Ali Asadov met the Secretary General of the International Telecommunication "
    "Union (ITU), Doreen Bogdan-Martin. Mr. Asadov thanked the ITU.",
)
RU = article(
    "Премьер-министр Али Асадов встретился с генеральным секретарем Международного союза "
    "электросвязи (МСЭ) Дорин Богдан-Мартин. Асадова поблагодарили в МСЭ.",
    "ru",
    "b",
)


def test_one_entry_across_scripts() -> None:
    found = {p.name: p for p in told(EN, RU)}
    assert set(found) == {
        "Ali Asadov", "Doreen Bogdan-Martin", "International Telecommunication Union",
    }  # fmt: skip
    assert all(len(p.citations) == 2 for p in found.values())
    assert "Дорин Богдан-Мартин" in found["Doreen Bogdan-Martin"].also
    assert {"ITU", "МСЭ"} <= set(found["International Telecommunication Union"].also)
    assert {"Али Асадов", "Дорин Богдан-Мартин"} < {p.name for p in told(EN, RU, lang="ru")}


def test_the_nominative_is_shown() -> None:
    one = article("Подпись Данияра Петрова, министра.", "ru")
    two = article("Министр Данияр Петров уехал.", "ru", "b")
    assert names(one, two) == [("person", "Данияр Петров")]


@pytest.mark.parametrize(
    ("lang", "oblique", "plain", "name"),
    [
        ("ru", "Сергею Гришко вручили орден, министру Сергею Гришко.", "Министр Сергей Гришко здесь.",
         "Сергей Гришко"),
        ("ru", "Встреча с министром Марией Ивановой.", "Министр Мария Иванова здесь.",
         "Мария Иванова"),
        ("ru", "С президентом Владимиром Зеленским.", "Президент Владимир Зеленский здесь.",
         "Владимир Зеленский"),
        ("ru", "О министре Ольге Береговой.", "Министр Ольга Береговая здесь.", "Ольга Береговая"),
        ("ru", "У президента Ильи Петренко.", "Президент Илья Петренко здесь.", "Илья Петренко"),
        ("uk", "Президенту Володимиру Коваленку.", "Президент Володимир Коваленко тут.",
         "Володимир Коваленко"),
        ("uk", "Міністерки Юлії Сидоренко немає.", "Міністр Юлія Сидоренко тут.", "Юлія Сидоренко"),
    ],
)  # fmt: skip
def test_the_nominative_is_shown_where_any_text_has_it(
    lang: str, oblique: str, plain: str, name: str
) -> None:
    assert names(article(oblique, lang), article(plain, lang, "b")) == [("person", name)]


@pytest.mark.parametrize(
    ("outlet", "url"),
    [("Sahil Ray", ""), ("sahilray.az", ""), ("", "https://www.sahilray.com/a/1")],
)
def test_outlets_take_no_part(outlet: str, url: str) -> None:
    text = "Spokesman Sahil Ray said so, Sahil Ray reported. Mayor Anna Reed agreed."
    assert names(article(text)) == [("person", "Anna Reed"), ("person", "Sahil Ray")]
    told_by = replace(article(text), outlet=outlet, url=url)
    assert names(told_by) == [("person", "Anna Reed")]


def test_the_un_takes_part_in_its_own_news() -> None:
    text = "The United Nations sent grain. Mayor Anna Reed thanked the UN."
    told_by = replace(article(text), outlet="UN", url="https://un.org/news")
    assert ("body", "United Nations") in names(told_by)
    assert names(told_by) == names(article(text))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([("Karsel bread is dear. Automaker Verno cut jobs. Verno sells vans.", "en")], ["Verno"]),
        ([("The CEO of Verno spoke. Verno Inc. sells vans. Verno grew.", "en")], ["Verno Inc."]),
        ([("Verno announced a van. Then Verno grew. Verno is old. Buy Verno.", "en"),
          ("La aerolínea Karsel crece. Los socios de Karsel esperan.", "es")], ["Karsel", "Verno"]),
        ([("Авиакомпания «Verno» растет. Рейсы Verno отменены.", "ru")], ["Verno"]),
        ([("Verno said so once.", "en")], []),
        ([("Mayor Anna Verno, 40, spoke. Verno announced a law. Verno left. Verno won.", "en")], []),
        ([("Rivers run in Verno. Verno announced a fair. In Verno it rains. Verno is old.", "en")], []),
        ([("The company Target grew. Target is a shop. It has a target. Target won.", "en")], []),
    ],
)  # fmt: skip
def test_companies_without_a_telling_word(texts: list[tuple[str, str]], found: list[str]) -> None:
    articles = [article(t, lang, f"a{k}") for k, (t, lang) in enumerate(texts)]
    assert [n for kind, n in names(*articles, lang="en") if kind == "body"] == found


def test_a_university_of_a_place_is_no_short_form_of_another() -> None:
    text = "The University of Hong Kong met the Chinese University of Hong Kong."
    assert names(article(text)) == [
        ("body", "Chinese University of Hong Kong"), ("body", "University of Hong Kong"),
    ]  # fmt: skip


def test_a_ministry_is_one_over_languages() -> None:
    en = article("The Ministry of Defense of Italy replied.", "en", "a")
    ru = article("Министерство обороны Италии ответило.", "ru", "b")
    it = article("Il ministero della Difesa degli Stati Uniti tace.", "it", "c")
    es = article("El ministerio de Defensa de los EEUU calla.", "es", "d")
    assert [len(p.citations) for p in told(en, ru, it, es)] == [2, 2]


def test_a_ship_takes_no_part() -> None:
    ru = article("Корабль «Василий Быков» прибыл. Мэр Анна Белова ждала.", "ru")
    en = article("The patrol ship Vasily Bykov arrived. Mayor Anna Belova waited.", "en", "b")
    assert names(ru, en, lang="en") == [("person", "Anna Belova")]


def test_a_place_made_of_members_takes_no_part() -> None:
    assert names(article("Prices rose in EU states and across the CIS, the OSCE said.")) == [
        ("body", "OSCE")
    ]


def test_further_forms_have_their_language() -> None:
    found = {p.name: p for p in told(EN, RU)}
    bogdan = found["Doreen Bogdan-Martin"]
    assert dict(zip(bogdan.also, bogdan.also_langs, strict=True))["Дорин Богдан-Мартин"] == "ru"


def test_letters_are_joined_only_where_a_text_says_so() -> None:
    apart = article("The Kestrel Union of Miners met. The KUM was silent.")
    assert names(apart) == [("body", "Kestrel Union of Miners")]
    joined = article("The Kestrel Union of Miners (KUM) met. The KUM was silent.")
    assert told(joined)[0].also == ("KUM",)


def test_two_of_one_surname_share_no_mention() -> None:
    text = "Mayor Anna Reed met Senator Tom Reed. Reed smiled."
    second = article("Reed smiled, it was said.", name="b")
    assert all(len(p.citations) == 1 for p in told(article(text), second))


def test_independent_reports_rank_and_reprints_do_not() -> None:
    many = [article("Mayor Anna Reed spoke.", name=f"c{k}", reprint_of="c0" if k else "")
            for k in range(4)]  # fmt: skip
    two = [article("Senator Tom Vale spoke.", name=f"d{k}") for k in range(2)]
    assert [p.name for p in told(*many, *two)] == ["Tom Vale", "Anna Reed"]


WORDS = ["Prime", "Minister", "Ali", "Asadov", "the", "of", "Union", "(ITU)", "ITU", "said", ",",
         ".", "\n", "“", "St.", "J.", "O'Brien", "Министр", "Асадова", "МИД", "России", "de", "'s",
         "部長", "تونل", "İstanbul'da", "Bakanlığı", "və", "34", "Monday", "\U0001f600"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
LANGS = st.sampled_from(["en", "ru", "uk", "de", "fr", "es", "it", "tr", "az", "und", "zh"])


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, LANGS), min_size=1, max_size=4), st.randoms())
def test_every_span_is_verbatim_and_order_does_not_matter(
    texts: list[tuple[str, str]], random: object
) -> None:
    articles = [article(t, lang, f"a{k}") for k, (t, lang) in enumerate(texts)]
    found = told(*articles, lang="en")
    by_id = {a.id: a for a in articles}
    assert len(found) <= AT_MOST
    for party in found:
        assert party.name
        assert party.name not in party.also
        assert any(party.name == c.quote or party.name in by_id[c.article].text
                   for c in party.citations)  # fmt: skip
        assert len({c.article for c in party.citations}) == len(party.citations)
        for c in party.citations:
            assert by_id[c.article].text[c.start : c.end] == c.quote
    random.shuffle(articles)  # type: ignore[attr-defined]
    assert told(*articles, lang="en") == found


@pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="needs ../shared/eval")
def test_people_do_not_fall() -> None:
    found = score()
    for name, floor in FLOORS["people"].items():
        assert found[name] >= floor, (name, found[name])
