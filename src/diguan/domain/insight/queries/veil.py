"""What whoever sees no rows may read: figures of a place and the units below it, without those that point at few people.

What is left out of a unit's own figures was decided where it stands among its siblings: every page says the same of a cell. Villages are
never shown; below a township there is nothing to read.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from django.db.models import Q

from diguan.domain.insight.choices import CLOSED, LIVING
from diguan.domain.insight.queries.cells import Cells, directly, household_cells, item_cells
from diguan.domain.insight.queries.choice import Choice
from diguan.domain.insight.rolling import level_of, parent_of
from diguan.domain.insight.suppression import Cell, Column, Protection, Sum

DIRECT = "@"  # before a code: what stands at the unit itself
DEEPEST = 4  # level of townships
VERDICTS = ("met", "unmet", "unknown", "uncovered", "not_applicable")
OF_DEPARTMENT = ("living", "overdue", "closed")
OF_ITEMS = ("suspected", "open", "submitted", *CLOSED, "withdrawn", "overdue", "rebound", "living", "closed")


class Veil:
    """The cells of a place and of the units below it, and which of them are left out."""

    def __init__(self, cells: Cells, whole: str, units: tuple[str, ...], hidden: frozenset[Cell]) -> None:
        self.cells, self.whole, self.units, self.hidden = cells, whole, units, hidden

    def shown(self, place: str, column: Column) -> int | None:
        """A figure; None where it is left out or not published at all."""
        if (place, column) in self.hidden or not published(column):
            return None
        return self.cells[place, column]

    def cut_to(self, choice: Choice) -> Callable[[str, Column], int | None]:
        """The figures with items of one department alone; by indicator items are not published."""

        def shown(place: str, column: Column) -> int | None:
            if column[0] == "items" and choice.indicator:
                return None
            if column[0] == "items" and choice.department:
                return self.shown(place, ("department", choice.department, column[1]))
            return self.shown(place, column)

        return shown


def published(column: Column) -> bool:
    """Whether a column is among those that are protected; the others are for those who see the rows."""
    kind, *names = column
    if kind == "department":
        return names[1] in OF_DEPARTMENT
    return kind in ("registered", "any", "items") or (kind == "indicator" and names[1] in (*VERDICTS, "declared"))


@lru_cache(maxsize=512)
def veil_of(reckoning: int, top: str, place: str, standard: str, deepest: int = DEEPEST) -> Veil:
    """The veil of a place below the highest unit that somebody sees. `reckoning`: the count it is of; another one is another veil.

    `deepest`: the level of the lowest units that are shown.
    """
    above = frozenset[Cell]()
    if place != top:
        parent = veil_of(reckoning, top, parent_of(place), standard, deepest)
        above = frozenset(cell for cell in parent.hidden if cell[0] == place)
    where, choice = Q(region_code=place) | Q(parent_code=place), Choice(place, standard)
    cells = household_cells(where, standard)
    cells.update(item_cells(where, choice))
    units = _units(cells, place, deepest)
    own = DIRECT + place
    cells.update({(own, column): number for column, number in directly(cells, place, units).items()})
    rows = (*units, own) if units else ()
    return Veil(cells, place, rows, frozenset(_hidden(cells, place, rows, above, first=place == top)))


def _units(cells: Cells, place: str, deepest: int) -> tuple[str, ...]:
    """Units below that may be shown, in the order of codes."""
    found = sorted({code for code, _ in cells if code != place})
    return tuple(code for code in found if level_of(code) <= deepest)


def _hidden(cells: Cells, place: str, rows: Sequence[str], above: frozenset[Cell], *, first: bool) -> set[Cell]:
    """Group after group of columns that hang together; totals of a group that an earlier one has decided stay so."""
    hidden, done = set(above), set[Cell]()
    for columns, within in _groups({column for _, column in cells}):
        used = {column for total, parts in within for column in (total, *parts)} | set(columns)
        mine = {(row, column): cells[row, column] for row in (place, *rows) for column in used}
        sums = [Sum((place, c), tuple((row, c) for row in rows)) for c in columns] if rows else []
        sums += [
            Sum((row, total), tuple((row, part) for part in parts))
            for row in (place, *rows)
            for total, parts in within
            if cells[row, total] == sum(cells[row, part] for part in parts)
        ]
        decided = done & mine.keys()
        if not first:
            decided |= {(place, column) for column in used}
        hidden |= Protection(mine, sums, hidden & mine.keys(), frozenset(decided)).run()
        done |= mine.keys()
    return hidden


def _groups(columns: Iterable[Column]) -> list[tuple[list[Column], list[tuple[Column, tuple[Column, ...]]]]]:
    """Columns that hang together, with the sums within a place; first those whose totals later ones use."""
    known = sorted(columns)
    found: list[tuple[list[Column], list[tuple[Column, tuple[Column, ...]]]]] = [([("registered",)], [])]
    found += [([("any", measure)], []) for measure in ("households", "unmet", "unknown", "declared", "uncovered")]
    items = [("items", measure) for measure in OF_ITEMS]
    living = (("items", "living"), tuple(("items", part) for part in LIVING))
    closed = (("items", "closed"), tuple(("items", part) for part in CLOSED))
    found.append(([*items], [living, closed]))
    for indicator in dict.fromkeys(c[1] for c in known if c[0] == "indicator"):
        own = tuple(("indicator", indicator, verdict) for verdict in VERDICTS)
        found.append(([*own, ("indicator", indicator, "declared")], [(("any", "households"), own)]))
    departments = list(dict.fromkeys(c[1] for c in known if c[0] == "department"))
    for measure in OF_DEPARTMENT if departments else ():
        parts = tuple(("department", name, measure) for name in departments)
        found.append(([*parts], [(("items", measure), parts)]))
    return found
