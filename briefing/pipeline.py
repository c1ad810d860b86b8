"""The order of the stages, and nothing else: Raw -> ... -> Brief. Pure.

clean      Raw      -> Article | Rejected      each on its own (map)
summarise  Article  -> Summary                 each on its own (map)
features   Article  -> Features                each on its own (map)
cluster    Articles -> Events                  the one that must see all
compare    Event    -> Facts                   each on its own (map)
digest     Event    -> Digest                  each on its own (map)
sections   Events   -> told, in order; named   each on its own (map)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from .clean import clean
from .cluster import cluster, explain, features
from .compare import facts
from .digest import digest, mention
from .sections import arranged, section_of
from .settings import rank
from .summarise import summarise
from .types import (
    Article,
    Brief,
    Digest,
    Edition,
    Event,
    Figure,
    Line,
    Map,
    Raw,
    Rejected,
    Summary,
    Why,
    day_of,
)

BOTTOM_LINE = 5  #: statements of page one, from as many events
BOTTOM_LINE_LEAST = 3  #: ... of fewer events, more than one of the first
KEY_FIGURES = 5
TELLING = 1000  #: a number of something from which two events speak of the same


def read(
    documents: Iterable[Raw | Rejected], *, map: Map = map
) -> tuple[list[Article], list[Rejected]]:
    """Clean every document; what a source already rejected stays rejected.

    Articles come back in order of ``ref``, each with an id of its own.
    """
    items = list(documents)
    raws = [d for d in items if isinstance(d, Raw)]
    results = [*map(clean, raws), *(d for d in items if isinstance(d, Rejected))]
    articles = [r for r in results if isinstance(r, Article)]
    rejected = [r for r in results if isinstance(r, Rejected)]
    return _distinct(articles), sorted(rejected, key=lambda r: (r.ref, r.stage, r.reason))


def _distinct(articles: list[Article]) -> list[Article]:
    """One article an id: equal texts from different places get a number each."""
    seen: Counter[str] = Counter()
    result = []
    for article in sorted(articles, key=lambda a: (a.ref, a.id)):
        seen[article.id] += 1
        count = seen[article.id]
        result.append(article if count == 1 else article.renamed(f"{article.id}-{count}"))
    return result


def make(
    articles: Sequence[Article],
    rejected: Sequence[Rejected] = (),
    *,
    edition: Edition,
    today: date,
    map: Map = map,
) -> Brief:
    """The brief of some articles. ``today`` dates it only where no article does."""
    inside = [a for a in articles if _in_window(a, edition)]
    lang = edition.lang or _usual_language(inside)
    condense = partial(summarise, method=edition.method, length=edition.length)
    summaries: list[Summary] = list(map(condense, inside))
    found = _by_importance(cluster(inside, list(map(features, inside)), preferred=edition.outlets))
    place = partial(section_of, sections=edition.sections, known=(lang,))
    titles = [*(s.title for s in edition.sections), edition.catch_all]
    home = titles.index(edition.catch_all)  # a section may be the one for all else, too
    places = list(map(place, found)) if edition.sections else [-1] * len(found)
    places = [home if p < 0 and home < len(titles) - 1 else p for p in places]
    told, named, out = arranged(
        places, sections=len(edition.sections), most=edition.events, rest=edition.rest
    )
    events = [found[k] for k in told]
    tell = partial(
        digest, lang=lang, statements_at_most=edition.statements,
        characters=edition.characters, preferred=edition.outlets,
    )  # fmt: skip
    digests: list[Digest] = list(map(tell, events, map(partial(facts, lang=lang), events)))
    only = [found[k] for k in named]
    digests += map(partial(mention, lang=lang, preferred=edition.outlets), only)
    known = {a.id: a for a in inside}
    return Brief(
        title=edition.title,
        day=edition.day or _latest_day(inside, events) or today,
        lang=lang,
        edition=edition,
        events=(*events, *only),
        digests=tuple(digests),
        summaries=tuple(summaries),
        bottom_line=_bottom_line(digests, sorted(told)[:BOTTOM_LINE], told, lang, known),
        figures=_key_figures(digests, lang, known),
        rejected=tuple(rejected),
        left_out=len(articles) - len(inside),
        sections=tuple(titles[places[k]] for k in told) if edition.sections else (),
        named=len(only),
        unplaced=(len(out), sum(len(found[k].articles) for k in out)),
    )


def taken(
    articles: Sequence[Article], *, langs: Sequence[str] = (), left_out: Sequence[str] = ()
) -> list[Article]:
    """The articles in one of ``langs`` (all, if there are none) and of no outlet ``left_out``."""
    return [a for a in articles if (not langs or a.lang in langs) and rank(a, left_out) is None]


def events(
    articles: Sequence[Article], *, why: Sequence[int] = (), map: Map = map
) -> tuple[list[Event], Why | None]:
    """The events alone, oldest first; with two indices also why they are, or are not, one."""
    items = list(map(features, articles))
    found = cluster(articles, items)
    return found, explain(articles, items, found, *why) if why else None


def _in_window(article: Article, edition: Edition) -> bool:
    """Whether an article was published in the window; an undated one always is."""
    day = day_of(article.published)
    if day is None:
        return True
    return (edition.since or day) <= day <= (edition.until or day)


def _usual_language(articles: Sequence[Article]) -> str:
    count = Counter(a.lang for a in articles if a.lang != "und")
    return max(count, key=lambda lang: (count[lang], lang == "en", lang), default="en")


def _origins(event: Event) -> int:
    return sum(not a.reprint_of for a in event.articles)


def _by_importance(events: list[Event]) -> list[Event]:
    """Most independent reports first, then the latest, then the most languages."""
    return sorted(
        events,
        key=lambda e: (
            -_origins(e),
            -(e.end.toordinal() if e.end else 0),
            -len({a.lang for a in e.articles}),
            e.id,
        ),
    )


def _latest_day(articles: Sequence[Article], events: Sequence[Event]) -> date | None:
    days = [d for a in articles if (d := day_of(a.published))]
    return max(days or [e.end for e in events if e.end], default=None)


def _bottom_line(
    digests: Sequence[Digest],
    leading: Sequence[int],
    order: Sequence[int],
    lang: str,
    articles: dict[str, Article],
) -> tuple[Line, ...]:
    """The first statement of each leading event, in the brief's language if it has one.

    ``order[k]`` is the rank of event ``k`` by importance, ``leading`` are ranks. In a brief of few
    events the first gives more, up to ``BOTTOM_LINE_LEAST`` in all.
    """
    lines: list[Line] = []
    chosen = [item for item, rank in zip(digests, order, strict=False) if rank in leading]
    for number, item in enumerate(chosen):
        own = [x for x in item.lines if articles[x.citations[0].article].lang == lang]
        more = 0 if number else max(0, BOTTOM_LINE_LEAST - len(chosen))
        lines += (own or list(item.lines))[: 1 + more]
    return tuple(lines)


def _key_figures(
    digests: Sequence[Digest], lang: str, articles: dict[str, Article]
) -> tuple[Figure, ...]:
    """The figures of the most origins, the brief's language and leading events first.

    Only those that say what they count or measure. One figure is one value, unit and thing.
    """
    ranked: dict[str, tuple[tuple[int, bool, int, int], Figure]] = {}
    for number, item in enumerate(digests):
        for place, figure in enumerate(item.facts.figures):
            if not (figure.counts or figure.measures):
                continue
            value = float(figure.normal.split(" ")[0].rstrip("%"))
            known = ranked.get(figure.normal)
            if known and value < TELLING:
                continue  # "3 people" here and there are two facts
            if known:
                cited = tuple(dict.fromkeys([*known[1].citations, *figure.citations]))
                figure, place, number = replace(known[1], citations=cited), *known[0][2:]
            abroad = articles[figure.citations[0].article].lang != lang
            cited_by = (articles[c.article] for c in figure.citations)
            origins = {a.reprint_of or a.id for a in cited_by}
            rank = (-len(origins), abroad, place, number)
            ranked[figure.normal] = (rank, figure)
    leading = sorted(ranked, key=lambda k: (ranked[k][0], k))
    return tuple(ranked[key][1] for key in leading)[:KEY_FIGURES]


__all__ = ["events", "make", "read", "taken"]
