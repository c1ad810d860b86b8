"""Stage 1, clean.page: an HTML page -> its text and what its head says (trafilatura)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a page and its metadata, ``""`` where the page does not say."""

    text: str = ""
    title: str = ""
    outlet: str = ""
    published: str = ""
    byline: str = ""
    url: str = ""
    lang: str = ""


def read_page(html: str) -> Page:
    """Main text and metadata; dates only from markup, never guessed from the text."""
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return Page()
    if found is None:
        return Page()
    return Page(
        text=found.text or "",
        title=found.title or "",
        outlet=found.sitename or "",
        published=found.date or "",
        byline=found.author or "",
        url=found.url or "",
        lang=found.language or "",
    )
