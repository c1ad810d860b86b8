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
from .names import skeleton
from .numbers import Number, is_number_word, numbers
from .terms import count_terms
from .territories import territory

__all__ = [
    "NamedDay", "Number", "begins_month", "calendar_folded", "count_terms", "is_number_word",
    "month_of", "named_days", "numbers", "parse_moment", "skeleton", "territory", "weekdays_before",
]  # fmt: skip
