"""A small county to which things happen."""

from datetime import date

from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.actions.events import Happening
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.household import household_file
from diguan.engine.verdicts import Grade
from tests.factories.accounts import COUNTY
from tests.factories.facts import export, inputs, rows, source, taken
from tests.factories.kept import kept, same
from tests.factories.registry import AT, loaded
from tests.factories.snapshots import catalogue

VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE = "152222100001", "152222100002", "152223100021"
MAY, JUNE, LATE_JUNE = date(2019, 5, 1), date(2019, 6, 1), date(2019, 6, 25)
SEEN = Evidence(Grade.SEEN, "户口簿第3页")


def because(household, on=JUNE, reason="办理手续", evidence=SEEN):
    """When, why and on what evidence, on a household as it is now."""
    return Happening(on, reason, evidence, Household.objects.get(pk=household.pk).version, catalogue())


def member(household, person, **more):
    """A row of a list."""
    return {"household_id": household, "person_id": person, "region_code": VILLAGE, "sex": "男", **more}


def listed(number, *people, on=MAY, columns=("house_area", "household_size_current")):
    """Load a list of people; `number` tells it from other lists."""
    kept(
        same("listed", number, people, on, columns),
        lambda: loaded(inputs(export(source(number, data_on=on), list(people), columns))),
    )


def two_households():
    """1001 with persons 1 and 2, 1002 with person 1, on a list of May."""
    listed(
        1,
        member("1001", "1", house_area=60.0, household_size_current=2, relation="户主"),
        member("1001", "2", house_area=60.0, household_size_current=2, relation="之子"),
        member("1002", "1", house_area=40.0, household_size_current=1, relation="户主"),
    )
    return Household.objects.get(number="1001"), Household.objects.get(number="1002")


def people():
    """Who the members of the stored households are."""
    found = Person.objects.filter(gone=False, household__gone=False).order_by("household__number", "number")
    return list(found.values_list("household__number", "number"))


def people_of_the_engine(as_of=None, facts="person.sex"):
    """Who the members are in a round as of a day."""
    day = as_of or AT.date()
    snapshot = taken(extract_inputs(catalogue(), Extent.of(COUNTY), day), facts, as_of=day)
    return rows(snapshot, "persons", "household_id", "person_id")


def known(household, name, person=None, as_of=None):
    """What is known of a household, or of somebody in it, now or on a day."""
    file = household_file(Household.objects.get(pk=household.pk), catalogue(), as_of or AT.date())
    facts = file.facts if person is None else {m.person.number: m.facts for m in file.members}[person]
    return facts[name].value
