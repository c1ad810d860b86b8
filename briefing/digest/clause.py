"""Stage 4, digest.clause: a sentence -> where it may end so that a complete main clause stays.

No parser: closed classes and endings from ``data/clauses/LANG.txt``. A cut is
made only where what stays has its finite verb before anything subordinate
begins, has a verb for every "that" it opened, closes its quotation marks and
does not end with a word that asks for another. Where that cannot be shown
nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import language
from ..language.readable import is_balanced
from .clause_grammar import Grammar, Selecting, grammar_of

FEWEST = 5  #: words of a clause that is cut out
LONG = 40  #: characters of a clause whose last circumstance may be cut away: below, it tells little
OBJECT = 2  #: words after its last verb, if that is not one that can stand last
FARTHEST = 250  #: characters within which a sentence is cut
ASKED = 20  #: characters behind a comma in which a question opens: "remains to be seen, from which"
TITLED = 0.7  #: share of capitalised words from which a line is written Like A Title
_SEMICOLON = re.compile(r"\s?;\s|\s\.\s")
_DATE = re.compile(r"\d{1,2},? \d{4}$")
_OPEN_END = re.compile(r"(?:[,:;(«“„–—-]|\.\.\.?|…)\W*$")
#: "trying to sip", "сумел достать": what follows belongs to that verb.
_UNFINISHED = re.compile(r"\w(?:ing|[аеиоуыя]ть(?:ся)?|[аеиіїоуюя]ти(?:ся)?)$")
_SPACE = re.compile(r"\s")
_BRACKETS = re.compile(r"\s+\([^()]+\)")
#: Up to where a clause may end, its verb with it.
_STRETCH = re.compile(r"\s?,?(?:(?! (?:dat|om|bij|voor|met|op|in|tot|en|und|zu) )[^,;:])*")
_DASHES = re.compile(r"\s(?:[–—-]|--)\s")
#: "| in Oslo, Bergen and Rome": what was kept may hold one of several.
_LISTED = re.compile(
    r"[^,;.:]{1,50},(?! then )(?:(?: [^\s,;.:]+){1,3},)*(?: [^\s,;.:]+){1,3},? "
    r"(?:and|or|и|или|і|й|та|und|oder|et|ou|y|e|ve|və|en|i|và) "
)


def _scan(text: str) -> str:
    """A text with small letters where verbs are sought, in as many characters."""
    found = [word for word in text.split() if word[0].isalpha()]
    if sum(word[0].isupper() for word in found) >= TITLED * max(len(found), 1):
        lower = text.lower()
        return lower if len(lower) == len(text) else text
    first = text[:1].lower()
    return first + text[1:] if len(first) == 1 else text


def ends_open(text: str, lang: str) -> bool:
    """Whether a span ends so that more must follow: "with the", a comma, an ellipsis."""
    grammar = grammar_of(lang)
    if _OPEN_END.search(text):
        return True
    return bool(grammar and not text[-1:].isupper() and grammar.dangling.search(text))


def teases(text: str, lang: str) -> bool:
    """Whether a title asks the reader to read on: "Why ...", "10 ways to ..."."""
    grammar = grammar_of(lang)
    return bool(grammar and grammar.teasing.match(text))


def is_complete(text: str, lang: str) -> bool:
    """Whether a whole sentence has a verb in a main clause, as far as can be seen.

    A language without a grammar file is believed.
    """
    grammar = grammar_of(lang)
    if grammar is None:
        return True
    scan = _scan(text)
    verbs = [m.start() for m in grammar.finite.finditer(scan)]
    if not verbs:
        return lang in ("ru", "uk") and bool(re.search(r"\w\s[–—-]\s\w", text))
    opens = grammar.opens.match(scan)
    comma = text.find(",")
    return not opens or (0 < comma < verbs[-1])


def is_clause(text: str, lang: str) -> bool:
    """Whether what was cut out of the beginning of a sentence is provably a main clause."""
    grammar = grammar_of(lang)
    if grammar is None or len(language.words(text)) < FEWEST or not is_balanced(text):
        return False
    scan = _scan(text)
    if grammar.opens.match(scan) or ends_open(text, lang) or _DATE.search(text):
        return False
    if text.count("'") % 2 and re.search(r"(?:^|\s)['‘]\w", text):
        return False
    verbs = [m.start() for m in grammar.finite.finditer(scan)]
    opened = [m.start() for m in grammar.opens.finditer(scan)]
    border = min([*opened, *(m.start() for m in grammar.after_comma.finditer(scan))], default=None)
    needing = [m.end() for m in grammar.needs.finditer(scan)]
    if not verbs or (needing and verbs[-1] < needing[-1]):
        return False
    for told in needing:
        if sum(v >= told for v in verbs) <= sum(o >= told for o in opened):
            return False  # "Police say a boy, who was shot"; "found that men who had shot"
    if border is None or verbs[0] < border:
        return True
    # "A boy who was alone has died": a verb more than clauses that need one, none joined to it.
    if grammar.joining.search(scan, border, verbs[-1]):
        return False
    # "Japan, which ..., has entered a recession": the main clause goes on behind a comma.
    resumed = bool(opened) and grammar.resumed.search(scan, max(opened))
    return bool(resumed) or len(verbs) > len(opened) + len(needing)


def _wants(left: str, right: str, start: int, selecting: Selecting) -> bool:
    """Whether a word behind ``start`` selects what ``right`` begins with and has it nowhere yet."""
    return any(
        asked.match(right)
        and any(not _given(left, m.end(), asked) for m in word.finditer(left, start))
        for word, asked in selecting
    )


def _given(left: str, start: int, asked: re.Pattern[str]) -> bool:
    """Whether a word has the preposition it selects before the clause ends: "met with A in B"."""
    return any(asked.match(left, m.end()) for m in _SPACE.finditer(left, start))


def _can_lack(left: str, right: str, grammar: Grammar) -> bool:
    """Whether a clause is whole without the circumstance that ``right`` begins with.

    It is where its verb has what it asks for, and neither that verb nor the
    noun before selects the preposition ("agreed on", "ties with").
    """
    if (
        len(left) < LONG
        or _LISTED.match(right)
        or grammar.strict.search(left)
        or grammar.not_behind.search(left)
    ):
        return False
    if grammar.compound and not any(last.search(left) for _, last in grammar.compound):
        return False  # "Shell plant | mit der Regierung eine Leitung": the object may follow
    scan = _scan(left)
    verbs = list(grammar.finite.finditer(scan))
    if not verbs:
        return False
    first = verbs[0].start()
    if grammar.weighty.search(left, first):
        return False
    if _wants(left, right, first, grammar.wanting + grammar.later):
        return False
    # Of "He said that A, who was alone, died at home" it is "died" that must have all it asks for.
    inner = max((m.end() for m in grammar.opens.finditer(scan, first)), default=first)
    inner = max(inner, scan.rfind(",", first))
    verbs = [m for m in verbs if m.start() >= inner]
    if inner > first and grammar.further.search(right):
        return False  # "died after he found a gun | in the drawer and shot himself"
    if not verbs or _UNFINISHED.search(scan, first):
        return False
    behind = len(language.words(scan[verbs[-1].end() :]))
    return behind >= OBJECT or (inner == first and bool(grammar.satisfied.search(scan, first)))


def _may_end(left: str, right: str, grammar: Grammar) -> bool:
    """Whether no word belongs to what follows: "two days after", "met on Friday with"."""
    return not grammar.not_behind.search(left) and not _wants(left, right, 0, grammar.later)


def _has_object(left: str, _: str, grammar: Grammar) -> bool:
    """Whether no verb stands last that may want its object: "arrested and charged a man".

    Nor is the second of two verbs cut from a subordinate clause: "died after he
    found a gun | and shot himself".
    """
    scan = _scan(left)
    verb = grammar.finite.search(scan)
    if verb and any(grammar.opens.finditer(scan, verb.start())):
        return False
    series = scan.rfind(", ") + 2
    if series > 1 and (grammar.finite.match(scan, series) or re.match(r"\w+ed\b", scan[series:])):
        return False  # "went left, walked on | and stood"
    last = left[left.rfind(" ", 0, left.rfind(" ")) + 1 :]
    return not last.endswith("ed") and not grammar.finite.search(last)


def _dash_parts(left: str, lang: str, grammar: Grammar) -> bool:
    """Whether a dash opens an aside; in Russian it may stand for a verb, behind one it does not."""
    if lang not in ("ru", "uk"):
        return True
    verbs = list(grammar.finite.finditer(_scan(left)))
    return (
        len(left) >= LONG
        and bool(verbs)
        and len(language.words(left[verbs[-1].end() :])) >= OBJECT
        and "," not in left[verbs[-1].end() :]
        and not grammar.needs.search(left)
    )


def _has_whole_verb(left: str, right: str, grammar: Grammar) -> bool:
    """Whether no part of the verb stands behind the cut: "hat den Hafen | gestern gesperrt"."""
    if grammar.sure and not grammar.sure.search(_scan(left)):
        return False
    for finite, last in grammar.compound:
        if finite.search(left):
            return bool(last.search(left))
    stretch = _STRETCH.match(right)
    return not grammar.particle.search(right) and not (
        stretch and grammar.particle.search(stretch.group())
    )


def _tells(text: str, grammar: Grammar) -> bool:
    """Whether a part has its finite verb before anything subordinate begins."""
    scan = "x " + _scan(text)
    verb, opened = grammar.finite.search(scan), grammar.opens.search(scan, 2)
    return bool(verb and (not opened or verb.start() < opened.start()))


def _hangs(left: str, right: str, grammar: Grammar) -> bool:
    """Whether the last part of ``left`` begins what ``right`` goes on with: "A, but B | , says"."""
    for joined in list(grammar.joined.finditer(left))[-1:]:
        part = left[joined.end() :]
        if len(language.words(part)) >= OBJECT and not _tells(part, grammar):
            return True
    if ": " in left and not _tells(left[left.rfind(": ") + 2 :], grammar):
        return True
    dashes = list(_DASHES.finditer(left))
    if dashes and len(language.words(left[dashes[-1].end() :])) <= OBJECT:
        return True
    # "an engineer, sergeant | during the war"; "the history of its kinds | , grown for long, has"
    _, comma, part = left.rpartition(", ")
    verbless = bool(comma) and not grammar.finite.search("x " + part)
    goes_on = right.find(", ", 2)
    resumed = goes_on > 0 and grammar.resumed.match(right, goes_on)
    return verbless and (bool(resumed) or len(language.words(part)) == 1)


def main_clauses(text: str, lang: str) -> Iterator[int]:
    """Where a sentence may end instead: each end leaves a complete main clause, shortest first."""
    grammar, whole, text = grammar_of(lang), text, text[:FARTHEST]
    if grammar is None:
        return
    ends = {
        m.start()
        for m in _SEMICOLON.finditer(text)
        if ":" not in text[: m.start()] and _tells(whole[m.end() :].split(";")[0], grammar)
    }
    for match in grammar.after_comma.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        asks = _UNFINISHED.search(left) and grammar.opens.search(right[:ASKED])
        if not asks and not _wants(left, right, 0, grammar.later):
            ends.add(match.start())  # not "remains to be seen | , from which place"
    dashes = list(_DASHES.finditer(text))
    if (
        len(dashes) == 1
        and (dashes[0].group() != " - " or lang in ("ru", "uk"))
        and _dash_parts(text[: dashes[0].start()], lang, grammar)
    ):
        ends.add(dashes[0].start())
    for border, may_end in (
        (grammar.further, _has_object),
        (grammar.bare, _may_end),
        (grammar.trailing, _can_lack),
    ):
        for match in border.finditer(text):
            if may_end(text[: match.start()], text[match.end() :], grammar):
                ends.add(match.start())
    for bracket in _BRACKETS.finditer(text):
        closes = bracket.end() in ends or not text[bracket.end() :].strip(" .")
        if closes and not grammar.turning.search(bracket.group()):
            ends.add(bracket.start())
    for end in sorted(ends):
        left, right = text[:end], whole[end:]
        if lang not in ("ru", "uk") and len(_DASHES.findall(left)) % 2:
            continue  # within an aside
        if (
            is_clause(left, lang)
            and not grammar.turning.search(left)
            and not grammar.condition.search(right)
            and not _hangs(left, right, grammar)
            and not _wants(left, right, 0, grammar.later)
            and _has_whole_verb(left, right, grammar)
        ):
            yield end


def after_lead(text: str, lang: str) -> int:
    """Where the main clause begins behind "X reports that", else 0."""
    grammar = grammar_of(lang)
    match = grammar.ahead.match(text) if grammar else None
    rest = text[match.end() :] if match else ""
    return match.end() if match and is_complete(rest, lang) else 0


def from_name(text: str, lang: str) -> int:
    """Where a sentence may begin with its subject's name, its title left out, else 0.

    "Team captain Ada Quell left the field" -> "Ada Quell left the field".
    """
    grammar = grammar_of(lang)
    if grammar is None:
        return 0
    verb = grammar.finite.search(_scan(text))
    for match in grammar.named.finditer(text[:FARTHEST]):
        head = text[: match.start()]
        if not grammar.barred.search(head) and is_balanced(head):
            own = verb and match.start() < verb.start()  # not "shot Ada Quell | after they tried"
            return match.start() if own and _tells(text[match.start() :], grammar) else 0
    return 0


def leans_on_name(text: str, lang: str) -> bool:
    """Whether a sentence begins with a thing only the one before names: "The event has drawn".

    A definite noun, bare but for adjectives, right before its verb; where a
    language has no articles, a noun alone.
    """
    grammar = grammar_of(lang)
    match = grammar.bare_noun.match(_scan(text)) if grammar else None
    return bool(match and grammar and not grammar.finite.fullmatch(match["noun"]))
