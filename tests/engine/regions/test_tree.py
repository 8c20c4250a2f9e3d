import csv
from collections import Counter
from datetime import date

import pytest

from diguan.engine.regions import (
    INNER_MONGOLIA,
    RegionTree,
    UnableToFindRegion,
    UnableToFindTerm,
    UnableToReadCode,
    load_regions,
)

ZONES = ["150172000000", "150271000000", "150571000000", "152571000000", "152971000000"]


def rows(name: str) -> list[dict[str, str]]:
    with (INNER_MONGOLIA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("level", "count"), [("region", 1), ("prefecture", 12), ("county", 108), ("township", 1225), ("village", 14592)]
)
def test_units_of_a_level_are_all_there(tree: RegionTree, level, count):
    assert len(tree.units(level)) == count


def test_units_of_kind_zone_are_the_five_with_seven_as_fifth_digit(tree: RegionTree):
    zones = [unit.code for unit in tree.units("county") if unit.kind == "development_zone"]
    assert zones == ZONES
    assert [unit.code for unit in tree.units("county") if unit.code[4] == "7"] == ZONES
    assert sum(unit.kind == "county" for unit in tree.units("county")) == 103


def test_villages_outside_the_zones_are_14426(tree: RegionTree):
    inside = sum(len(tree.units("village", zone)) for zone in ZONES)
    assert (inside, len(tree.units("village")) - inside) == (166, 14426)


def test_villages_by_prefecture_equal_a_plain_count_of_the_files(tree: RegionTree):
    counted = {file.stem: len(rows(f"parts/{file.name}")) for file in (INNER_MONGOLIA / "parts").glob("*.csv")}
    assert {unit.code[:4]: len(tree.units("village", unit.code)) for unit in tree.units("prefecture")} == counted


def test_every_code_has_twelve_digits_and_its_parent_is_its_beginning(tree: RegionTree):
    units = [unit for level in tree.levels for unit in tree.units(level.id)]
    assert {(len(unit.code), unit.code.isdigit()) for unit in units} == {(12, True)}
    widths = [2, 4, 6, 9, 12]
    for unit in units[1:]:
        parent = tree.parent(unit.code)
        assert parent is not None
        assert parent.level == unit.level - 1
        assert parent.code == unit.code[: widths[parent.level - 1]].ljust(12, "0")


@pytest.mark.parametrize("code", ["152222", "152222000000", " 152222 "])
def test_get_takes_the_full_code_or_its_significant_part(tree: RegionTree, code):
    unit = tree.get(code)
    assert (unit.code, unit.name, unit.kind, tree.level(code).id) == (
        "152222000000",
        "科尔沁右翼中旗",
        "county",
        "county",
    )


def test_get_refuses_a_code_that_no_unit_has(tree: RegionTree):
    with pytest.raises(UnableToFindRegion, match="no region has the code 159900000000"):
        tree.get("1599")
    with pytest.raises(UnableToReadCode, match="'15222' is not a code"):
        tree.get("15222")


def test_contains_tells_codes_from_others(tree: RegionTree):
    assert ["152222" in tree, "152222100201" in tree, "152299" in tree, "科右中旗" in tree] == [
        True,
        True,
        False,
        False,
    ]


def test_children_are_one_level_below_in_the_order_of_codes(tree: RegionTree):
    assert [unit.name for unit in tree.children("1522")] == [
        "乌兰浩特市",
        "阿尔山市",
        "科尔沁右翼前旗",
        "科尔沁右翼中旗",
        "扎赉特旗",
        "突泉县",
    ]
    assert len(tree.children("152222100")) == 40
    assert tree.children("152222100201") == []


def test_path_leaves_the_single_top_out_below_it(tree: RegionTree):
    assert tree.path("152222100201")[:3] == ("兴安盟", "科尔沁右翼中旗", "巴彦呼舒镇")
    assert len(tree.path("152222100201")) == 4
    assert tree.path("15") == ("内蒙古自治区",)


def test_path_keeps_the_top_where_there_are_several(islands):
    assert load_regions(islands).path("ZZ-01") == ("South Island", "Harbour Ward")


def test_ancestors_come_top_first(tree: RegionTree):
    assert [unit.name for unit in tree.ancestors("152222")] == ["内蒙古自治区", "兴安盟"]


@pytest.mark.parametrize("code", ["15", "1522", "152222", "152222100", "152222100201"])
def test_subtree_range_selects_the_same_codes_as_the_beginning(tree: RegionTree, code):
    low, high = tree.subtree_range(code)
    codes = [unit.code for level in tree.levels for unit in tree.units(level.id)]
    assert [each for each in codes if low <= each < high] == [each for each in codes if each.startswith(code)]


def test_units_refuses_a_level_that_is_not_there(tree: RegionTree):
    with pytest.raises(UnableToFindTerm, match="there is no 'ward'; expected one of"):
        tree.units("ward")


def test_marks_of_the_57_poor_counties_hold_up_to_the_end_of_the_exit_year(tree: RegionTree):
    def marked(on: date) -> Counter[str]:
        return Counter(kind for kind in tree.mark_kinds for _ in tree.marked(kind, on))

    assert marked(date(2017, 12, 31)) == {"nationally_poor": 31, "regionally_poor": 26}
    # 2017: 1 national and 13 regional; 2018: 10 and 13; 2019: 20
    assert marked(date(2018, 1, 1)) == {"nationally_poor": 30, "regionally_poor": 13}
    assert marked(date(2019, 1, 1)) == {"nationally_poor": 20}
    assert marked(date(2020, 1, 1)) == {}
    assert marked(date(2021, 1, 1)) == {"key_revitalisation_county": 10}


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2019, 12, 31), ["nationally_poor"]),
        (date(2020, 1, 1), []),
        (date(2020, 12, 31), []),
        (date(2021, 1, 1), ["key_revitalisation_county"]),
    ],
)
def test_marks_on_a_day_are_half_open(tree: RegionTree, day, kinds):
    assert [mark.kind.id for mark in tree.marks("152221", day)] == kinds


def test_marks_carry_exit_year_evidence_and_whether_the_start_is_known(tree: RegionTree):
    (mark,) = tree.marks("150424", date(2017, 6, 1))
    assert (mark.exit_year, mark.start_known, mark.evidence) == (2017, False, "stated: People's Daily 2019-04-23")
    assert tree.mark_history("152221")[0].detail + tree.mark_history("152221")[1].detail == "大兴安岭南麓山区"


def test_marks_of_a_village_are_those_above_only_when_asked(tree: RegionTree):
    village = "152222100201"
    assert tree.marks(village, date(2017, 1, 1)) == ()
    assert [(mark.code, mark.kind.id) for mark in tree.marks(village, date(2017, 1, 1), inherited=True)] == [
        ("152222000000", "nationally_poor")
    ]


def test_marked_refuses_a_mark_that_is_not_there(tree: RegionTree):
    with pytest.raises(UnableToFindTerm, match="there is no 'rich'"):
        tree.marked("rich", date(2020, 1, 1))


def test_villages_are_read_only_where_they_are_asked_for():
    tree = load_regions()
    tree.units("township")
    tree.path("152222")
    tree.marked("nationally_poor", date(2017, 1, 1))
    tree.resolve(["科右中旗", "巴彦呼舒镇"], levels=["county", "township"])
    assert tree.loaded_parts == frozenset()
    tree.children("152222100")
    assert tree.loaded_parts == {"1522"}


@pytest.mark.parametrize("given", ["152222", "152222000000", "科尔沁右翼中旗"])
def test_code_of_a_unit_by_code_or_name(tree: RegionTree, given):
    assert tree.code_of(given) == "152222000000"
