"""Stage 4, compare.figures: Event -> key figures: numbers with what they count.

Numbers are compared by value and by the stem of what they count, mapped to
one language, so that "2,500 experts" and «2500 специалистов» are one figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from .. import language
from ..anchors import named_days, numbers
from ..data import entries
from ..language.lexicon import translate
from ..language.readable import is_balanced
from ..types import Article, Citation, Event, Figure, Sentence

SMALLEST = 3  #: "two" says too little
MOST_WORDS = {"en": 3}  #: of what is counted; 2 in other languages
#: Where an English noun phrase ends: "300 specialists working", "48 agreements worth".
_VERB = re.compile(r"(?:ing|ed)$|^(?:worth|remain|remains|met|meet|took|take|will|left|died)$")
_WORD = re.compile(r"[\s\xa0]+([^\W\d_][\w’'-]*)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-–—]\s?(?:(?:19|20)?\d\d)(?!\d)")
_LABEL = re.compile(
    r"(?:\b(?:top|топ|nos?|nr|art|sec|room|page|article|section|chapter|ст|п|гл)\.?|№|#|n°)\s?$",
    re.IGNORECASE,
)


def figures(event: Event, *, lang: str, at_most: int = 5) -> tuple[Figure, ...]:
    """Key figures, told in ``lang`` where they can be: most independent reports first."""
    found: dict[str, list[tuple[Article, Figure, int]]] = defaultdict(list)
    known: dict[str, str] = {}  # a figure's own key -> that of the figure it is one with
    for article in event.articles:
        for position, sentence in enumerate(article.sentences):
            for figure in _in_sentence(article, sentence):
                key = known.setdefault(figure.normal, _same_figure(figure, article, found))
                found[key].append((article, figure, position))
    ranked = []
    for group in found.values():
        origins = {a.reprint_of or a.id for a, _, _ in group}
        earliest = min(position for _, _, position in group)
        citations: dict[str, Citation] = {}
        for article, figure, _ in group:
            citations.setdefault(article.id, figure.citations[0])
        order = [(a.lang != lang, bool(a.reprint_of), place, a.id) for a, _, place in group]
        best = group[order.index(min(order))][1]
        merged = Figure(best.value, best.counts, best.normal, _led_by(best, citations))
        ranked.append((-len(origins), earliest, merged.normal, merged))
    return tuple(figure for *_, figure in sorted(ranked, key=lambda r: r[:3])[:at_most])


def _same_figure(
    figure: Figure, article: Article, found: dict[str, list[tuple[Article, Figure, int]]]
) -> str:
    """The key under which this figure is known; a new one if it is not.

    Across languages a telling value (four digits, a percentage) is enough:
    one counts "experts", the other «специалистов».
    """
    if figure.normal in found:
        return figure.normal
    value = figure.normal.split(" ")[0]
    telling = len(value.strip("0.")) >= 2 or value.endswith("%") or len(value) >= 4
    for key, group in found.items():
        abroad = all(a.lang != article.lang for a, _, _ in group)
        if telling and abroad and key.split(" ")[0] == value:
            return key
    return figure.normal


def _led_by(best: Figure, citations: dict[str, Citation]) -> tuple[Citation, ...]:
    first = best.citations[0]
    return (first, *(c for a, c in sorted(citations.items()) if a != first.article))


def _in_sentence(article: Article, sentence: Sentence) -> list[Figure]:
    text = article.text[sentence.start : sentence.end]
    if not is_balanced(text):
        return []
    days = [(d.start, d.end) for d in named_days(text, article.lang)]
    quote = article.quote(sentence.start, sentence.end)
    found = []
    for number in numbers(text, article.lang):
        inside = any(s <= number.start < e for s, e in days)
        years = any(m.start() <= number.start < m.end() for m in _YEARS.finditer(text))
        year = 1900 <= number.value <= 2100 and number.end - number.start == 4
        labelled = _LABEL.search(text[: number.start]) or text[: number.start].endswith(("-", "–"))
        glued = text[number.end : number.end + 1].isalpha()  # "$20MM", "3rd"
        if inside or years or year or labelled or glued or number.value < SMALLEST:
            continue
        start = _sign_start(text, number.start, article.lang)
        counts, key = _counted(text, number.end, article.lang)
        if not key:
            continue  # a number of nothing tells a reader nothing
        found.append(Figure(text[start : number.end], counts, f"{number.key} {key}", (quote,)))
    return found


@cache
def _no_quantities() -> frozenset[str]:
    return frozenset(entries("figures", "not"))


@cache
def _signs() -> re.Pattern[str]:
    listed = sorted(entries("figures", "signs"), key=len, reverse=True)
    joined = "|".join(map(re.escape, listed))
    return re.compile(rf"(?:(?<=\s)|(?<=^)|(?<=[(“«\"]))(?:{joined})[\s\xa0]?$", re.IGNORECASE)


def _sign_start(text: str, start: int, lang: str) -> int:
    match = _signs().search(text[:start])
    return match.start() if match else start


def _counted(text: str, end: int, lang: str) -> tuple[str, str]:
    """What follows a number, verbatim, up to a function word or a mark; and its key."""
    stops, position, kept, key = language.stop_words(lang), end, 0, ""
    while kept < MOST_WORDS.get(lang, 2) and (match := _WORD.match(text, position)):
        word = match[1].lower()
        if not kept and word in _no_quantities():
            return "", ""
        if word in stops or (kept and _VERB.search(word)):
            break
        if match[1][0].isupper() and lang not in language.CAPITALISED:
            if not kept:
                return "", ""  # "205 Ruth Street"
            break
        if not key:
            known = translate(word, lang) if lang != "en" else ()
            key = known[0] if known else language.stem(word, lang)
        position, kept = match.end(1), kept + 1
    return text[end:position].strip(), key
