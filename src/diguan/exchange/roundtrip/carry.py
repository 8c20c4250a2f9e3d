"""What was filled in goes over to the ledger of a new round, each to the same problem; nothing closes on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from diguan.engine.screening.folder import round_directory
from diguan.exchange.checks.book import Cell
from diguan.exchange.reading.spelling import plain
from diguan.exchange.roundtrip.base import FILES, Base, open_base
from diguan.exchange.roundtrip.errors import UnableToUseLedger
from diguan.exchange.roundtrip.form_book import Form, write_form
from diguan.exchange.roundtrip.report_book import ReportBook, joined, report_book
from diguan.exchange.roundtrip.shapes import NUMBER
from diguan.exchange.roundtrip.values import text_of

CARRIED = "carried.xlsx"
SAME_PROBLEM = ("household", "person", "indicator")
ROW = {"village": 15, "household": 18, "person": 18, "item": 30}
KEPT = {"number": 8, **ROW, "old_kind": 18, "kind": 18, "done_before": 14, "entries": 60}
GONE = {"old_number": 8, **ROW, "entries": 60}
NEW = {"number": 8, **ROW}
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it, as rows of the two ledgers.

    `same`: (new, old) of problems that are there again; `kind_changed`: those whose kind of finding is another now; `still_open`: those
    of either that were called done on paper; `gone`: rows of the old ledger without a problem now; `new`: rows that were not there.
    """

    path: Path
    old: Base
    base: Base
    same: list[tuple[int, int]] = field(default_factory=list)
    kind_changed: list[tuple[int, int]] = field(default_factory=list)
    still_open: list[tuple[int, int]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)

    @property
    def ledger(self) -> Path:
        """The new ledger with what was filled in before."""
        return self.path / FILES["ledger"]

    @property
    def report(self) -> Path:
        """What was carried, what is gone, what is new."""
        return self.path / CARRIED


def carry_ledger(old_path: Path, new_path: Path, out: Path, progress: Progress) -> Carried:
    """Write the ledger of the round at `new_path` with the entries of the ledger at `old_path` into the new folder `out`.

    Neither is touched. UnableToReadInput, UnableToUseLedger, UnableToWriteRound.
    """
    progress("base", 0, 2)
    old, base = open_base(old_path), open_base(new_path)
    progress("base", 2, 2)
    for each in (old, base):
        if each.shape.name != "ledger":
            raise UnableToUseLedger(each.file, "not_carried")
    if old.mark == base.mark:
        raise UnableToUseLedger(base.file, "same_round")
    days = old.stamp.cover.as_of, base.stamp.cover.as_of
    if days[1] < days[0]:
        raise UnableToUseLedger(base.file, "older_round", old=days[0].isoformat(), new=days[1].isoformat())
    carried = Carried(out, old, base)
    _match(carried)
    with round_directory(out) as folder:
        progress("differences", 0, 1)
        came_from = dict((*carried.same, *carried.kind_changed))
        form = Form(
            base,
            base.stamp,
            range(len(base)),
            lambda row: old.values(came_from[row]) if row in came_from else base.values(row),
            base.others,
        )
        write_form(folder / FILES["ledger"], form)
        _write_report(folder / CARRIED, carried)
        progress("differences", 1, 1)
    return carried


def _match(carried: Carried) -> None:
    """By key first; then the same household, person and indicator, where that is one problem in both ledgers."""
    old, base = carried.old, carried.base
    by_about = {key.about: row for key, row in old.rows_by_key.items()}
    taken: dict[int, int] = {}
    for row, key in enumerate(base.keys):
        if key and key.about in by_about:
            taken[by_about[key.about]] = row
            carried.same.append((row, by_about[key.about]))
    found = {row for row, _ in carried.same}
    rest = [row for row in range(len(base)) if row not in found]
    left = _single(old, [row for row in range(len(old)) if row not in taken])
    for problem, row in _single(base, rest).items():
        if problem in left and old.language == base.language:
            taken[left[problem]] = row
            found.add(row)
            carried.kind_changed.append((row, left[problem]))
    carried.new.extend(row for row in range(len(base)) if row not in found)
    carried.gone.extend(row for row in range(len(old)) if row not in taken)
    done = {old.shape.choices[old.shape.main][id_][old.language] for id_ in old.shape.done}
    both = (*carried.same, *carried.kind_changed)
    carried.still_open.extend(pair for pair in both if old.entries[old.shape.main][pair[1]] in done)


def _single(base: Base, rows: list[int]) -> dict[tuple[str, ...], int]:
    """Rows by household, person and indicator, where there is one of them."""
    found: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        found.setdefault(tuple(plain(base.text(name, row)) for name in SAME_PROBLEM), []).append(row)
    return {problem: each[0] for problem, each in found.items() if len(each) == 1}


def _write_report(path: Path, carried: Carried) -> None:
    old, base = carried.old, carried.base
    with report_book(path, base) as book:
        for name, pairs in (
            ("still_open", carried.still_open),
            ("kind_changed", carried.kind_changed),
            ("same", carried.same),
        ):
            table = book.table(name, KEPT)
            for row, before in sorted(pairs):
                kinds = (old.text("kind", before), base.text("kind", row))
                done = text_of(old.entries[old.shape.main][before])
                table.add([*_row(base, row), *kinds, done, _entries(book, old, before)])
            table.finish(book.say(f"none.{name}"))
        gone = book.table("gone", GONE)
        for row in carried.gone:
            gone.add([*_row(old, row), _entries(book, old, row)])
        gone.finish(book.say("none.gone"))
        new = book.table("new", NEW)
        for row in carried.new:
            new.add(_row(base, row))
        new.finish(book.say("none.new"))


def _row(base: Base, row: int) -> list[Cell]:
    number = base.cells[NUMBER][row]
    about = [base.text(name, row) for name in ("village", "household", "person")]
    return [
        number if isinstance(number, int) else None,
        *about,
        joined(base.text("kind", row), base.text("indicator", row)),
    ]


def _entries(book: ReportBook, base: Base, row: int) -> str:
    """Everything that was filled in, so that nothing of it is lost."""
    filled = {name: text_of(value) for name, value in base.values(row).items() if value is not None}
    return "\n".join(f"{base.shape.headings[name][book.language]}：{text}" for name, text in filled.items())
