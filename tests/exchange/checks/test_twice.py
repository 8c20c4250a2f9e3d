from tests.exchange.checks.conftest import SITUATION
from tests.factories.checked import FAR


def groups(checked):
    found: dict[int, list[dict[str, object]]] = {}
    for row in checked.sheet("疑似重复"):
        found.setdefault(row["组"], []).append(row)
    return found


def test_groups_are_those_planted_and_the_lawful_ones_are_not(checked):
    said = {(rows[0]["为什么疑似"], *(SITUATION[row["户编号"]] for row in rows)) for rows in groups(checked).values()}
    assert said == {
        ("同号不同名", "county-b", "county-a"),
        ("一人在两户：号码、姓名都相同", "home-a", "home-b"),
        ("同村同名同日出生，号码不同或空缺", "twin-a", "twin-b"),
        ("户内重复：号码相同", "row-twice", "row-twice"),
    }
    assert checked.result.papers.twice == len(said)


def test_rows_of_a_group_lead_to_their_workbooks(checked):
    (rows,) = (rows for rows in groups(checked).values() if rows[0]["为什么疑似"] == "同号不同名")
    assert {(row["工作簿"], row["乡镇"]) for row in rows} == {("宁城.xlsx", FAR["乡"]), ("前旗.xlsx", "科尔沁镇")}
    assert all(row["行"] > 1 and row["怎么办"] for row in rows)


def test_names_are_masked_and_it_is_said_which_row_lacks_a_number(checked):
    (rows,) = (rows for rows in groups(checked).values() if rows[0]["为什么疑似"].startswith("同村"))
    assert [(row["姓名"], row["证件号码"]) for row in rows] == [("巴**", "有"), ("巴**", "空缺或无法读取")]
