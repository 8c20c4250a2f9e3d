"""Villages: the names of a row, or its code, to one unit of the region tree; what means none or several is named.

A round may be cut to a region. Names are looked up in it first; a row that says itself that it is of another county (or township)
is read all the same, so that it can be compared with and be counted as outside. Who is only misspelt is nowhere, and is told.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from diguan.engine.catalogue import Label
from diguan.engine.regions import (
    Region,
    RegionResolver,
    RegionTree,
    UnableToFindRegion,
    UnableToReadCode,
    UnableToResolveRegion,
)
from diguan.exchange.grids import Cell, Column, ErrorCell
from diguan.exchange.reading.cells.identities import KeyConverter
from diguan.exchange.reading.cells.outcome import Bad, Outcome, shown
from diguan.exchange.reading.cells.texts import TextConverter
from diguan.exchange.reading.headers import HeaderColumn, Role
from diguan.exchange.reading.layout import Layout
from diguan.exchange.reading.sheet import Converted, Sheet

EXPECTED = Label("区划表中唯一的一个村", "one village of the region tables")
COUNTY = "county"  # the level of whose units one workbook is
NO_PLACE = Bad(Label("没有填村", "no village is given"), EXPECTED)


@dataclass(frozen=True, slots=True)
class Places:
    """Resolves the places of all inputs. Without a region tree, and in plain tables, codes are taken as they are written."""

    tree: RegionTree | None
    within: str | None
    layout: Layout
    as_written: bool = False

    def converted(self, sheet: Sheet) -> tuple[Converted, HeaderColumn] | None:
        """The region code of every row and the column that stands for it in messages; None when the sheet names no place."""
        coded = sheet.of_role(Role.VILLAGE_CODE)
        if coded:
            found = self._by_code(sheet.column(coded[0]))
            return found, coded[0]
        levels = self._levels(sheet)
        if not levels or self.tree is None:
            return None
        columns = [column for _, column in levels]
        search = _Search(self.tree, self.within, [level for level, _ in levels])
        return self._by_names(sheet, columns, search, needs_last=levels[-1][0] == "village"), columns[-1]

    def _levels(self, sheet: Sheet) -> list[tuple[str, HeaderColumn]]:
        found = [(level, sheet.of_role(Role.REGION, level)) for level in self.layout.regions]
        return [(level, columns[0]) for level, columns in found if columns]

    def _by_code(self, column: Column) -> Converted:
        read = KeyConverter(self.layout.words, tables=self.as_written or self.tree is None)
        outcomes = [self._code(read(cell)) for cell in column.values]
        return _taken(outcomes, column.indices)

    def _code(self, code: Outcome) -> Outcome:
        if code is None or isinstance(code, Bad) or self.tree is None or self.as_written:
            return NO_PLACE if code is None else code
        try:
            return self.tree.get(str(code)).code
        except (UnableToFindRegion, UnableToReadCode):
            return Bad(Label(f"区划表中没有代码 {code}", f"no region {code} in the tables"), EXPECTED)

    def _by_names(self, sheet: Sheet, columns: list[HeaderColumn], search: "_Search", *, needs_last: bool) -> Converted:
        parts = [sheet.column(column) for column in columns]
        together, places = distinct_rows(parts)
        outcomes = [self._name(place, search, needs_last=needs_last) for place in places]
        return _taken(outcomes, together)

    def _name(self, cells: tuple[Cell, ...], search: "_Search", *, needs_last: bool) -> Outcome:
        read = TextConverter(self.layout.words)
        names = [read(cell) for cell in cells]
        if any(isinstance(cell, ErrorCell) for cell in cells):
            return next(name for name in names if isinstance(name, Bad))
        if names[-1] is None and needs_last:
            return NO_PLACE
        try:
            return search.resolve([None if name is None else str(name) for name in names]).code
        except UnableToResolveRegion as error:
            return Bad(Label(error.message_zh, error.message_en), EXPECTED)


class _Search:
    """Looks names up within a region, and beyond it those that name the unit they are of."""

    def __init__(self, tree: RegionTree, within: str | None, levels: Sequence[str]) -> None:
        known = {level.id for level in tree.levels}
        self._levels = levels if known.issuperset(levels) else None
        self._inside = tree.resolver(within, levels=self._levels)
        self._beyond = list(self._wider(tree, within)) if within is not None and self._levels else []

    def _wider(self, tree: RegionTree, within: str) -> Iterator[tuple[int, RegionResolver]]:
        """Place of a column that must be filled, and where its rows are looked up then: a county anywhere, what is below in its county."""
        levels = list(self._levels or ())
        chain = {tree.level(region.code).id: region.code for region in (*tree.ancestors(within), tree.get(within))}
        above: str | None = None
        for level in tree.levels:
            if level.id in levels[:-1] and level.id in chain:
                yield levels.index(level.id), tree.resolver(above, levels=levels)
            above = chain.get(level.id) if above or level.id == COUNTY else None

    def resolve(self, names: Sequence[str | None]) -> Region:
        """The one unit that names mean; UnableToResolveRegion says why not, within the region."""
        try:
            return self._inside.resolve(names)
        except UnableToResolveRegion:
            for place, resolver in self._beyond:
                if names[place] is not None:
                    with suppress(UnableToResolveRegion):
                        return resolver.resolve(names)
            raise


def distinct_rows(columns: Sequence[Column]) -> tuple[pa.Array, list[tuple[Cell, ...]]]:
    """Index (int32) of every row into the list of distinct rows of several columns, and that list."""
    indices = pa.array([0] * len(columns[0].indices), pa.int64())
    rows: list[tuple[Cell, ...]] = [()]
    for column in columns:
        width = len(column.values) + 1
        numbers = pc.add(column.indices.cast(pa.int64()), 1).fill_null(0)
        coded = pc.add(pc.multiply(indices, width), numbers).dictionary_encode()
        cells: list[Cell] = [None, *column.values]
        rows = [(*rows[number // width], cells[number % width]) for number in coded.dictionary.to_pylist()]
        indices = coded.indices.cast(pa.int64())
    return indices.cast(pa.int32()), rows


def _taken(outcomes: Sequence[Outcome], indices: pa.Array) -> Converted:
    """Outcomes by distinct value to values by row. An empty cell (null index) has no place and is bad too."""
    values = pa.array([None if isinstance(o, Bad) else o for o in outcomes], pa.string()).take(indices)
    missing = pc.indices_nonzero(values.is_null()).to_pylist()
    numbers = indices.take(pa.array(missing, pa.int64())).to_pylist()
    bad = {row: _reason(outcomes, number) for row, number in zip(missing, numbers, strict=True)}
    return Converted(values, bad)


def _reason(outcomes: Sequence[Outcome], number: int | None) -> Bad:
    outcome = None if number is None else outcomes[number]
    return outcome if isinstance(outcome, Bad) else NO_PLACE


def shown_place(sheet: Sheet, row: int, layout: Layout) -> str:
    """The place of a row as written, upper to lower."""
    columns = [c for level in layout.regions for c in sheet.of_role(Role.REGION, level)[:1]] or sheet.of_role(
        Role.VILLAGE_CODE
    )[:1]
    return " / ".join(filter(None, (shown(sheet.cells(column, [row])[0]) for column in columns)))
