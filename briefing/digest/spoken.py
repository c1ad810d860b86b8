"""Stage 4, digest.spoken: Facts -> the few that are shown in the words of their speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from ..types import Article, Citation, Event, Facts, Line, Quotation

AT_MOST = 6  #: quotations of an event
FEWEST = 5  #: words of one; what is shorter is a name or a term, not what somebody said
SAME = 0.7  #: share of common words from which two quotations are one speech
LONGEST = 500  #: characters of one; what is longer is a speech


def spoken(
    facts: Facts,
    event: Event,
    lines: Iterable[Line],
    *,
    lang: str,
    at_most: int = AT_MOST,
) -> tuple[Quotation, ...]:
    """Quotations whose speaker is named, none told in ``lines`` already, speaker by speaker.

    One that reports word differently stands among the differences, and not here
    too. Of two wordings of one speech the first. Those in ``lang`` (others only where
    it has none); those of the event's people before other names; of each speaker
    one before a second of anybody; among equals the order of the articles and of
    their text. A reprint repeats its origin's. "A neighbour", whom nobody could
    ask, is no name. Speakers are one where the last words of their names are.
    """
    articles = {a.id: a for a in event.articles}
    told = [c for line in lines for c in line.citations]
    versions = [v for d in facts.differences if d.kind == "quotation" for v in d.variants]
    told += [_within(c, v.text) for v in versions for c in v.citations]
    seen = [set(_words(v.text)) for v in versions]
    ready = []
    for said in facts.quotations:
        article, words = articles[said.quote.article], _words(said.quote.quote)
        stock = set(words)
        said = _without_comma(said, article)
        if not said.named or article.reprint_of or len(said.quote.quote) > LONGEST:
            continue
        if not _is_name(said.speaker) or not _whole(said.quote.quote):
            continue
        if len(words) < FEWEST or _told(said.quote, told):
            continue
        if any(len(stock & s) >= SAME * len(stock | s) for s in seen):
            continue
        seen.append(stock)
        ready.append(said)
    own = [q for q in ready if articles[q.quote.article].lang == lang]
    persons = {_last(n) for p in facts.people if p.kind == "person" for n in (p.name, *p.also)}
    turns: Counter[str] = Counter()
    ranked = []
    for place, said in enumerate(own or ready):
        who = _last(said.speaker)
        ranked.append((who not in persons, turns[who], place, said))
        turns[who] += 1
    chosen = sorted(ranked, key=lambda r: r[:3])[:at_most]
    first = {_last(q.speaker): r for *r, q in reversed(chosen)}
    return tuple(q for *r, q in sorted(chosen, key=lambda r: (first[_last(r[3].speaker)], r[2])))


def _without_comma(said: Quotation, article: Article) -> Quotation:
    """Without the comma that belongs to the sentence around: “We wait,” he said."""
    start = said.quote.start
    end = start + len(said.quote.quote.rstrip(" ,،、"))
    return replace(said, quote=article.quote(start, end)) if start < end else said


def _within(citation: Citation, text: str) -> Citation:
    """The part of a citation that is ``text``, which stands in it."""
    start = citation.start + citation.quote.index(text)
    return Citation(citation.article, start, start + len(text), text)


def _told(quote: Citation, told: Iterable[Citation]) -> bool:
    """Whether most of a quotation stands in a statement."""
    common = (
        min(quote.end, c.end) - max(quote.start, c.start)
        for c in told
        if c.article == quote.article
    )
    return any(2 * shared > quote.end - quote.start for shared in common)


def _last(name: str) -> str:
    return name.split()[-1].casefold()


def _is_name(speaker: str) -> bool:
    """Whether a capital stands in it, where the script has any."""
    return speaker != speaker.lower() or speaker == speaker.upper()


def _whole(quote: str) -> bool:
    """Whether its brackets close: what an editor cut into begins amid one."""
    return all(quote.count(a) == quote.count(b) for a, b in ("()", "[]"))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()
