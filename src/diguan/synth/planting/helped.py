"""Plantings in households that are helped today: aid not delivered, shortfalls, wrongly listed; and aid beyond the standard."""

from diguan.synth.people import Household
from diguan.synth.planting.changes import say_dropped_out, say_house, say_uninsured, say_water, then_of
from diguan.synth.planting.ground import EDUCATION, HOUSING, INCOME, INSURANCE, WATER, Ground
from diguan.synth.planting.registry import not_relocated, planting, relocated
from diguan.synth.records import set_then

AREA_OVER = (30, 42)
LOAN_OVER = (60_000, 80_000, 100_000)
ABOVE_THE_LINE = (6_000, 9_000)


def below_the_line(_ground: Ground, household: Household) -> bool:
    """Registered or returned: the income is below the line, as expected."""
    return household.status in ("registered", "returned")


def may_be_listed_late(_ground: Ground, household: Household) -> bool:
    """Registered and in a house of its own: the February listing fits."""
    return household.status == "registered" and not household.export["help_relocation"]


# --- registered, returned or monitored: unmet, and is there a measure?


@planting("helped", Ground.has_pupil)
def not_delivered_education(ground: Ground, household: Household) -> None:
    """Dropped out, no education help."""
    child = ground.rng.choice(ground.pupils(household))
    say_dropped_out(child, "因贫")
    household.export |= {"help_education": False, "help_compulsory_education": False}
    ground.expect("not_delivered", household, child, EDUCATION)


@planting("helped", Ground.has_adult)
def not_delivered_health(ground: Ground, household: Household) -> None:
    """Insured nowhere, no health help."""
    member = ground.rng.choice(ground.adults(household))
    say_uninsured(member, "经济困难")
    household.export["help_health"] = False
    ground.expect("not_delivered", household, member, INSURANCE)


@planting("helped", not_relocated)
def not_delivered_housing(ground: Ground, household: Household) -> None:
    """Dangerous house, neither renovation nor relocation."""
    say_house(household, dangerous=True, grade="D级")
    household.export["help_housing"] = False
    ground.expect("not_delivered", household, None, HOUSING)


@planting("helped")
def not_delivered_water(ground: Ground, household: Household) -> None:
    """No safe water, no water help."""
    say_water(household, safe=False)
    household.export["help_water"] = False
    ground.expect("not_delivered", household, None, WATER)


@planting("helped", below_the_line)
def not_delivered_income(ground: Ground, household: Household) -> None:
    """Below the line, neither industry nor employment help nor safety net."""
    household.export |= {"help_industry": False, "help_employment": False, "help_safety_net": False}
    ground.expect("not_delivered", household, None, INCOME)


@planting("helped", Ground.has_pupil)
def shortfall_education(ground: Ground, household: Household) -> None:
    """Dropped out although there is education help."""
    child = ground.rng.choice(ground.pupils(household))
    say_dropped_out(child, "厌学")
    household.export["help_education"] = True
    ground.expect("shortfall", household, child, EDUCATION)


@planting("helped", Ground.has_adult)
def shortfall_health(ground: Ground, household: Household) -> None:
    """Insured nowhere although there is health help."""
    member = ground.rng.choice(ground.adults(household))
    say_uninsured(member)
    household.export["help_health"] = True
    ground.expect("shortfall", household, member, INSURANCE)


@planting("helped", not_relocated)
def shortfall_housing(ground: Ground, household: Household) -> None:
    """House still dangerous while its renovation is on record."""
    say_house(household, dangerous=True, grade="C级")
    household.export["help_housing"] = True
    ground.expect("shortfall", household, None, HOUSING)


@planting("helped")
def shortfall_not_moved_in(ground: Ground, household: Household) -> None:
    """Relocated on paper, still in the old dangerous house."""
    say_house(household, dangerous=True, grade="D级")
    household.export |= {
        "help_relocation": True,
        "relocation_moved_in": False,
        "house_area": 20 * len(household.exported),
    }
    ground.expect("shortfall", household, None, HOUSING)


@planting("helped")
def shortfall_water(ground: Ground, household: Household) -> None:
    """No safe water although there is water help."""
    say_water(household, safe=False)
    household.export["help_water"] = True
    ground.expect("shortfall", household, None, WATER)


@planting("cleared")
def shortfall_after_clearing(ground: Ground, household: Household) -> None:
    """Risk cleared, water not safe again."""
    say_water(household, safe=False)
    ground.expect("shortfall", household, None, WATER)


# --- listed in February: what did the older export say of it?


def _listed_late(ground: Ground, household: Household) -> None:
    """The household stood in the older export as an ordinary one, every guarantee met and well above the line."""
    set_then(ground.rng, household, ground.calendar)
    per_head = round(ground.rng.uniform(*ABOVE_THE_LINE))
    then = household.then or {}
    then |= {"household_type": "一般农户", "poverty_attribute": None, "identified_on": None, "help_relocation": None}
    net = per_head * len(household.exported)
    then |= {
        "business_income": net,
        "business_expenses": 0,
        "wage_income": 0,
        "net_income": net,
        "income_per_head": per_head,
    }
    household.export["identified_on"] = ground.calendar.late_listing
    for person in household.exported:
        person.export = {**(person.export or {}), "person_identified_on": ground.calendar.late_listing}
        then_of(person)["person_identified_on"] = None


@planting("helped", may_be_listed_late)
def wrongly_listed(ground: Ground, household: Household) -> None:
    """Everything met in the November before it was listed."""
    _listed_late(ground, household)
    ground.expect("suspected_wrongly_listed", household)


@planting("helped", may_be_listed_late)
def rightly_listed(ground: Ground, household: Household) -> None:
    """Decoy: above the line in the November before, but in a dangerous house, which was renovated since."""
    _listed_late(ground, household)
    (household.then or {})["dangerous_house"] = True
    household.export["help_housing"] = True
    ground.decoy(household)


# --- aid beyond the standard


@planting("early")
def over_two_safety_nets(ground: Ground, household: Household) -> None:
    """One person on dibao and in extreme-hardship support at once."""
    member = ground.rng.choice(household.exported)
    member.export = {**(member.export or {}), "dibao_person": True, "tekun_person": True}
    ground.expect("over_standard", household)


@planting("early", relocated)
def over_relocation_area(ground: Ground, household: Household) -> None:
    """Relocated into far more than 25 square metres a head."""
    household.export["house_area"] = ground.rng.randint(*AREA_OVER) * len(household.exported)
    ground.expect("over_standard", household, requires="relocation_area_per_head")


@planting("early")
def over_microloan(ground: Ground, household: Household) -> None:
    """A micro-loan above the ceiling."""
    household.export["microloan_amount"] = ground.rng.choice(LOAN_OVER)
    ground.expect("over_standard", household, requires="microloan_ceiling")
