"""Scores of the people and bodies found in labelled events: ``python bench/scoring_people.py``.

The labels are ``tests/data/people.tsv``. A party found is right if its name is a form of a label,
whatever its case: the words agree but for their last letters. A label found twice is an error of
precision. Identity: of the labels with an English and a Russian form whose texts have both, the
share whose one party cites both languages.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from scoring_events import SHARED, read_rows, to_raw

from briefing.clean import clean
from briefing.compare.people import parties
from briefing.types import Article, Event, Party, Raw, Rejected

LABELS = Path(__file__).resolve().parents[1] / "tests" / "data" / "people.tsv"
FILES = {
    "enru": LABELS.parent / "events_enru.jsonl",
    "wmt": SHARED / "eval/events/wmt_ruen.jsonl",
    "gva": SHARED / "eval/events/gva.jsonl",
    "ecb": SHARED / "eval/events/ecbplus.jsonl",
    "mt": SHARED / "eval/events/meantime.jsonl",
}
CASE = 3  #: letters of a word that its case may change

Label = tuple[str, list[str], bool]  # kind, forms, whether it must be found


def labels() -> dict[tuple[str, str], list[Label]]:
    """(half, event) -> its parties."""
    found: dict[tuple[str, str], list[Label]] = defaultdict(list)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if line[0] != "#":
            half, event, kind, forms = line.split("\t")
            needed = not forms.startswith("?")
            found[half, event].append((kind, forms.lstrip("?").split(" | "), needed))
    return found


def event(name: str) -> Event | None:
    """The event of a label, cleaned as the pipeline does, or ``None`` where its file is missing."""
    file, _, cluster = name.partition(":")
    raws: list[Raw] = []
    if file == "seeds":
        for path in sorted((SHARED / "seeds").glob("*.txt")):
            raws.append(Raw(str(path), "text", path.read_bytes()))
    elif FILES[file].exists():
        raws = [to_raw(row) for row in read_rows(FILES[file]) if row["cluster"] == cluster]
    articles = [a for raw in raws if not isinstance(a := clean(raw), Rejected)]
    return Event(name, tuple(articles)) if articles else None


def same(one: str, other: str) -> bool:
    """Whether two forms are one name in different cases."""
    a, b = (re.findall(r"\w+", _bare(t)) for t in (one, other))
    if len(a) != len(b):
        return False
    for x, y in zip(a, b, strict=True):
        cyrillic = "а" <= x[0] <= "я"
        start = max(2, min(len(x), len(y)) - CASE) if cyrillic else max(len(x), len(y))
        if x[:start] != y[:start]:
            return False
    return True


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower().replace("’s", "").replace("'s", ""))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _is(party: Party, label: Label) -> bool:
    return party.kind == label[0] and any(same(party.name, form) for form in label[1])


def score(show: bool = False, only: str = "") -> dict[str, float]:
    """Precision, recall of people and bodies, identity over scripts, of each half."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (half, name), listed in labels().items():
        found_event = event(name)
        if not found_event or (only and half != only):
            continue
        found = parties(found_event, "en")
        langs = {a.id: a.lang for a in found_event.articles}
        free = list(listed)
        for party in found:
            label = next((x for x in free if _is(party, x)), None)
            if label:
                free.remove(label)
            kind = tally[f"{half}_{party.kind}_precision"]
            kind[0] += label is not None
            kind[1] += 1
            if show and not label:
                print(f"wrong  {name}: {party.kind} {party.name} {party.also}", file=sys.stderr)
        for kind, forms, needed in listed:
            hits = [p for p in found if _is(p, (kind, forms, needed))]
            if needed:
                recall = tally[f"{half}_{kind}_recall"]
                recall[0] += bool(hits)
                recall[1] += 1
                if show and not hits:
                    print(f"missed {name}: {kind} {forms}", file=sys.stderr)
            if hits and len({_cyrillic(f) for f in forms}) > 1 and len(set(langs.values())) > 1:
                one = tally[f"{half}_identity"]
                right = any(len({langs[c.article] for c in p.citations}) > 1 for p in hits)
                one[0] += right
                one[1] += 1
                if show and not right:
                    print(f"apart  {name}: {forms}", file=sys.stderr)
    result: dict[str, float] = {}
    for key, (right_, all_) in sorted(tally.items()):
        result[key] = right_ / all_
        result[f"{key}_n"] = all_
    return result


def _cyrillic(form: str) -> bool:
    return bool(re.search("[а-яё]", form.lower()))


def articles(name: str) -> tuple[Article, ...]:
    """The articles of a label's event."""
    found = event(name)
    return found.articles if found else ()


if __name__ == "__main__":
    halves = {half for half, _ in labels()}
    half = next((a for a in sys.argv[1:] if a in halves), "")
    for name, value in score("-v" in sys.argv, half).items():
        print(f"{name:28} {value:.3f}")
