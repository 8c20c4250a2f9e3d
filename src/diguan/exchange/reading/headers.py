"""Which row of a sheet is its header, and what each column of it is, by text and never by position."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Cell, Grid
from diguan.exchange.reading.cells.numbers import factor, unit_of_field
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.layout import Layout
from diguan.exchange.reading.spelling import fold_header

HEADER_ROWS = 10
LEAST_RECOGNISED = 2
_TRAILING_BRACKET = re.compile(r"(.+)\(([^()]*)\)")
_LEADING_NUMBER = re.compile(r"[0-9]{1,3}[.、](.+)")


class Role(StrEnum):
    """What a column is for."""

    KEY = "key"
    REGION = "region"
    VILLAGE_CODE = "village_code"
    DATA_ON = "data_on"
    IGNORED = "ignored"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Target:
    """What a header means: a key, a level of regions, or a field (then `field` is set)."""

    role: Role
    name: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column: its place in the grid, its header as written, its meanings (none: unknown), the scale of its unit."""

    index: int
    header: str
    targets: tuple[Target, ...]
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: rows `first` to `last` (0-based); for files without a header row both are -1.

    `notice` is the text above it; `regroups`: a title of a group of columns changes what they mean.
    """

    first: int
    last: int
    columns: tuple[HeaderColumn, ...]
    notice: str
    regroups: bool = False

    def named(self) -> list[tuple[str, HeaderColumn]]:
        """Columns with their headers made unique, so that a row can be put back by header."""
        seen: dict[str, int] = {}
        found = []
        for column in self.columns:
            count = seen[column.header] = seen.get(column.header, 0) + 1
            found.append((column.header if count == 1 else f"{column.header} #{count}", column))
        return found

    @property
    def beyond(self) -> int:
        """The first column of the grid to the right of every header."""
        return max((column.index for column in self.columns), default=-1) + 1

    @property
    def recognised(self) -> int:
        """How many columns mean something."""
        return sum(any(target.role is not Role.IGNORED for target in column.targets) for column in self.columns)


class Meanings(Protocol):
    """What knows the headers of a kind of sheet."""

    def meaning(self, text: str) -> tuple[tuple[Target, ...], float]:
        """What a header text means (nothing: unknown), and the scale of the unit it names."""

    def changes_meaning(self, group: str) -> bool:
        """Whether a title above columns makes them mean something else."""


class HeaderWords:
    """All spellings of all headers: aliases of the catalogue and of the layout."""

    def __init__(self, catalogue: Catalogue, layout: Layout) -> None:
        self._layout = layout
        self._targets: dict[str, list[Target]] = {}
        self._without_unit: dict[str, list[Target]] = {}
        for spelling, target in _spellings(catalogue, layout):
            _add(self._targets, spelling, target)
            match = _TRAILING_BRACKET.fullmatch(spelling)
            if match and target.field and self._scale(match[2], target.field) == 1.0:
                _add(self._without_unit, match[1], target)

    def meaning(self, text: str) -> tuple[tuple[Target, ...], float]:
        """What a header text means, and the scale of the unit it names."""
        folded = fold_header(text)
        numbered = _LEADING_NUMBER.fullmatch(folded)
        for spelling in (folded, numbered[1] if numbered else ""):
            if spelling in self._targets:
                return tuple(self._targets[spelling]), 1.0
        match = _TRAILING_BRACKET.fullmatch(folded)
        return self._with_unit(match[1], match[2]) if match else (tuple(self._without_unit.get(folded, ())), 1.0)

    def _with_unit(self, name: str, unit: str) -> tuple[tuple[Target, ...], float]:
        """What a header means whose bracket names a unit, or how to write."""
        known = self._targets.get(name) or self._without_unit.get(name, [])
        if unit in self._layout.words.formats or not unit:
            return tuple(known), 1.0
        scaled = [(t, scale) for t in known if t.field and (scale := self._scale(unit, t.field))]
        scales = {scale for _, scale in scaled}
        return (tuple(t for t, _ in scaled), scales.pop()) if len(scales) == 1 else ((), 1.0)

    def _scale(self, unit: str, field: Field) -> float | None:
        """What one of a written unit is in the unit of a field; None when they measure different things."""
        known = self._layout.words.units.get(unit)
        return factor(known, unit_of_field(field.unit)) if known else None

    def changes_meaning(self, group: str) -> bool:
        """Whether a title above columns makes them mean something else (风险消除后 above 工资性收入)."""
        return fold_header(group) in self._layout.words.groups


def _add(targets: dict[str, list[Target]], spelling: str, target: Target) -> None:
    known = targets.setdefault(spelling, [])
    if target not in known:
        known.append(target)


def _spellings(catalogue: Catalogue, layout: Layout) -> Iterable[tuple[str, Target]]:
    singles = (
        *((Role.KEY, name, aliases) for name, aliases in layout.keys.items()),
        *((Role.REGION, level, aliases) for level, aliases in layout.regions.items()),
        (Role.VILLAGE_CODE, "village_code", layout.village_code),
        (Role.DATA_ON, "data_on", layout.data_on),
        (Role.IGNORED, "ignored", layout.ignored),
    )
    for role, name, aliases in singles:
        for alias in aliases:
            yield alias, Target(role, name)
    for field in _carried_fields(catalogue):
        for alias in (field.label.zh, *field.aliases, field.name, field.label.en):
            yield fold_header(alias), _target_of(field)


def _carried_fields(catalogue: Catalogue) -> Iterable[Field]:
    """Fields that a file can carry: all but those that are computed."""
    return (field for subject in Subject for field in catalogue.fields(subject).values() if not field.derived)


def _target_of(field: Field) -> Target:
    """A person's identity and name are keys; every other field is itself."""
    if field.subject is Subject.PERSON and field.type is FieldType.IDENTIFIER and field.name in ("identity", "name"):
        return Target(Role.KEY, field.name)
    return Target(Role.FIELD, field.name, field)


def find_header(grid: Grid, words: Meanings, least: int = LEAST_RECOGNISED) -> Header | None:
    """The header of a sheet: of the first ten rows the one, or the pair, with most columns that mean something.

    `least`: how many must; None when no row has as many.
    """
    if grid.names is not None:
        columns = _columns(grid.names, words)
        return Header(-1, -1, columns, "")
    head = grid.head(HEADER_ROWS + 1)
    candidates = [_single(head, row, words) for row in range(min(HEADER_ROWS, len(head)))]
    best = max(candidates, key=lambda header: (header.recognised, -header.first), default=None)
    if best is None or best.recognised == 0:
        return None
    pairs = [_pair(grid, head, row, words) for row in (best.first - 1, best.first) if 0 <= row < len(head) - 1]
    chosen = max(
        [best, *(p for p in pairs if p and 2 * p.recognised >= best.recognised)],
        key=lambda header: (header.regroups, header.recognised),
        default=best,
    )
    return chosen if chosen.recognised >= least else None


def _single(head: Sequence[Sequence[Cell]], row: int, words: Meanings) -> Header:
    return Header(row, row, _columns([shown(cell).strip() for cell in head[row]], words), _notice(head, row))


def _columns(texts: Sequence[str], words: Meanings) -> tuple[HeaderColumn, ...]:
    return tuple(HeaderColumn(i, text, *words.meaning(text)) for i, text in enumerate(texts) if text)


def _pair(grid: Grid, head: Sequence[Sequence[Cell]], row: int, words: Meanings) -> Header | None:
    """Two header rows read as one: group titles above, columns below. None when the lower row is no part of a header."""
    upper, groups = _upper_texts(grid, head[row], row)
    lower = [shown(cell).strip() for cell in head[row + 1]]
    if not any(groups) or any(
        below and above and not group and below != above
        for above, below, group in zip(upper, lower, groups, strict=True)
    ):
        return None
    columns = [
        _grouped(i, above, below, words)
        for i, (above, below) in enumerate(zip(upper, lower, strict=True))
        if above or below
    ]
    regroups = any(group and words.changes_meaning(title) for title, group in zip(upper, groups, strict=True))
    return Header(row, row + 1, tuple(columns), _notice(head, row), regroups)


def _upper_texts(grid: Grid, cells: Sequence[Cell], row: int) -> tuple[list[str], list[bool]]:
    """Texts of the upper row, group titles spread over their columns, and which columns stand under a group."""
    texts = [shown(cell).strip() for cell in cells]
    groups = [False] * len(texts)
    for top, left, _, right in grid.merged:
        if top == row and right > left:
            inside = range(max(left - grid.first_column, 0), min(right - grid.first_column + 1, len(texts)))
            title = texts[inside[0]] if inside else ""
            for i in inside:
                texts[i], groups[i] = title, bool(title)
    return texts, groups


def _grouped(index: int, above: str, below: str, words: Meanings) -> HeaderColumn:
    if not below or not above or above == below:
        return HeaderColumn(index, below or above, *words.meaning(below or above))
    together = f"{above}{below}"
    targets, scale = words.meaning(together)
    if not targets and not words.changes_meaning(above):
        targets, scale = words.meaning(below)
    return HeaderColumn(index, f"{above}/{below}", targets, scale)


def _notice(head: Sequence[Sequence[Cell]], row: int) -> str:
    return "\n".join(shown(cell) for cells in head[:row] for cell in cells if cell is not None)


def says_synthetic(grid: Grid, header: Header | None, mark: str) -> bool:
    """Whether the name, the title or the notice of a sheet says that its people are invented."""
    texts = [
        grid.sheet,
        header.notice if header else "\n".join(shown(c) for row in grid.head(HEADER_ROWS) for c in row),
    ]
    return any(mark in fold_header(text) for text in texts)


def by_field(columns: Iterable[HeaderColumn], subject: Subject) -> Mapping[str, list[HeaderColumn]]:
    """Columns that carry a field of a subject, by its name, in sheet order."""
    found: dict[str, list[HeaderColumn]] = {}
    for column in columns:
        for target in column.targets:
            if target.field is not None and target.field.subject is subject:
                found.setdefault(target.name, []).append(column)
    return found
