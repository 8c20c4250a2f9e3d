"""What `diguan ledger` prints: what went out, what came back, what contradicts, what was carried over."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from diguan.cli.console import say
from diguan.engine.documents import Label
from diguan.exchange.roundtrip import Carried, Merged, Part
from diguan.exchange.roundtrip.progress import Group
from diguan.exchange.roundtrip.values import text_of

MOST_ROWS = 20


def _table(key: str, columns: Sequence[str], numbers: Sequence[str] = ()) -> Table:
    table = Table(title=say(f"ledger.{key}"), title_justify="left", title_style="bold")
    for column in columns:
        right = column in numbers
        table.add_column(say(f"ledger.column.{column}"), justify="right" if right else "left", overflow="fold")
    return table


def _both(label: Label) -> str:
    return f"{label.zh} {label.en}"


def _more(terminal: Console, shown: int, total: int) -> None:
    if total > shown:
        terminal.print(say("ledger.more", left=total - shown), soft_wrap=True)


def print_parts(terminal: Console, out: Path, parts: Sequence[Part]) -> None:
    """The workbooks that go out."""
    table = _table("parts", ("file", "group", "rows", "filled"), ("rows", "filled"))
    for part in parts[:MOST_ROWS]:
        table.add_row(part.file, part.group, f"{part.rows:,}", f"{part.filled:,}")
    terminal.print(table)
    _more(terminal, MOST_ROWS, len(parts))
    rows = sum(part.rows for part in parts)
    terminal.print(say("ledger.split_done", files=len(parts), rows=f"{rows:,}", path=out), soft_wrap=True)


def print_merged(terminal: Console, merged: Merged) -> None:
    """Files, differences, conflicts, and where everything is."""
    _print_files(terminal, merged)
    _print_changes(terminal, merged)
    _print_conflicts(terminal, merged)
    for by, groups in merged.groups.items():
        _print_groups(terminal, by, groups)
    collected, weighed = merged.collected, merged.weighed
    counts = {"changes": len(weighed.changes), "conflicts": len(weighed.conflicts), "locked": len(collected.locked)}
    terminal.print(say("ledger.merged", **counts, rejected=len(collected.rejected)), style="bold", soft_wrap=True)
    for problem in merged.problems:
        terminal.print(_both(problem), style="bold yellow", soft_wrap=True)
    terminal.print(f"  {say('ledger.differences')}: {merged.differences}", soft_wrap=True)
    if merged.rejected:
        terminal.print(f"  {say('ledger.rejected')}: {merged.rejected}", soft_wrap=True)
    if merged.back is not None:
        counts = {"cells": len(merged.back.corrections), "left": len(merged.back.left)}
        terminal.print(f"  {say('ledger.write_back', **counts)}: {merged.write_back}", soft_wrap=True)
    if merged.ledger:
        terminal.print(f"  {say('ledger.merged_ledger')}: {merged.ledger}", soft_wrap=True)
    else:
        terminal.print(say("ledger.only_report"), soft_wrap=True)


def _print_files(terminal: Console, merged: Merged) -> None:
    numbers = ("returned", "answers", "rejected_cells")
    table = _table("files", ("file", "by", *numbers, "outcome"), numbers)
    files = sorted(merged.collected.files, key=lambda file: file.refused is None)
    for file in files[:MOST_ROWS]:
        outcome = _both(file.refused) if file.refused else "\n".join(map(_both, file.notes))
        table.add_row(file.label, file.by, f"{file.rows:,}", f"{file.answers:,}", f"{file.rejected:,}", outcome)
    terminal.print(table)
    _more(terminal, MOST_ROWS, len(files))


def _print_changes(terminal: Console, merged: Merged) -> None:
    changes, base = merged.weighed.changes, merged.base
    if not changes:
        return
    table = _table("changes", ("number", "household", "column_name", "base", "value", "by"), ("number",))
    for change in changes[:MOST_ROWS]:
        by = "、".join(dict.fromkeys(spot.by or spot.file for spot in change.spots))
        where = (base.text("number", change.row), base.text("household", change.row))
        heading = base.shape.headings[change.column][base.language]
        table.add_row(*where, heading, text_of(change.base), text_of(change.value), by)
    terminal.print(table)
    _more(terminal, MOST_ROWS, len(changes))


def _print_conflicts(terminal: Console, merged: Merged) -> None:
    conflicts, base = merged.weighed.conflicts, merged.base
    if not conflicts:
        return
    table = _table("conflicts", ("number", "household", "column_name", "base", "values"), ("number",))
    for conflict in conflicts[:MOST_ROWS]:
        options = [
            f"{text_of(option.value) or '-'}（{'、'.join(dict.fromkeys(s.by or s.file for s in option.spots))}）"
            for option in conflict.options
        ]
        where = (base.text("number", conflict.row), base.text("household", conflict.row))
        heading = base.shape.headings[conflict.column][base.language]
        table.add_row(*where, heading, text_of(conflict.base), "\n".join(options))
    terminal.print(table)
    _more(terminal, MOST_ROWS, len(conflicts))


def _print_groups(terminal: Console, by: str, groups: Sequence[Group]) -> None:
    """Those with most that is still empty first."""
    numbers = ("rows", "returned", "filled", "empty", "conflict_count")
    table = _table(f"by_{by}", ("group", *numbers), numbers)
    for group in sorted(groups, key=lambda group: (-group.empty, group.name))[:MOST_ROWS]:
        cells = (group.rows, group.returned, group.filled, group.empty, group.conflicts)
        table.add_row(group.name, *(f"{n:,}" for n in cells))
    terminal.print(table)
    _more(terminal, MOST_ROWS, len(groups))


def merged_values(merged: Merged) -> dict[str, Any]:
    """The same for a program."""
    collected, weighed = merged.collected, merged.weighed
    return {
        "out": str(merged.path),
        "differences": str(merged.differences),
        "rejected_file": str(merged.rejected) if merged.rejected else None,
        "ledger": str(merged.ledger) if merged.ledger else None,
        "write_back": str(merged.write_back) if merged.write_back else None,
        "written_back": len(merged.back.corrections) if merged.back else 0,
        "not_written_back": len(merged.back.left) if merged.back else 0,
        "changes": len(weighed.changes),
        "conflicts": len(weighed.conflicts),
        "kept": len(weighed.kept),
        "locked": len(collected.locked),
        "rejected": len(collected.rejected),
        "problems": [{"zh": p.zh, "en": p.en} for p in merged.problems],
        "files": [
            {
                "file": file.label,
                "by": file.by,
                "rows": file.rows,
                "answers": file.answers,
                "rejected": file.rejected,
                "refused": {"zh": file.refused.zh, "en": file.refused.en} if file.refused else None,
                "notes": [{"zh": note.zh, "en": note.en} for note in file.notes],
            }
            for file in collected.files
        ],
        "progress": {
            by: [
                {"group": g.name, "rows": g.rows, "returned": g.returned, "filled": g.filled, "empty": g.empty}
                for g in groups
            ]
            for by, groups in merged.groups.items()
        },
    }


def print_carried(terminal: Console, carried: Carried) -> None:
    """How many of each, and where everything is."""
    numbers = carried_counts(carried)
    for name, number in numbers.items():
        terminal.print(f"{say(f'ledger.carried.{name}')}: {number:,}", soft_wrap=True)
    terminal.print(f"  {say('ledger.merged_ledger')}: {carried.ledger}", soft_wrap=True)
    terminal.print(f"  {say('ledger.carried_report')}: {carried.report}", soft_wrap=True)


def carried_counts(carried: Carried) -> dict[str, int]:
    """Rows by what became of them."""
    names = ("same", "kind_changed", "still_open", "gone", "new")
    return {name: len(getattr(carried, name)) for name in names}


def carried_values(carried: Carried) -> dict[str, Any]:
    """The same for a program."""
    paths = {"out": str(carried.path), "ledger": str(carried.ledger), "report": str(carried.report)}
    return {**paths, **carried_counts(carried)}
