"""The people of one county: listed households with the exports' fields, ordinary ones with what a resident base holds."""

from collections.abc import Sequence
from datetime import date
from random import Random

from diguan.synth.calendar import Calendar
from diguan.synth.circumstances import Draws, draw_circumstances, employ, fit_to_households, set_circumstances
from diguan.synth.identity import IdentityIssuer
from diguan.synth.income import set_income
from diguan.synth.listing import set_listing
from diguan.synth.names import MONGOL, NameLists, load_names
from diguan.synth.people import Facts, Household, Person, Village, age_on
from diguan.synth.records import set_base, set_rosters, set_then
from diguan.synth.schooling import ordinary_schooling
from diguan.synth.structure import Kind, Place, draw_places, load_kinds

LISTED_SHARE = 0.12
PHONES, PHONE_DIGITS = "154", 8  # a prefix that, as far as this project knows, is given to nobody
FIRST_EXPORT_NUMBER = 8_000_000_001
FIRST_PERSON_NUMBER = 900_000_000_001
FIRST_BASE_NUMBER = 100_000_001
SHARE_OF_MONGOLS = 0.45
PASTORAL_SHARE_OF_MONGOLS = 0.85
OTHER_GROUPS = {"汉族": 0.93, "满族": 0.05, "达斡尔族": 0.02}


class Settler:
    """Brings invented people into real villages; one object a county, so that numbers never repeat."""

    def __init__(self, rng: Random, calendar: Calendar) -> None:
        self.rng = rng
        self.calendar = calendar
        self._names: NameLists = load_names()
        self._issuer = IdentityIssuer()
        self._households = 0
        self._listed = 0
        self._persons = 0

    def household(self, village: Village, kind: Kind, *, listed: bool) -> Household:
        """A household of a kind with its people; what the files say of them is still empty."""
        self._households += 1
        self._listed += listed
        export_id = str(FIRST_EXPORT_NUMBER + self._listed - 1) if listed else ""
        number = str(FIRST_BASE_NUMBER + self._households - 1)
        household = Household(export_id, number, village, status="ordinary")
        ethnic, surname = self._family(village)
        for place in draw_places(self.rng, kind, self.calendar.as_of):
            household.members.append(self.person(household, place, ethnic, surname))
        link_parents(household)
        return household

    def person(self, household: Household, place: Place, ethnic: str, surname: str) -> Person:
        """One person at a place of a household, with a number of their own in the exports when the household is listed."""
        export_id = ""
        if household.listed:
            self._persons += 1
            export_id = str(FIRST_PERSON_NUMBER + self._persons - 1)
        married_in = place.relation in ("配偶", "之儿媳")
        name = self._names.name(
            self.rng, ethnic, male=place.male, surname=self.rng.choice(self._names.surnames) if married_in else surname
        )
        area = int(household.village.code[5:9])
        identity = self._issuer.issue(area, place.born_on, male=place.male)
        return Person(export_id, identity, name, place.born_on, place.male, place.relation, ethnic)

    def _family(self, village: Village) -> tuple[str, str]:
        share = PASTORAL_SHARE_OF_MONGOLS if village.pastoral else SHARE_OF_MONGOLS
        others = self.rng.choices(list(OTHER_GROUPS), list(OTHER_GROUPS.values()))[0]
        ethnic = MONGOL if self.rng.random() < share else others
        return ethnic, self.rng.choice(self._names.surnames)


_GENERATIONS = {
    "户主": 0, "配偶": 0, "之子": 1, "之女": 1, "之儿媳": 1, "之父": -1, "之母": -1, "之孙子": 2, "之孙女": 2,
}  # fmt: skip


def link_parents(household: Household) -> None:
    """Parents' ID numbers as the resident base holds them, for everybody whose parents live in the household."""
    parents: dict[int, list[Person]] = {}
    for person in household.members:
        parents.setdefault(_GENERATIONS[person.relation], []).append(person)
    for person in household.members:
        if person.relation in ("配偶", "之儿媳"):
            continue
        for parent in parents.get(_GENERATIONS[person.relation] - 1, []):
            if parent.male:
                person.father = parent.identity
            else:
                person.mother = parent.identity


def settle(rng: Random, villages: Sequence[Village], total: int, calendar: Calendar) -> tuple[Settler, list[Household]]:
    """`total` households in the order of their villages' codes, all of them well: nothing is planted yet."""
    settler = Settler(rng, calendar)
    listed = round(total * LISTED_SHARE)
    kinds = load_kinds()
    kind_of = {True: kinds.draw(rng, listed, listed=True), False: kinds.draw(rng, total - listed, listed=False)}
    flags = [True] * listed + [False] * (total - listed)
    rng.shuffle(flags)
    homes = sorted(rng.choices(villages, k=total), key=lambda village: village.code)
    households = []
    for home, is_listed in zip(homes, flags, strict=True):
        household = settler.household(home, kind_of[is_listed].pop(), listed=is_listed)
        households.append(household)
    draws = draw_circumstances(rng, listed)
    fit_to_households(rng, draws, [h for h in households if h.listed], calendar.as_of)
    for index, household in enumerate(h for h in households if h.listed):
        _enlist(rng, household, draws, index, calendar)
    for household in households:
        set_base(rng, household, calendar)
        set_rosters(household)
    return settler, households


def _enlist(rng: Random, household: Household, draws: Draws, index: int, calendar: Calendar) -> None:
    """Everything the exports say of a listed household."""
    for order, person in enumerate(household.members, start=1):
        person.export = {"member_order": order, **schooling_facts(rng, person, calendar)}
    set_circumstances(rng, household, draws, index, calendar.as_of)
    household.export["household_phone"] = PHONES + household.export_id[-PHONE_DIGITS:]
    if draws["status"][index] != "exited":
        employ(rng, household, calendar.as_of)
    set_listing(rng, household, draws, index, calendar)
    set_household_income(rng, household, per_head(rng, household), calendar.as_of)
    if household.export["exited_on"] == calendar.late_exit:
        set_then(rng, household, calendar)


PENSION_AGE = 60


def set_household_income(rng: Random, household: Household, per_head: float, as_of: date) -> None:
    """Income of a listed household to a net amount per head, with the pensions of its members of sixty and above."""
    pensioners = sum(age_on(person.born_on, as_of) >= PENSION_AGE for person in household.exported)
    set_income(rng, household, per_head, pensioners=pensioners)


def schooling_facts(rng: Random, person: Person, calendar: Calendar) -> Facts:
    """Schooling as the exports say it, when nothing went wrong."""
    schooling = ordinary_schooling(rng, person.born_on, calendar.as_of)
    return {"school_status": schooling.status, "education_level": schooling.education}


EXITED_MEDIAN = {True: 11_500, False: 9_200}
EXITED_RANGE = (5_700, 45_000)
MONITORED_RANGE = (4_300, 5_600)
REGISTERED_RANGE = (1_150, 2_150)


def per_head(rng: Random, household: Household) -> float:
    """Net income per head that fits the status: well above every line, between the line and the monitoring line, or well below."""
    if household.status in ("registered", "returned"):
        return rng.uniform(*REGISTERED_RANGE)
    if household.status in ("monitored_unstable", "monitored_edge"):
        return rng.uniform(*MONITORED_RANGE)
    drawn = rng.lognormvariate(0, 0.35) * EXITED_MEDIAN[household.village.pastoral]
    return min(max(drawn, EXITED_RANGE[0]), EXITED_RANGE[1])
