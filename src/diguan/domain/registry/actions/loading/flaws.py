"""What could not be read, kept sealed, so that it can be listed, mended and judged as unknown."""

import json
from collections.abc import Mapping

from diguan.domain.registry.choices import Flaw
from diguan.domain.registry.models import FlawedCell, RejectedRow, Sheet, Source
from diguan.domain.sealing import about, seals
from diguan.engine.documents import Label
from diguan.engine.snapshot.model import ROW_BITS, BadCell, CellConflict, ReadInputs

BATCH = 2000
BELOW = (1 << ROW_BITS) - 1
Sheets = Mapping[tuple[int, str], Sheet]  # by place in the list of sheets and kind of subject


def store_flaws(read: ReadInputs, sources: Mapping[int, Source], sheets: Sheets) -> None:
    """Damaged cells, contradicting cells and rejected rows of the sources that are stored."""
    damaged = [_damaged(cell, sources, sheets) for cell in read.bad_cells if cell.source_id in sources]
    split = [_split(cell, sources, sheets) for cell in read.conflicts if cell.source_id in sources]
    FlawedCell.objects.bulk_create([*damaged, *split], batch_size=BATCH)
    keys = seals()
    rows = []
    for row in read.rejected:
        if row.source_id in sources:
            source = sources[row.source_id]
            whole = json.dumps({"value": row.value, "cells": row.cells}, ensure_ascii=False).encode()
            rows.append(
                RejectedRow(
                    source=source,
                    key=row.key,
                    household_number=row.household_id,
                    place=[row.place.file, row.place.sheet, row.place.cell],
                    said={"reason": _said(row.reason), "expected": _said(row.expected)},
                    key_id=keys.current,
                    sealed=keys.seal(whole, about(source.id, "r")),
                )
            )
    RejectedRow.objects.bulk_create(rows, batch_size=BATCH)


def _damaged(cell: BadCell, sources: Mapping[int, Source], sheets: Sheets) -> FlawedCell:
    flawed = _flawed(cell, sources, sheets, cell.value)
    flawed.flaw = str(Flaw.DAMAGED)
    flawed.place = [cell.place.file, cell.place.sheet, cell.place.cell]
    flawed.said = {"reason": _said(cell.reason), "expected": _said(cell.expected)}
    return flawed


def _split(cell: CellConflict, sources: Mapping[int, Source], sheets: Sheets) -> FlawedCell:
    flawed = _flawed(cell, sources, sheets, "")
    flawed.flaw = str(Flaw.SPLIT)
    flawed.said = {"detail": _said(cell.detail)}
    return flawed


def _flawed(cell: BadCell | CellConflict, sources: Mapping[int, Source], sheets: Sheets, value: str) -> FlawedCell:
    source, keys = sources[cell.source_id], seals()
    return FlawedCell(
        source=source,
        sheet=sheets.get((cell.row_ref >> ROW_BITS, str(cell.subject))),
        row=cell.row_ref & BELOW,
        subject=str(cell.subject),
        field=cell.field,
        key_id=keys.current,
        sealed=keys.seal(value.encode(), about(source.id, "c")),
    )


def _said(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
