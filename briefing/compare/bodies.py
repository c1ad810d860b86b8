"""Stage 4, compare.bodies: Article -> mentions of bodies: ministries, unions, banks, courts.

A body is a phrase around a word that names one ("Ministry of Digital Development"), a long
form with its letters after it ("International Telecommunication Union (ITU)", after Schwartz and
Hearst 2003), or one of the names everybody knows (``data/people/known.txt``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import language
from ..anchors import territory
from ..types import Article
from .bodies_known import key_of, known_forms, known_phrases, may_begin
from .people_words import CAPITAL, UPPER, Words, kind_of, words_of

LONGEST = 9  #: words of a body's name
REACH = 90  #: characters on each side of a head that are looked at

_LETTERS = re.compile(
    rf"[ \xa0]\((?:[«“\"])?([{UPPER}][^\W_]{{1,9}})(?:[»”\"])?(?:[ ,;–—-][^()]{{0,60}})?\)"
)
_ACRONYM = re.compile(rf"(?<![\w-])[{UPPER}][{UPPER}0-9.]{{1,9}}(?![\w])")
_MEMBERS = re.compile(r"[ \xa0](?:countries|region|states|nations|zone|area)\b")
_WITHIN = re.compile(r"\b(?:within|across|throughout|in) the $")
_CAPITALS = re.compile(rf"(?:(?:St\. )?{CAPITAL}[’']?[ \xa0])+$")
_RIGHT = re.compile(rf"[ \xa0]?({CAPITAL}(?:[ \xa0]{CAPITAL})*)")
#: A capitalised genitive, and whether one or two more capitalised words follow it.
_PROPER = re.compile(
    rf"[ \xa0]((?:(?![{UPPER}]+\b)|(?=[{UPPER}]{{2,3}}\b))[А-ЯЁІЇЄҐ][\w-]+)"
    rf"([ \xa0]{CAPITAL})?([ \xa0]{CAPITAL})?"
)
_ADJECTIVE = re.compile("(?:ого|его|ых|их|ой|ей)$")
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_GENITIVE = re.compile(r"[’']s$")
_CAPITAL = re.compile(rf"(?<![\w-]){CAPITAL}")
_WORDS = re.compile(r"[^\W\d_]+")
_NO_LOWER = frozenset("en de tr az".split())  #: where a body's name begins with a capital
_OWNER = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_PLURAL = frozenset(("children", "women", "men", "people"))
_OPENS = re.compile(r"(?:^|[.!?:\n]\s*[\"“«„]?)$")
_NEXT = re.compile(rf"[ \xa0]({CAPITAL})")
#: "Bakıda Beynəlxalq ...": where, before what; "Rəqəmsal İnkişaf və" Nəqliyyat Nazirliyi.
_LOCATIVE = re.compile(rf"{CAPITAL}(?<=d[aəe])(?:n)?[ ]")
_JOINT = re.compile(rf"({CAPITAL}(?: {CAPITAL})*) (?:ve|və) $")
_ELIDED = re.compile(r"(?:\w{1,2}|[dnsa]?[aeu]ll|quest)[’'](?=\w)", re.IGNORECASE)
_LISTED = re.compile(rf"{CAPITAL} (?:and|&) $")
_AND = frozenset("and & et y e и і та und ve və".split())


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name in a text: where, and the stems it is compared by."""

    start: int
    end: int
    key: frozenset[str]  #: of a phrase; empty for letters
    letters: str  #: of an acronym, or of the one written after this phrase


def bodies(article: Article) -> list[Body]:
    """The bodies in an article's text, in order; no two overlap, the longer one stays."""
    text, lang = article.text, article.lang
    words = words_of(lang)
    found = _expanded(text, lang)
    known = known_forms(lang)
    phrases = known_phrases(lang)
    for token in (
        _CAPITAL if words.noun.pattern == "(?!)" and lang in _NO_LOWER else _WORDS
    ).finditer(text):
        head, common = may_begin(token.group(), lang)
        if head and (match := words.head.match(text, token.start())):
            span = _grown(text, match.start(), match.end(), lang, words)
            if span:
                found.append(Body(*span, key_of(text[span[0] : span[1]], lang), ""))
        if common and (phrase := phrases.match(text, token.start())):
            key = key_of(phrase.group(), lang)
            if key in known:
                found.append(Body(phrase.start(), phrase.end(), key, ""))
    for match in _ACRONYM.finditer(text):
        form = match.group()
        form = form if "." in form[:-1] else form.rstrip(".")  # "the FBI." and "the U.N."
        end = match.start() + len(form)
        if _MEMBERS.match(text, end) or _WITHIN.search(
            text, max(0, match.start() - 16), match.start()
        ):
            continue  # "EU states", "across the CIS": where, not who
        found.append(Body(match.start(), end, frozenset(), form.replace(".", "")))
    found.sort(key=lambda b: (b.start - b.end, not b.key, not b.letters, b.start))
    taken: list[Body] = []
    spans: set[int] = set()
    for body in found:
        if spans.isdisjoint(range(body.start, body.end)):
            spans.update(range(body.start, body.end))
            taken.append(body)
    return sorted(taken, key=lambda b: b.start)


def _expanded(text: str, lang: str) -> list[Body]:
    """Long forms before their letters in brackets."""
    found = []
    words = words_of(lang)
    for match in _LETTERS.finditer(text):
        letters = match[1]
        if sum(c.isupper() for c in letters) < max(2, len(letters) - 2):
            continue
        left = max(0, match.start() - 140)
        before = list(_WORD.finditer(text, left, match.start()))[-LONGEST:]
        start = _fits(before, letters.lower(), lang)
        if start < 0 or not text[start].isupper():
            continue
        phrase = text[start : match.start()]
        parts = [w.lower() for w in _WORD.findall(phrase)]
        if any(words.has("head", p) or words.has("alone", p) for p in parts):
            found.append(Body(start, match.start(), key_of(phrase, lang), letters))
    return found


def _fits(before: list[re.Match[str]], letters: str, lang: str) -> int:
    """Where the words begin whose first letters these are, or -1."""
    stops = language.stop_words(lang)
    position = len(letters) - 1
    for match in reversed(before):
        elided = _ELIDED.match(match.group())
        offset = elided.end() if elided else 0
        parts = re.split("[-’']", match.group()[offset:].lower())
        for part in reversed(parts):
            if position >= 0 and part[:1] == letters[position]:
                position -= 1
            elif match.group().lower() not in stops and (len(part) > 3 or part != match.group()):
                return -1
        if position < 0:
            return match.start() + offset
    return -1


def _grown(text: str, start: int, end: int, lang: str, words: Words) -> tuple[int, int] | None:
    """The span of the body around the head ``text[start:end]``, or ``None``."""
    head = text[start:end]
    lower = head.lower()
    alone = words.has("alone", lower)
    if len(head) <= 4 and alone and not head.isupper():
        return None
    capital = head[0].isupper()
    left = _left(text, start, lang, words) if capital or words.noun.pattern != "(?!)" else start
    if not capital and left == start and words.noun.pattern == "(?!)":
        right = _right(text, end, lang, words)
        return (start, right) if right > end and lang not in _NO_LOWER else None
    right = (
        _completed(text, end, lang, words)
        if words.noun.pattern != "(?!)"
        else _right(text, end, lang, words)
    )
    if right == end and words.adjective and words.noun.pattern == "(?!)":
        right = _adjectives(text, end, words)
        right = _right(text, right, lang, words) if right > end else right
    if left == start and right == end and not alone:
        return None
    phrase = text[left:right]
    if not capital and left == start and not alone and not re.search(rf"\s[{UPPER}]", phrase):
        return None
    if not capital and left == start and (" " in head or words.has("weak", lower)):
        return None
    parts = [w.lower() for w in _WORD.findall(phrase)]
    if any(words.has("news", w) for w in parts) or words.has("none", phrase.lower()):
        return None
    if all(words.has("head", w) for w in parts) and not alone:
        return None
    after = _NEXT.match(text, right)
    if after and words.has("place", after[1].lower()):  # "Congress Hall"
        return None
    if left < start and len(parts) == 2 and _LISTED.search(text[max(0, left - 40) : left]):
        return None  # "Research and Development Authority" from its middle
    return (left, right)


def _left(text: str, start: int, lang: str, words: Words) -> int:
    """Where the capitalised words before a head begin that belong to it."""
    before = text[max(0, start - REACH) : start]
    if words.noun.pattern != "(?!)":  # adjectives: «Всемирная организация»
        pattern = (
            rf"(?:(?<=^)|(?<=[^\w-]))[{UPPER}]{words.adjective}\s(?:{words.adjective}\s){{0,2}}$"
        )
        match = re.search(pattern, before)
        if not match or words.has("loose", match.group().split()[0].lower()):
            return start
        return start - len(before) + match.start()
    match = _CAPITALS.search(before)
    if not match:
        return start
    at = start - len(before) + match.start()
    begin = start
    stops = language.stop_words(lang)
    for token in reversed(list(re.finditer(CAPITAL, text[at:start]))):
        word = token.group()
        lower, opens = word.lower(), _OPENS.search(before[: at + token.start() - start])
        if lower in stops and (opens or words.has("loose", lower)):
            break
        owner = _OWNER.sub("", lower)
        if owner != lower:  # "Sheriff’s", "Farmers’", but not "Azerbaijan’s"
            plural = lower[-1] in "’'" or owner in _PLURAL
            if opens or not (plural or words.has("title", owner)) or owner == "general":
                break
        elif words.has("title", lower) or words.has("loose", lower):
            break
        if lang == "de" and kind_of(word, lang) == "common" and not re.search("e[nrsm]?$", word):
            break
        begin = at + token.start()
        begin -= 4 * text.endswith("St. ", 0, begin)
    if words.ending.pattern == "(?!)" or begin == start:
        return begin
    while (place := _LOCATIVE.match(text, begin)) and place.end() < start:
        begin = place.end()
    joint = _JOINT.search(text[max(0, begin - REACH) : begin])
    parts = joint[1].split() if joint else []
    if joint and not any(words.has("head", p.lower()) for p in parts):
        return max(0, begin - REACH) + joint.start(1)
    return begin


def _right(text: str, end: int, lang: str, words: Words) -> int:
    """Where the words end that links join to a head: "of Digital Development and Transport"."""
    joined = False
    first = end
    while end - first < REACH:
        link = words.link.match(text, end)
        match = _RIGHT.match(text, link.end() if link else end)
        if not link or not match or match.start(1) != link.end():
            break
        conjunction = link.group().strip() in _AND
        if conjunction and not joined:
            break
        stop = _cut(text, match.start(1), match.end(1), lang, words, conjunction)
        if stop <= match.start(1):
            break
        end, joined = stop, True
        if stop < match.end(1):
            break
    return end


def _cut(text: str, start: int, end: int, lang: str, words: Words, conjunction: bool) -> int:
    """Where a run of capitalised words stops to belong to a body: before offices and people."""
    stop = start
    tokens = list(re.finditer(CAPITAL, text[start:end]))
    for k, token in enumerate(tokens):
        word = _GENITIVE.sub("", token.group())
        kind = kind_of(word, lang)
        ministers = not k and not conjunction and len(tokens) == 1  # "Cabinet of Ministers"
        if (kind == "title" and not ministers) or words.has("news", word.lower()):
            break
        if kind == "head" and conjunction:
            return start
        rest = [kind_of(t.group(), lang) for t in tokens[k:]]
        person = len(rest) >= 2 and all(r in ("name", "given") for r in rest[:2])
        if person and (k or kind == "given"):
            break
        stop = start + token.start() + len(word)
        if len(word) < len(token.group()) or kind == "country":
            break
    return stop


def _adjectives(text: str, end: int, words: Words) -> int:
    match = re.compile(rf"(?:[ \xa0]{words.adjective}(?!\w)){{1,2}}").match(text, end)
    return match.end() if match else end


def _completed(text: str, end: int, lang: str, words: Words) -> int:
    """Where the genitives after a head end: «здравоохранения Израиля»."""
    match = re.compile(r"\s").match(text, end)
    noun = words.noun.match(text, match.end()) if match else None
    stop = noun.end() if noun else end
    if noun:
        more = re.compile(r"\s(?:и|і|та)\s").match(text, stop)
        second = words.noun.match(text, more.end()) if more else None
        stop = second.end() if second else stop
    proper = _PROPER.match(text, stop)
    if (
        proper and _ADJECTIVE.search(proper[1]) and kind_of(proper[1], lang) != "given"
    ):  # «Внутренней Азии»
        return proper.end(2) if proper[2] and not proper[3] else stop
    if proper and (territory(proper[1], lang) or not proper[2] or proper[3]):
        stop = proper.end(1)
    return stop
