"""Ground floor, anchors: what survives translation: dates, numbers, names, countries."""

from .dates import (
    NamedDay,
    begins_month,
    calendar_folded,
    month_of,
    named_days,
    parse_moment,
    weekdays_before,
)
from .names import roman, skeleton
from .numbers import Number, is_number_word, numbers
from .terms import count_terms
from .territories import ENDINGS, cities, place_names, territory
from .units import has_unit, unit_at, unit_of

__all__ = [
    "ENDINGS",
    "NamedDay",
    "Number",
    "begins_month",
    "calendar_folded",
    "cities",
    "count_terms",
    "has_unit",
    "is_number_word",
    "month_of",
    "named_days",
    "numbers",
    "parse_moment",
    "place_names",
    "roman",
    "skeleton",
    "territory",
    "unit_at",
    "unit_of",
    "weekdays_before",
]  # fmt: skip
