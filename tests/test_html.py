"""The HTML edition in a real browser: readable, reachable by keyboard, without a word outside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import brief
from data.render.factory import article, document, event, figure, line, trilingual
from test_templates import hostile_words

from briefing import render

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright: run tools/setup test")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="run tools/setup test")
if not CHROMIUM:
    pytest.skip(
        "no Chromium on this machine; tools/setup test installs it", allow_module_level=True
    )

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def arabic() -> dict[str, Any]:
    """A brief that runs from right to left."""
    said = [
        "أعيد فتح الجسر يوم الجمعة بعد تسعة أشهر من الترميم.",
        "وقال رئيس البلدية إن العمل كلف 45 مليونا.",
    ]
    a = article(1, said, lang="ar", outlet="صحيفة", title="أعيد فتح الجسر", published="2025-11-21")
    return document(
        [event([a], [line((a, 0)), line((a, 1))], figures=[figure("45", "مليونا", (a, 1))])],
        lang="ar",
    )


DOCUMENTS = {
    "seeds": brief("seeds"), "trilingual": trilingual(), "arabic": arabic(), "hostile": hostile_words(),
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        opened = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("html")
    for name, doc in DOCUMENTS.items():
        (folder / f"{name}.html").write_text(render.html(doc), "utf-8")
    return {name: folder / f"{name}.html" for name in DOCUMENTS}


def opened(
    browser: Any, file: Path, size: dict[str, int], scheme: str = "light", **how: Any
) -> Any:
    page = browser.new_context(viewport=size, color_scheme=scheme, **how).new_page()
    page.goto(file.as_uri())
    return page


def open_notes(page: Any) -> list[str]:
    texts: list[str] = page.locator(".note:popover-open .quote").all_inner_texts()
    return texts


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_axe_finds_nothing(
    name: str, size: dict[str, int], scheme: str, browser: Any, files: dict[str, Path]
) -> None:
    page = opened(browser, files[name], size, scheme, bypass_csp=True)  # axe is a script
    page.locator(".cite").first.press("Enter")  # with a note open all parts are there
    found = axe.Axe().run(page).response["violations"]
    told = [(v["id"], v["nodes"][0]["html"]) for v in found]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert told == []
    assert wide <= size["width"], "the page scrolls sideways"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_number_opens_its_sentence_beside_the_text(
    size: dict[str, int], browser: Any, files: dict[str, Path]
) -> None:
    page = opened(browser, files["trilingual"], size)
    mark = page.locator(".statement .cite").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if mark.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    said = trilingual()["bottom_line"][0]["text"]
    assert open_notes(page) == [said]
    note, number = page.locator(".note:popover-open").bounding_box(), mark.bounding_box()
    over = note["y"] < number["y"] + number["height"] and number["y"] < note["y"] + note["height"]
    beside = note["x"] >= number["x"] + number["width"] or note["x"] + note["width"] <= number["x"]
    assert not over or beside, "the note covers the number that opened it"
    assert note["x"] >= 0
    assert note["x"] + note["width"] <= size["width"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Escape")
    assert open_notes(page) == []
    assert mark.evaluate("e => e === document.activeElement")
    page.context.close()


@pytest.mark.parametrize("name", ["trilingual", "hostile"])
def test_the_page_asks_for_nothing_and_runs_nothing(
    name: str, browser: Any, files: dict[str, Path]
) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("dialog", lambda d: said.append(d.message))
    page.on("console", lambda m: said.append(m.text))
    page.goto(files[name].as_uri())
    page.locator(".cite").first.press("Enter")
    assert asked == [files[name].as_uri()]
    assert said == []
    page.context.close()


def test_a_users_template_cannot_let_the_page_reach_out(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "brief.html.j2").write_text(
        '<!DOCTYPE html><html><head><link rel="stylesheet" href="http://127.0.0.1:9/a.css"></head>'
        '<body><script>document.title = "ran"</script><img src="http://127.0.0.1:9/a.png">'
        '<iframe src="http://127.0.0.1:9/"></iframe><style>@import url(http://127.0.0.1:9/);</style>'
    )
    file = tmp_path / "page.html"
    file.write_text(render.html(trilingual(), templates=tmp_path))
    page = browser.new_context().new_page()
    sent: list[str] = []
    page.on("requestfinished", lambda r: sent.append(r.url))
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text))
    page.goto(file.as_uri())
    assert page.title() != "ran"
    assert sent == [file.as_uri()]
    assert sum("Content Security Policy" in text for text in refused) >= 4
    page.context.close()


def test_it_prints_without_its_notes(browser: Any, files: dict[str, Path]) -> None:
    page = opened(browser, files["trilingual"], DESKTOP, "dark")
    page.emulate_media(media="print")
    assert page.locator(".note:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") in (
        "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)",
    )  # fmt: skip
    page.context.close()
