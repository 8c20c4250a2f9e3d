"""A filled-in visit workbook read back: answers, who was visited, and every cell that cannot be taken, with the reason."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.visiting.answers import Answer, Refused
from diguan.exchange.grids import Limits, open_grids
from diguan.exchange.grids.errors import refuse
from diguan.exchange.reading import VisitBook
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.visits.answer_rows import BAD_KEY, AnswerReader, VisitDay
from diguan.exchange.visits.cells import days, place_of, refused_cell, truth
from diguan.exchange.visits.found import FoundSheet, Row, find_sheets
from diguan.exchange.visits.keys import read_key


@dataclass(frozen=True, slots=True)
class HouseholdSeen:
    """A row of the sheet of households. `visited` None: nobody said. `row`: of the sheet, from 1; texts as they were written."""

    household_id: str
    list_id: str
    visited: bool | None
    visited_on: date | None
    visitor: str
    met: str
    not_met: str
    remark: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class VisitFile:
    """A workbook that was read: its name without folder, the hash of its bytes, the visit list it was made from.

    `asks`: whether its sheet of questions is there; who was visited can be told without it, answers cannot.
    """

    label: str
    sha256: str
    list_id: str
    asks: bool = True


@dataclass(slots=True)
class VisitReading:
    """Everything that filled-in workbooks say, in the order of the files and their rows."""

    files: list[VisitFile] = field(default_factory=list)
    households: list[HouseholdSeen] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[Label] = field(default_factory=list)
    questions: int = 0
    unanswered: int = 0
    ungraded: int = 0


def read_visits(paths: Sequence[Path], catalogue: Catalogue, limits: Limits | None = None) -> VisitReading:
    """What filled-in visit workbooks say. A workbook that is given twice is read once; whose answers fit is for the round to say.

    Columns may stand elsewhere, sheets have other names, rows be sorted or gone. UnableToReadInput when a file is no visit workbook.
    """
    grids = open_grids(list(paths), limits)
    opened = zip(_labels(paths), map(_digest, paths), grids, strict=True)
    return read_visit_books([VisitBook(*book) for book in opened], catalogue)


def read_visit_books(books: Sequence[VisitBook], catalogue: Catalogue) -> VisitReading:
    """The same of workbooks that are open already."""
    reading = VisitReading()
    known: dict[str, str] = {}
    for book in books:
        label, other = book.label, known.setdefault(book.sha256, book.label)
        if other != label:
            zh, en = f"{label} 与 {other} 相同，只读一次", f"{label} is the same as {other} and was read once"
            reading.notes.append(Label(zh, en))
            continue
        _read(VisitFile(label, book.sha256, ""), find_sheets(label, list(book.grids)), catalogue, reading)
    return reading


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_questions(reading: VisitReading) -> None:
    """UnableToReadInput for the first workbook whose sheet of questions is gone: taking no answers from it would lose them."""
    for file in reading.files:
        if not file.asks:
            raise refuse(
                file.label,
                Label(
                    "走访表没有“问题”表，读不到答复", "the sheet of questions is gone: there are no answers to be read"
                ),
                Label("发出时的“问题”表和“走访户”表", "both sheets as they were handed out"),
                Label("请从发出的工作簿恢复“问题”表", "bring the sheet back from the workbook that was handed out"),
            )


def _labels(paths: Sequence[Path]) -> list[str]:
    """File names without folders; equal names are numbered."""
    names = [path.name for path in paths]
    return [name if name not in names[:n] else f"{name} #{names[:n].count(name) + 1}" for n, name in enumerate(names)]


def _read(file: VisitFile, sheets: Sequence[FoundSheet], catalogue: Catalogue, reading: VisitReading) -> None:
    asks = any(sheet.kind == "questions" for sheet in sheets)
    reading.files.append(VisitFile(file.label, file.sha256, sheets[0].list_id, asks))
    visited: dict[str, list[HouseholdSeen]] = {}
    for sheet in (s for s in sheets if s.kind == "households"):
        for row in sheet.rows():
            seen = _household(file, row, reading)
            if seen is not None:
                visited.setdefault(seen.household_id, []).append(seen)
                reading.households.append(seen)
    reader = AnswerReader(file.label, file.sha256, catalogue, {home: _day(rows) for home, rows in visited.items()})
    for sheet in (s for s in sheets if s.kind == "questions"):
        for row in sheet.rows():
            reading.questions += 1
            found = reader.read(row)
            if found is None:
                reading.unanswered += 1
            elif isinstance(found, Refused):
                reading.refused.append(found)
            else:
                reading.answers.append(found)
    reading.ungraded += reader.ungraded


def _day(rows: Sequence[HouseholdSeen]) -> VisitDay:
    """Day and visitor that hold for the questions of a household, where its rows agree on them."""
    on = {row.visited_on for row in rows if row.visited_on is not None}
    by = {row.visitor for row in rows if row.visitor}
    return VisitDay(on.pop() if len(on) == 1 else None, by.pop() if len(by) == 1 else "")


def _household(file: VisitFile, row: Row, reading: VisitReading) -> HouseholdSeen | None:
    """One household; a cell that cannot be read is refused by itself, the row stays."""
    key = read_key(row.text("key"))
    filled = ("visited", "visited_on", "visitor", "met", "not_met", "remark")
    if key is None or key.field is not None:
        if any(row.text(name) for name in filled):
            reading.refused.append(refused_cell(file.label, row, "key", BAD_KEY))
        return None
    visited, day = truth(row.cells.get("visited")), days(row)(row.cells.get("visited_on"))
    for name, outcome in (("visited", visited), ("visited_on", day)):
        if isinstance(outcome, Bad):
            reading.refused.append(refused_cell(file.label, row, name, outcome, key.household_id))
    return HouseholdSeen(
        household_id=key.household_id,
        list_id=row.sheet.list_id,
        visited=visited if isinstance(visited, bool) else None,
        visited_on=day if isinstance(day, date) else None,
        visitor=row.text("visitor"),
        met=row.text("met"),
        not_met=row.text("not_met"),
        remark=row.text("remark"),
        file=file.label,
        sheet=place_of(file.label, row, "key").sheet,
        row=row.number + 1,
    )
