"""Plantings in households that have exited: wrong exits, falls back, and those of which nothing tells which of the two."""

from diguan.synth.people import Household
from diguan.synth.planting.changes import NOT_INSURED, say_dropped_out, say_house, say_uninsured, say_water, then_of
from diguan.synth.planting.ground import EDUCATION, HOUSING, INCOME, INSURANCE, WATER, Ground
from diguan.synth.planting.registry import not_relocated, planting

WRONG_EXIT = "suspected_wrong_exit"
RETURN = "suspected_return"
UNCLEAR = "suspected_wrong_exit_or_return"
BELOW_EVERY_LINE = (900, 2_100)
REASONS = ("因病", "因残", "因贫", "厌学")


# --- exited after the older export: what was unmet then, what is unmet now


@planting("late", not_relocated)
def wrong_exit_house(ground: Ground, household: Household) -> None:
    """Dangerous house at the exit, and still."""
    (household.then or {})["dangerous_house"] = True
    say_house(household, dangerous=True, grade="D级")
    ground.expect(WRONG_EXIT, household, None, HOUSING)


@planting("late")
def wrong_exit_water_mended(ground: Ground, household: Household) -> None:
    """No safe water at the exit; it came afterwards."""
    (household.then or {})["drinking_water_safe"] = False
    ground.expect(WRONG_EXIT, household, None, WATER)


@planting("late", Ground.has_pupil)
def wrong_exit_dropout_back(ground: Ground, household: Household) -> None:
    """A child out of school at the exit, back in school since."""
    child = ground.rng.choice(ground.pupils(household))
    then_of(child).update(school_status=None, education_level="小学")
    ground.expect(WRONG_EXIT, household, child, EDUCATION)


@planting("late", Ground.has_adult)
def wrong_exit_uninsured(ground: Ground, household: Household) -> None:
    """A member insured nowhere at the exit, and still not."""
    member = ground.rng.choice(ground.adults(household))
    then_of(member).update(insured_residents=False, insured_employees=False)
    say_uninsured(member)
    ground.expect(WRONG_EXIT, household, member, INSURANCE)


@planting("late", not_relocated)
def return_house(ground: Ground, household: Household) -> None:
    """Safe house at the exit, dangerous now."""
    say_house(household, dangerous=True, grade=ground.rng.choice(("C级", "D级")))
    ground.expect(RETURN, household, None, HOUSING)


@planting("late")
def return_water(ground: Ground, household: Household) -> None:
    """Safe water at the exit, none now."""
    say_water(household, safe=False)
    ground.expect(RETURN, household, None, WATER)


@planting("late", Ground.has_pupil)
def return_dropout(ground: Ground, household: Household) -> None:
    """In school at the exit, dropped out since."""
    child = ground.rng.choice(ground.pupils(household))
    say_dropped_out(child, ground.rng.choice(REASONS), roster=ground.rng.random() < 0.5)  # noqa: PLR2004 (either is right)
    ground.expect(RETURN, household, child, EDUCATION)


@planting("late", Ground.has_adult)
def return_uninsured_roster(ground: Ground, household: Household) -> None:
    """Insured at the exit; today the export still ticks yes, the insurance list says no and is believed."""
    member = ground.rng.choice(ground.adults(household))
    member.insurance = NOT_INSURED
    ground.contradict(household, member)
    ground.expect(RETURN, household, member, INSURANCE)


# --- exited before the older export: nothing tells whether it was met then


@planting("early", not_relocated)
def unclear_house(ground: Ground, household: Household) -> None:
    """Dangerous house now."""
    say_house(household, dangerous=True, grade="D级")
    ground.expect(UNCLEAR, household, None, HOUSING)


@planting("early", not_relocated)
def unclear_house_graded(ground: Ground, household: Household) -> None:
    """The export says not dangerous; the village's grading says D and is believed."""
    say_house(household, dangerous=False, grade="D级")
    ground.contradict(household)
    ground.expect(UNCLEAR, household, None, HOUSING)


@planting("early")
def unclear_water(ground: Ground, household: Household) -> None:
    """No safe water now."""
    say_water(household, safe=False)
    ground.expect(UNCLEAR, household, None, WATER)


@planting("early", Ground.has_pupil)
def unclear_dropout(ground: Ground, household: Household) -> None:
    """A child out of school now."""
    child = ground.rng.choice(ground.pupils(household))
    say_dropped_out(child, ground.rng.choice(REASONS), roster=ground.rng.random() < 0.5)  # noqa: PLR2004 (either is right)
    ground.expect(UNCLEAR, household, child, EDUCATION)


@planting("early", Ground.has_pupil)
def unclear_dropout_roster(ground: Ground, household: Household) -> None:
    """The export still says in school; the education department's list says not, and is believed."""
    child = ground.rng.choice(ground.pupils(household))
    child.schooling = {"school_status": "非在校生", "school_arrangement": None, "dropout_reason": "厌学"}
    ground.contradict(household, child)
    ground.expect(UNCLEAR, household, child, EDUCATION)


@planting("early", Ground.has_adult)
def unclear_uninsured(ground: Ground, household: Household) -> None:
    """Two members insured nowhere, or one where there are no two: a finding for each."""
    for member in ground.adults(household)[:2]:
        say_uninsured(member, "漏保")
        ground.expect(UNCLEAR, household, member, INSURANCE)


@planting("early")
def unclear_income(ground: Ground, household: Household) -> None:
    """Income below every line."""
    ground.set_per_head(household, ground.rng.uniform(*BELOW_EVERY_LINE))
    ground.expect(UNCLEAR, household, None, INCOME)
