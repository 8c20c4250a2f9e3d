"""What the charts draw is what the tables say, of places of one's own alone."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.engine.regions import outlines
from diguan.web.board import charts
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, holder
from tests.web.board.conftest import FAR

pytestmark = pytest.mark.django_db


def test_counties_units_and_days_are_those_of_the_place(signed_in, counted):
    data = signed_in(holder(Role.PREFECTURE)).get("/board/charts/").json()
    assert {unit["code"]: unit["living"] for unit in data["counties"]} == {COUNTY: 3, OTHER_COUNTY: FAR}
    assert data["units"] == data["counties"]
    assert [(day["on"], day["living"], day["unmet"]) for day in data["days"]] == [("2019-03-02", FAR + 3, FAR + 1)]


def test_county_has_its_townships_and_no_map(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    data = client.get("/board/charts/").json()
    assert data["counties"] == []
    assert {unit["code"][:6] for unit in data["units"]} == {COUNTY[:6]}
    assert client.get("/board/outlines/").status_code == 404


@pytest.mark.parametrize("address", ["/board/charts/", "/board/outlines/"])
@pytest.mark.parametrize("place", [OTHER_COUNTY, "99"])
def test_place_of_others_has_no_charts(signed_in, counted, address, place):
    assert signed_in(holder(Role.COUNTY)).get(address, {"region_code": place}).status_code == 404


def test_auditor_is_told_nothing_small(signed_in, counted):
    data = signed_in(holder(Role.AUDITOR)).get("/board/charts/", {"region_code": PREFECTURE}).json()
    assert {unit["code"]: unit["living"] for unit in data["counties"]} == {COUNTY: None, OTHER_COUNTY: None}
    assert data["days"] == []


def test_outlines_are_those_of_the_counties_below(signed_in, counted):
    charts._all_features.cache_clear()
    answer = signed_in(holder(Role.PREFECTURE)).get("/board/outlines/")
    names = [feature["properties"]["name"] for feature in answer.json()["features"]]
    assert COUNTY in names
    assert {name[:4] for name in names} == {"1522"}
    assert "max-age" in answer.headers["Cache-Control"]
    rings = [r for f in answer.json()["features"] for polygon in f["geometry"]["coordinates"] for r in polygon]
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)


def test_without_outlines_there_are_none_and_nothing_breaks(signed_in, counted, monkeypatch):
    charts._all_features.cache_clear()
    monkeypatch.setattr(outlines, "PACKAGE", "no_such_package_of_outlines")
    assert signed_in(holder(Role.PREFECTURE)).get("/board/outlines/").json()["features"] == []
    charts._all_features.cache_clear()
