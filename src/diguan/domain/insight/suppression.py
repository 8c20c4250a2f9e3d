"""Small cells: which figures stay out so that nobody can reckon those below ten from the others.

A cell is a place and a column. What is published together hangs together by sums: a unit is the sum of the units below it, what is closed
the sum of its ways. A small cell is left out; then as many others as it takes until no sum, and no combination of sums, gives one away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from diguan.domain.accounts.permissions import SMALL, is_small

Column = tuple[str, ...]
Cell = tuple[str, Column]
MARGIN = 4  # so many values at least, for whoever knows this rule as well
PRIME = (1 << 61) - 1  # sums have coefficients of one: elimination by this modulus decides as by fractions


@dataclass(frozen=True, slots=True)
class Sum:
    """One cell is the sum of others, and whoever reads knows that."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(slots=True)
class Protection:
    """Decides which cells of some sums are left out. `decided`: cells that stay as they are: an earlier page has shown them or not."""

    values: Mapping[Cell, int]
    sums: Sequence[Sum]
    hidden: set[Cell]
    decided: frozenset[Cell] = field(default_factory=frozenset)

    def run(self) -> set[Cell]:
        """The cells that are left out."""
        self.hidden |= {cell for cell, value in self.values.items() if is_small(value) and cell not in self.decided}
        while self._by_sums() or self._by_algebra():
            pass
        return self.hidden

    def _by_sums(self) -> bool:
        return sum(self._cover(each) for each in self.sums) > 0

    def _cover(self, one: Sum) -> bool:
        """Leave out one more cell of a sum that tells too much; whether there was one."""
        out = [cell for cell in one.parts if cell in self.hidden]
        if one.total in self.hidden:
            return not out and self._leave_out(one.parts)
        return bool(out) and not _safe([self.values[cell] for cell in out]) and self._leave_out(one.parts)

    def _leave_out(self, cells: Iterable[Cell]) -> bool:
        """The smallest that says anything; a nought only where there is nothing else."""
        free = [cell for cell in cells if cell not in self.hidden and cell not in self.decided]
        if not free:
            return False
        self.hidden.add(min(free, key=lambda cell: (self.values[cell] == 0, self.values[cell], cell)))
        return True

    def _by_algebra(self) -> bool:
        """Whether a combination of sums still gave a cell away, and one more could be left out for it."""
        return any(self._part_with(cell) for cell in sorted(determined(self.sums, self.hidden)))

    def _part_with(self, cell: Cell) -> bool:
        return any(self._leave_out((*one.parts, one.total)) for one in self.sums if cell in (*one.parts, one.total))


def _safe(out: Sequence[int]) -> bool:
    """Whether a known sum of cells that are left out tells little of each."""
    total = sum(out)
    if len(out) < 2 or total < SMALL:  # noqa: PLR2004  one alone is the sum itself
        return False
    return max(out) >= SMALL or min((SMALL - 1) * len(out) - total, total - len(out)) >= MARGIN


def determined(sums: Sequence[Sum], hidden: Iterable[Cell]) -> set[Cell]:
    """Cells that the sums give away although they are left out: every solution of the sums has one value for them."""
    unknown, pivots = set(hidden), dict[Cell, dict[Cell, int]]()
    for one in sums:
        row = {cell: 1 for cell in one.parts if cell in unknown}
        if one.total in unknown:
            row[one.total] = row.get(one.total, 0) - 1
        _reduce(row, pivots)
    return {cell for cell, row in pivots.items() if len(row) == 1}


def _reduce(row: dict[Cell, int], pivots: dict[Cell, dict[Cell, int]]) -> None:
    """Gauss and Jordan: take known pivots out of a row, and its own pivot out of the others."""
    for cell in [cell for cell in row if cell in pivots]:
        _subtract(row, pivots[cell], row[cell])
    row = {cell: factor for cell, factor in row.items() if factor}
    if not row:
        return
    pivot = min(row)
    inverse = pow(row[pivot], -1, PRIME)
    row = {cell: factor * inverse % PRIME for cell, factor in row.items()}
    for other in pivots.values():
        if pivot in other:
            _subtract(other, row, other[pivot])
    pivots[pivot] = row


def _subtract(row: dict[Cell, int], other: Mapping[Cell, int], times: int) -> None:
    for cell, factor in other.items():
        left = (row.get(cell, 0) - times * factor) % PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
