"""A village of which everything is known, and the same village with facts taken away: what visits should bring back."""

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, inputs, source
from tests.factories.village import VILLAGE

HOUSEHOLD = (
    "income_per_head",
    "food_sufficient",
    "food_protein",
    "clothing_seasonal",
    "dangerous_house",
    "drinking_water_safe",
    "water_litres",
    "water_short_area",
    "water_fetch_minutes",
    "water_interrupted_days",
    "water_quality",
    "relocation_moved_in",
)
PERSON = ("birth_date", "insured_residents", "school_status")
KEPT = ("status", "help_relocation", "household_size_current")  # never taken away: not known to be missing, or presumed
Row = dict[str, Any]


def full_rows(dice: random.Random, households: int) -> list[Row]:
    """Rows of an export with every fact that the standard asks for, met and unmet alike."""
    rows: list[Row] = []
    for number in range(households):
        size = dice.randint(1, 4)
        home = _household(dice, size)
        for order in range(1, size + 1):
            own = {"household_id": f"H{number}", "person_id": f"H{number}-{order}", "region_code": VILLAGE}
            rows.append({**own, **home, **_person(dice, order)})
    return rows


def _household(dice: random.Random, size: int) -> Row:
    return {
        "status": dice.choice(["registered", "exited", "ordinary"]),
        "household_size_current": size,
        "income_per_head": float(dice.choice([1200, 3218, 3219, 8000])),
        "food_sufficient": dice.random() < 0.9,
        "food_protein": dice.random() < 0.9,
        "clothing_seasonal": dice.random() < 0.9,
        "dangerous_house": dice.random() < 0.3,
        "drinking_water_safe": dice.random() < 0.8,
        "water_litres": float(dice.choice([10, 20, 35, 60])),
        "water_short_area": dice.random() < 0.5,
        "water_fetch_minutes": float(dice.choice([5, 20, 21])),
        "water_interrupted_days": float(dice.choice([0, 18, 40])),
        "water_quality": dice.choice(["检测合格", "感官合格", "不合格"]),
        "help_relocation": dice.random() < 0.3,
        "relocation_moved_in": dice.random() < 0.5,
    }


def _person(dice: random.Random, order: int) -> Row:
    head = order == 1
    born = date(
        dice.randint(1940, 1990) if head else dice.randint(1950, 2018), dice.randint(1, 12), dice.randint(1, 28)
    )
    return {
        "relation": "户主" if head else dice.choice(["配偶", "之子", "之女"]),
        "birth_date": born,
        "insured_residents": dice.random() < 0.7,
        "school_status": dice.choice(["非在校生", "小学", "七年级", "普通高中一年级", "学前教育"]),
        "education_level": "小学",
        "person_state": dice.choice(["在家", "外出", "死亡", "服役"]),
    }


def read(rows: Sequence[Row]) -> ReadInputs:
    """The rows as an export of the as-of date."""
    return inputs(export(source(1, data_on=AS_OF), rows, (*HOUSEHOLD, *KEPT)))


def without(dice: random.Random, rows: Sequence[Row], share: float) -> list[Row]:
    """The rows with a share of the facts taken away; household facts vanish from every row of the household."""
    gone = (
        {(home, name) for home in {r["household_id"] for r in rows} for name in HOUSEHOLD if dice.random() < share}
        if share
        else set()
    )
    found = []
    for row in rows:
        lost = {name for name in HOUSEHOLD if (row["household_id"], name) in gone}
        lost |= {name for name in PERSON if dice.random() < share}
        found.append({name: None if name in lost else value for name, value in row.items()})
    return found


def truth_of(rows: Sequence[Row]) -> dict[tuple[str, str | None, str], Any]:
    """Every fact of the rows by household, person and field, as somebody would write it into a cell."""
    people = load_catalogue().fields(Subject.PERSON)
    known: dict[tuple[str, str | None, str], Any] = {}
    for row in rows:
        for name, value in row.items():
            person = row["person_id"] if name in people else None
            known[row["household_id"], person, name] = value
    return known
