"""Stage 4, compare: Event -> what its reports have in common and where they differ."""

from __future__ import annotations

from .figures import figures

__all__ = ["figures"]
