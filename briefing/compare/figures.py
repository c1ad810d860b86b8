"""Stage 4, compare.figures: Event -> key figures: numbers with what they count.

Numbers are compared by value, unit and the stem of what they count, mapped to
one language, so that "2,500 experts" and «2500 специалистов» are one figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from ..types import Article, Event, Figure
from .figures_found import SPANS, Quantity, is_figure, quantities
from .figures_heads import headed
from .figures_measured import measured

Mention = tuple[Article, Quantity]


def figures(
    event: Event,
    *,
    lang: str,
    at_most: int = 5,
    stated: Mapping[str, Sequence[Quantity]] | None = None,
) -> tuple[Figure, ...]:
    """Key figures, told in ``lang`` where any article does: most independent reports first.

    Reprints count once. Among equals those that count things or measure them
    lead, before bare measures and spans of time, before bare measures that no
    word says anything of; then those that stand early. The order of the articles
    does not matter. ``stated``: the quantities of each article by its id, where
    they have been read already.
    """
    by_value: dict[tuple[float, str], list[Mention]] = defaultdict(list)
    for article in event.articles:
        for quantity in filter(is_figure, stated[article.id] if stated else quantities(article)):
            by_value[quantity.value, quantity.unit].append((article, quantity))
    ranked = []
    for mentions in by_value.values():
        for group in _groups(mentions):
            origins = {a.reprint_of or a.id for a, _ in group}
            order = sorted(group, key=lambda m: _rank(m, lang))
            best = _figure(order)
            early = min(q.start for _, q in group)
            said = best.counts or best.measures
            aside = (not best.counts or best.unit in SPANS) + (not said)
            rank = (-len(origins), aside, early, best.normal, best.citations[0].article)
            ranked.append((rank, best))
    return tuple(figure for _, figure in sorted(ranked, key=lambda r: r[0])[:at_most])


def _rank(mention: Mention, lang: str) -> tuple[bool, bool, bool, int, str]:
    """The mention that tells the figure comes first."""
    article, quantity = mention
    bare = quantity.counts[0] == quantity.counts[1]
    return article.lang != lang, bool(article.reprint_of), bare, quantity.start, article.id


def _figure(order: list[Mention]) -> Figure:
    article, best = order[0]
    spans: dict[str, Mention] = {}
    for one in order:
        spans.setdefault(one[0].id, one)
    others = sorted((id, m) for id, m in spans.items() if id != article.id)
    cited = [order[0], *(m for _, m in others)]
    sentence = article.text[best.sentence.start : best.sentence.end]
    around = None
    if best.counts[0] == best.counts[1]:
        base = best.sentence.start
        head = None if best.unit else headed(sentence, best.number - base, article.lang)
        around = (
            (head.start, head.end)
            if head
            else measured(sentence, best.start - base, best.end - base, article.lang)
        )
    return Figure(
        article.text[best.start : best.end],
        best.unit,
        article.text[best.counts[0] : best.counts[1]],
        sentence[slice(*around)] if around else "",
        best.normal,
        tuple(a.quote(q.sentence.start, q.sentence.end) for a, q in cited),
    )


def _groups(mentions: list[Mention]) -> list[list[Mention]]:
    """Mentions of one value and unit, parted by what they count.

    The same noun is the same figure. A noun of another language is the same
    one where one of its translations or its sound is, else where the value is
    telling: one counts "experts", the other «участников». A measure
    without a noun joins the only group there is.
    """
    named: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        named[mention[1].key].append(mention)
    bare = named.pop("", [])
    groups = [named[key] for key in sorted(named)]
    for one_figure in (_share_a_key, _is_telling):
        groups = _joined(groups, one_figure)
    if bare and len(groups) == 1:
        groups[0] += bare
    elif bare:
        groups.append(bare)
    return groups


def _joined(
    groups: list[list[Mention]], one_figure: Callable[[list[Mention], list[Mention]], bool]
) -> list[list[Mention]]:
    """Each group with the first before it that is in other languages and the same figure."""
    kept: list[list[Mention]] = []
    for group in groups:
        langs = {a.lang for a, _ in group}
        for other in kept:
            if langs.isdisjoint(a.lang for a, _ in other) and one_figure(other, group):
                other += group
                break
        else:
            kept.append(group)
    return kept


def _share_a_key(one: list[Mention], two: list[Mention]) -> bool:
    keys = {k for _, q in one for k in q.also}
    return any(k in keys for _, q in two for k in q.also)


def _is_telling(one: list[Mention], two: list[Mention]) -> bool:
    """Whether the value alone says which figure it is: "2,500", "53%", "7%", not "100%" or "20"."""
    value, unit = one[0][1].value, one[0][1].unit
    digits = f"{value:.15g}".split("e")[0].replace(".", "").strip("0")
    if unit:
        return len(digits) >= 2 or (digits not in ("1", "5") and (value < 10 or value >= 1000))
    return len(digits) >= 2 and value >= 100
