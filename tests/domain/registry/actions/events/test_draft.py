"""After an event only the villages concerned are folded, and every row is what a fold of the whole county makes it."""

import random
from collections import Counter
from datetime import date
from operator import eq

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events import (
    Destination,
    Newcomer,
    declare_same_household,
    merge_households,
    record_birth,
    record_death,
    record_marriage_out,
    record_migration,
    record_state,
    split_household,
    undo_event,
)
from diguan.domain.registry.actions.projecting import project
from diguan.domain.registry.actions.projecting.keeping import OF_THE_COUNTY
from diguan.domain.registry.models import Household, LifeEvent, Person
from diguan.domain.registry.queries.extraction import Extent, Reach, extract_inputs
from diguan.domain.registry.queries.household import household_file
from diguan.domain.screening.casefile import case_of
from diguan.engine.screening.judgement import tables_of
from diguan.engine.snapshot.database import quoted
from tests.domain.registry.queries.extraction.test_extract import stored_county
from tests.factories.accounts import viewer
from tests.factories.happenings import SEEN
from tests.factories.registry import AT
from tests.factories.rounds import screened
from tests.factories.snapshots import catalogue

COUNTY = "152221000000"
ACTS = 8
NUMBERS = ("finding_id", "explanation_id")  # count along with whoever stands before


def stored():
    """Every row of the lists with the digest of everything that the fold says of it.

    Of what only a pass over the county can say a digest tells, too: it is left out where that differs.
    """
    households = {
        h.number: (h.region_code, h.listed, h.status, h.size, h.roster_incomplete, h.head_name, h.facts, h.digest)
        for h in Household.objects.filter(gone=False)
    }
    persons = {
        (p.household.number, p.number): (p.region_code, p.member, p.name, p.state, p.blind and bytes(p.blind), p.digest)
        for p in Person.objects.filter(gone=False, household__gone=False).select_related("household")
    }
    return households, persons


def same(found, expected):
    """Whether two rows of a list say the same, but for what only a pass over the county can say."""
    if found is None or expected is None or found[:6] != expected[:6]:
        return found == expected
    shown = [{n: v for n, v in row[6].items() if n not in OF_THE_COUNTY} for row in (found, expected)]
    return shown[0] == shown[1] and (found[6] != expected[6] or found[7] == expected[7])


def because(household, on=date(2019, 6, 1)):
    from diguan.domain.registry.actions.events import Happening

    version = Household.objects.get(pk=household.pk).version
    return Happening(on, "办理手续", SEEN, version, catalogue())


def happen(draw, actor):
    """Something to somebody, drawn by lot."""
    homes = list(Household.objects.filter(listed=True, gone=False, size__gte=3).order_by("number"))
    home = draw.choice(homes)
    other = draw.choice([h for h in homes if h.pk != home.pk])
    members = [p.number for p in home.persons.filter(member=True, gone=False).order_by("number")]
    person = draw.choice(members)
    here = {"household_id": home.pk, "happening": because(home), "actor": actor, "at": AT}
    acts = [
        lambda: record_birth(newcomer=Newcomer("新生", "之女", "女"), **here),
        lambda: record_death(person=person, **here),
        lambda: record_marriage_out(person=person, to_household_id=other.pk, relation="之儿媳", **here),
        lambda: record_marriage_out(person=person, **here),
        lambda: record_state(person=person, state="服役", **here),
        lambda: split_household(persons=[person], new_number=f"new-{home.number}", **here),
        lambda: merge_households(other_id=other.pk, **here),
        lambda: declare_same_household(other_id=other.pk, **here),
        lambda: (
            record_migration(persons=members, destination=Destination(other.region_code), **here)
            if other.region_code != home.region_code
            else record_death(person=person, **here)
        ),
    ]
    return home, draw.choice(acts)()


def fold_whole():
    project(extract_inputs(catalogue(), Extent(COUNTY[:6]), AT.date()), catalogue(), AT.date(), COUNTY)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [8])
def test_rows_after_events_are_those_of_a_fold_of_the_whole_county(seed):
    stored_county(AT.date())
    fold_whole()
    draw, actor = random.Random(seed), viewer(Role.COUNTY, over=COUNTY, region=COUNTY)
    happened = [happen(draw, actor) for _ in range(ACTS)]
    home, event = happened[0]
    last = LifeEvent.objects.latest("id")
    for undone, place in ((last, happened[-1][0]), (event, home)):
        if hasattr(undone, "undone_by") or Household.objects.get(pk=place.pk).gone:
            continue
        undo_event(event_id=undone.pk, household_id=place.pk, happening=because(place), actor=actor, at=AT)
    found = stored()
    fold_whole()
    expected = stored()
    for kind in (0, 1):
        differing = {
            key: (found[kind].get(key), expected[kind].get(key))
            for key in found[kind].keys() | expected[kind].keys()
            if not (same, eq)[kind](found[kind].get(key), expected[kind].get(key))
        }
        assert differing == {}


def judged():
    """What a round over the registry says of everybody, by household: facts, members, verdicts, grades, findings without their numbers."""
    with screened(extract_inputs(catalogue(), Extent.of(COUNTY), AT.date()), as_of=AT.date()) as found:
        said = {}
        for name in (*found.snapshot.columns, *tables_of(found.snapshot)):
            columns = found.connection.sql(f"SELECT * FROM {quoted(name)} LIMIT 0").columns
            kept = ", ".join(quoted(column) for column in columns if column not in NUMBERS)
            relation = found.connection.sql(f"SELECT {kept} FROM {quoted(name)} ORDER BY ALL")
            if "household_id" in relation.columns:
                place = relation.columns.index("household_id")
                for row in relation.fetchall():
                    said.setdefault(row[place], []).append((name, row))
        return said


def shown(numbers):
    """What pages and the ledger are told of some households: every fact with its sources, computed ones and members too."""
    found = {}
    for home in Household.objects.filter(number__in=numbers).order_by("number"):
        case = case_of(household_file(home, catalogue(), AT.date()), catalogue())
        told = [(case.household.record, case.household.sources), *((m.id, m.record, m.sources) for m in case.members)]
        found[home.number] = (told, case.states, home.roster_incomplete)
    return found


@pytest.mark.django_db
def test_moves_between_villages_change_nothing_of_anybody_who_did_not_move():
    stored_county(AT.date())
    homes = Household.objects.filter(listed=True, gone=False).order_by("region_code", "number")
    villages = [code for code, _ in Counter(homes.values_list("region_code", flat=True)).most_common(3)]
    there = set(Household.objects.filter(region_code__in=villages, gone=False).values_list("number", flat=True))
    before, told = judged(), shown(there)
    moved, actor = set(), viewer(Role.COUNTY, over=COUNTY, region=COUNTY)
    for place in range(4):  # out of a village, into it, and out of it again beside those who came
        home = homes.filter(region_code=villages[place % 3]).exclude(number__in=moved)[0]
        persons = list(home.persons.filter(gone=False, member=True).values_list("number", flat=True))
        record_migration(
            household_id=home.pk,
            persons=persons,
            destination=Destination(villages[(place + 1) % 3]),
            happening=because(home, on=AT.date()),  # the day of the newest list: the move is what counts
            actor=actor,
            at=AT,
        )
        moved.add(home.number)
    after = judged()
    assert {number for number in before.keys() | after.keys() if before.get(number) != after.get(number)} == moved
    assert {n: said for n, said in shown(there).items() if n not in moved and said != told[n]} == {}


@pytest.mark.django_db
def test_event_folds_a_small_part_of_a_county():
    stored_county(AT.date())
    home = Household.objects.filter(listed=True, gone=False).order_by("number").first()
    reach = Reach.of([home], COUNTY[:6], AT.date())
    village = Household.objects.filter(region_code=home.region_code, gone=False).count()
    assert home.number in reach.numbers
    assert village <= len(reach.numbers) < Household.objects.filter(gone=False).count() / 4
