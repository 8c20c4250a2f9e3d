from diguan.engine.verdicts import Subject
from tests.factories.facts import bad_cell, export, facts, inputs, rows, source, taken

STATE, EMPLOYEES = "person.person_state", "person.insured_employees"  # presumed when empty; when not carried


def one(number="P1", **fields):
    return {"household_id": "H1", "person_id": number, "identity": f"ID{number}", **fields}


def test_empty_cell_of_an_exception_says_that_there_is_none():
    snapshot = taken(inputs(export(source(1), [one("P1", person_state=None), one("P2", person_state="外出")])), STATE)
    assert rows(snapshot, "persons", "person_state", "person_state@source") == [("在家", 0), ("外出", 1)]


def test_exception_that_nobody_carries_is_presumed_everywhere():
    snapshot = taken(inputs(export(source(1), [one()])), STATE)
    assert rows(snapshot, "persons", "person_state") == [("在家",)]
    assert snapshot.columns["persons"]["person_state"].source == 0


def test_damaged_exception_is_never_presumed():
    origin = source(1)
    read = inputs(export(origin, [one(person_state=None)]))
    read.bad_cells.append(bad_cell(origin, 0, Subject.PERSON, "person_state"))
    assert rows(taken(read, STATE), "persons", "person_state") == [(None,)]


def test_contradicted_exception_is_never_presumed():
    listed = export(source(1), [one(person_state="外出"), one(person_state="死亡")])
    assert rows(taken(inputs(listed), STATE), "persons", "person_state") == [(None,)]


def test_empty_cell_of_plain_tables_is_unknown():
    tables = facts(Subject.PERSON, source(1, "tables"), [one("P1", person_state=None), one("P2", person_state="外出")])
    assert rows(taken(inputs(tables), STATE), "persons", "person_state") == [(None,), ("外出",)]


def test_plain_tables_without_the_column_are_presumed():
    tables = facts(Subject.PERSON, source(1, "tables"), [one()])
    assert rows(taken(inputs(tables), STATE), "persons", "person_state") == [("在家",)]


def test_column_that_nobody_carries_is_presumed_where_the_catalogue_says_not_carried():
    assert rows(taken(inputs(export(source(1), [one()])), EMPLOYEES), "persons", "insured_employees") == [(False,)]


def test_empty_cell_stays_unknown_where_the_catalogue_says_not_carried():
    listed = export(source(1), [one("P1", insured_employees=None), one("P2", insured_employees=True)])
    assert rows(taken(inputs(listed), EMPLOYEES), "persons", "insured_employees") == [(None,), (True,)]


def test_presumption_is_a_line_of_coverage():
    snapshot = taken(inputs(export(source(1), [one("P1", person_state=None), one("P2", person_state="外出")])), STATE)
    (line,) = [c for c in snapshot.coverage if c.kind == "presumed"]
    assert (line.subject, line.field, line.count) == ("person", "person_state", 1)
    assert line.text.zh == "人员状态：未记录即视为“在家”，1人"
    assert line.text.en == "State of the person: not recorded, taken as 'At home' for 1 persons"
