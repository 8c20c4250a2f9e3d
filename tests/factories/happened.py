"""Events by lot in a small county, after which the page of every household and the engine are compared, day by day."""

from datetime import date

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.registry.actions.events import (
    Newcomer,
    UnableToRecordEvent,
    record_birth,
    record_death,
    record_marriage_out,
    record_state,
    split_household,
    undo_event,
)
from diguan.domain.registry.models import Household, LifeEvent
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.household import household_file
from tests.factories.accounts import COUNTY
from tests.factories.facts import rows, taken
from tests.factories.happenings import because, listed, member
from tests.factories.registry import AT
from tests.factories.snapshots import catalogue

DAYS = (date(2019, 5, 10), date(2019, 6, 3), date(2019, 6, 12), date(2019, 6, 28))
FACTS = ("person_state", "relation", "sex", "birth_date")


def happened_and_compared(drawn, lot):
    """Lists of two days, events by lot on days before, between and after, and the comparison."""
    actor = Viewer(1, (Right(Role.COUNTY, COUNTY),))
    first = [member("1", str(n), relation="户主" if n == 1 else "之子") for n in (1, 2, 3)]
    first += [member("2", str(n), relation="户主" if n == 1 else "之女") for n in (1, 2)]
    listed(1, *first, columns=())
    for kind in drawn:
        _happen(kind, lot, actor)
    listed(2, *(row for row in first if lot.random() < 0.8), on=date(2019, 6, 10), columns=())
    for day in DAYS:
        _compare(day)


def _happen(kind, lot, actor):
    homes = list(Household.objects.filter(gone=False, size__gte=1).order_by("number"))
    home, day = lot.choice(homes), lot.choice(DAYS)
    members = [p.number for p in home.persons.filter(gone=False, member=True).order_by("number")]
    person = lot.choice(members)
    here = {"household_id": home.pk, "happening": because(home, day), "actor": actor, "at": AT}
    event = LifeEvent.objects.filter(household_number=home.number, undone_by=None).exclude(kind="undone").last()
    acts = {
        "birth": lambda: record_birth(newcomer=Newcomer("新生", "之女", "女"), **here),
        "death": lambda: record_death(person=person, **here),
        "out": lambda: record_marriage_out(person=person, **here),
        "state": lambda: record_state(person=person, state="服役", **here),
        "split": lambda: split_household(persons=[person], new_number=f"n{Household.objects.count()}", **here),
        "undo": lambda: undo_event(event_id=event.pk, **here) if event else None,
    }
    try:
        acts[kind]()
    except UnableToRecordEvent:
        assert kind == "split"  # who is alone cannot leave
        assert len(members) == 1


def _compare(day):
    read = extract_inputs(catalogue(), Extent.of(COUNTY), day)
    snapshot = taken(read, " ".join(f"person.{name}" for name in FACTS), as_of=day)
    known = [name for name in FACTS if name in snapshot.columns["persons"]]
    engine = {
        row[:2]: dict(zip(known, row[2:], strict=True))
        for row in rows(snapshot, "persons", "household_id", "person_id", *known)
    }
    page = {}
    for home in Household.objects.order_by("number"):
        for found in household_file(home, catalogue(), day, as_it_was=True).members:
            page[home.number, found.person.number] = {name: found.facts[name].value for name in known}
    assert page == engine, day
