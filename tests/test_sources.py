"""The door of the files: every file of an odd kind gives an article or a reason, and none hangs."""

from __future__ import annotations

import base64
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from briefing.clean import clean
from briefing.errors import UsageError
from briefing.sources import read
from briefing.types import Article, Raw, Rejected

DATA = Path(__file__).parent / "data" / "clean"
TEXT = "The ministers of nine coastal states agreed on Friday to halve the catch of sturgeon."
CASES = json.loads((DATA / "records.json").read_text("utf-8"))


def take(*addresses: Path) -> list[Article | Rejected]:
    return [clean(r) if isinstance(r, Raw) else r for r in read([str(a) for a in addresses])]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_records(case: dict[str, Any], tmp_path: Path) -> None:
    body = base64.b64decode(case["base64"]) if "base64" in case else case["input"].encode(
        case.get("encoding", "utf-8")
    )  # fmt: skip
    (tmp_path / case["file"]).write_bytes(body)
    found = take(tmp_path / case["file"])
    assert len(found) == len(case["expected"])
    for result, expected in zip(found, case["expected"], strict=True):
        expected = dict(expected)
        assert result.ref == (tmp_path / expected.pop("ref")).as_posix()
        if "rejected" in expected:
            assert isinstance(result, Rejected)
            assert expected["rejected"] in result.reason
            continue
        assert isinstance(result, Article), result
        got = {name: getattr(result, name) for name in expected}
        if "published" in expected:
            got["published"] = result.published.isoformat() if result.published else ""
        assert got == expected


def test_deep_nesting(tmp_path: Path) -> None:
    lines = ["[" * 100_000, '{"a":' * 50_000, json.dumps({"text": TEXT})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    first, second, third = take(tmp_path / "a.jsonl")
    assert isinstance(first, Rejected)
    assert isinstance(second, Rejected)
    assert isinstance(third, Article)


def test_folder_in_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c/d.txt", ".hidden/e.txt", "f.png", "README.md", "c/.g.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"<p>{TEXT}</p>")
    found = [r.ref for r in read([str(tmp_path)])]
    assert found == [(tmp_path / n).as_posix() for n in ("a.html", "b.txt", "c/d.txt")]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert len(list(read([str(tmp_path), str(tmp_path / "a.txt"), f"{tmp_path}/./a.txt"]))) == 1


def test_equal_files_are_both_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    assert len(take(tmp_path)) == 2


@pytest.mark.parametrize("address", ["nowhere.txt", "http://a.example/x", "x\0y", "n" * 5000])
def test_an_address_that_names_nothing(address: str) -> None:
    with pytest.raises(UsageError):
        list(read([address]))


def test_odd_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "inner.txt").write_text(TEXT)
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    with open(os.fsencode(tmp_path) + b"/\xff\xfe.txt", "w") as file:
        file.write(TEXT)
    found = {Path(r.ref).name: r for r in take(tmp_path)}
    assert len(found) == 7
    for name in ("fifo", "dangling", "loop", "device", "empty"):
        assert isinstance(found[f"{name}.txt"], Rejected), name
    assert isinstance(found["inner.txt"], Article)
    assert isinstance(found["\ufffd\ufffd.txt"], Article)
    for result in found.values():
        result.ref.encode("utf-8")
    for name in ("fifo", "dangling", "loop"):  # and named by themselves
        assert isinstance(take(tmp_path / f"{name}.txt")[0], Rejected)


def test_fifty_megabytes_are_rejected_quickly(tmp_path: Path) -> None:
    words = "word and word. " * 3_400_000
    record, other = json.dumps({"text": words}), json.dumps({"text": TEXT})
    (tmp_path / "big.txt").write_text(words)
    (tmp_path / "big.jsonl").write_text(f"{record}\n{other}\n")
    (tmp_path / "big.json").write_text(record)
    start = time.monotonic()
    found = take(tmp_path)
    assert time.monotonic() - start < 10
    assert [type(r) for r in found] == [Rejected, Rejected, Article, Rejected]
    assert [r.ref.rpartition("/")[2] for r in found] == [
        "big.json#1", "big.jsonl#1", "big.jsonl#2", "big.txt",
    ]  # fmt: skip


def test_a_long_jsonl_file(tmp_path: Path) -> None:
    line = json.dumps({"text": " ".join([TEXT] * 30)}) + "\n"
    (tmp_path / "many.jsonl").write_text(line * (30_000_000 // len(line)))
    assert sum(isinstance(r, Raw) for r in read([str(tmp_path)])) == 30_000_000 // len(line)
