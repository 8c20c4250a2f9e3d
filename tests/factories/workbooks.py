"""Workbooks, CSV files and ID numbers as counties have them; everybody is invented."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

SYNTHETIC = "合成数据 SYNTHETIC"
COUNTY, TOWNSHIP, VILLAGE, VILLAGE_CODE = "科尔沁右翼前旗", "科尔沁镇", "平安村", "152221100210"
PLACE = {"县": COUNTY, "乡": TOWNSHIP, "村": VILLAGE}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

Row = Mapping[str, Any]


def identity(serial: int, born: date = date(1980, 1, 1), area: str = "990000") -> str:
    """An ID number with a valid check digit; even serials are women."""
    body = f"{area}{born:%Y%m%d}{serial:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def table(rows: Sequence[Row], *, title: str | None = SYNTHETIC, header_row: int | None = None) -> list[list[Any]]:
    """Rows of words as a sheet: title, header (all keys in order), cells."""
    headers = list(dict.fromkeys(key for row in rows for key in row))
    above = [] if title is None else [[title]]
    blank = [[] for _ in range((header_row or 0) - len(above) - 1)]
    return [*above, *blank, headers, *([row.get(header) for header in headers] for row in rows)]


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> Path:
    """A workbook of several sheets. Text is text, numbers are numbers, days are days; ("=1+1", value) is a formula with its result."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                _write(page, r, c, value, day)
        for span in merged:
            page.merge_range(span, rows_at(rows, span))
    book.close()
    return path


def rows_at(rows: Sequence[Sequence[Any]], span: str) -> Any:
    """The value at the upper left cell of a span."""
    first = span.split(":", maxsplit=1)[0]
    return rows[int(first[1:]) - 1][ord(first[0]) - 65]


def _write(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, tuple):
        page.write_formula(row, column, value[0], None, value[1])
    elif isinstance(value, date | datetime):
        page.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        page.write_string(row, column, value)
    else:
        page.write_number(row, column, value)


def write_sheet(path: Path, rows: Sequence[Row], **how: Any) -> Path:
    """A workbook with one sheet of rows of words."""
    return write_workbook(path, {"Sheet1": table(rows, **how)})


def write_csv(
    path: Path, rows: Sequence[Row], *, encoding: str = "utf-8", delimiter: str = ",", title: str | None = SYNTHETIC
) -> Path:
    """A CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(table(rows, title=title))
    return path


def person(number: int, household: str = "H1", **more: Any) -> dict[str, Any]:
    """One person row of an export: keys, name, ID, relation, and what else is given under its header."""
    return {
        **PLACE,
        "户编号": household,
        "人编号": f"{household}-{number}",
        "姓名": f"张{number}",
        "证件号码": identity(2 * number),
        "与户主关系": "户主" if number == 1 else "之子",
        **more,
    }
