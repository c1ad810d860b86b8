"""Ground floor, language: words, stems, stop words, detection, sentence spans.

NLTK (Snowball stemmers), wordfreq and py3langid live here. Nothing is
downloaded: what a library lacks is a plain text file under ``briefing/data``
that a user can extend. A language nobody prepared gets script rules only.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from ..data import entries
from .segment import sentences

__all__ = [
    "UNKNOWN",
    "UNSPACED",
    "detect",
    "elision",
    "frequencies",
    "openers",
    "sentences",
    "stem",
    "stop_words",
    "word_spans",
    "words",
]

UNKNOWN = "und"

SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
}  # fmt: skip
#: Cut to the first letters where no stemmer exists: within 2 % of a full
#: stemmer for Turkish (Can et al. 2008, JASIST 59(3), "F5").
PREFIX = {"az": 5, "tr": 5, "kk": 5, "uz": 5, "ky": 5, "uk": 6, "be": 6, "bg": 6, "sr": 6,
          "pl": 6, "cs": 6, "sk": 6, "sl": 6, "hr": 6, "lt": 6, "lv": 6, "et": 6}  # fmt: skip
SUMY_STOP_WORDS = {
    "ar": "arabic", "cs": "czech", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fr": "french", "he": "hebrew", "it": "italian", "pl": "polish",
    "pt": "portuguese", "sk": "slovak", "sv": "swedish", "uk": "ukrainian",
}  # fmt: skip
#: Languages a newsroom may meet; leaving the tiny ones out of the detector
#: keeps English headlines from being taken for Nigerian Pidgin or Frisian.
DETECTABLE = (
    "af am ar az be bg bn bs ca cs da de el en es et fa fi fr gl gu he hi hr hu hy id is it ja "
    "ka kk km kn ko ky lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr "
    "sv sw ta te th tg tk tl tr tt ug uk ur uz vi zh zu"
).split()
#: A little word that lost its vowel, written together with the next: "l'accordo", "dell'Unione".
ELIDED = {
    "it": re.compile(
        r"(?:[cdlmnstv]|un|gl|(?:de|a|da|ne|su|co|que|be)ll|quest|anch|dov|com|cos|sant|tutt|mezz"
        r"|quand|senz|nessun|ciascun|alcun|buon|grand)['’ʼ](?=\w)",
        re.IGNORECASE,
    ),
}
CAPITALISED = frozenset({"de", "lb"})  #: languages that write every noun with a capital
COMMONEST = 100  #: words taken for function words where no list is known
CONFIDENT = 0.10  #: below it (a word or two, digits) the language is unknown

# "++" and "*+" keep no way back, which nothing needs here.
_WORD = re.compile(r"[^\W_]++(?:['’ʼ-][^\W_]++)*+")
#: The same for lower-case ASCII, faster.
_ASCII_WORD = re.compile(r"[a-z0-9]++(?:['-][a-z0-9]++)*+")
#: ASCII with a blank for all but letters and digits: what it parts are words, three times as fast.
_BLANKED = bytes(k if chr(k).isalnum() else 32 for k in range(128)).ljust(256)
#: Runs of a script that puts no spaces between words.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")


def word_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the words; scripts without spaces give overlapping pairs of characters."""
    if not UNSPACED.search(text):
        return [match.span() for match in _WORD.finditer(text)]
    spans = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if UNSPACED.search(match.group()):
            spans += [(i, i + 2) for i in range(start, end - 1)] or [(start, end)]
        else:
            spans.append((start, end))
    return spans


def words(text: str) -> list[str]:
    """The words of a text in lower case, accents composed (NFC)."""
    lower = text.replace("İ", "i").lower()  # Python adds a dot to its "i", which parts the word
    if lower.isascii():
        if "'" in lower or "-" in lower:
            return _ASCII_WORD.findall(lower)
        return lower.encode().translate(_BLANKED).decode().split()
    lower = unicodedata.normalize("NFC", lower)
    if not UNSPACED.search(lower):
        return _WORD.findall(lower)
    return [lower[s:e] for s, e in word_spans(lower)]


def elision(word: str, lang: str) -> int:
    """Letters of the elided word at the start of another: 5 in "dell'Unione", else 0."""
    found = ELIDED[lang].match(word) if lang in ELIDED else None
    return found.end() if found else 0


def _snowball() -> Any:
    """NLTK's stemmers. Its package asks for SciPy's statistics and does without where there are
    none; they are hidden meanwhile, since they take most of a second and nothing here uses them."""
    hidden = "scipy.stats" not in sys.modules
    if hidden:
        sys.modules["scipy.stats"] = None  # type: ignore[assignment]
    try:
        from nltk.stem.snowball import SnowballStemmer
    finally:
        if hidden:
            del sys.modules["scipy.stats"]
    return SnowballStemmer


@cache
def _stemmer(lang: str) -> Callable[[str], str]:
    if lang in SNOWBALL:
        stem_word: Callable[[str], str] = _snowball()(SNOWBALL[lang]).stem
        return stem_word
    if lang in PREFIX:
        length = PREFIX[lang]
        return lambda word: word[:length]
    return lambda word: word


@lru_cache(maxsize=200_000)
def stem(word: str, lang: str) -> str:
    """The stem of a lower-case word: Snowball where it exists, a prefix where that does."""
    word = word.replace("’", "'").removesuffix("'s") if lang == "en" else word
    word = word[elision(word, lang) :]
    if lang == "ru":
        word = word.replace("ё", "е")
    return _stemmer(lang)(word)


@cache
def stop_words(lang: str) -> frozenset[str]:
    """Function words, lower case: our file, else sumy's list, else wordfreq's commonest 100."""
    own = entries("stopwords", lang)
    if own:
        return frozenset(own)
    if lang in SUMY_STOP_WORDS:
        from sumy.utils import get_stop_words

        return frozenset(get_stop_words(SUMY_STOP_WORDS[lang]))
    table = frequencies(lang)
    return frozenset(sorted(table, key=lambda w: (-table[w], w))[:COMMONEST])


def openers(lang: str) -> tuple[str, ...]:
    """Openings that lean on the sentence before ("he", "moreover"), lower case."""
    return entries("openers", lang)


@cache
def frequencies(lang: str) -> dict[str, float]:
    """Share of running words that each word is (wordfreq); empty for a language it lacks."""
    import wordfreq

    if lang not in wordfreq.available_languages("small"):
        return {}
    found: dict[str, float] = wordfreq.get_frequency_dict(lang, "small")
    return found


@cache
def _identifier() -> Callable[[str], tuple[str, float]]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(DETECTABLE)
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify


def detect(text: str, declared: str = "") -> str:
    """The language of a text (py3langid on its first 3,000 characters), else ``und``.

    What the source declares wins over a guess from a few words; a confident
    guess from a paragraph wins over what the source declares.
    """
    declared = declared.strip().replace("_", "-").split("-")[0].lower()
    declared = declared if declared in DETECTABLE else ""
    lang, confidence = _identifier()(text[:3000])
    if declared and (len(text) < 200 or confidence < 0.9):
        return declared
    return lang if confidence >= CONFIDENT else UNKNOWN
