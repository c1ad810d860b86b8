"""The PDF of briefs of many shapes: valid, complete, in order, and the same anywhere."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from datetime import date
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from data.render.factory import article, document, event, line
from data.render.shapes import SAID, SHAPES, cited, full

from briefing import render
from briefing.document import to_bytes
from briefing.errors import OutputError
from briefing.render import paper, press, sealing
from briefing.render.engine import fill
from briefing.render.view import view
from briefing.render.words import Words
from briefing.settings import Style

ROOT = Path(__file__).resolve().parent.parent
ROOTS = (render.templates_dir(),)
RTL = {"ar", "fa", "he"}
MARGIN = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\x0c]")


def laid_out(doc, roots=ROOTS):
    """The sheet of a document, laid out in this process."""
    html = fill("brief.html.j2", doc, roots, media="print", style=Style())
    return paper.lay_out(html, to_bytes(doc), date.fromisoformat(doc["day"]), roots)


@pytest.fixture(scope="module", params=SHAPES)
def made(request):
    """A document and its PDF, laid out without a word of complaint."""
    doc = SHAPES[request.param]()
    sheet = laid_out(doc)
    assert (sheet.missing, sheet.warnings, sheet.fonts) == ([], [], [])
    return doc, sealing.seal(sheet.pdf)


def poppler(tool, *options, pdf):
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed (poppler-utils)")
    ran = subprocess.run([tool, *options], input=pdf, capture_output=True, check=True)
    return ran.stdout.decode("utf-8", "replace")


def squeezed(text):
    """Without whitespace and signs of direction; letters that look alike are alike."""
    text = MARGIN.sub("", unicodedata.normalize("NFKC", text)).replace("\u02bc", "\u2019")
    return re.sub(r"[\s\u00ad\u200b]", "", text)


def elements(pdf):
    """The structure tree: ``(element, its kids that are elements)`` of every element."""
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    waiting = [kid.get_object() for kid in root["/K"]]
    while waiting:
        element = waiting.pop(0)
        kids = [k.get_object() for k in element.get("/K", [])]
        kids = [k for k in kids if isinstance(k, dict) and k.get("/Type") == "/StructElem"]
        yield element, kids
        waiting = kids + waiting


# -- the shapes --------------------------------------------------------------------------


def test_there_are_enough_shapes():
    assert len(SHAPES) >= 30


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_valid(made, profile):
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf_bytes(made[1], profile=getattr(page.ValidationProfile, profile))
    assert [f.message for f in report.failures] == []


def test_syntax(made):
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_every_cited_sentence_stands_in_the_text_layer_in_reading_order(made):
    """Of what stands right to left, poppler turns the words: they are looked up one by one."""
    doc, pdf = made
    body = ["-x", "0", "-y", "78", "-W", "600", "-H", "690"]  # without what stands in margins
    text = squeezed(poppler("pdftotext", "-raw", "-nopgbrk", *body, "-", "-", pdf=pdf))
    b = view(doc, Words.read(doc["lang"], ROOTS))
    at = text.find(squeezed(b.quotes[0].text.text)) if b.quotes else 0
    for q in b.quotes:
        if {q.source.lang, doc["lang"]} & RTL:
            words = map(squeezed, re.findall(r"\w+", q.text.text))
            assert all(word in text or word[::-1] in text for word in words)
            continue
        sentence = squeezed(q.text.text)
        found = text.find(sentence, at)
        assert found >= 0, f"missing, or not in order: {q.text.text}"
        at = found
    at = text.rfind(squeezed(Words.read(doc["lang"], ROOTS)("cited_sentences")))
    for q in b.quotes:  # and once more, one after the other, in the list of them
        if not {q.source.lang, doc["lang"]} & RTL:
            found = text.find(squeezed(q.text.text), at)
            assert found >= 0, f"not listed, or not in order: {q.text.text}"
            at = found + len(squeezed(q.text.text))
    told = {q.text.text for q in b.quotes}
    assert {sentence for sentence, _ in cited(doc)} <= told


def test_links_have_words_and_room_and_keys_of_their_own(made):
    reader = pypdf.PdfReader(io.BytesIO(made[1]))
    keys = [page["/StructParents"] for page in reader.pages]
    for page in reader.pages:
        box = page.mediabox
        for annotation in (a.get_object() for a in page.get("/Annots", [])):
            left, low, right, high = map(float, annotation["/Rect"])
            assert abs(right - left) > 1
            assert abs(high - low) > 1
            assert -1 < min(left, right) < max(left, right) < float(box.width) + 1
            assert not annotation["/Contents"].startswith(("#", "sentence-", "http"))
            keys.append(annotation["/StructParent"])
    assert len(keys) == len(set(keys))


def test_structure(made):
    doc, pdf = made
    levels, langs, figures = [], set(), 0
    for element, kids in elements(pdf):
        kind = element["/S"]
        if re.fullmatch(r"/H\d", kind):
            levels.append(int(kind[2:]))
        if kind == "/Figure":
            figures += 1
            assert len(element["/Alt"]) > 20
        if kind == "/L":
            assert {k["/S"] for k in kids} <= {"/LI", "/Caption"}
        if kind == "/TR":
            assert {k["/S"] for k in kids} <= {"/TH", "/TD"}
        if "/Lang" in element:
            langs.add(element["/Lang"])
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert figures == (sum(a["published"] is not None for a in doc["articles"]) > 1)
    page = Words.read(doc["lang"], ROOTS).lang  # English where there are no labels of doc's
    foreign = {a["lang"] for a in doc["articles"]} - {page, "und", ""}
    shown = {lang for _, lang in cited(doc)} & foreign
    assert shown <= langs


def test_nothing_leaves_the_paper(made):
    import pypdfium2

    for page in pypdfium2.PdfDocument(made[1]):
        width, height = page.get_size()
        text = page.get_textpage()
        for n in range(text.count_rects()):
            left, low, right, high = text.get_rect(n)
            assert left > 30
            assert right < width - 30
            assert low > 20
            assert high < height - 20


# -- patches of WeasyPrint ---------------------------------------------------------------


def test_the_language_of_a_passage_is_that_of_its_own_tags():
    pdf = laid_out(SHAPES["twelve languages"]()).pdf
    langs = [e["/Lang"] for e, _ in elements(pdf) if "/Lang" in e]
    assert set(langs) == set(SAID) - {"en"}
    assert all(e["/S"] in ("/Span", "/Link") for e, _ in elements(pdf) if "/Lang" in e)


def test_references_to_pages_are_those_of_pydyf():
    import pydyf

    from briefing.render import quick

    pdf = pydyf.PDF()
    for _ in range(3):
        pdf.add_page(pydyf.Dictionary())
        assert quick._references(pdf) == pdf.page_references


ODD = """<html lang=en><title>T</title><link rel=stylesheet href=brief.css><body>
<p lang=ru style="color: red">Раз.<p lang=ru style="color: blue">Два.<p lang=ru>Три.<p lang=uk>І.
<p id=a class=cite>A<b id=b>B</b></p><p id=b lang=ru>B</p><a name=n id=m>N</a> <a href="#n">to n</a>
<p style="text-align: justify">%s</p><p>One\u2029two\u2028three</p><pre>a\tb
c</pre><p style="width: 50%%; padding: calc(1%% + 2px); text-decoration: underline">Half</p>
<p style="float: left">Left</p><p style="position: relative; top: 3px">Moved</p>
<ul><li>Item</ul><table id=t><tr id=r><td id=c>Cell</table>""" % ("Word after word. " * 40)


@pytest.mark.parametrize("page", ["odd", "twelve languages", "forty events"])
def test_what_is_made_once_makes_the_same_pages(page, monkeypatch):
    """The bytes are those of WeasyPrint without ``quick``."""
    from briefing.render import tagging

    def made():
        if page == "odd":
            return paper.lay_out(ODD, b"{}", date(2025, 11, 27), ROOTS).pdf
        return laid_out(SHAPES[page]()).pdf

    quick = made()
    monkeypatch.setattr(tagging, "SWAPS", ())
    assert quick == made()


def test_patches_are_undone():
    from weasyprint.pdf import tags

    from briefing.render.quick import SWAPS

    def now():
        return tags._build_box_tree, *(getattr(owner, name) for owner, name, _ in SWAPS)

    before = now()
    laid_out(SHAPES["one sentence"]())
    assert now() == before


# -- paper -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "side", "points"), [("A4", "20mm", (595.28, 841.89)), ("letter", "23mm", (612, 792))]
)
def test_sizes_of_paper(size, side, points, tmp_path):
    sheet = (ROOTS[0] / "brief.css").read_text("utf-8")
    own = f":root {{ --page: {size}; --side: {side}; --navy: #0a5d3b }}"
    (tmp_path / "brief.css").write_text(f"{sheet}\n{own}", "utf-8")
    pdf = laid_out(full(1), (tmp_path, *ROOTS)).pdf
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(points, abs=0.01)


@pytest.mark.parametrize("name", ["forty events", "twelve languages", "crowded"])
def test_letter_is_as_good(name):
    """The measure of A4, so the same lines; what page one shows still fits it."""
    doc = SHAPES[name]()
    html = fill("brief.html.j2", doc, ROOTS, media="print", style=Style(page="Letter"))
    pdf = paper.lay_out(html, to_bytes(doc), date.fromisoformat(doc["day"]), ROOTS).pdf
    test_nothing_leaves_the_paper((doc, pdf))
    first, *_ = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert [round(float(x)) for x in first.mediabox[2:]] == [612, 792]
    words = Words.read(doc["lang"], ROOTS)
    assert words("timeline") in first.extract_text()
    assert words("one_mark") in first.extract_text()


# -- the process of its own --------------------------------------------------------------


def lone(*sentences, **fields):
    a = article(1, list(sentences), **fields)
    return document([event([a], [line((a, 0))])])


def test_a_layout_that_takes_too_long_is_an_error():
    with pytest.raises(OutputError, match="not laid out within 1 seconds"):
        press.write(full(30), ROOTS, seconds=1)


def test_a_layout_that_takes_too_much_memory_is_an_error():
    with pytest.raises(OutputError, match="within 100 MB of memory"):
        press.write(full(1), ROOTS, memory=100 * 2**20)


def test_a_missing_glyph_names_the_character_and_the_article():
    doc = lone("It was fine.", "A strange \U0010fffd sign.", title="On \U000f1234 signs")
    doc["articles"][0]["summary"] = []
    with pytest.raises(OutputError) as told:
        press.write(doc, ROOTS)
    assert "U+F1234" in str(told.value)
    assert "the title of news/001.txt" in str(told.value)
    assert "U+10FFFD" not in str(told.value)  # it is not shown
    assert told.value.exit_code == 4


def test_long_work_says_how_far_it_is(caplog, tmp_path):
    leaves = "<p style='break-after: page'>A leaf.</p>" * 26
    (tmp_path / "brief.html.j2").write_text(f"<html lang=en><title>T</title><body>{leaves}")
    caplog.set_level("INFO", "briefing.render")
    press.write(lone("It rained."), (tmp_path, *ROOTS))
    assert "laying out, page 25" in caplog.text


def test_the_same_bytes_anywhere(tmp_path):
    """Other hash seeds, folders, locales, time zones, and a machine without any font."""
    doc = SHAPES["twelve languages"]()
    (tmp_path / "brief.json").write_bytes(to_bytes(doc))
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    code = (
        "import hashlib, json; from briefing.render import pdf;"
        f"d = json.load(open({str(tmp_path / 'brief.json')!r}, encoding='utf-8'));"
        "print(hashlib.sha256(pdf(d)).hexdigest())"
    )
    environments = [
        (ROOT, {"PYTHONHASHSEED": "1", "TZ": "Asia/Baku", "LC_ALL": "C.UTF-8"}),
        (tmp_path, {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "tr_TR.UTF-8",
                    "LANG": "tr_TR.UTF-8", "HOME": str(tmp_path),
                    "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}),
    ]  # fmt: skip
    sums = set()
    for folder, more in environments:
        env = os.environ | {"PYTHONPATH": str(ROOT)} | more
        ran = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=folder, capture_output=True, check=True
        )
        sums.add(ran.stdout.decode().strip())
    assert len(sums) == 1
