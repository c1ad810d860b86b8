"""Stage 5, sections: Events -> the section of each, by what its reports speak of.

A section is evidenced in a report by its keywords, people and places, in the title and the
opening most, and by who published it. An event goes where its reports say so most; where two
sections are level, to the first. docs/profiles.md tells the rules and how well they do.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from ..settings import Section, rank
from ..types import Article, Event
from .arranged import arranged
from .entries import Index, index_of
from .words import Token, tokens

__all__ = ["arranged", "section_of"]

MOST = 400  #: words of a text that are looked at
HEAD = 12  #: words of a text that stand for the title where there is none
OPENING = 40  #: words of a text that say what it is about
TITLE, EARLY, LATER = 3.0, 2.0, 1.0  #: weight of a mention in title, opening, the rest
PERSON = 1.0  #: more for a person: who is named in the opening takes part
PUBLISHED = 3.0  #: weight of an outlet or a language
#: Mean weight over the reports of one language from which they speak of a section: in the title, or
#: early and again. One mention in passing is no subject.
BELONGS = 2.5
LEVEL = 0.9  #: share of the strongest section's weight with which an earlier one takes the event


def section_of(event: Event, *, sections: Sequence[Section], known: Sequence[str] = ()) -> int:
    """The place of an event's section among ``sections``, -1 if it fits none.

    ``known`` are languages that names and keywords may be in besides those of the reports.
    """
    own = [a for a in event.articles if not a.reprint_of] or list(event.articles)
    langs = tuple(sorted({a.lang for a in own}))
    spoken = tuple(dict.fromkeys((*known, *langs)))
    read = [(a, index_of(tuple(sections), a.lang, spoken), _passages(a)) for a in own]
    people = frozenset().union(*(index.named(text) for _, index, text in read))
    told: dict[str, list[list[float]]] = defaultdict(list)
    for article, index, text in read:
        told[article.lang].append(_weights(index, text, len(sections), people))
    best = [0.0] * len(sections)
    for reports in told.values():
        for k in range(len(sections)):
            best[k] = max(best[k], math.fsum(r[k] for r in reports) / len(reports))
    for k, section in enumerate(sections):
        by = sum(rank(a, section.outlets) is not None or a.lang in section.langs for a in own)
        best[k] += PUBLISHED * by / len(own)
    least = max(BELONGS, LEVEL * max(best, default=0.0))
    return next((k for k, weight in enumerate(best) if weight >= least), -1)


def _passages(article: Article) -> list[tuple[float, list[Token]]]:
    """The words of title, opening and the rest, each with its weight."""
    body = article.text if article.text != article.title else ""
    words = tokens(body, article.lang)
    place = tokens(article.dateline, article.lang) if article.dateline else []
    title = tokens(article.title, article.lang)
    first = 0 if title else HEAD
    return [
        (TITLE, title or words[:first]),
        (TITLE, place),
        (EARLY, words[first:OPENING]),
        (LATER, words[OPENING:MOST]),
    ]


def _weights(
    index: Index, passages: list[tuple[float, list[Token]]], sections: int, people: frozenset[int]
) -> list[float]:
    """How much a report speaks of each section: of each entry its best place, more if repeated."""
    found: Counter[int] = Counter()
    best: dict[int, float] = {}
    for weight, words in passages:
        for entry in index.mentions(words, people):
            if entry < 0:  # a city stands for its country
                entry = ~entry
                found[entry] = max(found[entry], 1)
            else:
                found[entry] += 1
            best[entry] = max(weight, best.get(entry, 0.0))
    total = [0.0] * sections
    for entry, weight in best.items():
        weight += PERSON if entry in index.people else 0.0
        total[index.section[entry]] += weight * (1 + math.log(found[entry]))
    return total
