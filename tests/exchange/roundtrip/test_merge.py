import hashlib
import itertools
from datetime import date, datetime, time

import openpyxl
import pytest

from diguan.exchange.roundtrip import UnableToUseLedger, merge_ledger, split_ledger
from tests.factories import returned
from tests.factories.old_workbooks import write_compound
from tests.factories.returned import Filled, fill
from tests.factories.rounds import screened, written
from tests.factories.village import the_village
from tests.factories.visits import papers, planned


def quiet(*_):
    return None


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return returned.ledger(tmp_path_factory.mktemp("round") / "ledger.xlsx", returned.rows(9))


@pytest.fixture(scope="module")
def parts(base, tmp_path_factory):
    out = tmp_path_factory.mktemp("parts") / "out"
    split_ledger(base, "department", out, quiet)
    return {name: out / f"台账-{name}.xlsx" for name in returned.DEPARTMENTS}


@pytest.fixture
def merge(base, tmp_path):
    count = itertools.count()

    def run(*files, on=base, apply=False, decisions=None):
        return merge_ledger(
            on, files, tmp_path / f"merged{next(count)}", apply=apply, decisions=decisions, progress=quiet
        )

    return run


def changes(merged):
    return {(c.row, c.column): c.value for c in merged.weighed.changes}


def test_what_one_person_fills_in_is_a_change(parts, tmp_path, merge):
    def change(form):
        form[1, "责任人"] = " 王工 "
        form[2, "进展"] = "已整改待复核"

    merged = merge(fill(parts["住建部门"], tmp_path / "a.xlsx", change, by="李四"))
    assert changes(merged) == {(1, "owner"): "王工", (4, "progress"): "已整改待复核"}
    assert [c.spots[0].by for c in merged.weighed.changes] == ["李四", "李四"]
    assert merged.whole
    assert merged.ledger is None
    assert sorted(p.name for p in merged.path.iterdir()) == ["differences.xlsx"]


def test_untouched_workbook_changes_nothing_and_counts_as_returned(parts, merge):
    merged = merge(*parts.values())
    assert changes(merged) == {}
    assert [(g.rows, g.returned, g.empty) for g in merged.groups["department"]] == [(3, 3, 3)] * 3
    assert merged.whole


def test_without_a_name_the_recipient_of_the_workbook_answers(parts, tmp_path, merge):
    merged = merge(fill(parts["住建部门"], tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "备注"), "x")))
    assert merged.weighed.changes[0].spots[0].by == "住建部门"


def test_moved_columns_renamed_sheet_sorted_and_deleted_rows_change_nothing(parts, tmp_path, merge):
    def change(form):
        form[1, "责任人"], form[3, "责任人"] = "甲", "丙"
        form.move_column("责任人", "户编号")
        form.swap_rows(1, 3)
        form.sheet.title = "交回"
        form.sheet.delete_rows(form.heading + 2)

    merged = merge(fill(parts["教育部门"], tmp_path / "a.xlsx", change))
    assert changes(merged) == {(0, "owner"): "甲", (6, "owner"): "丙"}
    notes = "\n".join(note.zh for note in merged.collected.files[0].notes)
    assert "改名为“交回”" in notes
    assert "列移动过" in notes
    assert "发出 3 行，缺 1 行：序号 4" in notes


def test_added_columns_are_told_and_not_used(parts, tmp_path, merge):
    def change(form):
        form.sheet.cell(form.heading, form.sheet.max_column + 1).value = "自己加的"
        form.sheet.cell(form.heading + 1, form.sheet.max_column).value = "x"

    merged = merge(fill(parts["教育部门"], tmp_path / "a.xlsx", change))
    assert changes(merged) == {}
    assert [note.zh for note in merged.collected.files[0].notes] == ["“台账”多出的列“自己加的”没有采用"]


def test_locked_cells_that_were_changed_are_told_and_never_taken(parts, tmp_path, merge):
    merged = merge(
        fill(parts["教育部门"], tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "户状态"), "乱写")), apply=True
    )
    assert [(x.row, x.column, x.base, x.found) for x in merged.collected.locked] == [
        (0, "status", "脱贫（已退出）", "乱写")
    ]
    assert merged.ledger.is_file()
    assert Filled(openpyxl.load_workbook(merged.ledger).worksheets[0])[1, "户状态"] == "脱贫（已退出）"


def test_two_people_who_contradict_each_other_are_a_conflict_and_the_ledger_keeps_its_value(parts, tmp_path, merge):
    one = fill(parts["教育部门"], tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "责任人"), "甲"), by="张")
    two = fill(parts["教育部门"], tmp_path / "b.xlsx", lambda form: form.__setitem__((1, "责任人"), "乙"), by="李")
    merged = merge(one, two, apply=True)
    (conflict,) = merged.weighed.conflicts
    assert (conflict.row, conflict.column, conflict.base, conflict.cause) == (0, "owner", None, "people")
    assert [(o.value, [s.by for s in o.spots]) for o in conflict.options] == [("乙", ["李"]), ("甲", ["张"])]
    assert Filled(openpyxl.load_workbook(merged.ledger).worksheets[0])[1, "责任人"] is None
    assert not merged.whole


def test_two_people_who_say_the_same_are_one_change(parts, tmp_path, merge):
    files = [
        fill(parts["教育部门"], tmp_path / f"{n}.xlsx", lambda form: form.__setitem__((1, "责任人"), "甲"), by=n)
        for n in "ab"
    ]
    merged = merge(*files)
    assert changes(merged) == {(0, "owner"): "甲"}
    assert [spot.by for spot in merged.weighed.changes[0].spots] == ["a", "b"]


def test_a_row_that_stands_twice_with_two_values_is_a_conflict(parts, tmp_path, merge):
    def change(form):
        form[1, "责任人"] = "甲"
        for column in range(1, form.sheet.max_column + 1):
            form.sheet.cell(form.heading + 4, column).value = form.sheet.cell(form.heading + 1, column).value
        form[4, "责任人"] = "乙"

    merged = merge(fill(parts["教育部门"], tmp_path / "a.xlsx", change))
    assert [c.row for c in merged.weighed.conflicts] == [0]
    assert [note.zh for note in merged.collected.files[0].notes] == ["1 行是重复的行"]


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_order_of_the_files_does_not_matter(parts, tmp_path, merge):
    def change(form):
        form[1, "责任人"] = "甲"
        form[2, "识别键"] = "坏了"
        form[2, "备注"] = "丢了"

    files = [
        fill(parts["教育部门"], tmp_path / "a.xlsx", change),
        fill(parts["教育部门"], tmp_path / "b.xlsx", lambda form: form.__setitem__((1, "责任人"), "乙")),
        fill(parts["住建部门"], tmp_path / "c.xlsx", lambda form: form.__setitem__((1, "责任人"), "丙")),
    ]
    results = [digests(merge(*order, apply=True).path) for order in itertools.permutations(files)]
    assert len(results[0]) == 3
    assert [result for result in results if result != results[0]] == []


def test_the_same_file_twice_changes_nothing(parts, tmp_path, merge):
    one = fill(parts["教育部门"], tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "责任人"), "甲"))
    copy = tmp_path / "copy" / "副本.xlsx"
    copy.parent.mkdir()
    copy.write_bytes(one.read_bytes())
    once, twice = merge(one, apply=True), merge(one, copy, one, apply=True)
    assert digests(once.path) == digests(twice.path)
    again = merge(one, on=once.ledger, apply=True)
    assert changes(again) == {}
    assert again.whole


def test_an_older_value_is_not_taken_for_an_answer(parts, base, tmp_path, merge):
    first = merge(
        fill(parts["教育部门"], tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "责任人"), "甲")), apply=True
    )
    split_ledger(first.ledger, "village", tmp_path / "villages", quiet)
    village = tmp_path / "villages" / "台账-天义镇-八家村.xlsx"
    second = merge(
        fill(parts["教育部门"], tmp_path / "b.xlsx", lambda form: form.__setitem__((1, "责任人"), "乙")),
        on=first.ledger,
    )
    assert [(c.cause, c.base) for c in second.weighed.conflicts] == [("base", "甲")]
    third = merge(
        fill(village, tmp_path / "v.xlsx", lambda form: form.__setitem__((1, "备注"), "看过")), on=first.ledger
    )
    assert changes(third) == {(0, "remark"): "看过"}
    changed = merge(
        fill(village, tmp_path / "w.xlsx", lambda form: form.__setitem__((1, "责任人"), "丁")), on=first.ledger
    )
    assert changes(changed) == {(0, "owner"): "丁"}


def test_an_emptied_cell_is_listed_and_keeps_its_value(parts, tmp_path, merge):
    first = merge(
        fill(parts["教育部门"], tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "责任人"), "甲")), apply=True
    )
    split_ledger(first.ledger, "department", tmp_path / "again", quiet)
    part = tmp_path / "again" / "台账-教育部门.xlsx"
    emptied = merge(
        fill(part, tmp_path / "e.xlsx", lambda form: form.__setitem__((1, "责任人"), None)), on=first.ledger, apply=True
    )
    assert [(c.cause, c.base, c.options[0].value) for c in emptied.weighed.conflicts] == [("emptied", "甲", None)]
    assert Filled(openpyxl.load_workbook(emptied.ledger).worksheets[0])[1, "责任人"] == "甲"


def test_workbooks_of_another_round_are_refused(parts, tmp_path, merge):
    other = returned.ledger(
        tmp_path / "other" / "ledger.xlsx", returned.rows(9, returned.OTHER_MARK), returned.OTHER_MARK
    )
    split_ledger(other, "department", tmp_path / "others", quiet)
    foreign = fill(
        tmp_path / "others" / "台账-教育部门.xlsx",
        tmp_path / "x.xlsx",
        lambda form: form.__setitem__((1, "责任人"), "甲"),
    )
    merged = merge(foreign, parts["住建部门"])
    assert {f.label: bool(f.refused) for f in merged.collected.files} == {"x.xlsx": True, "台账-住建部门.xlsx": False}
    assert changes(merged) == {}
    assert not merged.whole
    with pytest.raises(UnableToUseLedger, match="属于另一轮"):
        merge(foreign)


def test_workbooks_whose_hidden_sheet_is_gone_are_known_by_their_keys(parts, tmp_path, merge):
    def without_stamp(source, target):
        book = openpyxl.load_workbook(source)
        del book["_diguan"]
        Filled(book.worksheets[0])[1, "责任人"] = "甲"
        book.save(target)
        return target

    assert changes(merge(without_stamp(parts["教育部门"], tmp_path / "a.xlsx"))) == {(0, "owner"): "甲"}
    other = returned.ledger(
        tmp_path / "other" / "ledger.xlsx", returned.rows(9, returned.OTHER_MARK), returned.OTHER_MARK
    )
    with pytest.raises(UnableToUseLedger, match="识别键都属于另一轮"):
        merge(without_stamp(other, tmp_path / "b.xlsx"))


def test_half_saved_protected_and_foreign_files_are_told_and_the_others_are_merged(parts, tmp_path, merge):
    half = tmp_path / "half.xlsx"
    half.write_bytes(parts["水利部门"].read_bytes()[:4000])
    locked = tmp_path / "locked.xlsx"
    write_compound(locked, {"EncryptedPackage": b"x"})
    book = openpyxl.Workbook()
    book.active["A1"] = "不相干"
    book.save(tmp_path / "other.xlsx")
    good = fill(parts["教育部门"], tmp_path / "z.xlsx", lambda form: form.__setitem__((1, "责任人"), "甲"))
    merged = merge(half, locked, tmp_path / "other.xlsx", good)
    refused = {f.label: f.refused.zh if f.refused else "" for f in merged.collected.files}
    assert "损坏" in refused["half.xlsx"]
    assert "密码" in refused["locked.xlsx"]
    assert "没有找到“台账”的表头" in refused["other.xlsx"]
    assert refused["z.xlsx"] == ""
    assert changes(merged) == {(0, "owner"): "甲"}
    with pytest.raises(UnableToUseLedger, match="没有一个文件可用"):
        merge(half, locked)


def test_a_file_that_is_no_ledger_is_refused_as_the_base(parts, tmp_path, merge):
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(UnableToUseLedger, match="不是滴灌写出的台账"):
        merge(parts["教育部门"], on=tmp_path / "x.xlsx")


def test_merged_ledger_holds_everything_and_the_base_is_untouched(base, parts, tmp_path, merge):
    before = base.read_bytes()
    merged = merge(
        fill(parts["教育部门"], tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "证据日期"), "2019-7-15")),
        apply=True,
    )
    assert base.read_bytes() == before
    books = [openpyxl.load_workbook(path) for path in (base, merged.ledger)]
    old, new = (Filled(book.worksheets[0]) for book in books)
    for name in old.places:
        rows = [[form[row, name] for row in range(1, 10)] for form in (old, new)]
        if name == "证据日期":
            assert rows[1] == [datetime.combine(date(2019, 7, 15), time()), *([None] * 8)]
        else:
            assert rows[0] == rows[1], name
    assert set(books[0].sheetnames) - set(books[1].sheetnames) == set()
    totals = [[[c.value for c in row] for row in book["按乡镇和指标汇总"].iter_rows()] for book in books]
    assert totals[0] == totals[1]


def test_progress_says_what_is_still_empty(parts, tmp_path, merge):
    def change(form):
        form[1, "责任人"] = "甲"
        form[2, "进展"] = "核实无误"

    merged = merge(fill(parts["教育部门"], tmp_path / "a.xlsx", change, by="张"))
    found = {g.name: g for g in merged.groups["department"]}
    group = found["教育部门"]
    assert (group.rows, group.returned, group.filled, group.dealt, group.done, group.empty) == (3, 3, 2, 1, 1, 1)
    assert (group.people, group.files) == ({"张"}, {"a.xlsx"})
    assert [(g.name, g.rows, g.returned) for g in merged.groups["village"]] == [
        ("天义镇 八家村", 5, 2),
        ("天义镇 三家村", 4, 1),
    ]
    rows = returned.table(merged.differences, "回收进度（部门）")
    assert [(r["单位"], r["应填行数"], r["全空行数"]) for r in rows] == [
        ("教育部门", 3, 1),
        ("住建部门", 3, 3),
        ("水利部门", 3, 3),
        ("合计", 9, 7),
    ]


def test_visit_workbook_is_refused_as_a_whole(merge, parts, tmp_path):
    with screened(the_village()) as round_:
        folder = written(round_, tmp_path / "round")
    workbook = papers(tmp_path / "papers", planned(folder))
    with pytest.raises(UnableToUseLedger, match=r"diguan answers"):
        merge(workbook)
    beside = merge(parts[returned.DEPARTMENTS[0]], workbook)
    assert {file.label: bool(file.refused) for file in beside.collected.files} == {
        parts[returned.DEPARTMENTS[0]].name: False,
        "visits.xlsx": True,
    }
    assert not beside.whole
