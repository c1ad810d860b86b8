"""Stage 2, summarise.classic: sumy's methods on our offset-true sentences.

sumy keeps sentences apart by their text; ours are kept apart by their place,
so that two equal sentences keep their own spans. Words, stems and stop words
are ours (NLTK Snowball; Russian and Azerbaijani stop words, which sumy lacks).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .. import language
from ..types import Article
from .room import Room

#: Name of a method -> sumy's module and class.
NAMES = {
    "edmundson": ("edmundson", "EdmundsonSummarizer"),
    "kl": ("kl", "KLSummarizer"),
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "lsa": ("lsa", "LsaSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
    "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    "textrank": ("text_rank", "TextRankSummarizer"),
}


class _Words:
    """sumy's tokenizer, speaking with our words."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(language.words(text))


def _placed() -> type:
    from sumy.models.dom._sentence import Sentence as SumySentence

    class Placed(SumySentence):
        """A sentence that is itself and nothing else, however equal its text."""

        __slots__ = ("span",)

        def __eq__(self, other: object) -> bool:
            return self is other

        def __hash__(self) -> int:
            return id(self)

    return Placed


def summarise(name: str, article: Article, room: Room) -> None:
    """Offer the sentences to the room as sumy's method ``name`` rates them."""
    from sumy.models.dom._document import ObjectDocumentModel
    from sumy.models.dom._paragraph import Paragraph

    placed = _placed()
    objects = []
    for span in article.sentences:
        item: Any = placed(article.text[span.start : span.end], _Words())
        item.span = span
        objects.append(item)
    module, cls = NAMES[name]
    method = getattr(import_module(f"sumy.summarizers.{module}"), cls)(
        lambda word: language.stem(word, article.lang)
    )
    stops = language.stop_words(article.lang)
    if name == "edmundson":
        # Cue words are the title's (else the opening's), as Edmundson (1969)
        # takes them from the document; what leans on a neighbour is stigma.
        first = article.sentences[0]
        cue = article.title or article.text[first.start : first.end]
        method.bonus_words = [w for w in language.words(cue) if w not in stops] or ["\0"]
        method.stigma_words = language.openers(article.lang) or ["\0"]
        method.null_words = stops or ["\0"]
    else:
        method.stop_words = stops

    def offer(rated: list[Any]) -> list[Any]:
        """What sumy calls with its sentences, best first, to cut them to the length."""
        return [info for info in rated if not room.full and room.take(info.sentence.span)]

    method(ObjectDocumentModel([Paragraph(objects)]), offer)
