"""What the resident base, the two departments' lists and the older export say of people who are well."""

from datetime import date
from random import Random

from diguan.synth.calendar import Calendar
from diguan.synth.people import Fact, Facts, Household, Person, age_on
from diguan.synth.schooling import (
    JUNIOR,
    LAST_COMPULSORY,
    SENIOR,
    VOCATIONAL,
    compulsory_status,
    grade_index,
    ordinary_schooling,
    senior_status,
)

NOT_IN_SCHOOL = "非在校生"
INSURED: Facts = {"insurance_kind": "城乡居民", "special_protection": None}
SCHOOL_AGE = 6
SHARE_OF_CARS = 0.12
SHARE_OF_TOWN_HOUSES = 0.06
SHARE_AWAY = 0.12
WORKING_AGE = (18, 60)
LESS_THEN = (0.05, 0.25)


def set_base(rng: Random, household: Household, calendar: Calendar) -> None:
    """Rows of the resident base: who is registered, and what a village knows of house, water, school and insurance."""
    household.base = {
        "house_grade": rng.choice(("A级", "B级")),
        "house_lived_in": True,
        "other_safe_dwelling": None,
        "has_vehicle": not household.listed and rng.random() < SHARE_OF_CARS,
        "has_town_house": not household.listed and rng.random() < SHARE_OF_TOWN_HOUSES,
        "drinking_water_safe": True,
    }
    for person in household.members:
        person.base = person_base(rng, person, calendar, listed=household.listed)


def person_base(rng: Random, person: Person, calendar: Calendar, *, listed: bool) -> Facts:
    """One person's row of the resident base, agreeing with the exports where they know the person."""
    if person.export is not None:
        known = {name: person.export[name] for name in ("school_status", "education_level")}
    else:
        schooling = ordinary_schooling(rng, person.born_on, calendar.as_of)
        known = {"school_status": schooling.status, "education_level": schooling.education}
    known["school_status"] = spelt_out(known["school_status"], known["education_level"])
    adult = WORKING_AGE[0] <= age_on(person.born_on, calendar.as_of) < WORKING_AGE[1]
    away = adult and not listed and person.relation != "户主" and rng.random() < SHARE_AWAY
    at_home = "在家" if adult else None
    return {
        **known,
        "dropout_reason": None,
        "insured_residents": True,
        "uninsured_reason": None,
        "person_state": "外出" if away else at_home,
    }


def spelt_out(status: Fact, education: Fact) -> Fact:
    """School status as a resident base says it: who is done with school is "非在校生"; only an export says so by an empty cell."""
    return NOT_IN_SCHOOL if status is None and education is not None else status


def set_rosters(household: Household) -> None:
    """Rows of the insurance and school lists that agree with the resident base."""
    for person in household.members:
        person.insurance = INSURED
        person.schooling = school_row(person.base or {})


def school_row(base: Facts) -> Facts | None:
    """The education department's row of somebody from primary to senior school; None for everybody else."""
    status = base["school_status"]
    if status not in ("小学", *JUNIOR, *SENIOR, *VOCATIONAL):
        return None
    return {"school_status": status, "school_arrangement": None, "dropout_reason": None}


def set_then(rng: Random, household: Household, calendar: Calendar) -> None:
    """Rows of the older export: the household before it exited, every guarantee met."""
    household.then = {**household.export, **_poorer(rng, household)}
    household.then |= {"household_type": None, "poverty_attribute": "预脱贫", "monitored_kind": None, "exited_on": None}
    household.then |= {"risk_cleared": None, "monitored_on": None, "cleared_on": None}
    for person in household.members:
        if person.born_on < calendar.older_export:
            person.then = {**(person.export or {}), **schooling_then(person, calendar.older_export, calendar.as_of)}
    household.then["household_size_current"] = sum(person.then is not None for person in household.members)


def _poorer(rng: Random, household: Household) -> Facts:
    """Income of the year before: less business income, everything else as now; the components still add up."""
    now = household.export
    net, business, persons = (now[name] for name in ("net_income", "business_income", "household_size_annual"))
    if not (isinstance(net, int) and isinstance(business, int) and isinstance(persons, int)):
        return {}
    less = min(business, round(net * rng.uniform(*LESS_THEN)))
    return {
        "business_income": business - less,
        "net_income": net - less,
        "income_per_head": round((net - less) / persons, 2),
    }


def schooling_then(person: Person, then: date, now: date) -> Facts:
    """Schooling on an earlier day, told from today's: the grade goes back by the school years between."""
    today = person.export or person.base or {}
    status = today["school_status"]
    index = grade_index(person.born_on, then)
    if status is None or grade_index(person.born_on, now) == index:
        return {"school_status": status, "education_level": today["education_level"]}
    if index <= 0:
        return {"school_status": "学前教育", "education_level": None}
    earlier = compulsory_status(index) if index <= LAST_COMPULSORY else senior_status(index, str(status))
    return {"school_status": earlier, "education_level": None}
