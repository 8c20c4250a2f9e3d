from datetime import date

from diguan.engine.verdicts import Subject
from tests.factories.facts import export, facts, inputs, rows, source, taken

VILLAGE = "152222100001"
NEW, OLD = date(2019, 6, 30), date(2018, 11, 30)


def person(household, number, identity, **more):
    return {"household_id": household, "person_id": number, "identity": identity, "region_code": VILLAGE, **more}


def base(household, order, identity, **more):
    return person(household, f"{household}:{order}", identity, **more)


def residents(origin, *people):
    return facts(Subject.PERSON, origin, list(people))


def test_households_are_the_union_of_the_exports():
    first = export(source(1), [person("H2", "P1", "A")])
    second = export(source(2), [person("H1", "P2", "B")])
    snapshot = taken(inputs(first, second), "person.birth_date")
    assert rows(snapshot, "households", "household_id", "county") == [("H1", "152222"), ("H2", "152222")]


def test_members_are_those_of_the_newest_export():
    new = export(source(1, data_on=NEW), [person("H1", "P1", "A")])
    old = export(source(2, data_on=OLD), [person("H1", "P1", "A"), person("H1", "P9", "Z")])
    snapshot = taken(inputs(new, old), "person.birth_date")
    assert rows(snapshot, "persons", "household_id", "person_id") == [("H1", "P1")]


def test_member_of_an_export_after_the_as_of_date_is_not_counted():
    new = export(source(1, data_on=date(2019, 7, 1)), [person("H1", "P1", "A")])
    old = export(source(2, data_on=OLD), [person("H1", "P9", "Z")])
    snapshot = taken(inputs(new, old), "person.birth_date")
    assert rows(snapshot, "persons", "person_id") == [("P9",)]


def test_base_household_with_a_listed_member_belongs_to_the_listed_household():
    listed = export(source(1), [person("H1", "P1", "A")])
    register = residents(source(2, "residents"), base("7", 1, "A"), base("7", 2, "C"))
    snapshot = taken(inputs(listed, register), "person.person_state")
    assert rows(snapshot, "households", "household_id") == [("H1",)]
    assert rows(snapshot, "unlisted_members", "household_id", "person_id") == [("H1", "base:7:2")]


def test_base_household_goes_where_most_of_its_members_are():
    listed = export(source(1), [person("H1", "P1", "A"), person("H2", "P2", "B"), person("H2", "P3", "C")])
    register = residents(source(2, "residents"), *(base("7", n, i) for n, i in enumerate("ABCX")))
    snapshot = taken(inputs(listed, register), "person.person_state")
    assert rows(snapshot, "unlisted_members", "household_id", "person_id") == [("H2", "base:7:3")]


def test_base_household_of_equal_matches_goes_to_the_smallest_number():
    listed = export(source(1), [person("H2", "P2", "B"), person("H1", "P1", "A")])
    register = residents(source(2, "residents"), base("7", 1, "A"), base("7", 2, "B"), base("7", 3, "X"))
    snapshot = taken(inputs(listed, register), "person.person_state")
    assert rows(snapshot, "unlisted_members", "household_id") == [("H1",)]


def test_listed_person_of_another_household_is_no_unlisted_member():
    listed = export(source(1), [person("H1", "P1", "A"), person("H1", "P3", "B"), person("H2", "P2", "D")])
    register = residents(source(2, "residents"), base("7", 1, "A"), base("7", 2, "B"), base("7", 3, "D"))
    snapshot = taken(inputs(listed, register), "person.person_state")
    assert "unlisted_members" not in snapshot.columns


def test_base_household_without_listed_members_is_an_ordinary_household():
    listed = export(source(1), [person("H1", "P1", "A")])
    register = residents(source(2, "residents"), base("8", 1, "D"), base("8", 2, "E"))
    snapshot = taken(inputs(listed, register), "person.person_state")
    assert rows(snapshot, "households", "household_id", "status", "listed") == [
        ("H1", None, True),
        ("base:8", "ordinary", False),
    ]
    assert rows(snapshot, "persons", "household_id", "person_id") == [
        ("H1", "P1"),
        ("base:8", "base:8:1"),
        ("base:8", "base:8:2"),
    ]


def test_resident_base_never_calls_a_listed_household_ordinary():
    listed = export(source(1), [person("H1", "P1", "A", status=None)], household=["status"])
    origin = source(2, "residents")
    register = [
        residents(origin, base("7", 1, "A")),
        facts(Subject.HOUSEHOLD, origin, [{"household_id": "7", "region_code": VILLAGE, "status": "ordinary"}]),
    ]
    snapshot = taken(inputs(listed, register), "household.status")
    assert rows(snapshot, "households", "household_id", "status") == [("H1", None)]


def test_base_facts_reach_the_listed_person_by_identity_number():
    listed = export(source(1), [person("H1", "P1", "A")])
    register = residents(source(2, "residents"), base("7", 1, "A", dropout_reason="因病"))
    snapshot = taken(inputs(listed, register), "person.dropout_reason")
    assert rows(snapshot, "persons", "person_id", "dropout_reason") == [("P1", "因病")]


def test_base_house_reaches_the_listed_household():
    listed = export(source(1), [person("H1", "P1", "A")])
    origin = source(2, "residents")
    house = facts(Subject.HOUSEHOLD, origin, [{"household_id": "7", "region_code": VILLAGE, "dangerous_house": True}])
    snapshot = taken(inputs(listed, residents(origin, base("7", 1, "A")), house), "household.dangerous_house")
    assert rows(snapshot, "households", "dangerous_house") == [(True,)]


def test_roster_reaches_listed_unlisted_and_ordinary_persons():
    listed = export(source(1), [person("H1", "P1", "A")])
    register = residents(source(2, "residents"), base("7", 1, "A"), base("7", 2, "C"), base("8", 1, "D"))
    roster = facts(
        Subject.PERSON,
        source(3, "roster:health_insurance"),
        [{"identity": i, "insured_residents": i != "D"} for i in ("A", "C", "D", "nobody")],
    )
    snapshot = taken(inputs(listed, register, roster), "person.insured_residents")
    assert rows(snapshot, "persons", "person_id", "insured_residents") == [("P1", True), ("base:8:1", False)]
    assert rows(snapshot, "unlisted_members", "person_id", "insured_residents") == [("base:7:2", True)]
    (line,) = [c for c in snapshot.coverage if c.kind == "unmatched_roster"]
    assert (line.count, line.of) == (1, 4)


def test_household_fact_of_a_roster_goes_to_the_household_of_the_person():
    listed = export(source(1), [person("H1", "P1", "A")])
    cars = facts(Subject.HOUSEHOLD, source(2, "roster:vehicles"), [{"identity": "A", "has_vehicle": True}])
    assert rows(taken(inputs(listed, cars), "household.has_vehicle"), "households", "has_vehicle") == [(True,)]


def test_region_of_a_household_is_that_of_its_newest_row():
    new = export(source(1, data_on=NEW), [{**person("H1", "P1", "A"), "region_code": "152222100002"}])
    old = export(source(2, data_on=OLD), [person("H1", "P1", "A")])
    snapshot = taken(inputs(old, new), "person.birth_date")
    assert rows(snapshot, "households", "region_code") == [("152222100002",)]


def test_household_without_region_takes_that_of_the_resident_base():
    listed = export(source(1), [{"household_id": "H1", "person_id": "P1", "identity": "A"}])
    register = residents(source(2, "residents"), base("7", 1, "A"))
    snapshot = taken(inputs(listed, register), "person.birth_date")
    assert rows(snapshot, "households", "region_code", "county") == [(VILLAGE, "152222")]


def test_code_that_has_not_twelve_digits_is_in_no_county():
    tables = facts(Subject.HOUSEHOLD, source(1, "tables"), [{"household_id": "a", "region_code": "MX-09"}])
    assert rows(taken(inputs(tables), "household.status"), "households", "region_code", "county") == [("MX-09", "all")]
