"""Stage 1, clean.dateline: a first line -> its dateline ("LONDON, Nov 17 (Reuters) - ").

The parts are the same everywhere: a place, a day, an agency, a mark before the
text. Days are found first and masked, so that one pattern reads all languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..anchors import named_days
from ..data import entries
from .shapes import LOWER, NAME, UPPER, WORD, is_capitals, is_names, outlet_or_none

WINDOW = 160  #: characters in which a dateline ends
SHORTEST = 12  #: characters of a line that has text behind its dateline
NEAR = 5000  #: characters behind a line in which its capitals may recur
_DAY = "\ue000"  #: stands in place of every character of a day


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens ``line[:end]``; ``written`` is that text without the mark that closes it."""

    end: int
    written: str
    place: str = ""
    agency: str = ""
    byline: str = ""


_OF = r"(?:de|do|da|del|la|las|los|am|an|der|sur|on|upon|el|of|bei|на|над)"
_TOWN = rf"(?:(?:{UPPER}\.){{1,4}}|{UPPER}[\w'’ʼ-]*(?:\.(?=,?\s[(]|,))?)"
_PLACE = rf"{_TOWN}(?:[ ](?:{_OF}[ ]){{0,2}}{_TOWN}){{0,3}}"
_PATTERN = rf"""(?x)
    (?:[(/](?P<lead>[^()/\n]{{2,30}})[)/]\.?(?:\s*[-–—]\s*|\s+))?
    (?P<day0>{_DAY}+,?\s(?={UPPER}))?
    (?P<place>{_PLACE}(?:(?:/|\s?,\s?){_PLACE}){{0,3}})??
    (?P<day>[\s,.(/–—-]*{_DAY}+\)?
      (?:\s?(?:г|р|ж|года|року|roku|il|года)\b\.?)?
      (?P<clock>,?\s+(?:at\s|в\s|о\s|saat\s|à\s)?\d\d?[:.]\d\d)?)?
    (?:[\s,.]*(?:\((?P<round>[\w./&'-]+(?:\s{WORD}){{0,3}})\)|/(?P<slash>[^/\n]{{2,60}})/)
      |(?P<link>\s*[,.–—-]+\s*|(?<={_DAY})/)(?P<bare>{NAME})(?:,\s(?P<person>{WORD}\s{WORD}))?)?
    (?P<day2>[\s,.(]*{_DAY}+\)?)?
    (?P<stop>\s*[.։]?(?:\s*(?:[–—]{{1,3}}|-{{2,3}}|>>)\s*|\s+-\s*|-\s+|(?<=[)/.։{_DAY}])-)|\s*[:։]\s+|\.\s+|\.?$|(?<=[)/])\s+|/\s+)
    (?=$|["'“”«„‘(\[¡¿]*(?:\d|{UPPER}))"""
_WESTERN = re.compile(_PATTERN)
_WITHOUT_BARE = re.compile(_PATTERN.replace("(?P<bare>", "(?P<bare>(?!)"))
#: "ASTANA. KAZINFORM President ...": only its capitals set the agency apart.
_CAPITALS = re.compile(
    rf"(?P<place>[^\W\d_{LOWER}]{{4,}}(?:[ -][^\W\d_{LOWER}]{{3,}})?)(?P<day>[.,]\s*{_DAY}+)?\.\s+"
    rf"(?P<agency>[^\W\d_{LOWER}]{{3,}})\s+(?={UPPER}[{LOWER}])"
)
_CHINESE = re.compile(
    rf"[（(]?(?P<agency>\w{{1,8}}?[社网網報报])?(?P<place>\w{{2,6}}?){_DAY}+[电電][）)]?\s*"
    r"(?:[（(]记者\s?(?P<person>[\w、 ]{2,20})[）)])?\s*"
)
_BRACKETED = re.compile(
    r"(?P<open>[［\[【（(])(?P<inside>[^］\]】）)\n]{2,40})[］\]】）)]\s*(?P<person>\w{2,5}\s기자)?\s*[-–—=＝]?\s*"
)
_EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ROLE = re.compile(rf"[^\W\d_]{{2,12}}\.\s+(?={UPPER})")
#: A mark that opens a line: of a list, or left over where a page cut its dateline off.
_MARK = re.compile(r"(?:[-–—•*>·]+\s+|-{2,3}|[–—])(?=\S)")

_DIALOGUE = re.compile(r"[,!?…] [-–—] ")
#: "UPDATE: ", and "March 27, 2008 Airbus has won", where a comma would follow in a sentence.
_STAMP = re.compile(
    rf"(?P<label>[^\W\d_][^\W\d]{{3,20}}):\s+(?=\S)|{WORD}\.? \d\d?, (?:19|20)\d\d\s+(?={UPPER})"
)
_LIKELY = re.compile(r".{0,80}?(?:[–—)/]|--|- |>>)")  #: a sentence that may open with a dateline


def find_dateline(line: str, lang: str, body: str = "") -> Dateline | None:
    """The dateline that opens a line of an article, else None.

    ``body`` is the text of the article: a word in capitals that recurs there
    in capitals is an acronym ("NATO - Ukraine talks") and no place.
    """
    head = line[:WINDOW]
    masked = head
    for day in named_days(head, lang)[:2]:
        end = day.end - (head[day.end - 1] == ".")  # the full stop may end the dateline
        masked = masked[: day.start] + _DAY * (end - day.start) + masked[end:]
    if _EAST.match(line.lstrip("（([［【")):
        return _eastern(line, masked)
    return _western(line, masked, lang, body)


def split_opening(start: int, end: int, text: str, lang: str) -> list[tuple[int, int]]:
    """A sentence as one span; or, where it opens a line with a dateline or a mark, as two."""
    line, first = text[start:end], not start or text[start - 1] == "\n"
    likely = first and len(line) >= SHORTEST and _LIKELY.match(line)
    found = find_dateline(line, lang, text[end : end + NEAR]) if likely else None
    mark = _mark(line) or (_stamp(line, lang) if first else None)
    cut = start + (found.end if found else mark.end() if mark else 0)
    if cut in (start, end) or not text[cut:end].strip():
        return [(start, end)]
    return [(start, start + len(text[start:cut].rstrip())), (cut, end)]


def _mark(line: str) -> re.Match[str] | None:
    """A mark in front of a sentence; the dash of a dialogue ("- No, - he said.") is none."""
    match = _MARK.match(line)
    return match if match and not _DIALOGUE.search(line, match.end()) else None


def _stamp(line: str, lang: str) -> re.Match[str] | None:
    match = _STAMP.match(line)
    if match and match["label"]:
        return match if _is_label(match["label"]) else None
    days = named_days(match.group(), lang) if match else []
    return match if days and not days[0].start else None


def _western(line: str, masked: str, lang: str, body: str) -> Dateline | None:
    if found := _capitals(line, masked, lang, body):
        return found
    for pattern in (_WESTERN, _WITHOUT_BARE):
        match = pattern.match(masked)
        found = _read(match, line, lang, body) if match else None
        if found or not match or not match["bare"]:
            return found
    return None


def _capitals(line: str, masked: str, lang: str, body: str) -> Dateline | None:
    match = _CAPITALS.match(masked)
    if not match or _is_label(match["place"]) or not outlet_or_none(match["agency"]):
        return None
    body = line[match.end() :] + "\n" + body.partition("\n")[2]  # whose first line is this one
    again = re.search(rf"(?<!\w){match['agency']}(?!\w)", body)
    if again or not _is_town(match["place"], "-", body):
        return None
    place = titled(match["place"], lang)
    return Dateline(match.end(), line[: match.end()].strip(), place, match["agency"])


def _read(match: re.Match[str], line: str, lang: str, body: str) -> Dateline | None:
    """The dateline of a match, if what was matched is one."""
    if len(line) > WINDOW and match.end() == WINDOW:
        return None
    if match["clock"] and match.end() == len(line) and _is_stamp(match):
        return None
    place = match["place"] or ""
    town = place.split(",")[0].strip(" .")
    dated = bool(match["day0"] or match["day"] or match["day2"])
    bracketed = match["lead"] or match["round"] or match["slash"] or ""
    agency, person = _agency(bracketed or match["bare"] or "", match["person"] or "")
    if agency and not outlet_or_none(agency):
        if not bracketed or not (dated or re.search("[-–—]", match["stop"])):
            return None
        agency = ""
    if bracketed:
        # Words in round brackets behind a sentence's first word are no agency.
        sure = bool(dated or is_capitals(town) or match["lead"] or not re.search(r"[\s.]", town))
        sure = sure or bool(re.search("[-–—]", match["stop"]))
    elif match["bare"]:
        sure = _is_agency(agency, dated, "." in match["link"], match["stop"])
    elif dated:
        sure = bool(town) and (bool(match["stop"].strip()) or match.end() == len(line))
    else:
        region = place.strip(" .") != town  # "KENT, Wash. -- ", but not "MARS, Venus - "
        beyond = "" if region and re.search("[-–—]", match["stop"]) else body
        sure = _is_town(town, match["stop"], beyond) and not (region and is_capitals(place))
    if not sure or not (town or agency) or _is_label(town):
        return None
    end = match.end("stop")
    written = line[:end].strip()
    if re.search(r"[-–—>]", match["stop"]):
        written = written.rstrip(" -–—>")
    place = titled(town, lang) if is_capitals(town) and len(town) > 3 else town
    return Dateline(end, written, place, agency, person)


def _is_stamp(match: re.Match[str]) -> bool:
    """Whether a name, a day and a clock tell an outlet; a comma sets a town apart."""
    named = any(match[name] for name in ("lead", "round", "slash", "bare"))
    return not named and "," not in match["day"].partition(_DAY)[0]


def _is_agency(name: str, dated: bool, stopped: bool, stop: str) -> bool:
    """Whether a name without brackets is an agency's: "Baku – APA.", "Bakı. Trend: "."""
    if is_capitals(name) and len(name) > 2:
        return True
    if not stopped:
        return dated
    inner = re.search(UPPER, name[1:])  # "КазТАГ", not the first word of a sentence
    return " " not in name and (":" in stop or bool(dated and inner))


def _is_town(town: str, stop: str, body: str) -> bool:
    """Whether capitals and a dash or colon alone are enough: "DUBAI: ..."."""
    if not is_capitals(town) or len(town) < 4 or len(town.split()) > 3 or not stop.strip(" ."):
        return False
    if ":" in stop and len(town) < 5:  # "UEFA: new rules"
        return False
    again = rf"(?<!\w){re.escape(town)}(?!\w)"
    speakers = re.findall(rf"(?m)^(?:{UPPER}|[ .'-]){{1,30}}:\s", body)
    return not re.search(again, body) and not (":" in stop and len(speakers) > 1)


def is_place_line(line: str, body: str) -> bool:
    """Whether a line is one word in capitals before the text: "ANKARA"."""
    return line.isalpha() and _is_town(line, ":", body) and not _is_label(line)


@cache
def _labels() -> frozenset[str]:
    return frozenset(entries("wire", "labels")) | frozenset(entries("wire", "sections"))


def _is_label(town: str) -> bool:
    return town.casefold() in _labels()


def _agency(text: str, person: str) -> tuple[str, str]:
    """Agency and correspondent: "Корр. ТАСС Иван Петров" -> ТАСС, Иван Петров."""
    text = text.strip()
    role = _ROLE.match(text)
    words = text[role.end() if role else 0 :].split()
    if role and len(words) > 2 and is_names(" ".join(words[1:])):
        return words[0], " ".join(words[1:])
    return " ".join(words).strip(" ."), person


def titled(town: str, lang: str) -> str:
    """A place in capitals as it is written in running text."""
    if lang in ("az", "tr"):
        town = re.sub(r"(?<=\w)I", "ı", town).replace("İ", "i")
        town = re.sub(r"(?<!\w)i", "İ", town)
    return re.sub(r"(?<=['’])\w", lambda m: m[0].lower(), town.title().replace("i\u0307", "i"))


def _eastern(line: str, masked: str) -> Dateline | None:
    """Chinese, Japanese and Korean: 新华社北京11月21日电, [東京 21日 ロイター], (서울=연합뉴스)."""
    if match := _CHINESE.match(masked):
        written = line[: match.end()].strip()
        agency, person = match["agency"] or "", match["person"] or ""
        return Dateline(match.end(), written, match["place"], agency, person)
    match = _BRACKETED.match(masked)
    if not match:
        return None
    inside, person = line[match.start("inside") : match.end("inside")], match["person"] or ""
    left, equal, right = re.sub("＝", "=", inside).partition("=")
    written = line[: match.end()].strip(" -–—=＝")
    if equal:
        agency, person = (right, person) if person or match["open"] != "【" else ("", right)
        return Dateline(match.end(), written, left.strip(), agency.strip(), person.strip())
    words = inside.split()
    if len(words) > 1 and (_DAY in match["inside"] or re.search(r"\d日", inside)):
        return Dateline(match.end(), written, words[0], words[-1])
    return Dateline(match.end(), written) if match["open"] == "【" else None
