"""The tables of the reports that are read again: conflicts with their choices, rejected cells with their mending."""

from functools import cache

from diguan.exchange.ledger.columns import Column
from diguan.exchange.ledger.stamp import ShapeName
from diguan.exchange.roundtrip.shapes import Shape
from diguan.locale import texts

MOST_OPTIONS = 8  # further ones are listed in one cell with the last
CHOICE, DECIDED_BY = "choice", "decided_by"
BELONGS, MENDED = "belongs", "mended"
ITEM = {"number": 8, "village": 15, "household": 18, "person": 18, "item": 26, "column": 12}
CHANGES = {**ITEM, "base": 20, "value": 20, "by": 14, "file": 26, "sheet": 12, "cell": 9, "decided_by": 12}
OPTIONS = {
    name: width
    for n in range(1, MOST_OPTIONS + 1)
    for name, width in ((f"value_{n}", 18), (f"by_{n}", 14), (f"from_{n}", 24))
}
CONFLICTS = {**ITEM, "cause": 18, "base": 18, "choice": 12, "decided_by": 12, **OPTIONS, "key": 20}
LOCKED = {**ITEM, "base": 24, "found": 24, "by": 14, "file": 26, "sheet": 12, "cell": 9}
REJECTED = {"file": 26, "sheet": 12, "cell": 9, "by": 14, "household": 18, "person": 18, "item": 26, "column": 12}
REJECTED |= {
    "value": 20,
    "reason": 34,
    "expected": 34,
    "number": 8,
    "probable": 10,
    "belongs": 10,
    "mended": 20,
    "key": 20,
}
WRITE_BACK = {
    "number": 8,
    "household": 18,
    "person": 18,
    "export_column": 26,
    "old": 22,
    "new": 22,
    "proof": 26,
    "on": 12,
}
WRITE_BACK |= {"verified_by": 12, "file": 26, "sheet": 12, "export_row": 8, "list_rows": 12}
NOT_BACK = {"list_rows": 12, "household": 18, "person": 18, "export_column": 26, "new": 22, "why_not_back": 60}


@cache
def conflict_shape() -> Shape:
    """Conflicts: people choose."""
    return _shape("differences", CONFLICTS, (CHOICE, DECIDED_BY))


@cache
def rejected_shape() -> Shape:
    """Rejected cells: people say where they belong and what they should say."""
    return _shape("rejected", REJECTED, (BELONGS, MENDED))


def _shape(name: ShapeName, columns: dict[str, int], entry: tuple[str, ...]) -> Shape:
    said = texts("roundtrip")
    return Shape(
        name=name,
        columns=tuple(Column(c, width, "wrapped", entry=c in entry) for c, width in columns.items()),
        headings={c: said[f"column.{c}"] for c in columns},
        choices={},
        main=entry[0],
        done=(),
        about=(),
        groups=(),
        sheet=said[f"sheet.{name}"],
    )
