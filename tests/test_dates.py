"""The days a text names and the moments a field states, in many languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.anchors import named_days, parse_moment, weekdays_before

DAY = date(2025, 11, 21)
DAYS = [
    "2025-11-21", "2025-11-21 10:20", "20251121", "21.11.2025 14:05", "21/11/2025", "11/21/2025",
    "2025/11/21", "Nov 21, 2025", "Nov. 21, 2025, 10:20 am", "November 21, 2025",
    "21 November 2025", "21st of November 2025", "21-Nov-2025", "Friday, 21st November, 2025",
    "21 ноября 2025 г.", "Опубликовано: 21 ноября 2025, 18:05", "21 ноя 2025",
    "21 листопада 2025 р.", "21 noyabr 2025", "21 NOYABR 2025", "21-noyabr 2025",
    "21 Kasım 2025", "21 KASIM 2025, 10:20", "le 21 novembre 2025 à 10h20", "21. November 2025",
    "21 de noviembre de 2025", "21 novembre 2025", "21 de novembro de 2025", "21 listopada 2025",
    "21 noiembrie 2025", "21. listopadu 2025", "21 Νοεμβρίου 2025", "21 november 2025",
    "2025. november 21.", "2025年11月21日", "２０２５年１１月２１日", "2025년 11월 21일",
    "21 نوفمبر 2025", "٢١ نوفمبر ٢٠٢٥", "21 تشرين الثاني 2025", "21 նոյեմբերի 2025",
    "21 ნოემბერი 2025", "21 қараша 2025", "2025 жылғы 21 қараша", "2025-yil 21-noyabr",
]  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_a_day_without_a_zone(text: str) -> None:
    assert parse_moment(text) == DAY


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2025-11-21T10:20:00Z", 10, 20), ("2025-11-21T10:20:00.123Z", 10, 20),
        ("2025-11-21T10:20+04:00", 6, 20), ("2025-11-21 10:20 +0400", 6, 20),
        ("Fri, 21 Nov 2025 10:20:00 GMT", 10, 20), ("21 Nov 2025 10:20:00 -0500", 15, 20),
        ("Nov 21, 2025 10:20 am EST", 15, 20), ("21 November 2025, 14:05 (GMT+4)", 10, 5),
        ("21 ноября 2025, 18:05 МСК", 15, 5), ("21.11.2025 14:05 UTC", 14, 5),
        ("1763720400", 10, 20), ("1763720400000", 10, 20), ("1763720400.0", 10, 20),
    ],
)  # fmt: skip
def test_a_moment_with_a_zone(text: str, hour: int, minute: int) -> None:
    moment = parse_moment(text)
    assert isinstance(moment, datetime)
    stated = datetime(2025, 11, 21, hour, minute, tzinfo=UTC)
    assert moment.replace(second=0, microsecond=0) == stated


@pytest.mark.parametrize(
    "text",
    ["", "2 hours ago", "yesterday at 10:20", "2 часа назад", "Friday", "21 November", "10:20",
     "2025",
     "2025-11", "2025-13-45", "0", "0001-01-01T00:00:00+14:00", "99999999999999999999", "x" * 300,
     "31 ноября 2025", "November 2025", "the fruit that feeds the desert"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    assert parse_moment(text) is None


def test_an_ambiguous_american_date_is_not_guessed() -> None:
    assert parse_moment("03/04/2025", "en") is None
    assert parse_moment("03/04/2025 10:20 am", "en") is None
    assert parse_moment("03/04/2025", "fr") == date(2025, 4, 3)


@pytest.mark.parametrize(
    ("text", "lang", "first", "last", "year"),
    [
        ("met from November 17 to 28 in Baku", "en", (11, 17), (11, 28), 0),
        ("с 17 по 28 ноября 2025 года", "ru", (11, 17), (11, 28), 2025),
        ("17 November to 3 December 2025", "en", (11, 17), (12, 3), 2025),
        ("新华社北京11月21日电", "zh", (11, 21), (11, 21), 0),
        ("noyabrın 21-də deyil, 21 noyabrda", "az", (11, 21), (11, 21), 0),
    ],
)
def test_named_days(text: str, lang: str, first: Any, last: Any, year: int) -> None:
    named = named_days(text, lang)[-1]
    assert (named.first, named.last, named.year) == (first, last, year)


def test_no_year_is_taken_from_the_sentence_before() -> None:
    assert [d.year for d in named_days("It began in 2024. May 3 was cold.", "en")] == [0]


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=120), st.sampled_from(["", "en", "ru", "az", "zh", "xx"]))
def test_any_text(text: str, lang: str) -> None:
    parse_moment(text, lang)
    end = 0
    for named in named_days(text, lang):
        assert 0 <= named.start < named.end <= len(text)
        end = max(end, named.end)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_what_machines_write_is_read_back(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment
    assert parse_moment(moment.date().isoformat()) == moment.date()


TUESDAY = date(2025, 11, 18)


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("en", "The bridge fell on Monday, police said.", date(2025, 11, 17)),
        ("en", "Parliament met on Tuesday.", TUESDAY),
        ("en", "The suspects will appear in court on Wednesday.", None),
        ("en", "A monday morning ſunday SUNDAY.", None),
        ("ru", "Мост рухнул в понедельник утром.", date(2025, 11, 17)),
        ("ru", "В субботу реку перекрыли.", date(2025, 11, 15)),
        ("ru", "Среди погибших есть дети, среди раненых тоже.", None),
        ("uk", "Серед загиблих є діти.", None),
        ("uk", "У п’ятницю міст закрили.", date(2025, 11, 14)),
        ("pl", "W środku było sześćdziesiąt osób.", None),
        ("es", "Plácido Domingo cantó el lunes.", date(2025, 11, 17)),
        ("tr", "Toplantı salı günü yapıldı, PAZARTESİ değil, pazarlık sürüyor.", TUESDAY),
        ("az", "Bazarda qiymətlər qalxıb.", None),
        ("de", "Die Brücke stürzte am Samstag ein.", date(2025, 11, 15)),
    ],
)
def test_weekdays_are_whole_words_of_the_last_days(lang, text, day):
    found = [d.days()[0] for d in weekdays_before(text, lang, TUESDAY)]
    assert found == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "lang", "year", "days"),
    [
        ("from 15 December to 3 January 2026", "en", 0, (date(2025, 12, 15), date(2026, 1, 3))),
        ("from 15 December to 3 January", "en", 2025, (date(2025, 12, 15), date(2026, 1, 3))),
        ("from 15 December to 29 February", "en", 2024, None),
        ("from 15 December to 3 January", "en", 9999, None),
    ],
)
def test_a_range_over_new_year(text, lang, year, days):
    assert [d.days(year) for d in named_days(text, lang)] == [days]


@given(st.text(alphabet="ſsunday SUNDAY Auguſtİıi 17 мая PAZARTESİ", max_size=60), st.dates())
def test_no_text_and_no_day_breaks_the_reading_of_days(text, day):
    for lang in ("en", "tr", "ru", "de"):
        weekdays_before(text, lang, day)
        assert all(d.days(day.year) is None or d.days(day.year) for d in named_days(text, lang))
