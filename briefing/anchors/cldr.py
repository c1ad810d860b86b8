"""Ground floor, anchors.cldr: a language -> its locale in Unicode CLDR, through Babel."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def locale(lang: str) -> Any:
    """Babel's ``Locale`` of a language, or ``None`` where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None
