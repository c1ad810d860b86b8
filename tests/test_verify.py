"""Whatever is changed in a brief, verify notices, and never breaks on what it is given.

Three attackers: one changes bytes of the file; one changes the document and
spells it right, without the seal; one computes the seal anew. The last is
caught wherever the change breaks provenance; ``SEALED_ONLY`` lists what only
the seal guards, since nothing else in the file could tell.
"""

from __future__ import annotations

import codecs
import copy
import hashlib
import io
import json
import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from conftest import BRIEFS, SEEDS, brief
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from briefing import app, document, render
from briefing.errors import VerifyError
from briefing.verify import examine, layer, verify
from briefing.verify.examining import _json as examine_json
from briefing.verify.shape import misshapen

Doc = dict[str, Any]
Path_ = tuple[Any, ...]


def found(body: bytes) -> list[str]:
    """What verify says of these bytes; a refusal counts."""
    try:
        return list(examine_json(body, "x").findings)
    except VerifyError as error:
        return [str(error)]


def resealed(doc: Doc) -> bytes:
    """As an attacker writes it who knows how a seal is made."""
    if isinstance(doc, dict) and "seal" in doc:
        doc["seal"] = document.seal(doc)
    return document.to_bytes(doc)


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))
    else:
        yield path, value


def kind(path: Path_) -> str:
    return ".".join("[]" if isinstance(p, int) else p for p in path)


def edit(doc: Doc, path: Path_, change: Callable[[Any], Any]) -> Doc:
    place: Any = doc
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = change(place[path[-1]])
    return doc


def one_letter(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "2025-11-21"
    if not value:
        return "x"
    at = len(value) // 2
    at = next((k for k in [*range(at, len(value)), *range(at)] if value[k].isalnum()), at)
    other = {"0": "1", "a": "b"}.get(value[at], "0" if value[at].isdigit() else "a")
    return value[:at] + other + value[at + 1 :]


# -- what is whole holds -----------------------------------------------------------------


@pytest.mark.parametrize("name", BRIEFS)
def test_real_briefs_hold(name: str, tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    file.write_bytes(document.to_bytes(brief(name)))
    assert verify(file) == []
    report = examine(file)
    assert report.texts == len(brief(name)["articles"])
    assert report.citations > report.texts - 1
    assert report.sentences >= report.texts
    assert str(report).startswith(f"{report.texts} texts, {report.citations} citations, ")
    assert report.proof == "every sentence found in its source"


def test_a_real_pdf_holds(sealed_pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(sealed_pdf)
    assert verify(file) == []


def cited_only(name: str) -> Doc:
    """The same brief as it is by default: with the passages it cites, without the texts."""
    doc = brief(name)
    for article in doc["articles"]:
        article["text"] = None
    return doc | {"seal": document.seal(doc)}


@pytest.mark.parametrize("name", BRIEFS)
def test_a_brief_without_the_texts_is_consistent_in_itself(name: str, tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    file.write_bytes(document.to_bytes(cited_only(name)))
    report = examine(file)
    assert report.findings == ()
    assert report.proof == "consistent in itself"
    assert str(report).startswith(f"{len(brief(name)['articles'])} articles, ")


def test_only_what_is_cited_is_carried() -> None:
    for article, whole in zip(
        cited_only("ferry")["articles"], brief("ferry")["articles"], strict=True
    ):
        rest = whole["text"]
        for passage in article["passages"]:
            assert whole["text"][passage["start"] : passage["end"]] == passage["text"]
            rest = rest.replace(passage["text"], "")
        assert not rest.strip() or rest.strip() not in json.dumps(article, ensure_ascii=False)


def test_nothing_more_can_be_carried_unnoticed() -> None:
    doc = cited_only("seeds")
    article, texts = doc["articles"][0], brief("seeds")["articles"][0]["text"]
    taken = {(p["start"], p["end"]) for p in article["passages"]}
    span = next(s for s in article["sentences"] if (s["start"], s["end"]) not in taken)
    more = span | {"text": texts[span["start"] : span["end"]], "in_quotation": False}
    article["passages"] = sorted([*article["passages"], more], key=lambda p: p["start"])
    assert any("nothing rests on it" in s for s in found(resealed(doc)))


# -- one letter, anywhere ----------------------------------------------------------------

SEALED_ONLY = {
    "title", "day", "lang", "method", "length", "window.since", "window.until", "events.[].start",
    "events.[].end", "articles.[].ref", "articles.[].outlet", "articles.[].title",
    "articles.[].byline", "articles.[].dateline", "articles.[].place", "articles.[].published",
    "articles.[].url", "rejected.[].ref", "rejected.[].stage", "rejected.[].reason",
    "window.left_out", "articles.[].lang",
}  # fmt: skip


def kinds() -> dict[str, list[tuple[str, Path_]]]:
    """Every kind of field, with the first and last place of it that holds something."""
    places: dict[str, list[tuple[str, Path_]]] = {}
    for name in ("seeds", "generated", "ferry"):
        for path, value in leaves(brief(name)):
            if value not in ("", None):
                places.setdefault(kind(path), []).append((name, path))
    return {k: [v[0], v[-1]] for k, v in places.items()}


KINDS = kinds()
KINDS.setdefault("articles.[].byline", [("seeds", ("articles", 0, "byline"))])


def test_the_fields_are_all_there() -> None:
    assert len(KINDS) >= 60
    assert KINDS.keys() >= SEALED_ONLY


@pytest.mark.parametrize("field", KINDS)
def test_one_letter_of_every_field_is_noticed(field: str) -> None:
    for name, path in KINDS[field]:
        assert found(document.to_bytes(edit(brief(name), path, one_letter))), path


@pytest.mark.parametrize("field", sorted(KINDS.keys() - SEALED_ONLY - {"seal"}))
def test_one_letter_that_breaks_provenance_is_noticed_under_a_new_seal(field: str) -> None:
    for name, path in KINDS[field]:
        spoiled = resealed(edit(brief(name), path, one_letter))
        said = found(spoiled)
        assert said, path
        assert not any("seal" in s or "spelled" in s for s in said), said


@pytest.mark.parametrize("field", sorted(KINDS.keys() - {"seal"}))
def test_another_type_in_any_field_is_noticed_under_a_new_seal(field: str) -> None:
    name, path = KINDS[field][0]
    for wrong in (None, True, 2.0, 7, "", "x", [], ["x"], {}, {"start": 0}):
        spoiled = edit(brief(name), path, lambda old, new=wrong: new)
        if any(misshapen(spoiled)):
            assert found(resealed(spoiled)), (path, wrong)
    for alike in (lambda v: [v], lambda v: {"v": v}, lambda v: 1.0 * v if type(v) is int else [[v]],
                  lambda v: str(v) if not isinstance(v, str) else [*v]):  # fmt: skip
        assert found(resealed(edit(brief(name), path, alike))), path


#: What only the text could tell beside the seal: without it, these.
TEXTLESS = SEALED_ONLY | {
    "articles.[].text", "articles.[].sha256", "articles.[].passages.[].in_quotation",
    "articles.[].passages.[].text", "articles.[].passages.[].start",
    "articles.[].passages.[].end", "articles.[].sentences.[].start",
    "articles.[].sentences.[].end",
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(KINDS.keys() - TEXTLESS - {"seal"}))
def test_without_the_texts_one_letter_that_breaks_provenance_is_noticed(field: str) -> None:
    for name, path in KINDS[field]:
        assert found(resealed(edit(cited_only(name), path, one_letter))), path


def test_without_the_texts_every_cited_letter_is_guarded() -> None:
    doc = cited_only("seeds")
    cited = {(c["article"], c["start"], c["end"]) for c in document.cited(doc)}
    for a, article in enumerate(doc["articles"]):
        for p, passage in enumerate(article["passages"]):
            if (article["id"], passage["start"], passage["end"]) in cited:
                path = ("articles", a, "passages", p, "text")
                assert found(resealed(edit(cited_only("seeds"), path, one_letter)))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_one_byte_of_the_file(data: st.DataObject) -> None:
    body = document.to_bytes(brief(data.draw(st.sampled_from(["seeds", "generated", "ferry"]))))
    at = data.draw(st.integers(0, len(body) - 1))
    how = data.draw(st.sampled_from(["change", "drop", "add", "swap"]))
    byte = data.draw(st.binary(min_size=1, max_size=1))
    spoiled = {
        "change": body[:at] + byte + body[at + 1 :],
        "drop": body[:at] + body[at + 1 :],
        "add": body[:at] + byte + body[at:],
        "swap": body[:at] + body[at : at + 2][::-1] + body[at + 2 :],
    }[how]
    assert bool(found(spoiled)) == (spoiled != body)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_one_letter_of_the_provenance_under_a_new_seal(data: st.DataObject) -> None:
    doc = brief(data.draw(st.sampled_from(["seeds", "generated", "ferry"])))
    places = [(p, v) for p, v in leaves(doc) if kind(p) not in SEALED_ONLY and kind(p) != "seal"]
    path, value = data.draw(st.sampled_from(places))
    if isinstance(value, str) and value:
        at = data.draw(st.integers(0, len(value) - 1))
        letter = data.draw(st.characters(exclude_categories=["Cs"]))
        new = value[:at] + letter + value[at + 1 :]
    else:
        new = one_letter(value)
    if new != value:
        assert found(resealed(edit(doc, path, lambda _: new))), (path, new)


# -- kinds of tampering: the document is changed and sealed anew -------------------------

TAMPER: dict[str, Callable[[Doc], Any]] = {}


def tamper(change: Callable[[Doc], Any]) -> Callable[[Doc], Any]:
    TAMPER[change.__name__] = change
    return change


def short(name: str, change: Callable[[Doc], Any]) -> None:
    assert name not in TAMPER
    TAMPER[name] = change


def lead(d: Doc) -> Doc:
    """The first statement of the last event, and that is in no other part."""
    line: Doc = d["events"][-1]["digest"][-1]
    return line


def cite(d: Doc) -> Doc:
    citation: Doc = lead(d)["citations"][0]
    return citation


def art(d: Doc, id: str) -> Doc:
    return next(a for a in d["articles"] if a["id"] == id)


def recut(d: Doc, line: Doc) -> None:
    """Quote and text follow the span, as a careful attacker does it."""
    c = line["citations"][0]
    c["quote"] = art(d, c["article"])["text"][c["start"] : c["end"]]
    line["text"] = c["quote"]


def moved(start: int, end: int, *, follow: bool) -> Callable[[Doc], Any]:
    def change(d: Doc) -> None:
        line = next(x for e in d["events"] for x in e["digest"] if x["citations"][0]["start"] > 9)
        line["citations"][0]["start"] += start
        line["citations"][0]["end"] += end
        if follow:
            recut(d, line)

    return change


for start, end in ((1, 1), (-1, -1), (1, 0), (0, 1), (0, -1), (-1, 0), (2, 2), (10**6, 10**6)):
    short(f"span moved by {start} and {end}", moved(start, end, follow=False))
    if start < 9:
        short(f"span moved by {start} and {end}, quote too", moved(start, end, follow=True))
short("span empty", lambda d: cite(d).update(end=cite(d)["start"]))
short("span backwards", lambda d: cite(d).update(start=cite(d)["end"], end=cite(d)["start"]))
short("span negative", lambda d: cite(d).update(start=-5, end=-1))
short("span all of the text", lambda d: cite(d).update(start=0, end=10**5))
short(
    "span of bytes instead of characters",
    lambda d: [c.update(end=c["start"] + len(c["quote"].encode())) for c in russian(d)],
)
short(
    "span of UTF-16 units",
    lambda d: [a.update(text=a["text"] + "\U0001f600") for a in d["articles"]],
)


def russian(d: Doc) -> list[Doc]:
    parts = [p for e in d["events"] for p in (*e["digest"], *e["key_figures"])]
    return [
        c
        for p in parts
        for c in p["citations"]
        if c["quote"].encode() != c["quote"].encode("ascii", "ignore")
    ]


def twice_cited(d: Doc) -> Doc:
    line: Doc = next(x for e in d["events"] for x in e["digest"] if len(x["citations"]) > 1)
    return line


@tamper
def citations_of_two_statements_swapped(d: Doc) -> None:
    a, b = d["events"][0]["digest"][:2]
    a["citations"], b["citations"] = b["citations"], a["citations"]


@tamper
def texts_of_two_statements_swapped(d: Doc) -> None:
    a, b = d["events"][0]["digest"][:2]
    a["text"], b["text"] = b["text"], a["text"]


@tamper
def spans_of_two_statements_swapped(d: Doc) -> None:
    a, b = (x["citations"][0] for x in d["events"][0]["digest"][:2])
    for key in ("article", "start", "end"):
        a[key], b[key] = b[key], a[key]


@tamper
def articles_of_two_citations_swapped(d: Doc) -> None:
    a, b = twice_cited(d)["citations"][:2]
    a["article"], b["article"] = b["article"], a["article"]


@tamper
def citation_of_another_event(d: Doc) -> None:
    d["events"][0]["digest"][1]["citations"].append(
        copy.deepcopy(d["events"][-1]["digest"][0]["citations"][0])
    )


@tamper
def statement_of_another_event(d: Doc) -> None:
    d["events"][0]["digest"].append(copy.deepcopy(d["events"][-1]["digest"][-1]))


@tamper
def further_citation_is_half_a_sentence(d: Doc) -> None:
    c = twice_cited(d)["citations"][1]
    c["end"] -= 9
    c["quote"] = c["quote"][:-9]


@tamper
def two_citations_of_one_article(d: Doc) -> None:
    line = lead(d)
    article = art(d, line["citations"][0]["article"])
    span = next(s for s in article["sentences"] if s["start"] != line["citations"][0]["start"])
    quote = article["text"][span["start"] : span["end"]]
    line["citations"].append({"article": article["id"], **span, "quote": quote})


short("citations reversed", lambda d: twice_cited(d)["citations"].reverse())
short("leading citation removed", lambda d: twice_cited(d)["citations"].pop(0))
short("all citations removed", lambda d: lead(d).update(citations=[]))
short("all citations removed from a figure",
      lambda d: d["events"][0]["key_figures"][0].update(citations=[]))  # fmt: skip
short("citation given twice", lambda d: lead(d)["citations"].append(copy.deepcopy(cite(d))))
short(
    "citation of an article that is not here", lambda d: cite(d).update(article="0123456789abcdef")
)
short("citation without an article", lambda d: cite(d).pop("article"))
short(
    "statement given twice",
    lambda d: d["events"][0]["digest"].append(copy.deepcopy(d["events"][0]["digest"][0])),
)
short("statement in another language", lambda d: lead(d).update(lang="fr"))
short("statement without not", lambda d: lead(d).update(text=lead(d)["text"][:-6]))
short(
    "statement and quote extended",
    lambda d: (
        lead(d).update(text=lead(d)["text"] + " No."),
        cite(d).update(quote=cite(d)["quote"] + " No."),
    ),
)
short("quote extended", lambda d: cite(d).update(quote=cite(d)["quote"] + "."))
short("quote empty", lambda d: cite(d).update(quote=""))


def everywhere(d: Doc, old: str, new: str) -> None:
    """The same change wherever a string holds it, but not in what was computed from it."""
    for path, value in list(leaves(d)):
        if isinstance(value, str) and old in value and path[-1] not in ("sha256", "seal"):
            edit(d, path, lambda v: v.replace(old, new))


def reworded(old: str, new: str) -> Callable[[Doc], None]:
    return lambda d: everywhere(d, old, new)


short("a name changed everywhere", reworded("Baku", "Oslo"))
short("a number changed everywhere", reworded("2,500", "2,600"))
short("a negation everywhere", reworded(" has ", " not "))
short("a Cyrillic look-alike everywhere", reworded("a", "а"))
short("a Greek look-alike everywhere", reworded("o", "ο"))
short("a curly quote everywhere", reworded("'", "’"))
short("another dash everywhere", reworded("-", "\u2010"))
short("a no-break space everywhere", reworded(" ", "\xa0"))
short("two spaces everywhere", reworded(". ", ".  "))
short("a zero-width space everywhere", reworded("the", "t\u200bhe"))
short("a soft hyphen everywhere", reworded("ing", "i\u00adng"))
short("a direction mark everywhere", reworded(" the ", " the \u202e"))
short("capitals everywhere", reworded("the", "The"))
short("line breaks for paragraphs", reworded("\n\n", "\n"))
short("Windows line breaks", reworded("\n", "\r\n"))


def text_of(
    change: Callable[[str], str], *, sha: bool = False, id: bool = False
) -> Callable[[Doc], None]:
    def spoil(d: Doc) -> None:
        article = d["articles"][0]
        article["text"] = change(article["text"])
        digest = hashlib.sha256(article["text"].encode()).hexdigest()
        if sha:
            article["sha256"] = digest
        if id:
            old = article["id"]
            article["sha256"] = digest
            everywhere(d, old, digest[:16])

    return spoil


CHANGES: dict[str, Callable[[str], str]] = {
    "a letter": lambda t: t.replace("e", "a", 1),
    "a letter dropped": lambda t: t[1:],
    "a word added": lambda t: "Not " + t,
    "a space at the end": lambda t: t + " ",
    "a line feed at the end": lambda t: t + "\n",
    "a byte order mark": lambda t: "\ufeff" + t,
    "a null character": lambda t: t + "\0",
    "two sentences exchanged": lambda t: " ".join(reversed(t.split(". "))),
    "the second half cut": lambda t: t[: len(t) // 2],
    "twice": lambda t: t + t,
    "upper case": str.upper,
    "reversed": lambda t: t[::-1],
    "digits changed": lambda t: t.replace("2", "3"),
    "decomposed": lambda t: unicodedata.normalize("NFD", t + "é"),
}
for name, change in CHANGES.items():
    short(f"text: {name}", text_of(change))
    short(f"text and hash: {name}", text_of(change, sha=True))
    short(f"text, hash and id: {name}", text_of(change, id=True))
short("text empty", text_of(lambda t: ""))
short(
    "hash of an empty text",
    lambda d: d["articles"][0].update(sha256=hashlib.sha256(b"").hexdigest()),
)
short(
    "hash in capitals", lambda d: d["articles"][0].update(sha256=d["articles"][0]["sha256"].upper())
)
short("hash cut", lambda d: d["articles"][0].update(sha256=d["articles"][0]["sha256"][:16]))
short("id numbered wrong", lambda d: d["articles"][0].update(id=d["articles"][0]["id"] + "-02"))
short("id longer", lambda d: everywhere(d, d["articles"][0]["id"], d["articles"][0]["sha256"][:20]))


def exchanged(*keys: str) -> Callable[[Doc], None]:
    def change(d: Doc) -> None:
        a, b = d["articles"][:2]
        for key in keys:
            a[key], b[key] = b[key], a[key]

    return change


short("texts of two articles exchanged", exchanged("text"))
short("hashes of two articles exchanged", exchanged("sha256"))
short("texts and hashes exchanged", exchanged("text", "sha256"))
short("ids of two articles exchanged", exchanged("id"))
short("ids, hashes and texts exchanged", exchanged("id", "sha256", "text"))
short("summaries exchanged", exchanged("summary"))
short("sentences exchanged", exchanged("sentences"))
short("article dropped", lambda d: d["articles"].pop(0))
short("all articles dropped", lambda d: d["articles"].clear())
short("article given twice", lambda d: d["articles"].append(copy.deepcopy(d["articles"][0])))
short("articles reordered", lambda d: d["articles"].reverse())
short("article of no event", lambda d: d["events"][0]["articles"].pop())
short("article of an event given twice",
      lambda d: d["events"][0]["articles"].append(d["events"][0]["articles"][0]))  # fmt: skip
short("article of an unknown event", lambda d: d["articles"][0].update(event="e000000000000"))
short("article says another event", lambda d: d["articles"][0].update(event=d["events"][-1]["id"]))
short("articles of an event reordered", lambda d: d["events"][0]["articles"].reverse())


@tamper
def article_dropped_with_its_citations(d: Doc) -> None:
    gone = d["events"][0]["articles"].pop()
    d["articles"] = [a for a in d["articles"] if a["id"] != gone]
    parts = [
        *d["bottom_line"],
        *d["key_figures"],
        *d["events"][0]["digest"],
        *d["events"][0]["key_figures"],
    ]
    for part in parts:
        part["citations"] = [c for c in part["citations"] if c["article"] != gone]


@tamper
def article_moved_to_another_event(d: Doc) -> None:
    gone = d["events"][0]["articles"].pop()
    d["events"][1]["articles"].insert(0, gone)
    art(d, gone)["event"] = d["events"][1]["id"]


@tamper
def article_added(d: Doc) -> None:
    text = "A sentence that nobody wrote."
    digest = hashlib.sha256(text.encode()).hexdigest()
    span = {"start": 0, "end": len(text)}
    d["articles"].append(d["articles"][-1] | {
        "id": digest[:16], "text": text, "sha256": digest, "sentences": [span],
        "summary": [span | {"text": text}], "reprint_of": None})  # fmt: skip
    d["events"][-1]["articles"].append(digest[:16])


short("event dropped", lambda d: d["events"].pop())
short("all events dropped", lambda d: d["events"].clear())
short("event given twice", lambda d: d["events"].append(copy.deepcopy(d["events"][0])))
short("events reordered", lambda d: d["events"].reverse())
short("event without articles", lambda d: d["events"][0].update(articles=[]))
short("event renamed", lambda d: everywhere(d, d["events"][0]["id"], "e0123456789ab"))
short(
    "ids of two events exchanged",
    lambda d: (
        everywhere(d, d["events"][0]["id"], "e0"),
        everywhere(d, d["events"][1]["id"], "e1"),
    ),
)
short(
    "event ends before it starts",
    lambda d: d["events"][0].update(start="2025-11-22", end="2025-11-21"),
)
short("event without a start", lambda d: d["events"][0].update(start=None, end="2025-11-21"))
short("event without an end", lambda d: d["events"][0].update(start="2025-11-21", end=None))
short("event on no day", lambda d: d["events"][0].update(start="2025-02-30"))
short("event at a time of day", lambda d: d["events"][0].update(end="2025-11-28T00:00:00Z"))


def head(d: Doc) -> Doc:
    source: Doc = d["events"][0]["headline_source"]
    return source


def reheaded(start: int, end: int) -> Callable[[Doc], None]:
    def change(d: Doc) -> None:
        source = head(d)
        source["start"] += start
        source["end"] += end
        text = art(d, source["article"])[source["field"]]
        d["events"][0]["headline"] = text[source["start"] : source["end"]]

    return change


short("headline reworded", lambda d: d["events"][0].update(headline="All is well"))
short(
    "headline in capitals",
    lambda d: d["events"][0].update(headline=d["events"][0]["headline"].upper()),
)
short("headline span moved", lambda d: head(d).update(start=head(d)["start"] + 1))
short("headline over two sentences", reheaded(0, 300))
short(
    "headline from the other field",
    lambda d: head(d).update(field="title" if head(d)["field"] == "text" else "text"),
)
short("headline from the ref", lambda d: head(d).update(field="ref"))
short(
    "headline of another event",
    lambda d: d["events"][0].update(
        headline=d["events"][-1]["headline"],
        headline_source=copy.deepcopy(d["events"][-1]["headline_source"]),
    ),
)
short(
    "headline from an article that is not here",
    lambda d: head(d).update(article="0123456789abcdef"),
)
short(
    "headline says derived and is not so",
    lambda d: [
        e["headline_source"].update(derived=not e["headline_source"]["derived"])
        for e in d["events"]
    ],
)


@tamper
def shortened_headline_said_to_be_whole(d: Doc) -> None:
    reheaded(0, -8)(d)
    head(d)["derived"] = False


@tamper
def whole_headline_said_to_be_shortened(d: Doc) -> None:
    article = art(d, d["events"][0]["articles"][0])
    span = article["sentences"][0]
    d["events"][0]["headline"] = article["text"][span["start"] : span["end"]]
    d["events"][0]["headline_source"] = {
        "article": article["id"],
        "field": "text",
        **span,
        "derived": True,
    }


def summary(d: Doc) -> list[Doc]:
    found: list[Doc] = d["articles"][0]["summary"]
    return found


short("summary empty", lambda d: d["articles"][0].update(summary=[]))
short("summary reordered", lambda d: summary(d).reverse())
short("summary repeated", lambda d: summary(d).append(copy.deepcopy(summary(d)[0])))
short("summary longer than its length", lambda d: d.update(length=1))
short("summary reworded", lambda d: summary(d)[0].update(text="All is well."))
short("summary span moved", lambda d: summary(d)[0].update(end=summary(d)[0]["end"] - 1))
short("summary of half a sentence", lambda d: summary(d)[0].update(
    end=summary(d)[0]["end"] - 9, text=summary(d)[0]["text"][:-9]))  # fmt: skip
short("summary outside the text", lambda d: summary(d)[-1].update(start=10**6, end=10**6 + 9))


def sentences(d: Doc) -> list[Doc]:
    found: list[Doc] = d["articles"][0]["sentences"]
    return found


short("sentence dropped", lambda d: sentences(d).pop())
short("sentence dropped within", lambda d: sentences(d).pop(1))
short("no sentences", lambda d: d["articles"][0].update(sentences=[]))
short("sentences reordered", lambda d: sentences(d).reverse())
short("sentence given twice", lambda d: sentences(d).insert(0, dict(sentences(d)[0])))
short("sentences overlap", lambda d: sentences(d)[1].update(start=sentences(d)[1]["start"] - 5))
short("sentence crops a word", lambda d: sentences(d)[0].update(end=sentences(d)[0]["end"] - 5))
short("sentence outside the text", lambda d: sentences(d)[-1].update(end=10**6))
short("sentence of nothing", lambda d: sentences(d).insert(0, {"start": 0, "end": 0}))
short("sentence backwards", lambda d: sentences(d)[0].update(start=9, end=3))
short("all one sentence", lambda d: d["articles"][0].update(
    sentences=[{"start": 0, "end": len(d["articles"][0]["text"])}]))  # fmt: skip
short(
    "sentence begins with a space", lambda d: sentences(d)[1].update(start=sentences(d)[0]["end"])
)

short("reprint of nothing", lambda d: d["articles"][0].update(reprint_of="0123456789abcdef"))
short("reprint of itself", lambda d: d["articles"][0].update(reprint_of=d["articles"][0]["id"]))
short(
    "reprint of another event",
    lambda d: d["articles"][0].update(reprint_of=d["articles"][-1]["id"]),
)
short(
    "reprints of each other",
    lambda d: (
        d["articles"][0].update(reprint_of=d["articles"][1]["id"]),
        d["articles"][1].update(reprint_of=d["articles"][0]["id"]),
    ),
)

short("bottom line reworded", lambda d: d["bottom_line"][0].update(text="All is well."))
short(
    "bottom line reworded with its quote",
    lambda d: (
        d["bottom_line"][0].update(text="All is well."),
        d["bottom_line"][0]["citations"][0].update(quote="All is well."),
    ),
)
short("bottom line reordered", lambda d: d["bottom_line"].reverse())
short(
    "bottom line given twice", lambda d: d["bottom_line"].append(copy.deepcopy(d["bottom_line"][0]))
)
short("bottom line loses a citation", lambda d: next(
    x for x in d["bottom_line"] if len(x["citations"]) > 1)["citations"].pop())  # fmt: skip


@tamper
def bottom_line_that_no_event_says(d: Doc) -> None:
    article = d["articles"][0]
    told = {c["start"] for e in d["events"] for x in e["digest"] for c in x["citations"]}
    span = next(s for s in article["sentences"] if s["start"] not in told)
    quote = article["text"][span["start"] : span["end"]]
    d["bottom_line"].append({
        "text": quote, "lang": article["lang"],
        "citations": [{"article": article["id"], **span, "quote": quote}]})  # fmt: skip


def figure(d: Doc) -> Doc:
    found: Doc = d["events"][0]["key_figures"][0]
    return found


short("figure raised", lambda d: figure(d).update(value="9" + figure(d)["value"]))
short("figure without a value", lambda d: figure(d).update(value=""))
short("figure counts something else", lambda d: figure(d).update(counts="elephants"))
short("figure in another language", lambda d: figure(d).update(lang="fr"))
short(
    "figure given twice", lambda d: d["events"][0]["key_figures"].append(copy.deepcopy(figure(d)))
)
short("figure of the first page reworded", lambda d: d["key_figures"][0].update(value="7"))
short(
    "figure of the first page given twice",
    lambda d: d["key_figures"].append(copy.deepcopy(d["key_figures"][0])),
)
short(
    "figure of the first page without citations", lambda d: d["key_figures"][0].update(citations=[])
)
short("figure of the first page reordered in its citations", lambda d: next(
    f for f in d["key_figures"] if len(f["citations"]) > 1)["citations"].reverse())  # fmt: skip
short("figure cites a sentence without it", lambda d: next(
    f for f in d["events"][0]["key_figures"])["citations"][0].update(copy.deepcopy(
        d["events"][0]["digest"][0]["citations"][0])))  # fmt: skip


@tamper
def figure_is_the_tail_of_a_number(d: Doc) -> None:
    figure = next(f for e in d["events"] for f in e["key_figures"] if "2,500" in f["value"])
    figure["value"] = "500"


@tamper
def figure_of_the_first_page_cites_a_statement(d: Doc) -> None:
    told = [c for f in d["events"][-1]["key_figures"] for c in f["citations"]]
    extra = next(c for x in d["events"][-1]["digest"] for c in x["citations"] if c not in told)
    d["key_figures"][0]["citations"].append(copy.deepcopy(extra))


short("window backwards", lambda d: d["window"].update(since="2026-01-02", until="2026-01-01"))
short("article before the window", lambda d: d["window"].update(since="2026-01-01"))
short("article after the window", lambda d: d["window"].update(until="2001-01-01"))
short("left out of no window", lambda d: d["window"].update(left_out=3))
short("fewer than none left out", lambda d: d["window"].update(left_out=-1))
short("window without an end", lambda d: d["window"].pop("until"))
short("no title", lambda d: d.update(title=""))
short("blank title", lambda d: d.update(title=" \n"))
short("a day that is none", lambda d: d.update(day="2025-11-31"))
short("a day in another spelling", lambda d: d.update(day="20251128"))
short("a day with a time", lambda d: d.update(day="2025-11-28T00:00:00Z"))
short("published in another spelling", lambda d: d["articles"][0].update(published="21 Nov 2025"))
short(
    "published in a zone", lambda d: d["articles"][0].update(published="2025-11-21T10:00:00+04:00")
)
short("a script as address", lambda d: d["articles"][0].update(url="javascript:alert(1)"))
short("a schema of tomorrow", lambda d: d.update(schema="briefing/2"))
short("no schema", lambda d: d.pop("schema"))
short("keys sorted", lambda d: [d.update({k: d.pop(k)}) for k in sorted(d)])
short(
    "keys of an article reversed",
    lambda d: d["articles"].insert(0, dict(reversed(d["articles"].pop(0).items()))),
)
short(
    "keys of a citation reversed",
    lambda d: lead(d).update(citations=[dict(reversed(cite(d).items()))]),
)
short("a key too many", lambda d: d.update(comment="harmless"))
short("a key too many in a citation", lambda d: cite(d).update(note="harmless"))
short("a key too few", lambda d: d["articles"][0].pop("byline"))
short("a key in capitals", lambda d: d.update(Title=d.pop("title")))
short("a key with a look-alike", lambda d: d.update({"dаy": d.pop("day")}))
short(
    "events as an object", lambda d: d.update(events={str(k): e for k, e in enumerate(d["events"])})
)
short("articles by id", lambda d: d.update(articles={a["id"]: a for a in d["articles"]}))
short("an event in a list", lambda d: d["events"].insert(0, [d["events"].pop(0)]))
short("an event as its id", lambda d: d["events"].insert(0, d["events"].pop(0)["id"]))
short("a list as text", lambda d: d.update(rejected="none"))
short("an article as null", lambda d: d["articles"].append(None))
short("nested a hundred deep", lambda d: d.update(rejected=json.loads("[" * 100 + "]" * 100)))
short(
    "rejected without a reason",
    lambda d: d["rejected"].append({"ref": "a", "stage": "read", "reason": ""}),
)


def test_there_are_many_kinds() -> None:
    assert len(TAMPER) + len(SPELLING) + len(KINDS) >= 250
    assert len(TAMPER) >= 120


#: Tampering, sealed anew, that only the whole text shows: ``--sources`` finds it.
ONLY_THE_TEXT = {
    "a curly quote everywhere", "a name changed everywhere", "a negation everywhere",
    "a no-break space everywhere", "a number changed everywhere", "capitals everywhere",
    "sentence dropped", "sentence outside the text",
}  # fmt: skip
OF_THE_TEXT = {n for n in TAMPER if n.startswith(("text: ", "text and hash", "text, hash"))}


@pytest.mark.parametrize("name", sorted(TAMPER.keys() - OF_THE_TEXT))
def test_tampering_is_noticed_without_the_texts(name: str) -> None:
    spoiled = cited_only("seeds")
    try:
        TAMPER[name](spoiled)
    except (AttributeError, TypeError):
        pytest.skip("changes the text, which is not here")
    if document.to_bytes(spoiled) != document.to_bytes(cited_only("seeds")):
        assert found(document.to_bytes(spoiled)), "not noticed with the old seal"
        sources = app.read(SEEDS)[0] if name in ONLY_THE_TEXT else None
        try:
            said = examine_json(resealed(spoiled), "x", sources).findings
        except VerifyError as error:
            said = (str(error),)
        assert said, "not noticed under a new seal"


@pytest.mark.parametrize("name", TAMPER)
def test_tampering_is_noticed(name: str) -> None:
    spoiled = brief("seeds")
    TAMPER[name](spoiled)
    assert spoiled != brief("seeds") or "keys" in name, "the tampering changes nothing"
    assert document.to_bytes(spoiled) != document.to_bytes(brief("seeds"))
    assert found(document.to_bytes(spoiled)), "not noticed with the old seal"
    assert found(resealed(spoiled)), "not noticed under a new seal"


def test_a_source_rewritten_throughout_is_another_brief() -> None:
    """The limit of what a file can prove of itself, stated so that nobody forgets it."""
    doc = brief("seeds")
    article = doc["articles"][-1]
    old, event = article["id"], doc["events"][-1]
    text = article["text"].replace("Azerbaijan", "Ruritania_")
    assert len(text) == len(article["text"])
    everywhere(doc, "Azerbaijan", "Ruritania_")
    for other in doc["articles"]:
        new = hashlib.sha256(other["text"].encode()).hexdigest()
        everywhere(doc, other["id"], new[:16])
        other["sha256"] = new
    for event in doc["events"]:
        new = hashlib.sha256("\n".join(sorted(event["articles"])).encode()).hexdigest()
        everywhere(doc, event["id"], f"e{new[:12]}")
    for part in [*doc["bottom_line"], *doc["key_figures"]] + [
        p for e in doc["events"] for p in (*e["digest"], *e["key_figures"])
    ]:
        part["citations"][1:] = sorted(part["citations"][1:], key=lambda c: str(c["article"]))
    assert old not in json.dumps(doc)
    assert found(resealed(doc)) == []


# -- the spelling of the file ------------------------------------------------------------


def spelled(**how: Any) -> Callable[[bytes], bytes]:
    return lambda body: (
        json.dumps(json.loads(body), **{"ensure_ascii": False, **how}) + "\n"
    ).encode()


SPELLING: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda b: b[: len(b) // 2],
    "last byte cut": lambda b: b[:-1],
    "last two bytes cut": lambda b: b[:-2],
    "first byte cut": lambda b: b[1:],
    "a line feed more": lambda b: b + b"\n",
    "a space more": lambda b: b + b" ",
    "a null byte more": lambda b: b + b"\0",
    "another document behind": lambda b: b + b,
    "garbage behind": lambda b: b + b"xyz",
    "a space before": lambda b: b" " + b,
    "a byte order mark": lambda b: codecs.BOM_UTF8 + b,
    "UTF-16": lambda b: b.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda b: b.decode().encode("utf-16-be"),
    "UTF-32": lambda b: b.decode().encode("utf-32"),
    "Windows-1251": lambda b: b.decode().encode("cp1251", "replace"),
    "Latin-1": lambda b: b.decode().encode("latin-1", "replace"),
    "UTF-7": lambda b: b.decode().encode("utf-7"),
    "overlong UTF-8": lambda b: b.replace(b'"title"', b'"\xc1\xb4itle"'),
    "a surrogate in UTF-8": lambda b: b.replace(b'"day"', b'"day\xed\xa0\x80"'),
    "a lone surrogate escaped": lambda b: b.replace(b'"title": "', b'"title": "\\ud800', 1),
    "Windows line ends": lambda b: b.replace(b"\n", b"\r\n"),
    "escaped letters": spelled(indent=1, ensure_ascii=True),
    "one letter escaped": lambda b: b.replace(b'"title"', b'"\\u0074itle"', 1),
    "a slash escaped": lambda b: b.replace(b'"briefing/1"', b'"briefing\\/1"'),
    "two spaces of indent": spelled(indent=2),
    "no indent": spelled(),
    "minified": spelled(separators=(",", ":")),
    "tabs": spelled(indent="\t"),
    "keys sorted": spelled(indent=1, sort_keys=True),
    "a key twice, the same": lambda b: b.replace(b'"length": 3', b'"length": 3,\n "length": 3'),
    "a key twice, other first": lambda b: b.replace(b'"title"', b'"title": "x",\n "title"', 1),
    "the text twice": lambda b: b.replace(b'"text": ', b'"text": "forged",\n   "text": '),
    "a float": lambda b: b.replace(b'"length": 3', b'"length": 3.0'),
    "an exponent": lambda b: b.replace(b'"length": 3', b'"length": 3e0'),
    "a number as a string": lambda b: b.replace(b'"length": 3', b'"length": "3"'),
    "a leading zero": lambda b: b.replace(b'"length": 3', b'"length": 03'),
    "minus zero": lambda b: b.replace(b'"start": 0', b'"start": -0'),
    "true for one": lambda b: b.replace(b'"start": 0', b'"start": false'),
    "null": lambda b: b.replace(b'"length": 3', b'"length": null'),
    "NaN": lambda b: b.replace(b'"length": 3', b'"length": NaN'),
    "Infinity": lambda b: b.replace(b'"length": 3', b'"length": Infinity'),
    "a number too large": lambda b: b.replace(b'"length": 3', b'"length": ' + b"9" * 5000),
    "an overflow": lambda b: b.replace(b'"length": 3', b'"length": 1e999'),
    "a comment": lambda b: b.replace(b"{", b"{ // note\n", 1),
    "a trailing comma": lambda b: b.replace(b"\n}", b",\n}"),
    "single quotes": lambda b: b.replace(b'"', b"'"),
    "in a list": lambda b: b"[" + b + b"]",
    "as a string": lambda b: json.dumps(b.decode()).encode(),
    "empty": lambda b: b"",
    "blank": lambda b: b" \n",
    "an empty object": lambda b: b"{}",
    "null alone": lambda b: b"null",
    "a number alone": lambda b: b"1",
    "only a schema": lambda b: b'{"schema": "briefing/1"}',
    "deep": lambda b: b"[" * 100_000,
    "deep and closed": lambda b: b'{"schema": "briefing/1", "x": ' + b"[" * 900 + b"]" * 900 + b"}",
    "base64": lambda b: codecs.encode(b, "base64"),
    "zipped": lambda b: codecs.encode(b, "zlib"),
    "rot13": lambda b: codecs.encode(b.decode(), "rot13").encode(),
    "every byte plus one": lambda b: bytes((x + 1) % 256 for x in b),
    "called a PDF": lambda b: b"%PDF-1.7\n" + b,
}


@pytest.mark.parametrize("name", SPELLING)
def test_another_spelling_is_noticed(name: str, tmp_path: Path) -> None:
    body = document.to_bytes(brief("seeds"))
    spoiled = SPELLING[name](body)
    assert spoiled != body
    assert file_found(spoiled, tmp_path)


@pytest.mark.parametrize(
    "name", ["a float", "an exponent", "true for one", "null", "NaN", "Infinity"]
)
def test_odd_numbers_are_noticed_under_a_new_seal(name: str) -> None:
    spoiled = json.loads(SPELLING[name](document.to_bytes(brief("seeds"))))
    assert found(resealed(spoiled))


# -- PDFs --------------------------------------------------------------------------------


def file_found(body: bytes, tmp_path: Path) -> list[str]:
    file = tmp_path / "x.pdf"
    file.write_bytes(body)
    try:
        return verify(file)
    except VerifyError as error:
        said = str(error)
    assert str(file) in said
    return [said]


def rewritten(body: bytes, change: Callable[[pypdf.PdfWriter], Any]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(body))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def stream(writer: pypdf.PdfWriter) -> Any:
    """The file specification of the attachment."""
    names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]
    return names[1].get_object()


def replaced(change: Callable[[bytes], bytes]) -> Callable[[pypdf.PdfWriter], None]:
    def spoil(writer: pypdf.PdfWriter) -> None:
        specification = stream(writer)
        old = specification["/EF"]["/F"].get_object()
        new = DecodedStreamObject()
        new.set_data(change(old.get_data()))
        new[NameObject("/Type")] = NameObject("/EmbeddedFile")
        specification[NameObject("/EF")] = DictionaryObject(
            {NameObject("/F"): writer._add_object(new)}
        )

    return spoil


def forged(body: bytes) -> bytes:
    doc = json.loads(body)
    TAMPER["bottom line reworded"](doc)
    return resealed(doc)


PDF_TAMPER: dict[str, Callable[[pypdf.PdfWriter], Any]] = {
    "only rewritten": lambda w: None,
    "attachment removed": lambda w: w.root_object.pop("/Names"),
    "attachment list empty": lambda w: w.root_object["/Names"]["/EmbeddedFiles"]["/Names"].clear(),
    "attachment empty": replaced(lambda b: b""),
    "attachment with one letter changed": replaced(lambda b: b.replace(b"Baku", b"Oslo", 1)),
    "attachment forged and resealed": replaced(forged),
    "attachment truncated": replaced(lambda b: b[:1000]),
    "attachment in UTF-16": replaced(lambda b: b.decode().encode("utf-16")),
    "attachment minified": replaced(SPELLING["minified"]),
    "attachment of another kind": replaced(lambda b: b"<html></html>"),
    "attachment of another brief": replaced(lambda b: document.to_bytes(brief("generated"))),
    "attachment is a PDF": replaced(lambda b: b"%PDF-1.7"),
    "second attachment of the same name": lambda w: w.add_attachment("brief.json", b"{}"),
    "second attachment": lambda w: w.add_attachment("other.txt", b"x"),
    "page added": lambda w: w.add_blank_page(100, 100),
    "page removed": lambda w: w.remove_page(0),
    "page turned": lambda w: w.pages[0].rotate(90),
    "pages exchanged": lambda w: w.insert_page(w.pages[1], 0),
    "title changed": lambda w: w.add_metadata({"/Title": "Another"}),
    "script added": lambda w: w.root_object.update(
        {NameObject("/OpenAction"): DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})}
    ),
    "encrypted": lambda w: w.encrypt("secret"),
    "encrypted for its owner": lambda w: w.encrypt("", "secret"),
    "links removed": lambda w: w.remove_links(),
    "text removed": lambda w: w.remove_text(),
    "content compressed": lambda w: [p.compress_content_streams() for p in w.pages],
}


@pytest.mark.parametrize("name", PDF_TAMPER)
def test_a_changed_pdf_is_noticed(name: str, sealed_pdf: bytes, tmp_path: Path) -> None:
    assert file_found(rewritten(sealed_pdf, PDF_TAMPER[name]), tmp_path)


RAW_PDF: dict[str, Callable[[bytes], bytes]] = {
    "a line feed more": lambda b: b + b"\n",
    "a null byte more": lambda b: b + b"\0",
    "a comment more": lambda b: b + b"% seen\n",
    "twice": lambda b: b + b,
    "last byte cut": lambda b: b[:-1],
    "trailer cut": lambda b: b[: b.rfind(b"trailer")],
    "half of it": lambda b: b[: len(b) // 2],
    "only the head": lambda b: b[:8],
    "another version": lambda b: b.replace(b"%PDF-1.7", b"%PDF-1.4", 1),
    "space before": lambda b: b"\n" + b,
    "seal of zeros": lambda b: b[: b.rfind(b"> <") + 3] + b"0" * 64 + b[b.rfind(b"> <") + 67 :],
    "seal in capitals": lambda b: b[: b.rfind(b"/ID [")] + b[b.rfind(b"/ID [") :].upper(),
    "no seal": lambda b: b[: b.rfind(b"/ID [")] + b"/XX [" + b[b.rfind(b"/ID [") + 5 :],
    "cross references moved": lambda b: b.replace(b"startxref\n", b"startxref\n1"),
    "objects renumbered": lambda b: b.replace(b"1 0 obj", b"9 0 obj", 1),
    "update behind": lambda b: b + b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n",
    "Windows line ends": lambda b: b.replace(b"\n", b"\r\n"),
    "as text": lambda b: b.decode("latin-1").encode("utf-8"),
    "zeros within": lambda b: b[:5000] + bytes(200) + b[5200:],
}


@pytest.mark.parametrize("name", RAW_PDF)
def test_changed_bytes_of_a_pdf_are_noticed(name: str, sealed_pdf: bytes, tmp_path: Path) -> None:
    assert RAW_PDF[name](sealed_pdf) != sealed_pdf
    assert file_found(RAW_PDF[name](sealed_pdf), tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "bottom line reworded",
        "text: a letter",
        "citations reversed",
        "span moved by 1 and 1",
        "headline reworded",
        "article dropped",
    ],
)
def test_a_pdf_made_of_a_forged_brief_is_noticed(
    name: str, sealed_pdf: bytes, tmp_path: Path
) -> None:
    """The attacker replaces the attachment, seals it, and seals the PDF, all in our own way."""

    def forge(body: bytes) -> bytes:
        doc = json.loads(body)
        TAMPER[name](doc)
        return resealed(doc)

    body = rewritten(sealed_pdf, replaced(forge))
    at = body.rfind(b"/ID [")
    end = body.index(b"]", at) + 1
    blank = body[:at] + b"/ID [(" + b"a" * 32 + b") (" + b"b" * 32 + b")]" + body[end:]
    said = file_found(render.seal(blank), tmp_path)
    assert said
    assert not any("seal" in s for s in said), said


def resealed_pdf(body: bytes) -> bytes:
    """As an attacker writes it who knows how a PDF is sealed."""
    at = body.rfind(b"/ID [")
    end = body.index(b"]", at) + 1
    ids = b"/ID [(" + b"a" * 32 + b") (" + b"b" * 32 + b")]"
    return render.seal(body[:at] + ids + body[end:])


@pytest.mark.parametrize("change", ["page removed", "page added", "pages exchanged"])
@pytest.mark.parametrize("at", [0, 2, -1])
def test_pages_taken_out_under_a_new_seal_are_noticed(
    change: str, at: int, sealed_pdf: bytes, tmp_path: Path
) -> None:
    """Even one whose every sentence stands on another page too."""

    def alter(writer: pypdf.PdfWriter) -> None:
        last = at % len(writer.pages)
        if change == "page removed":
            writer.remove_page(last)
        elif change == "page added":
            writer.insert_page(writer.pages[last], last)
        else:
            kids = writer.root_object["/Pages"]["/Kids"]
            kids[last], kids[1] = kids[1], kids[last]

    said = file_found(resealed_pdf(rewritten(sealed_pdf, alter)), tmp_path)
    assert any("pages are missing" in s for s in said), said


def test_a_file_made_of_some_of_the_pages_is_noticed(sealed_pdf: bytes, tmp_path: Path) -> None:
    """Without the names of the whole: the foot of each page tells."""
    reader, writer = pypdf.PdfReader(io.BytesIO(sealed_pdf)), pypdf.PdfWriter()
    for page in [*reader.pages[:1], *reader.pages[2:]]:
        writer.add_page(page)
    writer.add_attachment("brief.json", reader.attachments["brief.json"][0])
    writer.generate_file_identifiers()
    out = io.BytesIO()
    writer.write(out)
    assert list(layer.gone(out.getvalue(), layer.pages(out.getvalue())))


def test_feet_that_the_template_does_not_have_are_not_missed(sealed_pdf: bytes) -> None:
    assert list(layer.gone(sealed_pdf, layer.pages(sealed_pdf))) == []
    assert list(layer.gone(sealed_pdf, ["Page 1 of 9, said the clerk.", "No foot.", ""])) == []


def test_pages_that_do_not_show_the_brief_are_noticed(sealed_pdf: bytes, tmp_path: Path) -> None:
    spoiled = rewritten(sealed_pdf, PDF_TAMPER["text removed"])
    said = file_found(resealed_pdf(spoiled), tmp_path)
    assert said
    assert all("is not in the text of the pages" in s for s in said), said


def test_a_resealed_pdf_whose_pages_show_the_brief_holds(sealed_pdf: bytes, tmp_path: Path) -> None:
    assert file_found(resealed_pdf(rewritten(sealed_pdf, lambda w: None)), tmp_path) == []


@pytest.mark.parametrize(
    ("text", "drawn", "same"),
    [
        ("The fire was put out.", "The fire was\r\nput out.", True),
        ("a well\u2011known co\u00adop", "a well-\r\nknown coop", True),
        ("the ﬁrst oﬃce", "the first office", True),
        ("п’яти", "пʼяти", True),
        ("the Danube rose 5 µm", "the Danube rose 5 μm", True),
        ("non\u00a0breaking\u202fspace", "non breaking space", True),
        ("e\u0301tude", "étude", True),
        ("ﻻ", "لا", True),
        ("10² metres", "102 metres", False),
        ("½ of them", "12 of them", False),
        ("Rescued: 214", "Rescued: 240", False),
        ("He is not here", "He is here", False),
        ("Асадов", "Acaдов", False),
        ("The Fire", "The fire", False),
    ],
)
def test_what_the_text_layer_forgives(text: str, drawn: str, same: bool) -> None:
    assert (layer.fold(text) == layer.fold(drawn)) is same


@pytest.mark.parametrize(
    ("text", "drawn", "found"),
    [
        ("وقال: «نواصل البحث» (أمس).", "وقال: »نواصل البحث« )أمس(.", True),
        ("אמר: «נמשיך»", "אמר: »נמשיך«", True),
        ("He said: «We go on»", "He said: »We go on«", False),
        ("وقال: «نواصل البحث»", "وقال: «نواصل»", False),
    ],
)
def test_marks_from_right_to_left_are_drawn_mirrored(text: str, drawn: str, found: bool) -> None:
    told = {"articles": [], "events": [], "bottom_line": [{"text": text}]}
    assert (list(layer.unseen(told, [drawn])) == []) is found


def test_a_sentence_may_run_over_a_page() -> None:
    shown = ["Head. The ferry left Page 1", "Next head. the port at noon. Page 2"]
    assert layer._over_a_page(
        layer.fold("The ferry left the port at noon."), [*map(layer.fold, shown)]
    )
    assert not layer._over_a_page(
        layer.fold("The ferry left the port at nine."), [*map(layer.fold, shown)]
    )


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert layer.fold(layer.fold(text)) == layer.fold(text)


def test_random_bytes_of_a_pdf(sealed_pdf: bytes, tmp_path: Path) -> None:
    chance = random.Random(7)
    places = [*range(16), *range(len(sealed_pdf) - 32, len(sealed_pdf))]
    places += [chance.randrange(len(sealed_pdf)) for _ in range(160)]
    for at in places:
        flipped = bytearray(sealed_pdf)
        flipped[at] ^= 1 << chance.randrange(8)
        assert file_found(bytes(flipped), tmp_path), at


# -- never anything but VerifyError ------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | JSON.map(lambda v: json.dumps(v).encode()))
def test_any_bytes_at_all(body: bytes) -> None:
    assert found(body)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_anywhere(data: st.DataObject) -> None:
    doc: Any = brief("generated")
    place, path = doc, []
    while isinstance(place, dict | list) and place and data.draw(st.integers(0, 6)):
        keys = list(place) if isinstance(place, dict) else range(len(place))
        path.append(data.draw(st.sampled_from(keys)))
        place = place[path[-1]]
    wrong = data.draw(JSON)
    spoiled = edit(doc, tuple(path), lambda _: wrong) if path else wrong
    try:
        body = resealed(spoiled) if data.draw(st.booleans()) else document.to_bytes(spoiled)
    except ValueError:
        body = json.dumps(spoiled).encode()
    said = found(body)
    sealed_only = kind(tuple(path)) in SEALED_ONLY or wrong == []  # less told is not wrongly told
    assert said or spoiled == brief("generated") or sealed_only


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_splice_of_a_pdf(sealed_pdf: bytes, tmp_path: Path, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sealed_pdf)))
    end = at + data.draw(st.integers(0, 400))
    middle = data.draw(
        st.binary(max_size=60) | st.sampled_from([b"/Names", b"<<>>", b"1 0 R", b"["])
    )
    spoiled = sealed_pdf[:at] + middle + sealed_pdf[end:]
    assert bool(file_found(spoiled, tmp_path)) == (spoiled != sealed_pdf)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_called_a_pdf(body: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        assert file_found(b"%PDF-1.7\n" + body, Path(folder))


@pytest.mark.parametrize("what", ["missing", "folder", "null"])
def test_no_file_at_all(what: str, tmp_path: Path) -> None:
    path = {"missing": tmp_path / "none.json", "folder": tmp_path, "null": "a\0b"}[what]
    with pytest.raises(VerifyError, match="cannot be read"):
        verify(path)


def test_a_stranger_cannot_steer_the_terminal() -> None:
    doc = brief("seeds")
    doc["articles"][0]["ref"] = "x\x1b[2J\u202e\n" + "y" * 1000
    TAMPER["text: a letter"](doc)
    said = found(resealed(doc))
    assert said
    assert all(s.isprintable() and len(s) < 400 for s in said)


def test_what_is_wrong_is_said() -> None:
    said = found(document.to_bytes(brief("seeds")).replace(b"Baku", b"Oslo"))
    assert any("seal" in s for s in said)
    assert any("text was changed" in s for s in said)
