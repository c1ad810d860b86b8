"""Briefs of many shapes for the PDF, deterministic and made up: what a day may bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from .factory import (
    article,
    babel,
    difference,
    document,
    event,
    figure,
    large,
    line,
    party,
    quotation,
    trilingual,
)

Document = dict[str, Any]

SAID = {
    "en": "The bridge reopened on Friday after nine months of repairs.",
    "ru": "Мост открыли в пятницу после девяти месяцев ремонта.",
    "az": "Körpü doqquz aylıq təmirdən sonra cümə günü açıldı.",
    "uk": "Міст відкрили в пʼятницю після дев’яти місяців ремонту.",
    "tr": "Köprü dokuz aylık onarımın ardından cuma günü açıldı.",
    "fr": "Le pont a rouvert vendredi après neuf mois de travaux.",
    "de": "Die Brücke ist nach neun Monaten Bauzeit seit Freitag wieder offen.",
    "es": "El puente reabrió el viernes tras nueve meses de obras.",
    "el": "Η γέφυρα άνοιξε ξανά την Παρασκευή ύστερα από εννέα μήνες.",
    "pl": "Most otwarto w piątek po dziewięciu miesiącach remontu.",
    "ar": "أعيد فتح الجسر يوم الجمعة بعد تسعة أشهر من الترميم.",
    "he": "הגשר נפתח מחדש ביום שישי לאחר תשעה חודשי שיפוץ.",
}
PLACES = ["Elmford", "Vistaport", "Karsholm", "Dunmere", "Oakhaven", "Ravensund"]
WHAT = ["harbour wall", "library", "tramway", "hospital", "museum", "reservoir", "school"]
WHO = ["Alma Reed", "Otto Brandt", "Nina Orlova", "Idris Khan", "Lena Holm", "Tom Vale"]


def full(events: int, seed: int = 1, days: int = 5) -> Document:
    """A day of ``events``, each with every part: people, words said, a difference, a reprint."""
    chance, made = Random(seed), []
    for n in range(events):
        place, what = chance.choice(PLACES), chance.choice(WHAT)
        first, second = chance.sample(WHO, 2)
        count, cost = chance.randint(1100, 9900), chance.randint(3, 90)
        day = f"2025-11-{20 + n % days}"
        texts = [
            f"The council of {place} approved a new {what} on Monday after a debate of "
            f"{chance.randint(3, 9)} hours in which 41 members spoke.",
            f"The {what} will cost {cost} million crowns and is to open in two years.",
            f"“We have waited {n + 3} years for this {what},” said mayor {first}.",
            f"Some {count:,} people had signed a letter that asked for the {what}.",
            f"Builders from {place} start work in April, the town hall said, if the winter allows.",
            f"{second} of the opposition wanted the old {what} repaired first, at half the price.",
        ]
        title = f"{place} gets its {what}"
        en = article(3 * n, texts, outlet="Town Crier", title=title, published=day, place=place,
                     url=f"https://crier.example/{n}", length=3)  # fmt: skip
        again = article(3 * n + 1, texts, outlet="Echo", title=title, published=day,
                        reprint_of=en["id"])  # fmt: skip
        ru = article(
            3 * n + 2,
            [
                f"Совет города утвердил в понедельник строительство, дело № {n}.",
                f"На него потратят {cost + 2} млн крон, сообщили в мэрии.",
                f"Письмо с просьбой о строительстве подписали {count} человек.",
            ],
            outlet="Вестник гавани", title="Город строит", published=day, lang="ru", length=3,
        )  # fmt: skip
        made.append(
            event(
                [en, again, ru],
                [
                    line((en, 0), (ru, 0)),
                    line((en, 1)),
                    line((en, 3), (ru, 2)),
                    line((en, 4)),
                    line((en, 5)),
                ],
                figures=[figure(f"{count:,}", "people", (en, 3))],
                quotations=[
                    quotation(en, 2, f"We have waited {n + 3} years for this {what}", first)
                ],
                differences=[
                    difference(
                        "number",
                        "million crowns",
                        (f"{cost} million crowns", en, 1),
                        (f"{cost + 2} млн крон", ru, 1),
                    )
                ],
                people=[
                    party(first, "person", [], (en, 2)),
                    party(second, "person", [], (en, 5)),
                ],
            )
        )
    return document(made)
