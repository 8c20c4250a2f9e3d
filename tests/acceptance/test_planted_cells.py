"""Every cell that was written wrongly on purpose is listed, and nothing else is: synthetic county and hand-made workbooks."""

import json
from datetime import date

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.regions import load_regions
from diguan.exchange.reading import read_inputs
from diguan.synth.county import Order, make_county
from tests.fixtures.handmade.build import HERE, ROLES, build

AS_OF = date(2019, 6, 30)
ROSTERS = ("health_insurance", "education")


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    out = tmp_path_factory.mktemp("planted") / "county"
    return make_county(Order("152221", 2_000, 11, AS_OF, out), load_regions())


@pytest.fixture(scope="module")
def read_county(county):
    files = {role: [county.folder / path for path in paths] for role, paths in county.files.items()}
    rosters = {name: files[name][0] for name in ROSTERS}
    return read_inputs(files["exports"], files["residents"][0], rosters, load_catalogue(), load_regions(), None, AS_OF)


@pytest.fixture(scope="module")
def planted(county):
    return json.loads((county.folder / "truth/truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read_handmade(tmp_path_factory):
    files = build(tmp_path_factory.mktemp("handmade"))
    rosters = {name: files[name] for name in ROSTERS}
    exports = [files[role] for role in ROLES]
    return read_inputs(exports, files["residents"], rosters, load_catalogue(), load_regions(), None, AS_OF)


@pytest.fixture(scope="module")
def written_by_hand():
    return json.loads((HERE / "truth.json").read_text(encoding="utf-8"))


def bad_places(inputs):
    return sorted((bad.place.file, bad.place.cell) for bad in inputs.bad_cells)


def test_county_bad_cells_are_the_planted_ones(read_county, planted):
    assert planted["bad_cells"]
    assert bad_places(read_county) == sorted((c["file"], c["cell"]) for c in planted["bad_cells"])


def test_county_rejected_rows_are_the_planted_ones(read_county, planted):
    assert planted["rejected_rows"]
    found = sorted((r.place.file, r.place.cell) for r in read_county.rejected)
    assert found == sorted((r["file"], r["cell"]) for r in planted["rejected_rows"])


def test_county_rows_are_all_read(read_county, county):
    rejected = len(read_county.rejected)
    persons = sum(len(t.table) for t in read_county.tables if t.subject == "person")
    people = sum(rows for file, rows in county.rows.items() if not file.startswith(("posts/", "places/")))
    assert persons == people - rejected


def test_county_is_known_to_be_synthetic(read_county):
    assert {source.synthetic for source in read_county.sources} == {True}


def test_handmade_bad_cells_are_the_written_ones(read_handmade, written_by_hand):
    assert bad_places(read_handmade) == sorted((c["file"], c["cell"]) for c in written_by_hand["bad_cells"])


def test_handmade_rejected_row_names_its_household(read_handmade, written_by_hand):
    found = [
        (r.place.file, int(r.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), r.household_id)
        for r in read_handmade.rejected
    ]
    assert found == [(r["file"], r["row"], r["household_id"]) for r in written_by_hand["rejected_rows"]]
