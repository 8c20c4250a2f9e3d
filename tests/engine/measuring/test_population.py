"""What a measurement refuses before it measures."""

import pytest

from diguan.engine.measuring import UnableToMeasure
from tests.factories.surveys import measured

ROW = {
    "lacks_food": True,
    "lacks_health": True,
    "lacks_school": True,
    "lacks_home": True,
    "area": "town",
    "income": 5.0,
}


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"weight": "wieght"}, "no field 'wieght'"),
        ({"weight": "area"}, "'area' is no number"),
        (
            {"weight": "area"},
            r"type code\); expected: a field of type number or integer \(there are: income, size, weight\)",
        ),
        ({"by": ("name",)}, "'name' is an identifier, .*a field of type text, code or integer"),
        ({"people": "weight"}, "'weight' is both the sampling weight and the number of people"),
        ({"weight": "size", "people": "size"}, "multiplied twice"),
        ({"clusters": "cluster"}, "no values of cluster"),
    ],
    ids=["misspelt", "text", "which-are-numbers", "identifier", "twice-by-the-standard", "twice", "not-carried"],
)
def test_field_that_cannot_serve_is_refused_by_name(choice, said):
    with pytest.raises(UnableToMeasure, match=said):
        measured([ROW], **choice)


def test_all_fields_that_cannot_serve_are_named_at_once():
    with pytest.raises(UnableToMeasure) as refused:
        measured([ROW], weight="x", people="y")
    assert len(refused.value.problems) == 2


def test_line_without_an_income_is_refused():
    with pytest.raises(UnableToMeasure, match="--income"):
        measured([ROW], "125")


def test_line_by_a_name_that_is_no_parameter_is_refused():
    with pytest.raises(UnableToMeasure, match="no parameter 'food_line'"):
        measured([ROW], "food_line", income="income")


def test_groups_by_level_of_region():
    rows = [{**ROW, "region_code": code} for code in ("152201101201", "152201101202", "152222102203")]
    found = measured(rows, by=("county", "township"))
    assert {f.group for f in found.figures if f.by == "county"} == {"152201", "152222"}
    assert {f.group for f in found.figures if f.by == "township"} == {"152201101", "152222102"}


def test_income_without_a_line_is_refused():
    with pytest.raises(UnableToMeasure, match="--income without --line: give the poverty line"):
        measured([ROW], income="income")


def test_nobody_with_a_weight_is_refused_by_the_names_of_the_weights():
    rows = [{**ROW, "weight": 0.0, "size": 3}, {**ROW, "weight": 2.0, "size": 0}]
    with pytest.raises(UnableToMeasure, match=r"none of 2 households has a weight above zero \(weight × size\)"):
        measured(rows, people="size")


def test_two_negative_factors_are_no_weight():
    found = measured([{**ROW, "size": 2}, {**ROW, "weight": -3.0, "size": -2}], people="size")
    assert (found.households, found.unweighted, found.population) == (1, 1, 2)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("weight", 1e308, r"the weight of household h00001 is 1e\+308"),
        ("income", -1e200, r"the income of household h00001 is -1e\+200"),
    ],
)
def test_number_whose_square_is_none_is_refused_by_household_and_value(field, value, said):
    with pytest.raises(UnableToMeasure, match=said):
        measured([ROW, {**ROW, field: value}], "10", income="income")


def test_weights_far_apart_still_add_up():
    rows = [
        {**ROW, "weight": 1e15, "lacks_food": False, "lacks_health": False, "area": "land"},
        {**ROW, "weight": 1e-3},
        {**ROW, "weight": 3.0, "area": None},
    ]
    found = measured(rows, by=("area",))
    shares = [f.share for f in found.figures if f.by and f.measure == "mpi"]
    assert sum(shares) == pytest.approx(1)
    assert [f.estimate.value for f in found.figures if f.measure == "headcount_ratio" and not f.by] == [1.0]
