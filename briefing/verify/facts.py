"""Verify, facts: figures, quotations, differences, people -> what of an event's does not hold.

``members`` are the articles of the event, by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..anchors import has_unit
from ..document import stands
from .spans import Part, citations, cut, inside, one_an_article, place, repeats


def facts(event: Part, members: dict[str, Part]) -> Iterator[str]:
    """What does not hold, one sentence each."""
    origins = sum(a["reprint_of"] is None for a in members.values())
    if event["origins"] != origins:
        yield f"says {event['origins']} origins, and has {origins}"
    for number, figure in enumerate(event["key_figures"], 1):
        for said in (*citations(figure, members), *_figure(figure), *one_an_article(figure)):
            yield f"key figure {number}: {said}"
    for number, quotation in enumerate(event["quotations"], 1):
        for said in _quotation(quotation, members):
            yield f"quotation {number}: {said}"
    for number, difference in enumerate(event["differences"], 1):
        for said in _difference(difference, members):
            yield f"difference {number}: {said}"
    for number, party in enumerate(event["people"], 1):
        for said in (*citations(party, members), *one_an_article(party), *_party(party, members)):
            yield f"{party['kind']} {number}: {said}"
    said_at = [(q["quoted"]["article"], *place(q["quoted"])) for q in event["quotations"]]
    named = [(p["kind"], p["name"]) for p in event["people"]]
    if any(map(repeats, (event["key_figures"], event["differences"], said_at, named))):
        yield "says the same twice"


def _figure(figure: Part) -> Iterator[str]:
    """A number is not the tail of a longer one, and what it counts follows it.

    What it measures stands in its sentence; a unit is written with the number.
    """
    said = re.escape(figure["value"]) + r"\s*" + re.escape(figure["counts"])
    ends = r"(?!\w)" if figure["counts"] else r"(?!\d)"
    whole = re.compile(rf"(?<!\d)(?<!\d[.,]){said}{ends}")
    if not all(whole.search(c["quote"]) for c in figure["citations"][:1]):
        yield f"{figure['value']} {figure['counts']} is not in the sentence it cites"
    measures, first = figure["measures"], figure["citations"][:1]
    if measures and (figure["counts"] or not any(stands(measures, c["quote"]) for c in first)):
        yield f"{measures!r} is not what its sentence says it measures"
    if figure["unit"] and not has_unit(figure["value"], figure["unit"], figure["lang"]):
        yield f"its value is not written in {figure['unit']!r}"


def _quotation(quotation: Part, members: dict[str, Part]) -> Iterator[str]:
    yield from citations(quotation, members, None)
    cited = quotation["citations"]
    for key, text, where in (("quoted", "quote", cited[:1]), ("named", "speaker", cited)):
        span = quotation[key]
        article = members.get(span["article"])
        if article is None or cut(article, span) != quotation[text]:
            yield f"its {text} does not stand at its place"
        if not any(inside(span, c) for c in where):
            yield f"its {text} is not in the sentences it cites"
    within = [c for c in cited if inside(quotation["named"], c)]
    if len(cited) > 2 or (len(cited) == 2 and within != cited[1:]):
        yield "cites more than its own sentences and its speaker's"


def _difference(difference: Part, members: dict[str, Part]) -> Iterator[str]:
    variants, origins = difference["variants"], set()
    for number, variant in enumerate(variants, 1):
        for said in citations(variant, members, None):
            yield f"variant {number}: {said}"
        for citation in variant["citations"]:
            article = members.get(citation["article"], {})
            origins.add(article.get("reprint_of") or citation["article"])
            if not stands(variant["text"], citation["quote"]):
                yield f"variant {number}: is not in the sentence it cites"
    if len(variants) < 2 or len(origins) < 2 or repeats([v["text"] for v in variants]):
        yield "is no difference between two reports of their own"
    if not any(stands(difference["point"], c["quote"]) for c in _first(variants)):
        yield "its point is not in the first sentence it cites"


def _first(variants: list[Part]) -> list[Part]:
    return variants[0]["citations"][:1] if variants else []


def _party(party: Part, members: dict[str, Part]) -> Iterator[str]:
    if not any(stands(party["name"], c["quote"]) for c in party["citations"][:1]):
        yield "its name is not in the first sentence it cites"
    forms = [party["name"], *party["also"]]
    if repeats(forms):
        yield "has a name twice"
    if len(party["also"]) != len(party["also_langs"]):
        yield "has not one language for each further form"
    for form, lang in zip(party["also"], party["also_langs"], strict=False):
        told = [p["text"] for a in members.values() if a["lang"] == lang for p in a["passages"]]
        if not any(stands(form, text) for text in told):
            yield f"{form!r} is in no passage of the event in {lang!r}"
