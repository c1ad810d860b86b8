"""The rendering room with its real engines: Jinja2, Babel, WeasyPrint."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import tomllib
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pypdf
import pypdfium2
import pytest
from babel import Locale
from data.render.factory import article, babel, document, event, large, line, trilingual
from data.render.shapes import full
from hypothesis import given
from hypothesis import strategies as st

from briefing import render
from briefing.document import to_bytes
from briefing.errors import OutputError
from briefing.render import fitting, links, paper, timeline
from briefing.render.engine import css_string, fill
from briefing.render.spelling import markdown as escaped
from briefing.render.versions import parted
from briefing.render.view import view
from briefing.render.words import Words

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = {"trilingual": trilingual(), "large": large(9), "babel": babel()}
LABELS = tomllib.loads((render.templates_dir() / "labels.toml").read_text("utf-8"))


def words(lang="en"):
    return Words(lang, LABELS)


def printed(doc):
    return fill("brief.html.j2", doc, (render.templates_dir(),), style=render.PLAIN, media="print")


def squeezed(text):
    """Without whitespace; what pdfium and fonts with one glyph for two characters blur."""
    return re.sub(r"\s", "", text.replace("\ufffe", "-").replace("\u02bc", "\u2019"))


def cited(doc):
    """Every sentence the document cites or sums up with."""
    for e in doc["events"]:
        for part in (*e["digest"], *e["key_figures"]):
            yield from (c["quote"] for c in part["citations"])
    for a in doc["articles"]:
        if not a["reprint_of"]:
            yield from (s["text"] for s in a["summary"])


def hostile(text, **fields):
    a = article(1, [text, "A second sentence."], title=text, outlet=text, **fields)
    return document([event([a], [line((a, 0))])], title=text)


class Page(HTMLParser):
    """Elements, ids and links of an HTML page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.hrefs, self.words = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.hrefs += [found["href"]] if tag == "a" else []

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module", params=DOCUMENTS)
def made(request):
    """A document and its PDF, laid out without a word of complaint."""
    doc, said = DOCUMENTS[request.param], []
    handler = logging.Handler()
    handler.emit = said.append
    logging.getLogger("briefing.render").addHandler(handler)
    pdf = render.pdf(doc)
    logging.getLogger("briefing.render").removeHandler(handler)
    assert [r.getMessage() for r in said] == []
    return doc, pdf


@pytest.fixture(scope="module")
def small():
    return render.pdf(hostile("One sentence only."))


# -- view -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_citations_are_numbered_in_reading_order_and_lead_both_ways(name):
    b = view(DOCUMENTS[name], words())
    assert [q.number for q in b.quotes] == list(range(1, len(b.quotes) + 1))
    assert len({(q.source.id, q.text.text) for q in b.quotes}) == len(b.quotes)
    places = [m.id for q in b.quotes for m in q.marks]
    assert len(places) == len(set(places))
    assert all(q.marks for q in b.quotes)
    shown = re.findall(r'class="cite" id="([^"]+)"', render.html(DOCUMENTS[name]))
    assert sorted(shown) == sorted(places)  # on a screen the facts stand behind the text
    shown = re.findall(r'class="cite" id="([^"]+)"', printed(DOCUMENTS[name]))
    first = list(dict.fromkeys(int(re.match(r"cite-(\d+)", p)[1]) for p in shown))
    assert first == sorted(first)
    assert sum(b.cited.values()) == len(b.quotes)


def test_the_same_sentence_has_one_number_everywhere():
    b = view(trilingual(), words())
    assert b.bottom_line[0].mark.number == b.events[0].statements[0].mark.number
    assert b.bottom_line[0].mark.id != b.events[0].statements[0].mark.id


def test_a_shortened_headline_names_its_sentence_or_title():
    b = view(trilingual(), words())
    assert b.events[0].shortened is None
    assert b.events[1].shortened.id == b.sources[3].id
    assert b.events[2].shortened.number == b.events[2].statements[0].mark.number


def test_a_reprint_points_to_what_it_repeats():
    b = view(large(2), words())
    assert [x.repeats for x in b.events[0].summaries] == [b.sources[0]]
    assert "Repeats Town Crier" in render.html(large(2))


def test_what_an_event_has_told_is_not_told_again():
    b = view(trilingual(), words())
    assert b.events[0].summaries == b.events[1].summaries == b.events[2].summaries == ()
    doc = trilingual()
    article = doc["events"][0]["articles"][0]
    said = next(a["summary"][0] for a in doc["articles"] if a["id"] == article)
    cited = next(c for c in doc["events"][0]["digest"][0]["citations"] if c["article"] == article)
    said["start"] = cited["start"] + 9  # the second sentence of a statement of two
    assert view(doc, words()).events[0].summaries == ()


# -- words ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", [lang for lang in LABELS if lang != "en"])
def test_every_language_has_every_word(lang):
    own, english = LABELS[lang], LABELS["en"]
    assert own.keys() == english.keys()
    for key, label in english.items():
        forms = own[key].values() if isinstance(label, dict) else [own[key]]
        pattern = label["other"] if isinstance(label, dict) else label
        for form in forms:
            assert set(re.findall(r"\{\w+\}", form)) == set(re.findall(r"\{\w+\}", pattern))
        if isinstance(label, dict):
            rules = {*Locale.parse(lang).plural_form.tags, "other"}
            assert set(own[key]) <= rules
            met = {Locale.parse(lang).plural_form(n) for n in range(200)}
            assert met <= {*own[key], "other"} or set(own[key]) == {"other"}


def test_a_language_without_words_falls_back_to_english():
    assert words("it")("bottom_line") == "The bottom line"
    assert words("it").count("articles", 1) == "1 article"
    assert words("it").day(date(2025, 11, 28)) == "28 November 2025"
    assert (words("ar").lang, words("ar").dir) == ("en", "ltr")
    assert words("")("sources") == words("not a language")("sources")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "17–28 November 2025"),
        ("ru", "17–28 ноября 2025 г."),
        ("az", "17–28 noyabr 2025"),
        ("uk", "17–28 листопада 2025 р."),
        ("tr", "17–28 Kasım 2025"),
        ("fr", "17–28 novembre 2025"),
        ("de", "17.–28. November 2025"),
        ("es", "17–28 de noviembre de 2025"),
    ],
)
def test_periods(lang, said):
    t = words(lang)
    assert " ".join(t.period(date(2025, 11, 17), date(2025, 11, 28)).split()) == said
    assert t.period(date(2025, 11, 28), None) == t.day(date(2025, 11, 28))
    assert t.period(None, None) == ""


def test_names_and_moments():
    assert words("en").language("ru") == "Russian"
    assert words("ru").language("az") == "азербайджанский"
    assert words("en").language("und") == "Language not identified"
    assert words("en").moment("2025-11-21T17:40:00Z") == "21 Nov 2025, 17:40 UTC"
    assert words("en").moment("2025-11-21T23:40:00-04:00") == "22 Nov 2025, 03:40 UTC"
    assert words("en").moment("2025-11-21") == "21 Nov 2025"
    assert words("en").moment(None) == "Undated"
    assert words("ru").count("articles", 3) == "3 статьи"


# -- links ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " java\nscript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>",
        "ftp://example.org/",
        "//example.org/",
        "https:",
        "http://[broken/",
        "https://a b/",
        "https://a\\b/",
        "news/1.txt",
        "",
    ],
)
def test_hostile_addresses_never_become_links(url):
    assert links.href(url) == ""
    doc = hostile("A sentence.", url=url)
    page = Page(render.html(doc))
    assert all(h.startswith("#") for h in page.hrefs)
    assert "](" not in render.markdown(doc)


def test_text_fragments():
    at = links.at_sentence
    assert at("", "x") == at("ftp://x.example/", "x") == ""
    assert at("https://x.example/p", "A short, well-known one & more") == (
        "https://x.example/p#:~:text=A%20short%2C%20well%2Dknown%20one%20%26%20more"
    )
    long = " ".join(f"w{n}" for n in range(30))
    assert at("https://x.example/#top", long) == (
        "https://x.example/#top:~:text=w0%20w1%20w2%20w3%20w4,w25%20w26%20w27%20w28%20w29"
    )
    assert at("https://x.example/#:~:text=old", "new") == "https://x.example/#:~:text=new"


@given(st.text(), st.text(max_size=300))
def test_links_are_plain_ascii(url, sentence):
    made = links.at_sentence("https://x.example/" + url.strip(), sentence)
    assert re.fullmatch(r"[!-~]*", made)
    assert not set(made) & set('"<>\\^`{|}() ')
    directive = made.partition("#:~:text=")[2]
    if directive:
        start, _, _ = unquote(directive).partition(",")
        assert " ".join(sentence.split()).startswith(start[:1])
        assert "-" not in directive


# -- HTML, Markdown, text ---------------------------------------------------------------

MARKUP = (
    '<script>alert("x")</script> {{ 7 * 7 }} {% include "x" %} </style> & <img src=x onerror=y>'
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_html_is_one_file_whose_links_arrive(name):
    html = render.html(DOCUMENTS[name])
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert {h[1:] for h in page.hrefs if h.startswith("#")} <= set(page.ids)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not re.search(r"url\(|@import", html)
    for quote in cited(DOCUMENTS[name]):
        assert " ".join(quote.split()) in page.text


@pytest.mark.parametrize("media", ["print", "screen"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_markup_of_ours_is_shown(name, media):
    html = printed(DOCUMENTS[name]) if media == "print" else render.html(DOCUMENTS[name])
    assert not re.search(r"&lt;/?\w", html)


PARTED = [
    (["a fair, useful end", "a fair, better end"], [["useful"], ["better"]]),
    (["We will go on.", "We will now go on."], [[], ["now"]]),
    (["the same", "the same"], [[], []]),
    (["one thing", "another matter entirely"], [[], []]),
    (["Мы идём дальше вместе", "Мы пойдём дальше вместе"], [["идём"], ["пойдём"]]),
]


@pytest.mark.parametrize(("texts", "own"), PARTED)
def test_versions_part_where_their_words_do(texts, own):
    assert [[p for p, differs in parts if differs] for parts in parted(texts)] == own


@given(st.lists(st.text("ab ,’é\n", max_size=20), min_size=2, max_size=4))
def test_pieces_join_to_their_text(texts):
    assert ["".join(p for p, _ in parts) for parts in parted(texts)] == texts


def test_article_text_never_becomes_markup():
    doc = hostile(MARKUP)
    html = render.html(doc)
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</style>") == 1
    assert "{{ 7 * 7 }}" in html
    assert Page(html).text.count(MARKUP) >= 3
    text = "".join(
        p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(render.pdf(doc))
    )
    assert squeezed(MARKUP) in squeezed(text)


def test_foreign_sentences_carry_their_language():
    html = render.html(babel())
    assert '<span lang="ru">Мост' in html
    assert re.search(r'<p class="statement" dir="rtl"><span lang="ar">', html)
    assert 'lang="en"' in html


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("12) no list", r"12\) no list"),
        ("- no list", r"\- no list"),
        ("4.2 percent", "4.2 percent"),
        ("-5 degrees", "-5 degrees"),
        ("12.", r"12\."),
        ("--- no rule", r"\--- no rule"),
        ("+ no list", r"\+ no list"),
        ("=== no rule", r"\=== no rule"),
        ("> no quotation", r"\> no quotation"),
        ("*a* _b_ `c` ~~d~~", r"\*a\* \_b\_ \`c\` \~\~d\~\~"),
        ("[a](b) ![c](d) [^1]", r"\[a\](b) !\[c\](d) \[\^1\]"),
        ("<b> &amp; a|b", r"\<b\> \&amp; a\|b"),
        (
            "https://x.example www.x.example a@x.example",
            r"https\://x.example www\.x.example a\@x.example",
        ),
        ("two\n\nparagraphs", "two paragraphs"),
        ("    no code", "no code"),
        ("a\\b {#id} $x$", r"a\\b \{\#id\} \$x\$"),
        ("Plain: 1. May, (really)!", "Plain: 1. May, (really)!"),
    ],
)
def test_markdown_shows_words_literally(text, spelled):
    assert escaped(text) == spelled


@given(st.text())
def test_markdown_only_adds_backslashes(text):
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped(text)) == " ".join(text.split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_markdown_footnotes_match(name):
    made = render.markdown(DOCUMENTS[name])
    used = set(re.findall(r"(?<!^)\[\^(\d+)\](?!:)", made, re.M))
    assert used == set(re.findall(r"^\[\^(\d+)\]:", made, re.M))
    assert escaped(DOCUMENTS[name]["title"]) in made
    assert "\n\n\n\n" not in made


@pytest.mark.parametrize("name", DOCUMENTS)
def test_text_says_everything(name):
    made = render.text(DOCUMENTS[name])
    for quote in cited(DOCUMENTS[name]):
        assert " ".join(quote.split()) in " ".join(made.split())
    assert "<" not in made


def test_empty_parts_vanish():
    a = article(1, ["Only this."])
    doc = document([event([a], [])], bottom_line=[])
    for made in (render.html(doc), render.markdown(doc), render.text(doc)):
        for label in ("bottom_line", "key_figures", "not_used", "timeline"):
            assert words()(label) not in made


def test_control_characters_do_not_reach_a_page():
    doc = hostile("A bell\x07, an escape\x1b[31m and a nought \x00.")
    for made in (render.html(doc), render.markdown(doc), render.text(doc)):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", made)


# -- timeline ---------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3000), st.integers(1, 40), st.sampled_from(["en", "ru", "zh", ""])
        ),
        min_size=2,
        max_size=150,
    ),
    st.sampled_from([0, 150, 220, 9999]),
)
def test_one_tag_an_article_inside_the_picture(found, room):
    marks = [timeline.Dated(date.fromordinal(738000 + d), e, lang) for d, e, lang in found]
    picture = timeline.draw(marks, words(), room)
    assert picture.height <= max(room, 58 + 10 + 4 * 17)
    tags = [c.text for c in picture.chips if c.kind != "event"]
    told = [t[1:] if t.startswith("+") else t.partition(" ×")[2] or "1" for t in tags]
    assert sum(map(int, told)) == len(marks)
    assert len(picture.columns) <= 14
    for a in picture.chips:
        assert a.x >= 0
        assert a.x + a.width <= picture.width
        assert a.y + 15 <= picture.height
    boxes = sorted((c.y, c.x, c.x + c.width) for c in picture.chips)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(boxes))


def test_the_year_is_told_where_it_changes():
    days = [date(2024, 12, 30), date(2025, 1, 2), date(2025, 1, 3)]
    marks = [timeline.Dated(day, 1, "en") for day in days]
    years = [c.year for c in timeline.draw(marks, words()).columns]
    assert years == ["2024", "", "2025", "", ""]
    assert not any(c.year for c in timeline.draw(marks[1:], words()).columns)


def test_no_dates_no_timeline():
    assert timeline.draw([], words()) is None
    assert timeline.draw([timeline.Dated(date(2025, 1, 2), 1, "en")], words()) is None
    doc = trilingual()
    for a in doc["articles"]:
        a["published"] = None
    assert "<svg" not in render.html(doc)


def test_the_timeline_speaks():
    html = render.html(trilingual())
    assert "24 November 2025: event 1 EN, RU." in html
    assert "1 article is undated." in html


# -- page one -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "style"),
    [
        ("Council opens library", ""),
        ("Council opens library in the old harbour warehouse, its third", "max-width: 7"),
        ("Совет открывает библиотеку в портовом складе", "max-width: "),
        ("W" * 90, ""),
        ("", ""),
    ],
)
def test_a_headline_has_lines_of_about_one_length(headline, style):
    made = fitting.balanced(headline, (28, 23, 18, 14))
    assert style in made
    assert bool(style) == bool(made)


@given(st.text(max_size=200))
def test_a_balanced_headline_has_no_more_lines(text):
    for size in (28, 14):
        made = fitting.balanced(text, (size,) * 4)
        percent = int(re.search(r"\d+", made)[0]) if made else 100
        measure = 170 / (size * 0.3528)
        full = fitting.lines(text, measure * 1.04)
        assert fitting.lines(text, measure * percent / 100 + 0.5) <= max(full, 1) or percent == 100


@pytest.mark.parametrize(
    ("events", "front", "height"), [(2, "", 254), (6, "", 254), (6, "long", 190), (40, "long", 254)]
)
def test_page_one_takes_what_fits(events, front, height):
    b = fitting.fitted(view(full(events), words()), words(), height)
    assert b.front.startswith(front)
    assert bool(b.front) == bool(front)
    assert b.timeline.height <= view(full(events), words()).timeline.height


# -- PDF --------------------------------------------------------------------------------


def test_pdf_text_layer_holds_every_sentence(made):
    doc, pdf = made
    pages = [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(pdf)]
    text = squeezed("".join(pages))
    assert "\ufffd" not in text
    rtl = {a["id"] for a in doc["articles"] if a["lang"] in ("ar", "fa")}
    for a in doc["articles"]:
        if a["id"] not in rtl:
            for span in {s["text"] for s in a["summary"] if not a["reprint_of"]}:
                assert squeezed(span) in text
    for e in doc["events"]:
        for statement in e["digest"]:
            if statement["citations"][0]["article"] not in rtl:
                assert text.count(squeezed(statement["text"])) >= 2
    n = len(pages)
    assert all(f"Page {i} of {n}" in page for i, page in enumerate(pages, 1))


def test_pdf_carries_its_document(made):
    doc, pdf = made
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.attachments["brief.json"] == [to_bytes(doc)]
    assert reader.metadata.title.startswith(doc["title"])
    assert str(reader.metadata.creation_date)[:10] == doc["day"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    (spec,) = reader.trailer["/Root"]["/AF"][:1]
    assert spec.get_object()["/AFRelationship"] == "/Data"


def test_pdf_bookmarks(made):
    doc, pdf = made
    top, rest = pypdf.PdfReader(io.BytesIO(pdf)).outline
    assert top.title == doc["title"]
    names = [b.title for b in rest if not isinstance(b, list)]
    assert len(names) == len(doc["events"]) + 1 + bool(doc["rejected"])
    assert names[0].startswith("1")


def test_pdf_links_lead_both_ways(made):
    doc, pdf = made
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    targets = reader.named_destinations
    led, said = [], []
    for page in reader.pages:
        for annotation in (a.get_object() for a in page.get("/Annots", [])):
            left, low, right, high = annotation["/Rect"]
            assert abs(right - left) > 1
            assert abs(high - low) > 1
            said.append(annotation["/Contents"])
            if "/Dest" in annotation:
                led.append(annotation["/Dest"])
            else:
                assert annotation["/A"]["/URI"].startswith("https://")
    assert set(led) <= set(targets)
    b = view(doc, words())
    for q in b.quotes:
        assert f"sentence-{q.number}" in led
        assert q.marks[0].id in led
    assert not [s for s in said if s.startswith(("#", "sentence-", "http"))]


def test_pdf_fonts_are_ours_and_embedded(made):
    _, pdf = made
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            fonts[font["/BaseFont"]] = "/FontFile2" in descriptor
    assert fonts
    assert all(fonts.values())
    assert all("Briefing-" in name for name in fonts)


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_pdf_is_valid(made, profile):
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf_bytes(made[1], profile=getattr(page.ValidationProfile, profile))
    assert [f.message for f in report.failures] == []


@pytest.mark.parametrize(
    "url", ["https://example.org/x.css", "file:///etc/passwd", "https://bundle.invalid/../x.css"]
)
def test_the_page_gets_nothing_but_our_files(url):
    with pytest.raises(BaseException, match="no file of the templates"):
        paper.Bundle([render.templates_dir()]).fetch(url)


def test_a_template_that_asks_for_more_is_an_error(tmp_path):
    (tmp_path / "brief.css").write_text("body { background: url(https://example.org/x.png) }")
    with pytest.raises(OutputError, match=r"example\.org"):
        render.pdf(trilingual(), templates=tmp_path)


# -- the seal ---------------------------------------------------------------------------


def test_a_sealed_file_is_sealed_once(small):
    assert render.seal_holds(small)
    assert render.seal(small) == small
    ids = pypdf.PdfReader(io.BytesIO(small)).trailer["/ID"]
    assert len(ids[0].original_bytes) == 16
    assert len(ids[1].original_bytes) == 32


@given(st.data())
def test_any_changed_byte_breaks_the_seal(small, data):
    at = data.draw(st.integers(0, len(small) - 1) | st.integers(len(small) - 300, len(small) - 1))
    new = data.draw(st.integers(0, 255).filter(lambda b: b != small[at]))
    assert not render.seal_holds(small[:at] + bytes([new]) + small[at + 1 :])


@given(st.binary(min_size=1, max_size=40), st.data())
def test_anything_added_or_cut_breaks_the_seal(small, extra, data):
    at = data.draw(st.integers(0, len(small)))
    assert not render.seal_holds(small[:at] + extra + small[at:])
    assert not render.seal_holds(small[:at] + small[at + len(extra) :]) or at == len(small)


@given(st.binary(max_size=200))
def test_foreign_bytes_have_no_seal(data):
    assert not render.seal_holds(data)
    with pytest.raises(OutputError):
        render.seal(data)


# -- templates --------------------------------------------------------------------------


def test_templates_of_ones_own(tmp_path):
    (tmp_path / "brief.txt.j2").write_text("{{ b.title }}!")
    assert render.text(trilingual(), templates=tmp_path) == "Caspian morning!"
    assert "Caspian morning" in render.markdown(trilingual(), templates=tmp_path)


@pytest.mark.parametrize("template", ["{{ b.tilte }}", "{% if %}", "{{ b.__class__.__mro__ }}"])
def test_a_broken_template_is_an_error_for_the_user(tmp_path, template):
    (tmp_path / "brief.txt.j2").write_text(template)
    with pytest.raises(OutputError, match=r"brief\.txt\.j2"):
        render.text(trilingual(), templates=tmp_path)


def test_css_strings_cannot_end():
    assert css_string('a"}</style>\\') == '"a\\22 \\7d \\3c /style\\3e \\5c "'


def test_the_door_opens_without_its_third_parties():
    code = (
        "import sys, briefing.render;"
        "print({'jinja2', 'babel', 'weasyprint'} & set(sys.modules) or 'none')"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert ran.stdout.strip() == b"none"


def test_documents_of_the_factory_have_the_shape_of_the_house():
    for doc in DOCUMENTS.values():
        assert json.loads(to_bytes(doc)) == doc
        by_id = {a["id"]: a for a in doc["articles"]}
        for e in doc["events"]:
            for c in (c for part in e["digest"] for c in part["citations"]):
                assert by_id[c["article"]]["text"][c["start"] : c["end"]] == c["quote"]
