"""Stage 4, compare.bodies_firms: Articles -> companies whose names have no telling word.

"Fiat" and "Disney" look like surnames or towns. They are bodies where a text says so ("rival Boeing",
"the CEO of Disney", "авиакомпания «Победа»": ``firm``, ``whose`` and ``of`` in ``data/people``), the
reports repeat the name, and no person bears it. Names of Latin letters are one over all languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from ..types import Article
from .people_words import CAPITAL, UPPER, kind_of, words_of

LEAST = 2  #: times that the reports of an event name a company; a word of the lexicon, one more
_NAME = rf"[«“\"„]?((?:{CAPITAL}|[{UPPER}]{{2,5}})(?: {CAPITAL}){{0,2}})"
_WORD = re.compile(CAPITAL)
_OPENS = re.compile(r"(?:^|[.!?:\n]\s*[\"“«„]?)$")

Place = tuple[int, int, int]  #: article, and the span in its text


@cache
def _clues(lang: str) -> re.Pattern[str] | None:
    """A telling word beside a name: before it, behind it, or behind it and "of" before it."""
    sets = words_of(lang).sets
    told = [sets.get(kind, (frozenset(), ())) for kind in ("firm", "whose", "of")]
    if not any(e or s for e, s in told):
        return None
    firm, whose, of = (
        "|".join([*map(re.escape, sorted(exact, key=lambda w: (-len(w), w))),
                  *(re.escape(s) + r"\w{0,5}" for s in sorted(stems))]) or "(?!)"
        for exact, stems in told
    )  # fmt: skip
    return re.compile(
        rf"(?<!\w)(?:(?i:{firm})[ \xa0]|(?i:{of})[ \xa0]?){_NAME}(?!\w)"
        rf"|(?<!\w){_NAME}[»”\"]?(?:['’]s|['’]n[ıiuü]n)?[ \xa0,-]{{1,2}}(?i:{whose})(?!\w)"
    )


def firms(articles: Sequence[Article], people: set[str], aside: set[str]) -> dict[str, list[Place]]:
    """Companies -> where they are named; ``people``: words of persons' names, ``aside``: outlets.

    Both in lower case. A name is looked for in the articles of every language that write it.
    """
    told: dict[str, set[int]] = defaultdict(set)
    for k, article in enumerate(articles):
        clues = _clues(article.lang)
        for match in clues.finditer(article.text) if clues else ():
            group = 1 if match[1] else 2
            if name := _trimmed(match[group], article.lang, last=group == 2):
                told[name].add(k)
    found: dict[str, list[Place]] = {}
    for name in sorted(told, key=lambda n: (-len(n), n)):
        lower = name.lower()
        if lower in aside or any(w in people for w in lower.split()):
            continue
        whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        places = [(k, *m.span()) for k, a in enumerate(articles) for m in whole.finditer(a.text)]
        places = [p for p in places if not any(
            p[0] == o[0] and p[1] < o[2] and o[1] < p[2] for own in found.values() for o in own)]  # fmt: skip
        lang = articles[min(told[name])].lang
        common = " " not in name and kind_of(name, lang) != "name"
        inside = [p for p in places if not _OPENS.search(articles[p[0]].text[: p[1]][-4:])]
        if common and re.search(
            rf"(?<!\w){re.escape(lower)}(?!\w)", articles[min(told[name])].text
        ):
            continue  # "Target" where a target is spoken of
        if len(places) >= LEAST + common and inside:
            found[name] = places
    return found


def _trimmed(run: str, lang: str, last: bool) -> str:
    """The name in a run of capitals: up to an office, without what opens the sentence."""
    words = _WORD.findall(run)
    kinds = [kind_of(w, lang) for w in words]
    cut = next((k for k, kind in enumerate(kinds) if kind in ("title", "head")), len(words))
    if last and cut < len(words):
        return ""
    words, kinds = words[:cut], kinds[:cut]
    while len(words) > 1 and kinds[0] == "common" and last:
        words, kinds = words[1:], kinds[1:]
    refused = {"country", "given", "place", "news"}
    table = words_of(lang)
    if not words or refused & set(kinds) or any(table.has("not", w.lower()) for w in words):
        return ""
    return " ".join(words)
