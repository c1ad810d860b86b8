"""Templates are the user's: what they may change, how a mistake is told, and what never leaves."""

from __future__ import annotations

import base64
import io
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from data.render.factory import article, document, event, figure, line, trilingual

from briefing import app, render
from briefing.errors import OutputError, UsageError
from briefing.render import capped, sheets
from briefing.settings import Style
from briefing.verify import layer

RENDER: dict[str, Callable[..., Any]] = {
    "brief.html.j2": render.html, "brief.md.j2": render.markdown, "brief.txt.j2": render.text,
}  # fmt: skip
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def filled(folder: Path, body: str | bytes, name: str = "brief.txt.j2") -> str:
    (folder / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    made: str = RENDER[name](trilingual(), templates=folder)
    return made


# -- what they may change ----------------------------------------------------------------


@pytest.mark.parametrize("name", RENDER)
def test_any_template_can_be_the_users(name: str, tmp_path: Path) -> None:
    assert "<b>Caspian morning</b>" in filled(tmp_path, "<b>{{ b.title }}</b>", name)


def test_a_template_may_build_on_ours_and_on_its_own(tmp_path: Path) -> None:
    (tmp_path / "part.j2").write_text("from {{ b.sources | length }} articles")
    assert filled(tmp_path, "{{ b.title }} {% include 'part.j2' %}") == (
        "Caspian morning from 6 articles"
    )


def test_labels_and_style_sheets_stand_in_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text('[en]\nbottom_line = "In short"\n')
    (tmp_path / "screen.css").write_text("p { color: #010203 } /* </style><b>x */")
    page = render.html(trilingual(), templates=tmp_path)
    assert "In short" in page
    assert "Key figures" in page
    assert "p { color: #010203 }" in page
    assert "</style><b>" not in page


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("en = 5", "en must be a table"),
        ('[en]\narticles = "n"', "[en] articles must be plural forms"),
        ("[de.articles]\none = '{n} Artikel'", "[de] articles lacks its form 'other'"),
        ("[en]\ndate = 5", "[en] date must be a string"),
    ],
)
def test_a_wrong_label_is_named(labels: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text(labels)
    with pytest.raises(OutputError) as error:
        render.html(trilingual(), templates=tmp_path)
    assert str(tmp_path / "labels.toml") in str(error.value)
    assert said in str(error.value)


def test_a_style_reaches_the_page_and_the_paper(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(DOT)
    (tmp_path / "own.ttf").write_bytes(
        (render.templates_dir() / "fonts/noto/NotoSans-Regular.ttf").read_bytes()
    )
    style = Style(
        colour="#135", accent="#aa2200", font="own.ttf", page="Letter", logo="logo.png",
        masthead="Ministry of <Harbours>",
    )  # fmt: skip
    page = render.html(trilingual(), templates=tmp_path, style=style)
    assert "--navy: #135; --rust: #aa2200" in page
    assert f'src="data:image/png;base64,{base64.b64encode(DOT).decode()}"' in page
    assert "Ministry of &lt;Harbours&gt;" in page
    assert 'src: url("data:font/ttf;base64,' in page
    pdf = render.pdf(trilingual(), templates=tmp_path, style=style)
    paper = pypdf.PdfReader(io.BytesIO(pdf))
    assert [round(float(x)) for x in paper.pages[0].mediabox[2:]] == [612, 792]
    assert "Ministry of <Harbours>" in paper.pages[0].extract_text()
    assert len(paper.pages[0].images) == 1
    assert list(layer.unseen(trilingual(), layer.pages(pdf))) == []


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (Style(logo="gone.png"), "which is no file in"),
        (Style(logo="../secret.png"), "which is no file in"),
        (Style(logo="link.png"), "which is no file in"),
        (Style(logo="/etc/hostname.png"), "which is no file in"),
        (Style(logo="notes.txt"), "must be a file of the templates folder"),
        (Style(colour="red}</style>"), "must be a colour"),
        (Style(accent="url(http://evil.example)"), "must be a colour"),
        (Style(font="x.woff2"), "must be a file of the templates folder"),
        (Style(page="10cm; } body { background: url(x)"), "must be A4 or Letter"),
        (Style(masthead="a\x00b"), "without control characters"),
    ],
)
def test_a_style_that_makes_no_sense(style: Style, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "looks"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(DOT)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(UsageError, match=re.escape(said)):
        app.look(folder, style)
    if style.logo.endswith(".png"):
        with pytest.raises(OutputError, match="no such style sheet, picture or font"):
            render.html(trilingual(), templates=folder, style=style)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        app.look(tmp_path / "none", None)
    with pytest.raises(UsageError, match="say where they are"):
        app.look(None, Style(logo="x.png"))


# -- how a mistake is told ---------------------------------------------------------------

MISTAKES: dict[str, tuple[str | bytes, str]] = {
    "a name": ("{{ b.title }}!\n{{ b.tilte }}", "line 2: 'View' has no attribute 'tilte'"),
    "a name at the top": ("{{ titel }}", "line 1: 'titel' is undefined"),
    "a name in a macro": (
        "{% macro f() %}\n{{ b.events[0].nope }}{% endmacro %}\n\n{{ f() }}",
        "line 2: 'Event' has no attribute 'nope'",
    ),
    "syntax": ("a\n{% if %}", "line 2: Expected an expression"),
    "no end": ("{% for e in b.events %}", "line 1: Unexpected end of template"),
    "no filter": ("\n\n{{ b.title | uper }}", "line 3: No filter named 'uper'"),
    "no template": ("\n{% include 'x.j2' %}", "line 2: there is no template 'x.j2'"),
    "a label": ("{{ t('botom_line') }}", "line 1: no label 'botom_line'"),
    "arithmetic": ("{{ 1 / 0 }}", "line 1: division by zero"),
    "a call": ("{{ b.title() }}", "line 1: 'str' object is not callable"),
    "encoding": (b"\xff", ": is not UTF-8"),
    "a file of the machine": ("{{ look.sheet('/etc/passwd') }}", "no such style sheet"),
    "a template of the machine": ("{% include '../../etc/passwd' %}", "there is no template"),
    "classes": ("{{ b.__class__.__mro__ }}", "access to attribute '__class__' of 'View'"),
    "globals": ("{{ t.read.__globals__ }}", "access to attribute '__globals__'"),
    "private": ("{{ look._read('x') }}", "access to attribute '_read' of 'Look'"),
    "change": ("{{ b.cited.clear() }}", "access to attribute 'clear' of"),
    "a wide word": ("{{ 'a'.center(10**10) }}", "takes more memory than it may"),
    "a wide range": ("{% for i in range(10**9) %}{% endfor %}", "Range too big"),
    "itself": ("{% include 'brief.txt.j2' %}", "includes itself without end"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_names_file_and_line(name: str, tmp_path: Path) -> None:
    body, said = MISTAKES[name]
    with pytest.raises(OutputError) as caught:
        filled(tmp_path, body)
    assert str(caught.value).startswith(f"{tmp_path}/brief.txt.j2")
    assert said in str(caught.value)


#: What stands in a sheet, whether it ends the run, and what is said of it; the sheet is line 1 on.
SHEETS: dict[str, tuple[str, bool, str]] = {
    "a property": ("p { margin: 0 }\np { colr: red }", False, "line 2: ignored `colr: red`, unknown"),
    "a value": ("\n\nh1 { color: blu }", False, "line 3: ignored `color: blu`, invalid value"),
    "a late value": (
        ":root { --x: 3em }\np { margin: var(--x) 3furlongs }", False, "line 2: ignored `margin",
    ),
    "a pseudo-element": ("\np::shadow { color: red }", False, "line 2: invalid or unsupported"),
    "a rule": ("\n@sheet { }", False, "line 2: unknown rule"),
    "no brace": ("p { color: red }\nh1 color: red", True, "line 2: neither a declaration"),
    "no colon": ("p {\n color red }", True, "line 2: neither a declaration"),
    "never closed": ("p { color: red\nh1 { color: blue }", True, "line 1: { is never closed"),
    "never closed within": (
        "@media print {\np { color: red\nb { color: blue }\n", True, "line 2: { is never closed",
    ),
    "a string": ('p { color: red }\nq { content: "x\n }', True, "line 2: Bad string"),
    "an address": ("\np { background: url(http://x.example/a.png) }", True, "line 2: asks for http"),
    "a quoted address": ("\n\np { background: url('gone.png') }", True, "line 3: asks for gone.png"),
    "an import": ("\n@import 'gone.css';", True, "line 2: asks for gone.css"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_mistake_in_a_style_sheet_names_file_and_line(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sheet, ends, said = SHEETS[name]
    (tmp_path / "brief.css").write_text(sheet)
    a = article(1, ["One sentence.", "Two sentences."])
    doc = document([event([a], [line((a, 0))])])
    try:
        render.pdf(doc, templates=tmp_path)
        told, ended = caplog.text, False
    except OutputError as error:
        told, ended = str(error), True
    assert f"{tmp_path}/brief.css, {said}" in told
    assert ended == ends
    (tmp_path / "screen.css").write_text(sheet)
    if ends:
        with pytest.raises(OutputError, match=re.escape(f"{tmp_path}/screen.css, {said[:8]}")):
            render.html(doc, templates=tmp_path)
    else:  # of what a property may hold a browser knows more than we do
        assert sheet in render.html(doc, templates=tmp_path)


def test_a_sheet_of_a_sheet_is_named_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ours = (render.templates_dir() / "brief.css").read_text("utf-8")
    (tmp_path / "brief.css").write_text(f"@import 'own/colours.css';\n{ours}p {{ colr: red }}")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "colours.css").write_text("\np { colour: red; background: url(dot.png) }")
    (tmp_path / "own" / "dot.png").write_bytes(DOT)
    render.pdf(trilingual(), templates=tmp_path)
    assert f"{tmp_path}/own/colours.css, line 2: ignored `colour: red`" in caplog.text
    assert (
        f"{tmp_path}/brief.css, line {ours.count(chr(10)) + 2}: ignored `colr: red`" in caplog.text
    )


def test_our_own_sheets_are_sound() -> None:
    for path in render.templates_dir().glob("*.css"):
        serves = (path.parent / "fonts").is_dir()
        assert sheets.faults(path.read_text("utf-8"), lambda _, yes=serves: yes) == []


def test_an_endless_template_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capped, "SECONDS", 3)
    endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(OutputError, match=r"brief\.txt\.j2 is not done within 3 seconds"):
        filled(tmp_path, endless)


# -- nothing becomes markup --------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        "{{ b.title }}", "{{ b.title | safe }}", "{% autoescape false %}{{ b.title }}{% endautoescape %}",
        "{% set x %}{{ b.title }}{% endset %}{{ x }}", "{{ b.title | upper | safe }}",
        "{{ b.title ~ '' }}", "{{ [b.title] | join('') | safe }}", "{{ '%s' | format(b.title) }}",
        "{% macro m() %}{{ b.title }}{% endmacro %}{{ m() | safe }}", "{{ b.headline | safe }}",
        "{{ (b.title | e).unescape() }}", "{% filter safe %}{{ b.title }}{% endfilter %}",
    ],
)  # fmt: skip
def test_words_never_become_markup(template: str, tmp_path: Path) -> None:
    (tmp_path / "brief.html.j2").write_text(template)
    text = "<script>alert(1)</script> & <IMG src=x onerror=alert(2)>"
    a = article(1, [text, "Another sentence."], title=text)
    page = render.html(document([event([a], [line((a, 0))])], title=text), templates=tmp_path)
    assert not re.search("<script|<img", page, re.IGNORECASE)
    assert re.search("&lt;script", page, re.IGNORECASE)


MARKED = "[go](http://x.example) *a* _b_ `c` <b> | # & www.x.example\n\n# A heading\n- a list"


@pytest.mark.parametrize(
    "template",
    [
        "{{ b.title }}", "{{ b.title | safe }}", "{{ b.title | upper | safe }}", "{{ b.title | e }}",
        "{{ b.title ~ '' }}", "{{ ('' | safe) ~ b.title }}", "{{ '%s' | safe | format(b.title) }}",
        "{{ [b.title, 'x' | safe] | join('\n') | safe }}", "{{ b.title | wrap }}", "{{ b.title | tojson }}",
        "{% set x %}{{ b.title | safe }}{% endset %}{{ x | safe }}", "{{ b.headline | safe }}",
        "{% filter safe %}{{ b.title }}{% endfilter %}", "{{ b.headline.text | safe }}",
        "{% macro m() %}{{ b.title | safe }}{% endmacro %}{{ m() }}", "{{ b.title | list | join | safe }}",
        "{{ b.quotes[0].text.text | safe }}", "{{ b.sources[0].outlet | safe }}",
        "{{ t('title_of', outlet=b.title) | safe }}", "{{ b.rejected[0].reason | safe }}",
        "{{ b.title | urlize }}",
    ],
)  # fmt: skip
def test_words_never_become_markup_in_markdown(template: str, tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_text(template)
    a = article(1, [MARKED, "Another sentence."], title=MARKED, outlet=MARKED)
    rejected = [{"ref": MARKED, "stage": "clean", "reason": MARKED}]
    doc = document([event([a], [line((a, 0))])], title=MARKED, rejected=rejected)
    if "urlize" in template:
        with pytest.raises(OutputError, match="No filter named 'urlize'"):
            render.markdown(doc, templates=tmp_path)
        return
    made = render.markdown(doc, templates=tmp_path)
    assert not re.search(r"(?<!\\)[\[\]*_`<>|#]|(?<!\\):/|www\.", made, re.IGNORECASE), made
    assert not re.search(r"^\s*[-+] ", made, re.MULTILINE)


def test_veils_are_no_part_of_what_is_shown(tmp_path: Path) -> None:
    doc = document([], title="1. Is *this* a_b \ufdd0\ufdd5 & 4.2 or -5?")
    for body, shown in (
        ("{{ b.title }}", r"1\. Is \*this\* a\_b \uFFFD\uFFFD \& 4.2 or -5?"),
        ("{{ b.title | safe }}", r"1\. Is \*this\* a\_b \uFFFD\uFFFD \& 4.2 or -5?"),
        ("{{ b.title | length }}", "32"),
        ("{{ b.title | urlencode }}", "1.%20Is%20%2Athis%2A%20a\\_b%20%EF%BF%BD%EF%BF%BD%20%26%204.2%20or%20-5%3F"),
    ):  # fmt: skip
        (tmp_path / "brief.md.j2").write_text(body)
        assert render.markdown(doc, templates=tmp_path) == shown.replace("\\uFFFD", "\ufffd")
    for name, call in RENDER.items():
        if name != "brief.md.j2":
            (tmp_path / name).write_text("{{ b.title }}")
            assert "\ufdd0\ufdd5" in call(doc, templates=tmp_path)


def test_words_stay_on_their_line_in_plain_text(tmp_path: Path) -> None:
    (tmp_path / "brief.txt.j2").write_text("{{ b.title | safe }}")
    doc = document([], title="A line\n======\nand more")
    assert render.text(doc, templates=tmp_path) == "A line ====== and more"


# -- nothing leaves, nothing is let in ---------------------------------------------------


@pytest.fixture
def ear() -> Iterator[tuple[str, list[int]]]:
    """An address of this machine that notes who calls."""
    heard: list[int] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            try:
                server.accept()[0].close()
                heard.append(1)
            except TimeoutError:
                continue

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"127.0.0.1:{server.getsockname()[1]}", heard
    over.set()
    thread.join()
    server.close()


#: Bodies of a user's template. HTTP is where the ear is, SECRET a picture outside the folder.
HOSTILE = {
    "a file": '<img alt="x" src="file://SECRET">',
    "a path": '<img alt="x" src="SECRET">',
    "a way up": '<img alt="x" src="../secret.png">',
    "a way up, encoded": '<img alt="x" src="%2e%2e/secret.png">',
    "a link out of the folder": '<img alt="x" src="link.png">',
    "http": '<img alt="x" src="http://HTTP/a.png">',
    "no scheme": '<img alt="x" src="//HTTP/a.png">',
    "the cloud's own": '<img alt="x" src="http://169.254.169.254/latest/meta-data/">',
    "data": f'<img alt="x" src="data:image/png;base64,{base64.b64encode(DOT).decode()}">',
    "ftp": '<img alt="x" src="ftp://HTTP/a.png">',
    "a sheet": '<link rel="stylesheet" href="http://HTTP/a.css">',
    "a sheet of the machine": '<link rel="stylesheet" href="file:///etc/passwd">',
    "an import": "<style>@import url(http://HTTP/a.css);</style>",
    "a background": "<style>body { background: url(http://HTTP/a.png) }</style>",
    "a background of the machine": "<style>body { background: url(file://SECRET) }</style>",
    "content": "<style>p::before { content: url(http://HTTP/a.png) }</style>",
    "a list": "<style>li { list-style-image: url(http://HTTP/a.png) }</style><ul><li>x</ul>",
    "a font": "<style>@font-face { font-family: x; src: url(http://HTTP/a.ttf) } p { font-family: x }</style>",
    "a base": '<base href="http://HTTP/"><img alt="x" src="a.png">',
    "an object": '<object data="http://HTTP/a.svg"></object><embed src="file://SECRET">',
    "svg image": '<svg width="9" height="9"><image width="9" height="9" href="http://HTTP/a.png"/></svg>',
    "svg file": '<svg width="9" height="9"><image width="9" height="9" href="file://SECRET"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="http://HTTP/a.svg#x"/></svg>',
    "svg style": '<svg width="9" height="9"><style>@import url(http://HTTP/a.css)</style></svg>',
    "an attachment": '<link rel="attachment" href="file:///etc/passwd"><a rel="attachment" href="file://SECRET">x</a>',
    "a picture in a picture": '<img alt="x" src="logo.svg">',
    "a frame": '<iframe src="http://HTTP/"></iframe>',
    "a script": '<script src="http://HTTP/a.js"></script><p onclick="x()">x</p>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_reaches_nothing(name: str, tmp_path: Path, ear: tuple[str, list[int]]) -> None:
    address, heard = ear
    folder, secret = tmp_path / "looks", tmp_path / "secret.png"
    folder.mkdir()
    secret.write_bytes(DOT)
    (folder / "link.png").symlink_to(secret)
    (folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<image width="9" height="9" href="file://{secret}"/>'
        f'<image width="9" height="9" href="http://{address}/a.png"/></svg>'
    )
    body = HOSTILE[name].replace("HTTP", address).replace("SECRET", str(secret))
    (folder / "brief.html.j2").write_text(
        '<html lang="en"><head><title>x</title><link rel="stylesheet" href="brief.css">'
        f'</head><body class="hostile"><h1 data-bookmark="x">x</h1>{body}<p>end</p></body></html>'
    )
    a = article(1, ["One sentence.", "Two sentences."], title="x")
    doc = document([event([a], [line((a, 0))])])
    try:
        pdf = render.pdf(doc, templates=folder)
    except OutputError:
        pdf = b""
    assert heard == []
    if pdf:
        paper = pypdf.PdfReader(io.BytesIO(pdf))
        assert [i for p in paper.pages for i in p.images] == []
        assert list(paper.attachments) == ["brief.json"]
        assert b"root:" not in pdf


WORDS = [
    "<img src=file:///etc/passwd>", "<img src='http://169.254.169.254/'>", "javascript:alert(1)",
    "</style><style>@import 'http://evil.example/a.css';</style>", "<svg><use href=//evil.example/>",
    "</title><script>fetch('//evil.example')</script>", "\" onmouseover=\"alert(1)", "]]><!--",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}", "&lt;script&gt;", "<a href=javascript:alert(1)>go</a>",
    "<iframe srcdoc='<script>x</script>'>", "<link rel=attachment href=file:///etc/passwd>",
    "<base href=http://evil.example/>", "</textarea></script></svg>", "<object data=file:///etc/passwd>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>", "`${alert(1)}`", "\u202e<b>\u2066",
    "@import url(http://evil.example)", "<details open ontoggle=alert(1)>", "data:text/html,<script>",
]  # fmt: skip
URLS = ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://e.example/\" onx=\"y"]  # fmt: skip


def hostile_words() -> dict[str, Any]:
    """A brief whose every field is one of ``WORDS``."""
    events = []
    for n, words in enumerate(WORDS):
        a = article(
            n, [f"{words} {n} said the mayor.", f"Then {words}."], title=words, outlet=words,
            place=words, ref=f"{words}/{n}", url=URLS[n % len(URLS)], published="2025-11-21",
        )  # fmt: skip
        events.append(event([a], [line((a, 0)), line((a, 1))], figures=[figure(f"{n}", "said", (a, 0))]))  # fmt: skip
    rejected = [{"ref": w, "stage": "clean", "reason": w} for w in WORDS]
    return document(events, title=WORDS[3], rejected=rejected)


def test_words_of_articles_stay_words() -> None:
    page = render.html(hostile_words())
    assert not re.search(r"<(script|iframe|object|base|details|textarea)\b", page)
    assert "<img" not in page
    assert re.findall(r'href="(?!#)([^"]*)"', page) == []
    assert re.findall(r"\son\w+=\"", re.sub(r">[^<]*<", "><", page)) == []
    assert page.count("{{ 7 * 7 }}") > 2
    for text in (render.markdown(hostile_words()), render.text(hostile_words())):
        assert "root:" not in text


def test_words_of_articles_stay_words_on_paper() -> None:
    pdf = render.pdf(hostile_words())
    assert list(layer.unseen(hostile_words(), layer.pages(pdf))) == []
    assert not re.search(rb"/URI \(?(javascript|data|file)|/JavaScript|/Launch|/GoToR", pdf)
