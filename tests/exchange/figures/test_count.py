import pytest

from diguan.engine.documents import Label
from diguan.engine.standards import load_standard
from diguan.engine.verdicts import Subject
from diguan.exchange.figures import count
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.count import Rejected, count_figures
from diguan.exchange.figures.model import CoverageNote, Tally
from diguan.exchange.figures.tables import RoundTables
from tests.factories import round_tables
from tests.factories.round_tables import RECORD, TOWNSHIPS, TREE


@pytest.fixture(scope="module")
def pack():
    return load_standard("cn-two-assurances")


def figures_of(pack, without=()):
    tables = RoundTables(round_tables.connection(without))
    return count_figures(tables, RECORD, pack, Places(TREE), Rejected(2, 3))


@pytest.fixture(scope="module")
def figures(pack):
    return figures_of(pack)


def test_totals_are_those_of_the_record_and_of_the_findings(figures):
    assert figures.subjects == {Subject.HOUSEHOLD: 5, Subject.PERSON: 6, Subject.VILLAGE: 0, Subject.FACILITY: 0}
    assert (figures.findings, figures.households_with_findings, figures.unlisted_members) == (4, 3, 1)
    assert (figures.rejected_rows, figures.bad_cells, figures.incomplete_rosters) == (2, 3, 1)


def test_indicators_are_counted_on_their_own_subjects_and_on_households(figures):
    found = {each.id: each for each in figures.indicators}
    assert found["safe_housing"].own == found["safe_housing"].households == Tally(1, 1, 1, 1, 1, 0)
    assert found["compulsory_education"].own == Tally(0, 0, 0, 1, 1, 4)
    assert found["compulsory_education"].households == Tally(0, 0, 0, 1, 1, 3)
    assert (found["safe_housing"].findings, found["compulsory_education"].findings) == (2, 1)


def test_an_indicator_that_was_not_judged_has_nothing(figures):
    food = next(each for each in figures.indicators if each.id == "food")
    assert (food.own, food.households) == (Tally(), None)


def test_kinds_stand_in_the_order_of_the_pack(figures):
    assert [(k.kind, k.findings, k.households) for k in figures.kinds] == [
        ("suspected_wrong_exit", 1, 1),
        ("suspected_return", 1, 1),
        ("suspected_missed_member", 1, 1),
        ("needs_evidence", 1, 1),
    ]


def test_focus_groups_are_those_of_the_pack(figures):
    assert [(g.id, g.households, g.households_with_findings) for g in figures.groups] == [
        ("edge", 2, 1),
        ("doubtful", 0, 0),
        ("elderly_alone", 1, 0),
    ]


def test_areas_are_townships_and_what_has_no_region_is_apart(figures):
    none, first, second = figures.areas
    assert [(a.code, a.name) for a in (first, second)] == [(t.code, t.name) for t in TOWNSHIPS]
    assert (none.code, none.households, none.findings) == ("", 1, 0)
    assert (first.households, first.households_with_findings, first.findings) == (2, 2, 3)
    assert first.kinds == {"suspected_wrong_exit": 1, "suspected_return": 1, "suspected_missed_member": 1}
    assert first.indicators["safe_housing"] == Tally(met_declared=1, unmet=1)
    assert second.findings_by_indicator == {"safe_housing": 1}


def test_areas_add_up_to_the_whole(figures):
    for indicator in ("safe_housing", "compulsory_education"):
        whole = next(each.households for each in figures.indicators if each.id == indicator)
        assert sum((area.indicators[indicator] for area in figures.areas), Tally()) == whole


def test_too_many_areas_become_one(pack, monkeypatch):
    monkeypatch.setattr(count, "MOST_AREAS", 2)
    (whole,) = figures_of(pack).areas
    assert (whole.code, whole.households, whole.findings) == ("", 5, 4)


def test_contradictions_count_the_overruled_and_the_undecided(figures):
    named = {label.zh: number for label, number in figures.contradictions_by_field}
    assert named == {"是否危房户": 1, "失学或辍学原因": 1, "在校生状况": 1}


def test_a_round_without_provenance_has_no_contradictions(pack):
    assert figures_of(pack, ("contradictions", "cell_states")).contradictions_by_field == ()


def test_lines_of_the_record_become_words(figures):
    assert figures.coverage == (CoverageNote("missing", Label("不愁穿：没有数据", "Enough clothing: no data")),)
    assert [(s.label, s.role.zh, s.grade.name, s.rows) for s in figures.sources] == [
        ("county.xlsx", "导出", "DECLARED", 7),
        ("school.xlsx", "部门名单 education", "ROSTER", None),
    ]
    (line,) = figures.parameters
    assert (line.value.zh, line.status.zh, line.confirmed, line.source) == (
        "3218 元/人/年",
        "经办人确认",
        True,
        "county notice",
    )
    assert figures.hashes == {"standard": "ab" * 32, "snapshot": "cd" * 32}
