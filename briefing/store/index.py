"""Store, index: the words of articles and of queries -> stems, and the search for them.

Each article is indexed under the stems of its own language; scripts without spaces under pairs
of characters (``language.words``). A query has no known language: each of its words stands for
its stems in all languages of the archive. Accents count neither here nor there.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import zlib
from functools import lru_cache

from .. import language
from ..errors import UsageError
from ..types import Article, Citation

#: Of a common word only the newest articles are ranked: to rank 30,000 takes 60 ms.
RANKED = 2_000
TITLE = 5.0  #: weight in BM25 of a word in the title, others 1
#: Combining marks of Latin, Cyrillic and Greek, Arabic vowel signs and the stretched letter.
#: Those of Indic and Thai letters are vowels, and stay.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u0640]")
_PARTS = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


def enter(connection: sqlite3.Connection, id: int, article: Article) -> None:
    """Index an article, and keep the stems by which it can be taken out again."""
    title, text = stems(article.title, article.lang), stems(article.text, article.lang)
    connection.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (id, title, text))
    connection.execute(
        "INSERT INTO stems (article, title, text) VALUES (?, ?, ?)",
        (id, zlib.compress(title.encode()), zlib.compress(text.encode())),
    )


def remove(connection: sqlite3.Connection, id: int) -> None:
    """Take an article out of the index."""
    row = connection.execute("SELECT title, text FROM stems WHERE article = ?", (id,)).fetchone()
    title, text = (zlib.decompress(packed).decode() for packed in row)
    connection.execute(
        "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (id, title, text),
    )
    connection.execute("DELETE FROM stems WHERE article = ?", (id,))


def stems(text: str, lang: str) -> str:
    """The stems of a text in its order, a space between them."""
    return " ".join(_stem(word, lang) for word in language.words(text))


@lru_cache(maxsize=200_000)
def _stem(word: str, lang: str) -> str:
    return plain(language.stem(word, lang))


def plain(word: str) -> str:
    """Without accents."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", word)))


def matching(query: str, langs: list[str]) -> str:
    """The query as FTS5 has it: all words, in any language's stems; ``"a phrase"``; ``-without``;
    ``begin*``. Raises ``UsageError`` for a query that asks for nothing."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _PARTS.findall(query):
        found = _asked(phrase or word)
        if not found:
            continue
        single = bool(language.UNSPACED.fullmatch(found[-1])) and len(found[-1]) == 1
        begins = single or (not phrase and word.endswith("*"))
        forms = dict.fromkeys(
            f'"{form}"{"*" if begins else ""}'
            for lang in langs
            # a beginning is no word to stem; the stem of one may be shorter than it
            if (form := " ".join(plain(w) if begins else _stem(w, lang) for w in found))
        )
        (unwanted if minus else wanted).append(f"({' OR '.join(forms)})")
    if not wanted:
        raise UsageError(f"{query!r}: no word to search for")
    return " AND ".join(wanted) + "".join(f" NOT {part}" for part in unwanted)


def _asked(text: str) -> list[str]:
    """The words of a part of a query.

    Scripts without spaces are indexed by pairs of characters: a single one at the edge of what is
    asked for (Thai words fall apart at their vowel signs) is half of a pair in the texts.
    """
    found = language.words(text)
    for end in (0, -1):
        if len(found) > 1 and len(found[end]) == 1 and language.UNSPACED.fullmatch(found[end]):
            del found[end]
    return found


def best_sentence(article: Article, query: str) -> Citation:
    """The first sentence with the most of a query's words."""
    asked = {_stem(w, article.lang).rstrip("*") for w in language.words(query)}
    found = [
        len(asked.intersection(stems(article.text[s.start : s.end], article.lang).split()))
        for s in article.sentences
    ]
    best = article.sentences[found.index(max(found))]
    return article.quote(best.start, best.end)
