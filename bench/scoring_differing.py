"""Scores of the differences planted in whole made-up articles, through the whole pipeline.

``tests/data/differing/NAME.json``: the articles of an event, what was planted
(``told``: the article's letter -> its words; ``versions`` where several articles tell
a version), and in words what is near and no difference. A planted one is found where
one difference of its kind has all its versions, each of one article at least.
``python -m bench.scoring_differing`` prints the scores.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from briefing.compare import facts
from briefing.pipeline import events, read
from briefing.types import Article, Difference, Raw

SETS = Path(__file__).resolve().parents[1] / "tests/data/differing"


def _found(row: dict) -> list[tuple[Difference, dict[str, list[str]]]]:
    raws = []
    for letter, told in zip("abcd", row["articles"], strict=False):
        text = {k: told[k] for k in ("title", "outlet", "published", "lang")}
        raws.append(Raw(ref=letter, kind="text", body=told["text"].encode(), **text))
    articles: list[Article] = list(read(raws)[0])
    letter_of = {a.id: a.ref for a in articles}
    found = []
    for event in events(articles)[0]:
        for one in facts(event, lang="en").differences:
            sides: dict[str, list[str]] = defaultdict(list)
            for variant in one.variants:
                for c in variant.citations:
                    sides[letter_of[c.article]].append(variant.text)
            found.append((one, sides))
    return found


def _is(one: Difference, sides: dict[str, list[str]], label: dict) -> bool:
    """Whether a found difference is the planted one."""
    versions = label.get("versions") or [{k: v} for k, v in label["told"].items()]
    return one.kind == label["kind"] and all(
        any(t in x or x in t for letter, t in version.items() for x in sides.get(letter, ()))
        for version in versions
    )


def score() -> dict[str, float]:
    """Precision and recall of each part: ``dev``, and ``held``, run after the rules were made."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in sorted(SETS.glob("*.json")):
        row = json.loads(path.read_text("utf-8"))
        found, right, hits = _found(row), set(), 0
        for label in row["differences"]:
            match = [k for k, (one, sides) in enumerate(found) if _is(one, sides, label)]
            right.update(match)
            hits += bool(match)
        part = counts[row["part"]]
        part[0] += hits
        part[1] += hits + len(found) - len(right)
        part[2] += len(row["differences"])
    scores: dict[str, float] = {}
    for name, (hits, flagged, planted) in counts.items():
        scores[f"{name}_precision"] = round(hits / max(flagged, 1), 4)
        scores[f"{name}_recall"] = round(hits / planted, 4)
    return scores


if __name__ == "__main__":
    print(json.dumps(score(), indent=1))
