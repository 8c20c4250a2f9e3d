"""Visit workbooks among the files that are given for something else: known by their marks, whatever their columns look like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from diguan.engine.catalogue import Label
from diguan.exchange.grids import Grid, UnableToReadInput
from diguan.exchange.grids.errors import refuse
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.spelling import fold_header
from diguan.locale import LANGUAGES, texts

VISIT_FORMAT = "diguan-visits/1"
ANSWERED = ("answer", "visited")  # what people fill in: questions, households
LOOKED_AT = 30  # rows from the top


@dataclass(frozen=True, slots=True)
class VisitBook:
    """A visit workbook as it was opened: its name without folder, the hash of its bytes, its sheets."""

    label: str
    sha256: str
    grids: Sequence[Grid]


def is_visit_book(grids: Sequence[Grid]) -> bool:
    """Whether a sheet has the hidden row of names of a visit list, or its headings where that row is gone."""
    return any(_is_marked([shown(cell) for cell in row]) for grid in grids for row in grid.head(LOOKED_AT))


def _is_marked(row: Sequence[str]) -> bool:
    if any(cell.startswith(VISIT_FORMAT) or cell.removeprefix("#") in ANSWERED for cell in row if cell[:1] in "#d"):
        return True
    headings = {fold_header(cell) for cell in row if cell}
    return not (headings.isdisjoint(_headings(["key"])) or headings.isdisjoint(_headings(ANSWERED)))


def _headings(columns: Iterable[str]) -> frozenset[str]:
    return _spelled(tuple(columns))


@cache
def _spelled(columns: Sequence[str]) -> frozenset[str]:
    said = texts("visits")
    return frozenset(fold_header(said[f"column.{name}"][language]) for name in columns for language in LANGUAGES)


def no_place_for_visits(file: str, expected: Label) -> UnableToReadInput:
    """The refusal of a visit workbook where another file was expected."""
    return refuse(
        file,
        Label("这是走访表，不是这里要的文件", "a visit workbook, not the file that is read here"),
        expected,
        Label(
            "填好的走访表用 diguan answers 并入一轮，或用 diguan load 存入登记册",
            "fold filled-in visits into a round with diguan answers, or store them in the registry with diguan load",
        ),
    )
