"""The levels of authority, highest first, and the patterns that give parameters to them (P4: neither lower nor raise)."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

LEVELS = ("national", "region", "prefecture", "county", "township", "village")


def may_act_for(level: str, owner: str) -> bool:
    """Whether a level may set what belongs to `owner`: itself and everybody above it may."""
    return LEVELS.index(level) <= LEVELS.index(owner)


def is_below(level: str, other: str) -> bool:
    """Whether a level stands lower than another."""
    return LEVELS.index(level) > LEVELS.index(other)


def matching(name: str, patterns: Iterable[str]) -> str | None:
    """The pattern that speaks of a parameter: its own name before any `*`, of several the longest, then the last."""
    fitting = [p for p in patterns if fnmatchcase(name, p)]
    return max(fitting, key=lambda p: (p == name, len(p)), default=None)


def level_of(name: str, given: Mapping[str, str]) -> str | None:
    """The level that a mapping of patterns names for a parameter; None when it does not speak of it."""
    pattern = matching(name, given)
    return None if pattern is None else given[pattern]
