"""A filled-in workbook is read back however people have treated it."""

from datetime import date

import openpyxl
import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.visits import read_visits, require_questions
from tests.factories.visits import DAY, columns_of, filled

TRUTH = {("N1", None, "dangerous_house"): False, ("N2", "N2-1", "insured_residents"): True}


def read(*paths):
    return read_visits(list(paths), load_catalogue())


def told(reading):
    return {(a.household_id, a.person_id, a.field): (a.value, a.seen, a.visited_on, a.visitor) for a in reading.answers}


EXPECTED = {key: (value, False, DAY, "巴图") for key, value in TRUTH.items()}


def test_answers_come_back_with_day_visitor_and_grade(workbook, tmp_path):
    reading = read(filled(workbook, tmp_path / "a.xlsx", TRUTH))
    assert told(reading) == EXPECTED
    assert reading.refused == []
    assert reading.unanswered == reading.questions - 2
    place = reading.answers[0].place
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")[place.sheet][place.cell]
    assert (place.file, cell.value) == ("a.xlsx", "否")


def test_what_was_ticked_is_the_grade(workbook, tmp_path):
    seen = read(filled(workbook, tmp_path / "a.xlsx", TRUTH, known="看到（证件、实物、照片）"))
    short = read(filled(workbook, tmp_path / "b.xlsx", TRUTH, known="看到"))
    nothing = read(filled(workbook, tmp_path / "c.xlsx", TRUTH, known=None))
    assert [{a.seen for a in r.answers} for r in (seen, short, nothing)] == [{True}, {True}, {False}]
    assert [r.ungraded for r in (seen, short, nothing)] == [0, 0, 2]


def moved(book):
    sheet = book["问题"]
    places, _ = columns_of(sheet)
    for name in ("answer", "key"):
        place = columns_of(sheet)[0][name]
        sheet.insert_cols(2)
        source = place + 1
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, 2).value = sheet.cell(row, source).value
        sheet.delete_cols(source)
    assert columns_of(sheet)[0] != places


def renamed(book):
    book["问题"].title = "答完的表"
    book["走访户"].title = "Sheet2"


def turned_round(book):
    sheet = book["问题"]
    _, first = columns_of(sheet)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for number, cells in enumerate(reversed(rows), first):
        for place, value in enumerate(cells, 1):
            sheet.cell(number, place).value = value


def without_names_of_columns(book):
    for name in ("问题", "走访户"):
        _, first = columns_of(book[name])
        book[name].delete_rows(first - 2)


def without_other_sheets(book):
    for name in ("走访户", "说明"):
        del book[name]


@pytest.mark.parametrize("touch", [moved, renamed, turned_round, without_names_of_columns, without_other_sheets])
def test_a_workbook_that_people_rearranged_says_the_same(workbook, tmp_path, touch):
    assert told(read(filled(workbook, tmp_path / "a.xlsx", TRUTH, touch=touch))) == EXPECTED


def test_rows_that_were_deleted_are_just_not_answered(workbook, tmp_path):
    def shorten(book):
        sheet = book["问题"]
        places, first = columns_of(sheet)
        for row in range(sheet.max_row, first - 1, -1):
            if sheet.cell(row, places["answer"]).value is None:
                sheet.delete_rows(row)

    reading = read(filled(workbook, tmp_path / "a.xlsx", TRUTH, touch=shorten))
    assert (told(reading), reading.questions) == (EXPECTED, 2)


def set_cell(name, value, sheet="问题"):
    def touch(book):
        places, first = columns_of(book[sheet])
        asked = book[sheet]
        answered = (r for r in range(first, asked.max_row + 1) if asked.cell(r, places.get("answer", 1)).value)
        asked.cell(next(answered), places[name]).value = value

    return touch


ONE = {("N1", None, "dangerous_house"): False}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answer", "也许"),
        ("known", "听人讲的吧"),
        ("visited_on", "2019年13月"),
        ("visited_on", None),
        ("not_answered", "不在家"),
        ("key", None),
        ("key", "N1||no_such_fact"),
        ("key", "N1||clothing_seasonal"),
        ("key", "N2||dangerous_house"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told_with_its_place(workbook, tmp_path, name, value):
    path = filled(workbook, tmp_path / "a.xlsx", ONE, touch=set_cell(name, value))
    reading = read(path)
    assert reading.answers == []
    (refused,) = reading.refused
    assert (refused.value, refused.place.file, refused.place.sheet) == (str(value or ""), "a.xlsx", "问题")
    assert refused.household_id == ("N2" if value == "N2||dangerous_house" else "N1")
    assert openpyxl.load_workbook(path)[refused.place.sheet][refused.place.cell].value == value
    assert refused.reason.zh
    assert refused.expected.en


def test_numbers_beyond_their_range_are_refused(workbook, tmp_path):
    truth = {("N1", None, "water_litres"): 99_999, ("N1", None, "water_fetch_minutes"): "20分钟"}
    reading = read(filled(workbook, tmp_path / "a.xlsx", truth))
    assert [(r.value, r.asked.zh) for r in reading.refused] == [("99999", "人均日用水量")]
    assert [a.value for a in reading.answers] == [20.0]


def tick_household(book):
    sheet = book["走访户"]
    places, first = columns_of(sheet)
    for row in range(first, sheet.max_row + 1):
        if sheet.cell(row, places["household"]).value == "N1":
            given = {"visited": "是", "visited_on": date(2019, 6, 20), "visitor": "乌云", "met": "户主"}
            for name, value in given.items():
                sheet.cell(row, places[name]).value = value


def test_day_and_visitor_of_the_household_hold_for_its_questions(workbook, tmp_path):
    path = filled(workbook, tmp_path / "a.xlsx", ONE, day=None, visitor=None, touch=tick_household)
    assert told(read(path)) == {key: (False, False, date(2019, 6, 20), "乌云") for key in ONE}


def test_households_say_whether_when_by_whom_and_who_was_met(workbook, plan, tmp_path):
    path = filled(workbook, tmp_path / "a.xlsx", {}, touch=tick_household)
    reading = read(path)
    assert len(reading.households) == len(plan.visits)
    (seen,) = [h for h in reading.households if h.visited is not None]
    assert (seen.household_id, seen.visited, seen.visited_on) == ("N1", True, date(2019, 6, 20))
    assert (seen.visitor, seen.met, seen.not_met, seen.list_id) == ("乌云", "户主", "", plan.id)


def test_the_same_workbook_given_twice_is_read_once(workbook, tmp_path):
    path = filled(workbook, tmp_path / "a.xlsx", TRUTH)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(path.read_bytes())
    reading = read(path, copy)
    assert told(reading) == EXPECTED
    assert (len(reading.answers), len(reading.files), len(reading.notes)) == (2, 1, 1)


def test_another_workbook_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["户编号", "答复"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(UnableToReadInput, match="other"):
        read(tmp_path / "other.xlsx")


@pytest.mark.parametrize(("column", "heading"), [("key", "键（勿改）"), ("answer", "答复")])
@pytest.mark.parametrize("hidden_row", [True, False])
def test_a_sheet_that_lost_a_column_it_lives_by_is_refused_and_not_passed_over(
    column, heading, hidden_row, workbook, tmp_path
):
    def cut(book):
        sheet = book["问题"]
        places, first = columns_of(sheet)
        sheet.delete_cols(places[column])
        if not hidden_row:
            sheet.delete_rows(first - 2)

    with pytest.raises(UnableToReadInput, match=f"问题.*没有“{heading}”列"):
        read(filled(workbook, tmp_path / "cut.xlsx", TRUTH, touch=cut))


def test_a_workbook_without_its_questions_has_no_answers_to_give(workbook, tmp_path):
    path = filled(workbook, tmp_path / "a.xlsx", TRUTH, touch=lambda book: book.remove(book["问题"]))
    reading = read(path)
    assert [file.asks for file in reading.files] == [False]
    with pytest.raises(UnableToReadInput, match="没有“问题”表"):
        require_questions(reading)
    require_questions(read(filled(workbook, tmp_path / "b.xlsx", TRUTH)))
