"""A filled-in template to problems: every row read, every wrong cell named with its place, its value and what was expected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from diguan.engine.documents import Label
from diguan.exchange.grids import Cell, Grid, Limits, open_grids
from diguan.exchange.grids.errors import refuse
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.rectification.template import HEADER, LISTED, Choices
from diguan.locale import texts

MOST_ROWS, MOST_HEAD_ROWS = 500, 5
HEADINGS = {heading: key for key, heading, _ in HEADER}
NAMES = {key: heading for key, heading, _ in HEADER}


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """A row as it was read: texts by key, closed lists as what they mean; `place`: sheet and row."""

    place: str
    number: int | None
    deadline: date | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be taken, and why."""

    place: str
    why: Label


def read_problems(
    path: Path, choices: Choices, limits: Limits | None = None
) -> tuple[list[ReadProblem], list[WrongRow]]:
    """Rows that can be read and rows that cannot. UnableToReadInput where there is no such sheet in the file."""
    said = texts("rectification")
    for grids in open_grids([path], limits):
        for grid in grids:
            head = _head(grid)
            if head is not None:
                return _rows(grid, head, choices)
    expected = "、".join(heading for _, heading, _ in HEADER)
    raise refuse(
        path.name,
        Label("没有找到模板的表头", "the header of the template was not found"),
        said.both("book.wrong_head", head=expected),
        Label("请用下载的模板", "use the template that is handed out"),
    )


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the header and the column of each key; the text and the deadline must be among them."""
    for number, cells in enumerate(grid.head(MOST_HEAD_ROWS)):
        found = {HEADINGS[shown(cell).strip()]: at for at, cell in enumerate(cells) if shown(cell).strip() in HEADINGS}
        if {"text", "deadline", "region"} <= set(found):
            return number, found
    return None


def _rows(grid: Grid, head: tuple[int, dict[str, int]], choices: Choices) -> tuple[list[ReadProblem], list[WrongRow]]:
    first, columns = head
    good: list[ReadProblem] = []
    wrong: list[WrongRow] = []
    for number, cells in _filled(grid, first):
        place = f"{grid.sheet}!{number + 1}"
        if len(good) + len(wrong) >= MOST_ROWS:
            wrong.append(WrongRow(place, texts("rectification").both("book.too_many", most=MOST_ROWS)))
            break
        row = {key: cells[at] for key, at in columns.items()}
        read = _row(place, row, choices)
        if isinstance(read, WrongRow):
            wrong.append(read)
        else:
            good.append(read)
    return good, wrong


def _filled(grid: Grid, first: int) -> Iterator[tuple[int, list[Cell]]]:
    rows = range(first + 1, grid.rows)
    columns = [column.cells(rows) for column in grid.columns]
    for place, number in enumerate(rows):
        cells = [column[place] for column in columns]
        if any(shown(cell).strip() for cell in cells):
            yield number, cells


def _row(place: str, row: Mapping[str, Cell], choices: Choices) -> ReadProblem | WrongRow:
    said, problems, values = texts("rectification"), list[Label](), dict[str, str]()
    for key, cell in row.items():
        value = shown(cell).strip()
        if key in LISTED and value:
            meant = choices.meaning(key, value)
            if meant is None:
                expected = "、".join(choices.offered(key)[:12])
                problems.append(said.both("book.bad_choice", column=NAMES[key], value=value, expected=expected))
            values[key] = meant or ""
        else:
            values[key] = value
    day, number = _day(row.get("deadline")), _number(row.get("number"))
    if day is None:
        problems.append(said.both("book.bad_day", column=NAMES["deadline"], value=values.get("deadline", "")))
    if number == -1:
        problems.append(said.both("book.bad_number", column=NAMES["number"], value=values.get("number", "")))
    if problems:
        return WrongRow(place, _joined(problems))
    return ReadProblem(place, number, day, values)


def _joined(problems: Sequence[Label]) -> Label:
    return Label("；".join(each.zh for each in problems), "; ".join(each.en for each in problems))


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(shown(cell).strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        return None


def _number(cell: Cell) -> int | None:
    """The number of a row; None where there is none, -1 where it is no whole number."""
    said = shown(cell).strip()
    if not said:
        return None
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else -1  # noqa: PLR2004  four digits
