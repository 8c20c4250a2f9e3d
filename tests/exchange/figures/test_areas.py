import pytest

from diguan.engine.regions import load_regions
from diguan.exchange.figures.areas import Area, Places


@pytest.fixture(scope="module")
def tree():
    return load_regions()


@pytest.fixture(scope="module")
def township(tree):
    return tree.units("township", "150429")[0]


@pytest.fixture(scope="module")
def village(tree, township):
    return tree.units("village", township.code)[0]


def test_a_village_is_counted_under_its_township(tree, township, village):
    assert Places(tree).area(village.code) == Area(township.code, ("赤峰市", "宁城县", township.name))


def test_a_township_is_counted_under_itself(tree, township):
    assert Places(tree).area(township.code).code == township.code


def test_a_county_stands_for_itself(tree):
    assert Places(tree).area("150429000000") == Area("150429000000", ("赤峰市", "宁城县"))


@pytest.mark.parametrize("code", ["X1", "999999999999"])
def test_an_unknown_code_stands_for_itself(tree, code):
    assert Places(tree).area(code) == Area(code)
    assert Places(tree).names(code) == ("", "", "", code)


def test_no_code_is_the_empty_area(tree):
    assert (Places(tree).area(None), Places(tree).names(None)) == (Area(""), ("", "", "", ""))


def test_names_fill_the_levels_they_have(tree, township, village):
    assert Places(tree).names(village.code) == ("赤峰市", "宁城县", township.name, village.name)
    assert Places(tree).names(township.code) == ("赤峰市", "宁城县", township.name, "")


def test_whole_is_the_county_of_all_its_villages(tree):
    codes = [unit.code for unit in tree.units("village", "150429")]
    assert Places(tree).whole(codes) == ("赤峰市", "宁城县")


def test_whole_of_two_counties_is_their_prefecture(tree):
    assert Places(tree).whole(["150429000000", "150421000000", None]) == ("赤峰市",)


@pytest.mark.parametrize("codes", [[], [None], ["150429000000", "X1"]])
def test_whole_is_empty_where_nothing_holds_all(tree, codes):
    assert Places(tree).whole(codes) == ()


def test_without_a_tree_codes_stand_for_themselves():
    places = Places(None)
    assert (places.area("150429"), places.names("150429"), places.whole(["150429"])) == (
        Area("150429"),
        ("", "", "", "150429"),
        (),
    )
