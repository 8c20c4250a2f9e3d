"""Plantings that leave a verdict unknown: sources that contradict each other, cells that are empty, questions nobody asked."""

from dataclasses import replace

from diguan.synth.people import Facts, Household
from diguan.synth.planting.changes import NOT_INSURED, say, say_house, say_water
from diguan.synth.planting.ground import EDUCATION, HOUSING, INCOME, INSURANCE, WATER, Ground
from diguan.synth.planting.registry import not_relocated, planting, relocated, several
from diguan.synth.records import INSURED

CONFLICT = "conflict"
NEEDS = "needs_evidence"
PER_HEAD = "人均纯收入（元）"


# --- two values of equal rank


@planting("late", several)
def conflict_income_rows(ground: Ground, household: Household) -> None:
    """Two rows of one household carry different incomes per head."""
    person = household.exported[-1]
    value = household.export["income_per_head"]
    ground.vary("full", household, person, PER_HEAD, round(float(str(value)) * 1.2 + 1, 2))
    ground.expect(CONFLICT, household, None, INCOME)


@planting("early", several)
def conflict_water_rows(ground: Ground, household: Household) -> None:
    """Two rows of one household contradict each other about safe water."""
    ground.vary("full", household, household.exported[0], "是否解决安全饮用水", "否")
    ground.expect(CONFLICT, household, None, WATER)


@planting("ordinary", several)
def conflict_grade_rows(ground: Ground, household: Household) -> None:
    """The resident base grades the house differently in two rows of one household."""
    ground.vary("residents", household, household.members[-1], "住房鉴定等级", "D级")
    ground.expect(CONFLICT, household, None, HOUSING)


@planting("early", Ground.has_adult)
def conflict_insurance_rows(ground: Ground, household: Household) -> None:
    """The insurance list has one member of a listed household twice, insured and not."""
    _twice_insured(ground, household)


@planting("ordinary", Ground.has_adult)
def conflict_insurance_rows_ordinary(ground: Ground, household: Household) -> None:
    """The insurance list has one member of an ordinary household twice, insured and not."""
    _twice_insured(ground, household)


def _twice_insured(ground: Ground, household: Household) -> None:
    member = ground.rng.choice(ground.adults(household))
    ground.extra_row("health_insurance", household, replace(member, insurance=NOT_INSURED))
    ground.expect(CONFLICT, household, member, INSURANCE)


@planting("early", Ground.has_pupil)
def conflict_school_rows(ground: Ground, household: Household) -> None:
    """The education list has one child twice, in school and not."""
    child = ground.rng.choice(ground.pupils(household))
    other: Facts = {"school_status": "非在校生", "school_arrangement": None, "dropout_reason": None}
    ground.extra_row("education", household, replace(child, schooling=other))
    ground.expect(CONFLICT, household, child, EDUCATION)


# --- collected, and missing here


@planting("early")
def evidence_income(ground: Ground, household: Household) -> None:
    """The income per head is empty in every file, and so is one of the components it could be reckoned from."""
    household.export |= {"income_per_head": None, "net_income": None, "business_income": None}
    ground.expect(NEEDS, household, None, INCOME)


@planting("early")
def evidence_income_with_components(ground: Ground, household: Household) -> None:
    """The income per head is empty in every file; its components are there, but the cell that every file has is not filled in."""
    household.export["income_per_head"] = None
    ground.expect(NEEDS, household, None, INCOME)


@planting("early")
def evidence_water(ground: Ground, household: Household) -> None:
    """Whether water is safe is empty in every file."""
    say_water(household, safe=None)
    ground.expect(NEEDS, household, None, WATER)


@planting("helped", not_relocated)
def evidence_house(ground: Ground, household: Household) -> None:
    """Neither the exports nor the resident base say anything of the house."""
    say_house(household, dangerous=None, grade=None)
    ground.expect(NEEDS, household, None, HOUSING)


@planting("early", Ground.has_adult)
def evidence_insurance(ground: Ground, household: Household) -> None:
    """Nothing says whether a member is insured, and the insurance list does not know them."""
    member = ground.rng.choice(ground.adults(household))
    say(member, insured_residents=None)
    member.insurance = None
    ground.expect(NEEDS, household, member, INSURANCE)


@planting("early", Ground.has_pupil)
def evidence_school(ground: Ground, household: Household) -> None:
    """Both school status and education are empty for a child of school age, and the education list does not know it."""
    child = ground.rng.choice(ground.pupils(household))
    say(child, school_status=None, education_level=None)
    child.schooling = None
    ground.expect(NEEDS, household, child, EDUCATION)


@planting("early")
def newborn_unasked(ground: Ground, household: Household) -> None:
    """A newborn of a listed household, not insured; nobody wrote down whether that is under way."""
    person = ground.newborn(household)
    ground.expect(NEEDS, household, person, INSURANCE)


@planting("ordinary")
def newborn_unasked_ordinary(ground: Ground, household: Household) -> None:
    """A newborn of an ordinary household, not insured; nobody wrote down whether that is under way."""
    person = ground.newborn(household)
    ground.expect(NEEDS, household, person, INSURANCE)


@planting("early", not_relocated)
def all_away_unverified(ground: Ground, household: Household) -> None:
    """Everybody is away, the house at home is dangerous, nobody has verified where they live."""
    say_house(household, dangerous=True, grade="D级")
    for person in household.members:
        say(person, person_state="外出")
    ground.expect(NEEDS, household, None, HOUSING)


@planting("ordinary")
def empty_house_unverified(ground: Ground, household: Household) -> None:
    """The empty D-grade house of a family that is not known to be well off."""
    household.base |= {"house_lived_in": False, "has_vehicle": False, "has_town_house": False}
    say_house(household, dangerous=True, grade="D级")
    ground.expect(NEEDS, household, None, HOUSING)


@planting("early", relocated)
def relocated_unasked(ground: Ground, household: Household) -> None:
    """Relocated out of a dangerous house; nobody wrote down whether the household moved in."""
    say_house(household, dangerous=True, grade="D级")
    household.export["relocation_moved_in"] = None
    ground.expect(NEEDS, household, None, HOUSING)


# --- lawful, recorded


@planting("early")
def newborn_enrolling(ground: Ground, household: Household) -> None:
    """Decoy: a newborn whose enrolment the insurance list has as under way."""
    person = ground.newborn(household)
    person.insurance = {"insurance_kind": "未参保", "special_protection": "新生儿参保办理中"}
    ground.decoy(household, person)


@planting("early")
def newborn_insured(ground: Ground, household: Household) -> None:
    """Decoy: a newborn already insured, in the insurance list only since last week; the export still says no."""
    person = ground.newborn(household)
    person.insurance = INSURED
    ground.contradict(household, person)
    ground.decoy(household, person)


@planting("early", not_relocated)
def all_away_verified(ground: Ground, household: Household) -> None:
    """Decoy: everybody is away, the house at home is dangerous, the dwelling away was verified."""
    say_house(household, dangerous=True, grade="D级")
    for person in household.members:
        say(person, person_state="外出")
    household.export["remote_verified_safe"] = True
    ground.decoy(household)


@planting("early", relocated)
def relocated_moved_in(ground: Ground, household: Household) -> None:
    """Decoy: the old house is dangerous, the household lives in the new one."""
    say_house(household, dangerous=True, grade="D级")
    ground.decoy(household)
