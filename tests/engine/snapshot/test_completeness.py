from datetime import date

from diguan.engine.verdicts import Subject
from tests.factories.facts import export, facts, inputs, rejected, rows, source, taken

NEW, OLD = date(2019, 6, 30), date(2018, 11, 30)


def listed(origin, *sizes):
    return export(
        origin,
        [
            {"household_id": "H1", "person_id": f"P{n}", "identity": f"ID{n}", "household_size_current": s}
            for n, s in enumerate(sizes)
        ],
        household=["household_size_current"],
    )


def incomplete(read):
    return rows(taken(read, "person.person_state"), "households", "household_id", "roster_incomplete")


def test_as_many_rows_as_persons_are_complete():
    assert incomplete(inputs(listed(source(1), 2, 2))) == [("H1", False)]


def test_fewer_rows_than_persons_are_incomplete():
    assert incomplete(inputs(listed(source(1), 3, 3))) == [("H1", True)]


def test_number_of_persons_that_its_table_leaves_unknown_may_be_any():
    assert incomplete(inputs(listed(source(1), None, None))) == [("H1", True)]


def test_number_of_persons_that_no_table_of_the_household_gives_says_nothing():
    uncounted = export(source(2), [{"household_id": "H2", "person_id": "P9"}])
    assert incomplete(inputs(listed(source(1), 2, 2), uncounted)) == [("H1", False), ("H2", False)]


def test_rejected_row_makes_its_household_incomplete():
    origin = source(1)
    read = inputs(listed(origin, 2, 2))
    read.rejected.append(rejected(origin, "H1"))
    assert incomplete(read) == [("H1", True)]


def test_rejected_row_without_household_makes_nobody_incomplete():
    origin = source(1)
    read = inputs(listed(origin, 2, 2))
    read.rejected.append(rejected(origin, None))
    assert incomplete(read) == [("H1", False)]


def test_rejected_row_of_an_older_export_does_not_matter():
    old, new = source(1, data_on=OLD), source(2, data_on=NEW)
    read = inputs(listed(old, 2, 2), listed(new, 2, 2))
    read.rejected.append(rejected(old, "H1"))
    assert incomplete(read) == [("H1", False)]


def test_rejected_row_of_the_resident_base_concerns_only_its_ordinary_household():
    origin = source(2, "residents")
    register = facts(
        Subject.PERSON,
        origin,
        [
            {"household_id": "7", "person_id": "7:1", "identity": "ID0"},
            {"household_id": "8", "person_id": "8:1", "identity": "X"},
        ],
    )
    read = inputs(listed(source(1), 1), register)
    read.rejected += [rejected(origin, "7"), rejected(origin, "8")]
    assert incomplete(read) == [("H1", False), ("base:8", True)]


def test_incomplete_households_are_one_line_of_coverage():
    snapshot = taken(inputs(listed(source(1), 3, 3)), "person.person_state")
    (line,) = [c for c in snapshot.coverage if c.kind == "roster_incomplete"]
    assert line.count == 1
