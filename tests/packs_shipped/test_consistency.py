"""The consistency checks as a whole, and each kind of check on rows as an export has them."""

from datetime import date

import pytest

from diguan.engine.standards import Pack
from diguan.engine.standards.confirmations import confirmations_of
from diguan.engine.standards.parameters import resolve_parameters
from diguan.engine.verdicts import Subject, Verdict
from tests.factories.facts import bad_cell, facts, source
from tests.packs_shipped.rounds import Situations, checks, pack

ID = "cn-consistency"
AS_OF = date(2022, 6, 30)
DATA_ON = date(2022, 6, 1)
GROUPS = {"identity", "missing", "guarantees", "labour", "money", "time", "village", "school"}


@pytest.fixture(scope="module")
def standard() -> Pack:
    return pack(ID)


def test_there_are_at_least_a_hundred_checks_in_eight_groups(standard):
    assert len(standard.indicators) >= 100
    assert {i.guarantee for i in standard.indicators.values()} == GROUPS


def without(standard, holds):
    """Ids of the checks of which something does not hold."""
    return [i.id for i in standard.indicators.values() if not holds(i, {case.expect for case in i.cases})]


def test_every_check_has_a_positive_and_a_negative_case(standard):
    assert without(standard, lambda _, shown: {Verdict.MET, Verdict.UNMET} <= shown) == []


def test_every_check_shows_facts_that_do_not_suffice_or_whom_it_does_not_concern(standard):
    assert without(standard, lambda _, shown: bool(shown & {Verdict.UNKNOWN, Verdict.NOT_APPLICABLE})) == []
    assert without(standard, lambda i, shown: i.when is None or Verdict.NOT_APPLICABLE in shown) == []


def test_every_check_says_that_it_is_practice_and_not_law(standard):
    practice = "县级数据核查惯例（惯例，不是法律）"
    assert (
        without(standard, lambda i, _: [bool(c.paragraph) for c in i.cites if c.document == practice] == [True]) == []
    )


def test_no_two_checks_have_one_name(standard):
    for language in ("zh", "en"):
        names = [i.label[language] for i in standard.indicators.values()]
        assert len(set(names)) == len(names)


def test_no_threshold_needs_a_confirmation(standard):
    resolved = resolve_parameters(standard, AS_OF)
    assert resolved.refused == ()
    assert resolved.left_out == {"below_monitoring_line_at_clearing": ("monitoring_line",)}


def test_a_county_may_set_its_own_threshold(standard):
    given = confirmations_of(
        {"house_area_most": (600, "own measurement"), "monitoring_line": (8000, "regional notice")}
    )
    resolved = resolve_parameters(standard, AS_OF, given, operator="county")
    assert (resolved.values["house_area_most"], resolved.values["monitoring_line"]) == (600.0, 8000.0)
    assert resolved.left_out == {}


def test_school_cutoff_is_that_of_every_school_year_until_2026(standard):
    cutoffs = {v.since: v.value for v in standard.parameters["school_cutoff"].values}
    assert cutoffs == {date(year, 9, 1): date(year, 8, 31) for year in range(2013, 2027)}


# --- on rows of an export -------------------------------------------------------------------------------------------

HOME = {
    "status": "exited",
    "identified_on": date(2014, 4, 1),
    "exited_on": date(2018, 12, 1),
    "income_per_head": 9000.0,
    "dangerous_house": False,
    "drinking_water_safe": True,
}
MONITORED = {"status": "monitored_edge", "monitored_on": date(2022, 6, 1)}


def couple(n, **changes):
    """Head and spouse with numbers of their own (area code 99: nobody's)."""
    head = {"relation": "户主", "sex": "男", "birth_date": date(1980, 1, 1), "identity": f"99000019800101{n:02d}1X"}
    spouse = {"relation": "配偶", "sex": "女", "birth_date": date(1985, 2, 3), "identity": f"99000019850203{n:02d}2X"}
    return [{**head, "insured_residents": True}, {**spouse, "insured_residents": True, **changes}]


def own_phone(n):
    return {"household_phone": f"139000000{n:02d}"}


@pytest.fixture(scope="module")
def found():
    """What one round finds in all situations of this module, by household."""
    world = Situations(ID, AS_OF, HOME, DATA_ON)
    world.add("orderly", couple(1), **own_phone(1))
    world.add("double", couple(2), **own_phone(2))
    world.add("double-too", couple(3)[:1] + couple(2)[1:], **own_phone(3))
    for name, n, number in (("digit", 4, "990000198502030021"), ("length", 5, "99000019850203")):
        number_of_source = world.add(name, couple(n, identity=None), **own_phone(n))
        world.bad_cells.append(bad_cell(source(number_of_source), 1, Subject.PERSON, "identity", number))
    world.add("birth-and-sex", couple(6, sex="男", birth_date=date(1986, 2, 3)), **own_phone(6))
    world.add("no-head", [{**couple(7)[0], "relation": "之子"}, couple(7)[1]], **own_phone(7))
    world.add("two-heads", couple(8, relation="户主"), **own_phone(8))
    world.add(
        "old-son", couple(9, relation="之子", sex="男", birth_date=date(1979, 5, 5), identity=None), **own_phone(9)
    )
    for n in (10, 11, 12):
        world.add(f"phone-{n}", couple(n), **own_phone(10))
    world.add("helper", couple(13), **own_phone(13))
    world.add("empty", couple(14), **{**own_phone(14), "income_per_head": None})
    world.add("pasture", couple(15), **own_phone(15), pasture_area=6000.0)
    world.add("house", couple(16), **{**own_phone(16), "dangerous_house": True})
    unsafe = {**MONITORED, "dangerous_house": True}
    world.add("house-unnamed", couple(17), **own_phone(17), **unsafe, risk_1="因病", help_health=True)
    world.add("house-named", couple(18), **own_phone(18), **unsafe, risk_1="因安全住房", help_housing=True)
    learning = {**MONITORED, "risk_1": "因学", "help_compulsory_education": False}
    world.add("unhelped", couple(19), **own_phone(19), **learning, help_education=False)
    world.add("helped", couple(20), **own_phone(20), **learning, help_education=True)
    world.add("no-risk-column", couple(21), **own_phone(21), **MONITORED)
    world.add("no-risk", couple(22), **own_phone(22), **MONITORED, risk_1=None)
    world.add(
        "insured-twice",
        [{**person, "insured_employees": n == 1} for n, person in enumerate(couple(23))],
        **own_phone(23),
    )
    world.add("copied", couple(24), **own_phone(24))
    world.add("copied", couple(24), **own_phone(24), data_on=date(2021, 6, 1))
    world.add("spells", couple(25), **own_phone(25))
    different = couple(26)
    world.add("conflict", [different[0], {**different[1], "drinking_water_safe": False}], **own_phone(26))
    world.add("roster", couple(27), **own_phone(27))
    helper = {"identity": "990000197001010015", "phone": "13900000013"}
    spell = {
        "identity": couple(25)[0]["identity"],
        "job_started_on": date(2022, 1, 1),
        "job_ended_on": date(2022, 3, 31),
    }
    spells = [spell, {**spell, "job_started_on": date(2022, 3, 1), "job_ended_on": None}]
    uninsured = {"identity": couple(27)[0]["identity"], "insured_residents": False, "insured_employees": False}
    for number, name, rows in (
        (101, "helpers", [helper]),
        (102, "jobs", spells),
        (103, "health_insurance", [uninsured]),
    ):
        world.tables.append(facts(Subject.PERSON, source(number, f"roster:{name}"), rows))
    return world.found()


def test_an_orderly_household_is_not_complained_about(found):
    assert found["orderly"] == set()


def test_identity_in_two_households_names_both_persons(found):
    assert found["double"] == {("inconsistent_identity", "double-2", "identity_unique")}
    assert found["double-too"] == {("inconsistent_identity", "double-too-2", "identity_unique")}


def test_wrong_check_digit_is_told_from_a_wrong_length(found):
    assert found["digit"] == {("inconsistent_identity", "digit-2", "identity_check_digit")}
    assert found["length"] == {("inconsistent_identity", "length-2", "identity_length")}


def test_birth_and_sex_against_the_number(found):
    assert checks(found["birth-and-sex"]) == {"birth_date_agrees", "sex_agrees", "head_and_spouse_differ_in_sex"}


def test_no_head_and_two_heads(found):
    assert checks(found["no-head"]) == {"has_head"}
    assert checks(found["two-heads"]) == {"single_head"}


def test_child_older_than_its_parent(found):
    assert checks(found["old-son"]) == {"child_is_younger", "identity_filled_in"}


def test_one_phone_for_three_households(found):
    told = {("inconsistent_identity", None, "phone_not_shared")}
    assert [found[f"phone-{n}"] for n in (10, 11, 12)] == [told, told, told]


def test_phone_of_a_helper(found):
    assert found["helper"] == {("inconsistent_identity", None, "phone_is_the_households_own")}


def test_empty_cell_is_missing_where_the_workbook_has_the_column(found):
    assert found["empty"] == {("inconsistent_missing", None, "income_given")}


def test_implausible_figure_is_unmet(found):
    assert found["pasture"] == {("inconsistent_missing", None, "pasture_area_given")}


def test_dangerous_house_of_a_household_that_is_not_monitored(found):
    assert found["house"] == {("inconsistent_guarantees", None, "dangerous_house_is_monitored")}


def test_dangerous_house_of_a_monitored_household_must_be_named_as_a_risk(found):
    assert checks(found["house-unnamed"]) == {"housing_risk_named"}
    assert checks(found["house-named"]) == set()


def test_risk_without_the_measure_that_fits(found):
    assert "schooling_measure" in checks(found["unhelped"])
    assert "schooling_measure" not in checks(found["helped"])


def test_no_risk_named_is_told_only_where_the_workbook_has_the_column(found):
    assert checks(found["no-risk-column"]) == set()
    assert checks(found["no-risk"]) == {"risk_named"}


def test_both_insurances_at_once(found):
    assert found["insured-twice"] == {("inconsistent_guarantees", "insured-twice-2", "one_health_insurance")}


def test_income_of_last_year_copied(found):
    assert found["copied"] == {("inconsistent_money", None, "income_differs_from_last_year")}


def test_spells_of_work_that_overlap(found):
    assert found["spells"] == {("inconsistent_time", "spells-1", "spells_of_work_do_not_overlap")}


def test_values_that_contradict_each_other_within_a_household_are_one_conflict(found):
    assert found["conflict"] == {("conflict", None, "unsafe_water_is_monitored")}


def test_a_department_s_list_counts_more_than_a_tick(found):
    assert found["roster"] == {("inconsistent_guarantees", "roster-1", "uninsured_is_monitored")}
