"""The order of the stages, and nothing else: Raw -> ... -> Brief. Pure.

clean      Raw      -> Article | Rejected      each on its own (map)
summarise  Article  -> Summary                 each on its own (map)
features   Article  -> Features                each on its own (map)
cluster    Articles -> Events                  the one that must see all
compare    Event    -> Facts                   each on its own (map)
digest     Event    -> Digest                  each on its own (map)
sections   Events   -> told, in order; named   each on its own (map)

With a ``Past`` what earlier briefs told is left out on the way: articles by ``recall`` before all,
sentences by ``digest.known`` once ``cluster`` has seen which stories go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from .clean import clean, decode
from .cluster import as_event, cluster, continued, explain, features
from .compare import changes, facts
from .digest import Known, digest, heard, known, mention
from .memory import Before, Change, Memory, Past
from .recall import before, unchanged, unread
from .sections import arranged, section_of
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


@dataclass(frozen=True, slots=True)
class _Story:
    """An event on its way, with what earlier briefs have to do with it."""

    event: Event
    before: Before = field(default_factory=Before)
    known: Known = field(default_factory=Known)
    digest: Digest | None = None  #: without a line where there is no news
    changes: tuple[Change, ...] = ()


def make(
    articles: Sequence[Article],
    rejected: Sequence[Rejected] = (),
    *,
    edition: Edition,
    today: date,
    past: Past | None = None,
    map: Map = map,
) -> Brief:
    """The brief of some articles. ``today`` dates it only where no article does.

    With a ``past`` it tells what earlier briefs did not, and may be without events.
    """
    inside = [a for a in articles if _in_window(a, edition)]
    lang = edition.lang or _usual_language(inside, past.lang if past else "")
    fresh = unread(inside, past) if past else inside
    condense = partial(summarise, method=edition.method, length=edition.length)
    summaries: dict[str, Summary] = {s.article: s for s in map(condense, fresh)}
    prefer = edition.outlets
    found = _continued(fresh, past, prefer, map) if past else _new(fresh, prefer, map)
    found.sort(key=lambda s: _importance(s.event))
    stories: list[_Story] = list(map(partial(_told, lang=lang, edition=edition), found))
    news = [s for s in stories if s.digest and s.digest.news]
    titles, places = _places(news, edition, lang, map)
    order, named, out = arranged(
        places, sections=len(edition.sections), most=edition.events, rest=edition.rest
    )
    only = map(partial(_named, lang=lang, prefer=prefer), [news[k] for k in named])
    told = [(s, s.digest) for s in (*(news[k] for k in order), *only) if s.digest]
    events, digests = [s.event for s, _ in told], [d for _, d in told]
    known = {a.id: a for e in events for a in e.articles}
    return Brief(
        title=edition.title,
        day=edition.day or _latest_day(inside, events) or today,
        lang=lang,
        edition=edition,
        events=tuple(events),
        digests=tuple(digests),
        summaries=tuple(
            _unknown(summaries[a.id], s.known) for s, _ in told for a in s.event.articles
        ),
        bottom_line=_bottom_line(digests, sorted(order)[:BOTTOM_LINE], order, lang, known),
        figures=_key_figures(digests, lang, known),
        rejected=tuple(rejected),
        left_out=len(articles) - len(inside),
        memory=_memory(
            past, inside, [s for s, _ in told],
            [s for s in stories if s.event.id not in {news[k].event.id for k in out}],
        ) if past else None,
        sections=tuple(titles[places[k]] for k in order) if edition.sections else (),
        named=len(named),
        unplaced=(len(out), sum(len(news[k].event.articles) for k in out)),
    )  # fmt: skip


def _places(
    stories: list[_Story], edition: Edition, lang: str, map: Map
) -> tuple[list[str], list[int]]:
    """The titles of all sections, the catch-all's last, and the section of each event, -1 there."""
    titles = [*(s.title for s in edition.sections), edition.catch_all]
    if not edition.sections:
        return titles, [-1] * len(stories)
    place = partial(section_of, sections=edition.sections, known=(lang,))
    home = titles.index(edition.catch_all)  # a section may be the one for all else, too
    home = -1 if home == len(edition.sections) else home
    return titles, [home if p < 0 else p for p in map(place, [s.event for s in stories])]


def _named(story: _Story, *, lang: str, prefer: Sequence[str]) -> _Story:
    """With nothing but a headline."""
    return replace(story, digest=mention(story.event, lang=lang, preferred=prefer), changes=())


def _new(articles: list[Article], prefer: Sequence[str], map: Map) -> list[_Story]:
    found = cluster(articles, list(map(features, articles)), preferred=prefer)
    return [_Story(e) for e in found]


def _continued(
    articles: list[Article], past: Past, prefer: Sequence[str], map: Map
) -> list[_Story]:
    """The events, and what is known of them; without the articles of which all is."""
    both = [*articles, *past.articles]
    found = continued(both, list(map(features, both)), [t.articles for t in past.events], prefer)
    befores = [before(past, reports) for _, reports in found]
    look = partial(known, heard=heard(past))
    stories = []
    for (event, _), earlier, old in zip(
        found, befores, map(look, [e for e, _ in found], befores), strict=True
    ):
        news = [a for a in event.articles if a.id not in old.silent]
        if news and len(news) < len(event.articles):
            event = as_event(news, event.start, event.end, prefer)
        stories.append(_Story(event, earlier, old))
    return stories


def _told(story: _Story, *, lang: str, edition: Edition) -> _Story:
    """With its digest and what changed; without a digest where nothing is news."""
    if all(a.id in story.known.silent for a in story.event.articles):
        return story
    event = story.event
    item = digest(
        event,
        facts(event, lang=lang),
        story.known.spans,
        (*(t.headline for t in story.before.told), *(c.quote for c in story.before.said)),
        lang=lang,
        statements_at_most=edition.statements,
        characters=edition.characters,
        preferred=edition.outlets,
    )
    return replace(story, digest=item, changes=changes(event, story.before, lang=lang))


def _unknown(summary: Summary, known: Known) -> Summary:
    """Without the sentences that are no news."""
    kept = (s for s in summary.sentences if (s.article, s.start, s.end) not in known.spans)
    return replace(summary, sentences=tuple(kept))


def _memory(past: Past, inside: list[Article], told: list[_Story], stories: list[_Story]) -> Memory:
    here = {s.event.id for s in told}
    carried = {a.sha256 for s in told for a in s.event.articles}
    return Memory(
        past,
        before=tuple(s.before for s in told),
        changes=tuple(s.changes for s in told),
        unchanged=unchanged(past, [s.before for s in stories if s.event.id not in here]),
        read=len(inside),
        again=sum(a.sha256 not in carried for a in inside),
        repeats=tuple(sorted({a.sha256 for a in inside} - carried - past.hashes)),
        outlets=len({a.outlet or "/".join(a.url.split("/")[:3]) for a in inside}),
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


def _usual_language(articles: Sequence[Article], otherwise: str) -> str:
    count = Counter(a.lang for a in articles if a.lang != "und")
    most = max(count, key=lambda lang: (count[lang], lang == "en", lang), default=otherwise)
    return most or "en"


def _origins(event: Event) -> int:
    return sum(not a.reprint_of for a in event.articles)


def _importance(event: Event) -> tuple[int, int, int, str]:
    """Most independent reports first, then the latest, then the most languages."""
    return (
        -_origins(event),
        -(event.end.toordinal() if event.end else 0),
        -len({a.lang for a in event.articles}),
        event.id,
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


__all__ = ["decode", "events", "make", "read"]
