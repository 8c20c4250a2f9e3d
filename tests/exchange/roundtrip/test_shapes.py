from datetime import date

import openpyxl
import pytest

import diguan
from diguan.exchange.reading.spelling import fold_header
from diguan.exchange.roundtrip import UnableToUseLedger, carry_ledger, merge_ledger, split_ledger
from diguan.exchange.roundtrip.report_shapes import conflict_shape, rejected_shape
from diguan.exchange.roundtrip.shapes import corrections_shape, items_shape, ledger_shape, shape_of
from tests.factories.returned import Filled, fill, table
from tests.fixtures.handmade.build import ROLES, build


def quiet(*_):
    return None


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The folder of a real check."""
    folder = tmp_path_factory.mktemp("checked")
    files = build(folder / "in")
    diguan.check([files[role] for role in ROLES], as_of=date(2019, 6, 30), out=folder / "out")
    return folder / "out"


@pytest.mark.parametrize("shape", [ledger_shape(), corrections_shape(), conflict_shape(), rejected_shape()])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_headings_of_a_shape_are_distinct(shape, language):
    folded = [fold_header(shape.headings[column.name][language]) for column in shape.columns]
    assert len(folded) == len(set(folded))


@pytest.mark.parametrize("shape", [ledger_shape(), corrections_shape()])
def test_what_a_shape_speaks_of_are_its_columns(shape):
    names = {column.name for column in shape.columns}
    assert {shape.main, *shape.about, *shape.choices} <= names
    assert {shape.main, *shape.choices} <= {column.name for column in shape.entries}
    assert set(shape.done) < set(shape.choices[shape.main])


def test_corrections_of_a_check_are_split_filled_in_and_merged(checked, tmp_path):
    parts = split_ledger(checked, "township", tmp_path / "parts", quiet)
    part = max(parts, key=lambda each: each.rows)

    def change(form):
        form[1, "更正后的值"], form[1, "处理结果"], form[1, "核实人"] = 12, "已改正", "王工"
        form[2, "处理结果"] = "核实没问题"
        form[2, "现值"] = "改了"

    filled = fill(tmp_path / "parts" / part.file, tmp_path / "back.xlsx", change, by="王")
    merged = merge_ledger(checked, [filled], tmp_path / "out", apply=True, decisions=None, progress=quiet)
    assert [(c.column, c.value) for c in merged.weighed.changes] == [
        ("new_value", "12"),
        ("handled", "已更正"),
        ("handled_by", "王工"),
        ("handled", "核实无误"),
    ]
    assert [(x.column, x.found) for x in merged.collected.locked] == [("value", "改了")]
    assert merged.ledger.name == "corrections.xlsx"
    form = Filled(openpyxl.load_workbook(merged.ledger).worksheets[0])
    assert sum(form[row, "处理结果"] is not None for row in range(1, len(merged.base) + 1)) == 2
    assert [row["列"] for row in table(merged.differences, "改动")] == ["更正后的值", "处理结果", "核实人", "处理结果"]


def test_keys_of_corrections_are_distinct(checked, tmp_path):
    split_ledger(checked, "township", tmp_path / "parts", quiet)
    sheets = [openpyxl.load_workbook(path).worksheets[0] for path in (tmp_path / "parts").iterdir()]
    keys = [form[n, "识别键"] for form in map(Filled, sheets) for n in range(1, form.sheet.max_row - form.heading + 1)]
    assert len(keys) == len(set(keys))


def test_corrections_have_no_department_and_are_not_carried_over(checked, tmp_path):
    with pytest.raises(UnableToUseLedger, match="不能按“department”拆分"):
        split_ledger(checked, "department", tmp_path / "parts", quiet)
    with pytest.raises(UnableToUseLedger, match="只对应一批导出"):
        carry_ledger(checked, checked, tmp_path / "out", quiet)


def test_items_of_the_server_have_a_state_and_no_columns_that_they_do_not_hold():
    names = [column.name for column in items_shape().columns]
    assert names.index("state") < names.index("explanation")
    assert not {"head", "name", "indicator"} & set(names)
    assert [c.name for c in items_shape().entries] == [c.name for c in ledger_shape().entries]
    assert shape_of("items") is items_shape()
    assert shape_of("differences") is None
