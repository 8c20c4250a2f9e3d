"""Single changes of facts, said alike by every file that knows the subject."""

from diguan.synth.people import Fact, Facts, Household, Person
from diguan.synth.records import NOT_IN_SCHOOL, spelt_out
from diguan.synth.schooling import compulsory_status

NOT_INSURED: Facts = {"insurance_kind": "未参保", "special_protection": None}


def say(person: Person, **facts: Fact) -> None:
    """Let the exports and the resident base say something of a person (the base: as far as it has the column)."""
    if person.export is not None:
        person.export |= facts
    if person.base is not None:
        person.base |= {name: value for name, value in facts.items() if name in person.base}
        if {"school_status", "education_level"} & facts.keys():
            person.base["school_status"] = spelt_out(facts.get("school_status"), person.base["education_level"])


def say_house(household: Household, *, dangerous: bool | None, grade: str | None) -> None:
    """Let the exports say whether the house is dangerous, and the resident base its grade."""
    if household.listed:
        household.export["dangerous_house"] = dangerous
    household.base["house_grade"] = grade


def say_water(household: Household, *, safe: bool | None) -> None:
    """Let every file say whether drinking water is safe."""
    if household.listed:
        household.export["drinking_water_safe"] = safe
    household.base["drinking_water_safe"] = safe


def say_dropped_out(person: Person, reason: str | None, *, roster: bool = True) -> None:
    """Out of school after primary school, for a reason; the school list says so, or does not know the child."""
    say(person, school_status=None, education_level="小学", dropout_reason=reason)
    row: Facts = {"school_status": NOT_IN_SCHOOL, "school_arrangement": None, "dropout_reason": reason}
    person.schooling = row if roster else None


def say_uninsured(person: Person, reason: str | None = None) -> None:
    """Insured nowhere, in every file."""
    say(
        person,
        insured_residents=False,
        insured_employees=False,
        uninsured_reason=reason,
        critical_illness_insured=False,
    )
    person.insurance = NOT_INSURED


def say_other_year(status: str) -> str:
    """A school status one school year beside another, both compulsory."""
    return compulsory_status(7) if status == "小学" else "小学"


def then_of(person: Person) -> Facts:
    """The person's row in the older export; a member without one has an empty row that nothing reads."""
    return person.then if person.then is not None else {}
