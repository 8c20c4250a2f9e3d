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
        ({"weight": "area"}, "'area' is not a number"),
        ({"by": ("name",)}, "'name' is an identifier"),
        ({"clusters": "cluster"}, "no values of cluster"),
    ],
    ids=["misspelt", "text", "identifier", "not-carried"],
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
