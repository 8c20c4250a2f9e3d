"""One workbook for each village, township or department, out of a ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.screening.folder import round_directory
from diguan.exchange.roundtrip.base import Base, open_base
from diguan.exchange.roundtrip.errors import UnableToUseLedger
from diguan.exchange.roundtrip.file_names import distinct_names
from diguan.exchange.roundtrip.form_book import Form, write_form

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One workbook that goes out: whom to, how many rows, how many of them have something filled in already."""

    file: str
    group: str
    rows: int
    filled: int


def split_ledger(path: Path, by: str, out: Path, progress: Progress) -> list[Part]:
    """Write the workbooks into the new folder `out`; they come in the order of the ledger.

    UnableToReadInput or UnableToUseLedger when the ledger cannot be used, UnableToWriteRound when the place is taken.
    """
    base = open_base(path)
    if by not in base.shape.groups:
        raise UnableToUseLedger(base.file, "no_group", by=by, known=", ".join(base.shape.groups))
    groups = base.groups(by)
    if not groups:
        raise UnableToUseLedger(base.file, "no_rows")
    kind = base.shape.sheet[base.language]
    names = distinct_names(f"{kind} {group}" for group in groups)
    parts = []
    with round_directory(out) as folder:
        for done, (group, rows) in enumerate(groups.items()):
            progress("parts", done, len(groups))
            file = f"{names[f'{kind} {group}']}.xlsx"
            write_form(folder / file, Form(base, base.stamp.for_part(by, group, len(rows)), rows, base.values))
            parts.append(Part(file, group, len(rows), _filled(base, rows)))
        progress("parts", len(groups), len(groups))
    return parts


def _filled(base: Base, rows: list[int]) -> int:
    return sum(any(column[row] is not None for column in base.entries.values()) for row in rows)
