"""rejected-cells.xlsx: filled-in cells that could not be taken, with a place to say where they belong and what they should say."""

from collections.abc import Sequence
from pathlib import Path

from diguan.exchange.roundtrip.answers import Rejected
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.report_book import joined, report_book
from diguan.exchange.roundtrip.report_shapes import BELONGS, MENDED, REJECTED

NAME = "rejected-cells.xlsx"


def write_rejected_cells(path: Path, base: Base, rejected: Sequence[Rejected]) -> None:
    """Write the cells in order of file, sheet and cell."""
    with report_book(path, base, "rejected") as book:
        table = book.table("rejected", REJECTED, (BELONGS, MENDED))
        for each in sorted(rejected, key=lambda each: (each.spot, each.column)):
            spot = each.spot
            household, person, *item = each.about
            key = base.keys[each.row] if each.row is not None else None
            known = each.number if each.row is not None else None
            table.add(
                [
                    *(spot.file, spot.sheet, spot.cell, spot.by, household, person, joined(*item)),
                    base.shape.headings[each.column][base.language],
                    each.value,
                    book.of(each.reason),
                    book.of(each.expected),
                    known,
                    None if known else each.number,
                    None,
                    None,
                    f"{key.about}-{key.round}/{each.column}" if key else f"/{each.column}",
                ]
            )
        table.finish()
