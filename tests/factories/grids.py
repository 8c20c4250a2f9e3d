"""Sheets as grids, and files read from them without a child process."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.regions import RegionTree, load_regions
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Grid
from diguan.exchange.grids.encoding import encode
from diguan.exchange.reading.corrections import Corrections, take_corrections
from diguan.exchange.reading.headers import HeaderWords
from diguan.exchange.reading.inputs import InputReader
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.places import Places
from diguan.exchange.reading.sources import InputFile
from tests.factories.workbooks import Row, table

LATEST_YEAR = 2029
Cells = Sequence[Sequence[Any]]


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


@cache
def regions() -> RegionTree:
    return load_regions()


@cache
def header_words() -> HeaderWords:
    return HeaderWords(catalogue(), load_layout())


def grid(
    rows: Cells, sheet: str = "Sheet1", file: str = "a.xlsx", merged: Sequence[tuple[int, int, int, int]] = ()
) -> Grid:
    """A sheet of cells; None is an empty one."""
    width = max((len(row) for row in rows), default=0)
    full = [["" if cell is None else cell for cell in row] + [""] * (width - len(row)) for row in rows]
    columns, count = encode(iter(full))
    return Grid(file, sheet, columns, count, merged=list(merged))


def reader(
    within: str | None = None, known: Catalogue | None = None, corrections: Corrections | None = None
) -> InputReader:
    return InputReader(
        known or catalogue(),
        load_layout(),
        Places(regions(), within, load_layout()),
        corrections or Corrections(),
        LATEST_YEAR,
    )


def read_grids(
    files: Mapping[str, Sequence[Grid]],
    kinds: Mapping[str, str] | None = None,
    tables: Mapping[str, Subject] | None = None,
    within: str | None = None,
    known: Catalogue | None = None,
) -> ReadInputs:
    """What the files give: name -> sheets; `kinds` where a file is no export, `tables` where it is a plain table."""
    inputs = [InputFile(Path(n), (kinds or {}).get(n, "export"), n, f"sha-{n}", (tables or {}).get(n)) for n in files]
    opened, corrections = take_corrections(inputs, [list(grids) for grids in files.values()])
    reading = reader(within, known, corrections)
    for number, (file, grids) in enumerate(opened, 1):
        reading.read(number, file, grids)
    return reading.finished()


def read_rows(rows: Sequence[Row], kind: str = "export", **how: Any) -> ReadInputs:
    """What one sheet of rows of words gives."""
    return read_grids({"a.xlsx": [grid(table(rows))]}, {"a.xlsx": kind}, **how)


def facts_of(found: ReadInputs, subject: Subject | str, number: int = 0) -> list[dict[str, Any]]:
    """The rows of the `number`-th table about a subject."""
    return [t.table for t in found.tables if t.subject == subject][number].to_pylist()


def column_of(found: ReadInputs, subject: Subject | str, field: str, number: int = 0) -> list[Any]:
    """One column of it."""
    return [row[field] for row in facts_of(found, subject, number)]
