"""Stage 4, compare: Event -> Facts: what its reports have in common and where they differ."""

from __future__ import annotations

import re
from dataclasses import replace

from ..types import Article, Citation, Difference, Event, Facts, Party, Quotation
from .changes import changes
from .differences import differences
from .figures import figures
from .figures_found import quantities
from .people import parties
from .quotations import quotations

__all__ = ["changes", "differences", "facts", "figures", "parties", "quotations"]

DIFFERENCES = 5  #: of an event, at most
PEOPLE = 10  #: of an event, at most
PERSONS = 8  #: of them, so that bodies have room


def facts(event: Event, *, lang: str) -> Facts:
    """The facts of an event, told in ``lang`` where any article does.

    All quotations, of which ``digest`` chooses; of the others those shown. Every
    citation is of whole sentences, and the first one of a party carries its name.
    """
    articles = {a.id: a for a in event.articles}
    found = [p for party in parties(event, lang) if (p := _cited(party, articles))]
    home = [p for p in found if articles[p.citations[0].article].lang == lang]
    if any(a.lang == lang for a in event.articles):  # a body only others name stays theirs
        found = [p for p in found if p.kind == "person" or p in home]
    stated = {a.id: quantities(a, lone=True) for a in event.articles}
    return Facts(
        figures(event, lang=lang, stated=stated),
        tuple(s for q in quotations(event) if (s := _said(q, articles[q.quote.article]))),
        tuple(d for d in differences(event, stated) if _holds(d, articles))[:DIFFERENCES],
        _few(found),
        sum(not a.reprint_of for a in event.articles),
    )


def _said(said: Quotation, article: Article) -> Quotation | None:
    """With whole sentences as its context."""
    start = min(said.context.start, said.quote.start)
    end = max(said.context.end, said.quote.end)
    context = article.around(start, end)
    return replace(said, context=context) if context else None


def _holds(difference: Difference, articles: dict[str, Article]) -> bool:
    """Whether two variants are of different origins."""
    told = [
        {articles[c.article].reprint_of or c.article for c in v.citations}
        for v in difference.variants
    ]
    return len(set().union(*told)) > 1


def _cited(party: Party, articles: dict[str, Article]) -> Party | None:
    """With whole sentences for its names, one an article, that which has ``name`` first."""
    found: list[Citation] = []
    for citation in party.citations:
        sentence = articles[citation.article].around(citation.start, citation.end)
        if sentence and sentence not in found:
            found.append(sentence)
    name = re.compile(rf"(?<!\w){re.escape(party.name)}(?!\w)")
    lead = next((c for c in found if name.search(c.quote)), None) or _first(name, articles)
    if not lead:
        return None
    others = sorted((c for c in found if c.article != lead.article), key=lambda c: c.article)
    return replace(party, citations=(lead, *others))


def _first(name: re.Pattern[str], articles: dict[str, Article]) -> Citation | None:
    """The first sentence with a name, where each article's fullest form is another."""
    for article in articles.values():
        for match in name.finditer(article.text):
            if sentence := article.around(*match.span()):
                return sentence
    return None


def _few(people: list[Party]) -> tuple[Party, ...]:
    """The leading ones, persons and bodies each in their order."""
    persons = [p for p in people if p.kind == "person"][:PERSONS]
    return tuple([p for p in people if p.kind == "body" or p in persons][:PEOPLE])
