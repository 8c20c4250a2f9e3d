from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.loading import UnableToLoad
from diguan.domain.registry.models import Household, Identifiers, Load, Observation, Person, Source
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.sealing import about, seals
from diguan.engine.screening.judgement import tables_of
from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, bad_cell, export, facts, inputs, rejected, source
from tests.factories.registry import loaded
from tests.factories.rounds import screened
from tests.factories.snapshots import catalogue

MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)
HERE, THERE = "152222201001", "152222201002"
FIELDS = ("status", "income_per_head", "house_area")
IDENTITY = "990101195001011234"


def rows(**more):
    head = {
        "household_id": "1001",
        "person_id": "1",
        "identity": IDENTITY,
        "name": "单小明",
        "phone": "13900001111",
        "region_code": HERE,
        "status": "exited",
        "relation": "户主",
        "birth_date": date(1950, 1, 1),
        "income_per_head": 5000.0,
        **more,
    }
    return [head]


def county(day=MAY, number=1, **more):
    return inputs(export(source(number, data_on=day), rows(**more), FIELDS))


def resealed(read, digit):
    """The same facts from a file with other bytes."""
    tables = [replace(t, source=replace(t.source, sha256=digit * 64)) for t in read.tables]
    return replace(read, tables=tables)


@pytest.mark.django_db
def test_load_makes_household_person_and_search_columns():
    outcome = loaded(county())
    assert (outcome.observations, outcome.households.added, outcome.persons.added) == (2, 1, 1)
    household = Household.objects.get()
    assert (household.number, household.region_code, household.status, household.size) == ("1001", HERE, "exited", 1)
    assert (household.head_name, household.pinyin, household.initials) == ("单小明", "shanxiaoming", "sxm")
    assert (household.elderly_alone, household.facts["income_per_head"]) == (True, 5000.0)
    person = Person.objects.get()
    assert (person.relation, person.birth_date, bytes(person.blind)) == (
        "户主",
        date(1950, 1, 1),
        seals().blind(IDENTITY),
    )


@pytest.mark.django_db
def test_second_load_of_the_same_changes_nothing_and_says_so():
    loaded(county())
    version = Household.objects.get().version
    again = loaded(county())
    assert (again.load_id, again.known, again.stored, again.observations) == (None, ("export-1.xlsx",), (), 0)
    assert (Load.objects.count(), Observation.objects.count(), Household.objects.get().version) == (1, 2, version)


@pytest.mark.django_db
def test_newer_export_changes_what_lists_show_and_keeps_the_older():
    loaded(county())
    outcome = loaded(resealed(county(JUNE, income_per_head=7000.0), "a"))
    assert (outcome.households.added, outcome.households.changed, outcome.households.gone) == (0, 1, 0)
    household = Household.objects.get()
    assert (household.facts["income_per_head"], household.version, Observation.objects.count()) == (7000.0, 2, 4)


@pytest.mark.django_db
def test_change_that_no_list_shows_is_counted_all_the_same():
    # whoever edits the household must be told that it is not as he saw it
    loaded(county(house_area=80.0))
    outcome = loaded(resealed(county(JUNE, house_area=20.0), "a"))
    assert (outcome.households.changed, outcome.persons.changed, Household.objects.get().version) == (1, 0, 2)


@pytest.mark.django_db
def test_row_without_a_digest_is_compared_by_what_it_shows():
    # rows of before there were digests, and rows that somebody wrote by hand
    loaded(county())
    Household.objects.update(digest=None, facts={"dangerous_house": True})
    Person.objects.update(digest=None, relation="配偶")
    outcome = loaded(resealed(county(JUNE), "a"))
    assert (outcome.households.changed, outcome.persons.changed) == (0, 1)
    household, person = Household.objects.get(), Person.objects.get()
    assert (household.version, person.relation, None in (household.digest, person.digest)) == (1, "户主", False)
    assert "dangerous_house" not in household.facts


@pytest.mark.django_db
def test_household_that_comes_back_is_no_longer_gone():
    both = [*rows(), *rows(household_id="1002", identity=None)]
    loaded(inputs(export(source(1, data_on=MAY), both, FIELDS)))
    loaded(county())
    outcome = loaded(resealed(inputs(export(source(1, data_on=JUNE), both, FIELDS)), "b"))
    assert (outcome.households.changed, Household.objects.filter(gone=True).count()) == (1, 0)
    assert set(Person.objects.values_list("gone", flat=True)) == {False}


@pytest.mark.django_db
def test_same_file_read_with_corrections_replaces_the_former_reading():
    loaded(county(income_per_head=50.0))
    outcome = loaded(county(income_per_head=5000.0))
    assert outcome.replaced == ("export-1.xlsx",)
    assert Source.objects.filter(replaced_by__isnull=True).count() == 1
    assert Household.objects.get().facts["income_per_head"] == 5000.0
    assert Observation.objects.count() == 4


@pytest.mark.django_db
def test_preview_counts_and_stores_nothing():
    outcome = loaded(county(), preview=True)
    assert (outcome.preview, outcome.load_id, outcome.households.added) == (True, None, 1)
    assert [model.objects.count() for model in (Load, Observation, Household, Person, Entry)] == [0, 0, 0, 0, 0]


@pytest.mark.django_db
def test_household_that_no_live_source_names_is_gone_and_stays():
    loaded(inputs(export(source(1, data_on=MAY), [*rows(), *rows(household_id="1002", identity=None)], FIELDS)))
    first = Source.objects.get()
    outcome = loaded(county())
    assert (outcome.households.gone, Source.objects.get(replaces=first).label) == (1, "export-1.xlsx")
    assert dict(Household.objects.values_list("number", "gone")) == {"1001": False, "1002": True}


@pytest.mark.django_db
def test_identifiers_are_sealed_and_stand_nowhere_else():
    read = county()
    origin = read.tables[0].source
    read.bad_cells.append(bad_cell(origin, 0, Subject.PERSON, "identity", IDENTITY))
    read.rejected.append(
        replace(rejected(origin, "1009"), value=IDENTITY, cells={"证件号码": IDENTITY, "姓名": "单小明"})
    )
    loaded(read)
    kept = Identifiers.objects.get()
    opened = seals().unseal(bytes(kept.sealed), kept.key_id, about(kept.observation_id)).decode()
    assert IDENTITY in opened
    assert "13900001111" in opened
    assert found_in_database(IDENTITY) == []
    assert found_in_database("13900001111") == []


def found_in_database(canary):
    """Tables that hold a text anywhere."""
    places = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(
                canary in str(bytes(v) if isinstance(v, memoryview) else v) for row in cursor.fetchall() for v in row
            ):
                places.append(table)
    return places


@pytest.mark.django_db
def test_audit_says_what_was_loaded():
    outcome = loaded(county())
    entry = Entry.objects.get()
    assert (entry.action, entry.subject_id, entry.region_code) == ("load_inputs", str(outcome.load_id), HERE)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE registry_observation SET place = NULL", "DELETE FROM registry_observation"])
def test_database_refuses_to_change_observations(change):
    loaded(county())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db
def test_rows_without_a_place_need_a_region():
    read = inputs(facts(Subject.HOUSEHOLD, source(1, "tables"), [{"household_id": "7", "status": "exited"}]))
    with pytest.raises(UnableToLoad, match="--region"):
        loaded(read)
    loaded(read, region="152222000000")
    assert Household.objects.get().region_code == "152222000000"


@pytest.mark.django_db
def test_rows_outside_the_chosen_region_are_refused():
    with pytest.raises(UnableToLoad, match="152222201001"):
        loaded(county(), region="152223000000")


@pytest.mark.django_db
def test_codes_that_are_no_region_codes_are_refused():
    with pytest.raises(UnableToLoad, match="V7"):
        loaded(county(region_code="V7"))


@pytest.mark.django_db
def test_same_household_number_in_two_counties_is_two_households():
    loaded(county())
    loaded(resealed(county(region_code="152223201001", status="registered", identity=None), "b"))
    found = Household.objects.order_by("region_code").values_list("county", "number", "status")
    assert list(found) == [("152222", "1001", "exited"), ("152223", "1001", "registered")]


@pytest.mark.django_db
def test_texts_with_tabs_backslashes_and_nul_are_stored():
    loaded(county(name="王\0\t小", not_in_school_reason='a\tb\\c\nd\0e"好'))
    kept = Observation.objects.filter(person_number__isnull=False).get().facts
    assert kept["not_in_school_reason"] == 'a\tb\\c\nde"好'
    assert Person.objects.get().name == "王\t小"


@pytest.mark.django_db
def test_every_row_of_a_stage_is_found_by_its_key(django_assert_max_num_queries):
    # without an index SQLite looks through the whole stage for every household: the square of a county
    loaded(county())
    with django_assert_max_num_queries(200) as done:
        loaded(resealed(county(JUNE, income_per_head=7000.0), "a"))
    said = [query["sql"] for query in done.captured_queries]
    indexed = next(n for n, sql in enumerate(said) if sql.startswith("CREATE INDEX stage_household_key"))
    used = next(n for n, sql in enumerate(said) if sql.startswith("UPDATE registry_household"))
    assert indexed < used


def roster(**terms):
    """The same list of a whole prefecture, loaded for one of its counties."""
    people = [{"identity": IDENTITY, "insured_residents": True}]
    listed = source(1, "roster:health_insurance", MAY)
    return loaded(inputs(facts(Subject.PERSON, listed, people)), **terms)


@pytest.mark.django_db
def test_same_roster_for_two_counties_is_a_source_of_each():
    first = roster(region="152222000000")
    second = roster(region="152223000000")
    assert (first.stored, second.stored, second.replaced) == (
        ("roster-health_insurance-1.xlsx",),
        ("roster-health_insurance-1.xlsx",),
        (),
    )
    live = Source.objects.filter(replaced_by__isnull=True)
    assert sorted(live.values_list("load__region_code", flat=True)) == ["152222000000", "152223000000"]
    assert [roster(region=region).known for region in ("152222000000", "152223000000")] == [
        ("roster-health_insurance-1.xlsx",)
    ] * 2


@pytest.mark.django_db
def test_roster_that_another_township_has_loaded_is_known_in_the_county():
    roster(region="152222100000")
    assert roster(region="152222201000").known == ("roster-health_insurance-1.xlsx",)


@pytest.mark.django_db
def test_list_of_a_department_gets_its_receipt_and_only_its_hits_leave():
    loaded(county())
    canary = "99010119990101123X"
    people = [
        {"identity": who, "name": name, "insured_residents": True}
        for who, name in ((IDENTITY, "单小明"), (canary, "金丝雀"))
    ]
    read = inputs(facts(Subject.PERSON, source(2, "roster:health_insurance", MAY), people))
    outcome = loaded(read, region="152222000000", purpose="核对参保")
    assert [(r.kind, r.rows, r.hits) for r in outcome.receipts] == [("roster:health_insurance", 2, 1)]
    entry = Entry.objects.get(action="receive_list")
    assert '"purpose":"核对参保"' in entry.detail
    assert (canary in entry.detail, "金丝雀" in entry.detail) == (False, False)
    with screened(extract_inputs(catalogue(), Extent.of("152222"), AS_OF)) as round_:
        names = [row[0] for row in run(round_.connection, "SELECT table_name FROM duckdb_tables()")]
        shown = [n for n in (*tables_of(round_.snapshot), "people") if n in names]
        told = str([run(round_.connection, f'SELECT * FROM "{name}"') for name in shown])
    assert IDENTITY in told
    assert (canary in told, "金丝雀" in told) == (False, False)
