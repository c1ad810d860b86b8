"""briefing.toml: what may stand in it, and what is said of what may not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import app, config, summarise
from briefing.errors import UsageError
from briefing.settings import Style


def load(folder: Path, text: str | bytes) -> config.Config:
    file = folder / "briefing.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return config.load(str(file))


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(UsageError) as caught:
        load(folder, text)
    return str(caught.value)


def test_no_file_is_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.load(None) == config.Config()


def test_the_file_in_the_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    load(tmp_path, 'title = "Found"')
    assert config.load(None).title == "Found"


def test_every_key(tmp_path: Path) -> None:
    made = load(
        tmp_path,
        'sources = ["news", "/abs/x.txt"]\nout = "made"\nname = "today"\ntitle = "My brief"\n'
        'lang = "ru"\nmethod = "lexrank"\nlength = 5\njobs = 2\nformats = ["json", "md"]\n'
        'texts = "whole"\ntemplates = "looks"\narchive = "kept/news.db"\n'
        'allow_hosts = ["wiki.example"]\nuser_agent = "b (+x)"\nproxy = "http://p.example:1"\n'
        'memory = 3\nquiet = "none"\n[style]\ncolour = "#0a0"\npage = "Letter"\n',
    )
    assert made == config.Config(
        sources=(f"{tmp_path}/news", "/abs/x.txt"), out=f"{tmp_path}/made", name="today",
        title="My brief", lang="ru", method="lexrank", length=5, jobs=2, formats=("json", "md"),
        texts="whole", templates=f"{tmp_path}/looks", style=Style(colour="#0a0", page="Letter"),
        archive=f"{tmp_path}/kept/news.db", allow_hosts=("wiki.example",), user_agent="b (+x)",
        proxy="http://p.example:1", memory=3, quiet="none",
    )  # fmt: skip
    assert len(dataclasses.fields(made)) == 37


def test_the_archive_stands_beside_the_file(tmp_path: Path) -> None:
    assert load(tmp_path, "length = 4").archive == f"{tmp_path}/briefing.db"


def test_addresses_are_left_and_files_stand_beside(tmp_path: Path) -> None:
    made = load(tmp_path, 'sources = ["feed:https://a.example/f", "opml:list.opml", "x.eml"]')
    assert made.sources == (
        "feed:https://a.example/f", f"opml:{tmp_path}/list.opml", f"{tmp_path}/x.eml",
    )  # fmt: skip


def test_one_string_is_a_list_of_one(tmp_path: Path) -> None:
    assert load(tmp_path, 'sources = "a"\nformats = "md"').formats == ("md",)


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbflength = 4").length == 4


def test_the_tables_are_those_of_the_code() -> None:
    assert tuple(summarise.METHODS) == config.METHODS
    assert tuple(app.FORMATS) == config.FORMATS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('tilte = "x"', "unknown key 'tilte'; did you mean title?"),
        ('metod = "x"', "unknown key 'metod'; did you mean method?"),
        ("[archives]\npath = 1", "unknown key 'archives'; did you mean archive?"),
        ("[zzz]\npath = 1", "unknown key 'zzz'; known are sources, out, name"),
        ("day = 2025-11-28", "unknown key 'day'"),
        ('length = "3"', "length must be a whole number"),
        ("length = 3.0", "length must be a whole number"),
        ("length = true", "length must be a whole number"),
        ("length = 0", "length = 0: must be at least 1"),
        ("jobs = -1", "jobs = -1: must be at least 1"),
        ("title = 3", "title must be a string"),
        ("sources = [1]", "sources must be a list of strings"),
        ('formats = ["pfd"]', "formats = ['pfd']: unknown format 'pfd'; did you mean pdf?"),
        ('formats = "docx"', "unknown format 'docx'; known are pdf, html, md, txt, json"),
        ('method = "lexrnk"', "method = 'lexrnk': unknown method; did you mean lexrank?"),
        ('method = ""', "known are central, lead"),
        ('lang = "russian"', "lang = 'russian': must be a language code such as en, ru or en-GB"),
        ('lang = "RU"', "must be a language code"),
        ('texts = "all"', "texts = 'all': must be cited or whole"),
        ('style = "blue"', "style must be a table with the keys colour, accent"),
        ("[style]\ncolor = '#123'", "unknown key 'style.color'; did you mean colour?"),
        ("[style]\npage = 3", "style.page must be a string"),
        ("[style]\npage = 'A3'", "style.page = 'A3': must be A4 or Letter"),
        ("[style]\naccent = 'red; } * { color: red'", "must be a colour such as #123a63"),
        ("[style]\ncolour = 'url(http://x)'", "must be a colour such as #123a63"),
        ("[style]\nfont = 'Arial'", "must be a file of the templates folder, .ttf"),
        ("[style]\nlogo = '/etc/passwd'", "must be a file of the templates folder, .png"),
        ('name = "../x"', "name = '../x': must be a short file name, without a folder"),
        ('name = ".x"', "must be a short file name"),
        (f'name = "{"ж" * 150}"', "must be a short file name"),
        ('title = "a\\u0007"', "must be text, without control characters"),
        ('allow_hosts = ["https://a.example"]', "must be host names, without https:// and path"),
        ('proxy = "socks5://a"', "must be an address such as http://proxy.example:3128"),
        ('user_agent = "a\\nb"', "must be plain letters on one line"),
        ("title = ", "not TOML: Invalid value"),
        ("title = 'a'\ntitle = 'b'", "not TOML: Cannot overwrite a value"),
        ("x = " + "[" * 5000, "not TOML"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_what_is_wrong_is_said(text: str | bytes, said: str, tmp_path: Path) -> None:
    message = refusal(tmp_path, text)
    assert said in message
    assert message.startswith(f"{tmp_path}/briefing.toml: ")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml: cannot be read: No such file"):
        config.load(str(tmp_path / "none.toml"))
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        config.load(str(tmp_path))


@pytest.mark.parametrize("lang", ["en", "en-GB", "zh-Hans-CN", "es-419", "uzb", "sr-Latn"])
def test_tags_with_a_region(lang: str, tmp_path: Path) -> None:
    assert load(tmp_path, f'lang = "{lang}"').lang == lang


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "any.toml"
    file.write_bytes(body)
    try:
        config.load(str(file))
        said = str(file)
    except UsageError as error:
        said = str(error)
    assert str(file) in said


PROFILES = """
title = "All"
sources = ["wire"]
style = { page = "Letter", masthead = "Port" }
[profile.morning]
title = "Morning"
sources = ["wire", "papers"]
[profile.morning.style]
masthead = "Ministry"
[profile."вечер"]
lang = "ru"
"""


def test_a_profile_lies_over_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "briefing.toml"
    file.write_text(PROFILES, encoding="utf-8")
    assert config.profiles(str(file)) == ("morning", "вечер")
    morning = config.load(str(file), profile="morning")
    assert (morning.title, morning.style) == ("Morning", Style(page="Letter", masthead="Ministry"))
    assert morning.sources == (f"{tmp_path}/wire", f"{tmp_path}/papers")
    evening = config.load(str(file), profile="вечер")
    assert (evening.title, evening.lang, evening.sources) == ("All", "ru", (f"{tmp_path}/wire",))
    assert config.load(str(file)).title == "All"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile = 3", "profile must hold tables"),
        ("[profile]\nmorning = 3", "profile must hold tables"),
        ("[profile.'a b']\ntitle = 'x'", "a name is of letters"),
        ("[profile.a]\ntilte = 'x'", "unknown key 'profile.a.tilte'; did you mean title?"),
        ("[profile.a]\nlength = 0", "profile.a.length = 0: must be at least 1"),
        ("[profile.a.style]\npage = 'A3'", "profile.a.style.page = 'A3': must be A4 or Letter"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(text: str, said: str, tmp_path: Path) -> None:
    assert said in refusal(tmp_path, text)


def test_a_profile_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.profiles(None) == ()
    with pytest.raises(UsageError, match="there is no briefing"):
        config.load(None, profile="morning")
    (tmp_path / "briefing.toml").write_text("[profile.morning]")
    with pytest.raises(UsageError, match="no profile 'mornig'; did you mean morning"):
        config.load(None, profile="mornig")
    (tmp_path / "briefing.toml").write_text("length = 3")
    with pytest.raises(UsageError, match=r"no profile 'mornig'; write a table \[profile.NAME\]"):
        config.load(None, profile="mornig")
