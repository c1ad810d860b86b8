"""Summaries against references: the floors that bench/summaries measures in full."""

import json
from pathlib import Path
from statistics import fmean

import pytest

ROOT = Path(__file__).resolve().parents[1]
from scoring_summaries import SHARED, Tokens, briefing, faults, lead, read_tasks, rouge

DATA = SHARED / "eval" / "summaries"
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["summaries"]


@pytest.mark.parametrize("name", [n for n, f in FLOORS.items() if "over_lead" in f])
def test_an_article_s_summary_is_better_than_its_lead(name: str) -> None:
    if not (DATA / f"{name}.jsonl").is_file():
        pytest.skip(f"no {DATA / name}.jsonl")
    floors, kinds = FLOORS[name], ("rouge1", "rouge2")
    tasks = read_tasks(DATA, [name])[name]
    chosen = [briefing(t) for t in tasks]
    ours = [rouge(t, c, kinds) for t, c in zip(tasks, chosen, strict=True)]
    leads = [rouge(t, lead(t), kinds) for t in tasks]
    found = {kind: fmean(f[kind] for f in ours) for kind in kinds}
    over = {kind: found[kind] - fmean(f[kind] for f in leads) for kind in kinds}
    assert {k: v for k, v in found.items() if v < floors.get(k, 0)} == {}
    assert {k: v for k, v in over.items() if v < floors["over_lead"].get(k, 0)} == {}
    wrong = [faults(t, c) for t, c in zip(tasks, chosen, strict=True)]
    told = sum(f["statements"] for f in wrong)
    assert 100 * sum(f["unbalanced"] for f in wrong) <= floors["unbalanced_at_most"] * told
    assert [t for t, c in zip(tasks, chosen, strict=True) if not c and lead(t)] == []


@pytest.mark.parametrize(
    ("lang", "text", "tokens"),
    [
        ("en", "The ministers' 2,500 talks", ["the", "minist", "2", "500", "talk"]),
        ("ru", "Переговоры министров", ["переговор", "министр"]),
        ("vi", "Chính phủ Campuchia", ["chính", "phủ", "campuchia"]),
        ("fr", "l’été d'Élise", ["l", "été", "d", "élise"]),
    ],
)
def test_tokens_keep_the_letters_of_every_script(lang: str, text: str, tokens: list[str]) -> None:
    assert Tokens(lang).tokenize(text) == tokens
