"""Stage 2, summarise.room: what a summary still has room for, and what it holds."""

from __future__ import annotations

import re
from functools import cache

from ..data import entries
from ..language.readable import FEWEST, is_statement
from ..types import Article, Sentence


@cache
def _captions() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(entries('asides', 'captions'))})", re.IGNORECASE)


class Room:
    """Room for so many sentences, or for whole sentences within so many words.

    A method offers sentences in its order of preference; what is no statement
    or does not fit is passed over. Words are counted as white space parts them.
    """

    def __init__(
        self, article: Article, sentences: int, words: int | None = None, *, whole: bool = True
    ) -> None:
        self.taken: list[Sentence] = []  #: in the order of preference
        self._text = article.text
        self._in_words = words is not None
        self._left = sentences if words is None else words
        self._whole = whole  # only statements are taken, no captions

    @property
    def full(self) -> bool:
        """Whether no further statement can fit."""
        return self._left < (FEWEST if self._in_words else 1)

    def take(self, sentence: Sentence) -> bool:
        """Take the sentence if it is whole and fits; whether it was taken."""
        text = self._text[sentence.start : sentence.end]
        cost = len(text.split()) if self._in_words else 1
        if cost > self._left or (self._whole and not self._stands(text)):
            return False
        self.taken.append(sentence)
        self._left -= cost
        return True

    @staticmethod
    def _stands(text: str) -> bool:
        """Whether a text is a statement and no caption; a credit may be glued to a statement."""
        return is_statement(text) and not _captions().match(text)
