from datetime import date

import pytest

from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, bad_cell, export, inputs, rejected, source
from tests.factories.rounds import found_in, screened
from tests.factories.village import HOUSEHOLD_COLUMNS, household, person, the_village

OLD = date(2018, 11, 30)
COLUMNS = [*HOUSEHOLD_COLUMNS, "clothing_seasonal", "food_sufficient", "food_protein"]


def verdicts(found, *columns, prefix="", subject="household"):
    names = ", ".join(f'"{c}"' for c in columns)
    return run(found.connection, f"SELECT {names} FROM {prefix}verdicts_{subject} ORDER BY ALL")


def one(*people, old=None, **fields):
    tables = [export(source(1, data_on=AS_OF), household("H", *people, **fields), COLUMNS)]
    if old is not None:
        tables.append(export(source(2, data_on=OLD), household("H", *people, **{**fields, **old}), COLUMNS))
    return inputs(*tables)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"dangerous_house": False}, (2, 1)),
        ({"dangerous_house": True}, (0, 1)),
        ({"dangerous_house": None}, (1, 0)),
        ({"dangerous_house": True, "help_relocation": True, "relocation_moved_in": True}, (2, 1)),
        ({"dangerous_house": True, "help_relocation": True, "relocation_moved_in": None}, (1, 0)),
        ({"dangerous_house": None, "help_relocation": True, "relocation_moved_in": True}, (2, 1)),
    ],
)
def test_verdict_and_grade_of_housing(fields, expected):
    with screened(one(status="registered", **fields)) as found:
        assert verdicts(found, "safe_housing", "safe_housing@grade") == [expected]


def test_household_carries_the_smallest_code_of_its_members():
    people = (person(1), person(2, school_status="非在校生"))
    with screened(one(*people, status="registered")) as found:
        assert verdicts(found, "person_id", "compulsory_education", subject="person") == [("H-1", 3), ("H-2", 0)]
        assert verdicts(found, "compulsory_education", "basic_medical_insurance") == [(0, 2)]


def test_rejected_row_keeps_everybody_insured_from_being_met():
    read = one(person(1), status="registered", household_size_current=None)
    read.rejected.append(rejected(source(1, data_on=AS_OF), "H"))
    with screened(read) as found:
        assert verdicts(found, "basic_medical_insurance", "safe_housing") == [(1, 2)]
        assert found_in(found, "kind") == []


def test_look_back_binds_ages_to_the_day():
    child = person(2, birth_date=date(2003, 6, 1), school_status="九年级")  # 15 at the exit, 16 today
    read = one(person(1), child, old={}, status="exited", exited_on=date(2018, 12, 1))
    with screened(read) as found:
        assert verdicts(found, "compulsory_education") == [(3,)]
        assert verdicts(found, "compulsory_education", prefix="exited_on__") == [(2,)]


def test_look_back_to_a_day_of_an_unconfirmed_figure_is_unknown_and_told():
    read = one(old={}, status="exited", exited_on=date(2018, 12, 1))
    with screened(read) as found:
        assert verdicts(found, "income", "income@grade") == [(2, 1)]
        assert verdicts(found, "income", "income@grade", prefix="exited_on__") == [(1, 0)]
        (line,) = [c for c in found.coverage if c.kind == "unconfirmed_as_of"]
        assert (line.indicator, line.field, line.count) == ("income", "exited_on", 1)


def test_look_back_judges_by_a_dated_confirmation():
    read = one(old={"income_per_head": 2000.0}, status="exited", exited_on=date(2018, 12, 1))
    confirm = {"poverty_line": (3218, "notice"), "poverty_line[2018-01-01]": (2995, "older notice")}
    with screened(read, confirm=confirm) as found:
        assert found_in(found, "kind", "indicator") == [("suspected_wrong_exit", "income")]
        text = run(found.connection, "SELECT zh FROM explanations")[0][0]
    assert "不高于国家农村贫困标准（当年价）2995元/人/年" in text
    assert "自2018年1月1日起，已确认：older notice" in text


def test_household_without_facts_of_its_exit_is_one_line_of_coverage():
    with screened(the_village()) as found:
        (line,) = [c for c in found.coverage if c.kind == "no_facts_as_of" and c.field == "exited_on"]
    assert (line.count, line.of) == (1, 4)


CELLS = (
    "dangerous_house",
    "drinking_water_safe",
    "income_per_head",
    "clothing_seasonal",
    "insured_residents",
    "school_status",
    "birth_date",
)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("damaged", [True, False])
def test_removing_a_fact_never_makes_a_verdict_more_certain_nor_turns_it(cell, damaged):
    facts_ = {"clothing_seasonal": True, "food_sufficient": True, "food_protein": False}
    people = {"insured_residents": False, "school_status": "小学", "birth_date": date(2009, 1, 1)}
    whole = {**facts_, "dangerous_house": True, "drinking_water_safe": False, "income_per_head": 2000.0}
    thin_person = {**people, **({cell: None} if cell in people else {})}
    thin = {**whole, **({cell: None} if cell in whole else {})}

    def codes(person_facts, fields, *, bad=False):
        origin = source(1, data_on=AS_OF)
        read = inputs(export(origin, household("H", person(2, **person_facts), status="registered", **fields), COLUMNS))
        if bad:
            subject = Subject.PERSON if cell in people else Subject.HOUSEHOLD
            read.bad_cells.append(bad_cell(origin, 0, subject, cell))
        with screened(read) as found:
            names = (
                "income",
                "food",
                "clothing",
                "compulsory_education",
                "basic_medical_insurance",
                "safe_housing",
                "safe_drinking_water",
            )
            return verdicts(found, *names)[0]

    before, after = codes(people, whole), codes(thin_person, thin, bad=damaged)
    assert all(now in (was, 1) for was, now in zip(before, after, strict=True))
