"""Key figures: value, unit, what is counted; one figure across spellings and languages."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.scoring_events import SHARED
from bench.scoring_figures import score
from briefing import language
from briefing.anchors import numbers
from briefing.compare import figures
from briefing.compare.figures_found import quantities
from briefing.pipeline import make
from briefing.types import Article, Edition, Event, Figure, Sentence

DAY = date(2025, 1, 1)
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())["figures"]


def article(id: str, text: str, lang: str, reprint_of: str = "") -> Article:
    spans = tuple(Sentence(id, s, e) for s, e in language.sentences(text, lang))
    return Article(id, id, "", "", None, "", lang, text, spans, reprint_of=reprint_of)


def told(*articles: Article, lang: str = "en") -> list[tuple[str, str]]:
    event = Event("e", articles)
    return [(f.value, f.counts) for f in figures(event, lang=lang, at_most=99)]


@pytest.mark.parametrize(
    ("text", "lang", "keys"),
    [
        ("two hundred and fifty-one people", "en", ["251"]),
        ("half a million, a million, thirty-five", "en", ["500000", "1000000", "35"]),
        ("2,000,000 and 2m and 2 million", "en", ["2000000", "2000000", "2000000"]),
        ("several hundred people", "en", ["100"]),  # told apart by what stands before
        ("двадцать пять тысяч, триста сорок два, пятеро", "ru", ["25000", "342", "5"]),
        ("2 млн, полмиллиона, 100-процентные", "ru", ["2000000", "500000", "100%"]),
        ("12 процентных пунктов", "ru", ["12"]),
        ("дві тисячі, п'ятдесят", "uk", ["2000", "50"]),
        ("3 bin 500 kişi, 1 milyon 200 bin, iki milyon, iki yüz elli", "tr",
         ["3500", "1200000", "2000000", "250"]),
        ("9 min, iki milyon", "az", ["9000", "2000000"]),
        ("dreiundzwanzig, zwei Millionen, fünfhundert, 2 Billionen", "de",
         ["23", "2000000", "500", "2000000000000"]),
        ("un millier, 3 000, deux milliards", "fr", ["1000", "3000", "2000000000"]),
        ("mil millones, dos mil, 22.000 millones", "es", ["1000000000", "2000", "22000000000"]),
        ("5 min before two", "en", ["5", "2"]),
    ],
)  # fmt: skip
def test_number_words_and_scales(text: str, lang: str, keys: list[str]) -> None:
    assert [n.key for n in numbers(text, lang, bare=True)] == keys


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("It has 3.6 million users in all.", "en", [("3.6 million", "users", "3600000 user")]),
        ("They run more than 80 public information systems today.", "en",
         [("more than 80", "public information systems", "80 system")]),
        ("It was 100 percent of the population.", "en",
         [("100 percent", "of the population", "100% peopl")]),
        ("A $108 million grant was paid.", "en", [("$108 million", "grant", "108000000 usd grant")]),
        ("It cost up to US$7.2 bn.", "en", [("up to US$7.2 bn", "", "7200000000 usd")]),
        ("They walked about 12 km on foot.", "en", [("about 12 km", "", "12 km")]),
        ("A 5.4 magnitude earthquake struck.", "en",
         [("5.4 magnitude", "earthquake", "5.4 magnitude earthquak")]),
        ("He got a 30-year sentence, she 10 years in prison.", "en",
         [("30-year", "sentence", "30 year sentenc"), ("10 years", "in prison", "10 year prison")]),
        ("Five more people and 12 injured passengers were flown out.", "en",
         [("Five", "more people", "5 peopl"), ("12", "injured passengers", "12 passeng")]),
        ("The hall seats 200 to 300 people.", "en", [("200 to 300", "people", "300 peopl")]),
        ("There were 300 Russian soldiers.", "en", [("300", "Russian soldiers", "300 soldier")]),
        ("Построят 80 государственных информационных систем.", "ru",
         [("80", "государственных информационных систем", "80 system")]),
        ("Выделено 85 млн евро.", "ru", [("85 млн евро", "", "85000000 eur")]),
        ("Погибли пять человек, 44 раненых доставлены в больницы.", "ru",
         [("пять", "человек", "5 peopl"), ("44", "раненых", "44 injur")]),
        ("Привезли более 20 тонн гуманитарной помощи.", "ru",
         [("более 20 тонн", "гуманитарной помощи", "20 t aid")]),
        ("Er zahlte 12,5 Millionen Euro; 350 freiwillige Helfer kamen.", "de",
         [("12,5 Millionen Euro", "", "12500000 eur"), ("350", "freiwillige Helfer", "350 help")]),
        ("Elle touche 3 millions de personnes et 8,8 % du PIB.", "fr",
         [("3 millions", "de personnes", "3000000 peopl"), ("8,8 %", "du PIB", "8.8% pib")]),
        ("Costó 30 millones de euros y dio trabajo a 45 personas.", "es",
         [("30 millones de euros", "", "30000000 eur"), ("45", "personas", "45 peopl")]),
        ("Nüfusun yüzde 70'i ve 300'den fazla kişi katıldı.", "tr",
         [("yüzde 70'i", "", "70%"), ("300'den fazla", "kişi", "300 peopl")]),
        ("It left 16 people injured; later 50 were injured.", "en",
         [("16", "people", "16 peopl"), ("50", "were injured", "50 injur")]),
        ("Three other shooting victims and 27 overseas booths.", "en",
         [("Three", "other shooting victims", "3 victim"), ("27", "overseas booths", "27 booth")]),
        ("It closed about 1,100 of its shops and took $5,000 worth of bread.", "en",
         [("about 1,100", "of its shops", "1100 shop"), ("$5,000", "worth of bread", "5000 usd bread")]),
        ("The village has a population of more than 9,000.", "en", [("more than 9,000", "", "9000 peopl")]),
        ("He ran 80 or more yards for an $85 court fee.", "en",
         [("80 or more yards", "", "80 yard"), ("$85", "court fee", "85 usd fee")]),
        ("The isle of 100, 000 people is 1, 500 miles off.", "en",
         [("100, 000", "people", "100000 peopl"), ("1, 500 miles", "", "1500 mi")]),
        ("Население города составляет 12 000. Произошло семь ДТП, до +11° С.", "ru",
         [("12 000", "", "12000 peopl"), ("семь", "ДТП", "7 crash"), ("+11°", "", "11 degree")]),
        ("Der Preis stieg auf 300 Mark, in einer 4 stündigen Sitzung.", "de", [("300 Mark", "", "300 mark")]),
        ("Cuesta 20 centavos y mide 12 centímetros, a 20 km de la capital.", "es",
         [("20", "centavos", "20 cent"), ("12 centímetros", "", "12 cm"), ("20 km", "", "20 km")]),
        ("Costa 49 $ed è lungo 11 pollici, il 22 per cento del totale.", "it",
         [("49 $", "", "49 usd"), ("11 pollici", "", "11 inch"), ("22 per cento", "del totale", "22% total")]),
        ("Yüz bin liraya baktı; 25 milyon lira yardım geldi.", "tr",
         [("Yüz bin liraya", "", "100000 lira"), ("25 milyon lira", "yardım", "25000000 lira aid")]),
        ("Yaralı sayısı 19'a çıktı; 12'si kadın 40 kişi 14 milyon sterlinlik projeyi gördü.", "tr",
         [("19'a", "", "19 injur"), ("12'si", "kadın", "12 woman"), ("40", "kişi", "40 peopl"),
          ("14 milyon sterlinlik", "projeyi", "14000000 gbp project")]),
        ("До пяти выросло число рабочих, число погибших увеличилось до 12.", "ru",
         [("до 12", "", "12 dead")]),
        ("Понад 45 тисяч жителів отримали 90 тонн води.", "uk",
         [("Понад 45 тисяч", "жителів", "45000 peopl"), ("90 тонн", "води", "90 t water")]),
    ],
)  # fmt: skip
def test_a_figure_has_value_unit_and_noun(
    text: str, lang: str, expected: list[tuple[str, str, str]]
) -> None:
    found = quantities(article("a", text, lang))
    cut = [(text[q.start : q.end], text[slice(*q.counts)], q.normal) for q in found]
    assert [c[:2] for c in cut] == [e[:2] for e in expected]
    assert [c[2] for c in cut] == [e[2] for e in expected]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Marek Holt, 34, aged 34, was 34 years old, a 34-year-old clerk.", "en"),
        ("At 6 p.m. on 21 November 2025, at 18:05, in 2024, for 2026-2029.", "en"),
        ("He lives at 205 Ruth Street, room No. 5; call 555-2500 or 1-800-743-7433.", "en"),
        ("Vistaport won 3-1 and 21:19; one in five shops lost; it took the 12th place.", "en"),
        ("Flight 370 passengers saw the Boeing 747 jets of Interstate 95 drivers.", "en"),
        ("It was five times the limit, seven weeks ago; several hundred people saw it.", "en"),
        ("The 50-seat buses and the 357 caliber handgun.", "en"),
        ("34-летний мужчина, 34 лет, в 18.30 12 декабря 2025 года на улице Садовой, 14.", "ru"),
        ("В 4-м раунде, в 32 раза ниже, 10 лет назад, 12 скончались.", "ru"),
        ("Der 34-jährige Mann, 52, kam um 18.30 Uhr am 14. Juni 2025.", "de"),
        ("Âgé de 34 ans, il est venu le 3 août 2025 à 18h30 après huit semaines.", "fr"),
        ("На 5 этаже, на 316 километре трассы, за десять рабочих дней.", "ru"),
        ("She is 5-foot-8; he is 5 feet 9; it took ten working days.", "en"),
        ("41 yaşlı sakin saat 10:30-da, 2027-ci ildə, 5-ci mərtəbədə.", "az"),
    ],
)
def test_ages_days_times_addresses_and_scores_are_none(text: str, lang: str) -> None:
    assert [text[q.start : q.end] for q in quantities(article("a", text, lang))] == []


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("人口は200万人で、350人が負傷した。", "ja", []),
        ("有200万人和12公里道路，45%的学校关闭。", "zh", [("45%", "", "")]),
        ("و 12.5% من السكان، و 300 شخص.", "ar", [("300", "شخص", ""), ("12.5%", "", "السكان")]),
        ("इसमें 5 लाख लोग हैं।", "hi", []),
        ("और १२ स्कूल", "hi", [("१२", "स्कूल", "")]),
        ("45 प्रतिशत मतदान", "hi", [("45 प्रतिशत", "", "मतदान")]),
    ],
)
def test_other_scripts_give_what_digits_allow(
    text: str, lang: str, expected: list[tuple[str, str, str]]
) -> None:
    found = figures(Event("e", (article("a", text, lang),)), lang=lang)
    assert [(f.value, f.counts, f.measures) for f in found] == expected


@pytest.mark.parametrize(
    ("text", "lang", "measures"),
    [
        ("The fair made a profit of $3 million.", "en", "fair made a profit"),
        ("After years of delay, the road is 12 kilometres long (see the map).", "en", "road"),
        ("In 2024, exports fell 7 percent.", "en", "exports fell"),
        ("A crowd of 21,000 watched the match.", "en", "crowd"),
        ("Длина дороги 12 км.", "ru", "Длина дороги"),
        ("94 % ont choisi le taux unique.", "fr", "ont choisi le taux unique"),
        ("Die Miete stieg um 7,5 Prozent.", "de", "Miete stieg"),
        ("Su longitud es de 12 km.", "es", "longitud"),
        ("Yangının hızı 60 km.", "tr", "Yangının hızı"),
        ("Yolun uzunluğu 14 km-dir.", "az", "Yolun uzunluğu"),
        ("Борг становив 117,2 млрд грн.", "uk", "Борг становив"),
        ("It was $5 (€4).", "en", ""),
        ("12 km.", "en", ""),
    ],
)
def test_a_measure_says_what_it_is_of(text: str, lang: str, measures: str) -> None:
    found = figures(Event("e", (article("a", text, lang),)), lang=lang)
    assert [(f.counts, f.measures) for f in found][:1] == [("", measures)]


#: The same figure in two languages, neither telling by its value alone.
PAIRS = [
    ("The net now reaches 100 percent of the population.", "Сеть доступна 100 процентам жителей.", "ru"),
    ("Two million people are offline.", "Без сети остаются 2 млн человек.", "ru"),
    ("2,000,000 users joined.", "Присоединились два миллиона пользователей.", "ru"),
    ("About 20 officers were hurt.", "Пострадали около 20 офицеров.", "ru"),
    ("The fire killed five people.", "При пожаре погибли пять человек.", "ru"),
    ("It spread to 63 countries.", "Он выявлен в 63 странах.", "ru"),
    ("They sent 40 containers.", "Отправлено 40 контейнеров.", "ru"),
    ("They sent 7 wagons.", "Отправлено семь вагонов.", "ru"),
    ("They paid $85 million.", "Заплатили 85 млн долларов.", "ru"),
    ("The road is 12 kilometres long.", "Длина дороги 12 км.", "ru"),
    ("A 5.4 magnitude earthquake struck.", "Произошло землетрясение магнитудой 5,4.", "ru"),
    ("He got 30 years in prison.", "Он получил 30 лет тюрьмы.", "ru"),
    ("More than 300 residents left.", "Понад 300 мешканців виїхали.", "uk"),
    ("Two million trees were planted.", "Rayonda iki milyon ağac əkilib.", "az"),
    ("Two million people came.", "İki milyon kişi geldi.", "tr"),
    ("70 percent of schools closed.", "Okulların yüzde 70'i tatil edildi.", "tr"),
    ("It makes 7% of world output.", "Produce el 7% de la producción mundial.", "es"),
    ("Twelve schools stay shut.", "Zwölf Schulen bleiben geschlossen.", "de"),
    ("Five planes were ordered.", "Compraron otros cinco aviones.", "es"),
    ("Thirteen deaths were counted.", "On compte 13 morts dans la région.", "fr"),
    ("It cost 2.5 million euros.", "Es kostete 2,5 Mio. Euro.", "de"),
    ("It cost 2.5 million euros.", "Cela a coûté 2,5 millions d'euros.", "fr"),
    ("It cost €2.5m.", "Costó 2,5 millones de euros.", "es"),
    ("It cost 2.5 million euros.", "Це коштувало 2,5 млн євро.", "uk"),
    ("It cost 2.5 million euros.", "Proje 2,5 milyon avroya mal oldu.", "tr"),
    ("It cost 2.5 million euros.", "Layihə 2,5 milyon avroya başa gəlib.", "az"),
    ("It cost 2.5 billion euros.", "Это стоило 2,5 млрд евро.", "ru"),
    ("Some 160 countries signed.", "160 ölkə imzalayıb.", "az"),
    ("Some 160 countries signed.", "Unterzeichnet haben 160 Länder.", "de"),
    ("Some 160 countries signed.", "160 pays ont signé.", "fr"),
    ("Some 160 countries signed.", "Firmaron 160 países.", "es"),
    ("Some 160 countries signed.", "Підписали 160 країн.", "uk"),
]  # fmt: skip


@pytest.mark.parametrize(("english", "foreign", "lang"), PAIRS)
def test_one_figure_in_two_languages(english: str, foreign: str, lang: str) -> None:
    event = Event("e", (article("a", foreign, lang), article("b", english, "en")))
    found = figures(event, lang="en", at_most=9)
    assert len(found) == 1
    assert [c.article for c in found[0].citations] == ["b", "a"]
    assert found[0].value in english
    assert figures(event, lang=lang)[0].citations[0].article == "a"


@pytest.mark.parametrize(
    ("english", "foreign"),
    [
        ("The net covers 100 percent of schools.", "Сеть доступна 100 процентам жителей, это 20 сёл."),
        ("They run 80 information systems.", "Доступны 80 стран."),
        ("They paid 85 million euros.", "Заплатили 85 млн долларов."),
        ("They went 12 km.", "Привезли 12 тонн угля."),
    ],
)  # fmt: skip
def test_two_figures_of_one_value(english: str, foreign: str) -> None:
    event = Event("e", (article("a", foreign, "ru"), article("b", english, "en")))
    assert all(len(f.citations) == 1 for f in figures(event, lang="en", at_most=9))


def test_reprints_count_once_and_origins_lead() -> None:
    one = "The fair drew 40 bakers. It sold 900 loaves."
    articles = (
        article("a", one, "en"),
        article("b", one, "en", reprint_of="a"),
        article("c", one, "en", reprint_of="a"),
        article("d", "It sold 900 loaves.", "en"),
    )
    assert told(*articles) == [("900", "loaves"), ("40", "bakers")]
    assert told(*articles[:3]) == [("40", "bakers"), ("900", "loaves")]


def test_page_one_has_one_figure_a_value_unit_and_thing_and_none_that_says_nothing() -> None:
    texts = {
        "a": "The river flooded the town of Karsh. About 12 km of dikes broke. It was 85 m (93 yd).",
        "b": "A bakers' fair opened in Elm. The fair drew 12 bakers and 12 tonnes of flour.",
    }
    brief = make([article(k, t, "en") for k, t in texts.items()], edition=Edition(), today=DAY)
    found = {(f.value, f.unit, f.counts) for f in brief.figures}
    assert {("12", "", "bakers"), ("12 tonnes", "t", "of flour")} <= found
    assert {f.normal.split()[1] for f in brief.figures if f.normal.startswith("12 ")} >= {"km", "t"}
    assert all(f.counts or f.measures for f in brief.figures)


TEXTS = [(text, "en") for text, _, _ in PAIRS] + [(text, lang) for _, text, lang in PAIRS]
NOISE = st.text("0123456789.,-– %$€:/ aAоЖçş\u00a0'’тыс.млнkmillion", max_size=60)


def _holds(figure: Figure) -> bool:
    """What ``briefing verify`` asks of a figure."""
    said = re.escape(figure.value) + r"\s*" + re.escape(figure.counts)
    ends = r"(?!\w)" if figure.counts else r"(?!\d)"
    return bool(
        re.search(rf"(?<!\d)(?<!\d[.,]){said}{ends}", figure.citations[0].quote)
        and float(figure.normal.split(" ")[0].rstrip("%")) >= 0
    )


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), NOISE, st.randoms())
def test_every_figure_is_verbatim_and_the_order_does_not_matter(
    chosen: list[tuple[str, str]], noise: str, chance: random.Random
) -> None:
    articles = [article(f"{k:02}", f"{t} {noise}", lang) for k, (t, lang) in enumerate(chosen)]
    found = figures(Event("e", tuple(articles)), lang="en", at_most=99)
    texts = {a.id: a.text for a in articles}
    for figure in found:
        assert _holds(figure)
        assert all(texts[c.article][c.start : c.end] == c.quote for c in figure.citations)
    chance.shuffle(articles)
    assert figures(Event("e", tuple(articles)), lang="en", at_most=99) == found


@pytest.mark.skipif(
    not (SHARED / "eval").is_dir(), reason="the shared evaluation sets are not here"
)
@pytest.mark.parametrize("half", ["tune", "held", "fresh_a", "fresh_b", "late_a", "late_b"])
def test_figures_keep_their_floor(half: str) -> None:
    values = score(half)
    for name, floor in FLOORS[half].items():
        assert values[name] >= floor, (name, values)
