"""Figures as pages and workbooks show them: with the way to their rows, or the word for what is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from diguan.domain.accounts.queries import departments
from diguan.domain.insight.queries import Board, Choice, Resting, Row
from diguan.domain.insight.queries.veil import OF_DEPARTMENT
from diguan.domain.regions.queries import region_name
from diguan.engine.documents import Label
from diguan.web.board.leading import address_of, page_of
from diguan.web.shared.tags import grouped
from diguan.web.shared.texts import spoken, text

PLACES = (
    "registered",
    "households",
    "unmet",
    "unknown",
    "declared",
    "living",
    "overdue",
    "rebound",
    "closed",
    "progress",
)
INDICATORS = (
    "households",
    "met",
    "declared",
    "unmet",
    "unknown",
    "uncovered",
    "not_applicable",
    "living",
    "overdue",
    "closed",
)
DEPARTMENTS = ("living", "overdue", "suspected", "open", "submitted", "rebound", "closed")
FOR_ROWS = ("households", "living", "overdue", "closed")  # of indicators for whoever sees the rows alone
CLOSINGS = ("mended", "corrected", "verified", "accepted", "withdrawn")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its measure, the number (None: left out), where its rows are ("" for nowhere)."""

    measure: str
    value: int | None
    address: str = ""
    percent: bool = False

    @property
    def html(self) -> SafeString:
        """As a page shows it: put together here, for a template takes longer for hundreds of cells than the questions to the database."""
        if self.value is None:
            return SafeString("–" if self.percent else f'<span title="{escape(text("board:left_out"))}">*</span>')
        said = f"{self.value:,}"
        if self.address:
            return SafeString(f'<a href="{escape(self.address)}">{said}</a>')
        return SafeString(f"{said}%" if self.percent else said)


@dataclass(frozen=True, slots=True)
class Persisted:
    """Of so many closed problems that were looked at again, how many were still solved."""

    looked_back: int = 0
    persisted: int = 0

    def and_also(self, looked_back: int, persisted: int) -> "Persisted":
        """Together with others."""
        return Persisted(self.looked_back + looked_back, self.persisted + persisted)

    @property
    def share(self) -> int | None:
        """In whole percent."""
        return share(self.persisted, self.looked_back)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is about, where one goes down to it, its figures."""

    id: str
    name: str
    address: str
    cells: tuple[Cell, ...]
    direct: bool = False
    persisted: Persisted | None = None


def share(part: int | None, whole: int | None) -> int | None:
    """A share in whole percent; None of nothing, or where either is left out. Not quite all is never 100."""
    if part is None or not whole:
        return None
    return 100 if part == whole else min(99, round(100 * part / whole))


def progress(row: Row) -> int | None:
    """How far a place is on the way to zero: closed ones of all that were not withdrawn."""
    living, closed = row["living"], row["closed"]
    return None if living is None or closed is None else share(closed, living + closed)


class Showing:
    """Makes lines of a board."""

    def __init__(self, board: Board, resting: Resting) -> None:
        self.board, self.choice = board, board.choice
        self.indicators = resting.indicators(board.choice.standard)

    @property
    def of_indicators(self) -> Sequence[str]:
        """Measures of an indicator that are told at all: its items, and how many it judged, are for whoever sees the rows."""
        return tuple(m for m in INDICATORS if m not in FOR_ROWS) if self.board.veiled else INDICATORS

    @property
    def of_departments(self) -> Sequence[str]:
        """Measures of a department, of which the sums are shown to whoever sees no rows."""
        return OF_DEPARTMENT if self.board.veiled else DEPARTMENTS

    def whole(self) -> dict[str, Cell]:
        """The figures of the place itself, by measure."""
        measures = (*PLACES, *CLOSINGS, "suspected", "open", "submitted", "met", "not_applicable", "uncovered")
        return {cell.measure: cell for cell in self._cells(self.board.whole, measures, self.choice)}

    def places(self) -> list[Line]:
        """The units below."""
        return [self._place(row) for row in self.board.rows]

    def by_indicator(self) -> list[Line]:
        """The indicators of the standard, in its order."""
        order = list(self.indicators)
        rows = sorted(self.board.indicators, key=lambda r: (order.index(r.id) if r.id in order else len(order), r.id))
        return [
            self._line(
                row,
                self._indicator(row.id),
                {"indicator": row.id},
                self.of_indicators,
                replace(self.choice, indicator=row.id),
            )
            for row in rows
        ]

    def uncovered(self, indicators: Sequence[Line]) -> list[tuple[str, str]]:
        """What no input covers, one phrase an indicator, with where the households are listed ("" for nowhere)."""
        found = []
        for line in indicators:
            cells = {cell.measure: cell for cell in line.cells}
            if number := cells["uncovered"].value:
                judged = cells["households"].value if "households" in cells else None
                found.append((_phrase(line.name, number, judged), cells["uncovered"].address))
        return found

    def by_department(self) -> list[Line]:
        """The departments whose items there are; nobody's come last."""
        rows = sorted(self.board.departments, key=lambda row: (not row.id, row.id))
        return [
            self._line(
                row,
                department_name(row.id),
                {"department": row.id},
                self.of_departments,
                replace(self.choice, department=row.id),
            )
            for row in rows
        ]

    def _indicator(self, id: str) -> str:
        return spoken(self.indicators.get(id, Label(id, id)))

    def _place(self, row: Row) -> Line:
        cells = tuple(self._cells(row, PLACES, self.choice, lead=not row.direct))
        if row.direct:
            return Line(row.id, text("board:directly", name=region_name(row.id)), "", cells, direct=True)
        return Line(row.id, region_name(row.id), self.down(region_code=row.id), cells)

    def _line(self, row: Row, name: str, change: dict[str, str], measures: Sequence[str], choice: Choice) -> Line:
        lead = bool(row.id)  # what has no department cannot be asked for by one
        address = self.down(**change) if lead else ""
        return Line(row.id, name, address, tuple(self._cells(row, measures, choice, lead=lead)))

    def _cells(self, row: Row, measures: Sequence[str], choice: Choice, *, lead: bool = True) -> list[Cell]:
        place = choice.region_code if row.id == choice.region_code or not row.id.isdigit() else row.id
        return [
            Cell(m, progress(row), percent=True)
            if m == "progress"
            else self._cell(row, m, choice, place if lead else "")
            for m in measures
        ]

    def _cell(self, row: Row, measure: str, choice: Choice, place: str) -> Cell:
        value = row[measure]
        leads = place and value and not self.board.veiled
        return Cell(measure, value, address_of(measure, choice, place) if leads else "")

    def down(self, **change: str) -> str:
        """The address of this board with something else chosen."""
        return board_address(replace(self.choice, **change))


def _phrase(name: str, uncovered: int, judged: int | None) -> str:
    key = "board:uncovered_all" if uncovered == judged else "board:uncovered_some"
    return text(key, name=name, households=grouped(uncovered))


def board_address(choice: Choice, view: str = "board:board") -> str:
    """The address of a board."""
    said = {name: getattr(choice, name) for name in ("region_code", "standard", "indicator", "department")}
    return f"{page_of(view)}?{urlencode({name: value for name, value in said.items() if value})}"


def department_name(id: str) -> str:
    """What a department is called."""
    return spoken(departments().get(id, Label(id, id))) if id else text("board:no_department")
