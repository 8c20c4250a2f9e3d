"""What a sheet is about: persons, households, villages, facilities; or nothing, and why."""

from collections.abc import Iterable
from enum import StrEnum

from diguan.engine.catalogue import Label
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Grid, UnableToReadInput
from diguan.exchange.grids.errors import refuse
from diguan.exchange.grids.grid import a1
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.headers import HEADER_ROWS, Header, Role
from diguan.exchange.reading.layout import Layout
from diguan.exchange.reading.spelling import fold

WIDE = 4
SHOWN_ROWS, SHOWN_CELLS = 3, 8


class SheetKind(StrEnum):
    """What the rows of a sheet are."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"
    ROSTER = "roster"
    VILLAGES = "villages"
    FACILITIES = "facilities"

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Whose fields such a sheet may carry; where two have a field of one header, the first has it."""
        return _SUBJECTS[self]


_SUBJECTS = {
    SheetKind.PERSONS: (Subject.PERSON, Subject.HOUSEHOLD),
    SheetKind.HOUSEHOLDS: (Subject.HOUSEHOLD,),
    SheetKind.ROSTER: (Subject.PERSON, Subject.HOUSEHOLD),
    SheetKind.VILLAGES: (Subject.VILLAGE,),
    SheetKind.FACILITIES: (Subject.FACILITY,),
}


_TABLE_KINDS = {
    Subject.HOUSEHOLD: SheetKind.HOUSEHOLDS,
    Subject.PERSON: SheetKind.PERSONS,
    Subject.VILLAGE: SheetKind.VILLAGES,
    Subject.FACILITY: SheetKind.FACILITIES,
}
_TABLE_KEYS = {
    SheetKind.HOUSEHOLDS: ("household_id",),
    SheetKind.PERSONS: ("household_id", "person_id"),
    SheetKind.VILLAGES: ("village_code",),
    SheetKind.FACILITIES: ("facility_id",),
}


def kind_of(grid: Grid, header: Header, source_kind: str, table: Subject | None, layout: Layout) -> SheetKind:
    """The kind of a sheet by the keys it has; UnableToReadInput, with what is missing, when it lacks every key."""
    keys = {t.name for c in header.columns for t in c.targets if t.role is Role.KEY}
    if table is not None:
        return _kind_of_table(grid, header, table, keys, layout)
    if source_kind == "export":
        return _kind_of_export(grid, header, keys, layout)
    needed = ("household_id", "identity") if source_kind == "residents" else ("identity",)
    missing = [key for key in needed if key not in keys]
    if missing:
        return _lacks(grid, header, missing, layout)
    return SheetKind.PERSONS if source_kind == "residents" else SheetKind.ROSTER


def _kind_of_export(grid: Grid, header: Header, keys: set[str], layout: Layout) -> SheetKind:
    if "household_id" in keys:
        return SheetKind.PERSONS if keys & {"person_id", "identity", "name"} else SheetKind.HOUSEHOLDS
    if "facility_id" in keys:
        return SheetKind.FACILITIES
    if not keys & {"identity", "person_id"} and _places_and_village_fields(header):
        return SheetKind.VILLAGES
    return _lacks(grid, header, ["household_id"], layout)


def _kind_of_table(grid: Grid, header: Header, table: Subject, keys: set[str], layout: Layout) -> SheetKind:
    """The kind of a plain table, which its name says; its key must be there."""
    kind = _TABLE_KINDS[table]
    coded = any(t.role is Role.VILLAGE_CODE for c in header.columns for t in c.targets)
    has_key = {
        SheetKind.HOUSEHOLDS: "household_id" in keys,
        SheetKind.PERSONS: "household_id" in keys and bool(keys & {"person_id", "identity"}),
        SheetKind.VILLAGES: coded or _places_and_village_fields(header),
        SheetKind.FACILITIES: "facility_id" in keys,
    }
    return kind if has_key[kind] else _lacks(grid, header, _TABLE_KEYS[kind], layout)


def _places_and_village_fields(header: Header) -> bool:
    targets = [t for c in header.columns for t in c.targets]
    named = any(t.role in (Role.REGION, Role.VILLAGE_CODE) for t in targets)
    return named and any(t.field is not None and t.field.subject is Subject.VILLAGE for t in targets)


def _lacks(grid: Grid, header: Header, keys: Iterable[str], layout: Layout) -> SheetKind:
    known = {**layout.keys, "village_code": layout.village_code}
    spellings = "；".join("、".join((*known[key][:4], key)) for key in keys)
    columns = "、".join(column.header for column in header.columns[:20])
    hint_zh = "请补上编号列；只有身份证号的部门名单请用 --roster 名称=文件"
    hint_en = "add the column; a department's list with ID numbers only is given as --roster NAME=FILE"
    raise refuse(
        grid.file,
        Label(f"没有关键列；认出的表头：{columns}", f"no key column; the headers found: {columns}"),
        Label(f"一列：{spellings}", f"a column: {spellings}"),
        Label(hint_zh, hint_en),
        sheet=grid.sheet,
        cell=a1(grid.first_column, max(header.first, 0)),
    )


def is_no_table(grid: Grid, header: Header | None, layout: Layout) -> bool:
    """Whether a sheet is clearly no data.

    That is: empty; an explanation or a summary by its name, and without a key; hidden or small, and without a header.
    """
    if not grid.rows or not grid.columns:
        return True
    if header is not None and any(t.role is Role.KEY for c in header.columns for t in c.targets):
        return False
    name = fold(grid.sheet)
    if any(word in name for word in layout.words.notices):
        return True
    if header is not None:
        return False
    return grid.hidden or grid.rows <= HEADER_ROWS or _widest(grid) < WIDE


def _widest(grid: Grid) -> int:
    """Columns that hold anything at all."""
    return sum(bool(column.values) or column.plain is not None for column in grid.columns)


def no_header(grid: Grid, layout: Layout) -> UnableToReadInput:
    """The refusal of a table without a header that is known: what the first rows hold and what was looked for."""
    rows = [" | ".join(shown(cell)[:20] for cell in row[:SHOWN_CELLS]) for row in grid.head(SHOWN_ROWS)]
    held = "；".join(f"第 {n} 行：{row}" for n, row in enumerate(rows, 1)) or "（空）"
    held_en = "; ".join(f"row {n}: {row}" for n, row in enumerate(rows, 1)) or "(nothing)"
    wanted = "、".join(aliases[0] for aliases in layout.keys.values())
    return refuse(
        grid.file,
        Label(f"前 {HEADER_ROWS} 行没有表头；{held}", f"no header in the first {HEADER_ROWS} rows; {held_en}"),
        Label(f"一行表头，如 {wanted}，加上各指标列", f"a row of headers such as {wanted}, with the columns of facts"),
        Label(
            "请核对导出的是哪张表，表头放在前 10 行之内",
            "look which table was exported, and put its header into the first 10 rows",
        ),
        sheet=grid.sheet,
    )


def no_rows(grid: Grid) -> UnableToReadInput:
    """The refusal of a header without a row below it."""
    return refuse(
        grid.file,
        Label("只有表头，没有数据行", "a header without a row of data"),
        Label("表头下至少一行数据", "at least one row below the header"),
        Label("请检查导出条件", "look at the conditions of the export"),
        sheet=grid.sheet,
    )
