"""write-back.xlsx: what was verified and corrected, as a list to be carried back into the national system.

One row a cell of the export: numbers of household and person, the column in the export's own name, old and new value, proof, day. What
cannot be carried back, and why, stands on a sheet of its own; nothing is lost on the way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.catalogue import load_catalogue
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.exchange.checks.book import Cell
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.errors import UnableToUseLedger
from diguan.exchange.roundtrip.report_book import report_book
from diguan.exchange.roundtrip.report_shapes import NOT_BACK, WRITE_BACK
from diguan.exchange.roundtrip.values import Value, same_key, text_of
from diguan.exchange.roundtrip.weigh import Weighed
from diguan.locale import texts

NAME = "write-back.xlsx"
SHAPE, CORRECTED, NEW = "corrections", "corrected", "new_value"
Why = str  # below `not_back` of the texts: no_value, several, conflict


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell of the export with its new value; `column` as the export calls it, `rows`: of the list of corrections."""

    household: str
    person: str
    column: str
    old: str
    value: str
    proof: str
    on: str
    by: str
    place: tuple[str, str, str]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotBack:
    """A row that is called corrected and cannot be carried back."""

    household: str
    person: str
    column: str
    value: str
    why: Why
    row: str


@dataclass(frozen=True, slots=True)
class WriteBack:
    """What goes back, in the order of the list, and what does not."""

    corrections: tuple[Correction, ...]
    left: tuple[NotBack, ...]


def require_corrections(base: Base) -> None:
    """UnableToUseLedger when it is no list of corrections: a ledger says that something is wrong, not what a cell should say."""
    if base.shape.name != SHAPE:
        raise UnableToUseLedger(base.file, "nothing_to_write_back")


def written_back(base: Base, weighed: Weighed) -> WriteBack:
    """The corrections of a merged list: rows whose outcome is "corrected", one correction a cell of the export."""
    changed, headers = weighed.changed(), _Headers()
    open_rows = {conflict.row for conflict in weighed.conflicts}
    corrected = base.shape.choices["handled"][CORRECTED][base.language]
    by_cell: dict[tuple[str, ...], list[Correction]] = {}
    left: list[NotBack] = []
    for row in range(len(base)):
        values = base.values(row, changed.get(row))
        one = _correction(base, row, values, headers)
        if row in open_rows:
            left.append(_left(one, "conflict"))
        elif text_of(values["handled"]) == corrected:
            if one.value:
                by_cell.setdefault((one.household, one.person, one.column, *one.place), []).append(one)
            else:
                left.append(_left(one, "no_value"))
    agreed = list(_agreed(by_cell.values(), left))
    return WriteBack(tuple(agreed), tuple(left))


def _correction(base: Base, row: int, values: Mapping[str, Value | None], headers: "_Headers") -> Correction:
    empty = texts("checks")["value.empty"]
    old = base.text("value", row)
    return Correction(
        household=base.text("household", row),
        person=base.text("person", row),
        column=headers.of(base.text("field", row)),
        old="" if old in (empty.zh, empty.en) else old,
        value=text_of(values[NEW]),
        proof="；".join(filter(None, (text_of(values["proof"]), text_of(values["remark"])))),
        on=text_of(values["verified_on"]),
        by=text_of(values["handled_by"]),
        place=(base.text("file", row), base.text("sheet", row), base.text("row", row)),
        rows=(base.text("number", row),),
    )


def _left(one: Correction, why: Why) -> NotBack:
    return NotBack(one.household, one.person, one.column, one.value, why, one.rows[0])


def _agreed(groups: Iterable[list[Correction]], left: list[NotBack]) -> Iterator[Correction]:
    """Several checks may rest on one cell: the same value is one correction, different ones are none."""
    for group in groups:
        if len({same_key(each.value) for each in group}) > 1:
            left += [_left(each, "several") for each in group]
            continue
        first = group[0]
        told = {name: "；".join(dict.fromkeys(filter(None, (getattr(g, name) for g in group)))) for name in _TOLD}
        rows = tuple(row for each in group for row in each.rows)
        yield Correction(
            first.household,
            first.person,
            first.column,
            first.old,
            first.value,
            told["proof"],
            max(each.on for each in group),
            told["by"],
            first.place,
            rows,
        )


_TOLD = ("proof", "by")


class _Headers:
    """The export's own name of a column; a list of corrections says the catalogue's in brackets behind it where the two differ."""

    def __init__(self) -> None:
        fields = [f for s in Subject for f in load_catalogue().fields(s).values()]
        self._labels = sorted({text for f in fields for text in (f.label.zh, f.label.en)}, key=len, reverse=True)
        self._known: dict[str, str] = {}

    def of(self, written: str) -> str:
        """The header alone."""
        if written not in self._known:
            self._known[written] = self._header(written)
        return self._known[written]

    def _header(self, written: str) -> str:
        behind = (f"（{label}）" for label in self._labels)
        return next((written.removesuffix(b) for b in behind if written.endswith(b) and written != b), written)


def write_write_back(path: Path, base: Base, found: WriteBack) -> None:
    """Write the list and, where there are any, the rows that are left."""
    with report_book(path, base) as book:
        table = book.table("write_back", WRITE_BACK)
        for number, one in enumerate(found.corrections, start=1):
            row: list[Cell] = [number, one.household, one.person, one.column, one.old, one.value]
            table.add([*row, one.proof, one.on, one.by, *one.place, "、".join(one.rows)])
        table.finish(book.say("nothing_to_write_back"))
        if found.left:
            table = book.table("not_back", NOT_BACK)
            for each in found.left:
                why: Label = texts("roundtrip")[f"not_back.{each.why}"]
                table.add([each.row, each.household, each.person, each.column, each.value, book.of(why)])
            table.finish()
