"""Truth bar: a fact that is taken away never makes a verdict surer, nor turns it. Whole rounds of every pack over random households.

What is left out is said here: a cell whose emptiness is itself a statement, as the catalogue has it, is no fact taken away.
"""

import random
from collections.abc import Iterator
from datetime import date

import pytest

from diguan.engine.catalogue import FieldType
from diguan.engine.screening import Round
from diguan.engine.verdicts import Subject
from tests.factories.removals import Cell, Removals
from tests.factories.rounds import CONFIRMED, pack, screened

UNMET, UNKNOWN, MET, NOT_APPLICABLE = 0, 1, 2, 3
PACKS = {
    "cn-two-assurances": (date(2019, 6, 30), {**CONFIRMED, "relocation_area_per_head": (25, "notice")}),
    "cn-monitoring": (date(2022, 6, 30), {"monitoring_line": (7000, "notice"), "fixed_expense_share": (0.5, "notice")}),
    "cn-consistency": (date(2022, 6, 30), {"monitoring_line": (7000, "notice")}),
    "cn-consistency-pastoral": (date(2022, 6, 30), {"monitoring_line": (7000, "notice")}),
}
# three cells say together whether somebody works; all of them empty say "does not work" (catalogue: months_worked)
WORK = {"work_place", "work_employer"}
FILLED_IN = {
    "income_given": "income_per_head"
}  # checks of whether the cell is filled in: there its emptiness is what is judged


@pytest.mark.parametrize("name", PACKS)
def test_removing_a_cell_makes_no_verdict_surer_and_turns_none(name):
    as_of, confirm = PACKS[name]
    removals = Removals(pack(name).catalogue, as_of, random.Random(11))
    read = removals.tables(workbooks=4, homes=3)
    with screened(read, name, as_of, confirm=confirm) as found:
        turned = [change for change in changes(found, removals) if is_surer(*change)]
        assert turned == []


def changes(found: Round, removals: Removals) -> Iterator[tuple[str, Cell, int, int]]:
    """Every verdict of a twin that differs from its original's: indicator, emptied cell, before, after."""
    for subject in ("household", "person"):
        rows = found.connection.execute(f"SELECT * FROM verdicts_{subject}").fetchall()
        names = [column[0] for column in found.connection.description]
        judged = {name: n for n, name in enumerate(names) if name in found.ruling.bound.indicators}
        by_id = {row[names.index(f"{subject}_id")]: row for row in rows}
        for number, row in by_id.items():
            household = row[names.index("household_id")]
            if household in removals.emptied:
                original, cell = removals.emptied[household]
                before = by_id[number.replace(household, original)]
                yield from ((i, cell, before[n], row[n]) for i, n in judged.items() if before[n] != row[n])


def is_surer(indicator: str, cell: Cell, before: int, after: int) -> bool:
    """Whether a change is one that taking a fact away may not make."""
    subject, _, name = cell
    about = pack("cn-consistency-pastoral").catalogue.field(subject, name)
    speaks_when_empty = about.presumed is not None and about.presumed.when != "not_carried"
    if speaks_when_empty or about.type is FieldType.IDENTIFIER or name in WORK or FILLED_IN.get(indicator) == name:
        return False
    return after != UNKNOWN and (before, after) != (NOT_APPLICABLE, MET)


def test_twins_differ_from_their_originals_in_verdicts():
    """The property above says something: enough of these verdicts are known, and taking cells away makes many of them unknown."""
    as_of, confirm = PACKS["cn-monitoring"]
    removals = Removals(pack("cn-monitoring").catalogue, as_of, random.Random(11))
    with screened(removals.tables(workbooks=4, homes=3), "cn-monitoring", as_of, confirm=confirm) as found:
        lost = {(cell[0], indicator) for indicator, cell, _, after in changes(found, removals) if after == UNKNOWN}
    assert len(lost) > len(found.ruling.bound.indicators) // 2
    assert {subject for subject, _ in lost} == {Subject.HOUSEHOLD, Subject.PERSON}
