"""Rounds that follow each other: small households, changes planted in them, what a careful person would say of each verdict.

The truth is counted in plain Python from the rows; no engine decides it.
"""

import copy
import random
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from diguan.engine.comparison import Comparison, compare_sides, open_side
from diguan.engine.snapshot.database import run
from tests.factories.facts import AS_OF, export, inputs, source
from tests.factories.rounds import screened, written
from tests.factories.village import FALSE, HOUSEHOLD_COLUMNS, household, person

VILLAGES = [f"15222220100{n}" for n in range(1, 6)]
UNMET, UNKNOWN, MET, NOT_APPLICABLE = range(4)
Row = dict[str, Any]
Rows = list[Row]


def population(households: int = 500, seed: int = 1) -> Rows:
    """Households of one to four, some of them with a dangerous house, bad water, a child out of school, somebody uninsured."""
    chance = random.Random(seed)
    rows: Rows = []
    for number in range(households):
        members = [person(1)] + [_child(chance, n) for n in range(2, 2 + chance.randrange(4))]
        rows += placed(
            household(
                f"H{number:04}",
                *members,
                status="registered",
                **FALSE
                | {
                    "dangerous_house": chance.choice([False] * 8 + [True, None]),
                    "drinking_water_safe": chance.choice([True] * 8 + [False, None]),
                    "income_per_head": float(chance.choice([2900, 3100, 3300, 3900, 6000, 9000])),
                },
            ),
            VILLAGES[number % len(VILLAGES)],
        )
    return rows


def _child(chance: random.Random, order: int) -> Row:
    return person(
        order,
        birth_date=date(chance.choice([2005, 2009, 2011]), 3, 1),
        school_status=chance.choice(["小学"] * 9 + ["非在校生", None]),
        insured_residents=chance.choice([True] * 9 + [False, None]),
    )


def placed(rows: Rows, village: str) -> Rows:
    """The rows in another village."""
    return [row | {"region_code": village} for row in rows]


def set_fact(rows: Rows, key: str, field: str, value: object) -> None:
    """Set a field on all rows of a household, or on those of a person."""
    touched = [row for row in rows if key in (row["household_id"], row["person_id"])]
    assert touched, key
    for row in touched:
        row[field] = value


def flip(rows: Rows, share: float, seed: int) -> tuple[Rows, dict[tuple[str, str], tuple[object, object]]]:
    """A copy with facts of a share of the households changed; what was changed: (household or person, field) -> before, after."""
    chance, changed = random.Random(seed), copy.deepcopy(rows)
    households = sorted({row["household_id"] for row in rows})
    planted: dict[tuple[str, str], tuple[object, object]] = {}
    for name in chance.sample(households, max(1, int(share * len(households)))):
        own = next(row for row in rows if row["household_id"] == name)
        field, values = chance.choice(
            [
                ("dangerous_house", [True, False, None]),
                ("drinking_water_safe", [True, False, None]),
                ("income_per_head", [3000.0, 5000.0]),
                ("insured_residents", [True, False, None]),
            ]
        )
        key = own["person_id"] if field == "insured_residents" else name
        value = chance.choice([v for v in values if v != own[field]])
        set_fact(changed, key, field, value)
        planted[key, field] = (own[field], value)
    return changed, planted


def judged(rows: Rows, line: float = 3218) -> dict[tuple[str, str], int]:
    """(subject, indicator) -> verdict, of four indicators, as a person would reckon them."""
    found = {}
    for row in rows:
        house, water = row["dangerous_house"], row["drinking_water_safe"]
        found[row["household_id"], "safe_housing"] = UNKNOWN if house is None else UNMET if house else MET
        found[row["household_id"], "safe_drinking_water"] = UNKNOWN if water is None else MET if water else UNMET
        found[row["household_id"], "income"] = MET if row["income_per_head"] > line else UNMET
        insured = row["insured_residents"]
        found[row["person_id"], "basic_medical_insurance"] = UNKNOWN if insured is None else MET if insured else UNMET
    return found


def round_of(rows: Rows, folder: Path, as_of: date = AS_OF, **more: Any) -> Path:
    """A round over the rows, as one export of that day, written to a folder."""
    read = inputs(export(source(1, data_on=as_of), rows, HOUSEHOLD_COLUMNS))
    with screened(read, as_of=as_of, **more) as found:
        return written(found, folder)


def compared(*folders: Path) -> Comparison:
    """The comparison of rounds."""
    return compare_sides([open_side(folder) for folder in folders])


def listed(
    comparison: Comparison, columns: str, indicators: Iterable[str] = (), step: int = 0
) -> list[tuple[Any, ...]]:
    """Columns of the differences of a step in order."""
    named: Sequence[str] = [f"'{i}'" for i in indicators]
    where = f" AND indicator IN ({', '.join(named)})" if named else ""
    return run(comparison.connection, f"SELECT {columns} FROM changes WHERE step = {step}{where} ORDER BY change_id")


def measured(comparison: Comparison, indicator: str, step: int = 0) -> dict[str, int]:
    """Progress of an indicator over all regions."""
    sql = f"SELECT measure, sum(number)::BIGINT FROM progress WHERE step = {step} AND indicator = '{indicator}' GROUP BY ALL"
    return {measure: number for measure, number in run(comparison.connection, sql) if number}
