"""Door, verify: a brief (JSON, or the PDF it is attached to) -> findings.

Nothing of the pipeline is trusted or used: the file alone must hold. Checked
are its bytes (one spelling, sealed), its shape, and its provenance: every
hash, every span, and that all references meet; of a PDF also that its pages
show what is attached to it. With the texts of the articles, attached or handed
over, every sentence is looked up in its source; without them the file can only
be consistent in itself. The report says which of the two was proved.

A seal shows carelessness, not malice: who rewrites a text together with its
hashes, its spans and the seal has made another brief of another source.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..types import Article
    from .examining import ATTACHMENT, Report, examine, proved

__all__ = ["ATTACHMENT", "Report", "examine", "proved", "verify"]


def verify(path: str | Path, *, sources: Sequence[Article] | None = None) -> list[str]:
    """What does not hold, one sentence each; an empty list is proof (``Report.proof``: of what).

    Raises ``VerifyError`` for a file that is no brief at all.
    """
    from .examining import examine

    return list(examine(path, sources=sources).findings)


def __getattr__(name: str) -> Any:
    """The rest is loaded when first used: ``import briefing`` comes by here."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import examining

    return getattr(examining, name)
