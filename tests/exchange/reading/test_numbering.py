from diguan.engine.verdicts import Subject
from tests.factories.grids import facts_of, grid, read_grids, read_rows
from tests.factories.workbooks import PLACE, identity, person, table


def nameless(number, household="H1", **more):
    """A row without a person number."""
    return {k: v for k, v in person(number, household, **more).items() if k != "人编号"}


def numbers(found, table=0):
    return [row["person_id"] for row in facts_of(found, Subject.PERSON, table)]


def test_persons_without_numbers_are_counted_within_their_household():
    assert numbers(read_rows([nameless(1), nameless(2), nameless(1, "H2"), nameless(3)])) == [
        "H1:1",
        "H1:2",
        "H2:1",
        "H1:3",
    ]


def test_same_person_has_the_same_number_in_every_file():
    files = {
        "a.xlsx": [grid(table([nameless(1), nameless(2)]))],
        "b.xlsx": [grid(table([nameless(3), nameless(2), nameless(1)]))],
    }
    found = read_grids(files)
    assert (numbers(found), numbers(found, 1)) == (["H1:1", "H1:2"], ["H1:3", "H1:2", "H1:1"])


def test_number_of_a_file_that_has_them_is_taken_over_by_id():
    found = read_grids({"a.xlsx": [grid(table([nameless(2)]))], "b.xlsx": [grid(table([person(1), person(2)]))]})
    assert numbers(found) == ["H1-2"]


def test_persons_without_an_id_are_known_by_their_name():
    rows = [
        {**PLACE, "户编号": "H1", "姓名": name, "证件号码": number}
        for name, number in [("甲", identity(1)), ("乙", None), ("丙", None), ("乙", None)]
    ]
    assert numbers(read_rows(rows)) == ["H1:1", "H1:2", "H1:3", "H1:2"]


def test_row_of_nobody_is_rejected_when_there_are_no_numbers():
    rows = [nameless(1), {**nameless(2), "姓名": None, "证件号码": None}, {**nameless(3), "证件号码": "12345"}]
    found = read_rows(rows)
    assert [(r.key, r.value, r.household_id) for r in found.rejected] == [
        ("identity", "", "H1"),
        ("identity", "12345", "H1"),
    ]
    assert numbers(found) == ["H1:1"]


def test_residents_are_numbered_for_themselves():
    base = [
        {**PLACE, "户号": "7", "姓名": "甲", "证件号码": identity(2)},
        {**PLACE, "户号": "7", "姓名": "乙", "证件号码": identity(4)},
    ]
    found = read_grids(
        {"a.xlsx": [grid(table([person(1)]))], "base.xlsx": [grid(table(base))]}, {"base.xlsx": "residents"}
    )
    assert (numbers(found), numbers(found, 1)) == (["H1-1"], ["7:1", "7:2"])
