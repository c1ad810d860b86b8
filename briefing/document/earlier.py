"""Ground floor, document.earlier: Memory -> what the document says of earlier briefs."""

from __future__ import annotations

from ..memory import Before, Change, Memory
from ..types import Article, Brief
from .spelling import Document, citation, moment, readable


def story(before: Before, changes: tuple[Change, ...], brief: Brief) -> Document:
    """What earlier briefs told of an event."""
    langs = {a.id: a.lang for a in brief.articles}
    return {
        "status": "continuing" if before.told else "new",
        "since": moment(min((t.since for t in before.told), default=brief.day)),
        "earlier": [
            {"brief": t.brief, "day": moment(t.day), "headline": t.headline, "lang": t.lang}
            for t in before.told
        ],
        "changes": [_change(c, langs) for c in changes],
    }


def _change(change: Change, langs: dict[str, str]) -> Document:
    """The earlier sentence stands here with its source, which is no article of this brief."""
    (then,), source = change.earlier.citations, change.article
    return {
        "point": change.point,
        "text": change.now.text,
        "lang": langs[change.now.citations[0].article],
        "citations": [citation(c) for c in change.now.citations],
        "earlier": {
            "text": change.earlier.text,
            "lang": source.lang,
            "brief": change.brief,
            "day": moment(change.day),
            "passage": {"start": then.start, "end": then.end, "text": then.quote},
            "source": _source(source),
        },
    }


def _source(article: Article) -> Document:
    """An article that this brief does not carry."""
    return {
        "ref": readable(article.ref),
        "outlet": article.outlet,
        "title": article.title,
        "published": moment(article.published),
        "url": article.url,
        "sha256": article.sha256,
    }


def memory(known: Memory) -> Document:
    """What earlier briefs have to do with the brief as a whole."""
    past = known.past
    return {
        "profile": past.profile,
        "days": past.days,
        "earlier": [{"brief": id, "day": moment(day)} for id, day in past.briefs],
        "read": known.read,
        "again": known.again,
        "repeats": list(known.repeats),
        "outlets": known.outlets,
        "sources": past.sources,
        "unchanged": [
            {"brief": t.brief, "day": moment(t.day), "headline": t.headline, "lang": t.lang,
             "since": moment(t.since)}
            for t in known.unchanged
        ],
        "corrected": [
            {"brief": c.brief, "day": moment(c.day), "lang": c.article.lang, **_source(c.article)}
            for c in past.corrected
        ],
    }  # fmt: skip
