"""Ground floor, anchors: what survives translation: dates, numbers, names, countries."""

from .dates import NamedDay, named_days, parse_moment, weekdays_before
from .names import skeleton
from .numbers import Number, is_number_word, numbers
from .terms import count_terms
from .territories import territory
from .units import has_unit, unit_at, unit_of

__all__ = [
    "NamedDay", "Number", "count_terms", "has_unit", "is_number_word", "named_days", "numbers",
    "parse_moment", "skeleton", "territory", "unit_at", "unit_of", "weekdays_before",
]  # fmt: skip
