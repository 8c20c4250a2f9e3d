"""The ground of a planting: households that nothing was planted in yet, by what they are good for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from diguan.synth.calendar import Calendar
from diguan.synth.circumstances import set_person
from diguan.synth.listing import listed_with
from diguan.synth.people import Household, Person, age_on
from diguan.synth.planting.changes import NOT_INSURED, say
from diguan.synth.population import Settler, schooling_facts, set_household_income
from diguan.synth.records import INSURED, NOT_IN_SCHOOL, person_base, school_row
from diguan.synth.schooling import due
from diguan.synth.spelling import Written
from diguan.synth.structure import Place
from diguan.synth.truth import Decoy, Expected, Slip, Truth

EDUCATION = "compulsory_education"
INSURANCE = "basic_medical_insurance"
HOUSING = "safe_housing"
WATER = "safe_drinking_water"
INCOME = "income"
NEWBORN_DAYS = (20, 100)
HALF = 0.5
HELPED = ("registered", "returned", "monitored_unstable", "monitored_edge", "monitored_sudden")
LABOUR_AGE = 18
RETIRED_AGE = 60
CLEARLY_TOO_YOUNG_TO_HAVE_FINISHED = 13


def soil(household: Household) -> str:
    """Which pool a household is in: ordinary, late (exited after the older export), early (exited before it), helped, cleared."""
    if household.status == "exited":
        return "late" if household.then is not None else "early"
    return "helped" if household.status in HELPED else household.status


class Ground:
    """Takes untouched households from pools and keeps the book of what was planted."""

    def __init__(self, rng: Random, calendar: Calendar, settler: Settler, households: Sequence[Household]) -> None:
        self.rng = rng
        self.calendar = calendar
        self.truth = Truth()
        self.extra_rows: dict[str, list[tuple[Household, Person]]] = {"health_insurance": [], "education": []}
        self._settler = settler
        self._pools: dict[str, list[Household]] = {}
        for household in rng.sample(households, len(households)):
            self._pools.setdefault(soil(household), []).append(household)

    def take(self, pool: str, planting: str, fits: Callable[[Household], bool]) -> Household | None:
        """An untouched household of a pool that fits, marked as planted; None when there is none left."""
        candidates = self._pools.get(pool, [])
        for place in range(len(candidates) - 1, -1, -1):
            if fits(candidates[place]):
                household = candidates.pop(place)
                household.planted = planting
                return household
        return None

    def expect(
        self, finding: str, household: Household, person: Person | None = None, indicator: str = "", requires: str = ""
    ) -> None:
        """Enter a finding that must be reported."""
        self.truth.expected.append(Expected(finding, household, person, indicator, household.planted, requires))

    def decoy(self, household: Household, person: Person | None = None) -> None:
        """Enter a lawful exception: nothing may be reported here."""
        self.truth.decoys.append(Decoy(household.planted, household, person))

    def contradict(self, household: Household, person: Person | None = None) -> None:
        """Enter a contradiction between sources of different rank: listed, while the better source decides."""
        self.truth.contradictions.append(Decoy(household.planted, household, person))

    def slip(self, layout: str, household: Household, person: Person, header: str, written: Written, kind: str) -> None:
        """Enter one cell that is written wrongly and must be listed as a bad cell."""
        self.truth.bad_cells.append(Slip(layout, household, person, header, written, kind, household.planted))

    def vary(self, layout: str, household: Household, person: Person, header: str, written: Written) -> None:
        """Enter one cell that says something else than the other rows do, readable all the same."""
        self.truth.variants.append(Slip(layout, household, person, header, written, "variant", household.planted))

    def reject(self, layout: str, household: Household, person: Person, header: str, written: Written) -> None:
        """Enter one damaged key: the whole row must be rejected."""
        slip = Slip(layout, household, person, header, written, "key", household.planted)
        self.truth.rejected.append(slip)

    def extra_row(self, roster: str, household: Household, person: Person) -> None:
        """Enter a further row of a roster; `person` carries what it says."""
        self.extra_rows[roster].append((household, person))

    def newcomer(self, household: Household, relation: str, born_on: date, *, male: bool) -> Person:
        """A further person of the household, so far in no file but (insured) in the insurance list."""
        head = household.head
        place = Place(relation, "", male, born_on)
        person = self._settler.person(household, place, head.ethnic, head.name[:1])
        person.insurance = INSURED
        household.members.append(person)
        return person

    def register(self, household: Household, person: Person) -> None:
        """Enter a newcomer into the resident base and, at school age, into the education list."""
        person.base = person_base(self.rng, person, self.calendar, listed=household.listed)
        person.base["person_state"] = "在家"
        person.schooling = school_row(person.base)

    def enlist(self, household: Household, person: Person) -> None:
        """Enter a newcomer into the exports as well; the income per head stays as it is."""
        facts = schooling_facts(self.rng, person, self.calendar)
        set_person(self.rng, person, facts, self.calendar.as_of)
        identified = household.export["identified_on"]
        (person.export or {}).update(
            member_order=len(household.members),
            person_identified_on=listed_with(identified, person.born_on) if isinstance(identified, date) else None,
        )
        self.set_per_head(household, float(str(household.export["income_per_head"])))

    def newborn(self, household: Household) -> Person:
        """A newborn who is not insured anywhere; the insurance list does not know a child of a listed household at all."""
        born_on = self.calendar.as_of - timedelta(days=self.rng.randint(*NEWBORN_DAYS))
        male = self.rng.random() < HALF
        person = self.newcomer(household, "之孙子" if male else "之孙女", born_on, male=male)
        if household.listed:
            self.enlist(household, person)
        self.register(household, person)
        say(person, insured_residents=False, insured_employees=False)
        person.insurance = None if household.listed else NOT_INSURED
        return person

    def set_per_head(self, household: Household, per_head: float) -> None:
        """Give a listed household another income, components and all, and the number of its members."""
        set_household_income(self.rng, household, per_head, self.calendar.as_of)

    def strangers(self, roster: str, household: Household, count: int) -> Iterator[tuple[Household, Person]]:
        """People of school age whom only one roster knows; `household` lends them the area of their number."""
        for _ in range(count):
            born_on = date(self.calendar.as_of.year - self.rng.randint(8, 13), 3, self.rng.randint(1, 28))
            place = Place("", "", self.rng.random() < HALF, born_on)
            person = self._settler.person(household, place, "汉族", "王")
            person.insurance = INSURED
            person.schooling = {"school_status": "小学", "school_arrangement": None, "dropout_reason": None}
            self.truth.strangers[roster] += 1
            yield household, person

    # --- members that a planting looks for

    def pupils(self, household: Household) -> list[Person]:
        """Children in compulsory school, too young to have finished it, known to the school list."""
        as_of = self.calendar.as_of
        return [
            p
            for p in household.members
            if p.schooling and due(p.born_on, as_of) and age_on(p.born_on, as_of) <= CLEARLY_TOO_YOUNG_TO_HAVE_FINISHED
        ]

    def adults(self, household: Household) -> list[Person]:
        """Members between eighteen and sixty who are not in school."""
        return [
            p
            for p in household.members
            if LABOUR_AGE <= age_on(p.born_on, self.calendar.as_of) < RETIRED_AGE
            and (p.export or p.base or {})["school_status"] in (None, NOT_IN_SCHOOL)
        ]

    def has_pupil(self, household: Household) -> bool:
        """Whether a child of the household can be planted as out of school."""
        return bool(self.pupils(household))

    def has_adult(self, household: Household) -> bool:
        """Whether an adult can be planted as not insured."""
        return bool(self.adults(household))
