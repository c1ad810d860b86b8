"""The command line: every option, every exit code, every sentence a user may meet."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SEEDS, generated

from briefing import __version__, cli, config
from briefing.types import Raw

SUFFIXES = {"--pdf": "pdf", "--html": "html", "--md": "md", "--text": "txt", "--json": "json"}
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
Run = Callable[..., "Result"]


class Result:
    """What one run came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err, err

    @property
    def paths(self) -> list[Path]:
        return [Path(line) for line in self.out.splitlines()]

    @property
    def json(self) -> dict[str, Any]:
        path = next(p for p in self.paths if p.suffix == ".json")
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``briefing ...`` in this process."""

    def call(*words: object) -> Result:
        try:
            code = cli.main([str(w) for w in words])
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return call


@pytest.fixture
def make(run: Run) -> Run:
    """``briefing make seeds --json ...``: the quick way to a document."""
    return lambda *words: run("make", SEEDS, "--json", *words)


def shell(*words: object, cwd: Path, **env: str) -> Result:
    done = subprocess.run([sys.executable, "-m", "briefing", *map(str, words)], cwd=cwd,
                          env=ENV | env, capture_output=True)  # fmt: skip
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


# -- formats, names, folders -------------------------------------------------------------


def test_pdf_is_made_when_no_format_is_named(run: Run) -> None:
    done = run("make", SEEDS)
    assert done.code == 0
    assert done.out == "output/brief-2025-11-28.pdf\n"
    assert done.paths[0].read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("option", ["--html", "--md", "--text", "--json"])
def test_each_format_alone(option: str, run: Run, here: Path) -> None:
    done = run("make", SEEDS, option)
    name = f"brief-2025-11-28.{SUFFIXES[option]}"
    assert (done.code, done.out) == (0, f"output/{name}\n")
    assert [p.name for p in (here / "output").iterdir()] == [name]


def test_all_formats_in_the_order_asked_for(run: Run) -> None:
    done = run(
        "make", SEEDS, "--json", "--text", "--pdf", "--md", "--html", "--json", "--name", "b"
    )
    assert done.code == 0
    assert done.out.split() == [f"output/b.{s}" for s in ("json", "txt", "pdf", "md", "html")]
    assert done.err == "briefing: 5 articles, 3 events, 0 not used\n"


def test_out_and_name(make: Run, here: Path) -> None:
    done = make("--out", "a/b c", "--name", "день 1.v2")
    assert done.paths == [Path("a/b c/день 1.v2.json")]
    assert (here / done.paths[0]).is_file()


@pytest.mark.parametrize("name", ["a/b", "..", ".hidden", "a\\b", "a\nb", "x" * 201, "\udcff"])
def test_names_that_are_none(name: str, make: Run, here: Path) -> None:
    done = make("--name", name)
    assert done.code == 2
    assert "must be a short file name, without a folder" in done.err
    assert done.err.startswith("briefing: --name ")
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("out", ["/proc/briefing", "/dev/null/x", "file", "file/x"])
def test_folders_that_cannot_be_written(out: str, make: Run, here: Path) -> None:
    (here / "file").write_text("mine")
    done = make("--out", out)
    assert done.code == 4
    assert re.fullmatch(
        rf"briefing: {out}: cannot write here: .+; free it or choose another --out\n", done.err
    )
    assert done.out == ""
    assert (here / "file").read_text() == "mine"


def test_a_folder_in_place_of_a_file(make: Run, here: Path) -> None:
    (here / "output" / "b.json").mkdir(parents=True)
    done = make("--md", "--name", "b")
    assert done.code == 4
    assert "output/b.json: a folder of this name is in the way" in done.err
    assert [p.name for p in (here / "output").iterdir()] == ["b.json"]


# -- day and window ----------------------------------------------------------------------


def test_the_day_is_the_latest_publication(make: Run) -> None:
    assert make().json["day"] == "2025-11-28"
    assert make("--until", "2025-11-22").json["day"] == "2025-11-21"


def test_the_day_asked_for(make: Run) -> None:
    done = make("--day", "2030-02-28")
    assert done.out == "output/brief-2030-02-28.json\n"
    assert done.json["day"] == "2030-02-28"


@pytest.mark.parametrize(("word", "back"), [("today", 0), ("yesterday", 1)])
def test_today_and_yesterday(word: str, back: int, make: Run) -> None:
    before = datetime.now(UTC).date() - timedelta(days=back)
    day = make("--day", word, "--name", "b").json["day"]
    after = datetime.now(UTC).date() - timedelta(days=back)
    assert day in (before.isoformat(), after.isoformat())


def test_without_any_date_the_day_is_today(run: Run, here: Path) -> None:
    (here / "a.txt").write_text("The mayor of the town opened a harbour. Nobody else was there.")
    before, done = datetime.now(UTC).date(), run("make", "a.txt", "--json")
    assert done.json["day"] in (before.isoformat(), datetime.now(UTC).date().isoformat())


def test_the_window_counts_and_tells_what_is_outside(make: Run) -> None:
    done = make("--since", "2025-11-20", "--until", "2025-11-27")
    assert done.code == 0
    assert done.json["window"] == {"since": "2025-11-20", "until": "2025-11-27", "left_out": 2}
    assert "2 outside the window" in done.err
    published = sorted(str(a["published"])[:10] for a in done.json["articles"])
    assert published == ["2025-11-21", "2025-11-21", "None"], "an undated article stays"


def test_both_ends_of_the_window_are_inside(make: Run) -> None:
    dated = [
        a["published"]
        for a in make("--since", "2025-11-28", "--until", "2025-11-28").json["articles"]
    ]
    assert sorted(map(str, dated)) == ["2025-11-28", "None"]


def test_a_window_with_nothing_in_it(run: Run, here: Path) -> None:
    shutil.copy(SEEDS / "closing-outcomes.txt", here)
    done = run("make", "closing-outcomes.txt", "--since", "2026-01-01")
    assert done.code == 3
    assert done.err == ("briefing: none of the 1 articles was published in 2026-01-01 to ...; "
                        "widen --since and --until\n")  # fmt: skip
    assert not (here / "output").exists()


def test_a_window_backwards(make: Run) -> None:
    done = make("--since", "2025-11-28", "--until", "2025-11-20")
    assert done.code == 2
    assert "since 2025-11-28 is after until 2025-11-20" in done.err


# -- language, title, method, length -----------------------------------------------------


def test_the_language_is_that_of_most_articles(make: Run) -> None:
    made = make().json
    assert (made["lang"], made["title"]) == ("en", "Daily briefing")


def test_a_language_with_its_region(make: Run) -> None:
    assert make("--lang", "en-GB").json["lang"] == "en"
    assert make("--lang", "ru-RU").json["lang"] == "ru"


def test_a_brief_in_russian(run: Run) -> None:
    done = run("make", SEEDS, "--lang", "ru", "--json", "--md")
    made = done.json
    assert made["lang"] == "ru"
    assert re.search("[А-я]", made["title"])
    both = next(e for e in made["events"] if len(e["articles"]) > 1 and any(
        a["lang"] == "ru" for a in made["articles"] if a["id"] in e["articles"]))  # fmt: skip
    assert both["digest"][0]["lang"] == "ru"
    assert made["title"] in done.paths[1].read_text("utf-8")


def test_the_language_of_the_only_articles(run: Run) -> None:
    assert run("make", SEEDS / "pm-meeting-ru.txt", "--json").json["lang"] == "ru"


def test_the_title(make: Run) -> None:
    assert make("--title", "  Утро\n  вторника ").json["title"] == "Утро вторника"
    assert make("--title", "").json["title"] == "Daily briefing"
    assert make("--title", " \n").json["title"] == "Daily briefing"
    assert make("--title", "a\x1bb").code == 2
    assert make("--title", "\udcff").code == 2


@pytest.mark.parametrize("method", config.METHODS)
def test_every_method(method: str, make: Run) -> None:
    made = make("--method", method, "--length", 2).json
    assert made["method"] == method
    assert {len(a["summary"]) for a in made["articles"]} == {2}


@pytest.mark.parametrize("length", [1, 3, 1000])
def test_every_length(length: int, make: Run) -> None:
    made = make("--length", length).json
    assert made["length"] == length
    assert all(1 <= len(a["summary"]) <= length for a in made["articles"])
    assert length < 1000 or max(len(a["summary"]) for a in made["articles"]) > 8


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--length", "0"), "--length 0: must be at least 1"),
        (("--length", "-3"), "--length -3: must be at least 1"),
        (("--length", "x"), "argument --length: 'x' is no whole number; write 1 or more"),
        (("--length", "1.5"), "argument --length: '1.5' is no whole number"),
        (("--length",), "argument --length: expected one argument"),
        (("--jobs", "0"), "--jobs 0: must be at least 1"),
        (("--jobs", "many"), "argument --jobs: 'many' is no whole number"),
        (("--method", "lexrnk"), "--method lexrnk: unknown method; did you mean lexrank?"),
        (("--method", "xyz"), "--method xyz: unknown method; known are central, lead, "),
        (("--method", ""), "--method : unknown method"),
        (("--lang", "russian"), "--lang russian: must be a language code such as en, ru or en-GB"),
        (("--lang", "RU"), "--lang RU: must be a language code"),
        (("--lang", "xq"), "lang 'xq': no such language; use a code such as en, ru or az"),
        (("--day", "tomorrow"), "'tomorrow' is no date; write a date as 2025-11-28, or today, or "),
        (("--day", "2025-02-30"), "argument --day: '2025-02-30' is no date"),
        (("--since", "28.11.2025"), "argument --since: '28.11.2025' is no date"),
        (("--until", ""), "argument --until: '' is no date"),
        (("--config", "none.toml"), "none.toml: cannot be read: No such file or directory"),
        (("--docx",), "unrecognized arguments: --docx"),
        (("--len", "3"), "unrecognized arguments: --len"),
        (("-q", "-v"), "argument -v/--verbose: not allowed with argument -q/--quiet"),
        (("nowhere",), "nowhere: no such file or folder"),
        (("ftp://example.org/",), "write an http or https address, a file or a folder"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(
    words: tuple[str, ...], said: str, make: Run, here: Path
) -> None:
    done = make(*words)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(("words", "said"), [
    (("mke",), "argument COMMAND: invalid choice: 'mke' (choose from"),
    (("verify",), "the following arguments are required: FILE"),
    ((), "usage: briefing"),
])  # fmt: skip
def test_words_that_are_no_command(words: tuple[str, ...], said: str, run: Run) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


# -- sources -----------------------------------------------------------------------------


def test_no_sources_at_all(run: Run) -> None:
    done = run("make")
    assert done.code == 3
    assert done.err == ("briefing: no sources: name files or folders, list them as sources in "
                        "briefing.toml, or put articles into seeds/\n")  # fmt: skip


def test_seeds_are_the_default(run: Run, here: Path) -> None:
    shutil.copytree(SEEDS, here / "seeds")
    assert len(run("make", "--json").json["articles"]) == 5


def test_sources_may_stand_between_options(run: Run) -> None:
    first, second = SEEDS / "closing-outcomes.txt", SEEDS / "pm-meeting-en.txt"
    for words in ((first, "--json", second), ("--json", first, second), (first, second, "--json"),
                  ("--json", first, "--length", "2", second)):  # fmt: skip
        assert len(run("make", *words).json["articles"]) == 2
    assert "unrecognized arguments: --x" in run("make", first, "--json", "--x", second).err


def test_an_empty_folder(run: Run, here: Path) -> None:
    (here / "news").mkdir()
    done = run("make", "news")
    assert done.code == 3
    assert "the sources hold no .txt, .html, .json or .jsonl file with an article" in done.err
    assert not (here / "output").exists()


def test_nothing_usable_says_why(run: Run, here: Path) -> None:
    for k in range(30):
        (here / f"{k:02}.txt").write_text("two words")
    done = run("make", ".")
    assert done.code == 3
    assert "no article can be used: 00.txt: too short" in done.err
    assert "and 29 more" in done.err
    assert done.err.count("not used (clean)") == cli.MOST_TOLD
    assert "10 more not used; the brief names them all" in done.err


def test_a_bad_article_is_told_and_printed(run: Run, here: Path) -> None:
    (here / "bad.json").write_text("{")
    done = run("make", SEEDS, "bad.json", "--json", "-q")
    assert done.code == 0
    assert done.err.startswith("briefing: bad.json: not used (read): broken JSON")
    assert [r["ref"] for r in done.json["rejected"]] == ["bad.json"]


def test_a_file_name_that_is_no_text(run: Run, here: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    shutil.copy(SEEDS / "closing-outcomes.txt", here / name)
    (here / os.fsdecode(b"bad\xe9.txt")).write_text("short")
    done = run("make", ".", "--json", "--html", "--md", "--text", "--pdf")
    assert done.code == 0, done.err
    assert done.json["articles"][0]["ref"].startswith("caf")
    assert done.json["rejected"][0]["ref"].startswith("bad")
    assert run("verify", *done.paths[:1]).code == 0


# -- what is said ------------------------------------------------------------------------


def test_quiet_is_silent_and_stdout_has_the_paths_only(make: Run) -> None:
    assert (make("-q").err, make("-q").out) == ("", "output/brief-2025-11-28.json\n")
    assert make().out == "output/brief-2025-11-28.json\n"


def test_verbose_names_the_events(make: Run) -> None:
    done = make("-v")
    headlines = [e["headline"] for e in done.json["events"]]
    assert [h for h in headlines if h not in done.err] == []
    assert done.out == "output/brief-2025-11-28.json\n"


def test_help_is_quick_and_complete() -> None:
    probe = (
        "import sys; from briefing import cli\ntry: cli.main(['make', '--help'])\n"
        "except SystemExit: pass\nprint([m for m in sys.modules if m.split('.')[0] in "
        "('weasyprint','nltk','numpy','scipy','jinja2','babel','sumy','pypdf','lxml')])"
    )
    done = subprocess.run([sys.executable, "-c", probe], env=ENV, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for option in [
        *SUFFIXES,
        "--out",
        "--name",
        "--day",
        "--since",
        "--until",
        "--lang",
        "--title",
        "--method",
        "--length",
        "--jobs",
        "--config",
        "-q",
        "-v",
        *config.METHODS,
    ]:
        assert option in done.stdout


def test_version(run: Run) -> None:
    assert run("--version").out == f"briefing {__version__}\n"


def test_a_fault_of_ours(make: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LookupError("a library broke")

    monkeypatch.setattr("briefing.app.make", broken)
    done = make()
    assert done.code == 70
    assert done.err == ("briefing: a fault of ours (LookupError: a library broke); "
                        "run with -v and report it\n")  # fmt: skip
    with pytest.raises(AssertionError, match="Traceback"):
        make("-v")


def test_an_interrupt(make: Run, monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.app.make", interrupted)
    done = make()
    assert (done.code, done.err) == (130, "briefing: interrupted; nothing was written\n")
    assert list(here.iterdir()) == []


def test_nobody_reads(here: Path) -> None:
    (here / "x.json").write_text("{}")
    script = f"{sys.executable} -m briefing make {SEEDS} --json"
    for redirect, code in (("| true", 0), ("> /dev/full", 70), (">&-", 0)):
        done = subprocess.run(
            f"set -o pipefail; {script} {redirect}",
            shell=True,
            cwd=here,
            env=ENV,
            executable="/bin/bash",
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr


def test_a_terminal_without_unicode(here: Path) -> None:
    done = shell("make", SEEDS, "--json", "-v", "--lang", "ru", "--name", "имя", cwd=here,
                 PYTHONIOENCODING="ascii")  # fmt: skip
    assert done.code == 0
    assert done.out == "output/\\u0438\\u043c\\u044f.json\n"


def test_libraries_say_nothing(here: Path) -> None:
    (here / "page.html").write_text("<html><p></html>")
    done = shell(
        "make", SEEDS, "page.html", "--html", "--method", "lsa", cwd=here, PYTHONWARNINGS="default"
    )
    assert all(line.startswith("briefing: ") for line in done.err.splitlines()), done.err


# -- configuration -----------------------------------------------------------------------


def test_the_command_line_wins_over_the_file_over_the_defaults(run: Run, here: Path) -> None:
    (here / "briefing.toml").write_text(
        f'sources = "{SEEDS}"\nout = "made"\nname = "n"\ntitle = "T"\nmethod = "lead"\nlength = 2\n'
        'lang = "ru"\nformats = ["md", "json"]\njobs = 1\n'
    )
    done = run("make")
    assert done.out == "made/n.md\nmade/n.json\n"
    made = done.json
    assert [made[k] for k in ("title", "method", "length", "lang")] == ["T", "lead", 2, "ru"]
    done = run(
        "make",
        "--out",
        "o",
        "--name",
        "m",
        "--title",
        "U",
        "--method",
        "kl",
        "--length",
        "1",
        "--lang",
        "en",
        "--json",
        "--jobs",
        "2",
        SEEDS / "closing-outcomes.txt",
    )
    assert done.out == "o/m.json\n"
    made = done.json
    assert [made[k] for k in ("title", "method", "length", "lang")] == ["U", "kl", 1, "en"]
    assert len(made["articles"]) == 1


def test_zero_on_the_command_line_is_not_passed_over(run: Run, here: Path) -> None:
    (here / "briefing.toml").write_text(f'sources = "{SEEDS}"\nlength = 2\njobs = 2\n')
    assert "--length 0: must be at least 1" in run("make", "--length", "0").err
    assert "--jobs 0: must be at least 1" in run("make", "--jobs", "0").err


def test_another_configuration_with_paths_beside_it(run: Run, here: Path) -> None:
    folder = here / "desk"
    shutil.copytree(SEEDS, folder / "news")
    (folder / "b.toml").write_text('sources = ["news"]\nout = "made"\nformats = "json"\n')
    done = run("make", "--config", "desk/b.toml")
    assert done.out == "desk/made/brief-2025-11-28.json\n"
    assert done.json["articles"][0]["ref"].startswith("desk/news/")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lenght = 3", "briefing.toml: unknown key 'lenght'; did you mean length?"),
        ("length = 0", "briefing.toml: length = 0: must be at least 1"),
        (
            "formats = 'text'",
            "briefing.toml: formats = ['text']: unknown format 'text'; did you mean txt?",
        ),
        ("x", "briefing.toml: not TOML: "),
    ],
)
def test_a_configuration_that_makes_no_sense(text: str, said: str, make: Run, here: Path) -> None:
    (here / "briefing.toml").write_text(text)
    done = make()
    assert done.code == 2
    assert done.err.startswith(f"briefing: {said}")


def test_no_format_in_the_configuration_is_pdf(run: Run, here: Path) -> None:
    (here / "briefing.toml").write_text("formats = []")
    assert run("make", SEEDS / "closing-outcomes.txt").paths[0].suffix == ".pdf"


# -- verify ------------------------------------------------------------------------------


def test_verify_says_what_it_looked_at(run: Run) -> None:
    done = run("make", SEEDS, "--json", "--pdf")
    proof = run("verify", *done.paths)
    assert proof.code == 0
    pattern = (
        r"output/.*: holds: consistent in itself: 5 articles, \d+ citations, 15 summary sentences "
        r"found at their place(, the text of \d+ pages compared)?"
    )
    assert len(proof.out.splitlines()) == 2
    assert all(re.fullmatch(pattern, line) for line in proof.out.splitlines())


def test_verify_against_the_sources(run: Run, here: Path) -> None:
    made = run("make", SEEDS, "--json").paths[0]
    whole = run("make", SEEDS, "--json", "--texts", "whole", "--name", "whole").paths[0]
    proved = "holds: every sentence found in its source: 5 texts, "
    assert f"{whole}: {proved}" in run("verify", whole).out
    assert f"{made}: {proved}" in run("verify", made, "--sources", SEEDS).out
    shutil.copytree(SEEDS, here / "part")
    gone = next((here / "part").glob("*.txt"))
    gone.unlink()
    partly = run("verify", made, "--sources", "part")
    assert partly.code == 3
    assert "holds: consistent in itself; 4 of 5 sources found: 4 texts, " in partly.out
    assert f"not proved: {SEEDS / gone.name} is not among the sources" in partly.out
    for file in SEEDS.glob("*.txt"):
        body = file.read_text("utf-8")
        (here / "part" / file.name).write_text(body[:-200] + "Nothing of it is true.", "utf-8")
    moved = made.read_bytes().replace(str(SEEDS).encode(), str(here / "part").encode())
    (here / "moved.json").write_bytes(moved)
    assert run("verify", made, "--sources", "part").code == 3
    against = run("verify", "moved.json", "--sources", here / "part")
    assert against.code == 1
    assert "has another text" in against.out
    nothing = run("verify", made, "--sources", "nowhere")
    assert (nothing.code, nothing.err) == (2, "briefing: nowhere: no such file or folder\n")


def test_templates_and_style(run: Run, here: Path) -> None:
    looks = here / "looks"
    looks.mkdir()
    (looks / "brief.txt.j2").write_text("{{ b.title }}\n{{ b.nothing }}")
    done = run("make", SEEDS, "--text", "--templates", "looks")
    assert (done.code, done.paths) == (4, [])
    assert f"{looks}/brief.txt.j2, line 2: 'View' has no attribute 'nothing'" in done.err
    assert "Traceback" not in done.err
    (looks / "brief.txt.j2").write_text("mine: {{ b.title }} {{ look.masthead }}")
    (here / "briefing.toml").write_text('templates = "looks"\n[style]\nmasthead = "Ours"\n')
    assert run("make", SEEDS, "--text").paths[0].read_text() == "mine: Daily briefing Ours"
    gone = run("make", SEEDS, "--templates", "gone")
    assert (gone.code, gone.err) == (2, "briefing: templates 'gone': no such folder\n")
    (here / "briefing.toml").write_text('[style]\nlogo = "logo.png"\n')
    assert run("make", SEEDS).code == 2


def test_verify_looks_at_every_file(make: Run, run: Run, here: Path) -> None:
    good = make().paths[0]
    (here / "bad.json").write_bytes(good.read_bytes().replace(b"Baku", b"Oslo", 1))
    (here / "none.json").write_text("{}")
    done = run("verify", "none.json", "gone.json", "bad.json", good)
    assert done.code == 1
    assert "briefing: none.json: not a brief" in done.err
    assert "briefing: gone.json: cannot be read: No such file" in done.err
    assert "bad.json: the seal does not fit" in done.out
    assert f"{good}: holds" in done.out
    silent = run("verify", "-q", "none.json", "bad.json", good)
    assert (silent.code, silent.out, silent.err) == (1, "", "")
    assert run("verify", "-q", good).code == 0


# -- the same input, the same bytes ------------------------------------------------------


def bodies(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_the_same_bytes_whatever_the_run(here: Path) -> None:
    """Hash seeds, the order of sources, time zones, locales and folders change nothing."""
    shutil.copytree(SEEDS, here / "seeds")
    words = ["--json", "--md", "--html", "--text", "-q"]
    names = sorted(f"seeds/{p.name}" for p in SEEDS.glob("*.txt"))
    runs: list[tuple[list[str], dict[str, str]]] = [
        (["seeds"], {"PYTHONHASHSEED": "0"}),
        (names[::-1], {"PYTHONHASHSEED": "1", "TZ": "Asia/Baku"}),
        ([names[2], "seeds", "./seeds"], {"PYTHONHASHSEED": "4242", "LC_ALL": "C"}),
        (["seeds", "--jobs", "2"], {"PYTHONHASHSEED": "7", "TZ": "America/Los_Angeles"}),
        ([], {}),
    ]
    made = []
    for number, (sources, env) in enumerate(runs):
        done = shell("make", *sources, *words, "--out", f"o{number}", cwd=here, **env)
        assert (done.code, done.err) == (0, "")
        made.append(bodies(here / f"o{number}"))
    assert len(made[0]) == 4
    assert all(m == made[0] for m in made)


def test_the_same_bytes_with_one_process_and_with_two(here: Path) -> None:
    raws = [d for d in generated(32) if isinstance(d, Raw)]
    lines = [
        json.dumps(
            {
                "id": str(k),
                "text": r.body,
                "title": r.title,
                "published": r.published,
                "url": r.url,
                "outlet": r.outlet,
            }
        )
        for k, r in enumerate(raws)
    ]
    assert len(lines) > 110
    (here / "a.jsonl").write_text("\n".join(lines))
    made = []
    for jobs in ("1", "2"):
        done = shell("make", "a.jsonl", "--json", "--md", "--jobs", jobs, "--out", jobs, cwd=here,
                     PYTHONHASHSEED=jobs)  # fmt: skip
        assert done.code == 0
        assert "briefing: Reading" in done.err
        made.append(bodies(here / jobs))
    assert made[0] == made[1]


# -- killed ------------------------------------------------------------------------------


def test_a_killed_run_leaves_the_earlier_output_whole(here: Path) -> None:
    source = SEEDS / "closing-outcomes.txt"
    words = ["make", source, "--json", "--md", "--html", "--text", "--name", "b", "-q"]
    started = time.monotonic()
    assert shell(*words, "--out", "new", "--length", "1", cwd=here).code == 0
    took = time.monotonic() - started
    assert shell(*words, "--out", "out", "--length", "2", cwd=here).code == 0
    old, new, chance = bodies(here / "out"), bodies(here / "new"), random.Random(5)
    assert old.keys() == new.keys()
    killed = 0
    for number in range(12):
        process = subprocess.Popen(
            [sys.executable, "-m", "briefing", *map(str, words), "--out", "out", "--length", "1"],
            cwd=here, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0 if number % 3 == 0 else 0.7 * took, 1.05 * took))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        found = bodies(here / "out")
        assert {n for n in found if not n.startswith(".")} == old.keys()
        for name, body in found.items():
            whole = (
                {old.get(name), new.get(name)}
                if not name.startswith(".")
                else {*old.values(), *new.values()}
            )
            assert body in whole, f"{name} is half written"
    assert killed >= 4  # the others were done before
    assert shell(*words, "--out", "out", "--length", "1", cwd=here).code == 0
    assert {n: b for n, b in bodies(here / "out").items() if not n.startswith(".")} == new


def test_an_interrupt_of_a_pool_leaves_nothing(here: Path) -> None:
    raws = [d for d in generated(60) if isinstance(d, Raw)]
    (here / "a.jsonl").write_text("\n".join(json.dumps({"text": r.body}) for r in raws))
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", "make", "a.jsonl", "--jobs", "2"], cwd=here, env=ENV,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # a CI in the background hands down an ignored SIGINT
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert process.stderr is not None
    first = process.stderr.readline()
    assert "Reading" in first
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.endswith("briefing: interrupted; nothing was written\n")
    assert out == ""
    assert not (here / "output").exists()


PROFILES = """
sources = ["wire"]
formats = ["json"]
name = "day"
[profile.ports]
title = "Ports"
events = 1
[[profile.ports.sections]]
title = "Harbours"
keywords = ["гавань"]
[profile.russian]
langs = ["ru"]
name = "ru"
[profile.none]
langs = ["az"]
"""


@pytest.fixture
def profiled(here: Path) -> Path:
    """A folder with articles and three profiles, one of which finds nothing."""
    (here / "wire").mkdir()
    for number, raw in enumerate(r for r in generated(3) if isinstance(r, Raw)):
        table = {"text": raw.body, "title": raw.title, "published": raw.published, "lang": raw.lang}
        (here / "wire" / f"{number}.json").write_text(json.dumps(table), "utf-8")
    (here / "briefing.toml").write_text(PROFILES, "utf-8")
    return here


def test_profiles_are_listed(profiled: Path, run: Run) -> None:
    told = run("profiles")
    assert told.out.splitlines() == [
        "ports (Ports): 1 source; all languages; 1 section; at most 1 event; json",
        "russian: 1 source; ru; json",
        "none: 1 source; az; json",
    ]
    (profiled / "briefing.toml").write_text("length = 3")
    told = run("profiles")
    assert (told.code, told.out) == (0, "")
    assert "there are no profiles" in told.err
    assert run("make", "--profile", "all").code == 2


def test_a_profile_is_made_and_entered_in_the_ledger(profiled: Path, run: Run) -> None:
    made = run("make", "--profile", "ports")
    assert [p.name for p in made.paths] == ["day-ports.json"]
    assert [s["title"] for s in made.json["sections"]] == ["Harbours"]
    assert sum("named_only" not in e for e in made.json["events"]) == 1
    assert "in a line each" in made.err
    assert run("verify", made.paths[0]).code == 0
    exported = run("export", "--brief", "latest")
    assert exported.code == 0
    assert exported.out
    made = run("make", "--profile", "russian")
    assert [p.name for p in made.paths] == ["ru.json"]
    assert {a["lang"] for a in made.json["articles"]} == {"ru"}
    assert "of other languages or outlets" in made.err


def test_all_profiles_are_made_although_one_finds_nothing(profiled: Path, run: Run) -> None:
    made = run("make", "--profile", "all")
    assert [p.name for p in made.paths] == ["day-ports.json", "ru.json"]
    assert made.code == 3
    assert "none: none of the" in made.err
    assert run("make", "--profile", "all", "--name", "x").code == 2
    told = run("make", "--profile", "port")
    assert told.code == 2
    assert "no profile 'port'; did you mean ports?" in told.err
