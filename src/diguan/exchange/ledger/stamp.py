"""The hidden last sheet of a workbook that comes back filled in: what it is, of which round, in which language, what of it is masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, get_args

from diguan.engine.documents import Label
from diguan.exchange.figures.model import Cover
from diguan.exchange.grids import Cell, Grid
from diguan.exchange.ledger.pages import LedgerBook
from diguan.locale import Language

FORMAT = "diguan-form/1"
SHEET = "_diguan"
WIDTHS = (24, 60)
FORMAT_WITHIN = 8  # rows from the top that the format is looked for in
ShapeName = Literal["ledger", "items", "looks", "corrections", "rejected", "differences"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """`shape`: what its table holds; `group`, `rows`: of a part of a ledger, whose rows they are and how many were sent out."""

    shape: ShapeName
    language: Language
    cover: Cover
    group_by: str = ""
    group: str = ""
    rows: int = 0

    def for_part(self, group_by: str, group: str, rows: int) -> "Stamp":
        """The stamp of a part that goes to whoever it is about."""
        return replace(self, group_by=group_by, group=group, rows=rows, cover=replace(self.cover, recipient=group))

    def as_rows(self) -> dict[str, str]:
        """Plain texts by name; "" where there is nothing to say."""
        cover = self.cover
        said = {
            "shape": self.shape,
            "language": self.language,
            "group_by": self.group_by,
            "group": self.group,
            "rows": str(self.rows),
            "pack_zh": cover.pack.zh,
            "pack_en": cover.pack.en,
        }
        for each in fields(cover):
            value = getattr(cover, each.name)
            if each.name == "pack":
                continue
            if isinstance(value, bool):
                said[each.name] = "true" if value else "false"
            else:
                said[each.name] = "" if value is None else str(value)
        return said


def write_stamp(book: LedgerBook, stamp: Stamp) -> None:
    """Write the hidden sheet; the last of the workbook."""
    page = book.page(SHEET, book.word("stamp.title"), WIDTHS)
    page.cells([FORMAT, ""])
    for name, text in stamp.as_rows().items():
        page.cells([name, text])
    page.sheet.protect()
    page.sheet.very_hidden()


def read_stamp(grids: Sequence[Grid]) -> Stamp | None:
    """The stamp among the sheets of a workbook, whatever its sheet is called; None when it has none or it is damaged."""
    for grid in grids:
        rows = _rows(grid)
        if rows and (stamp := _stamp(rows)):
            return stamp
    return None


def is_stamp(grid: Grid) -> bool:
    """Whether a sheet is the hidden one."""
    return bool(_rows(grid))


def _rows(grid: Grid) -> Mapping[str, str]:
    if grid.names is not None or not grid.columns:
        return {}
    first = grid.columns[0].cells(range(min(FORMAT_WITHIN, grid.rows)))
    start = next((n for n, cell in enumerate(first) if cell == FORMAT), None)
    if start is None:
        return {}
    whole = range(start + 1, grid.rows)
    names = grid.columns[0].cells(whole)
    values: Sequence[Cell] = grid.columns[1].cells(whole) if len(grid.columns) > 1 else [None] * len(names)
    return {str(name): "" if value is None else str(value) for name, value in zip(names, values, strict=True) if name}


def _stamp(rows: Mapping[str, str]) -> Stamp | None:
    try:
        return _read(rows)
    except (KeyError, ValueError):  # cells that somebody changed: as if there were none
        return None


def _read(rows: Mapping[str, str]) -> Stamp | None:
    if rows["shape"] not in get_args(ShapeName) or rows["language"] not in get_args(Language):
        return None
    cover = Cover(
        pack=Label(rows["pack_zh"], rows["pack_en"]),
        pack_id=rows["pack_id"],
        pack_version=rows["pack_version"],
        as_of=date.fromisoformat(rows["as_of"]),
        region=rows.get("region", ""),
        recipient=rows.get("recipient") or None,
        reveal_reason=rows.get("reveal_reason") or None,
        synthetic=rows["synthetic"] == "true",
        retrospective=rows["retrospective"] == "true",
        engine_version=rows["engine_version"],
        round_mark=rows["round_mark"],
    )
    shape, language = rows["shape"], rows["language"]
    return Stamp(
        shape=shape,  # type: ignore[arg-type]  # compared with the known ones above
        language=language,  # type: ignore[arg-type]  # likewise
        cover=cover,
        group_by=rows.get("group_by", ""),
        group=rows.get("group", ""),
        rows=int(rows.get("rows") or 0),
    )
