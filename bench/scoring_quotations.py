"""Scores of quotations and their speakers against labels; shared by bench/facts and the tests.

Labels (``tests/data/quotations.jsonl``) name a row of ``../shared/eval`` or our own and hold
offsets into its text, whose SHA-256 begins with ``sha``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from pathlib import Path

from briefing.types import Article, Sentence

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("BRIEFING_SHARED") or ROOT.parent / "shared")
LABELS = ROOT / "tests" / "data" / "quotations.jsonl"


def article(text: str, lang: str, id: str = "a") -> Article:
    """A text as an article, not cleaned: the offsets of the labels are those of the row."""
    from briefing.language.segment import sentences

    spans = tuple(Sentence(id, s, e) for s, e in sentences(text, lang))
    return Article(id, id, "", "", None, "", lang, text, spans)


def read_labels(half: str = "") -> list[dict]:
    """The labelled articles, of one part ("dev", "sixth-b") or all."""
    with LABELS.open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if half in ("", row["half"])]


def read_texts(labels: list[dict]) -> dict[tuple[str, str], str]:
    """The text of each labelled row, by file and row id; it must be the one labelled."""
    wanted: dict[str, set[str]] = {}
    for row in labels:
        wanted.setdefault(row["file"], set()).add(row["row"])
    texts = {}
    for file, ids in wanted.items():
        path = ROOT / file if file.startswith("tests/") else SHARED / "eval" / file
        with path.open(encoding="utf-8") as lines:
            for number, row in enumerate(map(json.loads, lines)):
                name = row.get("id") or f"#{number}"  # of the row, else its number in the file
                for place, part in enumerate(row.get("docs", [])):
                    if f"{name}#{place}" in ids:
                        texts[file, f"{name}#{place}"] = part["text"]
                if name in ids:
                    texts[file, name] = row["text"]
    for row in labels:
        text = texts[row["file"], row["row"]]
        if not hashlib.sha256(text.encode()).hexdigest().startswith(row["sha"]):
            raise ValueError(f"{row['file']} {row['row']} is not the text that was labelled")
    return texts


def same_name(found: str, right: list[str]) -> bool:
    """Whether a speaker is one of the names a reader would give, articles apart."""

    def plain(name: str) -> str:
        return re.sub(r"^(?:the|an?) ", "", " ".join(name.split()).casefold())

    return plain(found) in {plain(name) for name in right}


def score(half: str = "", misses: list | None = None) -> dict[str, float]:
    """Span F1 (exact) and how many speakers are right, by language.

    ``speaker``: of the spans found, how many have a right speaker or rightly none; ``shown``: of
    those with a speaker, which alone are shown, how many a right one; ``left``: without one.
    """
    from briefing.compare.quotations import quotations

    labels = read_labels(half)
    texts = read_texts(labels)
    counts: dict[str, Counter] = {"en": Counter(), "ru": Counter()}
    for row in labels:
        text, count = texts[row["file"], row["row"]], counts[row["lang"]]
        right = {(s, e): names for s, e, names in row["quotations"]}
        optional = {tuple(span) for span in row["optional"]}
        found = {(q.quote.start, q.quote.end): q.speaker
                 for q in quotations([article(text, row["lang"])])}  # fmt: skip
        found = {span: name for span, name in found.items() if span not in optional}
        both = right.keys() & found.keys()
        count.update(right=len(right), found=len(found), both=len(both))
        good = [s for s in both if same_name(found[s], right[s])]
        count.update(speakers=len(good), named=sum(bool(found[s]) for s in both),
                     shown=sum(bool(found[s]) for s in good))  # fmt: skip
        if misses is not None:
            misses += [("missed", row, s, right[s], "") for s in right.keys() - both]
            misses += [("invented", row, s, [], found[s]) for s in found.keys() - both]
            misses += [("speaker", row, s, right[s], found[s]) for s in both
                       if not same_name(found[s], right[s])]  # fmt: skip
    result: dict[str, float] = {}
    for lang, count in [*counts.items(), ("all", counts["en"] + counts["ru"])]:
        result[f"{lang}_quotations"] = count["right"]
        result[f"{lang}_precision"] = count["both"] / max(count["found"], 1)
        result[f"{lang}_recall"] = count["both"] / max(count["right"], 1)
        result[f"{lang}_f1"] = 2 * count["both"] / max(count["found"] + count["right"], 1)
        result[f"{lang}_speaker"] = count["speakers"] / max(count["both"], 1)
        result[f"{lang}_shown"] = count["shown"] / max(count["named"], 1)
        result[f"{lang}_left"] = 1 - count["named"] / max(count["both"], 1)
    return result


if __name__ == "__main__":
    import sys

    for half in sorted({row["half"] for row in read_labels()}):
        misses: list = []
        found = score(half, misses)
        if found["all_quotations"]:
            print(half, json.dumps({k: round(v, 3) for k, v in found.items()}))
        if half in sys.argv[1:]:
            texts = read_texts(read_labels(half))
            for kind, row, (s, e), right, name in sorted(misses, key=lambda m: m[0]):
                text = texts[row["file"], row["row"]]
                around = f"{text[max(0, s - 60) : s]}⟦{text[s:e][:50]}…⟧{text[e : e + 90]}"
                print(f"{kind:8} {row['row'][-22:]} {right} <- {name!r}: {around!r}")
