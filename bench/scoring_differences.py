"""Scores of ``compare.differences`` on the labelled pairs; shared by the bench and the tests.

A found difference is right where its kind is the label's and each side's text
holds the label's text, or is held by it. ``python -m bench.scoring_differences
[-v [PART]]`` prints the scores; ``-v`` what is missed and what is false.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from briefing import language
from briefing.compare.differences import differences
from briefing.types import Article, Difference, Event, Sentence

PAIRS = Path(__file__).resolve().parents[1] / "tests/data/differences.jsonl"


def article(id: str, text: str, lang: str, day: str = "") -> Article:
    """An article of a plain text."""
    sentences = tuple(Sentence(id, s, e) for s, e in language.sentences(text, lang))
    published = date.fromisoformat(day) if day else None
    return Article(id, id, "", "", published, "", lang, text, sentences)


def event(row: dict) -> Event:
    """The two texts of a row as the reports of one event."""
    days = row.get("days") or ("", "")
    texts = zip("ab", (row["a"], row["b"]), row["langs"], days, strict=True)
    return Event(row["id"], tuple(article(*each) for each in texts))


def sides(found: Difference) -> dict[str, list[str]]:
    """Article -> what it says."""
    said: dict[str, list[str]] = {}
    for variant in found.variants:
        for citation in variant.citations:
            said.setdefault(citation.article, []).append(variant.text)
    return said


def is_right(found: Difference, label: dict) -> bool:
    """Whether a found difference is the labelled one."""
    said = sides(found)
    return found.kind == label["kind"] and all(
        any(label[side] in text or text in label[side] for text in said.get(side, ()))
        for side in "ab"
    )


def read_rows(path: Path = PAIRS) -> list[dict]:
    """The labelled pairs."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def count(rows: Iterable[dict], verbose: bool = False) -> tuple[int, int, int]:
    """(found and right, found, labelled)."""
    right = flagged = labelled = 0
    for row in rows:
        found = list(differences(event(row)))
        labels = list(row["differences"])
        hits = [x for x in labels if any(is_right(f, x) for f in found)]
        wrong = [f for f in found if not any(is_right(f, x) for x in labels)]
        right, labelled = right + len(hits), labelled + len(labels)
        flagged += len(hits) + len(wrong)
        if verbose:
            for x in labels:
                if x not in hits:
                    print("MISSED", row["id"], row["langs"], x, "|", row["a"], "|", row["b"])
            for f in wrong:
                print("FALSE ", row["id"], row["langs"], f.kind, sides(f))
    return right, flagged, labelled


def score() -> dict[str, float]:
    """Precision, recall of each half of the labelled pairs, and of all."""
    rows = read_rows()
    result: dict[str, float] = {}
    for part in ("dev", "test", "fresh", "wild", "review", ""):
        right, flagged, labelled = count(r for r in rows if r["id"].startswith(part))
        name = part or "all"
        result[f"{name}_precision"] = round(right / max(flagged, 1), 4)
        result[f"{name}_recall"] = round(right / max(labelled, 1), 4)
        result[f"{name}_labelled"] = labelled
    return result


if __name__ == "__main__":
    if "-v" in sys.argv:
        part = sys.argv[sys.argv.index("-v") + 1] if sys.argv[-1] != "-v" else ""
        count((r for r in read_rows() if r["id"].startswith(part)), verbose=True)
    print(json.dumps(score(), indent=1))
