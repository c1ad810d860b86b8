"""Stage 1, clean.decode: bytes -> text in one normal form, or the reason why not."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .. import language

#: Legacy encodings a newsroom's files come in, the likelier first.
LEGACY = [
    "cp1251", "cp1252", "cp1254", "cp1250", "iso8859_2", "koi8_r", "koi8_u", "cp866", "iso8859_5",
    "iso8859_9", "cp1253", "cp1255", "cp1256", "iso8859_6", "cp1257", "cp1258",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp874", "cp949", "mac_cyrillic",
]  # fmt: skip
SAMPLE = 4096  #: bytes looked at to tell an encoding
CREDIBLE = 0.3  #: share of a text beyond ASCII that is in words a dictionary knows
DAMAGED = 0.05  #: share of U+FFFD in a text that is still read as UTF-8
_MAGIC = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP or Office file", b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture", b"GIF87a": "a GIF picture", b"GIF89a": "a GIF picture",
    b"\x1f\x8b": "a gzip file", b"\x7fELF": "a program", b"\xd0\xcf\x11\xe0": "an old Office file",
    b"RIFF": "a media file", b"OggS": "a media file", b"ID3\x03": "a media file",
    b"{\\rtf": "an RTF file", b"%!PS": "a PostScript file", b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive", b"BZh9": "a bzip2 file", b"SQLite format": "a database",
}  # fmt: skip
_BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
}  # fmt: skip
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: Characters that show nothing or reorder what is shown (soft hyphen, zero
#: width space, bidi controls, tags): they would make a quotation lie.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    # Joiners shape Arabic and Indic letters and emoji; elsewhere they only hide.
    "|(?<=[\x00-\u058f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u058f]|$)"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\u1680\u2000-\u200a\u205f\u3000]+")
_NO_BREAK = re.compile("[\xa0\u202f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CELL = re.compile(r'\s*"((?:[^"]|"")*)"\s*')


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
    if b"\x00" in body[:SAMPLE]:
        if wide := _unmarked(body):
            return body.decode(wide, errors="replace")
        body = _without_zeros(body)
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
    if name := _legacy(body):
        return body.decode(name, errors="replace")
    if bad <= DAMAGED * len(patched):
        return patched
    from charset_normalizer import from_bytes

    best = from_bytes(body[: 50 * SAMPLE], cp_isolation=LEGACY).best()
    if best is None:
        raise Undecodable("neither text in UTF-8, UTF-16 nor in a known legacy encoding")
    return body.decode(best.encoding, errors="replace")


def _unmarked(body: bytes) -> str:
    """UTF-16 or UTF-32 without a byte order mark: where the zero bytes are tells which."""
    sample = body[:SAMPLE]
    zeros = [sample[i::4].count(0) / max(len(sample[i::4]), 1) for i in range(4)]
    if zeros[3] > 0.9 and zeros[2] > 0.5:
        return "utf-32-le"
    if zeros[0] > 0.9 and zeros[1] > 0.5:
        return "utf-32-be"
    low, high = zeros[0] + zeros[2], zeros[1] + zeros[3]
    # Latin text has a zero in every unit, other scripts at their spaces and
    # digits, Chinese only at line breaks, as has many a binary file.
    for name, other, own in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        if (own > 0.1 and not other) or _known(sample.decode(name, errors="replace")) > 0.5:
            return name
    return ""


def _without_zeros(body: bytes) -> bytes:
    """A text with a few stray zero bytes, or padded with them, is still a text."""
    inner = body.rstrip(b"\x00")
    if inner.count(0) > 0.02 * len(inner):
        raise Undecodable("not text but a binary file (it holds zero bytes)")
    return inner.replace(b"\x00", b"")


def _legacy(body: bytes) -> str:
    """The legacy encoding in which the words with accents are words, ``""`` if none is."""
    scores = {}
    for name in LEGACY:
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        scores[name] = _known(text[:SAMPLE])
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] >= CREDIBLE else ""


def _known(text: str) -> float:
    """The share of the text beyond ASCII that stands in words of the language's dictionary.

    Of Chinese, Japanese and Korean, whose words have no bounds, the share of
    characters that its common words are written with.
    """
    eastern = [c for c in text if c >= "\u2e80"]
    if 2 * len(eastern) > sum(c > "\x7f" for c in text):
        common = _common_characters(_eastern_language(eastern))
        return sum(c in common for c in eastern) / max(len(eastern), 1)
    dictionary = language.frequencies(language.detect(text))
    words = [w for w in language.words(text) if not w.isascii() and w in dictionary]
    beyond = sum(c > "\x7f" for c in text)
    return sum(c > "\x7f" for w in words for c in w) / max(beyond, 1)


def _eastern_language(letters: list[str]) -> str:
    count = max(len(letters), 1)
    if sum("\uac00" <= c <= "\ud7a3" for c in letters) > 0.5 * count:
        return "ko"
    return "ja" if sum("\u3040" <= c <= "\u30ff" for c in letters) > 0.1 * count else "zh"


@cache
def _common_characters(lang: str) -> frozenset[str]:
    words = list(language.frequencies(lang))[:2000]
    return frozenset("".join(words)) | frozenset("\u3001\u3002\uff0c\uff01\uff1f\u300c\u300d")


def unquoted(text: str) -> str:
    """A text that left a table as one quoted cell (RFC 4180), without the table's marks."""
    cell = _CELL.fullmatch(text)
    return cell[1].replace('""', '"') if cell and '""' in cell[1] else text


def normalise(text: str) -> str:
    r"""One form for all: NFC, ``\n`` for line breaks, single blanks, nothing invisible."""
    text = _BREAKS.sub("\n", _SURROGATE.sub("\ufffd", text))
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _NO_BREAK.sub("\xa0", _BLANKS.sub(" ", text))


def looks_binary(text: str) -> bool:
    """Whether decoded text is mostly control and replacement characters."""
    sample = text[:20_000]
    odd = sum(c == "\ufffd" or (c < " " and c not in "\n\r\t\f") for c in sample)
    return odd > DAMAGED * max(len(sample), 1)
