"""Cells that cannot be read: the fact is unknown there, the row stays. And keys that cannot be read: the row is rejected."""

from diguan.synth.people import Household
from diguan.synth.planting.changes import say_water
from diguan.synth.planting.ground import INCOME, WATER, Ground
from diguan.synth.planting.registry import planting, several
from diguan.synth.spelling import Written

NEEDS = "needs_evidence"
DAMAGED_NUMBERS = ("约八千", "12.5.3", "#REF!", "3,2l8")
IMPOSSIBLE_DATES = ("2012-02-30", "1989-13-05", "19750931")
UNKNOWN_HEALTH = ("亚健康状态", "见备注")
UNREADABLE_YES_NO = ("是/否", "看情况")
LAYOUTS_OF_EXITED = {"full": "人均纯收入（元）", "exited": "人均纯收入"}


def _one_cell(ground: Ground, household: Household, header: str, written: Written, kind: str) -> None:
    """One cell of one row of the full-field workbook; every other row and file says the same as ever."""
    ground.slip("full", household, ground.rng.choice(household.exported), header, written, kind)
    ground.decoy(household)


@planting("early")
def cell_damaged_number(ground: Ground, household: Household) -> None:
    """A land area that is no number."""
    _one_cell(ground, household, "耕地面积（亩）", ground.rng.choice(DAMAGED_NUMBERS), "damaged number")


@planting("late", several)
def cell_damaged_income_in_one_row(ground: Ground, household: Household) -> None:
    """The income is damaged in one row, the other rows of the household say it."""
    _one_cell(ground, household, "人均纯收入（元）", ground.rng.choice(DAMAGED_NUMBERS), "damaged number")


@planting("early")
def cell_out_of_range(ground: Ground, household: Household) -> None:
    """Thirteen months of work in a year."""
    _one_cell(ground, household, "务工时间（月）", 13, "out of range")


@planting("early")
def cell_unknown_spelling(ground: Ground, household: Household) -> None:
    """A state of health that is in no list."""
    _one_cell(ground, household, "健康状况", ground.rng.choice(UNKNOWN_HEALTH), "unknown spelling")


@planting("late")
def cell_unreadable_yes_no(ground: Ground, household: Household) -> None:
    """Insured: "yes/no" as the form printed it; the insurance list knows."""
    _one_cell(
        ground, household, "是否参加城乡居民基本医疗保险", ground.rng.choice(UNREADABLE_YES_NO), "unknown spelling"
    )


@planting("early")
def cell_impossible_date(ground: Ground, household: Household) -> None:
    """A birth date that no calendar has; the ID number tells it."""
    _one_cell(ground, household, "出生日期", ground.rng.choice(IMPOSSIBLE_DATES), "impossible date")


@planting("early")
def cell_identity_as_float(ground: Ground, household: Household) -> None:
    """An ID number that a spreadsheet made a float of; the list of the exited still has it whole."""
    person = ground.rng.choice(household.exported)
    ground.slip("full", household, person, "证件号码", float(person.identity[:15] + "000"), "identity as damaged float")
    ground.decoy(household)


@planting("early")
def cell_income_everywhere(ground: Ground, household: Household) -> None:
    """The income is damaged in every row of every file: unknown, evidence is needed."""
    written = ground.rng.choice(DAMAGED_NUMBERS)
    for layout, header in LAYOUTS_OF_EXITED.items():
        for person in household.exported:
            ground.slip(layout, household, person, header, written, "damaged number")
    ground.expect(NEEDS, household, None, INCOME)


@planting("early")
def cell_water_everywhere(ground: Ground, household: Household) -> None:
    """Safe water is neither yes nor no in every row of every export, and empty in the resident base."""
    say_water(household, safe=None)
    written = ground.rng.choice(UNREADABLE_YES_NO)
    for layout in LAYOUTS_OF_EXITED:
        for person in household.exported:
            ground.slip(layout, household, person, "是否解决安全饮用水", written, "unknown spelling")
    ground.expect(NEEDS, household, None, WATER)


# --- damaged keys: in the full-field workbook; the list of the exited has the person whole


@planting("early")
def key_person_empty(ground: Ground, household: Household) -> None:
    """A row without a person number."""
    ground.reject("full", household, ground.rng.choice(household.exported), "人口编号", None)
    ground.decoy(household)


@planting("early")
def key_household_as_float(ground: Ground, household: Household) -> None:
    """A household number in scientific notation."""
    ground.reject("full", household, ground.rng.choice(household.exported), "户编号", "8.00E+09")
    ground.decoy(household)


@planting("late")
def key_village_unknown(ground: Ground, household: Household) -> None:
    """A village that the township does not have."""
    ground.reject("full", household, ground.rng.choice(household.exported), "村", "查无此村")
    ground.decoy(household)


# --- the same in every export, while the resident base knows the person: the row is there, so nobody is missing


@planting("early", several)
def key_person_empty_everywhere(ground: Ground, household: Household) -> None:
    """A row without a person number in every export; the resident base has the person."""
    person = household.exported[-1]
    for layout, header in (("full", "人口编号"), ("exited", "人编号")):
        ground.reject(layout, household, person, header, None)
    ground.decoy(household)


@planting("early", several)
def cell_identity_as_float_everywhere(ground: Ground, household: Household) -> None:
    """An ID number that became a float in every export; the resident base has it whole."""
    person = household.exported[-1]
    for layout in LAYOUTS_OF_EXITED:
        written = float(person.identity[:15] + "000")
        ground.slip(layout, household, person, "证件号码", written, "identity as damaged float")
    ground.decoy(household)
