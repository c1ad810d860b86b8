"""Stage 4, compare.quotations.subjects: words before a verb of saying -> the speaker.

"X said: ...", "..., X said": the subject, with what stands
between it and its verb. The words are those of ``data/speech/LANG.txt``.
"""

from __future__ import annotations

import re

from .speech import (
    FAMILY,
    Span,
    Speech,
    Token,
    is_adverb,
    is_cyrillic,
    own,
    person,
    runs_of,
    tokens_of,
)

_WHO = {"who", "qui", "quien"}
_PLURAL = re.compile(r"\w+(?:[юуая]т|ли)\b")  #: «в фонде считают»
_IN = {"в", "во", "на", "у"}
_OBJECTS = {"him", "her", "them"}
_DASHES = "-–—"
SUBJECT = 14  #: words at most between the start of a subject and its verb
_POSSESSIVE = re.compile(r"['’]s?$")
NOUN = 6  #: words at most of a speaker without a name: "the draft law's explanatory note"


def subject_before(text: str, start: int, end: int, found: Speech) -> Span | None:
    """The speaker named in ``text[start:end]``, which a verb of saying follows."""
    tokens = tokens_of(text, start, end)
    while tokens and is_adverb(tokens[-1], found):
        tokens.pop()
        if tokens and tokens[-1].text.isdigit():  # «Жукова 19 апреля сказала»
            tokens.pop()
    if len(tokens) > 1 and tokens[-1].text == "." and tokens[-2].capital:
        tokens.pop()  # "Ann Lee Jr. said"
    if not tokens:
        return None
    last = tokens[-1]
    pronoun = last.text.rpartition("-")[2]  # "a-t-elle ajouté"
    leans = len(tokens) > 2 and tokens[-2].text.lower() in found.ends - found.clauses - found.that
    if leans and pronoun.lower() in _OBJECTS:
        return _noun_before(tokens, text, found)  # "a man standing next to her said"
    if pronoun.lower() in found.pronouns:
        return last.end - len(pronoun), last.end
    if last.capital and last.text.lower() in found.human & found.openers:  # "One said"
        return last.start, last.end
    if last.text.lower() in found.that and len(tokens) > 1:  # "a list that said", "Lee, who said"
        return subject_before(text, start, last.start, found)
    if last.text.lower() in found.joins | found.ends:  # "Smith praised it and said"
        first = _first(tokens, text, found)
        again = [t for t in tokens if t.text.lower() in found.pronouns]
        if last.text.lower() in found.joins and first and again and again[-1].start > first[0]:
            return again[-1].start, again[-1].end  # "Smith says the man hid and he ran and said"
        human = [t for t in tokens if t.text in found.human]
        if last.text.lower() in found.joins and not first and human:
            return human[-1].start, human[-1].end  # "a man raised his hand and said"
        return first or (_noun_before(tokens[:-1], text, found) if last.word else None)
    if last.text in ",)" + _DASHES:  # "Peace, her mother, said"
        return _in_apposition(tokens[:-1], text, found)
    if not last.word:
        return None
    who = [n for n, t in enumerate(tokens) if t.text in _WHO]
    if who and 0 < who[-1] < len(tokens) - 1 and tokens[who[-1] - 1].word:
        return subject_before(text, start, tokens[who[-1]].start, found)  # "a man who fled said"
    if name := _unclosed(tokens, text, found):
        return name
    if last.capital:
        return _run_before(tokens, text, found)
    body = bool(_PLURAL.match(text, end)) and is_cyrillic(last.text)
    return _noun_before(tokens, text, found, body)


def _unclosed(tokens: list[Token], text: str, found: Speech) -> Span | None:
    """The name before an apposition that no comma ends: "Ann Lee, president of X said"."""
    commas = [n for n, t in enumerate(tokens[:-3]) if n and t.text == ","]
    links = found.crossed | found.ends
    for comma in reversed(commas):  # also those within: "chairperson of Local 1520, Auto Workers"
        behind = [
            t.text.lower() for t in tokens[comma + 1 :] if t.text.lower() not in found.articles
        ]
        if behind and behind[0] in found.human and not links.isdisjoint(behind):
            runs = runs_of(tokens[:comma], text, found)[-1:]
            name = person(runs[0], found) if runs and runs[0][-1] is tokens[comma - 1] else []
            return (name[0].start, name[-1].end) if name else None
    return None


def main_subject(text: str, start: int, end: int, found: Speech) -> Span | None:
    """Whom a participle behind ``text[start:end]`` speaks of."""
    name = _first(tokens_of(text, start, end), text, found)
    return name or subject_before(text, start, end, found)


def _first(tokens: list[Token], text: str, found: Speech) -> Span | None:
    """The first pronoun or name, as the subject of all that follows."""
    runs = [r for r in runs_of(tokens, text, found) if r[-1].text.lower() not in found.nobody]
    leads = tokens[1].text.lower() in found.ends | found.crossed if len(tokens) > 1 else False
    if runs and leads and runs[0] == tokens[:1]:
        runs = runs[1:]  # "Moments after", "Groups of"
    pronouns = [t for t in tokens if t.text.lower() in found.pronouns]
    if pronouns and (not runs or pronouns[0].start < runs[0][0].start):
        return pronouns[0].start, pronouns[0].end
    if not runs:
        return None
    if len(runs) > 1 and runs[0][-1].acronym and runs[1][0].start == runs[0][-1].end + 1:
        runs = runs[1:]  # «АСИ Лукьянов»
    ahead = tokens[: next(n for n, t in enumerate(tokens) if t is runs[0][0])]
    if ahead and ahead[-1].text.lower() in found.ends - found.clauses:
        human = [t for t in ahead if t.text in found.human]  # "An employee at Perry's fled"
        if human:
            return human[0].start, human[0].end
    office = runs[0][-1].text.lower() in found.titles
    if office and len(runs) > 1 and text[runs[0][-1].end : runs[1][0].start].strip() == ",":
        runs = runs[1:] if person(runs[1], found) else runs  # "Ryanair CEO, Ann Lee, ..."
    if len(runs) > 1 and len(runs[0]) == 1:
        between = [t.text.lower() for t in tokens if runs[0][0].end <= t.start < runs[1][0].start]
        if between and found.human.issuperset(between):
            runs = runs[1:]  # "Greek prime minister George Papandreou"
    name = person(runs[0], found, opens=True) or own(runs[0])
    at = next(n for n, t in enumerate(tokens) if t is runs[0][-1])
    common = is_cyrillic(name[0].text) and not at and not FAMILY.search(name[0].text)
    follows = tokens[1].text if len(tokens) > 1 else "X"
    if common and follows[0].islower() and not found.verb.fullmatch(follows):
        return None  # «Положительные изменения», but «Подписчики заявили»
    return name[0].start, name[-1].end


def opening(text: str, start: int, end: int, found: Speech) -> Span | None:
    """The name that opens ``text[start:end]``: "Ann Lee, head of X, said", "Lee with X said"."""
    tokens = tokens_of(text, start, end)
    runs = runs_of(tokens, text, found)
    if not runs or runs[0][0] is not tokens[0]:
        return None
    run = runs[0]
    tokens = tokens[next(n for n, t in enumerate(tokens) if t is run[-1]) + 1 :]
    if tokens[:1] and tokens[0].text == "." and tokens[0].start == run[-1].end:
        tokens = tokens[1:]  # "Ann Lee Jr., a teacher"
    if not tokens:
        return None
    follows = tokens[0].text.lower()
    name = person(run, found)
    if len(run) == 1 and follows == "," and run[0].text.lower() not in found.titles | found.nobody:
        name = run  # "Maral, a resident of Ashgabat, said"
    listed = follows == "," and tokens[1:2]
    if listed and listed[0].text.lower() in found.joins:
        return None  # "Experian, and Epsilon"
    if name and (follows == "," or follows in found.ends):
        return name[0].start, name[-1].end
    return None


def _in_apposition(tokens: list[Token], text: str, found: Speech) -> Span | None:
    """The name before or in an apposition: "Peace, her mother,", "her mother, Denise Peace,"."""
    comma = max((n for n, t in enumerate(tokens) if t.text in ",(" + _DASHES), default=-1)
    runs = [
        r for r in runs_of(tokens[-SUBJECT:], text, found) if not _POSSESSIVE.search(r[-1].text)
    ]
    if comma > 0 and any(r[-1] is tokens[comma - 1] for r in runs):
        return _run_before(tokens[:comma], text, found)
    ahead = runs_of(tokens, text, found)
    for at in (n for n in range(comma, 0, -1) if tokens[n].text in ",(" + _DASHES):
        if any(r[-1] is tokens[at - 1] and person(r, found) for r in ahead):
            return _run_before(tokens[:at], text, found)  # "Ann Lee, head of law, roads and sea,"
    names = [name for r in runs if (name := person(r, found, opens=r[0] is tokens[0]))]
    behind = [n for n in names if comma >= 0 and n[0].start > tokens[comma].start]
    best = (behind or names)[:1]
    if not best and len(runs) == 1 and len(runs[0]) == len(tokens):
        best = [own(runs[0])]  # Yılmaz, "..." dedi
    if not best and 0 < comma == len(tokens) - 2 and runs and runs[-1][-1] is tokens[-1]:
        best = [runs[-1]]  # "Hill's son, Charlie, said"
    return (best[0][0].start, best[0][-1].end) if best else None


def _run_before(tokens: list[Token], text: str, found: Speech) -> Span | None:
    runs = runs_of(tokens[-SUBJECT:], text, found)
    if not runs or runs[-1][-1] is not tokens[-1]:
        return None
    run = runs[-1]
    at = next(n for n, t in enumerate(tokens) if t is run[0])
    if at > 1 and tokens[at - 1].text.lower() in found.joins and tokens[at - 2].capital:
        other = [r for r in runs if r[-1] is tokens[at - 2]]
        return (other[0][0] if other else tokens[at - 2]).start, run[-1].end  # "WHO and WB said"
    name = person(run, found, opens=not at)
    before = at
    while before and tokens[before - 1].text.lower() in found.articles:
        before -= 1
    link = tokens[before - 1].text.lower() if before > 1 else ""
    if relative := _relative(tokens[:at], found):
        return _noun_before(tokens[:relative], text, found)
    if link in found.ends | found.crossed and link not in found.that:
        ahead = runs_of(tokens[: before - 1], text, found)[-1:]
        if link in found.crossed and ahead and ahead[0][-1] is tokens[before - 2]:
            office = ahead[0][-1].text.lower() in found.titles
            if office and len(run) > 2:
                return run[-2].start, run[-1].end  # "President of Russia Vladimir Putin"
            if not person(ahead[0], found):
                return ahead[0][0].start, run[-1].end  # "University of California"
        head = _first(tokens[max(0, before - 5) : before - 1], text, found)
        near = head and tokens[before - 2].end == head[1]
        head = head if near else _noun_before(tokens[: before - 1], text, found)
        if head and not (name and link in found.ends and not near):
            return head  # "a spokesman for the mayor", "John Smith of Boston"
    if name:
        return name[0].start, name[-1].end
    previous = tokens[at - 1] if at else None
    common = is_cyrillic(run[0].text) and not FAMILY.search(run[0].text)
    if common and len(run) == 1 and previous and previous.word and not previous.capital:
        return _noun_before(tokens, text, found)
    run = run[1:] if len(run) == 2 and run[0].text.lower() in found.titles else own(run)
    return run[0].start, run[-1].end


def _clause(tokens: list[Token], found: Speech) -> list[Token]:
    """The words behind the last comma, unless a name stands before it: not "In Leeds, the head"."""
    comma = max((n for n, t in enumerate(tokens) if t.text == ","), default=-1)
    at = comma - 1
    while at >= 0 and tokens[at].capital and tokens[at].text.lower() not in found.ends:
        at -= 1
    leans = at >= 0 and tokens[at].text.lower() in found.ends
    return tokens if at < comma - 1 and not leans else tokens[comma + 1 :]


def _relative(tokens: list[Token], found: Speech) -> int:
    """How many words of "the mother of missing 9-year-old" name who speaks; 0 for none."""
    for n in range(len(tokens) - 1, max(len(tokens) - NOUN, 0), -1):
        low = tokens[n].text.lower()
        if low in found.crossed:
            return n if tokens[n - 1].text in found.human and n < len(tokens) - 1 else 0
        if not tokens[n].word or low in found.ends | found.joins or found.verb.fullmatch(low):
            return 0
    return 0


def _noun_before(tokens: list[Token], text: str, found: Speech, body: bool = False) -> Span | None:
    """A speaker that is no person's name, up to its last word."""
    kept: list[Token] = []
    for n in range(len(tokens) - 1, max(len(tokens) - 1 - NOUN, -1), -1):
        token, low = tokens[n], tokens[n].text.lower()
        if low in found.articles and n and tokens[n - 1].text.lower() in found.ends | found.crossed:
            n, low = n - 1, tokens[n - 1].text.lower()
        if low in _IN and body and len(kept) == 1:
            break
        if low in found.clauses:
            break  # "Roads were closed, but the spokesman said"
        office = next((k for k, t in enumerate(kept) if t.text.lower() in found.human), len(kept))
        adjunct = low in found.ends and (not n or (is_cyrillic(low) and not body))
        if adjunct and (not n or office < len(kept)):
            kept = kept[office:]  # «на встрече глава района сказал»
            break
        if (
            low in found.ends | found.crossed and n
        ):  # "Smith in a statement", "spokesman for the mayor"
            head = _first(_clause(tokens[:n], found), text, found) or _noun_before(
                tokens[:n], text, found
            )
            if head:  # "In Leeds, the head of the bank"
                return head
        if low in _OBJECTS and not kept:
            continue
        if adjunct:
            return None  # «в заключение добавила»
        if not token.word or low in found.ends | found.articles | found.joins | found.pronouns:
            break
        if kept and is_adverb(token, found):
            break  # «21 мая президент»
        if found.verb.fullmatch(token.text) or (low in found.openers and token.capital):
            break
        kept.insert(0, token)
    while kept and kept[0].text.lower() in found.crossed:
        kept = kept[1:]
    for n in range(1, len(kept)):
        led = found.wearing.fullmatch(kept[n].text) or found.passive.fullmatch(kept[n].text)
        if led and (n == len(kept) - 1 or kept[n - 1].text in found.human):
            kept = kept[:n]
            break  # "a parent sitting on the steps"
    return (kept[0].start, kept[-1].end) if kept else None
