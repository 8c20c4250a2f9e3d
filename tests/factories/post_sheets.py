"""Sheets of helpers (with the headers of the national export) and of posts; everybody is invented."""

from pathlib import Path
from typing import Any

from tests.factories.workbooks import identity, table, write_workbook


def helper(serial: int = 1, **cells: Any) -> dict[str, Any]:
    """A row of header 5. Serials of officers begin at 1, of heads at 501."""
    return {
        "序号": serial,
        "帮扶单位": "合成水利局",
        "帮扶单位类型": "行政机关",
        "帮扶单位隶属关系": "县（旗）",
        "姓名": f"合成干部{serial}",
        "是否第一书记": "否",
        "是否工作队队长": "否",
        "是否驻村队员": "否",
        "性别": "男",
        "职务级别": "科员",
        "证件号码": identity(serial),
        "联系电话": f"1390000{serial:04d}",
        "帮扶开始时间": "2018-03-01",
        "帮扶结束时间": None,
        "户主姓名": f"合成户主{serial}",
        "户主证件号码": identity(500 + serial),
        **cells,
    }


def post(kind: str = "第一书记", serial: int = 1, **cells: Any) -> dict[str, Any]:
    """A row of a sheet of posts."""
    return {
        "区划代码": "152222100001",
        "岗位": kind,
        "部门": None,
        "职务": None,
        "姓名": f"合成干部{serial}",
        "工作单位": "合成水利局",
        "证件号码": identity(serial),
        "联系电话": f"1390000{serial:04d}",
        "任职开始时间": "2018-03-01",
        "任职结束时间": None,
        **cells,
    }


def book(path: Path, *sheets: list[dict[str, Any]], header_row: int = 2) -> Path:
    """A workbook with a sheet for each list of rows, all of which say that they are synthetic."""
    pages = {f"表{number}": table(rows, header_row=header_row) for number, rows in enumerate(sheets, 1)}
    return write_workbook(path, pages)
