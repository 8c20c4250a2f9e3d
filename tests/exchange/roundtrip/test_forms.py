import csv

import openpyxl
import pytest

from diguan.exchange.grids import UnableToReadInput, open_grids
from diguan.exchange.roundtrip import merge_ledger, split_ledger
from diguan.exchange.roundtrip.forms import find_table, open_forms
from diguan.exchange.roundtrip.shapes import ledger_shape
from tests.factories import returned
from tests.factories.returned import Filled, fill


def quiet(*_):
    return None


@pytest.fixture(scope="module")
def part(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    base = returned.ledger(folder / "ledger.xlsx", returned.rows(3))
    split_ledger(base, "township", folder / "parts", quiet)
    return base, folder / "parts" / "台账-天义镇.xlsx"


def test_only_the_sheet_with_the_table_is_found(part):
    grids = open_grids([part[0]])[0]
    assert [grid.sheet for grid in grids if find_table(grid, ledger_shape())] == ["台账"]


def test_the_table_is_found_below_rows_that_somebody_put_in_or_took_away(part, tmp_path):
    for name, change in (
        ("in", lambda form: form.sheet.insert_rows(1, 4)),
        ("out", lambda form: form.sheet.delete_rows(1, 4)),
    ):
        (form,) = open_forms([fill(part[1], tmp_path / f"{name}.xlsx", change)])
        assert [len(sheet.column("key")) for sheet in form.sheets] == [3]
        assert form.sheets[0].column("household") == ["H000", "H001", "H002"]


@pytest.mark.parametrize("written", ["填写人：王工", "填写人: 王工", "Filled in by: 王工"])
def test_who_filled_it_in_may_stand_in_the_same_cell(part, tmp_path, written):
    (form,) = open_forms([fill(part[1], tmp_path / "a.xlsx", lambda form: form.sheet.__setitem__("A4", written))])
    assert form.by == "王工"


def test_files_come_in_one_order_and_each_once(part, tmp_path):
    one = fill(part[1], tmp_path / "x" / "a.xlsx", lambda form: form.__setitem__((1, "备注"), "1"))
    two = fill(part[1], tmp_path / "y" / "a.xlsx", lambda form: form.__setitem__((1, "备注"), "2"))
    three = fill(part[1], tmp_path / "b.xlsx", lambda form: form.__setitem__((1, "备注"), "3"))
    found = [form.label for form in open_forms([three, two, one, three])]
    assert found == [form.label for form in open_forms([one, three, two])]
    assert sorted(found) == ["b.xlsx", "x/a.xlsx", "y/a.xlsx"]


def test_a_file_that_cannot_be_read_comes_as_its_refusal(part, tmp_path):
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    refusal, form = open_forms([broken, part[1]])
    assert isinstance(refusal, UnableToReadInput)
    assert form.label == "台账-天义镇.xlsx"


def test_a_ledger_saved_as_csv_comes_back_too(part, tmp_path):
    base, source = part
    form = Filled(openpyxl.load_workbook(source).worksheets[0])
    form[2, "责任人"] = "甲"
    with (tmp_path / "a.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [["" if c.value is None else c.value for c in row] for row in form.sheet.iter_rows()]
        )
    merged = merge_ledger(base, [tmp_path / "a.csv"], tmp_path / "out", apply=False, decisions=None, progress=quiet)
    assert [(c.row, c.column, c.value) for c in merged.weighed.changes] == [(1, "owner", "甲")]
    assert merged.collected.locked == []


def test_a_doubled_column_with_two_values_is_a_conflict(part, tmp_path):
    base, source = part

    def change(form):
        form[1, "责任人"] = "甲"
        form.sheet.cell(form.heading, form.sheet.max_column + 1).value = "责任人"
        form.sheet.cell(form.heading + 1, form.sheet.max_column).value = "乙"

    merged = merge_ledger(
        base, [fill(source, tmp_path / "a.xlsx", change)], tmp_path / "out", apply=False, decisions=None, progress=quiet
    )
    assert [[o.value for o in c.options] for c in merged.weighed.conflicts] == [["乙", "甲"]]
