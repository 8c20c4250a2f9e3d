"""History of units, as an operator brings it. The changes below are made up for the test."""

from datetime import date

import pytest

from diguan.engine.regions import UnableToFindRegion, UnableToFollowSuccession, UnableToLoadRegions, load_regions

RENAMED = """code,name,valid_from,valid_to,succeeded_by
152222100000,试验旧镇,,2010-01-01,
152222100000,巴彦呼舒镇,2010-01-01,,
"""
MERGED = """code,name,valid_from,valid_to,succeeded_by
152222190000,试验撤销镇,2001-01-01,2012-07-01,152222100000
152222191000,试验分设镇,2001-01-01,2012-07-01,152222100000; 152222101000
152222190201,试验村委会,2001-01-01,2012-07-01,
"""


def test_a_renamed_unit_has_the_name_of_the_day(overlay):
    tree = load_regions(overlays=[overlay(RENAMED)])
    assert tree.get("152222100").name == "巴彦呼舒镇"
    assert tree.get("152222100", date(2009, 12, 31)).name == "试验旧镇"
    assert tree.get("152222100", date(2010, 1, 1)).name == "巴彦呼舒镇"
    assert [state.name for state in tree.history("152222100")] == ["试验旧镇", "巴彦呼舒镇"]


def test_the_old_name_of_a_renamed_unit_leads_to_it(overlay):
    tree = load_regions(overlays=[overlay(RENAMED)])
    assert tree.resolve(["科右中旗", "试验旧镇"]) == tree.get("152222100")
    assert tree.resolve(["科右中旗", "试验旧镇"], on=date(2005, 1, 1)).name == "试验旧镇"


def test_a_merged_unit_is_not_among_the_current_ones(overlay):
    tree = load_regions(overlays=[overlay(MERGED)])
    plain = load_regions()
    assert tree.units("township", "152222") == plain.units("township", "152222")
    then = [unit.name for unit in tree.units("township", "152222", date(2005, 1, 1))]
    assert len(then) == len(plain.units("township", "152222")) + 2
    assert "试验撤销镇" in then
    with pytest.raises(UnableToFindRegion, match="152222190000 on 2012-07-01"):
        tree.get("152222190", date(2012, 7, 1))


def test_successors_are_the_current_units_in_its_place(overlay):
    tree = load_regions(overlays=[overlay(MERGED)])
    assert [unit.code for unit in tree.successors("152222190")] == ["152222100000"]
    assert [unit.code for unit in tree.successors("152222191")] == ["152222100000", "152222101000"]
    assert [unit.code for unit in tree.successors("152222100")] == ["152222100000"]


def test_the_name_of_a_merged_unit_still_resolves_and_says_that_it_ended(overlay):
    tree = load_regions(overlays=[overlay(MERGED)])
    unit = tree.resolve(["科右中旗", "试验撤销镇", "试验村"])
    assert (unit.code, unit.valid_to) == ("152222190201", date(2012, 7, 1))
    assert tree.children("152222190") == []
    assert [each.code for each in tree.children("152222190", date(2005, 1, 1))] == ["152222190201"]


def test_a_unit_gives_way_to_the_one_in_its_place_where_both_have_the_name(overlay):
    own = overlay("code,name,valid_from,valid_to,succeeded_by\n152222190000,巴彦呼舒镇,,2012-07-01,152222100000\n")
    tree = load_regions(overlays=[own])
    assert tree.resolve(["科右中旗", "巴彦呼舒镇"]).code == "152222100000"


def test_a_name_of_two_units_of_different_days_is_decided_by_the_day(overlay):
    own = overlay("code,name,valid_from,valid_to\n152222190000,试验镇,,2012-07-01\n152222191000,试验镇,2012-07-01,\n")
    tree = load_regions(overlays=[own])
    assert tree.resolve(["科右中旗", "试验镇"], on=date(2012, 6, 30)).code == "152222190000"
    assert tree.resolve(["科右中旗", "试验镇"], on=date(2012, 7, 1)).code == "152222191000"


def test_an_overlay_says_everything_about_a_village_of_a_part(overlay):
    own = overlay("code,name\n152222100201,试验嘎查\n")
    tree = load_regions(overlays=[own])
    assert len(tree.units("village", "152222100")) == 40
    assert tree.get("152222100201").name == "试验嘎查"


def test_overlapping_intervals_of_one_code_are_refused(overlay):
    file = overlay("code,name,valid_from,valid_to\n152222100000,甲镇,,2010-01-02\n152222100000,乙镇,2010-01-01,\n")
    with pytest.raises(UnableToLoadRegions, match="code 152222100000: the interval overlaps") as caught:
        load_regions(overlays=[file])
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "152222190000,甲镇,2012-07-01,152222199000\n",
            "152222190000 → 152222199000 leads to a code that does not exist",
        ),
        (
            "152222190000,甲镇,2012-07-01,152222191000\n152222191000,乙镇,2012-07-01,152222190000\n",
            "152222190000 → 152222191000 → 152222190000 comes back to itself",
        ),
    ],
)
def test_a_succession_that_leads_nowhere_is_refused(overlay, rows, said):
    file = overlay("code,name,valid_to,succeeded_by\n" + rows)
    with pytest.raises(UnableToFollowSuccession, match=said):
        load_regions(overlays=[file])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("ZZ-01,Harbour Ward\n", "code ZZ-01 does not belong in this part; codes in it begin with AA"),
        ("AA,North\n", "code AA does not belong"),
    ],
)
def test_a_unit_in_the_wrong_part_is_refused(islands, rows, said):
    form = islands / "regions.yaml"
    form.write_text(form.read_text(encoding="utf-8") + "parts: {from: ward}\n", encoding="utf-8")
    (islands / "units.csv").write_text("code,name\nAA,North Island\nZZ,South Island\n", encoding="utf-8")
    (islands / "parts").mkdir()
    part = islands / "parts" / "AA.csv"
    part.write_text("code,name\nAA-01,Harbour Ward\n" + rows, encoding="utf-8")
    with pytest.raises(UnableToLoadRegions, match=said) as caught:
        load_regions(islands).units("ward")
    assert (caught.value.file, caught.value.line) == (part, 3)


def test_parts_of_another_country_are_read_where_asked_for(islands):
    form = islands / "regions.yaml"
    form.write_text(form.read_text(encoding="utf-8") + "parts: {from: ward}\n", encoding="utf-8")
    (islands / "units.csv").write_text("code,name\nAA,North Island\nZZ,South Island\n", encoding="utf-8")
    (islands / "parts").mkdir()
    (islands / "parts" / "AA.csv").write_text("code,name\nAA-01,Harbour Ward\n", encoding="utf-8")
    (islands / "parts" / "ZZ.csv").write_text("code,name\nZZ-01,Harbour Ward\n", encoding="utf-8")
    tree = load_regions(islands)
    assert tree.resolve(["south", "harbour"]).code == "ZZ-01"
    assert tree.loaded_parts == {"ZZ"}
    assert tree.resolve(["North", "Harbour Ward"], "AA").code == "AA-01"
