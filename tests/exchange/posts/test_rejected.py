from datetime import date

from openpyxl import load_workbook

from diguan.engine.documents import Label
from diguan.exchange.posts import RefusedRow, write_rejected_posts
from diguan.exchange.posts.rows import Where


def test_rejected_rows_lead_back_to_the_sheet_and_name_nobody(tmp_path):
    cells = {"姓名": "合成干部", "户主证件号码": "990000198001015018", "联系电话": "13900001234", "帮扶单位": "=1+1"}
    where = Where("helpers.xlsx", "表1", 17, cells, frozenset({"姓名", "户主证件号码", "联系电话"}))
    path = tmp_path / "rejected.xlsx"
    rows = [RefusedRow(where, Label("登记册没有", "not there"), Label("核对", "look"))]
    write_rejected_posts(path, rows, recipient="突泉县", on=date(2019, 7, 1))
    first = path.read_bytes()
    write_rejected_posts(path, rows, recipient="突泉县", on=date(2019, 7, 1))
    assert path.read_bytes() == first
    page = load_workbook(path)["未导入的行"]
    line = [cell.value for cell in page[4]]
    assert line == [
        "helpers.xlsx",
        "表1",
        "17",
        "登记册没有",
        "核对",
        "合**",
        "990000**********18",
        "139000***34",
        "=1+1",
    ]
    assert page["I4"].data_type == "s"
    assert "突泉县" in page["A2"].value
    assert [p.name for p in tmp_path.iterdir()] == ["rejected.xlsx"]
