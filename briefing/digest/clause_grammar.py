"""Stage 4, digest.clause_grammar: ``data/clauses/LANG.txt`` -> the patterns ``clause`` cuts by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..data import entries

_NEVER = "(?!)"
_SIGNS = "=?o^t,|!n$<~&/smvwpi@xd>+%*"


#: A word and the prepositions it selects.
Selecting = tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The entries of ``data/clauses/LANG.txt``; the head of ``en.txt`` explains the kinds."""

    finite: re.Pattern[str]
    opens: re.Pattern[str]
    needs: re.Pattern[str]
    after_comma: re.Pattern[str]
    bare: re.Pattern[str]
    not_behind: re.Pattern[str]
    turning: re.Pattern[str]
    dangling: re.Pattern[str]
    ahead: re.Pattern[str]
    teasing: re.Pattern[str]
    joined: re.Pattern[str]
    joining: re.Pattern[str]
    trailing: re.Pattern[str]
    strict: re.Pattern[str]
    wanting: Selecting
    later: Selecting
    weighty: re.Pattern[str]
    satisfied: re.Pattern[str]
    further: re.Pattern[str]
    resumed: re.Pattern[str]
    bare_noun: re.Pattern[str]
    named: re.Pattern[str]
    barred: re.Pattern[str]
    compound: Selecting
    particle: re.Pattern[str]
    sure: re.Pattern[str] | None
    condition: re.Pattern[str]


@cache
def grammar_of(lang: str) -> Grammar | None:
    """The grammar of a language; None for one without a file, or without a finite verb in it."""
    kinds: dict[str, list[str]] = {sign: [] for sign in _SIGNS}
    for line in entries("clauses", lang):
        kinds[line[0]].append(line[2:])
    if not kinds["="]:
        return None
    either = {sign: "|".join(lines) or _NEVER for sign, lines in kinds.items()}
    start, end = r"(?<![\w'’-])", r"(?![\w-])"
    word_start = r"(?<![\w-])"  # "s'engager dans"
    maybe = rf"(?:{either['?']}){end}(?= (?:{either['o']}))"
    folded = re.IGNORECASE
    verb = rf"(?:(?:{either['=']}){end}|{maybe})"
    also = rf"(?:{either['&']})\s"

    def selecting(sign: str, behind: str = "", ahead: str = "") -> Selecting:
        lines = (line.split(" : ") for line in kinds[sign])
        return tuple(
            (
                re.compile(f"{word_start}(?:{word}){end}{behind}", folded),
                re.compile(f"{ahead}(?:{asked}){end}"),
            )
            for word, asked in lines
        )

    return Grammar(
        finite=re.compile(rf"{start}{verb}"),
        opens=re.compile(rf"{start}(?:{either['^']}){end}", folded),
        needs=re.compile(rf"{start}(?:{either['t']}){end}", folded),
        after_comma=re.compile(rf"\s?[,،]\s+(?=(?:{either[',']}){end})", folded),
        bare=re.compile(rf"\s+(?=(?:{either['|']}){end})"),
        not_behind=re.compile(rf"{start}(?:{either['!']})$", folded),
        turning=re.compile(rf"{start}(?:{either['n']}){end}", folded),
        dangling=re.compile(rf"{start}(?:{either['$']})\W*$", folded),
        ahead=re.compile(rf"\W*(?:{either['<']})\s+", folded),
        teasing=re.compile(rf"\W*(?:{either['~']}){end}", folded),
        trailing=re.compile(rf"\s+(?=(?:{either['/']}){end})"),
        strict=re.compile(rf"{start}(?:{either['s']}){end}", folded),
        wanting=selecting("v") + selecting("w", r"\W*$"),
        later=selecting("p", "", r"(?:[^,]*,?\s)?"),
        weighty=re.compile(rf"{start}(?:{either['m']}){end}", folded),
        satisfied=re.compile(rf"{start}(?:{either['i']}){end}", folded),
        further=re.compile(rf"\s+(?={also}{verb})|\s?,\s+(?={also}(?:[^\s,]+\s+){{1,4}}{verb})"),
        resumed=re.compile(rf",\s+(?:[\w-]+\s+)?{verb}"),
        bare_noun=re.compile(rf"(?P<noun>{either['d']})(?:\s+\w+ly|\s+\w+о)?\s+(?={verb})"),
        named=re.compile(rf"(?<=\s)(?:{either['@']})\s+(?=(?:[^\s,]+\s+){{0,6}}?{verb})"),
        barred=re.compile(rf",|{start}(?:{either['x']}){end}", folded),
        joined=re.compile(rf",\s+(?:{either['&']})\s", folded),
        joining=re.compile(rf"{start}(?:{either['&']}){end}", folded),
        compound=tuple(
            (re.compile(f"{start}(?:{finite}){end}"), re.compile(f"{start}(?:{last})\\W*$"))
            for finite, last in (line.split(" : ") for line in kinds[">"])
        ),
        particle=re.compile(rf"{start}(?:{either['+']})\W*$"),
        condition=re.compile(rf"{start}(?:{either['*']}){end}", folded),
        sure=re.compile(f"{start}(?:{either['%']}){end}") if kinds["%"] else None,
    )
