"""Writing rows of households and people into workbooks and CSV files with the headers of the real exports."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from diguan.synth.assets import load_asset
from diguan.synth.people import Fact, Facts, Household, Person
from diguan.synth.spelling import Style, Written

SYNTHETIC = "合成数据 SYNTHETIC"
NOTICE_ROW = 1


@dataclass(slots=True)
class Slips:
    """Cells that replace what the facts would say: (layout, identity) -> header -> what stands there; and where they came to stand."""

    cells: Mapping[tuple[str, str], Mapping[str, Written]] = field(default_factory=dict)
    places: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: who it is about, and what this file says of the household and the person."""

    household: Household
    person: Person
    household_facts: Facts
    person_facts: Facts


Getter = Callable[[Row, int], Fact]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what stands there, whether a date is written as a month."""

    header: str
    getter: Getter
    month: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one file is: its layout (data/synth/layouts.yaml), title and habits, and the day its facts are of."""

    layout: str
    title: str
    style: Style
    data_on: date


def load_columns(sheet: Sheet) -> list[Column]:
    """The columns of a layout, in order."""
    layout: Mapping[str, str | None] = load_asset("layouts.yaml")[sheet.layout]
    return [_column(header, source or "", sheet.data_on) for header, source in layout.items()]


def _column(header: str, source: str, data_on: date) -> Column:
    name, _, unit = source.partition("/")
    return Column(header, _getter(name, data_on), unit == "month")


def _getter(source: str, data_on: date) -> Getter:
    """A function that finds one value in a row; a column without a source stays empty."""
    if source in _WHO:
        return _WHO[source]
    part, _, name = source.partition(".")
    readers: dict[str, Getter] = {
        "": lambda _row, _number: None,
        "household": lambda row, _: row.household_facts.get(name),
        "person": lambda row, _: row.person_facts.get(name),
        "row": lambda _, number: number if name == "number" else data_on,
    }
    return readers[part]


_WHO: dict[str, Getter] = {
    "village.county": lambda row, _: row.household.village.county,
    "village.township": lambda row, _: row.household.village.township,
    "village.name": lambda row, _: row.household.village.name,
    "household.key": lambda row, _: row.household.export_id,
    "household.number": lambda row, _: row.household.number,
    "household.head_name": lambda row, _: row.household.head.name,
    "household.head_identity": lambda row, _: row.household.head.identity,
    "person.key": lambda row, _: row.person.export_id,
    "person.name": lambda row, _: row.person.name,
    "person.identity": lambda row, _: row.person.identity,
    "person.relation": lambda row, _: row.person.relation,
    "person.sex": lambda row, _: "男" if row.person.male else "女",
    "person.birth_date": lambda row, _: row.person.born_on,
    "person.ethnic_group": lambda row, _: row.person.ethnic,
    "person.identity_type": lambda _row, _number: "居民身份证",
    "person.father": lambda row, _: row.person.father,
    "person.mother": lambda row, _: row.person.mother,
}


def written_rows(
    sheet: Sheet, columns: list[Column], rows: Iterable[Row], slips: Slips, file: str
) -> Iterator[list[Written]]:
    """Cells of every row as they stand in the file; slips (planted mistakes) win over the facts, and their places are noted."""
    written = sheet.style.written
    for number, row in enumerate(rows, start=1):
        cells = [written(c.getter(row, number), number, month=c.month) for c in columns]
        slip = slips.cells.get((sheet.layout, row.person.identity))
        if slip:
            for place, column in enumerate(columns):
                if column.header in slip:
                    cells[place] = slip[column.header]
                    cell = xl_rowcol_to_cell(sheet.style.header_row - 1 + number, place)
                    slips.places[sheet.layout, row.person.identity, column.header] = (file, cell)
        yield cells


def write_workbook(path: Path, sheet: Sheet, rows: Iterable[Row], slips: Slips) -> int:
    """Write one .xlsx: a merged title that says synthetic, the header on the row of the style, the rows. Returns their number."""
    columns = load_columns(sheet)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    created = datetime.combine(sheet.data_on, datetime.min.time(), tzinfo=UTC)
    book.set_properties({"title": f"{sheet.title} {SYNTHETIC}", "created": created})
    page = book.add_worksheet("Sheet1")
    page.merge_range(0, 0, 0, len(columns) - 1, f"{sheet.title}　{SYNTHETIC}", book.add_format({"bold": True}))
    head = sheet.style.header_row - 1
    if head > NOTICE_ROW:
        page.write_string(NOTICE_ROW, 0, "单位：元、亩、平方米　所有人员均为虚构 Everybody in this file is invented.")
    for place, column in enumerate(columns):
        page.write_string(head, place, sheet.style.header(column.header))
    count = 0
    for count, cells in enumerate(written_rows(sheet, columns, rows, slips, path.name), start=1):
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(head + count, place, cell)
            elif cell is not None:
                page.write_number(head + count, place, cell)
    book.close()
    return count


def write_csv(path: Path, sheet: Sheet, rows: Iterable[Row], slips: Slips, encoding: str) -> int:
    """Write one CSV: a first line that says synthetic, the header, the rows. Returns their number."""
    columns = load_columns(sheet)
    lines = list(written_rows(sheet, columns, rows, slips, path.name))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"{sheet.title} {SYNTHETIC}"])
        writer.writerow([sheet.style.header(c.header) for c in columns])
        writer.writerows(lines)
    return len(lines)
