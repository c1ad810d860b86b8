"""Stage 4, compare.quotations.speakers: words behind a verb of saying -> the speaker.

The subject is looked for where newspapers put it: behind the verb of a
quotation ("..., said X") and after
words like "according to"; before it: subjects. The words are those of ``data/speech/LANG.txt``.
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
    is_initial,
    person,
    runs_of,
    tokens_of,
)

NOUN = 6  #: words at most of a speaker without a name: "the draft law's explanatory note"
_POSSESSIVE = re.compile(r"['’]s?$")
_INITIALS = re.compile(r"(?:\w\.)*\w\w?")
_IN = {"в", "во", "на", "у"}
_HYPHEN = re.compile(r"-(?:t-)?(?=\w)")
_ADJECTIVE = re.compile(r"[а-яё]+(?:ый|ий|ой|ая|яя|ое|ые|ие)$")
_DASHES = "-–—"


def subject_behind(
    text: str, start: int, end: int, found: Speech, quoting: bool = False
) -> Span | None:
    """The speaker named in ``text[start:end]``, which follows a verb of saying.

    ``quoting``: the verb is "quotes", and who quotes may stand behind. Of two people both:
    "said Lee and Day".
    """
    span = _subject(text, start, end, found, quoting)
    tokens = tokens_of(text, span[1], end) if span and text[span[0]].isupper() else []
    if len(tokens) < 2 or tokens[0].text.lower() not in found.joins or not tokens[1].capital:
        return span
    other = runs_of(tokens[1:], text, found)[:1]
    name = other and other[0][0] is tokens[1] and (person(other[0], found) or other[0])
    return (span[0], name[-1].end) if span and name and name[0] is tokens[1] else span


def _subject(text: str, start: int, end: int, found: Speech, quoting: bool) -> Span | None:
    if hyphen := _HYPHEN.match(text, start, end):  # "dit-il", "affirme-t-elle"
        start = hyphen.end()
    tokens = tokens_of(text, start, end)
    if len(tokens) > 2 and tokens[0].text == "," and tokens[1].capital and tokens[2].capital:
        tokens = tokens[1:]  # "said, Ann Lee"
    article = False
    while tokens and (_is_article(tokens, found) or is_adverb(tokens[0], found)):
        article = article or tokens[0].text.lower() in found.articles
        tokens = tokens[1:]
    told = len(tokens) > 2 and tokens[0].acronym and text[start - 2 : start] == "ли"
    if told and tokens[1].text.lower() in _IN:  # «рассказали ТАСС в МВД»
        tokens = tokens[1:]
    if quoting and len(tokens) > 1 and tokens[0].text.lower() in found.media and tokens[1].word:
        tokens = tokens[1:]  # «цитирует издание пресс-службу»
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
            if (next_run := _office_behind(run, tokens[:cut], text, found)) is not None:
                name = next_run  # "Norland Telecom spokesman Ann Lee"
            return name[0].start, name[-1].end
        at = next(n for n, t in enumerate(tokens) if t is run[-1])
        if tokens[0].text.isdigit() and (
            at + 1 >= len(tokens) or at + 1 == cut or not tokens[at + 1].word
        ):
            return run[0].start, run[-1].end  # "the 36 - year - old Klitschko"
    if single:
        return single[0].start, single[0].end
    if named := _named_behind(tokens, text, found):
        return named
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


def _office_behind(
    run: list[Token], tokens: list[Token], text: str, found: Speech
) -> list[Token] | None:
    """The name behind the office that follows a run, which then names a body."""
    at = next(n for n, t in enumerate(tokens) if t is run[-1]) + 1
    if at >= len(tokens) - 1 or tokens[at].text not in found.titles or not tokens[at + 1].capital:
        return None
    behind = runs_of(tokens[at + 1 :], text, found)
    return behind[0] if behind else None


def _is_article(tokens: list[Token], found: Speech) -> bool:
    """«его брат», but not «цитирует его»."""
    low = tokens[0].text.lower()
    noun = len(tokens) > 1 and tokens[1].text[0].islower()
    return low in found.articles and (noun or low not in found.pronouns)


def _phrase_end(tokens: list[Token], found: Speech) -> int:
    """How many tokens may still belong to a speaker's name, titles and appositions."""
    for n, token in enumerate(tokens):
        if is_initial(tokens, n):
            continue  # «Н. А. Добролюбова»
        if n and (token.text.lower() in found.ends or token.text in ".;:!?()" + _DASHES):
            short = token.text == "." and token.start == tokens[n - 1].end
            if (
                short
                and n + 1 < len(tokens)
                and (
                    _INITIALS.fullmatch(tokens[n - 1].text)
                    or tokens[n - 1].text.lower() in found.titles | found.short
                )
            ):
                continue
            lower = n + 1 < len(tokens) and tokens[n + 1].text[0].islower()
            if token.text in _DASHES and lower:  # «зампред - министр экологии Иван Петров»
                continue
            if n > 1 or token.text not in _IN:
                return n
    return len(tokens)


def _named_behind(tokens: list[Token], text: str, found: Speech) -> Span | None:
    """The name set off behind an office: "said the minister for the region, Ann Lee"."""
    comma = next((n for n, t in enumerate(tokens) if t.text == ","), 0)
    if not comma or any(found.verb.fullmatch(t.text) for t in tokens[:comma]):
        return None
    runs = runs_of(tokens[comma + 1 :], text, found)
    if (
        not runs
        or runs[0][0] is not tokens[comma + 1]
        or found.titles.isdisjoint(t.text.lower() for t in tokens[:comma])
    ):
        return None
    name, behind = person(runs[0], found), tokens[comma + 1 + len(runs[0]) :][:1]
    alone = not behind or not behind[0].word
    return (name[0].start, name[-1].end) if len(name) > 1 and alone else None


def _noun(tokens: list[Token], found: Speech) -> Span | None:
    """A speaker that is no person's name, from its first word on."""
    kept: list[Token] = []
    scripts = [is_cyrillic(t.text) for t in tokens[:2]]
    if scripts == [False, True] and tokens[1].text.islower() and not is_adverb(tokens[1], found):
        tokens = tokens[1:]  # «высказалась в Instagram артистка»
    if is_cyrillic(tokens[0].text) and not _ADJECTIVE.match(tokens[0].text):
        office = (n for n, t in enumerate(tokens[:NOUN]) if t.text.lower() in found.titles)
        at = next(office, 0)
        if all(t.word and t.text.lower() not in found.ends for t in tokens[:at]):
            tokens = tokens[at:]  # «возмущался действиями сотрудников глава района»
    for n, token in enumerate(tokens[: NOUN + 2]):
        low = token.text.lower()
        if not token.word or (low in found.ends and kept) or (low in found.pronouns and kept):
            break
        if kept and low in found.articles and kept[-1].text.lower() not in found.crossed:
            break  # "a statement the district released"
        leaves = is_adverb(token, found) or found.wearing.fullmatch(token.text)
        if kept and leaves and not is_cyrillic(token.text):
            break  # "a man wearing goggles"
        closes = low.endswith("s") and not (n + 1 < len(tokens) and tokens[n + 1].word)
        if len(kept) >= NOUN or (found.verb.fullmatch(token.text) and not closes):
            break  # but "according to previous reports."
        kept.append(token)
    while kept and kept[-1].text.lower() in found.crossed | found.joins | found.articles:
        kept.pop()
    if len(kept) > 1 and found.passive.fullmatch(kept[-1].text):
        kept.pop()  # "the statement released by the EU"
    while kept and kept[0].text.lower() in found.articles:
        kept = kept[1:]
    if not kept:
        return None
    last = kept[-1]
    family = not is_cyrillic(last.text) or FAMILY.search(last.text)
    leads = len(kept) > 1 and not kept[-2].capital and kept[-2].text.lower() not in found.crossed
    if family and leads and last.capital and not last.acronym:
        return last.start, last.end  # "the 36-year-old Klitschko"
    return kept[0].start, last.end
