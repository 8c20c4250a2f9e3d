"""The workbook by which problems come in: one a row, choices where lists are closed, a sheet that says how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

# key, heading, width; the order of the sheet
HEADER = (
    ("number", "序号", 7),
    ("text", "反馈问题", 50),
    ("category", "类别", 22),
    ("kind", "问题种类", 14),
    ("region", "责任单位", 28),
    ("department", "责任部门", 16),
    ("deadline", "整改时限", 14),
    ("criteria", "验收标准", 40),
    ("rule", "指标", 34),
    ("households", "户编号", 24),
)
LISTED = ("category", "kind", "department", "rule")
ROWS = 500
GUIDE = (
    "一行一个问题，从第 2 行写起；序号用反馈文件上的序号，不写则顺延。",
    "责任单位写区划代码或名称，须在本次检查的责任地区内。整改时限写日期，如 2019-06-30。",
    "没有指标的问题必须写验收标准；选了指标的不写验收标准，户编号用逗号隔开。不写个人信息。",
    "One problem a row, from row 2. A unit is a code or a name within the region of the inspection; a deadline is a day.",
    "Without an indicator say when it is mended; with one, name the households by commas. Nothing personal.",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the closed columns offer, by key: what is shown, in order, and what it means."""

    by_key: Mapping[str, Mapping[str, str]]

    def meaning(self, key: str, shown: str) -> str | None:
        """What a choice means; None where there is no such one."""
        return self.by_key[key].get(shown)

    def offered(self, key: str) -> Sequence[str]:
        """What a column offers."""
        return list(self.by_key[key])


def write_template(path: Path, choices: Choices, on: date) -> None:
    """Write the workbook beside and rename."""
    partial = path.with_name(f"{path.name}.partial")
    book = xlsxwriter.Workbook(str(partial))
    book.set_properties({"created": datetime.combine(on, time())})
    sheet = book.add_worksheet("反馈问题")
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F6", "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, (_, heading, width) in enumerate(HEADER):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading, head)
    sheet.freeze_panes(1, 2)
    lists = book.add_worksheet("选项")
    for place, key in enumerate(LISTED):
        offered = choices.offered(key)
        for row, value in enumerate(offered):
            lists.write_string(row, place, value)
        column = [name for name, _, _ in HEADER].index(key)
        letter = chr(ord("A") + place)
        source = f"=选项!${letter}$1:${letter}${max(len(offered), 1)}"
        sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": source})
    lists.hide()
    guide = book.add_worksheet("填写说明")
    guide.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, line in enumerate(GUIDE):
        guide.write_string(row, 0, line)
    book.close()
    partial.replace(path)
