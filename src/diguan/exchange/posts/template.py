"""A workbook of posts to be filled in: a row for the usual posts of every unit of a region, with choices and how to fill it in."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from diguan.engine.documents import Label
from diguan.engine.regions import Region, RegionTree
from diguan.exchange.posts.words import load_post_words
from diguan.locale import texts

# header and width; the names of the unit are there to be read, its code is what counts
COLUMNS = (
    ("区划代码", 15), ("盟市", 10), ("旗县", 16), ("苏木乡镇", 16), ("嘎查村", 18), ("岗位", 18), ("部门", 18), ("职务", 16), ("姓名", 12),
    ("性别", 6), ("工作单位", 22), ("职务级别", 12), ("证件号码", 22), ("联系电话", 15), ("任职开始时间", 13), ("任职结束时间", 13),
)  # fmt: skip
USUAL: Mapping[str, tuple[str, ...]] = {
    "region": ("secretary", "leader"),
    "prefecture": ("secretary", "leader"),
    "county": ("secretary", "leader", "data_officer"),
    "township": ("secretary", "leader", "contact_leader", "data_officer"),
    "village": ("secretary", "leader", "first_secretary", "team_leader"),
}
MORE_ROWS = 500  # below the rows that are there, with the same choices
PLACES = {"prefecture": 1, "county": 2, "township": 3, "village": 4}
KIND, DEPARTMENT = 5, 6


def write_template(path: Path, tree: RegionTree, within: str, departments: Mapping[str, Label], on: date) -> int:
    """Write the workbook beside and rename; how many rows it has. What is left without a name is a vacant post."""
    partial = path.with_name(f"{path.name}.partial")
    book = xlsxwriter.Workbook(str(partial))
    book.set_properties({"created": datetime.combine(on, time())})
    page = book.add_worksheet("岗位")
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F6"})
    text = book.add_format({"num_format": "@"})
    for column, (header, width) in enumerate(COLUMNS):
        page.set_column(column, column, width, text)
        page.write_string(0, column, header, head)
    rows = list(_rows(tree, within, departments))
    for number, row in enumerate(rows, 1):
        for column, value in row.items():
            page.write_string(number, column, value, text)
    _choices(book, page, len(rows) + MORE_ROWS, departments)
    page.freeze_panes(1, 6)
    page.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    _guide(book)
    book.close()
    partial.replace(path)
    return len(rows)


def _rows(tree: RegionTree, within: str, departments: Mapping[str, Label]) -> Iterator[dict[int, str]]:
    labels = load_post_words().labels
    for unit in _units(tree, tree.get(within)):
        level = tree.level(unit.code).id
        above = {tree.level(each.code).id: each.name for each in (*tree.ancestors(unit.code), unit)}
        place = {0: unit.code, **{column: above[name] for name, column in PLACES.items() if name in above}}
        for kind in USUAL.get(level, ()):
            yield {**place, KIND: labels[kind]}
        if level == "county":
            for label in departments.values():
                yield {**place, KIND: labels["department"], DEPARTMENT: label.zh}


def _units(tree: RegionTree, unit: Region) -> Iterator[Region]:
    yield unit
    for child in tree.children(unit.code):
        yield from _units(tree, child)


def _choices(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, last: int, departments: Mapping[str, Label]
) -> None:
    """Dropdowns from a sheet of their own: a list in the cell itself may only be short."""
    lists = book.add_worksheet("选项")
    for column, values in ((0, load_post_words().labels.values()), (1, (label.zh for label in departments.values()))):
        listed = list(values)
        for row, value in enumerate(listed):
            lists.write_string(row, column, value)
        letter = "AB"[column]
        source = f"=选项!${letter}$1:${letter}${max(len(listed), 1)}"
        where = (1, KIND + column, last, KIND + column)
        page.data_validation(*where, {"validate": "list", "source": source})
    lists.hide()


def _guide(book: xlsxwriter.Workbook) -> None:
    guide = book.add_worksheet("填写说明")
    guide.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, label in enumerate(texts("posts").below("template").values()):
        guide.write_string(2 * row, 0, label.zh)
        guide.write_string(2 * row + 1, 0, label.en)
