"""From where rows stand to every unit above them, each with all that is at or below it."""

from functools import lru_cache

from diguan.domain.insight.choices import ALL
from diguan.domain.insight.counting import Counts, Key
from diguan.domain.regions.queries import region_tree


@lru_cache(maxsize=50_000)
def units_above(code: str) -> tuple[str, ...]:
    """A unit and every one that holds it, by the code alone: a code that the tree no longer has still counts above."""
    scheme = region_tree().form.scheme
    above = (scheme.ancestor(code, level) for level in range(1, scheme.level_number(code)))
    return (*(unit for unit in above if unit is not None), code)


def parent_of(code: str) -> str:
    """The unit one level up; "" above the top."""
    return region_tree().form.scheme.parent(code) or ""


def level_of(code: str) -> int:
    """The level of a unit, 1 for the top."""
    return region_tree().form.scheme.level_number(code)


def rolled_up(counts: Counts, *, whole: bool) -> dict[Key, tuple[int, ...]]:
    """Counts of every unit. `whole`: beside them all kinds together ("*"), which are not there yet. Nothing but zeros is left out."""
    sums: dict[Key, list[int]] = {}
    for (code, *kind), numbers in counts.items():
        kinds = [tuple(kind), (ALL,) * len(kind)] if whole else [tuple(kind)]
        for unit in units_above(code):
            for each in kinds:
                row = sums.setdefault((unit, *each), [0] * len(numbers))
                for place, number in enumerate(numbers):
                    row[place] += number
    return {key: tuple(row) for key, row in sums.items() if any(row)}
