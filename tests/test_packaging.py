"""The wheel holds all it needs and works outside the tree; ``--help`` loads nothing heavy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"nltk", "numpy", "scipy", "weasyprint", "sumy", "trafilatura", "jinja2", "babel",
         "wordfreq", "lxml", "py3langid", "pypdf", "charset_normalizer", "tqdm", "css_inline", "dkim", "smtplib"}  # fmt: skip
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def run(
    *command: str | Path, cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "BRIEFING_DATA")}
    env |= {"PYTHONPATH": str(path)} if path else {}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder)
    (built,) = folder.glob("briefing-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    run(*PIP, "install", "-q", "--no-deps", "--no-index", "--target", target, wheel, cwd=target)
    return target


def files(folder: Path) -> set[str]:
    return {
        f.relative_to(folder).as_posix()
        for f in folder.rglob("*")
        if f.is_file() and "__pycache__" not in f.parts and f.name[0] != "."
    }


def test_the_wheel_holds_code_data_templates_and_fonts(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    code = {f"briefing/{f}" for f in files(ROOT / "briefing")}
    templates = {f"briefing/_templates/{f}" for f in files(ROOT / "templates")}
    assert code | templates <= names
    assert {"brief.html.j2", "brief.css", "labels.toml"} <= {Path(t).name for t in templates}
    assert sum(t.endswith(".ttf") for t in templates) >= 5
    assert {Path(c).parent.name for c in code} >= {"abbreviations", "lexicon", "stopwords"}
    top = {name.split("/")[0] for name in names}
    assert {t for t in top if not t.endswith(".dist-info")} == {"briefing"}


def test_the_wheel_holds_the_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    licences = [n.partition("/licenses/")[2] for n in names if "/licenses/" in n]
    fonts = {
        f"templates/fonts/{f.parent.name}/{f.name}" for f in ROOT.glob("templates/fonts/*/LICENSE*")
    }
    assert {"LICENSE"} | fonts == set(licences)


def test_it_works_from_another_folder(installed: Path, tmp_path: Path) -> None:
    where = "import briefing; print(briefing.__file__)"
    found = run(sys.executable, "-c", where, cwd=tmp_path, path=installed).stdout
    assert Path(found.strip()).is_relative_to(installed)
    briefing = [sys.executable, "-m", "briefing"]
    made = run(*briefing, "make", "--json", "--pdf", ROOT / "seeds", cwd=tmp_path, path=installed)
    paths = [tmp_path / line for line in made.stdout.splitlines()]
    assert sorted(p.suffix for p in paths) == [".json", ".pdf"]
    assert next(p for p in paths if p.suffix == ".pdf").read_bytes().startswith(b"%PDF-1.")
    run(*briefing, "verify", *paths, cwd=tmp_path, path=installed)


def test_help_loads_nothing_heavy() -> None:
    done = run(sys.executable, "-X", "importtime", "-m", "briefing", "--help", cwd=ROOT)
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "argparse" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("command", [("--version",), ("make", "--help"), ("verify", "--help")])
def test_other_quick_answers_load_nothing_heavy(command: tuple[str, ...]) -> None:
    done = run(sys.executable, "-X", "importtime", "-m", "briefing", *command, cwd=ROOT)
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert loaded & HEAVY == set()


def test_every_dependency_is_pinned() -> None:
    def name(requirement: str) -> str:
        return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0].lower())  # type: ignore[index]

    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [p for p in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", p)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = (
        project["project"]["dependencies"] + project["project"]["optional-dependencies"]["test"]
    )
    wanted += project["build-system"]["requires"]
    assert {name(w) for w in wanted} <= {name(p) for p in pins}


def test_one_version() -> None:
    import briefing

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == briefing.__version__
    assert f"## [{briefing.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
