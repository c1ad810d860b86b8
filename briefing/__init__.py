"""briefing: a day's news, in several languages, as a cited briefing.

Two calls matter: ``read`` turns sources into articles, ``write`` makes a
brief of them:

>>> import briefing
>>> articles, rejected = briefing.read("seeds")
>>> paths = briefing.write(articles, rejected, out="output", formats=["json", "md"])
>>> [path.suffix for path in paths]
['.json', '.md']

The nouns are frozen dataclasses; ``briefing.types`` states their units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import BriefingError, NothingUsable, OutputError, UsageError, VerifyError
from .verify import verify  # eager: the name would else be the module of that name

if TYPE_CHECKING:
    from .app import make, read, write
    from .types import (
        Article,
        Brief,
        Citation,
        Digest,
        Edition,
        Event,
        Figure,
        Headline,
        Line,
        Rejected,
        Sentence,
        Summary,
    )

__version__ = "0.1.0"
__all__ = [
    "Article", "Brief", "BriefingError", "Citation", "Digest", "Edition", "Event", "Figure",
    "Headline", "Line", "NothingUsable", "OutputError", "Rejected", "Sentence", "Summary",
    "UsageError", "VerifyError", "make", "read", "verify", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Calls and nouns are loaded when first used, so that ``import briefing`` stays quick."""
    if name in ("make", "read", "write"):
        from . import app

        return getattr(app, name)
    if name in __all__:
        from . import types

        return getattr(types, name)
    raise AttributeError(f"module 'briefing' has no attribute {name!r}")
