import pytest

from diguan.engine.regions import load_regions
from diguan.synth.places import UnableToFindVillages, rural_villages

TREE = load_regions()


def test_villages_of_a_county_by_code_and_by_name_are_the_same():
    assert rural_villages(TREE, "152221") == rural_villages(TREE, "科尔沁右翼前旗")


def test_villages_are_real_and_in_the_order_of_codes():
    villages = rural_villages(TREE, "152221")
    assert [TREE.get(v.code).name for v in villages] == [v.name for v in villages]
    assert [v.code for v in villages] == sorted(v.code for v in villages)
    assert not any("社区" in v.name for v in villages)


def test_pastoral_townships_are_the_sumu_and_the_pastures():
    pastoral = {v.township for v in rural_villages(TREE, "152221") if v.pastoral}
    assert {"乌兰毛都苏木", "阿力得尔苏木"} <= pastoral
    assert "科尔沁镇" not in pastoral


def test_town_district_without_villages_is_refused_with_what_to_do():
    with pytest.raises(UnableToFindVillages, match="choose another"):
        rural_villages(TREE, "150603")
