"""Cells and rows that could not be read, as reading listed them."""

import json
from collections.abc import Iterator, Mapping

from diguan.domain.registry.choices import Flaw
from diguan.domain.registry.models import FlawedCell, RejectedRow
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.registry.queries.extraction.reach import Reach, parts
from diguan.domain.sealing import about, seals
from diguan.engine.documents import Label
from diguan.engine.snapshot.model import ROW_BITS, BadCell, CellConflict, CellPlace
from diguan.engine.snapshot.model import RejectedRow as EngineRow
from diguan.engine.verdicts import Subject

BELOW = (1 << ROW_BITS) - 1
NOWHERE = -1  # the row of a cell whose subject has no table


def read_flaws(
    sources: Mapping[int, int], sheets: Mapping[int, int], reach: Reach | None = None
) -> tuple[list[BadCell], list[CellConflict]]:
    """Damaged cells and cells that contradict each other; `sources` and `sheets` lead from the registry's ids to the inputs'."""
    damaged, split = [], []
    for cell in _cells(sources, reach):
        place = sheets.get(cell.sheet_id) if cell.sheet_id is not None else None
        row_ref = NOWHERE if place is None else (place << ROW_BITS) + cell.row
        source, subject = sources[cell.source_id], Subject(cell.subject)
        if cell.flaw == Flaw.SPLIT:
            split.append(CellConflict(source, row_ref, subject, cell.field, _label(cell.said["detail"])))
        else:
            value = seals().unseal(bytes(cell.sealed), cell.key_id, _cell(cell)).decode()
            reason, expected = _label(cell.said["reason"]), _label(cell.said["expected"])
            damaged.append(
                BadCell(source, row_ref, subject, cell.field, CellPlace(*cell.place), value, reason, expected)
            )
    return damaged, split


def _cells(sources: Mapping[int, int], reach: Reach | None) -> Iterator[FlawedCell]:
    """The cells of some sources in the order in which they were read; of a reach those of its rows alone."""
    found = FlawedCell.objects.filter(source__in=list(sources)).order_by("id")
    if reach is None:
        yield from found
        return
    for sheet in sorted(reach.observations):
        rows = [reference & BELOW for reference in reach.of_sheet(sheet)]
        for some in parts(rows):
            yield from found.filter(sheet=sheet, row__in=some)


def _cell(cell: FlawedCell) -> bytes:
    return about(cell.source_id, "c")


def read_rejected(sources: Mapping[int, int], moves: Moves) -> list[EngineRow]:
    """Rows whose key was damaged, whole; under the number that their household has today."""
    found = []
    for row in RejectedRow.objects.filter(source__in=list(sources)).order_by("id"):
        opened = json.loads(seals().unseal(bytes(row.sealed), row.key_id, about(row.source_id, "r")))
        reason, expected = _label(row.said["reason"]), _label(row.said["expected"])
        place = CellPlace(*row.place)
        number = sources[row.source_id]
        household = None if row.household_number is None else moves.place_of(row.household_number)[0]
        found.append(EngineRow(number, place, row.key, opened["value"], reason, expected, household, opened["cells"]))
    return found


def _label(said: Mapping[str, str]) -> Label:
    return Label(said["zh"], said["en"])
