"""Stage 4, compare.quotations.clues: a quotation in its sentence -> where that says who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .gender import fits
from .pieces import Frame
from .speakers import subject_behind
from .speech import Span, Speech
from .subjects import main_subject, opening, subject_before

FURTHEST = 16  #: words of a subject behind a quotation, before its verb
STOPPED = 6  #: words of "Minister X" before "said", behind a quotation that ends with a full stop
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_LEAD = re.compile(r"[\s,.\-–—!?…]*")
_CLOSED = ("", ",", ".", "\n")  #: behind a name that nothing but its apposition follows
_LAST_WORD = re.compile(r"([^\W\d_]+),$")
_OFF = tuple(",.!?…—–-")
_STOPPED = re.compile(r"(?<=[.!?…])\s*[\"'”»’]+\s+(?=[^\W\d_a-zа-яё])")
_SET_OFF = re.compile(r"\s*[,\-–—]")


@dataclass(frozen=True, slots=True)
class Clue:
    """Where a speaker stands, and whether the quotation is set off as direct speech."""

    span: Span | None
    direct: bool


def clue_of(text: str, frame: Frame, found: Speech) -> Clue:
    """What a sentence says of the speaker: behind the quotation, else before it."""
    piece = frame.piece
    set_off = text[piece.start : piece.end].rstrip("'’” ")[-1:] in _OFF or bool(
        _SET_OFF.match(text, piece.until)
    )
    behind = _behind(text, frame, found, set_off)
    if (
        behind
        and text[frame.low : piece.outer].rstrip()[-1:] == ":"
        and _STOPPED.match(text, piece.end)
    ):
        behind = None  # `She asked: "When?" Lee said: ...`
    if behind and _leads_in(text, frame, found):
        behind = None  # `One shouted, "Run!" witnesses said`
    if behind and behind.direct and (behind.span or "last" in found.order):
        return behind
    ahead = _before(text, frame.low, piece.outer, found)
    if ahead and (ahead.span or not behind):
        return ahead
    return behind or Clue(None, False)


def _leads_in(text: str, frame: Frame, found: Speech) -> bool:
    """Whether a verb of saying and a comma stand right before a quotation."""
    ahead = text[frame.low : frame.piece.outer].rstrip()
    if not ahead.endswith(",") or "last" in found.order:
        return False
    word = _LAST_WORD.search(ahead)
    return word is not None and found.verb.fullmatch(word[1]) is not None


def _behind(text: str, frame: Frame, found: Speech, set_off: bool) -> Clue | None:
    low, high = frame.piece.until, frame.high
    lead = _LEAD.match(text, low, high)
    low = lead.end() if lead else low
    for leads in (found.leads, found.quotes):
        if match := leads.match(text, low, high):
            quoting = leads is found.quotes
            return Clue(subject_behind(text, match.end(), high, found, quoting), True)
    verb = found.verb.search(text, low, high)
    woven = text[frame.low : frame.piece.outer].strip() and text[frame.piece.start].islower()
    if woven and text[low : low + 1].isupper() and text[frame.piece.end - 1] in ".!?":
        return None  # what is behind is another sentence
    if not verb:
        match = found.leads.search(text, low, high)
        return Clue(subject_behind(text, match.end(), high, found), False) if match else None
    written = _WORD.findall(text, low, verb.start())
    gap = [w.lower() for w in written]
    if not gap and found.participle.fullmatch(verb.group()):
        return None
    if len(gap) > FURTHEST:
        named = opening(text, low, verb.start(), found) if set_off else None
        return Clue(named, True) if named and text[low : low + 1].isupper() else None
    if not gap or found.adverb.fullmatch(" ".join(written)):
        span = subject_behind(text, verb.end(), high, found)
        if "last" in found.order:  # Bakan Yılmaz, "..." dedi
            span = span or subject_before(text, frame.low, frame.piece.outer, found)
        return Clue(span, set_off or "last" in found.order)
    if found.quotes.match(text, verb.start(), high) and gap[-1] not in found.ends:  # "was quoted"
        return Clue(subject_behind(text, verb.end(), high, found), set_off)
    alone = frame.low == frame.piece.outer and len(gap) <= STOPPED // 2
    set_off = set_off or (alone and text[low].isupper())
    stopped = text[frame.piece.end - 1] == "."
    leans = gap[0] in found.ends or not found.clauses.isdisjoint(gap)
    if stopped and leans and text[low].isupper():
        return Clue(None, False)  # `"We won." In May Lee said`, `"We won." Even though Lee said`
    if gap[0] in found.joins or gap[0] in found.ends or not set_off:
        return (
            Clue(None, False) if not set_off else Clue(either(text, low, verb, high, found), False)
        )
    after = _WORD.match(text, verb.end() + 1)
    tells = after and after.group().lower() in found.pronouns | found.that | found.articles
    counts = after and after.group().isdigit()  # `"We won." Lee added 16 points`
    if stopped and (len(gap) > STOPPED or counts or tells or "," in text[low : verb.start()]):
        return Clue(None, False)  # a sentence of its own, not "X said"
    named = opening(text, low, verb.start(), found)
    named = named or subject_before(text, low, verb.start(), found)
    if stopped and named and not _is_name(text, named, found):
        return Clue(None, False)
    return Clue(named, True)


def _is_name(text: str, span: Span, found: Speech) -> bool:
    return text[span[0]].isupper() or text[slice(*span)].lower() in found.pronouns


def either(text: str, low: int, verb: re.Match[str], high: int, found: Speech) -> Span | None:
    """The subject of a verb, before it if a name or pronoun stands there, else behind it."""
    if found.participle.fullmatch(verb.group()):
        own = _own(text, low, verb, found)  # else "Tonight, Lee met her, saying"
        return own or main_subject(text, low, verb.start(), found)
    ahead = subject_before(text, low, verb.start(), found)
    anywhere = "behind" in found.order
    if text[low : verb.start()].rstrip().endswith(",") and "last" not in found.order:
        behind = subject_behind(text, verb.end(), high, found)  # "Lee fled, said her aunt, Ann Day"
        closed = behind is not None and text[behind[1] : behind[1] + 1] in _CLOSED
        if behind and (anywhere or closed) and text[behind[0]].isupper():
            return behind
    return ahead or (subject_behind(text, verb.end(), high, found) if anywhere else None)


def _own(text: str, low: int, verb: re.Match[str], found: Speech) -> Span | None:
    """A participle's own subject, right before it: "Then Lee telling", "with an aide saying"."""
    words = [*_WORD.finditer(text, low, verb.start())][-1:]
    if not words or words[0].end() + 1 != verb.start():
        return None
    if words[0].group()[0].isupper():
        return subject_before(text, low, verb.start(), found)
    return words[0].span() if words[0].group() in found.human else None


def _before(text: str, low: int, high: int, found: Speech) -> Clue | None:
    ahead = text[low:high].rstrip()
    verbs = [*found.verb.finditer(text, low, high)]
    verb = verbs[-1] if verbs else None
    leads = found.leads.search(text, low, high)
    said = [w.lower() for w in _WORD.findall(text[verb.end() : high])] if verb else ["-"]
    direct = ahead.endswith((":", ",")) or not said or said[-1] in found.that
    if leads and (not verb or leads.end() >= verb.end() or found.quotes.match(leads.group())):
        return Clue(subject_behind(text, leads.end(), high, found), direct)
    while (
        len(verbs) > 1
        and found.participle.fullmatch(verbs[-1].group())
        and not _own(text, low, verbs[-1], found)
    ):
        verbs.pop()  # "Pickell said, describing him as"
    if not verbs:
        name = main_subject(text, low, high, found) if ahead.endswith(":") else None
        before = _WORD.findall(text, low, name[0])[-1:] if name else []
        full = name is not None and " " in text[slice(*name)] and text[name[0]].isupper()
        leans = bool(before) and before[0].lower() in found.ends
        alone = ahead.rstrip(": ")  # `Child: "No."`
        role = name is not None and text[slice(*name)] == alone and alone.lower() in found.human
        return Clue(name, True) if (full and not leans) or role else None  # "Ann Lee at noon: ..."
    if not direct:  # "police said that the reports suggested there was"
        verbs = [v for v in verbs if _leads_on(text, v.end(), high, found)] or verbs
    span = either(text, low, verbs[-1], high, found)
    pronoun = text[slice(*span)] if span else ""
    if len(verbs) > 1 and pronoun.lower() in found.pronouns:
        first = either(text, low, verbs[0], high, found)  # "Witnesses said they heard"
        if first and fits(text[slice(*first)], pronoun, found):
            span = first
    return Clue(span, direct)


def _leads_on(text: str, start: int, end: int, found: Speech) -> bool:
    """Whether "that" follows."""
    word = _WORD.search(text, start, end)
    return word is not None and word.group().lower() in found.that
