"""Derived values computed from a snapshot alone are those that were computed from the inputs."""

from datetime import date

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.recomputing import computable, recomputed
from diguan.engine.visiting.updating import update_computed
from tests.factories.facts import export, facts, inputs, rows, source, taken

PARTS = {"wage_income": 8000.0, "business_income": 2000.0, "property_income": 0.0, "transfer_income": 100.0}
PARTS |= {"business_expenses": 100.0, "household_size_current": 2}
NAMES = " ".join(f"household.{name}" for name in (*PARTS, "income_per_head"))


@pytest.fixture
def snapshot():
    people = [
        {"household_id": "H1", "person_id": "1", "relation": "户主", "birth_date": date(1970, 1, 1), **PARTS},
        {"household_id": "H1", "person_id": "2", "relation": "之子", "birth_date": date(1995, 6, 1), **PARTS},
        {"household_id": "H2", "person_id": "3", "relation": "户主", "birth_date": date(1960, 1, 1)},
    ]
    return taken(inputs(export(source(1), people, tuple(PARTS))), f"person.age_gap_to_head {NAMES}")


def test_values_computed_anew_are_the_same(snapshot):
    wanted = [(Subject.PERSON, "age_gap_to_head"), (Subject.HOUSEHOLD, "income_per_head")]
    made = recomputed(snapshot, load_catalogue(), wanted)
    gaps = run(snapshot.connection, f'SELECT person_id, value FROM "{made[wanted[0]]}" ORDER BY 1')
    assert gaps == rows(snapshot, "persons", "person_id", "age_gap_to_head")
    assert run(snapshot.connection, f'SELECT value FROM "{made[wanted[1]]}"') == [(5000.0,)]
    assert "age_gap_to_head" in computable(snapshot, load_catalogue())


def test_what_needs_the_inputs_themselves_stays(snapshot):
    assert computable(snapshot, load_catalogue()).isdisjoint({"identity_state", "kin_able_child", "members_listed"})


def test_a_changed_component_changes_the_income_of_its_household_only(snapshot):
    run(snapshot.connection, "UPDATE households SET wage_income = 0 WHERE household_id = 'H1'")
    wanted = [(Subject.HOUSEHOLD, "income_per_head")]
    update_computed(snapshot, load_catalogue(), wanted, {"H2"})
    assert rows(snapshot, "households", "income_per_head") == [(5000.0,), (None,)]
    update_computed(snapshot, load_catalogue(), wanted, {"H1"})
    assert rows(snapshot, "households", "income_per_head") == [(1000.0,), (None,)]


def test_a_household_without_persons_is_no_obstacle():
    alone = taken(inputs(facts(Subject.HOUSEHOLD, source(1, "tables"), [{"household_id": "T"}])), "household.status")
    assert recomputed(alone, load_catalogue(), [(Subject.PERSON, "age_gap_to_head")]) == {}
