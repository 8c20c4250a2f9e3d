"""corrections.xlsx: the cells to verify and correct, workbook by workbook and row by row, with columns to fill in."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from diguan.exchange.checks.book import CheckBook, Table, check_book
from diguan.exchange.checks.cells import CellLine
from diguan.exchange.checks.sheets import shown
from diguan.exchange.figures.identity import marked
from diguan.exchange.ledger.compose import Composer, age_of
from diguan.exchange.ledger.stamp import Stamp, write_stamp
from diguan.exchange.masking import hidden_fields
from diguan.locale import texts

COLUMNS = {"number": 6, "file": 22, "sheet": 12, "row": 8, "rows": 8, "township": 14, "village": 14, "household": 18}
COLUMNS |= {"head": 10, "person": 18, "name": 10, "field": 22, "value": 24, "check": 30, "measure": 22}
COLUMNS |= {"new_value": 20, "handled": 14, "handled_by": 11, "remark": 22, "problem": 9, "key": 22}
ENTRY = ("new_value", "handled", "handled_by", "remark")
KEY_LENGTH = 20


def write_corrections(path: Path, lines: Iterable[CellLine], composer: Composer) -> int:
    """Write the list; returns how many cells it has."""
    written = 0
    with check_book(path, composer.cover, composer.language) as book:
        table = _table(book, 1)
        for line in lines:
            if table.full:
                _finish(table)
                table = _table(book, written // table.rows + 1)
            table.add(_row(book, composer, line, written + 1))
            written += 1
        _finish(table)
        write_stamp(book, Stamp("corrections", composer.language, composer.cover))
    return written


def _table(book: CheckBook, part: int) -> Table:
    name = book.say("sheet.cells") + (str(part) if part > 1 else "")
    return Table(book, name, book.title("cells"), COLUMNS, ENTRY)


def _finish(table: Table) -> None:
    offered = [table.book.of(label) for label in texts("checks").below("handled").values()]
    table.finish(table.book.say("none.findings"), {"handled": offered})


def _row(book: CheckBook, composer: Composer, line: CellLine, number: int) -> list[str | int | None]:
    _, _, township, village = composer.places.names(line.about.region_code)
    name = (
        shown(composer, line.about.name, age_of(line.about.birth_date, book.cover.as_of))
        if line.about.person_id
        else ""
    )
    check = composer.pack.indicators.get(line.about.indicator or "")
    kinds = {rule.kind: rule.label for rule in composer.pack.findings}
    place: list[str | int | None] = [
        number,
        line.file,
        line.sheet,
        line.row,
        line.rows,
        township,
        village,
        line.about.household_id,
    ]
    about = [
        shown(composer, line.about.head_name, None),
        line.about.person_id,
        name,
        book.of(line.field.label),
        _value(book, composer, line),
    ]
    measure = composer.pack.measures.get(line.about.route or "")
    check_name = book.of(check.label if check else kinds[line.about.kind])
    entries: list[str | int | None] = [None] * len(ENTRY)
    return [
        *place,
        *about,
        check_name,
        book.of(measure) if measure else "",
        *entries,
        line.about.finding_id,
        marked(cell_key(line), book.cover.round_mark),
    ]


def _value(book: CheckBook, composer: Composer, line: CellLine) -> str:
    """What stands in the cell, as far as the paper may say it."""
    if composer.cover.masked and (line.field.subject, line.field.name) in hidden_fields(composer.pack.catalogue):
        return book.say("value.hidden")
    if line.found is not None:
        told = book.of(line.found)
        return told if line.value is None else f"{book.of(line.value)}（{told}）"
    if line.damaged is not None:
        return book.say("value.damaged", text=line.damaged)
    return book.say("value.empty") if line.value is None else book.of(line.value)


def cell_key(line: CellLine) -> str:
    """A key of the cell and the check, the same in every round of the same inputs."""
    about = (
        line.about.household_id,
        line.about.person_id or "",
        line.field.name,
        line.about.indicator or line.about.kind,
        line.file,
        line.sheet,
        str(line.row),
    )
    return hashlib.sha256("\x1f".join(about).encode("utf-8")).hexdigest()[:KEY_LENGTH]
