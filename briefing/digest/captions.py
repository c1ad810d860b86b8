"""Stage 4, digest.captions: is a sentence the caption of a picture, or a heading?

Both end with a full stop and stand in the text like sentences, but a caption
tells what a picture shows, and a heading what the next sentence tells.
"""

from __future__ import annotations

import re
from functools import cache

from .. import language
from ..data import entries

FEWEST = 4  #: words of a heading behind its first that are no function words
BEFORE = 14  #: words up to a caption's verb
_ARTICLES = frozenset("a an the some two three four five several".split())
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: What stands behind a caption.
_CREDIT = re.compile(r"\s*\(?(?:Ảnh|Photo|Photos|Фото|Foto|Bild|Fotoğraf|Şəkil)(?: by)?:")
_DATED = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, (?:19|20)\d\d"
)
_WHERE = re.compile(
    r"\b(?:during|outside|past|next to|beside|behind|near|in front of"
    r"|as (?:an?|the|he|she|they|his|her|people|[a-z]+s))\b"
)
_NONE = re.compile(
    r"\b(?:said|says?|told|tells?|was|were|had|has|have|will|would|could|should|did|does|do|may"
    r"|might|can|been|who|which|if|that|because|but|although|according|not|to|\w+n['’]t|I|we|you|your|our)\b"
    r"|[\"“”$%:;?]"
)
_SHOWS = re.compile(r"\b(?:says?|said|believes?|believed) this (?:is|was)\b")  #: what it shows
_PAST = re.compile(
    r"(?<!\ba )(?<!\ban )(?<!\bthe )\b\w{2,}ed (?!to\b|by\b|in\b|at\b|on\b|with\b|from\b)"
)


@cache
def _scenes(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """A sentence with a verb of a scene: any, and those that need no date."""
    lines = entries("scenes", lang)
    if not lines:
        return None
    sure = [line[2:] for line in lines if line.startswith("+ ")]
    every = sure + [line for line in lines if not line.startswith("+ ")]
    patterns = (
        re.compile(rf"\W*[A-Z][^.;:]*? (?:{'|'.join(verbs)})\b(?P<rest>.*)", re.DOTALL)
        for verbs in (every, sure)
    )
    return next(patterns), next(patterns)


def is_caption(text: str, lang: str) -> bool:
    """Whether a sentence tells what a picture shows: "A woman walks past a shop in ..."."""
    scenes = _scenes(lang)
    if _SHOWS.search(text):
        return True
    if scenes is None or _NONE.search(text) or _PAST.search(text):
        return False
    first = _WORDS.search(text)
    if first and first.group().lower() in language.stop_words(lang) - _ARTICLES:
        return False  # "But the guests stand"
    for scene, sign in zip(scenes, (_DATED, _WHERE), strict=True):
        match = scene.match(text)
        if match and sign.search(match["rest"]):
            return len(text[: match.start("rest")].split()) <= BEFORE
    return False


def has_credit(text: str, end: int) -> bool:
    """Whether a picture's credit follows what ends there."""
    return bool(_CREDIT.match(text, end))


def is_heading(text: str, lang: str) -> bool:
    """Whether a sentence is set like a title: "Ship Stops Three Vessels In One Day."."""
    if text == text.upper() != text.lower():
        return len(_WORDS.findall(text)) > FEWEST
    if lang in language.CAPITALISED:
        return False
    stops = language.stop_words(lang)
    found = [w for w in _WORDS.findall(text)[1:] if w.lower() not in stops]
    return len(found) >= FEWEST and all(w[0].isupper() for w in found)
