"""Render, naming: words of articles, and articles as they are named, in the brief's language."""

from __future__ import annotations

from typing import Any

from .links import href
from .shown import Source, Text
from .words import Words, day_of, direction, primary, tag

ANGLED = frozenset({"ru", "uk", "be", "az", "fr", "es", "it", "el"})
"""Languages that quote with «»."""


def quotation_marks(lang: str) -> tuple[str, str]:
    """The quotation marks of a language."""
    return ("«", "»") if lang in ANGLED else ("“", "”")


def known_speaker(speaker: str, event: dict[str, Any]) -> str:
    """The name of the one person of an event with a speaker's last name, else as it was said."""
    last = speaker.split()[-1:]
    found = [
        p["name"]
        for p in event["people"]
        if p["kind"] == "person" and any(n.split()[-1:] == last for n in (p["name"], *p["also"]))
    ]
    return found[0] if len(found) == 1 else speaker


def text_in(text: str, lang: str, words: Words, usual: str) -> Text:
    """Words of an article, marked with their language where that is not the labels'.

    Its letters are shown only where it is not the ``usual`` one of the brief either.
    """
    if primary(lang) in ("", primary(words.lang)):
        return Text(text, "", "", "")
    turned = direction(lang) if direction(lang) != words.dir else ""
    return Text(text, lang, turned, "" if primary(lang) == primary(usual) else tag(lang))


def source_of(number: int, article: dict[str, Any], words: Words, usual: str) -> Source:
    """An article of a document as the brief names it."""
    lang = article["lang"]
    title = text_in(article["title"], lang, words, usual) if article["title"] else None
    outlet = Text(article["outlet"] or words("no_outlet"), "", "", "")
    return Source(
        id=f"article-{number}",
        ref=article["ref"],
        outlet=str(outlet),
        named=bool(article["outlet"]),
        name=outlet if article["outlet"] else title or outlet,
        title=title,
        url=href(article["url"]),
        lang=lang,
        tag=tag(lang),
        language=words.language(lang),
        day=day_of(article["published"]),
        when=words.moment(article["published"]),
        place=article["place"],
        corrected=day_of(article.get("corrected")),
    )
