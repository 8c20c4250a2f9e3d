"""A workbook of 100,000 rows and 40 columns: the whole import against merely reading it with calamine. Bar: 4 times, stretch 2.5.

The import opens it in a child process, validates it, stores it in columns and writes the list of rejects. Processor time of all processes.
"""

import os
import random
import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.measure import Result, show
from diguan.engine.catalogue import load_catalogue
from diguan.engine.regions import RegionTree, load_regions
from diguan.exchange.reading import read_inputs
from diguan.exchange.rejected import write_rejected

COUNTY = "152222"
AS_OF = date(2019, 6, 30)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HEADER = (
    "序号",
    "数据日期",
    "县(市、区、旗)",
    "乡(镇)",
    "行政村",
    "户编号",
    "人编号",
    "姓名",
    "证件号码",
    "人数",
    "与户主关系",
    "民族",
    "文化程度",
    "在校生状况",
    "健康状况",
    "劳动技能",
    "务工时间（月）",
    "是否参加大病保险",
    "致贫原因1",
    "危房户",
    "是否解决安全饮用水",
    "人均纯收入",
    "户联系电话",
    "人联系电话",
    "首次识别时间",
    "人员识别时间",
    "户类型",
    "易返贫致贫户(监测对象)类型",
    "风险是否消除",
    "风险识别时间",
    "风险消除时间",
    "工资性收入",
    "生产经营性收入",
    "财产性收入",
    "转移性收入",
    "生产经营性支出",
    "住房面积",
    "耕地面积（亩）",
    "是否有卫生厕所",
    "出生日期",
)


def main(quick: bool) -> list[Result]:  # noqa: FBT001  the convention of every benchmark
    """Write the workbook, then read it both ways in turn."""
    rows, repetitions = (50_000, 1) if quick else (100_000, 3)
    catalogue, regions = load_catalogue(), load_regions()
    with tempfile.TemporaryDirectory() as name:
        path, rejected = Path(name) / "county.xlsx", Path(name) / "rejected.xlsx"
        write(path, rows, regions)

        def whole_import() -> int:
            read = read_inputs([path], None, {}, catalogue, regions, COUNTY, AS_OF)
            write_rejected(read, catalogue, rejected, recipient="-", reveal=False, as_of=AS_OF)
            return len(read.bad_cells) + len(read.rejected)

        def merely_reading() -> int:
            return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())

        listed = whole_import()
        both = [(seconds(merely_reading), seconds(whole_import)) for _ in range(repetitions)]
    reading, importing = (statistics.median(column) for column in zip(*both, strict=True))
    detail = f"{importing:.2f} s against {reading:.2f} s of processor, {rows} rows x {len(HEADER)} columns, {listed} listed as bad"
    return [Result("workbook import / merely reading it", importing / reading, 4, stretch=2.5, detail=detail)]


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of children that have ended."""
    before = os.times()
    work()
    return sum(after - then for after, then in zip(os.times()[:4], before[:4], strict=True))


def write(path: Path, rows: int, regions: RegionTree) -> None:
    """An exited-population list with a few bad cells and damaged keys; everybody is invented."""
    chance = random.Random(20190630)
    villages = [(regions.get(unit.code[:9] + "000").name, unit.name) for unit in regions.units("village", COUNTY)]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, len(HEADER) - 1, "合成数据 SYNTHETIC")
    sheet.write_row(1, 0, HEADER)
    for number, row in enumerate(islice(_rows(chance, villages), rows), 2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()


def _rows(chance, villages):  # noqa: ANN001, ANN202  an endless list of rows of cells
    household = number = 0
    while True:
        household += 1
        size = chance.choice((1, 2, 3, 4, 5))
        township, village = chance.choice(villages)
        money = [round(chance.random() * 50_000, 2) for _ in range(5)]
        home = [
            chance.choice(("因病", "因残", "缺资金")),
            "否",
            "是",
            round(chance.random() * 20_000, 2),
            f"138{household:08d}",
        ]
        for member in range(size):
            number += 1
            born = date(1940, 1, 1) + timedelta(days=chance.randrange(28_000))
            key = [f"8{household:09d}", f"9{household:010d}{member:02d}" if chance.random() > 0.001 else None]
            who = [
                chance.choice("王李张刘陈") + chance.choice("国秀玉德海") + chance.choice("强兰珍福英"),
                _identity(chance, born),
            ]
            person = [
                size,
                "之子" if member else "户主",
                "蒙古族",
                chance.choice(("小学", "初中", "高中")),
                None,
                "健康",
                "普通劳动力",
            ]
            work = [chance.choice((0, 3, 6, 12)), "是"]
            income = home[3] if chance.random() > 0.002 else "约三千"
            dates = [f"139{number:08d}", 201402, 201402, "脱贫户", None, None, None, None]
            house = [chance.randrange(30, 200), round(chance.random() * 80, 1), "是", born.isoformat()]
            yield [
                number,
                "2019-06-30",
                "科尔沁右翼中旗",
                township,
                village,
                *key,
                *who,
                *person,
                *work,
                *home[:3],
                income,
                home[4],
                *dates,
                *money,
                *house,
            ]


def _identity(chance: random.Random, born: date) -> str:
    body = f"99{chance.randrange(10_000):04d}{born:%Y%m%d}{chance.randrange(1000):03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


if __name__ == "__main__":
    show(main)
