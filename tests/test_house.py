"""The shape of the house: imports run down, third parties stay in their rooms, files stay small."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "briefing"
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.parent != PACKAGE or path.stem != "__init__"
}
"""Dotted name within the package -> file; ``briefing/__init__.py`` is left out."""

STAGES = {"clean", "summarise", "cluster", "recall", "digest", "compare", "sections"}
DOORS = {"sources", "store", "workers", "render", "verify", "deliver", "schedule", "config",
         "output", "progress", "fetch", "cell"}  # fmt: skip
GROUND = {
    "language",
    "anchors",
    "data",
    "document",
    "memory",
    "types",
    "settings",
    "heap",
    "errors",
}
ABOVE = {"__main__": {"cli"}, "cli": {"app", *DOORS, *GROUND}, "app": {"pipeline", *DOORS, *GROUND},
         "pipeline": {*STAGES, *GROUND}}  # fmt: skip
#: A door that opens another: ``verify`` reads the seal that ``render`` wrote, and a cell's
#: processes end with their parent as all workers do; ``config`` checks ``[schedule]`` by reading it.
ADJOINING = {("verify", "render"), ("cell", "workers"), ("config", "schedule")}

ROOMS = {
    "nltk": {"language"},
    "wordfreq": {"language"},
    "py3langid": {"language"},
    "sumy": {"summarise", "language"},
    "babel": {"anchors", "render"},
    "trafilatura": {"clean"},
    "lxml": {"clean", "sources"},
    "httpx2": {"fetch"},
    "httpcore2": {"fetch"},
    "protego": {"fetch"},
    "pebble": {"cell"},
    "charset_normalizer": {"clean"},
    "weasyprint": {"render"},
    "pydyf": {"render"},
    "tinyhtml5": {"render"},
    "tinycss2": {"render"},
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "css_inline": {"render"},
    "dkim": {"deliver"},
    "pypdf": {"verify"},
    "pypdfium2": {"verify"},
    "numpy": {"cluster", "summarise", "digest"},
    "scipy": {"cluster", "summarise", "digest"},
    "tqdm": {"progress"},
    "cronsim": {"schedule"},
}
#: What a stage must not ask: the clock, files, the network, chance.
WORLD = {"os", "io", "pathlib", "shutil", "tempfile", "time", "random", "secrets", "uuid", "socket",
         "subprocess", "urllib.request", "http", "sqlite3", "locale", "sys"}  # fmt: skip
LONGEST = 320  #: lines of a module


def room(name: str) -> str:
    return name.split(".")[0]


def imported(name: str) -> Iterator[tuple[int, str, str]]:
    """``(level, module, imported name)`` of every import, wherever it stands; ours resolved.

    ``level`` is 1 for a module of ours, whose name is then the one within the package.
    """
    path = MODULES[name]
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "briefing":
                    yield 1, alias.name.partition(".")[2], ""
                else:
                    yield 0, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                base = package[: len(package) - node.level + 1]
                ours: str | None = ".".join([*base, module] if module else base)
            else:
                whole = module.split(".")
                ours = ".".join(whole[1:]) if whole[0] == "briefing" else None
            for alias in node.names:
                yield (0, module, alias.name) if ours is None else (1, ours, alias.name)


def ours(name: str) -> set[str]:
    """The rooms of ours that a module imports from, its own left out."""
    found = set()
    for level, module, what in imported(name):
        if level:
            target = module or what
            if target in ("__version__", ""):
                continue
            found.add(room(target))
    return found - {room(name)}


def theirs(name: str) -> set[str]:
    """The third-party packages that a module imports."""
    found = {room(module) for level, module, _ in imported(name) if not level}
    return found - set(sys.stdlib_module_names)


def test_every_room_has_its_floor() -> None:
    assert {room(m) for m in MODULES} <= STAGES | DOORS | GROUND | ABOVE.keys()


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_down(name: str) -> None:
    here = room(name)
    if here in ABOVE:
        allowed = ABOVE[here]
    elif here in STAGES:
        allowed = GROUND
    elif here in DOORS:
        allowed = GROUND | {door for this, door in ADJOINING if this == here}
    else:
        allowed = GROUND
    assert ours(name) - allowed == set(), f"{name} imports upwards or sideways"


@pytest.mark.parametrize("name", MODULES)
def test_third_parties_stay_in_their_rooms(name: str) -> None:
    strangers = {p for p in theirs(name) if room(name) not in ROOMS.get(p, set())}
    assert strangers == set(), f"{name} imports what belongs elsewhere"


@pytest.mark.parametrize("name", [m for m in MODULES if room(m) in STAGES | {"pipeline"}])
def test_a_stage_asks_nothing_of_the_world(name: str) -> None:
    asked = {module for level, module, _ in imported(name) if not level}
    assert {a for a in asked if a in WORLD or room(a) in WORLD} == set()
    source = MODULES[name].read_text("utf-8")
    calls = re.findall(r"\b(?:open|print|input)\(|\.(?:now|today)\(", source)
    assert calls == []


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_long(name: str) -> None:
    lines = len(MODULES[name].read_text("utf-8").splitlines())
    assert lines <= LONGEST, f"{name} has {lines} lines; make it a folder"


def place(name: str) -> str:
    """What the first line of a module's docstring must begin with."""
    here = room(name)
    if here in STAGES:
        return rf"Stage \d, {re.escape(name)}: \S"
    if here in GROUND:
        return rf"Ground floor, {re.escape(name)}: \S"
    if here in DOORS:
        folder, _, part = name.partition(".")
        short = rf"|{folder.capitalize()}, {re.escape(part)}: \S" if part else ""
        return rf"Door, {re.escape(name)}: \S{short}"
    return {
        "__main__": "``python -m briefing``",
        "cli": "Words in, exit code out",
        "app": "The hall",
        "pipeline": "The order of the stages",
    }[here]


@pytest.mark.parametrize("name", MODULES)
def test_the_docstring_says_the_place(name: str) -> None:
    doc = ast.get_docstring(ast.parse(MODULES[name].read_text("utf-8"))) or ""
    first = doc.splitlines()[0] if doc else ""
    assert re.match(place(name), first), f"{name}: {first!r} does not match {place(name)!r}"


def test_stages_are_numbered_in_the_order_of_the_pipeline() -> None:
    order = ["clean", "summarise", "cluster", "recall", "compare", "digest", "sections"]
    numbers = []
    for name in order:
        doc = ast.get_docstring(ast.parse(MODULES[name].read_text("utf-8"))) or ""
        numbers += [int(n) for n in re.findall(r"\AStage (\d),", doc)]
    assert len(numbers) == len(order)
    assert numbers == sorted(numbers)
