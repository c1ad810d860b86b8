"""Documents for the tests of the rendering room, of the shape ``document.py`` writes."""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import Any

from briefing.document import SCHEMA, seal

Document = dict[str, Any]


def article(number: int, sentences: list[str], **fields: Any) -> Document:
    """An article whose text is its sentences, a blank between them."""
    text = " ".join(sentences)
    digest = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
    spans, at = [], 0
    for s in sentences:
        spans.append({"start": at, "end": at + len(s), "text": s})
        at += len(s) + 1
    known = {
        "id": digest[:16],
        "ref": f"news/{number:03}.txt",
        "outlet": "",
        "title": "",
        "byline": "",
        "place": "",
        "published": None,
        "lang": "en",
        "url": "",
        "event": "",
        "reprint_of": None,
        "summary": spans[: fields.pop("length", 2)],
        "sha256": digest,
        "passages": [s | {"in_quotation": False} for s in spans],
        "text": text,
    }
    return known | fields | {"_spans": spans}


def cite(article: Document, sentence: int) -> Document:
    """The citation of one of its sentences."""
    span = article["_spans"][sentence]
    return {
        "article": article["id"],
        "start": span["start"],
        "end": span["end"],
        "quote": span["text"],
    }


def line(*citations: tuple[Document, int]) -> Document:
    """A statement: the first sentence, and the others that say the same."""
    cited = [cite(a, n) for a, n in citations]
    return {"text": cited[0]["quote"], "lang": citations[0][0]["lang"], "citations": cited}


def figure(value: str, counts: str, *citations: tuple[Document, int]) -> Document:
    """A number and what it counts."""
    lang = citations[0][0]["lang"]
    return {
        "value": value,
        "unit": "",
        "counts": counts,
        "measures": "",
        "lang": lang,
        "citations": [cite(a, n) for a, n in citations],
    }


def quotation(article: Document, sentence: int, quote: str, speaker: str) -> Document:
    """Words of a sentence, and who said them, named in the same sentence."""
    cited = cite(article, sentence)

    def place(words: str) -> Document:
        start = cited["start"] + cited["quote"].index(words)
        return {"article": article["id"], "start": start, "end": start + len(words)}

    return {
        "speaker": speaker,
        "quote": quote,
        "lang": article["lang"],
        "quoted": place(quote),
        "named": place(speaker),
        "citations": [cited],
    }


def difference(kind: str, point: str, *variants: tuple[str, Document, int]) -> Document:
    """Versions of a fact: the words, the article and its sentence."""
    return {
        "kind": kind,
        "point": point,
        "variants": [
            {"text": text, "lang": a["lang"], "citations": [cite(a, n)]} for text, a, n in variants
        ],
    }


def party(name: str, kind: str, also: list[str], *citations: tuple[Document, int]) -> Document:
    """A person or a body, and the sentences that name it."""
    cited = [cite(a, n) for a, n in citations]
    langs = [citations[-1][0]["lang"]] * len(also)
    return {"name": name, "kind": kind, "also": also, "also_langs": langs, "citations": cited}


def event(
    articles: list[Document],
    digest: list[Document],
    *,
    headline: str = "",
    figures: list[Document] | None = None,
    quotations: list[Document] | None = None,
    differences: list[Document] | None = None,
    people: list[Document] | None = None,
) -> Document:
    """Articles about one thing; the headline is a title, or cut from a sentence or title."""
    id = "e" + articles[0]["id"]
    for a in articles:
        a["event"] = id
    days = sorted(a["published"][:10] for a in articles if a["published"])
    first = articles[0]
    headline = headline or first["title"] or first["_spans"][0]["text"]
    field = "title" if headline in first["title"] else "text"
    start = first[field].index(headline)
    whole = {first["title"], *(s["text"] for s in first["_spans"])}
    return {
        "id": id,
        "headline": headline,
        "headline_source": {
            "article": first["id"],
            "field": field,
            "start": start,
            "end": start + len(headline),
            "derived": headline not in whole,
        },
        "start": days[0] if days else None,
        "end": days[-1] if days else None,
        "articles": [a["id"] for a in articles],
        "origins": sum(a["reprint_of"] is None for a in articles),
        "digest": digest,
        "key_figures": figures or [],
        "quotations": quotations or [],
        "differences": differences or [],
        "people": people or [],
        "_articles": articles,
    }


def document(events: list[Document], **fields: Any) -> Document:
    """A whole document, sealed."""
    articles = chain.from_iterable(e["_articles"] for e in events)
    made: Document = {
        "schema": SCHEMA,
        "title": "Daily briefing",
        "day": "2025-11-28",
        "lang": "en",
        "method": "central",
        "length": 3,
        "window": {"since": None, "until": None, "left_out": fields.pop("left_out", 0)},
        "bottom_line": [e["digest"][0] for e in events[:3] if e["digest"]],
        "key_figures": list(chain.from_iterable(e["key_figures"] for e in events[:4])),
        "events": [_public(e) for e in events],
        "articles": [_public(a) for a in articles],
        "rejected": [],
    }
    made |= fields
    return made | {"seal": seal(made)}


def _public(value: Document) -> Document:
    return {k: v for k, v in value.items() if not k.startswith("_")}


def trilingual() -> Document:
    """Three events in English, Russian and Azerbaijani; one article without date or outlet."""
    ferry_en = article(
        1,
        [
            "The first electric ferry between Baku and Turkmenbashi left port on Monday with "
            "240 passengers on board.",
            "The crossing takes 11 hours, two hours less than on the diesel ships it replaces.",
            "“We waited nine years for this morning,” said harbour master Leyla Quliyeva.",
            "Tickets cost 45 manats and are sold out until January.",
        ],
        outlet="Caspian Gazette",
        title="Electric ferry opens the Caspian crossing",
        published="2025-11-24T06:30:00Z",
        place="Baku",
        url="https://caspian.example/2025/ferry?id=1&lang=en",
    )
    ferry_ru = article(
        2,
        [
            "В понедельник из Баку в Туркменбашы вышел первый электрический паром, на борту "
            "было 240 пассажиров.",
            "Переход занимает 11 часов — на два часа меньше, чем на прежних дизельных судах.",
            "Порт обещает второй рейс в неделю с марта.",
        ],
        outlet="Вестник порта",
        title="Первый электрический паром вышел из Баку",
        published="2025-11-24",
        lang="ru",
        place="Баку",
        url="https://vestnik.example/новости/паром",
    )
    ferry_az = article(
        3,
        [
            "Bazar ertəsi Bakıdan Türkmənbaşıya ilk elektrik bərəsi 240 sərnişinlə yola düşdü.",
            "Biletlər yanvar ayına qədər satılıb və 45 manata başa gəlir.",
        ],
        outlet="Liman xəbərləri",
        title="İlk elektrik bərəsi yola düşdü",
        published="2025-11-25",
        lang="az",
        place="Bakı",
    )
    water_en = article(
        4,
        [
            "Sheki will replace 62 kilometres of its water mains, the city council decided on "
            "Wednesday by 17 votes to 4.",
            "Work begins in April and should end before the winter of 2027.",
            "Opponents wanted the reservoir repaired first.",
        ],
        outlet="Caspian Gazette",
        title="Sheki votes to replace 62 km of water mains after a summer of shortages",
        published="2025-11-26T17:05:00Z",
        place="Sheki",
        url="https://caspian.example/2025/sheki-water",
    )
    water_az = article(
        5,
        [
            "Şəki şəhər şurası 62 kilometr su xəttinin dəyişdirilməsinə 17 səslə qərar verdi.",
            "Layihənin dəyəri hələ açıqlanmayıb.",
        ],
        outlet="Şəki səsi",
        title="Şəkidə su xətləri yenilənəcək",
        published="2025-11-26",
        lang="az",
    )
    dictionary = article(
        6,
        [
            "A dictionary of the Khinalug language with 9,400 entries can now be read free of "
            "charge.",
            "Its editors recorded 31 speakers in the village over six summers.",
            "The recordings will follow next year.",
        ],
    )
    return document(
        [
            event(
                [ferry_en, ferry_ru, ferry_az],
                [
                    line((ferry_en, 0), (ferry_ru, 0), (ferry_az, 0)),
                    line((ferry_en, 1), (ferry_ru, 1)),
                    line((ferry_en, 3), (ferry_az, 1)),
                    line((ferry_ru, 2)),
                ],
                figures=[
                    figure("240", "passengers on board", (ferry_en, 0)),
                    figure("11", "hours", (ferry_en, 1)),
                ],
                quotations=[
                    quotation(
                        ferry_en, 2, "We waited nine years for this morning", "Leyla Quliyeva"
                    )
                ],
                differences=[
                    difference("number", "hours", ("11", ferry_en, 1), ("11", ferry_ru, 1))
                ],
                people=[
                    party("Leyla Quliyeva", "person", ["Лейла Гулиева"], (ferry_en, 2)),
                    party("Turkmenbashi", "body", [], (ferry_en, 0)),
                ],
            ),
            event(
                [water_en, water_az],
                [line((water_en, 0), (water_az, 0)), line((water_en, 1)), line((water_az, 1))],
                headline="Sheki votes to replace 62 km of water mains",
                figures=[figure("62", "kilometres of its water mains", (water_en, 0))],
            ),
            event(
                [dictionary],
                [line((dictionary, 0)), line((dictionary, 1)), line((dictionary, 2))],
                headline="A dictionary of the Khinalug language",
                figures=[figure("9,400", "entries", (dictionary, 0))],
            ),
        ],
        title="Caspian morning",
        rejected=[
            {"ref": "news/007.txt", "stage": "clean", "reason": "no text of its own: 14 words"},
            {"ref": "feeds/old.xml#12", "stage": "clean", "reason": "the text is cut off"},
        ],
        left_out=3,
    )


def large(events: int = 40, lang: str = "en") -> Document:
    """Many events on few days, with reprints."""
    made = []
    for n in range(events):
        days = f"2025-11-{24 + n % 4}"
        texts = [
            f"The council of district {n} opened its new library on the old market square.",
            f"It holds {1200 + 37 * n:,} books, {300 + n} of them for children under ten.",
            "The building was paid for by a levy on parking and a gift from a former pupil.",
            "Neighbours had asked for a later closing hour, which the council refused.",
        ]
        title = f"District {n} opens a library on the old market square"
        first = article(3 * n, texts, outlet="Town Crier", title=title, published=days)
        same = article(
            3 * n + 1, texts, outlet="Wire", title=title, published=days, reprint_of=first["id"]
        )
        other = article(
            3 * n + 2,
            [
                f"В районе {n} открылась новая библиотека на старой рыночной площади.",
                "Здание построено на сборы за парковку и на дар бывшего ученика.",
            ],
            outlet="Районный листок",
            title=f"Район {n}: новая библиотека",
            published=days,
            lang="ru",
        )
        digest = [
            line((first, 0), (other, 0)),
            line((first, 1)),
            line((first, 3)),
            line((other, 1)),
        ]
        held = figure(f"{1200 + 37 * n:,}", "books", (first, 1))
        made.append(event([first, same, other], digest, figures=[held]))
    return document(made, lang=lang)


def babel() -> Document:
    """Twelve languages, two of them right to left, and words that never end."""
    said = {
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
        "fa": "پل پس از نه ماه تعمیر روز جمعه بازگشایی شد.",
    }
    articles = [
        article(
            n,
            [text, "W" * 300 if lang == "en" else text + " " + text],
            outlet="O" * 90 if lang == "pl" else f"Outlet {lang}",
            lang=lang,
            title=text,
            published="2025-11-21",
            url=f"https://{lang}.example/" + "a" * 200,
            ref="x" * 240,
        )
        for n, (lang, text) in enumerate(said.items())
    ]
    lines = [line(*((a, 0) for a in articles)), *(line((a, 0)) for a in articles[1:])]
    long = ("Very long headlines happen when an outlet puts its whole first paragraph there, " * 6)[
        :400
    ].strip()
    articles[0]["title"] = long
    rejected = [
        {"ref": "r" * 180, "stage": "clean", "reason": "the text is cut off"} for _ in range(200)
    ]
    people = [
        party(f"{'Long' * 40}{n} {'Name ' * 12}".strip(), kind, ["A" * 90, text], (a, 0))
        for n, (a, text) in enumerate(zip(articles, said.values(), strict=True))
        for kind in ("person", "body")[n % 2 :: 2]
    ]
    quotations = [
        quotation(a, 0, text, text.split()[0])
        for a, text in zip(articles, said.values(), strict=True)
    ]
    differences = [
        difference("quotation", "W" * 120, *((text, a, 0) for a, text in pairs[:size]))
        for pairs in [list(zip(articles, said.values(), strict=True))]
        for size in (2, 3, 12)
    ]
    return document(
        [
            event(
                articles,
                lines,
                headline=long,
                people=people,
                quotations=quotations,
                differences=differences,
            )
        ],
        rejected=rejected,
    )
