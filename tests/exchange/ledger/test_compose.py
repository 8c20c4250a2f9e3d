from dataclasses import replace
from datetime import date

import pytest

from diguan.engine.standards import load_standard
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.rows import contradictions, findings
from diguan.exchange.figures.tables import RoundTables
from diguan.exchange.ledger.compose import Composer
from tests.factories import papers, round_tables
from tests.factories.round_tables import TOWNSHIPS, TREE, VILLAGES

SOURCES = {1: "county.xlsx", 2: "school.xlsx"}
REVEALED = replace(papers.COVER, reveal_reason="劝返")


@pytest.fixture(scope="module")
def pack():
    return load_standard("cn-two-assurances")


def composer(pack, cover=papers.COVER, language="zh"):
    return Composer(pack, Places(TREE), cover, SOURCES, language)


def ledger(pack, cover=papers.COVER, language="zh", without=()):
    tables = RoundTables(round_tables.connection(without))
    made = composer(pack, cover, language)
    return list(made.ledger_rows(findings(tables, made.explanation_column())))


def test_rows_stand_in_the_order_of_the_findings(pack):
    assert [row.kind for row in ledger(pack)] == ["疑似错退", "疑似返贫", "疑似户内漏人", "需补证据"]


def test_a_row_says_where_who_what_and_until_when(pack):
    row = ledger(pack)[0]
    assert (row.prefecture, row.county, row.township, row.village) == (
        "赤峰市",
        "宁城县",
        TOWNSHIPS[0].name,
        VILLAGES[0].name,
    )
    assert (row.household, row.focus, row.indicator, row.explanation) == (
        "H2",
        "边缘户",
        "住房安全有保障",
        "住房：C级。",
    )
    assert (row.grade, row.measure, row.department, row.deadline) == (
        "部门名单",
        "修缮加固",
        "住房城乡建设部门",
        date(2019, 11, 1),
    )
    assert (row.person, row.name, row.relation) == ("", "", "")


def test_masked_rows_hold_no_name_no_minor_and_no_health(pack):
    rows = ledger(pack)
    assert [row.head for row in rows] == ["乌**", "张**", "张**", ""]
    assert [row.name for row in rows] == ["", "（未成年人）", "李**", ""]
    assert rows[1].explanation == "辍学，（已隐去）。"


def test_revealed_rows_hold_names_and_facts(pack):
    rows = ledger(pack, REVEALED)
    assert [row.head for row in rows] == ["乌云其木格", "张建国", "张建国", ""]
    assert [row.name for row in rows] == ["", "张小明", "李秀英", ""]
    assert rows[1].explanation == "辍学，因病。"


def test_english_rows_speak_english(pack):
    row = ledger(pack, language="en")[1]
    assert (row.kind, row.name, row.grade, row.explanation) == (
        "Suspected fall back",
        "(minor)",
        "Department list",
        "Out of school, (hidden).",
    )


def test_keys_are_distinct_and_the_same_in_every_language(pack):
    keys = [row.key for row in ledger(pack)]
    assert len(set(keys)) == len(keys)
    assert keys == [row.key for row in ledger(pack, REVEALED, "en")]


def test_households_without_persons_still_have_rows(pack):
    rows = ledger(pack, without=("persons", "unlisted_members"))
    assert [(row.relation, row.head) for row in rows] == [("", ""), ("", "张**"), ("", "张**"), ("", "")]


def test_contradictions_say_values_sources_and_outcome(pack):
    lines = list(composer(pack, REVEALED).contradiction_lines(contradictions(RoundTables(round_tables.connection()))))
    said = [
        (x.household, x.person, x.field.zh, x.value, x.source, x.other_value, x.other_source, x.decided) for x in lines
    ]
    assert said == [
        ("H1", "P2", "失学或辍学原因", "因病", "school.xlsx", "厌学", "county.xlsx", True),
        ("H1", "P2", "在校生状况", "小学", "county.xlsx", "七年级", "school.xlsx", False),
        ("H3", "", "是否危房户", "是", "school.xlsx", "否", "county.xlsx", True),
    ]


def test_masked_contradictions_hide_the_values_of_health_facts(pack):
    lines = list(composer(pack).contradiction_lines(contradictions(RoundTables(round_tables.connection()))))
    assert [(x.value, x.other_value) for x in lines] == [("已隐去", "已隐去"), ("小学", "七年级"), ("是", "否")]


def test_a_round_without_provenance_has_no_lines():
    assert list(contradictions(RoundTables(round_tables.connection(("contradictions", "cell_states"))))) == []
