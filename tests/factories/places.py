"""Villages and facilities of the packs about places, and what a careful person says of them, reckoned without the engine."""

import random
from datetime import date
from typing import Any

from diguan.engine.screening import Round
from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source
from tests.factories.rounds import pack, screened

VILLAGES = ("152221106201", "152221106202", "152221106203", "152221106204")
DAY = date(2019, 6, 30)
CONFIRMED = {
    "cn-facilities": {"village_clinic_area": (60, "test"), "large_county": (100000, "test")},
    "cn-village-exit": {"village_poverty_rate": (3, "test")},
}
Row = dict[str, Any]


def screened_places(name: str, villages: list[Row], facilities: list[Row]) -> Round:
    """A round over places and one household, which no rule speaks of."""
    catalogue = pack(name).catalogue
    homes = [{"household_id": "h1", "region_code": VILLAGES[0]}]
    tables = [facts(Subject.HOUSEHOLD, source(1), homes, catalogue)]
    if villages:
        tables.append(facts(Subject.VILLAGE, source(2), villages, catalogue))
    if facilities:
        tables.append(facts(Subject.FACILITY, source(3), facilities, catalogue))
    return screened(inputs(*tables), name, DAY, confirm=CONFIRMED[name])


def found_about(found: Round) -> set[tuple[str, str, str]]:
    """(kind, place, indicator) of every finding."""
    rows = run(found.connection, "SELECT kind, coalesce(facility_id, region_code), indicator FROM place_findings")
    return {(kind, place, indicator) for kind, place, indicator in rows}


def random_clinics(number: int, seed: int) -> list[Row]:
    """Village clinics with every field known or unknown, large and small, exempt or not."""
    dice = random.Random(seed)
    return [
        {
            "facility_id": f"c{n:03}",
            "region_code": dice.choice(VILLAGES),
            "facility_kind": "村卫生室",
            "facility_exempt": dice.choice([True, False, False]),
            "functional_rooms": dice.choice([True, True, False, None]),
            "floor_area": dice.choice([59.9, 60.0, 120.0, None]),
            "qualified_doctors": dice.choice([0, 0, 1, None]),
            "village_doctors": dice.choice([0, 1, None]),
            "equipment_complete": dice.choice([True, False, None]),
            "drugs_sufficient": dice.choice([True, True, False, None]),
        }
        for n in range(number)
    ]


def both(*values: bool | None) -> bool | None:
    """All of them: false where one is false, else unknown where one is."""
    return False if False in values else None if None in values else True


def careful(clinic: Row) -> set[tuple[str, str, str]]:
    """What a careful person says of a clinic."""
    if clinic["facility_exempt"]:
        return set()
    area = None if clinic["floor_area"] is None else clinic["floor_area"] >= 60
    doctors = [clinic["qualified_doctors"], clinic["village_doctors"]]
    doctor = True if any(d is not None and d >= 1 for d in doctors) else None if None in doctors else False
    judged = {
        "village_clinic_rooms": both(clinic["functional_rooms"], area),
        "village_clinic_doctor": doctor,
        "village_clinic_supplies": both(clinic["equipment_complete"], clinic["drugs_sufficient"]),
    }
    kinds = {False: "facility_below_standard", None: "place_needs_evidence"}
    return {(kinds[v], clinic["facility_id"], name) for name, v in judged.items() if v is not True}
