"""Stage 4, compare.quotations.speakers: words around a verb of saying -> the speaker.

Subject and verb of saying are looked for where newspapers put them: behind the
quotation ("..., said X", "..., X said"), before it ("X said: ..."), and after
words like "according to". The words are those of ``data/speech/LANG.txt``.
"""

from __future__ import annotations

import re

from .speech import Span, Speech, Token, is_cyrillic, own, person, runs_of, tokens_of

NOUN = 6  #: words at most of a speaker without a name: "the draft law's explanatory note"
SUBJECT = 14  #: words at most between the start of a subject and its verb
#: Endings of family names; what else ends a Russian noun phrase is the genitive of a body.
_FAMILY = re.compile(
    r"(?:ов|ев|ёв|ин|ын|ий|ый|ой|ко|ук|юк|ич|ова|ева|ёва|ина|ына|ая|ян|дзе|швили)$"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_INITIALS = re.compile(r"(?:\w\.)*\w\w?")
_IN = {"в", "во", "на"}
_PLURAL = re.compile(r"\w+(?:[юуая]т|ли)\b")  #: «в фонде считают»
_DASHES = "-–—"


def subject_behind(
    text: str, start: int, end: int, found: Speech, quoting: bool = False
) -> Span | None:
    """The speaker named in ``text[start:end]``, which follows a verb of saying.

    ``quoting``: the verb is "quotes", and who quotes may stand behind.
    """
    tokens = tokens_of(text, start, end)
    article = False
    while tokens and (_is_article(tokens, found) or _is_adverb(tokens[0], found)):
        article = article or tokens[0].text.lower() in found.articles
        tokens = tokens[1:]
    told = len(tokens) > 2 and tokens[0].acronym and text[start - 2 : start] == "ли"
    if told and tokens[1].text.lower() in _IN:  # «рассказали ТАСС в МВД»
        tokens = tokens[1:]
    if not tokens or (not tokens[0].word and tokens[0].text not in '«“"'):
        return None
    if tokens[0].text.lower() in found.pronouns:
        return tokens[0].start, tokens[0].end
    cut = _phrase_end(tokens, found)
    single: list[Token] | None = None
    for run in runs_of(tokens[:cut], text, found):
        if run[0] is tokens[0] and len(run) == 1 and not run[0].acronym:
            other = run[0].text.lower() in found.titles or _POSSESSIVE.search(run[0].text)
            role = cut > 1 and tokens[1].text[0].islower()  # "Ruza district head Ann Lee"
            if not other and not role:
                return run[0].start, run[0].end
            single = None if other or article else run
        at = next(n for n, t in enumerate(tokens) if t is run[0])
        if at > 1 and tokens[at - 1].text.lower() in found.crossed | found.joins:
            if len(run) > 2:  # "Minister of Roads and Transport Ann Lee"
                return run[-2].start, run[-1].end
            continue
        if name := person(run, found):
            return name[0].start, name[-1].end
        at = next(n for n, t in enumerate(tokens) if t is run[-1])
        if tokens[0].text.isdigit() and (
            at + 1 >= len(tokens) or at + 1 == cut or not tokens[at + 1].word
        ):
            return run[0].start, run[-1].end  # "the 36 - year - old Klitschko"
    if single:
        return single[0].start, single[0].end
    if tokens[0].text.lower() in found.ends and tokens[0].text.lower() not in _IN:
        return None
    if tokens[0].text.lower() in found.ends | found.crossed and len(tokens) > 1:
        # «сообщили в ведомстве», «следует из записки»
        tokens = tokens[1:]
        if not tokens[0].word or tokens[0].text.lower() in found.ends:
            return None
    noun = _noun(tokens, found)
    if noun and quoting:  # «приводит слова президента ТАСС»
        last = next(t for t in tokens if t.end == noun[1])
        if last.acronym and last.start > noun[0]:
            return noun[0], last.start - 1
    return noun


def _is_article(tokens: list[Token], found: Speech) -> bool:
    """«его брат», but not «цитирует его»."""
    low = tokens[0].text.lower()
    noun = len(tokens) > 1 and tokens[1].text[0].islower()
    return low in found.articles and (noun or low not in found.pronouns)


def _is_adverb(token: Token, found: Speech) -> bool:
    return bool(found.adverb.fullmatch(token.text))


def _phrase_end(tokens: list[Token], found: Speech) -> int:
    """How many tokens may still belong to a speaker's name, titles and appositions."""
    for n, token in enumerate(tokens):
        if n and (token.text.lower() in found.ends or token.text in ".;:!?()" + _DASHES):
            short = token.text == "." and token.start == tokens[n - 1].end
            if (
                short
                and n + 1 < len(tokens)
                and (
                    _INITIALS.fullmatch(tokens[n - 1].text)
                    or tokens[n - 1].text.lower() in found.titles
                )
            ):
                continue
            lower = n + 1 < len(tokens) and tokens[n + 1].text[0].islower()
            if token.text in _DASHES and lower:  # «зампред - министр экологии Иван Петров»
                continue
            if n > 1 or token.text not in _IN:
                return n
    return len(tokens)


def _noun(tokens: list[Token], found: Speech) -> Span | None:
    """A speaker that is no person's name, from its first word on."""
    kept: list[Token] = []
    for token in tokens[: NOUN + 2]:
        low = token.text.lower()
        if not token.word or (low in found.ends and kept) or (low in found.pronouns and kept):
            break
        if kept and _is_adverb(token, found) and not is_cyrillic(token.text):
            break
        if len(kept) >= NOUN or found.verb.fullmatch(token.text):
            break
        kept.append(token)
    while kept and kept[-1].text.lower() in found.crossed | found.joins | found.articles:
        kept.pop()
    while kept and kept[0].text.lower() in found.articles:
        kept = kept[1:]
    if not kept:
        return None
    last = kept[-1]
    family = not is_cyrillic(last.text) or _FAMILY.search(last.text)
    if family and len(kept) > 1 and last.capital and not kept[-2].capital and not last.acronym:
        return last.start, last.end  # "the 36-year-old Klitschko"
    return kept[0].start, last.end


def subject_before(text: str, start: int, end: int, found: Speech) -> Span | None:
    """The speaker named in ``text[start:end]``, which a verb of saying follows."""
    tokens = tokens_of(text, start, end)
    while tokens and _is_adverb(tokens[-1], found):
        tokens.pop()
    if not tokens:
        return None
    last = tokens[-1]
    if last.text.lower() in found.pronouns:
        return last.start, last.end
    if last.text.lower() in found.that and len(tokens) > 1:  # "a list that said", "Lee, who said"
        return subject_before(text, start, last.start, found)
    if last.text.lower() in found.joins | found.ends:  # "Smith praised it and said"
        return _first(tokens, text, found)
    if last.text in ",)" + _DASHES:  # "Peace, her mother, said"
        return _in_apposition(tokens[:-1], text, found)
    if not last.word:
        return None
    if last.capital:
        return _run_before(tokens, text, found)
    body = bool(_PLURAL.match(text, end)) and is_cyrillic(last.text)
    return _noun_before(tokens, text, found, body)


def _first(tokens: list[Token], text: str, found: Speech) -> Span | None:
    """The first pronoun or name, as the subject of all that follows."""
    runs = [r for r in runs_of(tokens, text, found) if r[-1].text.lower() not in found.nobody]
    pronouns = [t for t in tokens if t.text.lower() in found.pronouns]
    if pronouns and (not runs or pronouns[0].start < runs[0][0].start):
        return pronouns[0].start, pronouns[0].end
    if not runs:
        return None
    if len(runs) > 1 and runs[0][-1].acronym and runs[1][0].start == runs[0][-1].end + 1:
        runs = runs[1:]  # «АСИ Лукьянов»
    name = person(runs[0], found, opens=True) or own(runs[0])
    at = next(n for n, t in enumerate(tokens) if t is runs[0][-1])
    common = is_cyrillic(name[0].text) and not at and not _FAMILY.search(name[0].text)
    if common and len(tokens) > 1 and tokens[1].text[0].islower():
        return None  # «Положительные изменения»
    return name[0].start, name[-1].end


def opening(text: str, start: int, end: int, found: Speech) -> Span | None:
    """The name that opens ``text[start:end]`` and a comma follows: "Ann Lee, head of X, said"."""
    tokens = tokens_of(text, start, end)
    runs = runs_of(tokens, text, found)
    if not runs or runs[0][0] is not tokens[0] or len(runs[0]) == len(tokens):
        return None
    name = person(runs[0], found)
    at = next(n for n, t in enumerate(tokens) if t is runs[0][-1])
    if name and at + 1 < len(tokens) and tokens[at + 1].text == ",":
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
    names = [name for r in runs if (name := person(r, found, opens=r[0] is tokens[0]))]
    behind = [n for n in names if comma >= 0 and n[0].start > tokens[comma].start]
    best = (behind or names)[:1]
    return (best[0][0].start, best[0][-1].end) if best else None


def _run_before(tokens: list[Token], text: str, found: Speech) -> Span | None:
    runs = runs_of(tokens[-SUBJECT:], text, found)
    if not runs or runs[-1][-1] is not tokens[-1]:
        return None
    run = runs[-1]
    at = next(n for n, t in enumerate(tokens) if t is run[0])
    if at > 1 and tokens[at - 1].text.lower() in found.joins and tokens[at - 2].capital:
        return tokens[at - 2].start, run[-1].end  # "the WHO and WB said"
    name = person(run, found, opens=not at)
    before = at
    while before and tokens[before - 1].text.lower() in found.articles:
        before -= 1
    link = tokens[before - 1].text.lower() if before > 1 else ""
    if link in found.ends | found.crossed and link not in found.that:
        head = _first(tokens[max(0, before - 5) : before - 1], text, found)
        near = head and tokens[before - 2].end == head[1]
        ahead = runs_of(tokens[: before - 1], text, found)
        a_person = bool(ahead and person(ahead[-1], found))
        if head and near and link in found.crossed and not a_person:
            return head[0], run[-1].end  # "University of California"
        head = head if near else _noun_before(tokens[: before - 1], text, found)
        if head and not (name and link in found.ends and not near):
            return head  # "a spokesman for the mayor", "John Smith of Boston"
    if name:
        return name[0].start, name[-1].end
    previous = tokens[at - 1] if at else None
    common = is_cyrillic(run[0].text) and not _FAMILY.search(run[0].text)
    if common and len(run) == 1 and previous and previous.word and not previous.capital:
        return _noun_before(tokens, text, found)
    run = run[1:] if len(run) == 2 and run[0].text.lower() in found.titles else own(run)
    return run[0].start, run[-1].end


def _noun_before(tokens: list[Token], text: str, found: Speech, body: bool = False) -> Span | None:
    """A speaker that is no person's name, up to its last word."""
    kept: list[Token] = []
    for n in range(len(tokens) - 1, max(len(tokens) - 1 - NOUN, -1), -1):
        token, low = tokens[n], tokens[n].text.lower()
        if low in found.articles and n and tokens[n - 1].text.lower() in found.ends | found.crossed:
            n, low = n - 1, tokens[n - 1].text.lower()
        if low in _IN and body and len(kept) == 1:
            break
        if low in found.ends and not n:
            return None  # «По итогам матча сказал»
        if (
            low in found.ends | found.crossed and n
        ):  # "Smith in a statement", "spokesman for the mayor"
            head = _first(tokens[:n], text, found) or _noun_before(tokens[:n], text, found)
            if head:
                return head
        if not token.word or low in found.ends | found.articles | found.joins | found.pronouns:
            break
        if found.verb.fullmatch(token.text) or (low in found.openers and token.capital):
            break
        kept.insert(0, token)
    while kept and kept[0].text.lower() in found.crossed:
        kept = kept[1:]
    return (kept[0].start, kept[-1].end) if kept else None
