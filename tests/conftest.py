"""Briefs that several tests look at, each made once."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from briefing import app, document, pipeline
from briefing.settings import Section
from briefing.types import Edition, Raw, Rejected

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared" / "seeds"

EN = [
    "The council of {town} approved a new {thing} on Monday after a debate of {hours} hours.",
    "The {thing} will cost {cost} million crowns and is to open in {town} in two years.",
    "Some {people} people had signed a letter that asked the council of {town} for the {thing}.",
    "Mayor {name} called the decision on the {thing} a good one for everybody in {town}.",
    "Builders from {town} start work on the {thing} in April, the town hall said.",
]
RU = [
    "Совет города {town} утвердил в понедельник строительство: {thing} появится через два года.",
    "На {thing} потратят {cost} млн крон, сообщили в мэрии города {town}.",
    "Письмо с просьбой построить {thing} подписали {people} человек.",
    "Мэр {name} назвал решение о строительстве хорошим для жителей города {town}.",
]
TOWNS = ["Elmford", "Vistaport", "Karsholm", "Dunmere", "Oakhaven", "Ravensund"]
THINGS = ["harbour", "library", "tramway", "hospital", "museum", "stadium"]
NAMES = ["Alma Reed", "Otto Brandt", "Nina Orlova", "Idris Khan", "Lena Holm", "Tom Vale"]


def generated(number: int = 6, seed: int = 1) -> list[Raw | Rejected]:
    """Documents about ``number`` events: two languages, reprints, dates, links, rubbish."""
    chance, found = Random(seed), []
    for k in range(number):
        words = {
            "town": TOWNS[k % 6] + ("" if k < 6 else f" {k}"),
            "thing": THINGS[k % 6],
            "name": NAMES[k % 6],
            "hours": chance.randint(3, 9),
            "people": chance.randint(1100, 9900),
            "cost": f"{chance.randint(3, 90)}",
        }
        day = date(2025, 11, 3) + timedelta(days=k)
        texts = {"en": [s.format(**words) for s in EN], "ru": [s.format(**words) for s in RU]}
        shuffled = [
            texts["en"][0],
            *chance.sample(texts["en"][1:], 3),
            "Nobody else had a comment to make.",
        ]
        url = f"https://crier.example/{k}?a=1&b=2"
        title = f"{words['town']} gets its {words['thing']}"
        found += [
            Raw(f"wire/{k}-en.txt", "text", " ".join(texts["en"]), title, "Town Crier",
                f"{day}T17:40:00+02:00", url, "en"),
            Raw(f"wire/{k}-more.txt", "text", "\n".join(shuffled), "", "", str(day), "", "en"),
            Raw(f"wire/{k}-ru.txt", "text", "\n".join(texts["ru"]), "", "Вестник", "", "", "ru"),
        ]  # fmt: skip
        if k % 2:
            found.append(
                Raw(f"wire/{k}-again.txt", "text", " ".join(texts["en"]), "Repeated", "Echo")
            )
    return [
        *found,
        Raw("wire/short.txt", "text", "Two words"),
        Rejected("x.json", "read", "broken"),
    ]


FERRY = {
    "Harbour Post": "The Ravensund Port Authority (RPA) reported a fire on the ferry Aurora on "
    "Monday evening. A total of 214 passengers were rescued, harbour master Ingrid Solheim said. "
    "“We will not let this ship leave the harbour again before every door is tested,” Solheim "
    "told reporters. The fire was put out on 3 November 2025, and nobody was badly hurt.",
    "Coast Daily": "A ferry burned off Ravensund, and its crew brought everybody ashore. A total "
    "of 240 passengers were rescued, the Ravensund Port Authority said. “We will not let this "
    "ship sail from the harbour again before every door is tested,” Ingrid Solheim said on "
    "Tuesday. “My children were on the upper deck and I could not find them,” said Otto Brandt, "
    "a teacher from Karsholm.",
    "Вестник гавани": "На пароме «Аврора» у Рэвенсунда вечером в понедельник начался пожар. "
    "Спасены 214 пассажиров, сообщила начальник порта Ингрид Сульхейм. «Мы не выпустим это судно "
    "из гавани, пока не проверим каждую дверь», — сказала Сульхейм.",
}


def ferry() -> list[Raw]:
    """One event with people, quotations, a number told in two ways, and a reprint."""
    day = "2025-11-04"
    raws = [
        Raw(f"ferry/{k}.txt", "text", text, "", outlet, day, "", "ru" if k == 2 else "en")
        for k, (outlet, text) in enumerate(FERRY.items())
    ]
    return [*raws, Raw("ferry/3.txt", "text", FERRY["Harbour Post"] + " More later.", "", "Echo")]


SECTIONS = (
    Section("Harbours", keywords=("harbour",)),
    Section("Вокруг книг", keywords=("библиотека", "музей")),
    Section("Empty", people=("Nobody Whosoever",)),
    Section("Elmford & Dunmere", places=("Dunmere",), keywords=("tramway",)),
)
"""Of the generated events and the ferry's; one has none of them."""


@cache
def _text_of(name: str) -> str:
    if name == "generated":
        articles, rejected = pipeline.read(generated())
        edition = Edition(
            method="lead", length=2, since=date(2025, 11, 1), until=date(2025, 11, 30)
        )
    elif name == "sections":
        articles, rejected = pipeline.read([*generated(12), *ferry()])
        edition = Edition(
            sections=SECTIONS, catch_all="Elsewhere", events=9, characters=900, lang="en"
        )
    elif name == "counted":
        articles, rejected = pipeline.read([*generated(9), *ferry()])
        edition = Edition(sections=SECTIONS[:2], rest="counted", outlets=("Вестник",))
    elif name == "ferry":
        articles, rejected = pipeline.read(ferry())
        edition = Edition()
    elif name == "russian":
        articles, rejected = app.read(SEEDS)
        edition = Edition(lang="ru", title="Обзор", length=1)
    else:
        articles, rejected = app.read(SHARED if name == "shared" else SEEDS)
        edition = Edition()
    made = document.from_brief(app.make(articles, rejected, edition=edition), texts="whole")
    return document.to_bytes(made).decode("utf-8")


def brief(name: str) -> dict[str, Any]:
    """A document of its own, to be spoiled: one of ``BRIEFS``."""
    found: dict[str, Any] = json.loads(_text_of(name))
    return found


BRIEFS = ["seeds", "russian", "generated", "ferry", "sections", "counted",
          *(["shared"] if SHARED.is_dir() else [])]  # fmt: skip


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A verb that was called in the process sets how loud our logger is, for the next test too."""
    ours = logging.getLogger("briefing")
    handlers, level = ours.handlers, ours.level
    yield
    ours.handlers = handlers
    ours.setLevel(level)


@pytest.fixture(scope="session")
def sealed_pdf() -> bytes:
    """The PDF of the seeds."""
    return app.FORMATS["pdf"](brief("seeds"))
