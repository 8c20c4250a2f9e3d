"""Visit lists of rounds over facts written by hand, and people who fill them in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from diguan.engine.visiting.model import VisitList
from diguan.engine.visiting.opening import open_round
from diguan.engine.visiting.pace import load_pace
from diguan.engine.visiting.plan import plan_visits
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.model import Cover
from diguan.exchange.visits.handout import Handout, Names
from diguan.exchange.visits.keys import RowKey, read_key
from diguan.exchange.visits.write import write_visits
from tests.factories.facts import AS_OF
from tests.factories.rounds import pack
from tests.factories.village import VILLAGE

DAY = date(2019, 6, 12)
Key = tuple[str, str | None, str]
SHOWN = {True: "是", False: "否"}


def planned(folder: Path, region: str = VILLAGE, limit: float | None = None) -> VisitList:
    """The visit list of a round on disk."""
    with open_round(folder) as opened:
        return plan_visits(opened, region, load_pace(), limit)


def handout(plan: VisitList, names: Names | None = None, reveal: str | None = None, language: Any = "zh") -> Handout:
    standard = pack()
    shown = {"recipient": "工作队", "reveal_reason": reveal, "synthetic": False, "retrospective": False}
    cover = Cover(standard.label, standard.id, standard.version, AS_OF, "某村", engine_version="0", **shown)
    return Handout(plan, standard, cover, Places(None), names or Names(), language)


def papers(folder: Path, plan: VisitList, **more: Any) -> Path:
    """The papers of a list in a folder; returns the workbook."""
    folder.mkdir(parents=True, exist_ok=True)
    write_visits(folder, handout(plan, **more))
    return folder / "visits.xlsx"


def columns_of(sheet: Any) -> tuple[dict[str, int], int]:
    """Columns (from 1) of a sheet by name, and its first row of data."""
    for row in sheet.iter_rows(min_row=1, max_row=12):
        if any(str(cell.value).startswith("diguan-visits/") for cell in row):
            named = {str(c.value).removeprefix("#"): c.column for c in row if c.value is not None}
            key = next(name for name in named if name.startswith("diguan-visits/"))
            return {**named, "key": named[key]}, row[0].row + 2
    raise AssertionError(sheet.title)


def filled(
    workbook: Path,
    out: Path,
    truth: Mapping[Key, Any] | Callable[[Key], Any],
    *,
    known: str = "口头",
    day: Any = DAY,
    visitor: str = "巴图",
    touch: Callable[[Any], None] | None = None,
) -> Path:
    """A workbook whose questions somebody has answered: `truth` by (household, person, field), None where nobody knows."""
    ask = truth if callable(truth) else truth.get
    book = openpyxl.load_workbook(workbook)
    sheet = book["问题"]
    places, first = columns_of(sheet)
    for row in range(first, sheet.max_row + 1):
        key = read_key(str(sheet.cell(row, places["key"]).value))
        if key is None:
            continue
        value = ask((key.household_id, key.person_id, str(key.field)))
        if value is None:
            continue
        shown = SHOWN.get(value, value) if isinstance(value, bool) else value
        given = {"answer": shown, "known": known, "visited_on": day, "visitor": visitor}
        for name, cell in given.items():
            sheet.cell(row, places[name]).value = cell
    if touch is not None:
        touch(book)
    book.save(out)
    return out


def visited(workbook: Path, out: Path, rows: Mapping[str, Mapping[str, Any]]) -> Path:
    """A visit workbook whose sheet of households somebody has filled in: cells by household and column."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["走访户"]
    places, first = columns_of(sheet)
    for row in range(first, sheet.max_row + 1):
        key = read_key(str(sheet.cell(row, places["key"]).value))
        for name, value in (rows.get(key.household_id, {}) if key else {}).items():
            sheet.cell(row, places[name]).value = value
    book.save(out)
    return out


def visit_workbook(
    path: Path, answers: Sequence[tuple[str, str | None, str, str]], day: Any = DAY, visitor: str = "巴图"
) -> Path:
    """A workbook with nothing but answered questions, seen: household, person, field, what was answered."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = ("household", "person", "answer", "known", "visited_on", "visitor", "key")
    sheet.append([f"#{name}" for name in names[:-1]] + ["diguan-visits/1 0123456789ab"])
    sheet.append(list(names))
    for household, person, field, value in answers:
        key = RowKey(household, person, field).text()
        sheet.append([household, person or "", value, "看到", day, visitor, key])
    book.save(path)
    return path
