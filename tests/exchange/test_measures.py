"""Figures as files."""

import json

import pytest

from diguan.engine.measuring.model import Flaw, Unread
from diguan.exchange.measures import (
    COLUMNS,
    UnableToWriteMeasures,
    design_line,
    require_target,
    rows_of,
    write_measures,
)
from tests.factories.surveys import measured

ROW = {
    "lacks_food": True,
    "lacks_health": True,
    "lacks_school": True,
    "lacks_home": True,
    "region_code": "152201101201",
}


def test_row_has_the_name_of_its_place():
    found = measured([ROW], by=("county",)).model_copy(update={"places": {"152201": "乌兰浩特市"}})
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(found)]
    assert {r["name"] for r in rows if r["by"] == "county"} == {"乌兰浩特市"}


@pytest.mark.parametrize("name", ["figures.xlsx", "figures", "figures.txt"])
def test_other_kind_of_file_is_refused(tmp_path, name):
    with pytest.raises(UnableToWriteMeasures, match=r"\.csv"):
        require_target(tmp_path / name)


def test_folder_that_is_not_there_is_refused_before_anything_is_measured(tmp_path):
    with pytest.raises(UnableToWriteMeasures, match="expected: a file in a folder that is there"):
        require_target(tmp_path / "none" / "figures.csv")


def test_file_holds_no_cell_of_a_household(tmp_path):
    flaw = Flaw(
        file="households.csv", sheet="", cell="C5", field="income", value="about 300", zh="不是数字", en="no number"
    )
    found = measured([ROW]).model_copy(update={"unread": Unread(bad_cells=1, first=(flaw,))})
    write_measures(tmp_path / "figures.json", found)
    written = (tmp_path / "figures.json").read_text(encoding="utf-8")
    assert "about 300" not in written
    assert json.loads(written)["unread"]["first"][0]["cell"] == "C5"


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    found = measured([ROW])
    monkeypatch.setattr("diguan.exchange.measures.rows_of", lambda _: iter([object]))
    with pytest.raises(Exception, match=r"iterable|sequence"):
        write_measures(tmp_path / "figures.csv", found)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("choice", "said"),
    [({}, "no strata"), ({"strata": "stratum"}, "1 strata"), ({"clusters": "cluster"}, "1 clusters")],
    ids=["simple", "stratified", "clustered"],
)
def test_design_is_said(choice, said):
    assert said in design_line(measured([{**ROW, "stratum": "a", "cluster": "b"}], **choice)).en
