from datetime import date

import openpyxl
import pytest

from diguan.engine.verdicts import Subject
from diguan.exchange.grids import UnableToReadInput, open_grids
from diguan.exchange.reading.mending import CELL_COLUMNS, CELLS_SHEET, MENDED, ROWS_SHEET
from diguan.exchange.rejected import write_rejected
from tests.factories.grids import catalogue, column_of, facts_of, grid, read_grids
from tests.factories.workbooks import PLACE, VILLAGE, identity, person, table

AS_OF = date(2019, 6, 30)
ROWS = [
    person(1, 健康状况="坏", 人均纯收入="约三千"),
    {**person(2), "村": "没有村"},
    {**person(3), "人编号": None},
    {**person(4, "H2"), "户编号": None},
]
BASE = [{**PLACE, "户号": "7", "姓名": "甲", "证件号码": "123"}]


def files():
    return {"a.xlsx": [grid(table(ROWS))], "base.xlsx": [grid(table(BASE), "居民")]}


KINDS = {"base.xlsx": "residents"}


@pytest.fixture
def mend(tmp_path):
    """Writes what was rejected, lets `change(rows sheet, cells sheet, headers)` mend it, and gives its sheets as an input."""

    def mended(change, *, reveal=False):
        path = tmp_path / "rejected.xlsx"
        write_rejected(read_grids(files(), KINDS), catalogue(), path, recipient="某旗", reveal=reveal, as_of=AS_OF)
        book = openpyxl.load_workbook(path)
        rows, cells = book[ROWS_SHEET], book[CELLS_SHEET]
        change(rows, cells, {cell.value: cell.column for cell in rows[3]})
        book.save(path)
        return open_grids([path])[0]

    return mended


def put_right(rows, cells, headers):
    """Everything right, typed as a person would."""
    rows.cell(4, headers["村"]).value = VILLAGE
    rows.cell(5, headers["人编号"]).value = "H1-3"
    rows.cell(6, headers["户编号"]).value = "H2"
    rows.cell(7, headers["证件号码"]).value = identity(9)
    cells.cell(4, CELL_COLUMNS.index(MENDED) + 1).value = "健康"
    cells.cell(5, CELL_COLUMNS.index(MENDED) + 1).value = 3100


def test_mended_rows_and_cells_go_back_into_their_places(mend):
    found = read_grids({"rejected.xlsx": mend(put_right), **files()}, KINDS)
    assert (found.rejected, found.bad_cells) == ([], [])
    assert [note.en for note in found.notes] == ["6 cells mended by rejected.xlsx (sha256 sha-rejected)"]
    assert column_of(found, Subject.PERSON, "person_id") == ["H1-1", "H1-2", "H1-3", "H2-4"]
    assert column_of(found, Subject.PERSON, "health_status") == ["健康", None, None, None]
    assert column_of(found, Subject.HOUSEHOLD, "income_per_head") == [3100.0, None, None, None]
    assert column_of(found, Subject.PERSON, "identity", 1) == [identity(9)]


def test_masked_cells_keep_what_the_original_file_says(mend):
    found = read_grids({**files(), "rejected.xlsx": mend(put_right)}, KINDS)
    assert column_of(found, Subject.PERSON, "name") == ["张1", "张2", "张3", "张4"]
    assert column_of(found, Subject.PERSON, "identity") == [identity(2 * n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("reveal", [True, False])
def test_untouched_workbook_changes_nothing(mend, reveal):
    before = read_grids(files(), KINDS)
    after = read_grids({"rejected.xlsx": mend(lambda *_: None, reveal=reveal), **files()}, KINDS)
    assert [(r.key, r.place) for r in after.rejected] == [(r.key, r.place) for r in before.rejected]
    assert [(b.field, b.place) for b in after.bad_cells] == [(b.field, b.place) for b in before.bad_cells]
    assert all(a.table.equals(b.table) for a, b in zip(after.tables, before.tables, strict=True))


def test_other_cells_of_a_mended_row_may_be_corrected_too(mend):
    def change(rows, cells, headers):
        put_right(rows, cells, headers)
        rows.cell(4, headers["姓名"]).value = "李四"
        rows.cell(4, headers["与户主关系"]).value = None

    found = read_grids({**files(), "rejected.xlsx": mend(change)}, KINDS)
    assert column_of(found, Subject.PERSON, "name")[1] == "李四"
    assert column_of(found, Subject.PERSON, "relation") == ["户主", None, "之子", "之子"]


def test_wrong_correction_is_rejected_and_listed_again(mend):
    def change(rows, cells, headers):
        put_right(rows, cells, headers)
        rows.cell(4, headers["村"]).value = "也没有"
        cells.cell(4, CELL_COLUMNS.index(MENDED) + 1).value = "更坏"

    found = read_grids({**files(), "rejected.xlsx": mend(change)}, KINDS)
    assert [(r.key, r.place.file, r.place.cell) for r in found.rejected] == [("village", "a.xlsx", "C4")]
    assert [(b.field, b.value, b.place.cell) for b in found.bad_cells] == [("health_status", "更坏", "I3")]


def test_cell_may_be_said_to_be_empty(mend):
    def change(_, cells, __):
        cells.cell(4, CELL_COLUMNS.index(MENDED) + 1).value = "-"

    found = read_grids({**files(), "rejected.xlsx": mend(change)}, KINDS)
    assert [b.field for b in found.bad_cells] == ["income_per_head"]


def test_rows_stand_for_themselves_where_their_file_is_not_given(mend):
    found = read_grids({"rejected.xlsx": mend(put_right, reveal=True)}, KINDS)
    assert [(t.source.kind, t.source.label, len(t.table)) for t in found.tables if t.subject == "person"] == [
        ("export", "rejected.xlsx (a.xlsx/Sheet1)", 3),
        ("residents", "rejected.xlsx (base.xlsx/居民)", 1),
    ]
    assert [row["person_id"] for row in facts_of(found, Subject.PERSON)] == ["H1-2", "H1-3", "H2-4"]
    assert column_of(found, Subject.PERSON, "identity", 1) == [identity(9)]
    assert found.tables[0].source.synthetic
    assert [note.en for note in found.notes] == [
        "rejected.xlsx: corrections of a.xlsx were not used, that file was not given"
    ]


def test_file_that_was_changed_since_is_refused(mend):
    sheets = mend(put_right)
    about = sheets[2]
    place = next(n for n, cell in enumerate(about.columns[0].cells(range(about.rows))) if cell == "a.xlsx")
    about.columns[1] = about.columns[1].replaced({place: "another"})
    with pytest.raises(UnableToReadInput) as refused:
        read_grids({**files(), "rejected.xlsx": sheets}, KINDS)
    assert refused.value.file == "a.xlsx"
    assert "changed" in refused.value.found.en


def test_two_header_rows_take_their_corrections_too(tmp_path):
    rows = [
        [*PLACE, "户编号", "人编号", "收入", None],
        [None, None, None, None, None, "工资性收入", "人均纯收入"],
        [*PLACE.values(), "H1", None, 100, 200],
    ]
    one = {"a.xlsx": [grid(rows, merged=[*((0, c, 1, c) for c in range(5)), (0, 5, 0, 6)])]}
    found = read_grids(one)
    path = tmp_path / "rejected.xlsx"
    write_rejected(found, catalogue(), path, recipient="x", reveal=False, as_of=AS_OF)
    book = openpyxl.load_workbook(path)
    headers = {cell.value: cell.column for cell in book[ROWS_SHEET][3]}
    assert {"收入/工资性收入", "收入/人均纯收入"} <= set(headers)
    book[ROWS_SHEET].cell(4, headers["人编号"]).value = "1"
    book.save(path)
    one["a.xlsx"] = [grid(rows, merged=[*((0, c, 1, c) for c in range(5)), (0, 5, 0, 6)])]
    again = read_grids({**one, "rejected.xlsx": open_grids([path])[0]})
    assert (again.rejected, column_of(again, Subject.HOUSEHOLD, "wage_income")) == ([], [100.0])


def shifted():
    """A CSV file whose second row goes on beyond the header: the village was written with a comma."""
    header, first, second = table([person(1), person(2)])[1:]
    return {"a.csv": [grid([header, first, [*second[:2], "巴音", *second[2:]]], sheet="", file="a.csv")]}


def shown_cells(path):
    return [str(cell.value) for row in openpyxl.load_workbook(path)[ROWS_SHEET].iter_rows(min_row=4) for cell in row]


@pytest.mark.parametrize("reveal", [False, True])
def test_cells_of_a_row_that_may_stand_in_other_columns_are_not_shown(tmp_path, reveal):
    path = tmp_path / "rejected.xlsx"
    write_rejected(read_grids(shifted()), catalogue(), path, recipient="某旗", reveal=reveal, as_of=AS_OF)
    assert not {"巴音", "H1", "H1-2", "张2", identity(2)} & set(shown_cells(path))
    untouched = read_grids({"rejected.xlsx": open_grids([path])[0], **shifted()})
    assert [row.place.cell for row in untouched.rejected] == ["D3"]
    assert column_of(untouched, Subject.PERSON, "person_id") == ["H1-1"]


def test_row_that_was_too_long_is_put_right_in_its_columns(tmp_path):
    path = tmp_path / "rejected.xlsx"
    write_rejected(read_grids(shifted()), catalogue(), path, recipient="某旗", reveal=False, as_of=AS_OF)
    book = openpyxl.load_workbook(path)
    rows = book[ROWS_SHEET]
    for cell in rows[3]:
        if str(cell.value) in person(2):
            rows.cell(4, cell.column).value = person(2)[cell.value]
    book.save(path)
    found = read_grids({"rejected.xlsx": open_grids([path])[0], **shifted()})
    assert found.rejected == []
    assert column_of(found, Subject.PERSON, "person_id") == ["H1-1", "H1-2"]
    assert column_of(found, Subject.PERSON, "name") == ["张1", "张2"]
