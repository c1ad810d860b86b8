"""Stage 4, compare.bodies_firms: Articles -> companies whose names have no telling word.

"Fiat" and "Disney" look like surnames or towns. They are bodies where a text calls them so ("rival
Boeing", "the CEO of Disney", «авиакомпания Red Wings»: ``firm``, ``whose`` and ``of`` in
``data/people``) and names them again, or where they do what companies do (``act``) and are named
often; and where no person bears the name. A name is one in all languages that write it so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from ..types import Article
from .people_words import CAPITAL, UPPER, kind_of, words_of

LEAST = 2  #: times that an event's reports name what one calls a company; a common word, once more
MOST = 30  #: names of an event that are looked for, those most often told first
OFTEN = 4  #: times they name what only acts like one: "Fiat announced"
_NAME = rf"[«“\"„]?((?:{CAPITAL}|[{UPPER}]{{2,5}})(?: {CAPITAL}){{0,2}})"
_WORD = re.compile(CAPITAL)
_OPENS = re.compile(r"(?:^|[.!?:\n]\s*[\"“«„]?)$")
_REFUSED = frozenset(("country", "given", "place", "news"))

Places = list[tuple[int, int, int]]  #: article, and the span in its text


@cache
def _clues(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A telling word before a name, or behind it; and a name that acts."""
    firm, whose, of, act = (_words(lang, kind) for kind in ("firm", "whose", "of", "act"))
    owner = r"[»”\"]?(?:['’]s|['’]n[ıiuü]n)?[ \xa0,-]{1,2}"
    called = (
        rf"(?<!\w)(?i:{firm}|{of})[ \xa0]?{_NAME}(?!\w)|(?<!\w){_NAME}{owner}(?i:{whose})(?!\w)"
    )
    return re.compile(called), re.compile(rf"(?<![\w-])({CAPITAL})[ \xa0](?:{act})(?!\w)")


def _words(lang: str, kind: str) -> str:
    exact, stems = words_of(lang).sets.get(kind, (frozenset(), ()))
    found = sorted([*map(re.escape, exact), *(re.escape(s) + r"\w{0,5}" for s in stems)])
    return "|".join(sorted(found, key=len, reverse=True)) or "(?!)"


def firms(articles: Sequence[Article], people: set[str], aside: set[str]) -> dict[str, Places]:
    """Companies -> where they are named; ``people``: words of persons' names, ``aside``: outlets.

    Both in lower case. No two places overlap; the longer name has them.
    """
    told: dict[str, bool] = {}
    clued: Counter[str] = Counter()
    for article in articles:
        for called, clue in zip((True, False), _clues(article.lang), strict=True):
            for match in clue.finditer(article.text):
                name = _trimmed(match[match.lastindex or 1], article.lang, not match[1])
                if name and not any(w in people for w in name.lower().split()):
                    told[name] = told.get(name, False) or called
                    clued[name] += 1
    found: dict[str, Places] = {}
    taken: set[tuple[int, int]] = set()  # article, character
    likely = sorted(told, key=lambda n: (-clued[n], n))[:MOST]
    for name in sorted(likely, key=lambda n: (-len(n), n)):
        places, least = _places(name, articles), LEAST if told[name] else OFTEN
        places = [p for p in places if (p[0], p[1]) not in taken]
        common = " " not in name and any(kind_of(name, a.lang) != "name" for a in articles)
        lower = re.compile(rf"(?<!\w){re.escape(name.lower())}(?!\w)")
        if name.lower() in aside or (common and any(lower.search(a.text) for a in articles)):
            continue  # "Target" where targets are spoken of
        if len(places) < least + common or (not told[name] and _is_other(name, places, articles)):
            continue
        if any(not _OPENS.search(articles[k].text[max(0, s - 4) : s]) for k, s, _ in places):
            found[name] = places
            taken |= {(k, at) for k, s, e in places for at in range(s, e)}
    return found


def _places(name: str, articles: Sequence[Article]) -> Places:
    whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return [(k, *m.span()) for k, a in enumerate(articles) for m in whole.finditer(a.text)]


def _is_other(name: str, places: Places, articles: Sequence[Article]) -> bool:
    """Whether what only acts is a person with an office, or a place."""
    said = Counter[str]()
    for k, start, _ in places:
        words, before = words_of(articles[k].lang), articles[k].text[max(0, start - 40) : start]
        said["office"] += bool(words.title_before.search(before))
        said["place"] += bool(words.near.search(before))
    return said["office"] > 0 or said["place"] * 4 > len(places)


def _trimmed(run: str, lang: str, behind: bool) -> str:
    """The name in a run of capitals: up to an office, without what opens the sentence."""
    words = [re.sub("['’]s?$", "", w) for w in _WORD.findall(run)]
    kinds = [kind_of(w, lang) for w in words]
    cut = next((k for k, kind in enumerate(kinds) if kind in ("title", "head")), len(words))
    if behind and cut < len(words):
        return ""
    words, kinds = words[:cut], kinds[:cut]
    if _REFUSED & set(kinds) or any(words_of(lang).has("not", w.lower()) for w in words):
        return ""
    return " ".join(words)
