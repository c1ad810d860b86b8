"""Scores of key figures against labels; shared by bench/facts and the tests.

A label (tests/data/figures.tsv) names a place in an article, a value, a unit and
the leading noun of what is counted, "-" where there is none. A figure is right
where all three are. Texts come from the shared sets and from figures_made.jsonl.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import defaultdict
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from bench.scoring_events import SHARED, read_rows
from briefing import language
from briefing.compare.figures_counted import key_of
from briefing.compare.figures_found import quantities
from briefing.types import Article, Sentence

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"


def article_of(row: dict) -> Article:
    """A row as an article, its text as it is: labels are offsets into it."""
    text, lang = row["text"], row["lang"]
    spans = tuple(Sentence(row["id"], s, e) for s, e in language.sentences(text, lang))
    return Article(row["id"], row["id"], "", "", None, "", lang, text, spans)


def labelled(half: str) -> list[tuple[Article, dict[int, tuple[float, str, str]]]]:
    """The articles of a half ("tune", "held"), each with its labels by offset."""
    labels: dict[tuple[str, str, str], dict[int, tuple[float, str, str]]] = defaultdict(dict)
    with (DATA / "figures.tsv").open(encoding="utf-8") as lines:
        for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if r["half"] == half:
                own = labels[r["file"], r["id"], r["sha256"]]
                if r["start"] != "-":
                    unit, noun = (
                        r["unit"].strip("-"),
                        r["counted"].replace("-", "", r["counted"] == "-"),
                    )
                    own[int(r["start"])] = (float(r["value"]), unit, noun)
    rows: dict[tuple[str, str], dict] = {}
    for file in sorted({f for f, _, _ in labels}):
        path = DATA / "figures_made.jsonl" if file == "made" else SHARED / "eval" / f"{file}.jsonl"
        rows |= {(file, row["id"]): row for row in _articles(file, read_rows(path))}
    found = []
    for (file, id, digest), own in labels.items():
        row = rows[file, id]
        if not hashlib.sha256(row["text"].encode()).hexdigest().startswith(digest):
            raise ValueError(f"{file} {id} is another text than the one labelled")
        found.append((article_of(row), own))
    return found


def _articles(file: str, rows: list[dict]) -> list[dict]:
    """Rows with id and language; of a segmentation set its documents, numbered."""
    if not file.startswith("segmentation"):
        return rows
    documents: dict[str, list[str]] = defaultdict(list)
    for n, row in enumerate(rows):  # one document only: its rows, which are unconnected, then
        documents[str(row["doc"] if row["doc"] or rows[-1]["doc"] else n)].append(row["text"])
    lang = file.rpartition("/")[2][:2]
    return [{"id": d, "lang": lang, "text": " ".join(t)} for d, t in documents.items()]


def score(half: str = "held", *, show: bool = False) -> dict[str, float]:
    """Precision, recall, F1 of whole figures; of those found, how many parts are right."""
    gold = stated = right = place = 0
    parts: dict[str, int] = defaultdict(int)
    for article, labels in labelled(half):
        found = {q.number: q for q in quantities(article)}
        gold, stated = gold + len(labels), stated + len(found)
        for at in sorted({*labels, *found}):
            q, label = found.get(at), labels.get(at)
            around = article.text[max(0, at - 30) : at + 50].replace("\n", " ")
            if q and label:
                key = key_of(label[2], article.lang) if label[2] else ""
                ok = {
                    "value": abs(q.value - label[0]) <= 1e-9 * label[0],
                    "unit": q.unit == label[1],
                    "counted": q.key == key,
                }
                place += 1
                for name, good in ok.items():
                    parts[name] += good
                right += all(ok.values())
                if show and not all(ok.values()):
                    print(article.lang, "WRONG", q.normal, label, repr(around))
            elif show:
                print(article.lang, "MISSED" if label else f"EXTRA {q.normal}", label, repr(around))
    precision, recall = right / stated, right / gold
    return {
        "labels": gold,
        "found": stated,
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
        "right_of_found": right / place,
        **{f"{name}_right": n / place for name, n in parts.items()},
    }


if __name__ == "__main__":
    for half in [a for a in sys.argv[1:] if a != "--show"] or ["tune", "held"]:
        values = score(half, show="--show" in sys.argv)
        print(half, {k: round(v, 3) for k, v in values.items()})
