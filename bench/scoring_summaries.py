"""Summaries and digests against references; shared by bench/summaries and the tests.

Every method gets the same budget by the same rule (``fill``): whole sentences
in its own order of preference while they fit, one that does not fit passed
over. Words are counted as white space parts them. Peers see the text as it
is, cut by our segmenter; ours goes through the product, cleaning included.
"""

from __future__ import annotations

import inspect
import json
import os
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from statistics import fmean, median

from briefing import language
from briefing.clean import clean
from briefing.language.readable import is_balanced, is_dangling
from briefing.summarise import Room, classic, summarise
from briefing.types import Article, Event, Raw, Rejected, Sentence

SHARED = Path(os.environ.get("BRIEFING_SHARED") or Path(__file__).resolve().parents[2] / "shared")
#: (what is counted, how many) by name of the set; else by what the rows hold.
BUDGETS = {
    "multinews": ("words", 250),
    "vmds": ("words", 190),
    "multiling": ("words", 250),
    "cnndm": ("sentences", 3),
    "orange": ("words", 50),
    "tg_ru": ("sentences", 2),
}
CLUSTER, HEADLINE, SINGLE = ("words", 200), ("sentences", 2), ("sentences", 3)
#: Cosine of two statements' sets of content stems from which they are near-duplicates; with it
#: the lead of multinews has 8.3 %, as in BASELINES.md.
ALIKE = 0.5
REFERENCES = {"summary", "summaries"}  #: fields
SUMMA = {"da": "danish", "de": "german", "en": "english", "es": "spanish", "fr": "french",
         "it": "italian", "pt": "portuguese", "ru": "russian", "sv": "swedish"}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """A row of a set: one article or a cluster, its references and its budget."""

    set: str
    row: dict = field(repr=False)

    @property
    def lang(self) -> str:
        return self.row.get("lang", "und")

    @property
    def is_cluster(self) -> bool:
        return "docs" in self.row

    @property
    def references(self) -> list[str]:
        return self.row.get("summaries") or [self.row["summary"]]

    @property
    def wants_headline(self) -> bool:
        """Whether the title is the reference: recall is measured, and no method sees it."""
        return self.row.get("title") == self.row.get("summary") is not None

    @property
    def budget(self) -> tuple[str, int]:
        kind = CLUSTER if self.is_cluster else HEADLINE if self.wants_headline else SINGLE
        return BUDGETS.get(self.set, kind)

    @cached_property
    def docs(self) -> list[list[str]]:
        """Of each report, its sentences as they stand in the file."""
        docs = self.row.get("docs", [self.row])
        return [found for d in docs if (found := d.get("sentences") or _cut(d["text"], self.lang))]

    @cached_property
    def articles(self) -> list[Article]:
        """The reports as the product sees them."""
        docs = self.row.get("docs", [self.row])
        made = [self._article(d, f"{k:03}") for k, d in enumerate(docs)]
        return [a for a in made if a is not None]

    def _article(self, doc: dict, id: str) -> Article | None:
        title = "" if self.wants_headline else doc.get("title", "")
        if "sentences" in doc:
            return joined(doc["sentences"], self.lang, id, title)
        published = doc.get("time") or doc.get("date") or ""
        found = clean(Raw(id, "text", doc["text"], title=title, published=published))
        return None if isinstance(found, Rejected) else found.renamed(id)

    def fill(self, preferred: Iterable[str]) -> list[str]:
        """The preferred ones within the budget, best first."""
        unit, most = self.budget
        chosen, spent = [], 0
        for text in preferred:
            size = len(text.split()) if unit == "words" else 1
            if spent + size <= most:
                chosen.append(text)
                spent += size
        return chosen


def _cut(text: str, lang: str) -> list[str]:
    return [text[s:e] for s, e in language.sentences(text, lang)]


def joined(sentences: list[str], lang: str, id: str = "x", title: str = "") -> Article:
    """An article of sentences that are already cut."""
    spans, at = [], 0
    for text in sentences:
        spans.append(Sentence(id, at, at + len(text)))
        at += len(text) + 1
    return Article(id, id, title, "", None, "", lang, " ".join(sentences), tuple(spans))


def read_tasks(folder: Path, only: Iterable[str] = ()) -> dict[str, list[Task]]:
    """Name of a set -> its rows. Files whose rows have neither text nor docs are left out."""
    only = set(only)
    found = {}
    for path in sorted(folder.glob("*.jsonl")):
        if only and path.stem not in only:
            continue
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        rows = [r for r in rows if r.keys() & {"docs", "text"} and r.keys() & REFERENCES]
        if rows:
            found[path.stem] = [Task(path.stem, r) for r in rows]
    return found


# -- methods: Task -> sentences --------------------------------------------------------


def briefing(task: Task, method: str = "central") -> list[str]:
    """What the product shows: a summary of an article, a digest of a cluster."""
    unit, most = task.budget
    if not task.articles:
        return []
    if task.is_cluster:
        from briefing.digest.statements import statements

        event = Event("e", tuple(_marked(task.articles)))
        budget = {"at_most": most} if unit == "sentences" else {"at_most": 100}
        if unit == "words" and "words" in inspect.signature(statements).parameters:
            budget["words"] = most
        return task.fill(line.text for line in statements(event, lang=task.lang, **budget))
    article = task.articles[0]
    limit = {"length": most} if unit == "sentences" else {"words": most}
    summary = summarise(article, method=method, **limit)
    return task.fill(article.text[s.start : s.end] for s in summary.sentences)


def _marked(articles: list[Article]) -> list[Article]:
    from briefing.cluster.reprints import mark_reprints

    return mark_reprints(articles)


def lead(task: Task) -> list[str]:
    """The first sentences; of a cluster, of each report in turn."""
    longest = max(map(len, task.docs), default=0)
    return task.fill(d[k] for k in range(longest) for d in task.docs if k < len(d))


def chance(task: Task) -> list[str]:
    """Sentences by lot, the same ones every time."""
    everything = [s for d in task.docs for s in d]
    random.Random(str(task.row.get("id"))).shuffle(everything)
    return task.fill(everything)


def sumy(name: str, task: Task) -> list[str]:
    """A method of sumy's on all sentences, words and stems ours; sumy rates, the budget cuts."""
    article = joined([s for d in task.docs for s in d], task.lang)
    unit, most = task.budget
    room = Room(article, most, most if unit == "words" else None, whole=False)
    classic.summarise(name, article, room)
    return task.fill(article.text[s.start : s.end] for s in room.taken)


def summa(task: Task) -> list[str]:
    """summa's TextRank, by its own sentences."""
    from summa.summarizer import summarize

    text = "\n".join(s for d in task.docs for s in d)
    ranked = summarize(text, ratio=1.0, split=True, scores=True,
                       language=SUMMA.get(task.lang, "english"))  # fmt: skip
    return task.fill(s for s, _ in sorted(ranked, key=lambda pair: -pair[1]))


def oracle(task: Task) -> list[str]:
    """Greedily what raises ROUGE-1 + ROUGE-2 most: about the best an extract can do."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1", "rouge2"], tokenizer=Tokens(task.lang))
    index = 1 if task.wants_headline else 2
    chosen: list[str] = []
    rest = [s for d in task.docs for s in d]
    best = 0.0
    while rest:
        scored = []
        for text in rest:
            if task.fill([*chosen, text]) == [*chosen, text]:
                found = [scorer.score(r, " ".join([*chosen, text])) for r in task.references]
                scored.append((fmean(f["rouge1"][index] + f["rouge2"][index] for f in found), text))
        if not scored or max(scored)[0] <= best:
            break
        best, text = max(scored)
        chosen.append(text)
        rest.remove(text)
    return chosen


METHODS: dict[str, Callable[[Task], list[str]]] = {
    "briefing": briefing,
    "lead": lead,
    "random": chance,
    **{f"sumy {name}": partial(sumy, name) for name in classic.NAMES},
    "summa TextRank": summa,
    "oracle": oracle,
}


# -- scores ----------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W_]+")


@cache
def _porter() -> Callable[[str], str]:
    from nltk.stem.porter import PorterStemmer

    return lru_cache(maxsize=200_000)(PorterStemmer().stem)


class Tokens:
    """Runs of letters and digits of every script, for rouge-score.

    English words above three letters by Porter's stems, as rouge-score does; Russian and
    Ukrainian by ours, since their words change with the case; others as they are.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def tokenize(self, text: str) -> list[str]:
        tokens = _TOKEN.findall(text.lower())
        if self.lang == "en":
            return [_porter()(t) if len(t) > 3 else t for t in tokens]
        if self.lang in ("ru", "uk"):
            return [language.stem(t, self.lang) for t in tokens]
        return tokens


def rouge(
    task: Task, chosen: list[str], kinds: tuple[str, ...] = ("rouge1", "rouge2", "rougeL")
) -> dict[str, float]:
    """ROUGE in percent, the mean over the references: F1, of a headline its recall."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(kinds, tokenizer=Tokens(task.lang))
    found = [scorer.score(r, " ".join(chosen)) for r in task.references]
    index = 1 if task.wants_headline else 2  # precision, recall, fmeasure
    return {kind: 100 * fmean(f[kind][index] for f in found) for kind in kinds}


def faults(task: Task, chosen: list[str]) -> dict[str, float]:
    """How many of the chosen sentences say what another says, break a quotation, lean."""
    stops = language.stop_words(task.lang)
    bags = [
        {language.stem(w, task.lang) for w in language.words(t) if w not in stops} for t in chosen
    ]
    repeated = sum(
        any(len(a & b) >= ALIKE * (len(a) * len(b)) ** 0.5 > 0 for b in bags[:k])
        for k, a in enumerate(bags)
    )
    return {
        "statements": len(chosen),
        "near_duplicates": repeated,
        "unbalanced": sum(not is_balanced(t) for t in chosen),
        "dangling": sum(is_dangling(t, task.lang) for t in chosen),
    }


def in_order(task: Task, chosen: list[str]) -> list[str]:
    """As a reader meets them: by report, then by place; ours says its own order."""
    place = {s: k for k, s in reversed(list(enumerate(s for d in task.docs for s in d)))}
    return sorted(chosen, key=lambda s: place.get(s, len(place)))


def score(task: Task, methods: Iterable[str]) -> dict[str, dict[str, float]]:
    """Of each method its figures on one row; seconds are those of the choice, stems known."""
    for text in [*(s for d in task.docs for s in d), *(a.text for a in task.articles)]:
        for word in language.words(text):
            language.stem(word, task.lang)
    found = {}
    for name in methods:
        start = time.perf_counter()
        chosen = METHODS[name](task)
        seconds = time.perf_counter() - start
        if name != "briefing":
            chosen = in_order(task, chosen)
        found[name] = rouge(task, chosen) | faults(task, chosen) | {"seconds": seconds}
    return found


def summary(rows: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Means over the rows of a set: ROUGE and shares in percent, rows per second (median)."""
    columns: dict[str, list[dict[str, float]]] = defaultdict(list)
    for row in rows:
        for name, figures in row.items():
            columns[name].append(figures)
    result = {}
    for name, found in columns.items():
        told = max(sum(f["statements"] for f in found), 1)
        means = {k: fmean(f[k] for f in found) for k in ("rouge1", "rouge2", "rougeL")}
        shares = {k: 100 * sum(f[k] for f in found) / told
                  for k in ("near_duplicates", "unbalanced", "dangling")}  # fmt: skip
        result[name] = means | shares | {"per_second": 1 / median(f["seconds"] for f in found)}
    return result
