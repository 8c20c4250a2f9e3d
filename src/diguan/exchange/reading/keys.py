"""The keys of rows. A damaged key rejects its row, which is kept whole, so that it can be mended and read again."""

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from diguan.engine.catalogue import Label
from diguan.engine.snapshot.model import CellPlace, RejectedRow
from diguan.exchange.grids.errors import refuse
from diguan.exchange.reading.cells.identities import EXPECTED, KEY_EXPECTED, IdentityConverter, KeyConverter
from diguan.exchange.reading.cells.outcome import Bad, Converter, shown
from diguan.exchange.reading.cells.texts import TextConverter
from diguan.exchange.reading.headers import HeaderColumn, Role
from diguan.exchange.reading.kinds import SheetKind
from diguan.exchange.reading.layout import Layout
from diguan.exchange.reading.mending import HIDDEN
from diguan.exchange.reading.places import NO_PLACE, Places, shown_place
from diguan.exchange.reading.sheet import Converted, Sheet, convert
from diguan.exchange.reading.spelling import fold, fold_header

# Plain tables: a place may be unknown, except where it is the key.
_TABLE_KEYS = {
    SheetKind.PERSONS: ("household_id", "person_id"),
    SheetKind.HOUSEHOLDS: ("household_id",),
    SheetKind.VILLAGES: ("region_code",),
    SheetKind.FACILITIES: ("facility_id",),
}
_MISSING = {
    "household_id": Bad(Label("没有填户编号", "the household number is missing"), KEY_EXPECTED),
    "person_id": Bad(Label("没有填人编号", "the person number is missing"), KEY_EXPECTED),
    "facility_id": Bad(Label("没有填机构编号", "the number of the facility is missing"), KEY_EXPECTED),
    "identity": Bad(Label("没有填证件号码", "the ID number is missing"), EXPECTED),
}


@dataclass(slots=True)
class Keys:
    """Key columns of the rows that are left, and what was found on the way."""

    sheet: Sheet
    columns: dict[str, pa.Array]
    rejected: list[RejectedRow] = field(default_factory=list)
    bad_identities: dict[int, Bad] = field(default_factory=dict)
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class KeyReader:
    """Reads the keys of one sheet."""

    kind: SheetKind
    source_kind: str
    source_id: int
    layout: Layout
    places: Places
    synthetic: bool
    latest_year: int

    def identity_converter(self) -> IdentityConverter:
        """What reads ID numbers in this sheet."""
        return IdentityConverter(self.layout.words, self.latest_year, synthetic=self.synthetic)

    def read(self, sheet: Sheet) -> Keys:
        """The keys; rows whose keys are damaged are taken out of the sheet and listed."""
        found = self._converted(sheet)
        needed = self._needed(sheet)
        problems = _first_problems({name: found[name] for name in needed if name in found})
        if self.kind is SheetKind.PERSONS and "person_id" not in found:
            problems |= {row: p for row, p in _nameless(found, len(sheet)).items() if row not in problems}
        if self.source_kind == "tables" and "region_code" in found and "region_code" not in needed:
            problems |= {row: p for row, p in _wrong_places(found["region_code"][0]).items() if row not in problems}
        shifted = _shifted(sheet, next((name for name in needed if name in found), None))
        problems |= shifted
        _refuse_when_all_alike(sheet, problems, found)
        below = self._rows_of_no_data(sheet, problems)
        rejected = self._rejected(sheet, {r: p for r, p in problems.items() if r not in below}, found, shifted)
        keep = pa.array([row not in problems for row in range(len(sheet))], pa.bool_()) if problems else None
        columns = {name: c.array if keep is None else c.array.filter(keep) for name, (c, _) in found.items()}
        left = sheet.without(problems) if problems else sheet
        damaged = found["identity"][0].bad if "identity" in found else {}
        return Keys(left, columns, rejected, _renumbered(damaged, sorted(problems)), len(below))

    def _converted(self, sheet: Sheet) -> dict[str, tuple[Converted, HeaderColumn]]:
        found: dict[str, tuple[Converted, HeaderColumn]] = {}
        for name, converter in self._converters().items():
            columns = sheet.of_role(Role.KEY, name)
            if columns:
                found[name] = (convert(sheet.column(columns[0]), converter, pa.string()), columns[0])
        if "identity" in found:
            self._accept_other_documents(sheet, *found["identity"])
        place = None if self.kind is SheetKind.ROSTER else self.places.converted(sheet)
        return {**found, "region_code": place} if place else found

    def _accept_other_documents(self, sheet: Sheet, identities: Converted, column: HeaderColumn) -> None:
        """Where 证件类型 says passport or the like, and in plain tables, the number is taken as it is written."""
        kinds = sheet.of_role(Role.FIELD, "identity_type")
        rows = sorted(identities.bad)
        any_kind = self.source_kind == "tables"
        if not rows or not (kinds or any_kind):
            return
        said = [None if any_kind else shown(kind) for kind in sheet.cells(kinds[0] if kinds else column, rows)]
        numbers = identities.array.to_pylist()
        for row, kind, cell in zip(rows, said, sheet.cells(column, rows), strict=True):
            other = any_kind or (kind and fold(kind) not in self.layout.words.identity_documents)
            if other and isinstance(cell, str | int):
                numbers[row] = fold(str(cell)).upper()
                del identities.bad[row]
        identities.array = pa.array(numbers, pa.string())

    def _converters(self) -> dict[str, Converter]:
        words = self.layout.words
        number = KeyConverter(words, tables=self.source_kind == "tables")
        people: dict[str, Converter] = {"identity": self.identity_converter(), "name": TextConverter(words)}
        by_kind: dict[SheetKind, dict[str, Converter]] = {
            SheetKind.PERSONS: {"household_id": number, "person_id": number, **people},
            SheetKind.HOUSEHOLDS: {"household_id": number},
            SheetKind.ROSTER: people,
            SheetKind.VILLAGES: {},
            SheetKind.FACILITIES: {"facility_id": number},
        }
        return by_kind[self.kind]

    def _needed(self, sheet: Sheet) -> tuple[str, ...]:
        """Keys without which a row says nothing, the first problem of a row being named."""
        if self.kind is SheetKind.ROSTER:
            return ("identity",)
        if self.source_kind == "tables":
            return tuple(
                name for name in _TABLE_KEYS[self.kind] if name != "person_id" or sheet.of_role(Role.KEY, name)
            )
        if self.kind is SheetKind.PERSONS and self.source_kind == "residents":
            return ("household_id", "identity", "region_code")
        numbered = bool(sheet.of_role(Role.KEY, "person_id"))
        person = ("person_id",) if numbered else ()
        by_kind = {
            SheetKind.PERSONS: ("household_id", *person, "region_code"),
            SheetKind.HOUSEHOLDS: ("household_id", "region_code"),
            SheetKind.VILLAGES: ("region_code",),
            SheetKind.FACILITIES: ("facility_id", "region_code"),
        }
        return by_kind[self.kind]

    def _rows_of_no_data(self, sheet: Sheet, problems: Mapping[int, object]) -> set[int]:
        """Rows with bad keys that are no data: totals and signatures below the table, the header once more."""
        rows = sorted(problems)
        texts = sheet.filled(rows)
        headers = {fold_header(text) for text, _ in sheet.header.named()}
        return {row for row, cells in zip(rows, texts, strict=True) if self._is_no_data(cells, headers)}

    def _is_no_data(self, cells: list[str], headers: set[str]) -> bool:
        if not cells:
            return True
        first = fold(cells[0])
        if any(first.startswith(word) for word in self.layout.words.footers) and len(cells) <= MOST_FOOTER_CELLS:
            return True
        return len(cells) > 1 and all(fold_header(cell) in headers for cell in cells)

    def _rejected(
        self,
        sheet: Sheet,
        problems: Mapping[int, tuple[str, Bad]],
        found: Mapping[str, tuple[Converted, HeaderColumn]],
        shifted: Container[int],
    ) -> list[RejectedRow]:
        rows = sorted(problems)
        numbers = (
            found["household_id"][0].array.take(pa.array(rows, pa.int64())).to_pylist()
            if "household_id" in found
            else [None] * len(rows)
        )
        made = []
        for row, number, cells in zip(rows, numbers, sheet.whole_rows(rows), strict=True):
            key, bad = problems[row]
            column = found[key][1]
            value = (
                shown_place(sheet, row, self.layout) if key == "region_code" else shown(sheet.cells(column, [row])[0])
            )
            if row in shifted:
                value, cells = HIDDEN, {header: HIDDEN if text else "" for header, text in cells.items()}  # noqa: PLW2901
            place = CellPlace(sheet.grid.file, sheet.grid.sheet, sheet.place(column, row))
            name = "village" if key == "region_code" else key
            made.append(RejectedRow(self.source_id, place, name, value, bad.reason, bad.expected, number, cells))
        return made


MOST_FOOTER_CELLS = 12
MANY_ROWS = 1000


def _first_problems(found: Mapping[str, tuple[Converted, HeaderColumn]]) -> dict[int, tuple[str, Bad]]:
    """The first damaged or missing key of each row that has one."""
    problems: dict[int, tuple[str, Bad]] = {}
    for name, (converted, _) in found.items():
        for row in pc.indices_nonzero(converted.array.is_null()).to_pylist():
            bad = converted.bad.get(row) or _MISSING[name]
            problems.setdefault(row, (name, bad))
    return problems


def _nameless(found: Mapping[str, tuple[Converted, HeaderColumn]], length: int) -> dict[int, tuple[str, Bad]]:
    """Rows without a person number column that cannot be told apart by ID or name either."""
    key = "identity" if "identity" in found else "name"
    damaged = {row: (key, bad) for row, bad in found[key][0].bad.items()}
    arrays = [found[name][0].array for name in ("identity", "name") if name in found]
    nobody = pc.indices_nonzero(pc.coalesce(*arrays, pa.nulls(length, pa.string())).is_null()).to_pylist()
    return {**dict.fromkeys(nobody, (key, _MISSING["identity"])), **damaged}


def _wrong_places(places: Converted) -> dict[int, tuple[str, Bad]]:
    """Rows that name a place which is none; in plain tables a row may name no place at all."""
    return {row: ("region_code", bad) for row, bad in places.bad.items() if bad is not NO_PLACE}


def _shifted(sheet: Sheet, key: str | None) -> dict[int, tuple[str, Bad]]:
    """Rows of a CSV file that go on beyond its header: a comma in a text without quotes moves all behind it into the next column.

    What stands in such a row is not repeated: nobody knows what column a cell belongs to, it may be a number that has to be masked.
    """
    if key is None or not sheet.grid.comes_from_csv:
        return {}
    return {
        row: (
            key,
            Bad(
                Label(
                    f"这一行比表头长，{place} 还有内容：前面的值可能都错了一列",
                    f"the row is longer than the header, something stands in {place}: what is before it may be a column too far",
                ),
                Label("和表头一样多的格", "as many cells as the header"),
            ),
        )
        for row, place in sheet.beyond_header().items()
    }


def _refuse_when_all_alike(
    sheet: Sheet, problems: Mapping[int, tuple[str, Bad]], found: Mapping[str, tuple[Converted, HeaderColumn]]
) -> None:
    """Thousands of rows that all fail by one key are no thousands of slips: the wrong county, or a spoilt column."""
    keys = {key for key, _ in problems.values()}
    if len(problems) < len(sheet) or len(sheet) < MANY_ROWS or len(keys) != 1:
        return
    (key,) = keys
    column, (_, first) = found[key][1], problems[0]
    hint_zh = "请检查该列是否放错、是否曾以数字存放" if key != "region_code" else "请检查 --region 是否是这个县"
    hint_en = (
        "look whether the column is the right one and was kept as text"
        if key != "region_code"
        else "look whether --region is this county"
    )
    raise refuse(
        sheet.grid.file,
        Label(
            f"{len(sheet)} 行的“{column.header}”全部无法使用，第一行：{first.reason.zh}",
            f"'{column.header}' cannot be used in any of {len(sheet)} rows; the first: {first.reason.en}",
        ),
        first.expected,
        Label(hint_zh, hint_en),
        sheet=sheet.grid.sheet,
        cell=sheet.place(column, 0),
    )


def _renumbered(bad: Mapping[int, Bad], taken_out: Sequence[int]) -> dict[int, Bad]:
    """Rows by their position among those that are left."""
    gone = set(taken_out)
    return {row - bisect_left(taken_out, row): why for row, why in bad.items() if row not in gone}
