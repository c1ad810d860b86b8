"""Stage 4, digest.headline_trim: a title or sentence -> what it says, without who says it."""

from __future__ import annotations

import re
from functools import cache

from .. import language
from ..data import entries
from .clause import after_lead, ends_open, from_name, is_clause

LONGEST = 100  #: characters a headline should have at most
SHORTEST = 4  #: words that stay of a title whose tail is cut away
OUTLET = 12  #: words of an outlet behind a title, its place and channel with it
_NAME = r"[^\W\d_a-zа-яё][\w.'’&-]*(?: [^\W\d_a-zа-яё][\w.'’&-]*){0,4}"
_SEPARATOR = re.compile(r"\s+(?:[-–—|»/•·:]|::|\|\|)\s+|\s*\|\s*")
_MEDIA = re.compile(
    r"\b(?:news|новости|новини|reuters|рейтер|bbc|cnn|fox|abc|nbc|cbs|npr|afp|тасс|риа|tv|тв|radio|"
    r"times|post|herald|tribune|journal|gazette|daily|guardian|observer|chronicle|telegraph|"
    r"independent|press|sun|star|mail|express|mirror|online|live|le monde|figaro|spiegel|"
    r"haber\w*|xəbər\w*|info|газета|gazeta|channel|action|eyewitness|wire|media|magazine|"
    r"diario|diário|jornal|zeitung|revista|revija|noticias|notícias|nachrichten|notizie|giornale|báo|"
    r"gazete\w*|dnevnik|صحيفة|جريدة|وكالة|قناة|أخبار|اخبار|"
    r"[\w-]+\.(?:com|org|net|ru|ua|az|tr|de|fr|es|uk|info|tv|us|eu|by|kz))\b|\b[WK][A-Z]{2,3}\b",
    re.IGNORECASE,
)
_SMALL = (
    "and",
    "of",
    "the",
    "de",
    "del",
    "do",
    "da",
    "di",
    "la",
    "le",
    "el",
    "los",
    "y",
    "e",
    "et",
)
_TAIL_DATE = re.compile(r"\s+[-–—|]\s+\d{1,2}[./]\d{1,2}[./]\d{2,4}$")
_UPPER = "A-ZÀ-ÞА-ЯЁІЇЄҐƏĞŞÇÖÜİ"
_BEGINS = rf"(?=[{_UPPER}\d\"“«])"
_PLACE = rf"(?:[{_UPPER}][\w.'’-]*,? ){{1,4}}"
_DAY = r"(?:[^\W\d_]{3,}\.? \d{1,2},? |\d{1,2} [^\W\d_]{3,}\.?,? )?(?:\d{4},? )?"
#: "MOSCOW, November 12 (Reuters) -", "TUCSON (KGUN9-TV) -", "Detroit —", "(WMC)-", "--".
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_DAY}\([^()]{{2,40}}\)(?:\s*[-–—:.]+|(?={' '}))|\([^()]{{2,20}}\)\s*[-–—]+|"
    rf"{_PLACE}{_DAY}(?:--|[–—])|[{_UPPER}]{{3}}[{_UPPER} .,'’-]{{0,40}}{_DAY}[-–—]+|[-–—]+)"
    rf"\s+{_BEGINS}"
)
_DATED = re.compile(
    r"(?:[^\W\d_]+,? )?(?:\d{1,2}\.? (?:de )?[^\W\d_]{3,}\.? (?:del? )?\d{4}(?: г(?:ода|\.))?"
    r"|[^\W\d_]{3,} \d{1,2}, \d{4}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}[./-]\d{2}[./-]\d{2}"
    r"|\d{1,2}-[A-Z][a-z]{2}-\d{2})"
    r"[\s,:–—-]+(?=[^\W\d_a-zа-яё])"
)
_BEFORE_TAIL = re.compile(r"[,،]\s|\s[-–—]\s")
_DASH = re.compile(r"\s[-–—]\s")
_FULL_STOP = re.compile(r"(?<![.\s])(?<!\b[^\W\d_])(?<!\.[^\W\d_])\s?[.。։।]$")


@cache
def _labels() -> re.Pattern[str]:
    listed = sorted(entries("wire", "labels"), key=len, reverse=True)
    joined = "|".join(map(re.escape, listed))
    ends = r"(?:\s+\d{1,2})?\s*(?::|\||[-–—](?=[\s«“\"A-ZА-Я]))\s*"
    return re.compile(rf"\W{{0,2}}(?:{joined}|just in|watch live){ends}", re.IGNORECASE)


@cache
def _tails() -> tuple[re.Pattern[str], ...]:
    lines = entries("wire", "attributions")
    return tuple(re.compile(line.replace("{NAME}", _NAME)) for line in lines)


def _without_full_stop(text: str, start: int, end: int, lang: str) -> int:
    stop = end
    match = _FULL_STOP.search(text[start:end])
    if match and not ends_open(text[start : start + match.start()], lang):
        stop = start + match.start()
    while stop > start and text[stop - 1] in " \xa0,;:–—-":
        stop -= 1
    return stop if stop > start else end


def trim_title(text: str, outlet: str, lang: str) -> tuple[int, int]:
    """A title without its label, its outlet and who reports it."""
    start, end = len(text) - len(text.lstrip(" *•·–—-")), len(text)
    start = start if start < end else 0
    for pattern in (_labels(), _DATED):
        match = pattern.match(text, start)
        if match and _is_enough(text[match.end() :], SHORTEST - 1):
            start = match.end()
    head = _SEPARATOR.search(text, start)
    if head and "|" in head.group() and _is_outlet(text[start : head.start()], outlet):
        start = head.end() if _is_enough(text[head.end() :]) else start
    for match in _SEPARATOR.finditer(text, start):
        told = _is_enough(text[start : match.start()], SHORTEST - 1)
        if told and _is_outlet(text[match.end() : end], outlet):
            end = match.start()
            break
    dated = _TAIL_DATE.search(text[start:end])
    if dated:
        end = start + dated.start()
    for tail_pattern in _tails():
        match = tail_pattern.search(text[start:end])
        left = text[start : start + match.start()] if match else ""
        if match and _is_enough(left) and not ends_open(left, lang):
            end = start + match.start()
    return start, _without_full_stop(text, start, end, lang)


def _is_enough(text: str, least: int = SHORTEST) -> bool:
    return len(language.words(text)) >= least


def _is_outlet(tail: str, outlet: str) -> bool:
    """Whether a title's tail is where it was published: every word a name, and one of a medium."""
    found = re.findall(r"[^\s,&|–—-][^\s,]*", tail)
    if not 1 <= len(found) <= OUTLET:
        return False
    if outlet and tail.casefold().strip() == outlet.casefold().strip():
        return True
    named = all(not w[0].islower() or "." in w[1:-1] or w in _SMALL for w in found)
    return named and bool(_MEDIA.search(tail))


def trim_sentence(text: str, start: int, end: int, lang: str) -> list[tuple[int, int]]:
    """A sentence without dateline and full stop, then also without who reports it.

    The first span is the whole; a further one is given only where a complete
    main clause stays.
    """
    for pattern in (_DATELINE, _DATED, _labels()):
        match = pattern.match(text, start, end)
        if match and _is_enough(text[match.end() : end]):
            start = match.end()
    spans = [(start, _without_full_stop(text, start, end, lang))]
    begins = {start}
    begin = start
    while ahead := after_lead(text[begin:end], lang):  # "On Monday, according to the mayor, ..."
        begin += ahead
        begins.add(begin)
    if end - start > LONGEST:
        begins |= {begin + from_name(text[begin:end], lang) for begin in begins}
    cuts = {(begin, _before_tail(text, begin, end, lang)) for begin in begins}
    cuts |= {(begin, end) for begin in begins}
    for begin, stop in sorted(cuts):
        span = (begin, _without_full_stop(text, begin, stop, lang))
        if span not in spans:
            spans.append(span)
    return spans


def _before_tail(text: str, start: int, end: int, lang: str) -> int:
    """Where the earliest ", X said" begins that leaves a main clause, else ``end``."""
    found = end
    if not _BEFORE_TAIL.search(text, start, end):
        return found
    for tail in _tails():
        position = start
        while match := tail.search(text, position, end):
            # "in 2015 it was A, in 2013 – B Quell": there a dash stands for a verb
            left, dashed = text[start : match.start()], text[match.start()].isspace()
            first = match.start() < found and not (dashed and _DASH.search(left))
            if first and is_clause(left, lang):
                found = match.start()
                break
            position = match.start() + 1
    return found
