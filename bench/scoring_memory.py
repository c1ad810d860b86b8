"""Scores of the memory between briefs; shared by bench/memory and the tests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from scoring_events import to_raw

from briefing import document, pipeline
from briefing.cluster import continued, features
from briefing.digest.candidates import sentences
from briefing.digest.known import _figures
from briefing.digest.twins import Twins
from briefing.memory import Past
from briefing.store import memory
from briefing.types import Article, Edition, Event, day_of

DAYS = 14  #: days back that a brief knows of


def dated(rows: list[dict], map=map) -> tuple[dict[date, list[Article]], dict[str, str]]:
    """The articles of each day, and the gold event of each by its id."""
    found, _ = pipeline.read([to_raw(r) for r in rows if r["date"]], map=map)
    of = {r["id"]: r["cluster"] for r in rows}
    by_day: dict[date, list[Article]] = defaultdict(list)
    for article in found:
        by_day[day_of(article.published)].append(article)
    return dict(sorted(by_day.items())), {a.id: of[a.ref] for a in found}


def stories(by_day: dict[date, list[Article]], gold: dict[str, str], map=map) -> dict[str, float]:
    """Precision and recall of "continuing", a brief a day.

    An event is of the gold event that most of its articles are of. It should go on where an
    earlier day within ``DAYS`` had an article of that; it rightly does where one of the earlier
    events it is said to go on from had.
    """
    terms = {a.id: f for day in by_day.values() for a, f in
             zip(day, map(features, day), strict=True)}  # fmt: skip
    past: dict[date, list[list[Article]]] = {}
    count: Counter[str] = Counter()
    for today, articles in by_day.items():
        old = [e for day, es in past.items() if 0 < (today - day).days <= DAYS for e in es]
        reports = [a for e in old for a in e]
        both = [*articles, *reports]
        past[today] = []
        told = {gold[a.id] for a in reports}
        found = continued(both, [terms[a.id] for a in both], [[a.id for a in e] for e in old])
        for event, before in found:
            past[today].append([a for a in event.articles if not a.reprint_of])
            story = _most(gold[a.id] for a in event.articles)
            ids = {a.id for a in before}
            from_ = [e for e in old if any(a.id in ids for a in e)]
            count["events"] += 1
            count["gold"] += story in told
            count["found"] += bool(from_)
            count["right"] += any(gold[a.id] == story for e in from_ for a in e)
    precision = count["right"] / max(count["found"], 1)
    recall = count["right"] / max(count["gold"], 1)
    return {"events": count["events"], "continuing": count["gold"], "found": count["found"],
            "precision": precision, "recall": recall}  # fmt: skip


def _most(labels: Iterator[str]) -> str:
    found = Counter(labels)
    return min(found, key=lambda label: (-found[label], label))


def briefs(
    by_day: dict[date, list[Article]], *, days: int = DAYS, map=map
) -> Iterator[document.Document]:
    """The documents of a brief a day, each knowing those before it; with ``days`` 0 none does."""
    made: list[tuple[str, document.Document]] = []
    texts = {a.sha256: a.text for day in by_day.values() for a in day}
    for today, articles in by_day.items():
        first = (today - timedelta(days=days)).isoformat()
        near = [m for m in made if m[1]["day"] >= first] if days else []
        past = memory.past(near, texts.__getitem__, dict.fromkeys([id for id, _ in near], ()),
                           profile="", days=days)  # fmt: skip
        brief = pipeline.make(articles, edition=Edition(day=today, title="x"), today=today,
                              past=past if days else None, map=map)  # fmt: skip
        found = document.from_brief(brief)
        made.append((found["seal"][:12], found))
        yield found


def again(documents: list[document.Document], by_day: dict, gold: dict[str, str]) -> dict:
    """How many statements say what an earlier brief told of the same gold event.

    By the measure with which a digest leaves out what it has told, and word for word. One with a
    number that the earlier one has not is no repetition.
    """
    known = {a.id: a for day in by_day.values() for a in day}
    told: dict[str, list] = defaultdict(list)
    count: Counter[str] = Counter()
    for doc in documents:
        new = []
        for event in doc["events"]:
            for line in event["digest"]:
                c = line["citations"][0]
                article = known[c["article"]]
                new.append((gold[article.id], article, c["start"], c["end"]))
        for story, article, start, end in new:
            near = [t for t in told[story] if (_day(doc) - t[0]).days <= DAYS]
            count["statements"] += 1
            count["repeated"] += _repeats(article, start, end, near)
            words = article.text[start:end]
            count["verbatim"] += any(a.text[s:e] == words for _, a, s, e in near)
        for story, article, start, end in new:
            told[story].append((_day(doc), article, start, end))
    return dict(count)


def _day(doc: document.Document) -> date:
    return date.fromisoformat(doc["day"])


def _repeats(article: Article, start: int, end: int, near: list) -> bool:
    if not near:
        return False
    event = Event("", tuple({a.id: a for a in (article, *(n[1] for n in near))}.values()))
    pool = sentences(event)
    twins = Twins(pool)

    def spans(a: Article, s: int, e: int) -> list:
        return [c for c in pool if c.article.id == a.id and s <= c.start and c.end <= e]

    old = [c for _, a, s, e in near for c in spans(a, s, e)]
    return any(
        twins.repeats(c, o) and _figures(c) <= _figures(o)
        for c in spans(article, start, end)
        for o in old
    )


__all__ = ["DAYS", "Past", "again", "briefs", "dated", "stories"]
