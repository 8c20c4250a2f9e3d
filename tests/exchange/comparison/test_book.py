import copy
from datetime import date

import openpyxl
import pytest

from diguan import compare
from diguan.engine.regions import load_regions
from diguan.engine.standards import load_standard
from diguan.exchange.masking import hidden_fields
from tests.factories.change import round_of, set_fact
from tests.factories.village import household, person

REGIONS = load_regions()
SHEETS = [
    "说明",
    "走向清零",
    "按旗县",
    "按乡镇",
    "按村",
    "逐条不同",
    "结论去向",
    "进出",
    "身份变化",
    "问题类型",
    "问题进出",
    "标准与数据",
]
HIDE = hidden_fields(load_standard("cn-two-assurances").catalogue)
VILLAGE = REGIONS.units("village", "150429")[0].code


def populated():
    rows = household("A1", status="registered", dangerous_house=True)
    rows += household(
        "A2", person(1), person(2, health_status="患有大病", insured_residents=False), status="registered"
    )
    rows += household("A3", status="registered", dangerous_house=True)
    rows += household("A4", status="registered")
    return [row | {"region_code": VILLAGE} for row in rows]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place, before, after = tmp_path_factory.mktemp("rounds"), populated(), populated()
    set_fact(after, "A1", "dangerous_house", value=False)
    set_fact(after, "A2-2", "insured_residents", value=True)
    set_fact(after, "A4", "status", "exited")
    after = [row for row in after if row["household_id"] != "A3"]
    days = (date(2019, 3, 31), date(2019, 6, 30))
    return [round_of(rows, place / day.isoformat(), as_of=day) for rows, day in zip((before, after), days, strict=True)]


@pytest.fixture(scope="module")
def written(folders, tmp_path_factory):
    out = tmp_path_factory.mktemp("papers") / "out"
    compare(folders, out=out, recipient="县乡村振兴局", regions=REGIONS)
    return out


def table(path, sheet):
    rows = [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]
    start = next(n for n, row in enumerate(rows) if row[0] in ("前后两轮", "From round to round"))
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[0]]


def test_sheets_and_their_recipient(written):
    book = openpyxl.load_workbook(written / "comparison.xlsx")
    assert book.sheetnames == SHEETS
    assert all(sheet["A2"].value.startswith("交：县乡村振兴局 · 姓名已遮盖") for sheet in book)


def test_every_difference_says_from_what_to_what(written):
    rows = {row["户编号"]: row for row in table(written / "comparison.xlsx", "逐条不同")}
    assert set(rows) == {"A1", "A2", "A3"}
    assert rows["A1"]["原因"] == (
        "是否危房户：“是”（export-1.xlsx，2019-03-31，仅申报） → “否”（export-1.xlsx，2019-06-30，仅申报）"
    )
    assert (rows["A1"]["前"], rows["A1"]["后"], rows["A1"]["去向"]) == ("未达标", "达标", "达标（仅凭申报）")
    assert "是否危房户为“是”" in rows["A1"]["前一轮的说明"]
    assert rows["A2"]["人（村、机构）编号"] == "A2-2"
    assert (rows["A3"]["后"], rows["A3"]["去向"], rows["A3"]["原因"]) == (
        "不在这一轮",
        "离开时未达标",
        "不在后一轮名册里",
    )


def test_progress_balances_in_every_row(written):
    for sheet in ("走向清零", "按旗县", "按乡镇", "按村"):
        for row in table(written / "comparison.xlsx", sheet):
            names = list(row)
            numbers = [row[name] for name in names[names.index("原未达标") :]]
            still = names.index("仍未达标") - names.index("原未达标")
            assert numbers[0] == sum(numbers[1:still]) + numbers[still]
            assert numbers[-1] == sum(numbers[still + 1 : -1]) + numbers[still]


def test_totals_by_township_carry_its_name(written):
    township = REGIONS.path(VILLAGE)[-2]
    (row,) = [r for r in table(written / "comparison.xlsx", "按乡镇") if r["指标"] == "住房安全有保障"]
    assert (row["乡镇"], row["原未达标"], row["达标·仅申报"], row["离开"], row["现未达标"]) == (township, 2, 1, 1, 0)


def test_status_that_changed_has_a_row(written):
    (row,) = table(written / "comparison.xlsx", "身份变化")
    assert (row["户编号"], row["前一轮身份"], row["后一轮身份"]) == ("A4", "建档立卡未脱贫", "脱贫户")


def test_same_rounds_give_the_same_bytes(folders, written, tmp_path):
    compare(folders, out=tmp_path / "again", recipient="县乡村振兴局", regions=REGIONS)
    for name in ("comparison.xlsx", "comparison.html"):
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes()


def test_english_papers_say_the_same(folders, tmp_path):
    compare(folders, out=tmp_path / "en", language="en", regions=REGIONS)
    (row,) = [r for r in table(tmp_path / "en" / "comparison.xlsx", "Differences") if r["Household no."] == "A1"]
    assert row["Why"] == (
        "Lives in a dangerous house: 'yes' (export-1.xlsx, 2019-03-31, Declared) → 'no' (export-1.xlsx, 2019-06-30, Declared)"
    )
    assert row["What became of it"] == "Met (declared only)"


def folders_of_a_health_fact(tmp_path):
    """Two rounds between which a health fact alone changes a verdict."""
    before = populated()
    child = next(row for row in before if row["person_id"] == "A2-2")
    child |= {"school_status": "非在校生", "unfit_for_school": False, "unfit_for_school_document": False}
    after = copy.deepcopy(before)
    set_fact(after, "A2-2", "unfit_for_school", value=True)
    set_fact(after, "A2-2", "unfit_for_school_document", value=True)
    return [
        round_of(rows, tmp_path / day.isoformat(), as_of=day, hide=HIDE)
        for rows, day in ((before, date(2019, 3, 31)), (after, date(2019, 6, 30)))
    ]


def test_health_facts_are_hidden_unless_revealed(tmp_path):
    folders = folders_of_a_health_fact(tmp_path)
    said = {}
    for reason in (None, "教育局核对"):
        out = tmp_path / f"out-{reason}"
        compare(folders, out=out, reveal=reason, regions=REGIONS)
        (row,) = table(out / "comparison.xlsx", "逐条不同")
        said[reason] = row["原因"]
    assert "（已隐去）" in said[None]
    assert "“是”" not in said[None]
    assert "“是”" in said["教育局核对"]


def test_many_rows_go_on_in_a_further_sheet(folders, tmp_path):
    from diguan.engine.comparison import compare_sides, open_side
    from diguan.exchange.comparison import count_comparison
    from diguan.exchange.comparison.book import Context, write_book
    from diguan.exchange.figures.areas import Places

    with compare_sides([open_side(folder) for folder in folders]) as found:
        places = Places(REGIONS)
        context = Context(found, count_comparison(found, places), places, "zh")
        write_book(tmp_path / "many.xlsx", context, rows_per_sheet=2)
    book = openpyxl.load_workbook(tmp_path / "many.xlsx")
    assert {"逐条不同", "逐条不同 2"} <= set(book.sheetnames)
    rows = table(tmp_path / "many.xlsx", "逐条不同") + table(tmp_path / "many.xlsx", "逐条不同 2")
    assert [row["户编号"] for row in rows] == ["A1", "A2", "A3"]
