"""How sentence boundaries are scored; the bench and the floors test both import it.

Rows of a treebank file are ``{"text", "ends"}``, the ends of the gold
sentences; golden cases are ``{"set", "text", "sentences"}``. A boundary is the
end of a sentence inside a paragraph, so the last one does not count, and white
space around it does not matter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Spans = list[tuple[int, int]]
Segmenter = Callable[[str, str], Spans]

#: languages of the golden sets, which are named in words
GOLDEN = {
    "amharic": "am", "armenian": "hy", "bulgarian": "bg", "chinese": "zh", "danish": "da",
    "deutsch": "de", "dutch": "nl", "english": "en", "english_clean": "en", "french": "fr",
    "greek": "el", "hindi": "hi", "italian": "it", "japanese": "ja", "kazakh": "kk",
    "marathi": "mr", "persian": "fa", "polish": "pl", "russian": "ru", "slovak": "sk",
    "spanish": "es", "turkish": "tr", "arabic": "ar", "burmese": "my", "urdu": "ur",
}  # fmt: skip


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def treebanks(folder: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """``(name, language, rows)`` of every treebank file of the folder."""
    for path in sorted(folder.glob("*_*.jsonl")):
        yield path.stem, path.stem.split("_")[0], read(path)


def golden(folder: Path) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """``{set: [(language, row)]}`` of ``golden.jsonl``; the set without its test file's name."""
    out: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    path = folder / "golden.jsonl"
    for row in read(path) if path.is_file() else []:
        name = row["set"].split(":")[0]
        out.setdefault(name, []).append((GOLDEN.get(name, ""), row))
    return out


def boundaries(text: str, ends: Iterable[int]) -> set[int]:
    """The ends, less white space before them, and without that of the last sentence."""
    cut = {len(text[:end].rstrip()) for end in ends}
    return cut - {len(text.rstrip()), 0}


def f1(rows: list[dict[str, Any]], segment: Segmenter, lang: str) -> float:
    """F1 of the boundaries inside the paragraphs, between 0 and 1."""
    hits = found = gold = 0
    for row in rows:
        text = row["text"]
        ours = boundaries(text, (end for _, end in segment(text, lang)))
        theirs = boundaries(text, row["ends"])
        hits, found, gold = hits + len(ours & theirs), found + len(ours), gold + len(theirs)
    return 2 * hits / (found + gold) if found + gold else 1.0


def right(row: dict[str, Any], segment: Segmenter, lang: str) -> bool:
    """Whether a golden case comes out as it should, but for white space."""
    text = row["text"]
    ours = [" ".join(text[start:end].split()) for start, end in segment(text, lang)]
    return ours == [" ".join(sentence.split()) for sentence in row["sentences"]]
