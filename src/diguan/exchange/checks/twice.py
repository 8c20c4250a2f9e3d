"""The sheet of persons who may stand twice: one row a person, those of one group below each other, with the row of the workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diguan.engine.screening import Round
from diguan.engine.snapshot.duplicates import DUPLICATES, find_duplicates
from diguan.engine.snapshot.model import ReadInputs
from diguan.exchange.checks.book import Cell, CheckBook, Table
from diguan.exchange.checks.cells import scope_of
from diguan.exchange.checks.sheets import shown
from diguan.exchange.figures.tables import RoundTables
from diguan.exchange.ledger.compose import Composer, age_of

TWICE = {"group_number": 6, "twice": 30, "township": 16, "village": 16, "household": 18, "person": 18, "name": 11}
TWICE |= {"born": 12, "numbered": 12, "file": 24, "sheet": 12, "row": 8, "todo": 60}


@dataclass(frozen=True, slots=True)
class Twin:
    """One of several rows that may be one person; the name in full. `numbered`: the row has an identity number."""

    group: int
    kind: str
    region_code: str | None
    household_id: str
    person_id: str
    name: str | None
    birth_date: date | None
    numbered: bool
    file: str
    sheet: str
    row: int


def twins(round_: Round, read: ReadInputs) -> Iterator[Twin]:
    """Persons who may stand twice, group by group."""
    find_duplicates(round_.connection, read, scope_of(round_))
    columns = "group_id, kind, region_code, household_id, person_id, name, birth_date, numbered, row_ref"
    rows = RoundTables(round_.connection).rows(
        f"SELECT {columns} FROM {DUPLICATES} ORDER BY group_id, region_code, household_id, person_id"
    )
    for group, kind, code, home, person, name, born, numbered, row_ref in rows:
        sheet, row = read.sheet_of(row_ref)
        yield Twin(group, kind, code, home, person, name, born, numbered, sheet.file, sheet.sheet, row)


def write_twins(book: CheckBook, rows: Iterator[Twin], composer: Composer) -> int:
    """Write the sheet; returns how many groups it has."""
    table = Table(book, book.say("sheet.twice"), book.title("twice"), TWICE)
    groups = 0
    for twin in rows:
        if table.full:
            break
        groups = twin.group
        _, _, township, village = composer.places.names(twin.region_code)
        name = shown(composer, twin.name, age_of(twin.birth_date, book.cover.as_of))
        born = twin.birth_date.isoformat() if twin.birth_date else ""
        numbered = book.say("numbered.yes" if twin.numbered else "numbered.no")
        row: list[Cell] = [
            twin.group,
            book.say(f"twice.{twin.kind}"),
            township,
            village,
            twin.household_id,
            twin.person_id,
        ]
        row += [name, born, numbered, twin.file, twin.sheet, twin.row, book.say(f"twice_todo.{twin.kind}")]
        table.add(row)
    table.finish(book.say("none.twice"))
    return groups
