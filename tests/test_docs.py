"""The README and the code say the same: options, exit codes, the example, the methods."""

from __future__ import annotations

import argparse
import doctest
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import briefing
from briefing import app, cli, config, errors
from briefing.language import DETECTABLE
from briefing.summarise import METHODS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/design.md",
    "docs/archive.md",
    "docs/delivery.md",
    "docs/schedule.md",
]


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield from parsers(sub)


OPTIONS = sorted({
    (parser.prog, option)
    for parser in parsers(cli._parser())
    for action in parser._actions
    for option in action.option_strings
})  # fmt: skip


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_in_the_readme(command: str, option: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", README), f"{command} {option}"


def test_every_command_is_in_the_readme() -> None:
    commands = [parser.prog for parser in parsers(cli._parser())]
    assert [c for c in commands if c not in README] == []


def test_the_readme_names_no_option_that_is_not_there() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README))
    assert named <= {option for _, option in OPTIONS}


def subclasses(cls: type[errors.BriefingError]) -> Iterator[type[errors.BriefingError]]:
    yield cls
    for sub in cls.__subclasses__():
        yield from subclasses(sub)


def test_exit_codes() -> None:
    section = README.split("## Exit codes")[1].split("\n## ")[0]
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", section, re.M)]
    assert codes == sorted({0, 130} | {cls.exit_code for cls in subclasses(errors.BriefingError)})
    drawn = (errors.__doc__ or "").splitlines()
    for cls in subclasses(errors.BriefingError):
        line = next(line for line in drawn if f" {cls.__name__} " in line)
        assert cls is errors.BriefingError or str(cls.exit_code) in line.split()
    helped = {int(code) for code in re.findall(r"^  (\d+)  ", cli.EXIT_CODES, re.M)}
    assert helped <= set(codes)


def test_configuration_keys() -> None:
    example = README.split("```toml\n")[1].split("```")[0]
    assert re.findall(r"^(\w+) =", example, re.M) == [
        f.name for f in fields(config.Config) if f.metadata.get("key", True)
    ]


def test_the_configuration_example_loads(tmp_path: Path) -> None:
    file = tmp_path / "briefing.toml"
    file.write_text(README.split("```toml\n")[1].split("```")[0], "utf-8")
    assert config.load(str(file)).formats == ("pdf", "json")


def test_methods() -> None:
    helped = next(a.help or "" for p in parsers(cli._parser()) for a in p._actions
                  if "--method" in a.option_strings)  # fmt: skip
    assert helped.partition(": ")[2].split(", ") == list(METHODS)
    assert tuple(METHODS) == config.METHODS
    section = README.split("### Methods")[1].split("\n#")[0]
    assert [m for m in METHODS if f"`{m}`" not in section] == []


def test_formats() -> None:
    assert config.FORMATS == tuple(app.FORMATS) == tuple(cli.make.FORMATS.values())
    assert f"# of {', '.join(config.FORMATS)}" in README


def test_number_of_languages() -> None:
    assert f"{len(DETECTABLE)} languages" in README


def example(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith(">>>"))
    end = next((i for i in range(start, len(lines)) if not lines[i]), len(lines))
    return "\n".join(lines[start:end])


def test_the_example_is_that_of_the_package_and_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = README.split("```python\n")[1].split("```")[0]
    assert example(shown) == example(briefing.__doc__ or "")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    parsed = doctest.DocTestParser().get_doctest(shown, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(parsed).failed == 0
    assert sorted(p.suffix for p in (tmp_path / "output").iterdir()) == [".json", ".md"]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (folder / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_files_named_are_there(page: str) -> None:
    named = re.findall(
        r"`((?:briefing|templates|tests|tools|seeds|bench|docs)/[\w./-]+)`",
        (ROOT / page).read_text("utf-8"),
    )
    named = [n for n in named if "LANG" not in n]
    assert [n for n in named if not (ROOT / n).exists()] == []


def test_the_walk_through_is_true() -> None:
    page = (ROOT / "docs/design.md").read_text("utf-8")
    articles, _ = briefing.read(ROOT / "seeds")
    walked = next(a for a in articles if a.ref.endswith("pm-meeting-ru.txt"))
    assert f"`{walked.id}`" in page
    first = walked.sentences[0]
    assert f"Sentence(id, {first.start}, {first.end})" in page
    for quoted, start, end in re.findall(r"«([^»]+)» at `\[(\d+):(\d+)\]`", page):
        assert walked.text[int(start) : int(end)] == quoted
    modules = re.findall(r"`(\w+(?:/|\.py))`", page)
    assert modules
    assert [m for m in modules if not (ROOT / "briefing" / m).exists()
            and not (ROOT / m).exists()] == []  # fmt: skip
