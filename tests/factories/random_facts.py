"""Random facts for every field that a pack reads, from an export and from visits: tables that nobody wrote with the pack in mind."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from diguan.engine.catalogue import Field, FieldType
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source

MISSING = 0.2
VILLAGES = [f"152222{township:03}{village:03}" for township in (1, 2) for village in (1, 2, 3)]
FIRST = date(1940, 1, 1)


def random_inputs(pack: Pack, data_on: date, households: int = 40, seed: int = 7) -> ReadInputs:
    """Households with members in villages with facilities; every fourth household was visited, too."""
    dice, export, visit = Random(seed), source(1, data_on=data_on), source(2, "visit", data_on)
    homes = [{"household_id": f"H{n}", "region_code": dice.choice(VILLAGES)} for n in range(households)]
    people = [{**home, "person_id": f"{home['household_id']}-{n}"} for home in homes for n in range(dice.randint(1, 6))]
    keys = {
        Subject.HOUSEHOLD: homes,
        Subject.PERSON: people,
        Subject.VILLAGE: [{"region_code": code} for code in VILLAGES],
        Subject.FACILITY: [
            {"region_code": code, "facility_id": f"F{code}-{n}"} for code in VILLAGES[1:] for n in range(8)
        ],
    }
    tables = []
    for subject, rows in keys.items():
        known = [f for f in pack.catalogue.fields(subject).values() if _stored(f) and _read(pack, f)]
        told = [{**row, **dict(_values(dice, known, data_on))} for row in rows]
        tables.append(facts(subject, export, told, pack.catalogue))
        if subject in (Subject.HOUSEHOLD, Subject.PERSON):
            seen = [row for row in rows if int(row["household_id"][1:]) % 4 == 0]
            half = dice.sample(known, len(known) // 2)
            tables.append(
                facts(subject, visit, [{**r, **dict(_values(dice, half, data_on))} for r in seen], pack.catalogue)
            )
    return inputs(tables)


def _stored(field: Field) -> bool:
    return not field.derived and field.type is not FieldType.IDENTIFIER


def _read(pack: Pack, field: Field) -> bool:
    return (field.subject, field.name) in pack.rules.facts


def _values(dice: Random, fields: list[Field], data_on: date) -> Iterator[tuple[str, Any]]:
    for field in fields:
        if dice.random() > MISSING:
            yield field.name, _value(dice, field, data_on)


def _value(dice: Random, field: Field, data_on: date) -> Any:
    low, high = field.range or (0, 100)
    days = dice.choice([30, 200, 500])  # few, because each day of a household is one to look back to
    if field.subject is not Subject.HOUSEHOLD:
        days = dice.randrange((data_on - FIRST).days)
    values = {
        FieldType.BOOLEAN: dice.random() < 0.7,
        FieldType.CODE: dice.choice(field.codes or ("",)),
        FieldType.INTEGER: dice.randint(int(low), int(min(high, low + 100))),
        FieldType.NUMBER: round(dice.uniform(low, min(high, low + 1e4)), 2),
        FieldType.DATE: data_on - timedelta(days=days),
        FieldType.TEXT: dice.choice(["甲", "it's", "x"]),
    }
    return values[field.type]
