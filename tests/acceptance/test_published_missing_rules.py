"""The Global MPI's rules for missing data: what the published do-files say of a raw survey, and `global-mpi` of the same survey prepared.

The rules are written out here in plain Python as OPHI's do-file of Iraq 2018 and HDRO's of Ethiopia 2016 have them (None is missing);
the preparation follows the fields of the pack's catalogue.
"""

import csv
import random
from datetime import date
from math import fsum

import pytest

import diguan

LIVING = ("cooking_fuel", "sanitation", "drinking_water", "electricity", "housing", "assets")
WEIGHTS = {
    **dict.fromkeys(("nutrition", "child_mortality", "years_of_schooling", "school_attendance"), 3),
    **dict.fromkeys(LIVING, 1),
}


def raw_household(dice):
    """What was asked and measured in a household; None was not recorded."""

    def maybe(value, share=0.12):
        return None if dice.random() < share else value

    return {
        "years": [maybe(dice.choice([0, 3, 5, 6, 9]), 0.3) for _ in range(dice.randint(0, 4))],
        "attends": [maybe(dice.random() < 0.8, 0.3) for _ in range(dice.randint(0, 4))],
        "low": [maybe(dice.random() < 0.15, 0.4) for _ in range(dice.randint(0, 3))],
        "deaths": [maybe(dice.choice([0, 0, 0, 1]), 0.3) for _ in range(dice.randint(0, 2))],
        "fuel": maybe(dice.choice(["gas", "wood", "charcoal", "no_cooking"])),
        "toilet": dice.choice(["flush", "improved_latrine", "unimproved", "none"]),
        "shared": maybe(dice.random() < 0.3, 0.3),
        "source": dice.choice(["piped", "borehole", "surface_water"]),
        "minutes": maybe(dice.choice([0, 29, 30, 60]), 0.3),
        "light": maybe(dice.random() < 0.7),
        "parts": [maybe(dice.choice(["adequate", "adequate", "inadequate"]), 0.3) for _ in range(3)],
        "assets": maybe(dice.randint(0, 4)),
        "car": dice.choice([True, None, None]),
        "size": dice.randint(1, 9),
        "weight": round(dice.uniform(0.2, 3), 3),
    }


def enough(known):
    """Known of at least two thirds; of nobody, too (0 / 0 is missing, and missing is more than two thirds)."""
    return 3 * sum(one is not None for one in known) >= 2 * len(known)


def published(raw):
    """Deprived, not deprived or missing, indicator by indicator."""
    parts, told = raw["parts"], [n for n in raw["deaths"] if n is not None]
    safe = raw["source"] in ("piped", "borehole") and not (raw["minutes"] is not None and raw["minutes"] >= 30)
    own = raw["toilet"] in ("flush", "improved_latrine") and raw["shared"] is not True
    schooled = any((y or 0) >= 6 for y in raw["years"])
    return {
        "nutrition": True
        if True in raw["low"]
        else (None if raw["low"] and not any(x is False for x in raw["low"]) else False),
        "child_mortality": sum(told) > 0 if told or not raw["deaths"] else None,
        "years_of_schooling": False if schooled else (True if enough(raw["years"]) else None),
        "school_attendance": True if False in raw["attends"] else (False if enough(raw["attends"]) else None),
        "cooking_fuel": None if raw["fuel"] is None else raw["fuel"] in ("wood", "charcoal"),
        "sanitation": not own,
        "drinking_water": not safe,
        "electricity": None if raw["light"] is None else not raw["light"],
        "housing": True if "inadequate" in parts else (None if parts == [None] * 3 else False),
        "assets": None if raw["car"] is raw["assets"] is None else not (raw["car"] or raw["assets"] > 1),
    }


def prepared(raw):
    """The row of a household for the pack, as the fields of its catalogue say."""
    six = sum((y or 0) >= 6 for y in raw["years"])
    out = sum(a is False for a in raw["attends"])
    measured = [x for x in raw["low"] if x is not None]
    told = [n for n in raw["deaths"] if n is not None]
    some = any(part is not None for part in raw["parts"])
    floor, roof, walls = ((part or "not_recorded") if some else part for part in raw["parts"])
    return {
        "undernourished": sum(measured) if measured or not raw["low"] else None,
        "child_deaths": sum(told) if told or not raw["deaths"] else None,
        "six_years_schooling": six if six or enough(raw["years"]) else None,
        "out_of_school": out if out or enough(raw["attends"]) else None,
        "cooking_fuel": raw["fuel"],
        "toilet": raw["toilet"],
        "toilet_shared": raw["shared"] or False,
        "water_source": raw["source"],
        "water_minutes": raw["minutes"] or 0,
        "electricity": raw["light"],
        "floor": floor,
        "roof": roof,
        "walls": walls,
        "small_assets": raw["assets"],
        "car_or_truck": raw["car"] or False,
        "household_size": raw["size"],
        "sample_weight": raw["weight"],
    }


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    folder, dice = tmp_path_factory.mktemp("raw"), random.Random(20)
    raws = [raw_household(dice) for _ in range(1500)]
    rows = [prepared(raw) for raw in raws]
    with (folder / "households.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["household_id", *rows[0]])
        for n, row in enumerate(rows):
            cells = ("" if v is None else str(v).lower() if isinstance(v, bool) else v for v in row.values())
            writer.writerow([f"h{n}", *cells])
    return folder, raws


def test_households_without_an_answer_are_those_of_the_published_rules(survey):
    folder, raws = survey
    found = diguan.measure([folder], standard="global-mpi", as_of=date(2020, 1, 1), people="household_size")
    missing = {name: sum(published(raw)[name] is None for raw in raws) for name in WEIGHTS}
    assert found.deprivation.missing == {name: count for name, count in missing.items() if count}
    assert found.deprivation.incomplete == sum(None in published(raw).values() for raw in raws)
    assert not found.presumed


def test_figures_are_those_of_the_published_rules(survey):
    folder, raws = survey
    found = diguan.measure([folder], standard="global-mpi", as_of=date(2020, 1, 1), people="household_size")
    value = {(f.measure, f.indicator): f.estimate.value for f in found.figures}
    whole = [(raw["weight"] * raw["size"], published(raw)) for raw in raws]
    known = [(w, d) for w, d in whole if None not in d.values()]
    total = fsum(w for w, _ in known)
    scored = [(w, d, sum(WEIGHTS[name] for name in d if d[name])) for w, d in known]
    poor = [each for each in scored if each[2] >= 6]
    assert len(poor) > 20
    assert value["headcount_ratio", None] == pytest.approx(fsum(w for w, *_ in poor) / total, rel=1e-11)
    assert value["mpi", None] == pytest.approx(fsum(w * points / 18 for w, _, points in poor) / total, rel=1e-11)
    for name in WEIGHTS:
        raw_share, censored = (fsum(w for w, d, _ in of if d[name]) / total for of in (scored, poor))
        assert value["uncensored_headcount", name] == pytest.approx(raw_share, rel=1e-11), name
        assert value["censored_headcount", name] == pytest.approx(censored, rel=1e-11), name


def test_survey_that_asks_no_more_than_the_rules_need_is_told_what_was_presumed(survey, tmp_path):
    folder, _ = survey
    left_off = ("toilet_shared", "water_minutes", "car_or_truck")
    with (folder / "households.csv").open(encoding="utf-8", newline="") as file:
        rows = [{k: v for k, v in row.items() if k not in left_off} for row in csv.DictReader(file)]
    with (tmp_path / "households.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = diguan.measure([tmp_path], standard="global-mpi", as_of=date(2020, 1, 1))
    assert "sanitation" not in found.deprivation.missing
    assert "drinking_water" not in found.deprivation.missing
    assert len(found.presumed) == len(left_off)
