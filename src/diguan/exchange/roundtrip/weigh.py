"""Cell by cell: what is new, what contradicts, what was decided. The order of the workbooks does not matter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from diguan.exchange.roundtrip.answers import Answer, Spot
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.decisions import BASE, Decision
from diguan.exchange.roundtrip.values import Value, same_key, text_of

Cause = Literal["people", "base", "emptied"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value for a cell with everybody who gave it; None: the cell was emptied."""

    value: Value | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that gets another value; `decided_by`: somebody chose it among several."""

    row: int
    column: str
    base: Value | None
    value: Value | None
    spots: tuple[Spot, ...]
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that keeps its value until somebody decides.

    `cause`: people contradict each other; the ledger itself changed since the workbook went out; the cell was emptied.
    """

    row: int
    column: str
    base: Value | None
    cause: Cause
    options: tuple[Option, ...]


@dataclass(slots=True)
class Weighed:
    """`kept`: cells for which somebody decided that the ledger is right; `unfit`: decisions about what is no longer so."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    kept: list[Conflict] = field(default_factory=list)
    unfit: list[Decision] = field(default_factory=list)

    def changed(self) -> dict[int, dict[str, Value | None]]:
        """New values by row and column."""
        found: dict[int, dict[str, Value | None]] = {}
        for change in self.changes:
            found.setdefault(change.row, {})[change.column] = change.value
        return found


def weigh(base: Base, answers: Iterable[Answer], decisions: Mapping[tuple[int, str], Decision]) -> Weighed:
    """Every answered cell in the order of the ledger."""
    by_cell: dict[tuple[int, str], list[Answer]] = {}
    for answer in answers:
        by_cell.setdefault((answer.row, answer.column), []).append(answer)
    places = base.shape.places
    found = Weighed()
    for cell in sorted(by_cell, key=lambda cell: (cell[0], places[cell[1]])):
        _weigh_cell(base, cell, by_cell[cell], decisions.get(cell), found)
    found.unfit += [decision for cell, decision in sorted(decisions.items()) if cell not in by_cell]
    return found


def _weigh_cell(
    base: Base, cell: tuple[int, str], answers: list[Answer], decision: Decision | None, found: Weighed
) -> None:
    row, column = cell
    now = base.entries[column][row]
    options = _options(answer for answer in answers if same_key(answer.value) != same_key(now))
    cause = _cause(now, options, answers)
    if not options:
        return
    if cause is None:
        found.changes.append(Change(row, column, now, options[0].value, options[0].spots))
        return
    conflict = Conflict(row, column, now, cause, options)
    if decision is None:
        found.conflicts.append(conflict)
    elif same_key(now) != same_key(decision.base):
        found.conflicts.append(conflict)
        found.unfit.append(decision)
    elif decision.choice == BASE:
        found.kept.append(conflict)
    elif chosen := next((o for o in options if same_key(o.value) == same_key(decision.value)), None):
        found.changes.append(Change(row, column, now, chosen.value, chosen.spots, decision.by))
    else:
        found.conflicts.append(conflict)
        found.unfit.append(decision)


def _cause(now: Value | None, options: tuple[Option, ...], answers: list[Answer]) -> Cause | None:
    """Why a cell cannot simply take what came; None when it can."""
    if len({same_key(answer.value) for answer in answers}) > 1:
        return "people"
    if any(option.value is None for option in options):
        return "emptied"
    if any(same_key(answer.sent) != same_key(now) for answer in answers):
        return "base"
    return None


def _options(answers: Iterable[Answer]) -> tuple[Option, ...]:
    """Distinct values in the order of their texts, each with where it stood."""
    by_value: dict[str, list[Answer]] = {}
    for answer in answers:
        by_value.setdefault(same_key(answer.value), []).append(answer)
    return tuple(
        Option(
            min((answer.value for answer in by_value[key]), key=text_of),
            tuple(sorted(answer.spot for answer in by_value[key])),
        )
        for key in sorted(by_value)
    )
