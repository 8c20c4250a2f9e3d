from datetime import date

from diguan.engine.verdicts import Subject
from tests.factories.grids import read_rows
from tests.factories.workbooks import PLACE, identity

ROW = {**PLACE, "户编号": "H1", "人编号": "P1", "证件号码": identity(1), "监测对象类别": "边缘易致贫户"}
CLEARED = {"风险是否已消除": "是", "消除监测时间": "202112", "风险消除后人均纯收入": 9000, "风险消除后是否危房户": "否"}


def dated(*rows):
    tables = [t.table for t in read_rows(list(rows)).tables if t.subject is Subject.HOUSEHOLD][1:]
    return [row for table in tables for row in table.to_pylist()]


def test_columns_about_the_clearing_are_facts_of_its_day():
    row = dated({**ROW, **CLEARED})[0]
    assert (row["household_id"], row["data_on"], row["status"]) == ("H1", date(2021, 12, 1), "cleared")
    assert (row["after_income_per_head"], row["after_dangerous_house"]) == (9000.0, False)
    assert "risk_cleared" not in row


def test_rows_without_the_day_or_without_such_facts_are_left_out():
    open_risk = {**CLEARED, "风险是否已消除": "否", "消除监测时间": None}
    nothing = {**CLEARED, "风险消除后人均纯收入": None, "风险消除后是否危房户": None}
    rows = [{**ROW, **more, "户编号": f"H{n}"} for n, more in enumerate((CLEARED, open_risk, nothing))]
    assert [row["household_id"] for row in dated(*rows)] == ["H0"]


def test_file_without_such_columns_has_no_table_for_them():
    assert dated({**ROW, "风险是否已消除": "否"}) == []


def test_own_date_of_the_row_stays_with_its_other_facts():
    tables = [t.table.to_pylist()[0] for t in read_rows([{**ROW, **CLEARED, "数据日期": "2022-06-01"}]).tables]
    assert [row.get("data_on") for row in tables] == [
        None,
        None,
        date(2021, 12, 1),
    ]  # the file's one day is its source's
