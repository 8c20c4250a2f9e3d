import pytest

from diguan.domain.regions.queries import (
    UnableToKnowRegion,
    children_within,
    region_name,
    region_of,
    region_path,
    region_path_below,
    region_tree,
    subtree,
    tops,
    within,
)

COUNTY, OTHER = "152222000000", "152223000000"


def test_tree_is_read_once():
    assert region_tree() is region_tree()


def test_region_is_found_by_its_short_code():
    assert region_of("152222").code == COUNTY


@pytest.mark.parametrize("code", ["", "999999", "15222", "152222000001x", "科右中旗"])
def test_text_that_is_no_code_is_refused(code):
    with pytest.raises(UnableToKnowRegion, match="no region has the code"):
        region_of(code)


def test_name_and_path_of_a_unit():
    assert region_name(COUNTY) == "科尔沁右翼中旗"
    assert region_path(COUNTY) == "兴安盟 科尔沁右翼中旗"
    assert region_name("990000000000") == region_path("990000000000") == "990000000000"


def test_within_is_half_open():
    scopes = [subtree(COUNTY)]
    assert within(COUNTY, scopes)
    assert within("152222100001", scopes)
    assert not within(OTHER, scopes)
    assert not within(COUNTY, [])


def test_choices_begin_at_the_highest_units_of_the_scope():
    assert [r.code for r in tops([subtree(COUNTY)])] == [COUNTY]
    assert [r.code for r in tops([subtree("152222100000"), subtree(OTHER)])] == ["152222100000", OTHER]
    assert [r.code for r in tops([subtree("150000000000")])] == ["150000000000"]
    assert tops([]) == []


def test_children_outside_the_scope_are_not_offered():
    assert [r.code for r in children_within("152200000000", [subtree(COUNTY)])] == [COUNTY]
    assert [r.code for r in children_within(COUNTY, [subtree("152222100000")])] == ["152222100000"]
    assert children_within(COUNTY, [subtree(OTHER)]) == []
    assert len(children_within(COUNTY, [subtree(COUNTY)])) == 16


@pytest.mark.parametrize(
    ("code", "over", "said"),
    [
        ("152222100000", ["150000000000"], "兴安盟 科尔沁右翼中旗 巴彦呼舒镇"),
        ("152222100000", ["152200000000"], "科尔沁右翼中旗 巴彦呼舒镇"),
        ("152222100000", [COUNTY], "巴彦呼舒镇"),
        ("152222100000", ["152222100000"], "巴彦呼舒镇"),
        (COUNTY, [COUNTY], "科尔沁右翼中旗"),
        ("152222100000", [COUNTY, OTHER], "科尔沁右翼中旗 巴彦呼舒镇"),
        ("152222100000", [], "兴安盟 科尔沁右翼中旗 巴彦呼舒镇"),
        ("990000000000", [COUNTY], "990000000000"),
    ],
)
def test_path_below_leaves_out_what_all_the_ranges_share(code, over, said):
    assert region_path_below(code, tuple(subtree(each) for each in over)) == said
