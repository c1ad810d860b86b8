"""Scores of a clustering against gold events; shared by bench/events and the tests."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

from briefing.types import Raw, Rejected

SHARED = Path(os.environ.get("BRIEFING_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def bcubed(gold: list[str], found: list[str]) -> tuple[float, float, float]:
    """BCubed precision, recall, F1 (Bagga and Baldwin 1998; Amigó et al. 2009)."""
    n = len(gold)
    of_gold, of_found, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    precision = sum(c * c / of_found[f] for (_, f), c in both.items()) / n
    recall = sum(c * c / of_gold[g] for (g, _), c in both.items()) / n
    return precision, recall, 2 * precision * recall / (precision + recall)


def _pairs(counts: Counter) -> int:
    return sum(c * (c - 1) // 2 for c in counts.values())


def pairwise_f1(gold: list[str], found: list[str]) -> float:
    """F1 over pairs of articles in one event."""
    both = _pairs(Counter(zip(gold, found, strict=True)))
    return 2 * both / max(_pairs(Counter(gold)) + _pairs(Counter(found)), 1)


def adjusted_rand(gold: list[str], found: list[str]) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985)."""
    both = _pairs(Counter(zip(gold, found, strict=True)))
    a, b, n = _pairs(Counter(gold)), _pairs(Counter(found)), len(gold)
    expected = a * b / max(n * (n - 1) / 2, 1)
    top = (a + b) / 2
    return (both - expected) / (top - expected) if top != expected else 1.0


def scores(gold: list[str], found: list[str]) -> dict[str, float]:
    """All figures that bench/events prints."""
    precision, recall, f1 = bcubed(gold, found)
    return {
        "bcubed_precision": precision,
        "bcubed_recall": recall,
        "bcubed_f1": f1,
        "pairwise_f1": pairwise_f1(gold, found),
        "ari": adjusted_rand(gold, found),
        "clusters": len(set(found)),
    }


def read_rows(path: Path) -> list[dict]:
    """The rows of an evaluation file: id, lang, title, text, date, url, cluster."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def to_raw(row: dict) -> Raw:
    """A row as our sources would hand it over; its language is not told."""
    return Raw(row["id"], "text", row["text"], title=row["title"], published=row["date"])


def cluster_rows(rows: list[dict], map=map) -> list[str]:
    """The event of each row, in order; a row we cannot use is an event of its own."""
    from briefing.clean import clean
    from briefing.cluster import cluster, features

    results = list(map(clean, [to_raw(r) for r in rows]))
    articles = []
    for number, result in enumerate(results):
        if not isinstance(result, Rejected):
            articles.append(result.renamed(f"{number:06}"))
    events = cluster(articles, list(map(features, articles)))
    label = {a.id: e.id for e in events for a in e.articles}
    return [label.get(f"{k:06}", f"rejected-{k}") for k in range(len(rows))]
