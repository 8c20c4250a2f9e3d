"""Rounds in the order of time, step by step: one step compares a round with the one before it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import TracebackType
from typing import Self

from diguan.engine.comparison.causes import Causes
from diguan.engine.comparison.changes import create_changes, find_changes, find_returns
from diguan.engine.comparison.evidence import Evidence, create_evidence, reasons, unexplained
from diguan.engine.comparison.extracts import Extract, choose_concerned, extract
from diguan.engine.comparison.findings import FindingTotals, create_finding_changes, find_finding_changes
from diguan.engine.comparison.packing import Packing
from diguan.engine.comparison.pairs import Pairing
from diguan.engine.comparison.place_findings import PlaceFindings, create_place_changes, find_place_changes
from diguan.engine.comparison.progress import count_progress, create_progress
from diguan.engine.comparison.shared import Rules, share
from diguan.engine.comparison.sides import Side, same_facts
from diguan.engine.comparison.totals import (
    Attendance,
    Cell,
    count_attendance,
    create_totals,
    find_status_changes,
    matrix,
)
from diguan.engine.snapshot.database import Connection, open_connection, run
from diguan.engine.verdicts import Subject

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One round against the one before. Tables of the comparison hold its rows under `number`.

    `reasons`: how many differences rest on what;
    `findings`: of households; `place_findings`: of villages and facilities, which are never added to them;
    `unexplained`: differences without a reason, which must be 0.
    """

    number: int
    before: Side
    after: Side
    rules: Rules
    attendance: Mapping[Subject, Attendance]
    reasons: Mapping[str, int]
    findings: Mapping[str, FindingTotals]
    place_findings: PlaceFindings
    unexplained: int

    @property
    def packings(self) -> list[Packing]:
        """Shared indicators by kind of subject."""
        by_subject = {s: tuple(i.id for i in self.rules.of(s)) for s in Subject}
        return [Packing(s, ids) for s, ids in by_subject.items() if ids]


@dataclass(slots=True)
class Comparison:
    """All steps, and the tables they made (see the modules of this package) in `connection`. Close it, or use it as a context."""

    connection: Connection
    sides: Sequence[Side]
    steps: list[Step] = field(default_factory=list)

    def matrix(self, step: Step) -> dict[str, dict[Cell, int]]:
        """By indicator from which verdict and grade to which, how many; those outside the other round are not in it."""
        return matrix(self.connection, step.number, step.before, step.packings)

    def close(self) -> None:
        """Forget the tables."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def compare_sides(sides: Sequence[Side], progress: Progress | None = None, threads: int | None = None) -> Comparison:
    """Compare rounds given in the order of time, each with the one before. UnableToCompareRounds when two share no indicator."""
    tell = progress or (lambda _stage, _done, _total: None)
    rules = [share(before, after) for before, after in pairwise(sides)]
    comparison = Comparison(open_connection(threads), sides)
    connection = comparison.connection
    for create in (
        create_changes,
        create_evidence,
        create_progress,
        create_totals,
        create_finding_changes,
        create_place_changes,
    ):
        create(connection)
    for number, shared in enumerate(rules):
        tell("compare", number, len(rules))
        comparison.steps.append(_Stepping(connection, number, sides, shared).run())
    tell("compare", len(rules), len(rules))
    return comparison


@dataclass(frozen=True, slots=True)
class _Stepping:
    connection: Connection
    number: int
    sides: Sequence[Side]
    rules: Rules

    @property
    def before(self) -> Side:
        return self.sides[self.number]

    @property
    def after(self) -> Side:
        return self.sides[self.number + 1]

    @property
    def packings(self) -> list[Packing]:
        by_subject = {s: tuple(i.id for i in self.rules.of(s)) for s in Subject}
        return [Packing(s, ids) for s, ids in by_subject.items() if ids]

    def run(self) -> Step:
        packings, pairing = self.packings, Pairing(self.connection, self.number, self.before, self.after)
        pairing.open()
        for packing in packings:
            pairing.pair(packing)
        find_changes(self.connection, self.number, packings)
        if self.number:
            find_returns(self.connection, self.number, packings, self.sides[: self.number + 1])
        find_status_changes(self.connection, self.number, self.before, self.after)
        attendance = count_attendance(self.connection, self.number, self.before, packings)
        self._explain()
        count_progress(self.connection, self.number, (self.before, self.after), packings)
        findings = find_finding_changes(self.connection, self.number, self.before, self.after)
        place_findings = find_place_changes(self.connection, self.number, self.before, self.after)
        return Step(
            self.number,
            self.before,
            self.after,
            self.rules,
            attendance,
            reasons(self.connection, self.number),
            findings,
            place_findings,
            unexplained(self.connection, self.number),
        )

    def _explain(self) -> None:
        """Why every difference is one. Only what the rules of verdicts that differ read is looked at."""
        same = same_facts(self.before, self.after)
        chosen = f"SELECT household_id FROM changes WHERE step = {self.number} AND household_id IS NOT NULL AND presence = 'both'"
        choose_concerned(self.connection, chosen, self.number)
        own = f"SELECT DISTINCT indicator FROM changes WHERE step = {self.number} AND presence = 'both'"
        differing = {row[0] for row in run(self.connection, own)}
        indicators = [i for i in self.rules.shared if i.id in differing]
        if not indicators:
            return
        fields = frozenset(f for i in indicators for f in i.reads)
        old = self._extract(self.before, "before_", fields)
        new = old if same else self._extract(self.after, "after_", fields)
        Causes(self.connection, self.number, self.rules, indicators, {False: old, True: new}, same).attribute()
        if not same:
            evidence = Evidence(self.connection, self.number, old, new)
            evidence.find(fields)
            evidence.assign(indicators)

    def _extract(self, side: Side, prefix: str, fields: frozenset[tuple[Subject, str]]) -> Extract:
        return extract(self.connection, side, prefix, fields)
