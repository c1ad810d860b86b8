"""Anchors: names by sound, numbers by value, countries by code, across languages."""

from collections import defaultdict

import pytest

from briefing import language
from briefing.anchors import numbers, skeleton, territory
from briefing.anchors.terms import count_terms
from briefing.data import entries
from briefing.language.lexicon import translate


@pytest.mark.parametrize(
    "spellings",
    [
        ("Асадов", "Асадовым", "Asadov", "Əsədov"), ("Алиев", "Алиева", "Aliyev", "Əliyev"),
        ("Богдан", "Bogdan"), ("Дорин", "Doreen"), ("Трампом", "Трамп", "Trump"),
        ("Джонсон", "Johnson"), ("Вашингтоне", "Washington"), ("Зеленского", "Zelensky", "Zelenskyy"),
        ("Шольц", "Scholz"), ("Эрдоган", "Erdoğan", "Erdogan"), ("Михаил", "Mikhail"),
        ("Мексика", "Mexico"), ("Макроном", "Macron"), ("Лавровым", "Lavrov"), ("Київ", "Kyiv"),
    ],
)  # fmt: skip
def test_one_sound(spellings: tuple[str, ...]) -> None:
    cyrillic = {True: "ru", False: "en"}
    assert len({skeleton(s, cyrillic["а" <= s[1].lower() <= "ї"]) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "lang", "keys"),
    [
        ("2,500 participants from more than 160 countries", "en", ["2500", "160"]),
        ("3.6 million users, 100 percent", "en", ["3600000", "100%"]),
        ("two billion people", "en", ["2000000000"]),
        ("два миллиарда человек, 2500 специалистов", "ru", ["2000000000", "2500"]),
        ("2,5 тыс. человек и 3,6 млн", "ru", ["2500", "3600000"]),
        ("1 234 567 рублей", "ru", ["1234567"]),
        ("2.500 Teilnehmer und 12,5 Prozent", "de", ["2500", "12.5%"]),
        ("2,5 milyard manat, 100 faiz", "az", ["2500000000", "100%"]),
        ("yüzde 5 değil, 3 milyon kişi", "tr", ["5", "3000000"]),
        ("$1.5bn and 0.125", "en", ["1500000000", "0.125"]),
        ("G20 and COP29", "en", []),
    ],
)
def test_numbers(text: str, lang: str, keys: list[str]) -> None:
    found = numbers(text, lang)
    assert [n.key for n in found] == keys
    assert all(0 <= n.start < n.end <= len(text) for n in found)


@pytest.mark.parametrize(
    ("word", "lang", "code"),
    [("Azerbaijan", "en", "AZ"), ("Азербайджане", "ru", "AZ"), ("Frankreich", "de", "FR"),
     ("Türkiye", "tr", "TR"), ("Elmford", "en", ""), ("turkey", "en", "")],
)  # fmt: skip
def test_territories(word: str, lang: str, code: str) -> None:
    assert territory(word, lang) == code


@pytest.mark.parametrize(
    ("word", "lang", "english"),
    [("встретились", "ru", "meet"), ("переговоров", "ru", "negoti"), ("министрлер", "ru", None),
     ("nazirlər", "az", "minist"), ("bakanlığı", "tr", "ministri"), ("зустрічі", "uk", "meet"),
     ("verhandlungen", "de", "negoti"), ("élections", "fr", "elect"),
     ("reunión", "es", "meet"), ("angeordnet", "de", "order"),
     ("verschafft", "de", "gain"), ("affrontements", "fr", "clash"), ("años", "es", "year"),
     ("eleições", "pt", "elect"), ("treinadores", "pt", "coach"),
     ("económica", "pt", "econom"), ("econômica", "pt", "econom"), ("goleiro", "pt", "goalkeep"),
     ("guarda-redes", "pt", "goalkeep"), ("chouriço", "pt", None), ("elezioni", "it", "elect"),
     ("uccisi", "it", "kill"), ("dell’accordo", "it", "agreement"), ("l'incendio", "it", "fire"),
     ("aangekondigd", "nl", "announc"), ("waarschuwt", "nl", "warn"),
     ("verkiezingen", "nl", "elect"), ("predsednica", "sl", "presid"), ("volitvah", "sl", "elect"),
     ("prezydenta", "pl", "presid"), ("wyborów", "pl", "elect"), ("والحكومة", "ar", "govern"),
     ("وزراء", "ar", "minist"), ("الوزراء", "ar", "minist"), ("وقالت", "ar", "say")],
)  # fmt: skip
def test_lexicon(word: str, lang: str, english: str | None) -> None:
    found = translate(word, lang)
    assert (english in found) if english else not found


def test_an_elided_article_hides_neither_a_name_nor_a_word() -> None:
    counts: dict[str, float] = defaultdict(float)
    count_terms("Nell'aula l'Ucraina e dell’accordo", "it", counts, 1.0)
    assert {"g:UA", "w:agreement", "w:courtroom"} <= set(counts)


@pytest.mark.parametrize("lang", ["pt", "it"])
def test_a_lexicon_has_one_line_for_a_stem(lang: str) -> None:
    lines = [line.partition("\t") for line in entries("lexicon", lang)]
    stems = [language.stem(word, lang) for word, _, _ in lines]
    assert len(set(stems)) == len(stems) >= 2000
    for word, _, english in lines:
        targets = english.split(", ")
        assert language.words(word) == [word], word
        assert word not in language.stop_words(lang), word
        assert 1 <= len(targets) <= 3, word
        assert all(t.replace("-", "").isalpha() for t in targets), word
