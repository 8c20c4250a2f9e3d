import csv
import hashlib
import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from diguan.engine.regions import load_regions
from diguan.synth.county import Order, UnableToMakeCounty, make_county, whole_folder

TREE = load_regions()


def order(out, **changes):
    given = {"county": "152221", "households": 1_500, "seed": 3, "as_of": date(2019, 6, 30), "out": out} | changes
    return Order(**given)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_county(order(tmp_path_factory.mktemp("synth") / "county"), TREE)


def hashes(folder):
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_same_order_gives_the_same_bytes(made, tmp_path):
    again = make_county(order(tmp_path / "again"), TREE)
    assert hashes(again.folder) == hashes(made.folder)


def test_another_seed_gives_other_people(made, tmp_path):
    other = make_county(order(tmp_path / "other", seed=4), TREE)
    assert hashes(other.folder)["residents.csv"] != hashes(made.folder)["residents.csv"]


def test_every_file_says_synthetic_in_its_first_row(made):
    for path in (p for paths in made.files.values() for p in paths):
        full = made.folder / path
        if full.suffix == ".xlsx":
            first = CalamineWorkbook.from_path(str(full)).get_sheet_by_index(0).to_python()[0][0]
        else:
            first = full.read_text(encoding="gb18030" if "insurance" in path else "utf-8-sig").splitlines()[0]
        assert "合成数据 SYNTHETIC" in first, path


def test_rows_are_counted_as_written(made):
    for path, count in made.rows.items():
        full = made.folder / path
        if full.suffix == ".xlsx":
            rows = CalamineWorkbook.from_path(str(full)).get_sheet_by_index(0).to_python()
            header = next(number for number, cells in enumerate(rows) if "证件号码" in cells)
            assert len(rows) - header - 1 == count, path


def test_truth_files_agree_with_what_was_planted(made):
    with (made.folder / "truth/truth.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    content = json.loads((made.folder / "truth/truth.json").read_text(encoding="utf-8"))
    assert len(rows) == len(made.truth.expected) == sum(content["findings"].values())
    assert len(content["decoys"]) == len(made.truth.decoys)
    assert list(rows[0]) == ["finding_id", "household_id", "person_id", "indicator", "requires", "note"]


def test_truth_of_the_base_counts_rows_of_the_file(made):
    with (made.folder / "residents.csv").open(encoding="utf-8-sig", newline="") as file:
        next(file)
        order_of = {}
        for row in csv.DictReader(file):
            order_of.setdefault(row["户号"], []).append(row)
    based = [e for e in made.truth.expected if e.person and e.row()["person_id"].startswith("base:")]
    assert based
    for expected in based:
        _, number, place = expected.row()["person_id"].split(":")
        assert order_of[number][int(place) - 1]["证件号码"] == expected.person.identity


def test_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UnableToMakeCounty, match="not an empty folder"):
        make_county(order(tmp_path), TREE)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("households", [0, 499, 1_000_001])
def test_sizes_that_make_no_county_are_refused(tmp_path, households):
    with pytest.raises(UnableToMakeCounty, match=f"{households} households"):
        make_county(order(tmp_path / "x", households=households), TREE)


def test_nothing_is_left_behind_when_writing_fails(tmp_path):
    def write_half():
        with whole_folder(tmp_path / "county") as folder:
            (folder / "half").write_text("half")
            raise RuntimeError("disk")

    with pytest.raises(RuntimeError, match="disk"):
        write_half()
    assert list(tmp_path.iterdir()) == []
