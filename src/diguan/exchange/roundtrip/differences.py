"""differences.xlsx: what would change, what contradicts (with a place for the choice), locked cells changed, who returned what."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from diguan.engine.documents import Label
from diguan.exchange.checks.book import Cell, Table
from diguan.exchange.roundtrip.answers import Collected, Spot
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.decisions import Decision
from diguan.exchange.roundtrip.progress import Group
from diguan.exchange.roundtrip.report_book import ReportBook, about, report_book
from diguan.exchange.roundtrip.report_shapes import CHANGES, CHOICE, CONFLICTS, DECIDED_BY, LOCKED, MOST_OPTIONS
from diguan.exchange.roundtrip.values import text_of
from diguan.exchange.roundtrip.weigh import Change, Conflict, Option, Weighed

FILES = {"file": 40, "by": 18, "returned": 10, "answers": 10, "locked": 12, "rejected": 10, "outcome": 60, "sha256": 20}
NOTES = {"file": 40, "note": 100}
PROGRESS = {"group": 30, "rows": 10, "returned": 10, "filled": 10, "dealt": 12, "done": 14, "empty": 12}
PROGRESS |= {"conflicts": 10, "people": 30, "file": 60}
SHOWN_DIGITS = 12


def write_differences(
    path: Path,
    base: Base,
    collected: Collected,
    weighed: Weighed,
    groups: Mapping[str, Sequence[Group]],
    notes: Sequence[Label],
) -> None:
    """Write the report. `groups`: progress by village, department; `notes`: choices that could not be followed."""
    with report_book(path, base, "differences") as book:
        _write_conflicts(book, base, weighed.conflicts)
        _write_changes(book, base, weighed)
        _write_locked(book, base, collected)
        for by, found in groups.items():
            _write_progress(book, by, found)
        _write_files(book, collected)
        _write_notes(book, collected, weighed.unfit, notes)


def _write_conflicts(book: ReportBook, base: Base, conflicts: Sequence[Conflict]) -> None:
    table = book.table("differences", CONFLICTS, (CHOICE, DECIDED_BY))
    for conflict in conflicts:
        key = base.keys[conflict.row]
        options = [cell for option in _fitting(conflict.options) for cell in _option(book, option)]
        table.add(
            [
                *about(base, conflict.row, conflict.column),
                book.say(f"conflict.{conflict.cause}"),
                text_of(conflict.base) or book.say("conflict.empty"),
                None,
                None,
                *options,
                *([None] * (3 * MOST_OPTIONS - len(options))),
                f"{key.about}-{key.round}/{conflict.column}" if key else "",
            ]
        )
    most = max((len(conflict.options) for conflict in conflicts), default=0)
    offered = [book.say("conflict.keep"), *(str(n) for n in range(1, min(most, MOST_OPTIONS) + 1))]
    table.finish(book.say("none.conflicts"), {CHOICE: offered})


def _fitting(options: Sequence[Option]) -> Sequence[Option]:
    """No more than there are columns for; which are left out is told beside the last."""
    return options[:MOST_OPTIONS]


def _option(book: ReportBook, option: Option) -> list[Cell]:
    value = text_of(option.value) or book.say("conflict.emptied")
    return [value, _people(option.spots), "\n".join(_spot(spot) for spot in option.spots)]


def _people(spots: Sequence[Spot]) -> str:
    return "、".join(dict.fromkeys(spot.by for spot in spots if spot.by))


def _spot(spot: Spot) -> str:
    return f"{spot.file} {spot.sheet}!{spot.cell}"


def _write_changes(book: ReportBook, base: Base, weighed: Weighed) -> None:
    table = book.table("changes", CHANGES)
    for change in weighed.changes:
        table.add([*about(base, change.row, change.column), *change_cells(book, change), change.decided_by])
    for kept in weighed.kept:
        now = text_of(kept.base) or book.say("conflict.empty")
        table.add([*about(base, kept.row, kept.column), now, now, "", "", "", "", book.say("conflict.keep")])
    table.finish(book.say("none.changes"))


def change_cells(book: ReportBook, change: Change) -> list[Cell]:
    """Old value, new value, by whom, and where it stood."""
    spots = change.spots
    value = text_of(change.value) or book.say("conflict.emptied")
    places = [[getattr(spot, name) for spot in spots] for name in ("file", "sheet", "cell")]
    return [text_of(change.base), value, _people(spots), *("\n".join(place) for place in places)]


def _write_locked(book: ReportBook, base: Base, collected: Collected) -> None:
    table = book.table("locked", LOCKED)
    for each in sorted(collected.locked, key=lambda each: (each.row, each.spot)):
        spot = each.spot
        cells = [each.base, each.found or book.say("conflict.emptied"), spot.by, spot.file, spot.sheet, spot.cell]
        table.add([*about(base, each.row, each.column), *cells])
    table.finish(book.say("none.locked"))


def _write_progress(book: ReportBook, by: str, groups: Sequence[Group]) -> None:
    table = book.table(f"by_{by}", PROGRESS)
    totals = [0] * 7
    for group in groups:
        numbers = [group.rows, group.returned, group.filled, group.dealt, group.done, group.empty, group.conflicts]
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
        table.add([group.name, *numbers, "、".join(sorted(group.people)), "\n".join(sorted(group.files))])
    table.add([book.say("total"), *totals, "", ""])
    table.finish()


def _write_files(book: ReportBook, collected: Collected) -> None:
    table = book.table("files", FILES)
    for file in collected.files:
        outcome = book.of(file.refused) if file.refused else book.say("file.used")
        counts: list[Cell] = [file.rows, file.answers, file.locked, file.rejected]
        table.add([file.label, file.by, *counts, outcome, file.sha256[:SHOWN_DIGITS]])
    table.finish()


def _write_notes(book: ReportBook, collected: Collected, unfit: Sequence[Decision], problems: Sequence[Label]) -> None:
    table: Table = book.table("notes", NOTES)
    for file in collected.files:
        for note in file.notes:
            table.add([file.label, book.of(note)])
    for decision in unfit:
        said = decision.value or (
            book.say("conflict.keep") if decision.choice == "base" else book.say("conflict.emptied")
        )
        table.add(["", book.say("decision.unfit", number=decision.number, column=decision.column, choice=said)])
    for problem in problems:
        table.add(["", book.of(problem)])
    table.finish(book.say("none.notes"))
