import openpyxl
import pytest

from diguan.exchange.roundtrip import UnableToUseLedger, merge_ledger, split_ledger
from tests.factories import returned
from tests.factories.returned import Filled, fill

NAMES = ("甲", "乙", "丙")


def quiet(*_):
    return None


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A ledger, and three people's answers to its four rows that all contradict each other."""
    folder = tmp_path_factory.mktemp("decisions")
    base = returned.ledger(folder / "ledger.xlsx", returned.rows(4))
    split_ledger(base, "township", folder / "parts", quiet)

    def change(name):
        def each(form):
            for row in range(1, 5):
                form[row, "责任人"] = name

        return each

    part = folder / "parts" / "台账-天义镇.xlsx"
    return base, [fill(part, folder / f"{name}.xlsx", change(name), by=f"{name}家") for name in NAMES]


@pytest.fixture(scope="module")
def first(files, tmp_path_factory):
    base, answers = files
    out = tmp_path_factory.mktemp("first") / "out"
    return merge_ledger(base, answers, out, apply=True, decisions=None, progress=quiet)


def decide(merged, target, choices):
    book = openpyxl.load_workbook(merged.differences)
    form = Filled(book["矛盾"])
    for row, choice in choices.items():
        form[row, "取舍"] = choice
        form[row, "决定人"] = "县办"
    book.save(target)
    return target


def test_conflicts_stand_side_by_side_with_a_place_for_the_choice(first):
    rows = returned.table(first.differences, "矛盾")
    assert len(rows) == 4
    row = rows[0]
    shown = [(row[f"值 {n}"], row[f"填写人 {n}"]) for n in range(1, 4)]
    assert shown == [("丙", "丙家"), ("乙", "乙家"), ("甲", "甲家")]
    assert (row["序号"], row["列"], row["台账的值"], row["取舍"]) == (1, "责任人", "（空）", None)
    assert row["来自 1"] == "丙.xlsx 台账!T6"
    sheet = openpyxl.load_workbook(first.differences)["矛盾"]
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"保留原值,1,2,3"']


def test_choices_are_followed_by_place_by_value_or_by_keeping(files, first, tmp_path):
    base, answers = files
    decisions = decide(first, tmp_path / "d.xlsx", {1: 2, 2: "甲", 3: "保留原值"})
    merged = merge_ledger(base, answers, tmp_path / "out", apply=True, decisions=decisions, progress=quiet)
    assert {c.row: (c.value, c.decided_by) for c in merged.weighed.changes} == {0: ("乙", "县办"), 1: ("甲", "县办")}
    assert [c.row for c in merged.weighed.kept] == [2]
    assert [c.row for c in merged.weighed.conflicts] == [3]
    form = Filled(openpyxl.load_workbook(merged.ledger).worksheets[0])
    assert [form[row, "责任人"] for row in range(1, 5)] == ["乙", "甲", None, None]


def test_choices_hold_when_more_answers_come_in(files, first, tmp_path):
    base, answers = files
    decisions = decide(first, tmp_path / "d.xlsx", {1: 3})  # 甲

    def change(form):
        form[1, "责任人"] = "丁"

    more = fill(base.parent / "parts" / "台账-天义镇.xlsx", tmp_path / "丁.xlsx", change)
    merged = merge_ledger(base, [*answers, more], tmp_path / "out", apply=False, decisions=decisions, progress=quiet)
    assert [(c.row, c.value) for c in merged.weighed.changes] == [(0, "甲")]


def test_choices_that_nobody_can_follow_are_told(files, first, tmp_path):
    base, answers = files
    decisions = decide(first, tmp_path / "d.xlsx", {1: 7, 2: "戊", 3: 1})
    merged = merge_ledger(base, answers[:2], tmp_path / "out", apply=False, decisions=decisions, progress=quiet)
    assert [("“7”" in p.zh or "“戊”" in p.zh) for p in merged.problems] == [True, True]
    assert [d.value for d in merged.weighed.unfit] == ["丙"]  # whoever said so is not among the files now
    assert [c.row for c in merged.weighed.conflicts] == [0, 1, 2, 3]
    assert not merged.whole
    notes = [row["情况"] for row in returned.table(merged.differences, "其他")]
    assert any("已不适用" in note for note in notes)


def test_a_choice_made_on_another_value_of_the_ledger_does_not_fit(files, first, tmp_path):
    base, answers = files
    decisions = decide(first, tmp_path / "d.xlsx", {1: "甲"})
    part = base.parent / "parts" / "台账-天义镇.xlsx"
    moved = merge_ledger(
        base,
        [fill(part, tmp_path / "w.xlsx", lambda form: form.__setitem__((1, "责任人"), "戊"))],
        tmp_path / "moved",
        apply=True,
        decisions=None,
        progress=quiet,
    )
    merged = merge_ledger(moved.ledger, answers, tmp_path / "out", apply=False, decisions=decisions, progress=quiet)
    assert merged.weighed.changes == []
    assert [d.value for d in merged.weighed.unfit] == ["甲"]


def test_another_file_is_no_report_of_differences(files, tmp_path):
    base, answers = files
    with pytest.raises(UnableToUseLedger, match="不是本台账的差异报告"):
        merge_ledger(base, answers, tmp_path / "out", apply=False, decisions=answers[0], progress=quiet)


def test_a_report_of_differences_among_the_files_is_refused_with_what_to_do(files, first, tmp_path):
    base, answers = files
    merged = merge_ledger(
        base, [answers[0], first.differences], tmp_path / "out", apply=False, decisions=None, progress=quiet
    )
    assert [f.refused.zh for f in merged.collected.files if f.refused] == [
        "这是差异报告；填了取舍后用 --decisions 给出"
    ]
