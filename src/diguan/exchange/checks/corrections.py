"""corrections.xlsx: the cells to verify and correct, workbook by workbook and row by row, with columns to fill in."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from diguan.exchange.checks.book import Cell, CheckBook, Table, check_book
from diguan.exchange.checks.cells import CellLine
from diguan.exchange.checks.sheets import shown
from diguan.exchange.figures.identity import marked
from diguan.exchange.ledger.compose import Composer, age_of
from diguan.exchange.ledger.stamp import Stamp, write_stamp
from diguan.exchange.masking import hidden_fields
from diguan.locale import texts

COLUMNS = {
    "number": 6,
    "file": 22,
    "sheet": 12,
    "row": 8,
    "cell": 9,
    "rows": 8,
    "township": 14,
    "village": 14,
    "household": 18,
}
COLUMNS |= {"head": 10, "person": 18, "name": 10, "field": 22, "value": 24, "check": 30, "measure": 22}
COLUMNS |= {
    "new_value": 20,
    "handled": 14,
    "handled_by": 11,
    "verified_on": 12,
    "proof": 20,
    "remark": 22,
    "problem": 9,
    "key": 22,
}
ENTRY = ("new_value", "handled", "handled_by", "verified_on", "proof", "remark")
KEY_LENGTH = 20


def write_corrections(path: Path, lines: Iterable[CellLine], composer: Composer) -> int:
    """Write the list; returns how many cells it has."""
    written = 0
    with check_book(path, composer.cover, composer.language) as book:
        say = _Lines(book, composer)
        table = _table(book, 1)
        for line in lines:
            if table.full:
                _finish(table)
                table = _table(book, written // table.rows + 1)
            table.add(say.row(line, written + 1))
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


class _Lines:
    """Says the lines of one list; what is the same for all of them is worked out once."""

    def __init__(self, book: CheckBook, composer: Composer) -> None:
        self.book = book
        self.composer = composer
        self.hidden = hidden_fields(composer.pack.catalogue) if composer.cover.masked else frozenset()
        self.kinds = {rule.kind: rule.label for rule in composer.pack.findings}

    def row(self, line: CellLine, number: int) -> list[Cell]:
        """The cells of a line; those to fill in are empty."""
        book, composer, about = self.book, self.composer, line.about
        _, _, township, village = composer.places.names(about.region_code)
        age = age_of(about.birth_date, book.cover.as_of)
        name = shown(composer, about.name, age) if about.person_id else ""
        check = composer.pack.indicators.get(about.indicator or "")
        measure = composer.pack.measures.get(about.route or "")
        row: list[Cell] = [number, line.file, line.sheet, line.row, line.cell, line.rows, township, village]
        row += [about.household_id, shown(composer, about.head_name, None), about.person_id, name]
        row += [self._column(line), self._value(line), book.of(check.label if check else self.kinds[about.kind])]
        row += [book.of(measure) if measure else "", *[None] * len(ENTRY), about.finding_id]
        row.append(marked(cell_key(line), book.cover.round_mark))
        return row

    def _column(self, line: CellLine) -> str:
        """The header as the workbook has it; beside it the name of the field where that says more."""
        label = self.book.of(line.field.label)
        return label if line.header in ("", label) else f"{line.header}（{label}）"

    def _value(self, line: CellLine) -> str:
        """What stands in the cell, as far as the paper may say it, and what a derived fact says of it."""
        book = self.book
        if (line.field.subject, line.field.name) in self.hidden:
            return book.say("value.hidden")
        told = "；".join(book.of(each) for each in line.told)
        if line.damaged is not None:
            said = book.say("value.damaged", text=line.damaged)
        elif line.value is None:
            said = "" if told else book.say("value.empty")
        else:
            said = book.of(line.value)
        return f"{said}（{told}）" if said and told else said or told


def cell_key(line: CellLine) -> str:
    """A key of the cell and the check, the same in every round of the same inputs."""
    about = (
        line.about.household_id,
        line.about.person_id or "",
        line.field.name,
        line.about.kind,
        line.about.indicator or "",
        line.file,
        line.sheet,
        str(line.row),
    )
    return hashlib.sha256("\x1f".join(about).encode("utf-8")).hexdigest()[:KEY_LENGTH]
