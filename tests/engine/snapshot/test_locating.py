from datetime import date

from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.locating import locate
from diguan.engine.snapshot.scope import Scope
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, bad_cell, export, facts, inputs, source
from tests.factories.snapshots import catalogue

HOME = {"household_id": "H1", "region_code": "152222000001"}
FIELDS = frozenset({(Subject.HOUSEHOLD, "house_area"), (Subject.PERSON, "birth_date")})
OLD = date(2018, 6, 30)


def located(read, *wanted, as_of=AS_OF):
    """(row, rows, value) of wanted (subject, person, field, source) facts; row within its input."""
    snapshot = assemble(read, catalogue(), Question(as_of, FIELDS, FIELDS))
    columns = "finding_id BIGINT, subject VARCHAR, household_id VARCHAR, person_id VARCHAR, field VARCHAR, source UTINYINT, told_by VARCHAR"
    run(snapshot.connection, f"CREATE TEMP TABLE wanted ({columns})")
    for number, (subject, person, field, number_of_source, *told) in enumerate(wanted):
        values = [number, subject, "H1", person, field, number_of_source, told[0] if told else None]
        snapshot.connection.execute("INSERT INTO wanted VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    locate(snapshot.connection, "wanted", read, catalogue(), Scope("", as_of))
    rows = run(
        snapshot.connection,
        "SELECT finding_id, row_ref >> 32, row_ref & 4294967295, rows, value FROM located ORDER BY finding_id",
    )
    return {number: tuple(rest) for number, *rest in rows}


def people(origin, *areas):
    rows = [
        {**HOME, "person_id": str(n), "birth_date": date(1980, 1, n), "house_area": area}
        for n, area in enumerate(areas, 1)
    ]
    return export(origin, rows, household=["house_area"])


def test_fact_of_a_household_is_in_the_first_row_that_says_it_and_rows_are_counted():
    read = inputs(people(source(1), None, 80.0, 80.0))
    assert located(read, (Subject.HOUSEHOLD, None, "house_area", 1)) == {0: (1, 1, 3, "80.0")}


def test_fact_of_a_person_is_in_the_row_of_that_person():
    read = inputs(people(source(1), 80.0, 80.0))
    assert located(read, (Subject.PERSON, "2", "birth_date", 1)) == {0: (1, 1, 1, "1980-01-02")}


def test_source_says_which_input_and_without_one_the_newest_row_that_has_the_column():
    read = inputs(people(source(1, data_on=OLD), 70.0), people(source(2, data_on=AS_OF), 80.0))
    asked = [(Subject.HOUSEHOLD, None, "house_area", number) for number in (1, 2, None)]
    assert located(read, *asked) == {0: (1, 0, 1, "70.0"), 1: (2, 0, 1, "80.0"), 2: (2, 0, 1, "80.0")}


def test_empty_and_damaged_cell_is_where_it_should_have_been_said():
    read = inputs(people(source(1), None))
    read.bad_cells.append(bad_cell(source(1), 0, Subject.HOUSEHOLD, "house_area"))
    assert located(read, (Subject.HOUSEHOLD, None, "house_area", None)) == {0: (1, 0, 1, None)}


def test_column_that_no_input_has_is_nowhere():
    read = inputs(facts(Subject.PERSON, source(1), [{**HOME, "person_id": "1", "birth_date": date(1980, 1, 1)}]))
    assert located(read, (Subject.HOUSEHOLD, None, "house_area", None)) == {}


def test_row_after_the_day_is_not_looked_at():
    read = inputs(people(source(1, data_on=OLD), 70.0), people(source(2, data_on=AS_OF), 80.0))
    assert located(read, (Subject.HOUSEHOLD, None, "house_area", None), as_of=OLD) == {0: (1, 0, 1, "70.0")}


def test_value_of_an_identifier_is_never_read():
    rows = [{**HOME, "person_id": "1", "identity": "990000198001010010", "birth_date": date(1980, 1, 1)}]
    read = inputs(export(source(1), rows))
    asked = [(Subject.PERSON, "1", "identity", None, told) for told in ("identity_state", "identity_duplicated")]
    assert located(read, *asked) == {0: (1, 0, 1, None), 1: (1, 0, 1, None)}
