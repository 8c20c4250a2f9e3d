"""Villages and facilities: a round finds exactly what the planter wrote down, and nothing of lawful exceptions."""

import csv
from datetime import date

import pyarrow.parquet as pq
import pytest

from diguan import api
from diguan.engine.regions import load_regions
from diguan.synth.assets import load_asset
from diguan.synth.county import Order, make_county
from diguan.synth.facilities import FOLDER, TRUTH

TREE = load_regions()
DAY = date(2019, 6, 30)
CONFIRMED = {
    "cn-facilities": {"village_clinic_area": (60, "test"), "large_county": (100000, "test")},
    "cn-village-exit": {"village_poverty_rate": (3, "test")},
}


@pytest.fixture(scope="module", params=[3, 4])
def made(tmp_path_factory, request):
    return make_county(Order("152221", 600, request.param, DAY, tmp_path_factory.mktemp("county") / "out"), TREE)


@pytest.fixture(scope="module")
def truth(made):
    with (made.folder / TRUTH).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("standard", sorted(CONFIRMED))
def test_round_finds_what_was_planted_and_nothing_else(made, truth, tmp_path, standard):
    round_ = api.screen(
        [made.folder / FOLDER], standard=standard, as_of=DAY, out=tmp_path / "round", confirm=CONFIRMED[standard]
    )
    assert round_.record.synthetic
    rows = pq.read_table(round_.path / "place_findings.parquet").to_pylist()
    found = sorted((row["kind"], row["region_code"], row["facility_id"] or "", row["indicator"]) for row in rows)
    planted = sorted(
        (row["kind"], row["village_code"], row["facility_id"], row["indicator"])
        for row in truth
        if row["standard"] == standard
    )
    assert found == planted
    assert len(planted) > 10


def test_every_planting_was_made_each_in_a_place_of_its_own(made, truth):
    plan = load_asset("facilities.yaml")
    assert {row["note"] for row in truth} == {planting["name"] for planting in plan["plantings"]}
    planted = [(row["village_code"], row["facility_id"], row["note"]) for row in truth]
    places = {place[:2] for place in planted}
    assert len(places) == len(set(planted))  # no place has two plantings


def test_same_seed_gives_the_same_tables(made, tmp_path, request):
    seed = request.node.callspec.params["made"]
    again = make_county(Order("152221", 600, seed, DAY, tmp_path / "again"), TREE)
    for path in (*made.files["places"], TRUTH):
        assert (made.folder / path).read_bytes() == (again.folder / path).read_bytes()
