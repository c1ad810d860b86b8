"""The order of the stages, and nothing else: Raw -> ... -> Brief. Pure.

clean      Raw      -> Article | Rejected      each on its own (map)
summarise  Article  -> Summary                 each on its own (map)
features   Article  -> Features                each on its own (map)
cluster    Articles -> Events                  the one that must see all
compare    Event    -> Facts                   each on its own (map)
digest     Event    -> Digest                  each on its own (map)
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
from .digest import digest
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
    events = _by_importance(cluster(inside, list(map(features, inside))))
    tell = partial(digest, lang=lang, statements_at_most=edition.statements)
    digests: list[Digest] = list(map(tell, events, map(partial(facts, lang=lang), events)))
    known = {a.id: a for a in inside}
    return Brief(
        title=edition.title,
        day=edition.day or _latest_day(inside, events) or today,
        lang=lang,
        edition=edition,
        events=tuple(events),
        digests=tuple(digests),
        summaries=tuple(summaries),
        bottom_line=_bottom_line(digests, lang, known),
        figures=_key_figures(digests, lang, known),
        rejected=tuple(rejected),
        left_out=len(articles) - len(inside),
    )


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
    digests: Sequence[Digest], lang: str, articles: dict[str, Article]
) -> tuple[Line, ...]:
    """The first statement of each leading event, in the brief's language if it has one."""
    lines = []
    for item in digests[:BOTTOM_LINE]:
        own = [x for x in item.lines if articles[x.citations[0].article].lang == lang]
        lines += (own or list(item.lines))[:1]
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


__all__ = ["events", "make", "read"]
