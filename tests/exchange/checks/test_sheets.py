from diguan.exchange.checks.sheets import sheet_name
from tests.factories.checked import NUMBER


def test_name_of_a_sheet_is_short_plain_and_not_taken():
    taken = {"说明"}
    assert [sheet_name(wanted, taken) for wanted in ("说明", "甲[乡]/乙", "甲[乡]/乙", "", "长" * 40)] == [
        "说明 2",
        "甲 乡  乙",
        "甲 乡  乙 2",
        "-",
        "长" * 31,
    ]


def test_check_says_how_much_it_could_compare(checked):
    rows = {row["编号"]: row for row in checked.sheet("按检查项")}
    assert len(rows) == len(checked.result.papers.checks)
    shared = rows["phone_not_shared"]
    assert (shared["问题数"], shared["涉及户数"]) == (3, 3)
    assert shared["已核对"] > 50
    empty = rows["dangerous_house_is_monitored"]
    assert (empty["问题数"], empty["其中空缺或矛盾"]) == (2, 1)
    assert rows["orchard_area_given"]["已核对"] == 0


def test_households_and_persons_with_most_findings_come_first(checked):
    rows = checked.sheet("按户和人")
    numbers = [row["问题数"] for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert sum(numbers) == checked.result.figures.findings
    dropout = next(row for row in rows if row["户编号"] == NUMBER["dropout"])
    assert dropout["姓名"] == "（未成年人）"
    assert set(dropout["未通过的检查项"].split("；")) == {"失学辍学儿童的户已纳入监测", "文化程度或在校状况已填且合理"}


def test_no_sheet_of_villages_among_the_inputs_is_said(checked):
    assert checked.sheet("村表")[0]["序号"] == "村表没有问题，或输入中没有村表。"
