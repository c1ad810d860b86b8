"""docs/brief.schema.json is what the documents are, and says all of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from conftest import BRIEFS, ROOT, brief
from jsonschema import Draft202012Validator, FormatChecker

from briefing import app, document
from briefing.types import Article, Edition, Raw
from briefing.verify.shape import BRIEF, Kind, Maybe, Shape, misshapen

SCHEMA = json.loads((ROOT / "docs" / "brief.schema.json").read_text("utf-8"))
FORMATS = FormatChecker(["date"])
FORMATS.checks("date-time", ValueError)(datetime.fromisoformat)
#: Written only where there is something to say, or an archive knows of earlier briefs.
OPTIONAL = {
    ".articles[].corrected", ".memory", ".limits", ".unplaced", ".sections",
    *(f".events[].{key}"
      for key in ("section", "named_only", "status", "since", "earlier", "changes")),
}  # fmt: skip
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FORMATS)


def nodes(node: Any = SCHEMA, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within the schema."""
    yield path, node
    for name, part in {**node.get("properties", {}), **node.get("$defs", {})}.items():
        yield from nodes(part, f"{path}.{name}")
    if "items" in node:
        yield from nodes(node["items"], f"{path}[]")


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["$defs"][node["$ref"].split("/")[-1]] if "$ref" in node else node
    return found


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in items:
            yield from leaves(part, (*path, key))
    else:
        yield path, value


def first_of_each_kind() -> list[tuple[str, tuple[Any, ...]]]:
    kinds: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name in ("generated", "ferry", "sections"):
        for path, _ in leaves(brief(name)):
            kind = ".".join("[]" if isinstance(p, int) else p for p in path)
            kinds.setdefault(kind, (name, path))
    return list(kinds.values())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"]["const"] == document.SCHEMA


@pytest.mark.parametrize("name", BRIEFS)
def test_real_briefs_validate(name: str) -> None:
    made = brief(name)
    assert [e.message for e in VALIDATOR.iter_errors(made)] == []
    assert list(misshapen(made)) == []


def test_briefs_of_odd_articles_validate() -> None:
    text = "The mayor of the town said “no” on Monday. 😀 Nobody in the town was pleased."
    raws = [
        Raw("odd \udcff.txt", "text", text, "Tab\tand \u202e", "", "1999", "HTTPS://X.example/a"),
        Raw("b", "text", text, "Same", "", "2025-11-21T23:59:59.5-11:00", "javascript:alert(1)"),
        Raw("c", "text", "船は月曜日に港に着いた。市長は船長に会った。", lang="ja"),
        Raw("d", "text", "x y"),
    ]
    articles, rejected = app.pipeline.read(raws)
    assert len(articles) == 3
    made = document.from_brief(app.make(articles, rejected, edition=Edition(title="  A \n title ")))
    made = json.loads(document.to_bytes(made))
    assert [e.message for e in VALIDATOR.iter_errors(made)] == []
    assert list(misshapen(made)) == []
    assert made["title"] == "A title"
    assert made["articles"][0]["ref"] or made["rejected"][0]["reason"]


def test_everything_is_strict_and_described() -> None:
    for path, node in nodes():
        target = resolved(node)
        assert node.get("description") or path == "", f"{path} is not described"
        if "object" in target.get("type", ""):
            assert target["additionalProperties"] is False, path
            needed = [key for key in target["properties"] if f"{path}.{key}" not in OPTIONAL]
            assert target["required"] == needed, path
        if "string" in target.get("type", "") and "array" not in target.get("type", ""):
            free = {"counts", "measures", "outlet", "title", "byline", "dateline", "place",
                    "point", "profile"}  # fmt: skip
            strict = {"pattern", "enum", "const"} & target.keys()
            assert strict or path.split(".")[-1] in free, f"{path} has no pattern"


def keys_agree(shape: Shape, node: dict[str, Any], path: str) -> None:
    node = resolved(node)
    if isinstance(shape, Maybe):
        assert path in OPTIONAL
        keys_agree(shape.shape, node, path)
    elif isinstance(shape, dict):
        assert list(shape) == list(node["properties"]), path
        for key, part in shape.items():
            keys_agree(part, node["properties"][key], f"{path}.{key}")
    elif isinstance(shape, list):
        assert node["type"] == "array", path
        keys_agree(shape[0], node["items"], f"{path}[]")
    else:
        assert isinstance(shape, Kind)
        assert set(
            node.get("type", "string")
            if isinstance(node.get("type"), list)
            else [node.get("type", "string")]
        ) <= {"string", "integer", "boolean", "null"}


def test_verify_and_schema_know_the_same_keys_in_the_same_order() -> None:
    keys_agree(BRIEF, SCHEMA, "")


@pytest.mark.parametrize("name", BRIEFS)
def test_every_key_written_is_in_the_schema_in_its_order(name: str) -> None:
    def walk(value: Any, node: dict[str, Any], path: str) -> None:
        node = resolved(node)
        if isinstance(value, dict):
            keys = node["properties"]
            assert list(value) == [k for k in keys if k in value or f"{path}.{k}" not in OPTIONAL]
            for key, part in value.items():
                walk(part, keys[key], f"{path}.{key}")
        elif isinstance(value, list):
            for part in value:
                walk(part, node["items"], f"{path}[]")

    walk(brief(name), SCHEMA, "")


WRONG = [
    None,
    True,
    1.5,
    -1,
    10**30,
    "",
    "  ",
    "x",
    "É",
    "2025-13-01",
    "2025-1-1",
    [],
    ["x"],
    {},
    {"a": 1},
]


def test_verify_refuses_what_the_schema_refuses() -> None:
    """Values of the wrong kind at every kind of place: both say the same of each."""
    for name, path in first_of_each_kind():
        for wrong in WRONG:
            spoiled = brief(name)
            place = spoiled
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = copy.deepcopy(wrong)
            by_schema = not VALIDATOR.is_valid(spoiled)
            by_verify = any(misshapen(spoiled))
            assert by_schema == by_verify, (path, wrong)


def test_the_issue_is_met() -> None:
    made = brief("seeds")
    assert {"schema", "title", "day", "lang", "events", "articles", "rejected"} <= made.keys()
    facts = {"origins", "key_figures", "quotations", "differences", "people"}
    assert {"id", "headline", "start", "end", "articles", "digest"} | facts <= made["events"][
        0
    ].keys()
    assert {"text", "citations"} <= made["events"][0]["digest"][0].keys()
    assert {"id", "ref", "outlet", "title", "published", "lang", "url", "sha256", "text", "event",
            "summary"} <= made["articles"][0].keys()  # fmt: skip
    texts = {a["id"]: a["text"] for a in made["articles"]}
    parts = [*made["bottom_line"], *made["key_figures"]]
    parts += [p for e in made["events"] for p in (*e["digest"], *e["key_figures"])]
    for citation in [c for p in parts for c in p["citations"]]:
        assert list(citation) == ["article", "start", "end", "quote"]
        assert texts[citation["article"]][citation["start"] : citation["end"]] == citation["quote"]


def test_an_article_is_what_was_read() -> None:
    articles, _ = app.read(ROOT / "seeds")
    made = {a["id"]: a for a in brief("seeds")["articles"]}
    for article in articles:
        assert isinstance(article, Article)
        assert made[article.id]["text"] == article.text
        assert made[article.id]["sha256"] == article.sha256
        assert [(s["start"], s["end"]) for s in made[article.id]["sentences"]] == [
            (s.start, s.end) for s in article.sentences
        ]
