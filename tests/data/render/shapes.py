"""Briefs of many shapes for the PDF, deterministic and made up: what a day may bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from .factory import (
    article,
    difference,
    document,
    event,
    figure,
    large,
    line,
    party,
    quotation,
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


def _one(*sentences: str, cited: int = 2, headline: str = "", **fields: Any) -> Document:
    """An event of one article."""
    fields = {"outlet": "Town Crier", "published": "2025-11-24", "length": 0} | fields
    a = article(len("".join(sentences)), list(sentences), **fields)
    return event([a], [line((a, n)) for n in range(min(cited, len(sentences)))], headline=headline)


def forty() -> Document:
    """Forty events, on the first page too."""
    return document([
        _one(f"The council of district {n} opened its library.", f"It holds {1200 + n} books.",
             title=f"District {n} opens a library", published=f"2025-11-{10 + n % 14}")
        for n in range(40)
    ])  # fmt: skip


def twelve() -> Document:
    """One event told in twelve languages, two of them right to left."""
    articles = [
        article(n, [text], lang=lang, outlet=f"Outlet {lang}", title=text, published="2025-11-21")
        for n, (lang, text) in enumerate(SAID.items())
    ]
    lines = [line(*((a, 0) for a in articles)), *(line((a, 0)) for a in articles[1:])]
    return document([event(articles, lines)])


def own(lang: str, **fields: Any) -> Document:
    """A brief in one of the languages, with one report in another."""
    text, other = SAID[lang], SAID["ru" if lang == "en" else "en"]
    here = article(1, [text, text[:-1] + " (1)."], lang=lang, outlet="A", published="2025-11-20")
    there = article(2, [other], lang="ru" if lang == "en" else "en", outlet="B")
    lines = [line((here, 0), (there, 0)), line((there, 0)), line((here, 1))]
    return document([event([here, there], lines)], lang=lang, **fields)


def crowded() -> Document:
    """One sentence that thirty articles tell, and what they count, say and name."""
    text = "The dam at Karsholm held, “not one litre came over it,” said Alma Reed of the Board."
    articles = [
        article(n, [text], outlet=f"Outlet {n}", published="2025-11-21", length=1)
        for n in range(30)
    ]
    first = articles[0]
    return document([
        event(
            articles, [line(*((a, 0) for a in articles))],
            figures=[figure("one", "litre", *((a, 0) for a in articles))] * 5,
            quotations=[quotation(a, 0, "not one litre came over it", "Alma Reed")
                        for a in articles[:8]],
            differences=[difference("number", "litres", *((f"{n} litres", a, 0)
                         for n, a in enumerate(articles[:size]))) for size in (2, 3, 9)],
            people=[party(f"Person Number{n} of the Board", "person" if n % 2 else "body",
                          ["Another Name"], (first, 0)) for n in range(120)],
        )
    ])  # fmt: skip


def calendar() -> Document:
    """Articles of twenty years, sixty of them on one day."""
    days = [f"{2005 + n}-06-{1 + n:02}" for n in range(20)] + ["2025-11-27"] * 60
    articles = [
        article(n, [f"Report {n} came in."], published=d, lang=("en", "ru", "zz")[n % 3], length=0)
        for n, d in enumerate(days)
    ]
    return document([event([a], [line((a, 0))]) for a in articles[:4]]
                    + [event(articles[4:], [line((articles[4], 0))])])  # fmt: skip


WORDS = "A" * 400 + " " + "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 12 + "."


def sectioned(*sizes: int, named: int = 3, lang: str = "en") -> Document:
    """A day in sections of so many events, the last ones only named."""
    doc = full(sum(sizes) + named)
    titles = ["The ministry", "Порты и судоходство", "Everything else that was in the papers " * 4]
    made = doc | {"lang": lang, "sections": [], "unplaced": {"events": 4, "articles": 9}}
    told = iter(doc["events"])
    for title, size in zip(titles, sizes, strict=False):
        own = [next(told) for _ in range(size)]
        made["sections"].append({"title": title, "events": [e["id"] for e in own]})
        for one in own:
            one["section"] = title
    for one in told:
        parts = ("digest", "key_figures", "quotations", "differences", "people")
        one |= {"named_only": True} | {part: [] for part in parts}
    return made


SHAPES: dict[str, Callable[[], Document]] = {
    "one sentence": lambda: document([_one("It rained.", published=None, outlet="")]),
    "two events": lambda: full(2),
    "twelve languages": twelve,
    "forty events": forty,
    "reprints": lambda: large(1),
    "crowded": crowded,
    "calendar": calendar,
    "long headline": lambda: document([_one("The council met. " * 24 + "It agreed.")]),
    "longer headline": lambda: document([_one(("Word after word it went on " * 40)[:-1] + ".")]),
    "long words": lambda: document([_one(WORDS, WORDS[200:], title=WORDS, outlet=WORDS[:90])]),
    "long sentence": lambda: document([_one("And so it went, on and on, " * 260 + "to the end.")]),
    "long title of the brief": lambda: document([_one("It rained.")], title="Morning " * 40),
    "long address": lambda: document([_one("It rained.", url="https://a.example/" + "x" * 900)]),
    "no dates": lambda: document([_one("It rained.", published=None), _one("It snowed.")]),
    "no outlets": lambda: document([_one("It rained.", outlet="", title=""), _one("A.", "B.")]),
    "no figures": lambda: document([_one("It rained.", "It stopped.", place="Elmford")]),
    "no bottom line": lambda: document([_one("It rained.")], bottom_line=[]),
    "no statement": lambda: document([_one("It rained.", cited=0)]),
    "nothing but rejected": lambda: document(
        [], rejected=[{"ref": "x" * 200, "stage": "read", "reason": "broken"}] * 40
    ),
    "nothing": lambda: document([]),
    "left out": lambda: document([_one("It rained.")], left_out=41),
    "markup": lambda: document(
        [_one("<script>alert(1)</script> & </style> {{ 1 }} {% raw %}.", "&#0; <!-- ]]> x.")],
        title='"</title><b>',
    ),
    "signs": lambda: document(
        [_one("“A”, «B» – C — D … E’s №5, 5 % of 7 ₼, €8, ₽9, ₴1, ₺2, 3 km², H₂O, α → β.",
              "An office affair: fi ffl, soft\u00adhyphen, no\u00a0break, zero\u200bwidth, tab\t.",
              "Two\nlines and\n\na paragraph, e\u0301 and é, Ə ə İ ı Ş ğ Ö ü.")]
    ),
    "many statements": lambda: document([_one(*(f"It rained {n} times." for n in range(90)),
                                              cited=90)]),
    "sections": lambda: sectioned(1, 4, 9),
    "short sections": lambda: sectioned(1, 2, named=0),
    "sections from right to left": lambda: sectioned(2, 1, lang="ar"),
    "arabic": lambda: own("ar"),
    "hebrew": lambda: own("he", title="תדריך"),
    "right to left abroad": lambda: document([_one(SAID["ar"], lang="ar", title=SAID["ar"]),
                                              _one(SAID["he"], SAID["he"], lang="he")]),
    **{f"in {lang}": lambda lang=lang: own(lang)
       for lang in ("ru", "az", "uk", "tr", "fr", "de", "es", "el", "pl")},
}  # fmt: skip


def cited(doc: Document) -> Iterator[tuple[str, str]]:
    """Every sentence a document cites, with its language."""
    lang = {a["id"]: a["lang"] for a in doc["articles"]}
    for e in doc["events"]:
        for part in (*e["digest"], *e["key_figures"], *e["quotations"], *e["people"]):
            yield from ((c["quote"], lang[c["article"]]) for c in part["citations"])
