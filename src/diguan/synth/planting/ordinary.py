"""Plantings in households that were never listed, and members that a listed household's export left out."""

from datetime import timedelta

from diguan.synth.people import Household, Person, age_on
from diguan.synth.planting.changes import NOT_INSURED, say_dropped_out, say_house, say_uninsured, say_water
from diguan.synth.planting.ground import Ground
from diguan.synth.planting.registry import planting

MISSED = "suspected_missed_household"
MISSED_MEMBER = "suspected_missed_member"
REASONS_OF_NEED = ("经济困难", "不知情", "漏保")


def at_home(household: Household) -> None:
    """Nobody is away and nothing speaks of wealth, so that the house lived in decides."""
    household.base |= {"has_vehicle": False, "has_town_house": False}
    for person in household.members:
        if person.base is not None:
            person.base["person_state"] = "在家"


@planting("ordinary")
def missed_house(ground: Ground, household: Household) -> None:
    """A house graded C or D and lived in, no other."""
    at_home(household)
    say_house(household, dangerous=True, grade=ground.rng.choice(("C级", "D级")))
    ground.expect(MISSED, household)


@planting("ordinary", Ground.has_pupil)
def missed_dropout(ground: Ground, household: Household) -> None:
    """A child out of school because the family is poor, ill or disabled."""
    at_home(household)
    child = ground.rng.choice(ground.pupils(household))
    say_dropped_out(child, ground.rng.choice(("因贫", "因病", "因残")), roster=ground.rng.random() < 0.5)  # noqa: PLR2004
    ground.expect(MISSED, household)


@planting("ordinary", Ground.has_adult)
def missed_uninsured(ground: Ground, household: Household) -> None:
    """A member insured nowhere, not by refusal."""
    at_home(household)
    say_uninsured(ground.rng.choice(ground.adults(household)), ground.rng.choice(REASONS_OF_NEED))
    ground.expect(MISSED, household)


@planting("ordinary", Ground.has_adult)
def missed_uninsured_roster(ground: Ground, household: Household) -> None:
    """The village ticks insured; the insurance list says no and is believed."""
    at_home(household)
    member = ground.rng.choice(ground.adults(household))
    member.insurance = NOT_INSURED
    ground.contradict(household, member)
    ground.expect(MISSED, household)


@planting("ordinary")
def missed_water(ground: Ground, household: Household) -> None:
    """No safe water."""
    at_home(household)
    say_water(household, safe=False)
    ground.expect(MISSED, household)


@planting("ordinary", Ground.has_pupil)
def missed_weary_and_house(ground: Ground, household: Household) -> None:
    """A child weary of school excuses itself, the dangerous house lived in does not."""
    at_home(household)
    say_dropped_out(ground.rng.choice(ground.pupils(household)), "厌学")
    say_house(household, dangerous=True, grade="D级")
    ground.expect(MISSED, household)


# --- members missing inside listed households: the resident base has them, the export has not


def _unlisted(ground: Ground, household: Household, relation: str, age: int, *, male: bool) -> Person:
    """A member whom only the resident base knows, with the school list where a child is of school age."""
    as_of = ground.calendar.as_of
    born_on = as_of - timedelta(days=age * 365 + ground.rng.randint(100, 300))
    person = ground.newcomer(household, relation, born_on, male=male)
    ground.register(household, person)
    return person


@planting("early")
def missed_member_child(ground: Ground, household: Household) -> None:
    """A grandchild in the household register, not in the list."""
    person = _unlisted(ground, household, "之孙女", ground.rng.randint(2, 12), male=False)
    ground.expect(MISSED_MEMBER, household, person)


@planting("late")
def missed_member_wife(ground: Ground, household: Household) -> None:
    """A daughter-in-law who moved her registration here, not in the list."""
    person = _unlisted(ground, household, "之儿媳", ground.rng.randint(22, 34), male=False)
    ground.expect(MISSED_MEMBER, household, person)


@planting("helped")
def missed_member_elder(ground: Ground, household: Household) -> None:
    """A father in the household register, not in the list of a registered household."""
    person = _unlisted(ground, household, "之父", ground.rng.randint(66, 84), male=True)
    ground.expect(MISSED_MEMBER, household, person)


@planting("early")
def married_out(ground: Ground, household: Household) -> None:
    """Decoy: a daughter still in the household register, known to have married out."""
    person = _unlisted(ground, household, "之女", ground.rng.randint(21, 33), male=False)
    (person.base or {})["person_state"] = "婚出"
    ground.decoy(household, person)


# --- ordinary decoys: what looks like a missed household and is none


@planting("ordinary", Ground.has_pupil)
def weary_well_off(ground: Ground, household: Household) -> None:
    """Decoy: a child of a well-off family is weary of school."""
    household.base["has_vehicle"] = True
    child = ground.rng.choice(ground.pupils(household))
    say_dropped_out(child, "厌学")
    ground.decoy(household, child)


@planting("ordinary", Ground.has_adult)
def refusal_well_off(ground: Ground, household: Household) -> None:
    """Decoy: a member of a well-off family refuses to be insured."""
    household.base["has_vehicle"] = True
    member = ground.rng.choice(ground.adults(household))
    say_uninsured(member, "拒绝参保")
    ground.decoy(household, member)


@planting("ordinary")
def empty_house_well_off(ground: Ground, household: Household) -> None:
    """Decoy: the empty D-grade house of a family that lives in its house in town."""
    household.base |= {"house_lived_in": False, "has_town_house": True}
    say_house(household, dangerous=True, grade="D级")
    ground.decoy(household)


@planting("ordinary")
def other_safe_house(ground: Ground, household: Household) -> None:
    """Decoy: the old house is graded D, the family lives in another safe one."""
    household.base["other_safe_dwelling"] = True
    say_house(household, dangerous=True, grade="D级")
    ground.decoy(household)


def _old_and_alone(ground: Ground, household: Household) -> bool:
    return len(household.members) == 1 and age_on(household.head.born_on, ground.calendar.as_of) >= OLD


def _headed_by_able_son(ground: Ground, household: Household) -> bool:
    head = household.head
    return head.male and head in ground.adults(household) and not head.father and not head.mother


OLD = 65


@planting("ordinary", _old_and_alone)
def elder_beside_able_son(ground: Ground, household: Household) -> None:
    """Decoy: an elder alone in a dangerous house; an able son has a household of his own in the village."""
    sons = ground.take("ordinary", household.planted, lambda h: _headed_by_able_son(ground, h))
    if sons is None:
        return
    at_home(household)
    say_house(household, dangerous=True, grade="D级")
    elder = household.head
    if elder.male:
        sons.head.father = elder.identity
    else:
        sons.head.mother = elder.identity
    ground.decoy(household, elder)
