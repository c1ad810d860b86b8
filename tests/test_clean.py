"""Stage 1: pairs of a document and what must be read from it, and what holds for any bytes."""

from __future__ import annotations

import base64
import json
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import language
from briefing.clean import clean
from briefing.types import Article, Raw, Rejected

DATA = Path(__file__).parent / "data" / "clean"
EMPTY = dict.fromkeys(("title", "outlet", "published", "dateline", "place", "byline", "url"), "")


def _cases() -> Iterator[Any]:
    for file in sorted(DATA.glob("*.json")):
        if file.stem != "records":
            for case in json.loads(file.read_text("utf-8")):
                yield pytest.param(case, id=f"{file.stem}: {case['name']}")


CASES = list(_cases())


@pytest.mark.parametrize("case", CASES)
def test_document(case: dict[str, Any]) -> None:
    body = base64.b64decode(case["base64"]) if "base64" in case else case["input"]
    body = body.encode(case["encoding"]) if "encoding" in case else body
    result = clean(Raw("case", case["kind"], body, **case.get("raw", {})))
    if "rejected" in case:
        assert isinstance(result, Rejected)
        assert case["rejected"] in result.reason
        return
    assert isinstance(result, Article), result
    expected = EMPTY | case["expected"]  # what a document does not say stays empty
    found = {name: getattr(result, name) for name in expected}
    found["published"] = result.published.isoformat() if result.published else ""
    assert found == expected
    check(result)


def check(article: Article) -> None:
    """What holds for every article."""
    text = article.text
    assert text == text.strip() == unicodedata.normalize("NFC", text) != ""
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert article.sentences
    end = 0
    for sentence in article.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert sentence.article == article.id
        quote = text[sentence.start : sentence.end]
        assert quote.strip() == quote != ""
        assert "\ufffd" not in quote
        end = sentence.end
    for line in (article.title, article.outlet, article.byline, article.url):
        assert line == " ".join(line.split())
        line.encode("utf-8")


WORDS = st.sampled_from(
    "BAKU, Nov 21 (Reuters) - | – : . ! ? Date: 2025-11-21 date Title: By Jane Doe says the deal "
    "ministers agreed 10:20 https://a.example © Print version Subscribe to our channel Telegram "
    "Читайте также: Баку, 21 ноября. /ТАСС/ министры договорились 新华社北京11月21日电 部长同意。 "
    "<p> </p> <b> --- # ''quoted'' “quoted” \u200d \u0301 \ufeff \ufffd \n \n\n \r\n \t \xa0".split(
        " "
    )
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=400)
SLOW = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(st.binary(max_size=600), st.sampled_from(["text", "html"]))
def test_any_bytes_give_an_article_or_a_reason(body: bytes, kind: Any) -> None:
    result = clean(Raw("any", kind, body))
    if isinstance(result, Article):
        check(result)
    else:
        assert result.reason


@SLOW
@given(TEXTS, st.sampled_from(["text", "html"]), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_an_article_or_a_reason(body: str, kind: Any, title: str, said: str) -> None:
    raw = Raw("any", kind, body, title=title, outlet=said, published=said, url=said, lang=said)
    result = clean(raw)
    if isinstance(result, Article):
        check(result)
    else:
        assert result.reason


@SLOW
@given(TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1251", "gb18030"]))
def test_any_encoding(body: str, encoding: str) -> None:
    result = clean(Raw("any", "text", body.encode(encoding, "replace")))
    if isinstance(result, Article):
        check(result)


@pytest.mark.parametrize("case", CASES)
def test_cleaning_twice_keeps_every_sentence(case: dict[str, Any]) -> None:
    if "expected" not in case or "\ufffd" in case["expected"].get("text", ""):
        return
    text = case["expected"].get("text", "")
    again = clean(Raw("again", "text", text, title=case["expected"].get("title", "")))
    assert isinstance(again, Article)
    lost = set(language.words(text)) - set(language.words(again.text + " " + again.title))
    assert not lost


def test_the_name_of_a_file_says_nothing() -> None:
    body = "The ministers agreed on Friday to halve the catch of sturgeon for five years."
    a = clean(Raw("reuters/2025-11-21-en-title.txt", "text", body))
    b = clean(Raw("x", "text", body))
    assert isinstance(a, Article)
    assert isinstance(b, Article)
    assert (a.title, a.outlet, a.published, a.lang, a.url, a.id) == (
        b.title, b.outlet, b.published, b.lang, b.url, b.id,
    )  # fmt: skip
    assert a.published is None


UNITS = [
    "a ", ",", "(", ")", "|", "7", "A ", "a", ". ", "A. ", "1.", "1/", "21 ", '"', "nov ", "Nov 2 ",
    "| A ",
    " - ", "BAKU, ", "<div>", "<script>", "<!--", "<p", "&amp;", "\n", " ", "\xa0",
    "e\u0301", "\u0301",
    "字", "A-", "Date: ", "by ", "#a ", "http://", "а ", "/", "АА ", "「", "(((((A", "[A ",
    "=", "; ",
    "Reporting by A; ", "Follow us ", "\ufffd", "\u200d", "¶ ", "A B\n", "a: b\n", "---\n", "- B\n", "ABCD - ab and c\n",
    "LONDON, Nov 3 - abc\n",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["text", "html"])
@pytest.mark.parametrize("unit", UNITS)
def test_half_a_megabyte_of_one_thing_takes_no_time(unit: str, kind: Any) -> None:
    body = unit * (500_000 // len(unit))
    start = time.process_time()
    clean(Raw("x", kind, body))
    assert time.process_time() - start < 16  # what grows with the square takes minutes


@pytest.mark.parametrize("unit", UNITS)
def test_a_line_short_enough_to_be_matched_takes_no_time(unit: str) -> None:
    """Patterns that look at short lines only must not backtrack within them either."""
    clean(Raw("warm", "text", "The ministers agreed on Friday.\n"))
    start = time.process_time()
    for length in (100, 390, 590):
        clean(Raw("x", "text", f"{(unit * length)[:length]}\nThe ministers agreed on Friday.\n"))
    assert time.process_time() - start < 1


def test_too_much_text_is_rejected() -> None:
    result = clean(Raw("x", "text", b"word and word. " * 3_000_000))
    assert isinstance(result, Rejected)
    assert "too long" in result.reason


def test_a_page_of_five_megabytes() -> None:
    body = "<p>The ministers of nine coastal states agreed on Friday to halve the catch.</p>\n"
    rest = f"{'<div>' * 10_000}<!-- {'x' * 4_000_000} -->"
    result = clean(Raw("x", "html", f"<html><body><article>{body * 20_000}</article>{rest}"))
    assert isinstance(result, Article | Rejected)
