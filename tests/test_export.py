"""References to articles, as programs of others read them: rispy, and citeproc-py with a style."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import rispy
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import app, store
from briefing.store import export
from briefing.types import Article, Moment, Raw, Sentence

SEEN = date(2025, 11, 22)
#: What a newspaper article may have in CSL-JSON 1.0.2, and of what type it is.
FIELDS = {
    "id": str, "type": str, "title": str, "container-title": str, "author": list, "issued": dict,
    "accessed": dict, "publisher-place": str, "URL": str, "language": str, "archive": str,
    "archive_location": str, "note": str,
}  # fmt: skip


def article(title: str, number: int = 1, **more: Any) -> Article:
    text = f"The council met. Report {number}."
    said: dict[str, Any] = {"outlet": "Town Crier", "url": "https://crier.example/1", "lang": "en",
                            "byline": "Alma Reed", "place": "Elmford",
                            "published": datetime(2025, 11, 21, 15, 40, tzinfo=UTC)}  # fmt: skip
    said |= more
    return Article(f"{number:016x}", "u", title, said["outlet"], said["published"], said["url"],
                   said["lang"], text, (Sentence(f"{number:016x}", 0, 16),), "", said["place"],
                   said["byline"])  # fmt: skip


def ris(*articles: Article) -> list[dict[str, Any]]:
    seen = {a.sha256: SEEN for a in articles}
    found: list[dict[str, Any]] = rispy.loads(
        "".join(export.exported(articles, "ris", accessed=seen))
    )
    return found


def csl(*articles: Article) -> list[dict[str, Any]]:
    seen = {a.sha256: SEEN for a in articles}
    found: list[dict[str, Any]] = json.loads(
        "".join(export.exported(articles, "csl", accessed=seen))
    )
    return found


def test_all_fields() -> None:
    one = article("Elmford gets\nits harbour")
    note = f"SHA-256 of the text: {one.sha256}"
    assert ris(one) == [{
        "type_of_reference": "NEWS", "id": one.id, "title": "Elmford gets its harbour",
        "authors": ["Alma Reed"], "secondary_title": "Town Crier", "year": "2025",
        "date": "2025/11/21", "access_date": "2025/11/22", "place_published": "Elmford",
        "urls": ["https://crier.example/1"], "language": "en", "name_of_database": "briefing",
        "accession_number": one.id, "notes": [note],
    }]  # fmt: skip
    assert csl(one) == [{
        "id": one.id, "type": "article-newspaper", "title": "Elmford gets its harbour",
        "container-title": "Town Crier", "author": [{"literal": "Alma Reed"}],
        "issued": {"date-parts": [[2025, 11, 21]]}, "accessed": {"date-parts": [[2025, 11, 22]]},
        "publisher-place": "Elmford", "URL": "https://crier.example/1", "language": "en",
        "archive": "briefing", "archive_location": one.id, "note": note,
    }]  # fmt: skip


def test_nothing_is_a_list_of_nothing() -> None:
    assert "".join(export.exported([], "csl")) == "[]\n"
    assert "".join(export.exported([], "ris")) == ""


def test_what_is_not_known_is_left_out() -> None:
    bare = article("", outlet="", byline="", place="", url="", lang="und", published=None)
    (found,) = csl(bare)
    assert set(found) == {"id", "type", "title", "accessed", "archive", "archive_location", "note"}
    assert found["title"] == ris(bare)[0]["title"] == "The council met. Report 1."


TITLES = {
    "ru": ("«Совет»: 30 млн — «да»?", "Вестник гавани", "Анна Ковалёва"),
    "az": ("Elmford limanı “yenidən” açır", "Liman xəbərləri", "Əli Əsədov"),
    "de": ("Größe zählt: 30 % mehr & <b>kein</b> Ende", "Süddeutscher Bote", "Jörg Öß"),
    "ar": ("صوّت النواب على الجسور", "صحيفة المرفأ", "علي أحمد"),
    "he": ("המועצה אישרה את הנמל", "קול הנמל", "נועה כהן"),
    "fa": ("شورا می‌گوید «آری»", "خبر بندر", "مریم"),
    "zh": ("市议会批准了新港口", "港口日报", "李明"),
    "hi": ("नगर परिषद ने मंजूरी दी", "बंदरगाह समाचार", "अनिल"),
}


def test_languages_and_scripts_in_a_style() -> None:
    articles = [article(title, k, outlet=outlet, byline=by, lang=lang)
                for k, (lang, (title, outlet, by)) in enumerate(TITLES.items())]  # fmt: skip
    assert [(r["title"], r["secondary_title"], r["authors"], r["language"]) for r in ris(*articles)] == [
        (title, outlet, [by], lang) for lang, (title, outlet, by) in TITLES.items()]  # fmt: skip
    source = CiteProcJSON(csl(*articles))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = CitationStylesBibliography(style, source, formatter.plain)
    for one in articles:
        made.register(Citation([CitationItem(one.id)]))
    lines = sorted(str(line) for line in made.bibliography())
    for title, outlet, by in TITLES.values():
        assert any(outlet in line and by in line and title in line and "2025" in line and
                   "https://crier.example/1" in line for line in lines), (title, lines)  # fmt: skip


odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.lists(
    st.sampled_from(["\n", "\r\n", "\x85", "\u2028", "\x1e", "\0", "ER  - ", "TY  - JOUR", "a", "«", " ", "ü", "]}"])
).map("".join)  # fmt: skip
moments: st.SearchStrategy[Moment | None] = st.none() | st.dates(date(1000, 1, 1))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(odd, odd, odd, odd, moments), max_size=4))
def test_no_text_breaks_a_record(rows: list[tuple[str, str, str, str, Moment | None]]) -> None:
    articles = [article(title, k, outlet=outlet, byline=by, place=place, published=moment)
                for k, (title, outlet, by, place, moment) in enumerate(rows)]  # fmt: skip
    found, records = ris(*articles), csl(*articles)
    assert [r["id"] for r in found] == [r["id"] for r in records] == [a.id for a in articles]
    for one, read, record in zip(articles, found, records, strict=True):
        assert read["type_of_reference"] == "NEWS"
        assert read["notes"] == [f"SHA-256 of the text: {one.sha256}"]
        assert record["title"] == (read["title"] or "").strip() or not record["title"].strip()
        assert all(type(value) is FIELDS[name] for name, value in record.items())
        assert len("".join(v for v in record.values() if isinstance(v, str)).splitlines()) == 1


def test_from_the_archive(tmp_path: Path) -> None:
    file = tmp_path / "briefing.db"
    one = article("Elmford gets its harbour")
    with store.open(file) as archive:
        for hour in (8, 9):
            archive.add([(Raw("u", "text", one.text), one)], source="s",
                        at=datetime(2025, 11, 22, hour, tzinfo=UTC))  # fmt: skip
    (record,) = json.loads("".join(app.export(file, format="csl")))
    assert record["accessed"] == {"date-parts": [[2025, 11, 22]]}
    with pytest.raises(StopIteration):
        next(app.export(file, format="ris", since=date(2026, 1, 1)))
