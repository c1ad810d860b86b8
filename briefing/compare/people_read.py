"""Stage 4, compare.people_read: Article -> mentions of people, each with what speaks for it.

A name is two to four capitalised words that are no office, body, place or word of the lexicon.
Whether it is a person's is told by what stands around it: an office, a verb of speech, an age, a
given name (after the evidence of Mikheev et al. 1999, "Named entity recognition without
gazetteers"). One look is not enough to tell: the event as a whole decides (``compare.people``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..anchors import skeleton
from ..types import Article
from .people_words import CAPITAL, UPPER, Kind, is_common, kind_of, words_of

MOST = 4  #: words of a name
WINDOW = 60  #: characters before a name in which an office is looked for
NEAR = 25  #: characters before it in which a verb or a preposition is
SURE = 4.0  #: evidence that no preposition before a name takes back
ENOUGH = 2.0  #: evidence of a person: one sure sign, or two weak ones

_PARTICLES = ("de|del|della|di|da|dos|do|du|van|von|der|den|ten|ter|bin|ibn|al|el|la|le|y|oğlu|"
              "qızı|ван|фон|де|дер|ди|да|дос|аль|эль|бен|ибн|оглы|кызы|тер")  # fmt: skip
_SPACE = "[ \xa0]"
_TOKEN = rf"{CAPITAL}(?:(?<=\b[{UPPER}])\.|(?<=\b[{UPPER}]\w)\.(?={_SPACE}[{UPPER}])|(?<=\b(?:Rev|Sgt|Gov|Sen|Rep|Gen|Col|Maj|Adm|Mrs|Det|Cpl))\.|(?<=\b(?:Capt|Prof|Insp|dott))\.)?"  # noqa: E501
_RUN = re.compile(
    rf"(?<![\w-]){_TOKEN}(?:(?:{_SPACE}(?:(?:{_PARTICLES}){_SPACE}){{0,2}}|(?<=\.)){_TOKEN})*"
)
_WORDS = re.compile(rf"(?<![\w-]){_TOKEN}")
_GENITIVE = re.compile(r"[’']s?$")
_SENTENCE = re.compile(r"(?:^|[.!?…:;\n]\s*[\"'“”«»„‘(–—-]*\s*)$")
_CLAUSE = re.compile(r"[.!?;:\n()«»“”\"]|,\s")
_PATRONYMIC = re.compile(
    r"(?:ович|евич|ьич|овн|евн|ичн|инична|йович)(?:[аеуыой]|ем|ой)?$|(?:oğlu|qızı)$"
)
_NUMBERED = re.compile(r"(?:I{2,3}|IV|Jr|Sr)\.?$")  #: what may follow a surname
_SILENT = re.compile("(?<=[aeo])w(?=[^aeiouy]|$)")  #: Dowden is Дауден
_INITIAL = re.compile(rf"[{UPPER}]\.$")
_SHOUTED = re.compile(rf"[{UPPER}]{{2}}")  #: an acronym, or a headline
_CYRILLIC = frozenset("ru uk be bg sr mk kk ky".split())
_ROMANCE = frozenset("es fr it pt ca gl ro".split())  #: where "de" joins any two words


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: where, its words, and the evidence that it is a person's."""

    start: int
    end: int
    words: tuple[str, ...]  #: without particles and endings written to them
    evidence: float  #: one of several words; 0 for a single word


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    kind: Kind


def mentions(article: Article) -> list[Mention]:
    """The names in an article's text, of several words or one, in order."""
    text, lang = article.text, article.lang
    found: list[Mention] = []
    for run in _RUN.finditer(text):
        word = run.group()
        if " " not in word and kind_of(word, lang) not in ("name", "given"):
            continue
        tokens = _tokens(text, run.start(), run.end(), lang)
        for first, last in _names(tokens, lang):
            words = tuple(t.word for t in tokens[first : last + 1])
            start, end = tokens[first].start, tokens[last].end
            evidence = _evidence(text, tokens, first, last, lang) if last > first else 0.0
            found.append(Mention(start, end, words, evidence))
    return found


def _tokens(text: str, start: int, end: int, lang: str) -> list[_Token]:
    """The capitalised words of a run; a genitive or an article's first word is kept apart."""
    tokens = []
    ending = words_of(lang).ending
    for match in _WORDS.finditer(text, start, end):
        word = match.group()
        if _NUMBERED.match(word):
            continue
        stem = _GENITIVE.sub("", word)
        if ending.pattern != "(?!)":  # the case is written after an apostrophe: "Erdoğan'ın"
            stem = re.split("[’']", stem)[0]
        kind = kind_of(stem, lang)
        foreign = (lang in _CYRILLIC and stem.isascii()) or stem[-1].isdigit()
        if (kind == "name" and foreign) or (kind in ("name", "given") and _SHOUTED.match(stem)):
            kind = "common"  # an acronym may sound like a given name: ЕБРР
        if kind in ("name", "given") and _SENTENCE.search(text[max(0, start - 6) : match.start()]):
            kind = "common" if is_common(stem.lower(), lang) else kind
        tokens.append(_Token(match.start(), match.start() + len(stem), stem, kind))
        if len(stem) < len(word):  # a genitive ends a name
            tokens.append(_Token(match.end(), match.end(), "", "common"))
    return tokens


def _names(tokens: list[_Token], lang: str) -> list[tuple[int, int]]:
    """First and last word of each name among the words of a run."""
    found = []
    k = 0
    while k < len(tokens):
        if tokens[k].kind not in ("name", "given"):
            k += 1
            continue
        last = k
        while last + 1 < len(tokens) and last - k < MOST and _goes_on(tokens, k, last + 1, lang):
            last += 1
        if last - k == 2 and [t.kind for t in tokens[k : last + 1]] == ["name", "given", "name"]:
            k += 1  # "Самары Иван Петров": the first word is of what stands before
        before = tokens[k - 1].kind if k else None
        after = tokens[last + 1].kind if last + 1 < len(tokens) and tokens[last + 1].word else None
        whole = after not in ("head", "place", "news") and last - k < MOST
        if whole and not (before == "common" and tokens[k - 1].word and k == last):
            found.append((k, last))
        k = last + 1
    return found


def _goes_on(tokens: list[_Token], first: int, k: int, lang: str) -> bool:
    """Whether the word at ``k`` belongs to the name that begins at ``first``."""
    joined = tokens[k].start - tokens[k - 1].end > 1 and lang in _ROMANCE
    if joined and tokens[first].kind != "given":
        return False
    if tokens[k].kind in ("name", "given"):
        return True
    if not tokens[k].word:
        return False
    surname = tokens[k].kind in ("common", "title", "place") and k == len(tokens) - 1
    before = tokens[k - 1]
    named = before.kind == "given" or bool(_PATRONYMIC.search(before.word))
    return surname and named and not tokens[k].word.isupper()


def _evidence(text: str, tokens: list[_Token], first: int, last: int, lang: str) -> float:
    words = words_of(lang)
    start, end = tokens[first].start, tokens[last].end
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    score = 0.0
    if first and tokens[first - 1].kind == "title":
        score += 2
    if tokens[first].kind == "given":
        score += 2
    own = tokens[first : last + 1]
    if any(_PATRONYMIC.search(t.word) or _INITIAL.match(t.word) for t in own):
        score += 2
    if words.age.match(after) or words.title_after.match(after):
        score += 2
    if before.endswith(", ") and words.title_before.search(before[-NEAR:]):
        score += 2
    if score < SURE and (words.verb_after.match(after) or words.verb_before.search(before[-NEAR:])):
        score += 2
    near = bool(words.near.search(before[-NEAR:]))
    if score < SURE and not near and words.office.search(_CLAUSE.split(before)[-1]):
        score += 2
    if near:
        score -= 2
    left = tokens[first - 1] if first else None
    if left and left.kind == "common" and left.word and not left.word.isupper():
        score -= 1.5
    if tokens[last].kind == "place":  # "Melinda Lane"
        score -= 1.5
    return score


def sound_of(words: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """The sounds of a name's words, the surname last, without initials and patronymics."""
    kept = [w for w in words if not _INITIAL.match(w)]
    if len(kept) == 3 and _PATRONYMIC.search(kept[2]):
        kept = [kept[1], kept[0]]
    elif len(kept) >= 3:
        kept = [w for k, w in enumerate(kept) if not (k > 0 and _PATRONYMIC.search(w))]
    ending = words_of(lang).ending
    sounds = []
    for word in kept:
        plain = re.sub(r"^(\w{1,2})[’'](?=\w)", r"\1", word)
        plain = _SILENT.sub("u", plain).replace("Zs", "Zh")
        if len(plain) > 5:
            plain = ending.sub("", plain)
        sounds.append("-".join(skeleton(part, lang) for part in plain.split("-")))
    return tuple(sounds)
