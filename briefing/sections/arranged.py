"""Stage 5, sections.arranged: the sections of events -> which are told, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

NONE = -1  #: the place of an event that fits no section


def arranged(
    places: Sequence[int], *, sections: int, most: int = 0, rest: str = "told"
) -> tuple[list[int], list[int], list[int]]:
    """The events that are told, those only named, those left out, each by their index.

    ``places[k]`` is the section of event ``k``, -1 for none; events are given most important
    first. Told are at most ``most`` (0 is all): the first of each section, then the second of
    each, so that no section goes without while another has two. They come by section, then by
    importance; those that fit none last, unless they are to be ``named`` or ``counted`` only.
    """
    groups = [[k for k, place in enumerate(places) if place == s] for s in range(sections)]
    others = [k for k, place in enumerate(places) if place == NONE]
    out = others if rest == "counted" else []
    if rest == "told":
        groups.append(others)
    turns = [k for turn in zip_longest(*groups) for k in turn if k is not None]
    told = set(turns[:most] if most else turns)
    named = [k for k in range(len(places)) if k not in told and k not in out]
    return [k for group in groups for k in group if k in told], named, out
