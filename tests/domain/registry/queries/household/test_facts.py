"""The page of one household folds what the engine folds: every value of every household of a synthetic county."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.registry.actions.by_hand import Evidence, Said, store_said
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.household import household_file
from diguan.domain.registry.queries.household.facts import observed_fields
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import quoted, run
from diguan.engine.snapshot.derived.registry import FILLED
from diguan.engine.verdicts import Grade, Subject
from tests.domain.registry.queries.extraction.test_extract import read_county, stored_county
from tests.factories.facts import AS_OF, export, facts, inputs, source
from tests.factories.registry import loaded
from tests.factories.snapshots import catalogue

EVERY = 7  # one household of so many is looked at


def known_to_the_engine(read, relation, subject, key):
    """Values with the label of their source (0: presumed) by subject and field."""
    wanted = frozenset((subject, f.name) for f in observed_fields(catalogue(), subject))
    snapshot = assemble(read, catalogue(), Question(AS_OF, frozenset(), wanted))
    labels = {0: 0, **{s.source_id: s.label for s in snapshot.sources}}
    found = {}
    for name, column in snapshot.columns[relation].items():
        if (subject, name) in FILLED:
            continue
        origin = quoted(f"{name}@source") if column.source is None else str(column.source)
        for *number, value, told in run(snapshot.connection, f"SELECT {key}, {quoted(name)}, {origin} FROM {relation}"):
            found[(*number, name)] = (value, None if value is None else labels[told])
    return found


@pytest.mark.django_db
def test_every_value_of_a_county_is_the_engines():
    stored_county()
    read = read_county()
    households = known_to_the_engine(read, "households", Subject.HOUSEHOLD, "household_id")
    persons = known_to_the_engine(read, "persons", Subject.PERSON, "household_id, person_id")
    differing = []
    for household in Household.objects.order_by("number")[::EVERY]:
        file = household_file(household, catalogue(), AS_OF)
        labels = {0: 0, None: None, **{s.source_id: s.source.label for s in file.gathered.sheets.values()}}
        told = [((household.number,), file.facts, households)]
        told += [((household.number, m.person.number), m.facts, persons) for m in file.members if m.person.member]
        for key, found, expected in told:
            for name, known in found.items():
                if (*key, name) in expected and (known.value, labels[known.source]) != expected[(*key, name)]:
                    differing.append((*key, name, known.value, labels[known.source], expected[(*key, name)]))
    assert differing == []


@pytest.mark.django_db
def test_value_answers_who_said_so_when_and_from_what(django_assert_max_num_queries):
    row = {"household_id": "1001", "person_id": "1", "region_code": "152222201001", "dangerous_house": True}
    loaded(
        inputs(
            export(source(1, data_on=date(2019, 5, 1)), [row], ("dangerous_house",)),
            facts(
                Subject.HOUSEHOLD,
                source(2, "visit", date(2019, 6, 1)),
                [{"household_id": "1001", "region_code": "152222201001", "dangerous_house": False}],
            ),
        )
    )
    with django_assert_max_num_queries(8):
        file = household_file(Household.objects.get(), catalogue(), AS_OF)
    known = file.facts["dangerous_house"]
    first, second = known.spoken
    assert (known.value, first.day, file.sheet_of(first).source.label) == (False, date(2019, 6, 1), "visit-2.xlsx")
    assert (second.values["dangerous_house"], [v for v, _ in known.overruled]) == (True, [True])
    before = household_file(Household.objects.get(), catalogue(), date(2019, 5, 15))
    assert before.facts["dangerous_house"].value is True


def recorded(household, area):
    return store_said(
        Said(
            household.number,
            household.region_code,
            {"house_area": area},
            date(2019, 6, 1),
            Evidence(Grade.SEEN, "照片"),
        ),
        actor=1,
        at=datetime(2019, 6, 20, tzinfo=UTC),
    )


@pytest.mark.django_db
def test_file_reads_no_tables_of_what_was_recorded_of_others(django_assert_max_num_queries):
    village = "152222201001"
    rows = [{"household_id": str(n), "person_id": "1", "region_code": village} for n in range(1001, 1021)]
    roster = [{"identity": f"ID{n}", "region_code": village, "insured_residents": True} for n in range(50)]
    about = [{"region_code": village, "clinics": 1}]
    loaded(
        inputs(
            export(source(1, data_on=date(2019, 5, 1)), rows),
            facts(Subject.PERSON, source(2, "roster:health_insurance", date(2019, 5, 2)), roster),
            facts(Subject.VILLAGE, source(3, "tables", date(2019, 5, 3)), about),
        )
    )
    written = [recorded(household, 40.0) for household in Household.objects.order_by("number")]
    first = Household.objects.get(number="1001")
    with django_assert_max_num_queries(9):
        file = household_file(first, catalogue(), AS_OF)
    tables = [sheet.subject for sheet in file.gathered.sheets.values()]
    assert sorted(tables) == ["household", "household", "person", "person", "village"]
    assert file.sheet_of(file.facts["house_area"].spoken[0]).pk == written[0].sheet_id
    assert [row.values for row in file.gathered.village] == [{"clinics": 1}]


LOADED_ON = date(2019, 7, 1)


def load_undated_and_newer(newer=date(2019, 7, 15)):
    row = {"household_id": "1001", "person_id": "1", "region_code": "152222201001"}
    loaded(inputs(export(source(1), [{**row, "dangerous_house": True}], ("dangerous_house",))))
    loaded(inputs(export(source(2, data_on=newer), [{**row, "dangerous_house": False}], ("dangerous_house",))))
    return Household.objects.get()


@pytest.mark.django_db
def test_undated_file_is_not_newer_than_its_load():
    household, later = load_undated_and_newer(), date(2019, 8, 1)
    known = household_file(household, catalogue(), later).facts["dangerous_house"]
    assert [(row.values["dangerous_house"], row.day, row.dated) for row in known.spoken] == [
        (False, date(2019, 7, 15), True)
    ]
    read = extract_inputs(catalogue(), Extent.of("152222"), later)
    assert [s.known_by for s in read.sources] == [LOADED_ON, None]
    snapshot = assemble(
        read, catalogue(), Question(later, frozenset(), frozenset({(Subject.HOUSEHOLD, "dangerous_house")}))
    )
    assert run(snapshot.connection, "SELECT dangerous_house FROM households") == [(False,)]
    assert any("按导入日 2019-07-01 的数据使用" in line.text.zh for line in snapshot.coverage)


@pytest.mark.django_db
def test_undated_file_counts_as_of_a_day_before_its_load():
    household = load_undated_and_newer(newer=date(2019, 5, 1))
    known = household_file(household, catalogue(), AS_OF).facts["dangerous_house"]
    assert (known.value, known.spoken[0].day, known.spoken[0].dated) == (True, AS_OF, False)
    read = extract_inputs(catalogue(), Extent.of("152222"), AS_OF)
    assert [s.known_by for s in read.sources] == [None, None]
