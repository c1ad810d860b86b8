"""Ground floor, anchors.terms: a passage -> terms in one space for all languages.

``w:`` an English stem (foreign words through the lexicon), ``ru:`` a stem no
lexicon knows (with its language), ``c:`` that word by its sound, ``n:`` a
name by its sound, ``#:`` a number, ``g:`` a country, ``a:`` an acronym.
"""

from __future__ import annotations

import re

from .. import language
from ..language.lexicon import has_lexicon, translate
from .dates import calendar_words
from .names import skeleton
from .numbers import numbers
from .territories import territory

_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n]\s*[\"'“”«»„‘(]*\s*)$")
RANKS = (1.0, 0.5, 0.3)  #: weight of a word's first, second and third translation
SMALLEST = 3  #: numbers below say too little


def count_terms(text: str, lang: str, counts: dict[str, float], weight: float) -> None:
    """Add the weighted terms of a passage to ``counts``."""
    stops, dates = language.stop_words(lang), calendar_words(lang)
    english, mapped = lang == "en", has_lexicon(lang)
    for start, end in language.word_spans(text):
        start += language.elision(text[start:end], lang)
        surface = text[start:end]
        word = surface.lower()
        if word in stops or surface in dates or not word[0].isalpha() or len(word) < 2:
            continue
        capital = surface[0].isupper()
        if capital and len(surface) >= 2 and surface.isupper() and len(surface) <= 6:
            counts["a:" + skeleton(surface, lang)] += weight
        if capital:
            for part in re.split("[-'’]", surface):
                sound = skeleton(part, lang)
                if len(sound) >= 2 and len(part) >= 3:
                    counts["n:" + sound] += weight
            code = territory(surface, lang)
            if code:
                counts["g:" + code] += weight
        if english:
            for part in word.split("-"):
                if part not in stops and len(part) > 1:
                    counts["w:" + language.stem(part, "en")] += weight
            continue
        known: tuple[str, ...] = ()
        opens = capital and _SENTENCE_START.search(text[max(0, start - 6) : start])
        if mapped and (not capital or opens or lang in language.CAPITALISED):
            known = translate(word, lang)
            if not known and "-" in word:
                known = tuple(t for part in word.split("-") for t in translate(part, lang))
        for rank, target in enumerate(known[:3]):
            counts["w:" + target] += weight * RANKS[rank]
        if not known:
            counts[f"{lang}:{language.stem(word, lang)}"] += weight
            if not capital and len(sound := skeleton(word, lang)) >= 4:
                counts["c:" + sound] += weight
    for number in numbers(text, lang):
        if number.value >= SMALLEST:
            counts["#:" + number.key] += weight
