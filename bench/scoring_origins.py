"""Scores of the reprints found on labelled pairs: ``python bench/scoring_origins.py``.

Three kinds of pairs, about half of them reprints. Natural ones, labelled by eye, are listed by
row id in ``tests/data/origins.tsv``. Made reprints are a row and the same row after one of
``EDITS``; which rows is decided by the hash of their id. Made negatives are two reports of one
gold event, the second with a paragraph or a statement of the first put into it. ``dev`` are the
pairs whose first id hashes even; the threshold was chosen on them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

from scoring_events import SHARED, read_rows

from briefing.cluster.reprints import mark_reprints
from briefing.types import Article

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
SIZE = 84  #: of the made pairs of each label
DEBRIS = (
    "Sign up for our morning newsletter and never miss a story from your neighbourhood.",
    "Download our app for breaking news alerts and the weather where you are.",
    "All rights reserved. This material may not be published, broadcast or rewritten.",
)
OTHER_WORDS = {
    "said": "stated", "told": "informed", "people": "persons", "police": "officers",
    "after": "following", "also": "too", "about": "around", "but": "yet", "when": "as",
    "because": "since", "near": "close to", "killed": "slain", "man": "male", "was": "had been",
    "сказал": "заявил", "сообщил": "рассказал", "также": "кроме того", "который": "что",
    "однако": "но", "около": "примерно", "после": "вслед за", "в": "во", "что": "будто",
    "que": "lo que", "ha": "avrà", "en": "dentro de", "is": "wordt", "een": "één",
}  # fmt: skip


def _parts(text: str) -> list[str]:
    """Paragraphs; where there are none, groups of two sentences."""
    parts = [p for p in re.split(r"\n+", text) if p.strip()]
    if len(parts) > 2:
        return parts
    sentences = re.split(r"(?<=[.!?»”])\s+(?=[A-ZА-ЯЁ«“\"])", text)
    return [" ".join(sentences[k : k + 2]) for k in range(0, len(sentences), 2)]


def _cut(text: str) -> str:
    parts = _parts(text)
    return "\n\n".join(parts[: max(2, len(parts) // 3)])


def _reorder(text: str) -> str:
    parts = _parts(text)
    return "\n\n".join([parts[0], *reversed(parts[1:])])


def _edit(text: str) -> str:
    def other(match: re.Match[str]) -> str:
        return OTHER_WORDS.get(match.group(), match.group())

    return re.sub(r"\w+", other, text)


def _thin(text: str) -> str:
    """Every twelfth word left out."""
    return " ".join(w for k, w in enumerate(text.split()) if k % 12 != 7)


def _debris(text: str) -> str:
    return "\n\n".join([DEBRIS[0], _cut(text), *DEBRIS[1:]])


def _marks(text: str) -> str:
    for old, new in (("“", '"'), ("”", '"'), ("«", "„"), ("»", "“"), ("’", "'"), ("—", "-"),
                     ("é", "e"), ("ё", "е")):  # fmt: skip
        text = text.replace(old, new)
    return text


def _numbers(text: str) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3})", " ", text)
    for word, digit in (("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("два", "2"),
                        ("три", "3"), ("%", " percent"), ("$", "USD ")):  # fmt: skip
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", digit, text)
    return text


def _titled(text: str) -> str:
    return "A day of news from our region and beyond\n\n" + text


EDITS: dict[str, Callable[[str], str]] = {
    "cut": _cut,
    "retitled": _titled,
    "reordered": _reorder,
    "words changed": _edit,
    "words left out": _thin,
    "cut, with debris": _debris,
    "marks changed": _marks,
    "numbers changed": _numbers,
    "cut, reordered, marks, words": lambda t: _edit(_marks(_reorder(_cut(t)))),
}


def _hash(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)


def _clusters() -> tuple[dict[str, str], list[list[str]]]:
    """The texts by row id, and the ids of each gold event in one language."""
    texts: dict[str, str] = {}
    groups: dict[tuple[str, str], list[str]] = {}
    for path in (
        *(SHARED / f"eval/events/{n}.jsonl" for n in ("ecbplus", "gva", "meantime", "wmt_ruen")),
        DATA / "events_enru.jsonl",
    ):
        for row in read_rows(path) if path.exists() else ():
            texts[row["id"]] = row["text"]
            groups.setdefault((row["cluster"], row["lang"]), []).append(row["id"])
    for row in read_rows(SHARED / "eval/summaries/multinews.jsonl"):
        for k, doc in enumerate(row["docs"]):
            texts[f"{row['id']}:{k}"] = doc["text"]
            groups.setdefault((row["id"], "en"), []).append(f"{row['id']}:{k}")
    return texts, sorted(groups.values())


def pairs() -> Iterator[tuple[bool, str, str, str, str]]:
    """(reprint, kind, first id, first text, second text)."""
    texts, groups = _clusters()
    for line in (DATA / "origins.tsv").read_text(encoding="utf-8").splitlines():
        if line[0] != "#":
            label, one, other = line.split("\t")
            yield label == "reprint", f"natural {label}", one, texts[one], texts[other]
    long = [k for k, t in texts.items() if 80 <= len(t.split()) <= 900]
    foreign = [k for k in long if not k.startswith(("ecb", "gva", "mn"))]
    names = sorted(EDITS)
    chosen = sorted(long, key=_hash)[: SIZE // 2] + sorted(foreign, key=_hash)[: SIZE // 2]
    for k, one in enumerate(chosen):
        edit = names[k % len(names)]
        yield True, edit, one, texts[one], EDITS[edit](texts[one])
    made = [
        (a, b)
        for group in groups
        for a, b in combinations(sorted(group), 2)
        if {a, b} <= set(long) and _shared(texts[a], texts[b]) < 0.2
    ]
    made.sort(key=lambda p: (not p[0].startswith("enru"), _hash("".join(p))))
    for k, (one, other) in enumerate(made[:SIZE]):
        part = max(_parts(texts[one]), key=len)[:400]
        if k % 2:
            part = f"“{part}”"
        first, *rest = _parts(texts[other])
        text = "\n\n".join([first, part, *rest])
        if len(part) < 0.4 * len(text):
            yield (
                False,
                "quotes a statement" if k % 2 else "takes a paragraph",
                one,
                texts[one],
                text,
            )


def _shared(one: str, other: str) -> float:
    a, b = ({tuple(w[k : k + 3]) for k in range(len(w))} for w in (one.split(), other.split()))
    return len(a & b) / max(min(len(a), len(b)), 1)


def article(name: str, text: str, day: date | None = None) -> Article:
    """An article of a text, as far as reprints are concerned."""
    return Article(name, name, "", "", day, "", "", text, ())


def score() -> dict[str, float]:
    """F1, precision, recall of reprints on both halves; the share right of each kind."""
    counts: dict[str, list[int]] = {}
    kinds: dict[str, list[int]] = {}
    for reprint, kind, name, one, other in pairs():
        half = "test" if _hash(name) % 2 else "dev"
        marked = mark_reprints([article("a", one), article("b", other)])
        found = any(a.reprint_of for a in marked)
        tally = counts.setdefault(half, [0, 0, 0, 0])
        tally[2 * reprint + found] += 1
        right = kinds.setdefault(kind, [0, 0])
        right[0] += found == reprint
        right[1] += 1
    result: dict[str, float] = {}
    for half, (rejected, wrong, missed, hit) in sorted(counts.items()):
        result |= {
            f"{half}_pairs": rejected + wrong + missed + hit,
            f"{half}_precision": hit / (hit + wrong),
            f"{half}_recall": hit / (hit + missed),
            f"{half}_f1": 2 * hit / (2 * hit + wrong + missed),
        }
    for kind, (right_, all_) in sorted(kinds.items()):
        result[f"{kind} ({all_})"] = right_ / all_
    return result


if __name__ == "__main__":
    for name, value in score().items():
        print(f"{name:36} {value:.3f}")
