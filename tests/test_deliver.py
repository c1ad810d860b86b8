"""Delivery: the words of a mail, its headers, the session, channels, and the verbs."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import io
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from conftest import brief
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from mailserver import Post, certificate, serving

from briefing import app, cli, config, deliver, document, render, store
from briefing.app import deliver as delivery
from briefing.config import addresses, mailing
from briefing.deliver.message import UNSUBSCRIBE, one_line
from briefing.deliver.smtp import stuffed
from briefing.errors import BriefingError, UsageError, VerifyError
from briefing.settings import SUBJECT, Group, Mail, Recipient
from briefing.verify import verify

DATE = datetime(2025, 11, 28, 7, tzinfo=UTC)
HEADERS = deliver.Headers(
    sender=Address("Редакция", addr_spec="brief@paper.example"),
    recipient=Address("Ann Reed", addr_spec="ann@paper.example"),
    message_id="abc@paper.example", date=DATE, list_id="briefing.paper.example",
    unsubscribe="https://paper.example/off?who={address}&" + "x" * 300,
)  # fmt: skip
LETTER = deliver.Letter("A subject", f"Text {UNSUBSCRIBE}\n", f"<p>HTML {UNSUBSCRIBE}</p>")
EN = ("en", "ru", "az", "uk", "tr", "fr", "de", "es")


def parsed(message: bytes) -> EmailMessage:
    found = email.message_from_bytes(message, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


# -- the message ----------------------------------------------------------------------------


def test_a_message() -> None:
    made = deliver.compose(LETTER, HEADERS, [("brief-2025-11-28.pdf", b"%PDF-1.7 \x00\xff" * 50)])
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, made.split(b"\r\n"))) < 998
    read = parsed(made)
    assert read.defects == []
    assert read["From"] == "Редакция <brief@paper.example>"
    assert read["To"] == "Ann Reed <ann@paper.example>"
    assert (read["Message-ID"], read["Auto-Submitted"]) == ("<abc@paper.example>", "auto-generated")
    assert read["Date"].datetime == DATE
    leave = "https://paper.example/off?who=ann%40paper.example&" + "x" * 300
    assert read["List-Unsubscribe"] == f"<{leave}>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read["List-Id"] == "<briefing.paper.example>"
    assert [p.get_content_type() for p in read.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    text, page = (read.get_body((kind,)) for kind in ("plain", "html"))
    assert text
    assert page
    assert text.get_content().splitlines() == [f"Text {leave}"]
    assert leave.replace("&", "&amp;") in page.get_content()
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "brief-2025-11-28.pdf"
    assert attached.get_content() == b"%PDF-1.7 \x00\xff" * 50


INJECTIONS = [
    "x\r\nBcc: evil@x.example", "x\nBcc: evil@x.example", "x\rBcc: e@x.example",
    "=?utf-8?q?x=0aBcc:_evil=40x.example?=", "=?utf-8?b?eA0KQmNjOiBldmlsQHg=?=",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3D0aBcc=3A=3F=3D?=", "x\u2028Bcc: e@x.example\u0085Bcc: y", "x\0y",
    "x\x0bBcc: e\x0cBcc: f", "\u202egnp.exe", "\ud800", "é" * 400, "a" * 2000, "=?" * 200, "",
    "=?utf-8?q?x?= =?utf-8?q?=0d=0aBcc:_e=40x?=",
]  # fmt: skip


def headers_of(text: str) -> deliver.Headers:
    return deliver.Headers(
        sender=Address(one_line(text), addr_spec="brief@paper.example"),
        recipient=addresses.mailbox(one_line(text), "ann@paper.example"),
        message_id="abc@paper.example", date=DATE, list_id=text, unsubscribe=text,
    )  # fmt: skip


def check_no_injection(text: str) -> None:
    letter = deliver.Letter(text, text, text)
    made = deliver.compose(letter, headers_of(text), [((text or "x") + ".pdf", b"x")])
    head = made.partition(b"\r\n\r\n")[0]
    read = parsed(made)
    known = {"message-id", "date", "auto-submitted", "precedence", "list-id", "list-unsubscribe",
             "list-unsubscribe-post", "from", "to", "subject", "mime-version", "content-type"}  # fmt: skip
    assert {k.lower() for k in read} <= known
    assert (
        b"\r\n" not in head.replace(b"\r\n ", b"").split(b"Subject:")[0].split(b"To:")[-1].rstrip()
    )
    for name in ("Subject", "From", "To"):
        assert not any(c in str(read[name]) for c in "\r\n\0")
        again = str(email.header.make_header(email.header.decode_header(str(read[name]))))
        assert "\n" not in again
        assert "\r" not in again
    assert made.count(b"evil") == 0 or b"Bcc: evil" not in b"\n".join(
        line for line in head.split(b"\r\n") if line.startswith(b"Bcc")
    )


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_words_become_a_header(text: str) -> None:
    check_no_injection(text)


@given_settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["=?", "?=", "utf-8", "?q?", "=0a", "\r", "\n", "Bcc:", " ", "é"]),
        max_size=20,
    ).map("".join)
)
def test_no_text_becomes_a_header(text: str) -> None:
    check_no_injection(text)


@given_settings(max_examples=200)
@given(
    st.lists(st.sampled_from([b".", b"..", b"a", b"\r\n", b"\r\n.\r\n"]), max_size=12).map(b"".join)
)
def test_no_line_of_a_message_is_the_final_dot(body: bytes) -> None:
    sent = stuffed(body)
    assert sent.endswith(b"\r\n")
    assert b"\r\n.\r\n" not in b"\r\n" + sent
    lines = [line[1:] if line.startswith(b".") else line for line in sent.split(b"\r\n")]
    assert b"\r\n".join(lines).removesuffix(b"\r\n") == body.removesuffix(b"\r\n")


def test_addresses_of_other_scripts() -> None:
    headers = deliver.Headers(
        sender=HEADERS.sender, recipient=addresses.mailbox("Юлия", "юлия@пошта.example"),
        message_id="a@b", date=DATE,
    )  # fmt: skip
    made = deliver.compose(LETTER, headers)
    assert "юлия@xn--80a1acn3a.example".encode() in made
    assert addresses.key("Юлия@Пошта.example") == addresses.key("юлия@пошта.EXAMPLE")


def test_dkim(tmp_path: Path) -> None:
    import subprocess

    import dkim

    key = tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "genrsa", "-traditional", "-out", key, "2048"], check=True, capture_output=True
    )
    public = subprocess.run(["openssl", "rsa", "-in", key, "-pubout", "-outform", "DER"],
                            check=True, capture_output=True).stdout  # fmt: skip
    mail = Mail(dkim_domain="paper.example", dkim_selector="s1", dkim_key=str(key))
    signed = deliver.dkim(deliver.compose(LETTER, HEADERS), mail, deliver.private(str(key)))
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    assert dkim.verify(signed, dnsfunc=lambda name, timeout=5: record)
    for change in (
        (b"A subject", b"B subject"),
        (b"Text", b"Next"),
        (b"From:", b"Reply-To: e@x.example\r\nFrom:"),
    ):
        assert not dkim.verify(signed.replace(*change, 1), dnsfunc=lambda name, timeout=5: record)
    with pytest.raises(UsageError, match="is no RSA key"):
        deliver.dkim(b"From: a@b\r\n\r\nx", mail, b"no key")


# -- the letter -----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", [*EN, "", "he"])
def test_a_letter_in_each_language(lang: str) -> None:
    made = brief("generated")
    subject, text, page = render.letter(made, subject=SUBJECT, lang=lang, corrects="0123456789ab",
                                        attached="brief.pdf", unsubscribe=UNSUBSCRIBE)  # fmt: skip
    words = app._words(lang or made["lang"])
    day = words.day(datetime.fromisoformat(made["day"]).date(), "full")
    assert subject == words("mail_corrected", subject=f"{made['title']}, {' '.join(day.split())}")
    for line in made["bottom_line"]:
        assert line["text"] in " ".join(text.split())
        assert line["text"].partition("’")[0].partition("'")[0] in page
    for shown in (text, page):
        assert "0123456789ab" in shown
        assert "brief.pdf" in shown
        assert UNSUBSCRIBE in shown
        assert words("bottom_line") in shown
    assert "<style" not in page
    assert "style=" in page
    assert "<script" not in page


def test_words_of_articles_are_no_markup() -> None:
    made = brief("generated")
    made["title"] = "<script>alert(1)</script>"
    made["bottom_line"][0]["text"] = "<img src=x onerror=alert(1)> & {{ 7 * 7 }}"
    subject, text, page = render.letter(made, subject="{{ title }} {{ headline }}")
    assert "<script" not in page
    assert "<img" not in page
    assert "49" not in subject
    assert "{{ 7 * 7 }}" in text


@pytest.mark.parametrize(
    "subject", ["{{ nothing }}", "{{ title", "{{ ''.__class__.__mro__ }}", "{% for x in y %}"]
)
def test_a_subject_that_is_wrong_is_said(subject: str) -> None:
    with pytest.raises(BriefingError, match=r"mail\.subject: "):
        render.letter(brief("generated"), subject=subject)


# -- recipients -----------------------------------------------------------------------------

GOOD = [
    "ann@paper.example",
    "a.b+c@x.example",
    "o'neil@x.co",
    "юлия@пошта.example",
    "a@xn--80a1acn3a.example",
    "A@B.example",
]
BAD = ["", "ann", "ann@", "@x.example", "a b@x.example", "a@b@c.example", "a@x..example", "a@-x.example", "a@[127.0.0.1]",
       "a@127.0.0.1", "a.@x.example", ".a@x.example", "a@x.example\n", "<a@x.example>", "a,b@x.example", "x" * 65 + "@x.example"]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "good"), [*((a, True) for a in GOOD), *((a, False) for a in BAD)]
)
def test_addresses(address: str, good: bool) -> None:
    assert (addresses.fault(address) == "") is good


def test_recipients_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "Address;name;groups;lang;phone\nann@paper.example;Ann;cabinet press;;1\n"
        "ANN@paper.example;Twice;press;de;2\n;;;\nbo@paper.example;Bo;press\nli@paper.example\n", "utf-8-sig",
    )  # fmt: skip
    listed = (Recipient("юлия@пошта.example", lang="uk", groups=("cabinet",)),)
    groups = (Group("cabinet", lang="ru"), Group("press", lang="fr"))
    found = mailing.recipients(listed, str(file), groups, ())
    assert [(key, one.name, one.lang) for key, one in found] == [
        ("юлия@xn--80a1acn3a.example", "", "uk"), ("ann@paper.example", "Ann", "ru"),
        ("bo@paper.example", "Bo", "fr"), ("li@paper.example", "", ""),
    ]  # fmt: skip
    assert [key[:2] for key, _ in mailing.recipients(listed, str(file), groups, ("press",))] == [
        "an",
        "bo",
    ]
    with pytest.raises(
        UsageError, match="to = 'pres': no recipient is in this group; did you mean press"
    ):
        mailing.recipients(listed, str(file), groups, ("pres",))


def test_bad_lines_of_a_file_are_all_told(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("address,lang\nann@paper.example,en\nann,\nbo@x.example,english\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        mailing.recipients((), str(file), (), ())
    assert f"{file}:3: 'ann': is no e-mail address" in str(caught.value)
    assert f"{file}:4: 'bo@x.example': must be a language code" in str(caught.value)
    file.write_text("name,lang\nAnn,en\n", "utf-8")
    with pytest.raises(UsageError, match=r"people\.csv:1: the first line must name the columns"):
        mailing.recipients((), str(file), (), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[recipients]]\nname = 'x'", "recipients[1].address is missing"),
        ("[[recipients]]\naddress = 'ann'", "recipients[1].address = 'ann': is no e-mail address"),
        ("[mail]\nport = 0", "mail.port = 0: must be from 1 to 65535"),
        ("[mail]\nsecurity = 'ssl'", "must be starttls, tls or none"),
        ("[mail]\npassword = 'x'", "unknown key 'mail.password'"),
        ("[mail]\nsender = 'Daily'", "is no e-mail address"),
        ("[mail]\nunsubscribe = 'http://x'", "must be an address such as https://"),
        ("approval = 'yes'", "must be none or required"),
        ("[[channels]]\nname = 'a'", "'a' must have a folder or a url"),
        ("[[channels]]\nname = 'a'\nurl='ftp://x'", "must be an address such as https://"),
        ("[[channels]]\nname = 'a'\nfolder='x'\n[[channels]]\nname='a'\nfolder='y'", "'a' is there twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "briefing.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        config.load(str(file))
    assert said in str(caught.value)


# -- secrets --------------------------------------------------------------------------------


def test_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text('password = "sésame"\nhook = "h"\n', "utf-8")
    mail = Mail(user="u", secrets=str(file))
    monkeypatch.delenv("BRIEFING_MAIL_PASSWORD", raising=False)
    file.chmod(0o644)
    with pytest.raises(UsageError, match="others may read it; chmod 600"):
        deliver.password(mail)
    file.chmod(0o600)
    assert deliver.password(mail) == "sésame"
    assert deliver.webhook_secret("hook", str(file)) == "h"
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", "other")
    assert deliver.password(mail) == "other"
    monkeypatch.delenv("BRIEFING_MAIL_PASSWORD")
    file.write_text("password = sésame", "utf-8")
    with pytest.raises(UsageError) as caught:
        deliver.password(mail)
    assert "sésame" not in str(caught.value)
    assert "is no TOML" in str(caught.value)
    with pytest.raises(UsageError, match="set BRIEFING_MAIL_PASSWORD"):
        deliver.password(Mail(user="u"))


# -- the verbs, with a real server ----------------------------------------------------------

PEOPLE = """
[[recipients]]
address = "ann@paper.example"
name = "Ann Reed"
groups = ["cabinet"]
[[recipients]]
address = "bo@paper.example"
groups = ["press"]
[[recipients]]
address = "Bo@Paper.example"
groups = ["cabinet"]
[[groups]]
name = "press"
lang = "ru"
"""


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with serving() as made:
        yield made


@pytest.fixture
def place(tmp_path: Path, sealed_pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a brief."""
    (tmp_path / "brief.pdf").write_bytes(sealed_pdf)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(place: Path, post: Post, head: str = "", mail: str = "", tail: str = PEOPLE) -> None:
    post.got.clear()
    post.set()
    (place / "briefing.toml").write_text(
        f'{head}\n[mail]\nserver = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\n'
        f'sender = "Daily Briefing <brief@paper.example>"\n{mail}\n{tail}', "utf-8",
    )  # fmt: skip


def run(*words: str) -> tuple[int, str, str]:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            code = cli.main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


def test_a_brief_is_sent_once(place: Path, post: Post, sealed_pdf: bytes) -> None:
    configure(place, post, mail='subject = "{{ title }}: {{ headline }}"')
    code, out, err = run("send", "--brief", "brief.pdf", "--dry-run")
    assert (code, post.got) == (0, [])
    assert [line.split("\t")[1:] for line in out.splitlines()] == [
        ["ann@paper.example", "Ann Reed", "", "to send"], ["bo@paper.example", "", "ru", "to send"],
    ]  # fmt: skip
    for _ in range(2):
        code, out, err = run("send", "--brief", "brief.pdf")
        assert (code, err) == (0, "")
        assert out.endswith(": 2 sent\n")
    assert [to for to, _ in post.got] == ["ann@paper.example", "bo@paper.example"]
    ann, bo = (parsed(message) for _, message in post.got)
    assert ann["Message-ID"] != bo["Message-ID"]
    assert ann["Subject"].startswith("Daily briefing: ")
    (attached,) = ann.iter_attachments()
    body = attached.get_content()
    assert body == sealed_pdf
    (place / "received.pdf").write_bytes(body)
    assert verify(place / "received.pdf") == []
    russian = bo.get_body(("plain",))
    assert russian
    assert "Главное" in russian.get_content()
    code, out, _ = run("send", "--brief", "brief.pdf", "--dry-run")
    assert [line.split("\t")[-1] for line in out.splitlines()] == ["sent", "sent"]
    code, out, err = run("audit")
    assert code == 0
    assert "the log stands as it was written; its last hash is " in err
    assert [line.split("  ")[2] for line in out.splitlines()] == ["queued", "sent", "sent"]
    assert json.loads(run("audit", "--json")[1].splitlines()[1])["about"] == "ann@paper.example"


def test_the_last_brief(place: Path, post: Post, sealed_pdf: bytes) -> None:
    configure(place, post, head='name = "morning"')
    assert run("send")[0] == 4
    run("unsubscribe", "ann@paper.example")
    assert "there is no brief yet" in run("send")[2]
    with store.open("briefing.db") as held:
        held.record(brief("seeds"))
    assert "output/morning.pdf: the last brief is not there" in run("send")[2]
    (place / "output").mkdir()
    (place / "output/morning.pdf").write_bytes(app.FORMATS["pdf"](brief("ferry")))
    assert "is not the last brief" in run("send")[2]
    assert post.got == []
    made = brief("seeds")
    (place / "output/morning.pdf").write_bytes(sealed_pdf)
    assert run("send")[1] == f"{made['seal'][:12]}: 1 sent\n"


def test_secrets_are_asked_for_before_anything_is_queued(place: Path, post: Post) -> None:
    configure(place, post, tail='[[channels]]\nname = "desk"\nurl = "https://desk.example/in"\n')
    assert "set BRIEFING_SECRET_DESK" in run("send", "--brief", "brief.pdf")[2]
    configure(place, post, mail='user = "me"')
    assert "set BRIEFING_MAIL_PASSWORD" in run("send", "--brief", "brief.pdf")[2]
    (place / "key.pem").write_text("no key")
    (place / "key.pem").chmod(0o600)
    configure(
        place, post, mail='dkim_domain = "a.example"\ndkim_selector = "s"\ndkim_key = "key.pem"'
    )
    assert "is no RSA key" in run("send", "--brief", "brief.pdf")[2]
    assert run("audit")[1] == ""


def test_a_file_that_does_not_hold_is_not_sent(place: Path, post: Post, sealed_pdf: bytes) -> None:
    configure(place, post)
    for body in (sealed_pdf[:-30] + b"x" * 30, b"%PDF-1.7 no brief", b"", b"{}"):
        (place / "other.pdf").write_bytes(body)
        code, _, err = run("send", "--brief", "other.pdf")
        assert (code, post.got) == (1, []), err
    assert run("send", "--brief", "none.pdf")[0] == 1
    assert run("approve", "other.pdf")[0] == 1
    with pytest.raises(VerifyError, match="is no PDF"):
        delivery.approve(config.load(None), place / "briefing.toml")


def test_refusals_are_told(place: Path, post: Post) -> None:
    configure(place, post)
    post.set("RCPT", "5xx", only="bo@paper.example")
    code, out, err = run("send", "--brief", "brief.pdf", "--wait", "0")
    assert code == 5
    assert "1 failed, 1 sent" in out
    assert "bo@paper.example: failed: RCPT: 550 5.1.1 never" in err
    post.set()
    code, out, err = run("send", "--brief", "brief.pdf", "--retry-failed")
    assert code == 0
    assert "2 sent" in out


def test_unknown_is_told_and_left_alone(place: Path, post: Post) -> None:
    configure(place, post)
    post.set("dot", "drop", times=1)
    code, out, err = run("send", "--brief", "brief.pdf", "--wait", "0")
    assert code == 5
    assert "1 sent, 1 unknown" in out
    assert "send --retry-unknown" in err
    code, out, err = run("send", "--brief", "brief.pdf", "--wait", "0")
    assert code == 5
    assert len(post.got) == 2
    assert run("send", "--brief", "brief.pdf", "--retry-unknown")[0] == 0
    assert len(post.got) == 3


def test_approval(place: Path, post: Post) -> None:
    configure(place, post, head='approval = "required"')
    code, _, err = run("send", "--brief", "brief.pdf")
    assert code == 0
    assert "is a draft; read it, then: briefing approve brief.pdf" in err
    code, _out, err = run("approve", "brief.pdf")
    assert code == 0
    assert "2 messages waited for it" in err
    assert post.got == []
    assert run("send", "--brief", "brief.pdf")[1].endswith(": 2 sent\n")
    log = run("audit")[1]
    assert [line.split("  ")[2] for line in log.splitlines()] == [
        "queued",
        "approved",
        "sent",
        "sent",
    ]
    assert "@" in log.splitlines()[0].split("  ")[1]


def test_unsubscribe(place: Path, post: Post) -> None:
    (place / "off.csv").write_text("address\nann@paper.example\n", "utf-8")
    configure(place, post, head='unsubscribed_file = "off.csv"')
    assert run("unsubscribe", "BO@paper.example")[1] == "BO@paper.example is sent nothing more\n"
    code, _out, _ = run("send", "--brief", "brief.pdf")
    assert (code, post.got) == (0, [])
    assert run("unsubscribe", "--undo", "bo@paper.example")[0] == 0
    run("send", "--brief", "brief.pdf")
    assert [to for to, _ in post.got] == ["bo@paper.example"]
    assert run("unsubscribe", "bo")[0] == 2


def test_who_unsubscribes_elsewhere_gets_nothing_that_waits(place: Path, post: Post) -> None:
    (place / "off.csv").write_text("address\n", "utf-8")
    configure(place, post, head='unsubscribed_file = "off.csv"')
    post.set("greeting", "4xx")
    assert run("send", "--brief", "brief.pdf", "--wait", "0")[0] == 5
    post.set()
    (place / "off.csv").write_text("address\nANN@paper.example\n", "utf-8")
    later = datetime.now(UTC) + timedelta(hours=1)
    assert delivery.send(config.load(None), now=later).counts == {"sent": 1}
    assert [to for to, _ in post.got] == ["bo@paper.example"]


def test_a_slot_is_sent_and_what_it_left(place: Path, post: Post) -> None:
    from briefing.app import slotwork

    configure(place, post, head='approval = "required"')
    settings, at = config.load(None), datetime.now(UTC)
    made = slotwork.Made("x", {}, (place / "brief.pdf",))
    assert slotwork.rest(settings, now=at) == {}
    assert slotwork.send(settings, made=made, edition="07:00", now=at) == {"pending": 2}
    assert slotwork.rest(settings, now=at) == {}
    delivery.approve(settings, place / "brief.pdf", now=at)
    post.set("RCPT", "4xx", only="bo@paper.example")
    assert slotwork.rest(settings, now=at) == {"sent": 1}
    post.set()
    assert slotwork.rest(settings, now=at) == {}
    assert slotwork.rest(settings, now=at + timedelta(hours=1)) == {"sent": 1}
    assert slotwork.send(settings, made=made, edition="07:00", now=at) == {"sent": 2}
    assert len(post.got) == 2
    configure(place, post, tail="")
    assert slotwork.send(config.load(None), made=made, edition="", now=at) == {}


def test_a_correction_says_so(place: Path, post: Post) -> None:
    configure(place, post)
    run("send", "--brief", "brief.pdf")
    made = brief("seeds")
    made["method"] = "lead"
    made["seal"] = document.seal(made)
    (place / "again.pdf").write_bytes(app.FORMATS["pdf"](made))
    code, _out, err = run("send", "--brief", "again.pdf")
    assert code == 0, err
    new = parsed(post.got[-1][1])
    assert new["Subject"].startswith("Исправлено: ")
    body = new.get_body(("plain",))
    assert body
    assert brief("seeds")["seal"][:12] in body.get_content()
    assert len({parsed(message)["Message-ID"] for _, message in post.got}) == 4


def test_too_large(place: Path, post: Post, sealed_pdf: bytes) -> None:
    made = brief("seeds")
    settings = config.Config(mail=Mail(largest=1), recipients=(Recipient("a@b.example"),))
    pdf = b"x" * 1_000_000
    with pytest.raises(UsageError, match=r"makes a mail of 1 MB and mail\.largest is 1"):
        app.carrying.too_large(settings, "brief.pdf", pdf)
    assert made
    assert (
        app.carrying.linked("https://x.example/{name}", "a b.pdf") == "https://x.example/a%20b.pdf"
    )


@pytest.mark.parametrize(("security", "implicit"), [("starttls", False), ("tls", True)])
def test_tls_and_login(
    place: Path, monkeypatch: pytest.MonkeyPatch, security: str, implicit: bool
) -> None:
    cert, context = certificate(place)
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", "sésame")
    with serving(tls=context, implicit=implicit, login=True) as post:
        text = (f'[mail]\nserver = "localhost"\nport = {post.port}\nsecurity = "{security}"\n'
                f'user = "me"\nca_file = "{cert.name}"\nsender = "brief@paper.example"\n')  # fmt: skip
        (place / "briefing.toml").write_text(text, "utf-8")
        code, out, err = run("test-mail", "ann@paper.example")
        assert code == 0, err
        assert [line.split(":")[0] for line in out.splitlines()][-2:] == ["login", "sent"]
        assert len(post.got) == 1
        assert not any(
            word in out + err for word in ("sésame", base64.b64encode(b"sesame").decode())
        )
        monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", "wrong-one")
        code, out, err = run("test-mail", "ann@paper.example")
        assert code == 5
        assert "login: 535" in err
        assert "secrets file" in err
        assert "wrong-one" not in out + err
        (place / "briefing.toml").write_text(text.replace(f'ca_file = "{cert.name}"', ""), "utf-8")
        code, out, err = run("test-mail", "ann@paper.example")
        assert code == 5
        assert "the certificate is not trusted" in err
        assert "ca_file" in err
        (place / "briefing.toml").write_text(text.replace('"localhost"', '"127.0.0.1"'), "utf-8")
        code, out, err = run("test-mail", "ann@paper.example")
        assert code == 5
        assert "must be that of the certificate" in err
        for name, said in (("none.pem", "No such file"), ("briefing.toml", "holds no certificate")):
            (place / "briefing.toml").write_text(text.replace(cert.name, name), "utf-8")
            code, out, err = run("test-mail", "ann@paper.example")
            assert code == 2
            assert said in err
        assert len(post.got) == 1


def test_test_mail_explains(place: Path, post: Post) -> None:
    configure(place, post, tail="")
    for step, fault, said in [
        ("greeting", "5xx", "greeting: 550 5.1.1 never; this may be no mail server"),
        ("RCPT", "5xx", "RCPT: 550 5.1.1 never; the server does not take this address"),
        ("dot", "4xx", "dot: 451 4.3.0 come back later; the server has read the message"),
        ("EHLO", "drop", "EHLO: the server hung up; the server does not take this host's name"),
    ]:
        post.set(step, fault)
        code, _, err = run("test-mail", "ann@paper.example")
        assert code == 5
        assert said in err
    configure(place, post, mail='dkim_domain = "x.example"', tail="")
    assert "DKIM needs" in run("test-mail", "ann@paper.example")[2]
    (place / "briefing.toml").write_text("")
    assert run("test-mail", "a@b.example")[0] == 2
    assert run("send", "--brief", "brief.pdf")[0] == 2


def test_no_encryption_where_it_is_wanted(place: Path, post: Post) -> None:
    configure(place, post, tail="")
    file = place / "briefing.toml"
    file.write_text(file.read_text().replace('"none"', '"starttls"'))
    code, _, err = run("test-mail", "ann@paper.example")
    assert code == 5
    assert "STARTTLS: the server offers no encryption on this port" in err
    assert post.got == []
    file.write_text(
        file.read_text()
        .replace('"starttls"', '"none"\nuser = "me"')
        .replace("127.0.0.1", "mail.example")
    )
    code, _, err = run("test-mail", "ann@paper.example")
    assert code == 2
    assert "readable by all" in err


# -- other channels -------------------------------------------------------------------------


def test_a_folder(place: Path, post: Post, sealed_pdf: bytes) -> None:
    configure(place, post, tail='[[channels]]\nname = "share"\nfolder = "share"\n')
    assert run("send", "--brief", "brief.pdf")[1].endswith(": 1 sent\n")
    assert (place / "share/brief.pdf").read_bytes() == sealed_pdf
    assert [p.name for p in (place / "share").iterdir()] == ["brief.pdf"]
    (place / "share/brief.pdf").unlink()
    assert run("send", "--brief", "brief.pdf")[0] == 0
    assert not (place / "share/brief.pdf").exists()  # once


class Hook(BaseHTTPRequestHandler):
    status = 200
    got: list[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append(({k.lower(): v for k, v in self.headers.items()}, body))
        if self.status:
            self.send_response(self.status)
            self.end_headers()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[HTTPServer]:
    Hook.got, Hook.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook(
    place: Path, post: Post, hook: HTTPServer, monkeypatch: pytest.MonkeyPatch, sealed_pdf: bytes
) -> None:
    monkeypatch.setenv("BRIEFING_SECRET_DESK_1", "secret")
    url = f"http://127.0.0.1:{hook.server_port}/in"
    tail = f'[[channels]]\nname = "desk-1"\nurl = "{url}"\n'
    configure(place, post, tail=tail)
    code, _, err = run("send", "--brief", "brief.pdf", "--wait", "0")
    assert code == 5
    assert "private network" in err
    assert Hook.got == []
    configure(place, post, head='allow_hosts = ["127.0.0.1"]', tail=tail)
    at = datetime.now(UTC)
    for status, state in ((503, "pending"), (404, "failed"), (0, "unknown"), (204, "sent")):
        Hook.status, at = status, at + timedelta(hours=3)
        sent = delivery.send(
            config.load(None), brief="brief.pdf", again=["failed", "unknown"], now=at
        )
        assert sent.counts == {state: 1}, sent
    heads, body = Hook.got[-1]
    signed = heads["x-briefing-timestamp"].encode() + b"." + body
    assert (
        heads["x-briefing-signature"]
        == "sha256=" + hmac.new(b"secret", signed, hashlib.sha256).hexdigest()
    )
    assert len({h["idempotency-key"] for h, _ in Hook.got}) == 1
    told = json.loads(body)
    assert base64.b64decode(told["pdf"]) == sealed_pdf
    assert told["bottom_line"] == brief("seeds")["bottom_line"]
    assert run("send", "--brief", "brief.pdf")[0] == 0
    assert len(Hook.got) == 4


def test_the_session_of_tls_checks_names() -> None:
    from briefing.deliver.smtp import trusted

    context = trusted()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
