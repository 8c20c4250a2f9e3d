"""Names, types, units and codes: what is accepted, and what is refused with the place and what was expected."""

from dataclasses import replace

import pytest

from diguan.engine.catalogue import FieldType
from diguan.engine.expressions import (
    ParameterType,
    Scope,
    UnableToReadExpression,
    check,
    check_derived,
    parse,
    read_expression,
    type_of,
    unit_of,
)
from tests.factories.worlds import (
    CATALOGUE,
    PARAMETER_TYPES,
    WHOLE,
    B,
    C,
    D,
    F,
    H,
    N,
    P,
    T,
    V,
    a_catalogue,
    a_field,
    scope,
)


def refused(text, subject=H, reach=None):
    with pytest.raises(UnableToReadExpression) as error:
        read_expression(text, None, reach or scope(subject))
    return error.value


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("poor", H),
        ("poor = true and poor <> false", H),
        ("household.poor", H),
        ("person.yes or yes", P),
        ("household.poor and village.road", P),
        ("village.road", F),
        ("income * heads >= 3", H),
        (":line >= 3", H),
        ("income - debt > :line", H),
        ("4 * count_members(yes) > count_members(true)", H),
        ("count_members(yes) * :share < heads", H),
        ("any_member(wage > household.income)", H),
        ("born < '2019-06-30' and born <> left", P),
        ("born < :day", P),
        ("kind = :word and kind in ('甲', :word)", P),
        ("note = :word", P),
        ("age_on(born, left) between 1 and 2", P),
        ("age_on('2010-01-01', left) > 2", P),
        ("months_since(born) = months", P),
        ("sum_members(year_wage) > 3", H),
        ("age(born) is null", P),
        ("pupil is not null", P),
    ],
)
def test_check_accepts(text, subject):
    assert type_of(read_expression(text, None, scope(subject)).tree) is FieldType.BOOLEAN


@pytest.mark.parametrize(
    ("text", "subject", "column", "words"),
    [
        ("pooor", H, 1, "did you mean poor?"),
        ("village.raod", P, 1, "did you mean road?"),
        ("yes", H, 1, "any_member(yes"),
        ("poor", P, 1, "write household.poor"),
        ("any_member(poor)", H, 12, "write household.poor"),
        ("person.yes", H, 1, "village.x"),
        ("household.poor", V, 1, "no such step up"),
        ("income", H, 1, "wrong type"),
        ("income = 'x'", H, 10, "differ in type"),
        ("kind = 1", P, 8, "differ in type"),
        ("kind = note", P, 8, "differ in type"),
        ("born = 3", P, 8, "differ in type"),
        ("born = '2019-13-01'", P, 8, "not a date"),
        ("kind = '丁'", P, 8, "expected: 甲, 乙"),
        ("kind in ('甲', 'd\"')", P, 15, 'did you mean d"d?'),
        ("kind < '甲'", P, 1, "no order"),
        ("poor > false", H, 1, "stands alone"),
        ("poor = village.road", H, 1, "stands alone"),
        ("poor in (true)", H, 1, "stands alone"),
        ("poor = 1", H, 8, "differ in type"),
        ("income > heads", H, 10, "expected: yuan"),
        ("income + heads > 3", H, 10, "differ in unit"),
        ("income > :few", H, 10, "found: persons; expected: yuan"),
        ("income > :share", H, 10, "found: 1; expected: yuan"),
        ("income > :lien", H, 10, "did you mean line?"),
        ("age(born) > months_since(born)", P, 13, "differ in unit"),
        ("income = NULL", H, 10, "IS NULL"),
        ("kind in ('甲', null)", P, 15, "IS NULL"),
        ("null", H, 1, "IS NULL"),
        ("kind in ()", P, 1, "nothing in its brackets"),
        ("income in (debt)", H, 12, "constants and parameters"),
        ("income = income", H, 1, "both sides"),
        ("income between 3 and 1", H, 16, "above the upper"),
        ("kind + 1 > 2", P, 1, "only numbers"),
        ("count_members(yes) * heads > 3", H, 22, "multiplied by a constant"),
        ("count_members(yes) is null", H, 1, "asks about a field"),
        ("3 is null", H, 1, "asks about a field"),
        ("any_member(every_member(yes))", H, 12, "never inside another"),
        ("any_member(household.has_child)", H, 12, "never inside another"),
        ("any_member(yes)", P, 1, "in a rule on households"),
        ("household.has_child", P, 1, "in a rule on households"),
        ("every_member(true)", H, 1, "the same for every member"),
        ("any_member()", H, 1, "wrong number"),
        ("age(born, left) > 3", P, 1, "wrong number"),
        ("ages(born) > 3", P, 1, "did you mean age"),
        ("coalesce(poor, false)", H, 1, "no such function"),
        ("age(wage) > 3", P, 5, "wrong type"),
        ("sum_members(yes) > 3", H, 13, "wrong type"),
        ("any_unmet(a)", H, 1, "no such function"),
        ('kind = "甲"', P, 8, "single quotes"),
        ("kind = 甲", P, 8, "single quotes"),
    ],
)
def test_check_refuses_with_place_and_hint(text, subject, column, words):
    error = refused(text, subject)
    assert (error.line, error.column) == (1, column)
    assert words in error.message("en")


@pytest.mark.parametrize(
    "text",
    [
        "date_diff('day', born, left) > 3",
        "cast(wage) > 3",
        "upper(note) = 'A'",
        "lower(note) = 'a'",
        "list_contains(note, 'a')",
        "now() > born",
    ],
)
def test_functions_on_which_engines_differ_are_not_in_the_language(text):
    assert "no such function" in refused(text, P).message("en")


def test_check_refuses_a_spelling_of_the_data_with_its_code():
    spelled = a_catalogue(a_field(H, "grade", C, codes=("三年级",), spellings={"高三": "三年级"}))
    error = refused("grade = '高三'", reach=Scope(H, spelled))
    assert "三年级" in error.message("en").split("writes the code: ")[1]


def test_check_refuses_identifiers():
    names = a_catalogue(a_field(H, "id_number", FieldType.IDENTIFIER))
    assert "identifier" in refused("id_number = 'x'", reach=Scope(H, names)).message("en")


def test_check_lists_what_it_reads():
    checked = read_expression("poor and any_member(child and wage > :line)", None, scope(H))
    assert checked.facts == {(H, "poor"), (P, "born"), (P, "wage")}
    assert checked.parameters == {"line"}
    assert checked.derived == {(P, "child")}


def test_check_takes_verdict_names_of_findings():
    reach = scope(H, {"education": ("schooling", "dropout"), "water": ("water",)})
    checked = read_expression("poor and any_unmet(education, water)", None, reach)
    assert checked.indicators == {"schooling", "dropout", "water"}
    assert "did you mean education?" in refused("any_unmet(educaton)", reach=reach).message("en")
    assert "names of indicators" in refused("any_unmet('water')", reach=reach).message("en")
    assert "names of indicators" in refused("all_met()", reach=reach).message("en")


def test_arithmetic_knows_its_unit():
    checked = check(parse("0.5 * wage * months"), scope(P), FieldType.NUMBER)
    assert unit_of(checked.tree) == "month*yuan"


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("debt + debt", FieldType.INTEGER),
        ("debt * debt", FieldType.INTEGER),
        ("heads + 1", FieldType.NUMBER),  # without a range a BIGINT might overflow
        ("debt + 0.5", FieldType.NUMBER),
        ("-debt", FieldType.INTEGER),
    ],
)
def test_integer_arithmetic_that_might_overflow_is_done_in_double(text, type):
    assert type_of(check(parse(text), scope(H), FieldType.NUMBER).tree) is type


def test_derived_fields_in_a_circle_are_refused():
    circle = a_catalogue(
        a_field(H, "a", B, expression="b or c"),
        a_field(H, "b", B, expression="not a"),
        a_field(H, "c", B),
        a_field(H, "d", B, expression="d"),
    )
    assert [e.found for e in check_derived(circle, {})] == ["a -> b -> a", "b -> a -> b", "d -> d"]


@pytest.mark.parametrize(
    ("derived", "words"),
    [
        (a_field(H, "x", B, expression="income > 3"), "no such field"),
        (a_field(H, "x", N, "yuan", expression="y"), "wrong type"),
        (a_field(H, "x", N, "persons", expression="z"), "wrong unit"),
        (a_field(H, "x", B, expression="y and"), "breaks off"),
    ],
)
def test_check_derived_names_file_and_line(derived, words):
    catalogue = a_catalogue(
        a_field(H, "y", B), a_field(H, "z", N, "yuan"), replace(derived, file="household.yaml", line=12)
    )
    (error,) = check_derived(catalogue, {})
    assert words in error.message("en")
    assert (error.file, error.line) == ("household.yaml", 12)


def test_check_derived_accepts_the_small_catalogue():
    assert check_derived(CATALOGUE, PARAMETER_TYPES) == []


def test_derived_fields_that_explode_are_refused():
    doubling = [a_field(H, f"d{n}", B, expression=f"d{n - 1} or not d{n - 1}") for n in range(1, 40)]
    reach = Scope(H, a_catalogue(a_field(H, "d0", B), *doubling))
    assert "nodes" in refused("d39", reach=reach).message("en")


def test_derived_fields_that_nest_too_deep_are_refused():
    chain = [a_field(H, f"d{n}", B, expression=f"not (d{n - 1} and x)") for n in range(1, 600)]
    reach = Scope(H, a_catalogue(a_field(H, "d0", B), a_field(H, "x", B), *chain))
    assert "levels" in refused("d599", reach=reach).message("en")


def test_text_and_dates_as_parameters_fit_their_fields():
    fields = a_catalogue(a_field(H, "note", T), a_field(H, "day", D), a_field(H, "size", WHOLE, "persons"))
    reach = Scope(H, fields, {"word": ParameterType(T), "many": ParameterType(WHOLE)})
    assert read_expression("note = :word", None, reach).parameters == {"word"}
    assert "expected: date" in refused("day = :word", reach=reach).message("en")
    assert "expected: persons" in refused("size = :many", reach=reach).message("en")
