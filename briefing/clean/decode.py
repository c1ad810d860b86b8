"""Stage 1, clean.decode: bytes -> text in one normal form, or the reason why not."""

from __future__ import annotations

import re
import unicodedata

#: Legacy encodings a newsroom's files come in; the detector chooses among them.
LEGACY = [
    "cp1251", "koi8_r", "cp866", "iso8859_5", "cp1252", "cp1254", "cp1250", "iso8859_2",
    "cp1253", "cp1255", "cp1256", "cp1257", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
_MAGIC = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP or Office file", b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program", b"\xd0\xcf\x11\xe0": "an old Office file", b"RIFF": "a media file",
}  # fmt: skip
_BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
}  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: Characters that show nothing or reorder what is shown (soft hyphen, zero
#: width space, bidi controls, tags): they would make a quotation lie.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\u1680\u2000-\u200a\u205f\u3000]*[ \t\u1680\u2000-\u200a\u205f\u3000]")
_NO_BREAK = re.compile("[\xa0\u202f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Undecodable(ValueError):
    """The bytes are no text; ``str()`` is the reason."""


def decode(body: bytes, *, html: bool = False) -> str:
    """The text of a file: byte order mark, UTF-8, declared charset, else detection.

    Broken UTF-8 keeps U+FFFD where bytes were bad. Raises ``Undecodable``.
    """
    for magic, what in _MAGIC.items():
        if body.startswith(magic):
            raise Undecodable(f"not text but {what}")
    for bom, name in _BOMS.items():
        if body.startswith(bom):
            return body.decode(name, errors="replace")
    if b"\x00" in body[:4096]:
        return _unmarked_utf16(body)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if html and (match := _CHARSET.search(body[:2048])):
        try:
            return body.decode(match[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    patched = body.decode("utf-8", errors="replace")
    bad = patched.count("\ufffd")
    good = sum(c > "\x7f" for c in patched) - bad
    if good >= 3 * bad:
        return patched
    from charset_normalizer import from_bytes

    best = from_bytes(body[:200_000], cp_isolation=LEGACY).best()
    if best is None:
        raise Undecodable("neither text in UTF-8, UTF-16 nor in a known legacy encoding")
    return body.decode(best.encoding, errors="replace")


def _unmarked_utf16(body: bytes) -> str:
    sample = body[:4096]
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        # Latin text has a zero in every unit, other scripts at their spaces
        # and digits; a binary file has them in both halves.
        other = sample[::2] if name == "utf-16-le" else sample[1::2]
        if zeros.count(0) > 0.05 * len(zeros) and not other.count(0):
            return body.decode(name, errors="replace")
    raise Undecodable("not text but a binary file (it holds zero bytes)")


def normalise(text: str) -> str:
    r"""One form for all: NFC, ``\n`` for line breaks, single blanks, nothing invisible."""
    text = _BREAKS.sub("\n", _SURROGATE.sub("\ufffd", text))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _NO_BREAK.sub("\xa0", _BLANKS.sub(" ", text))


def looks_binary(text: str) -> bool:
    """Whether decoded text is mostly control and replacement characters."""
    sample = text[:20_000]
    odd = sum(c == "\ufffd" or (c < " " and c not in "\n\r\t\f") for c in sample)
    return odd > 0.05 * max(len(sample), 1)
