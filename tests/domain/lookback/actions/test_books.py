"""A workbook of inspections goes out masked and comes back: tried first, recorded row by row; what does not fit is told with its place."""

import json
from datetime import date

import openpyxl
import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.audit.models import Entry
from diguan.domain.lookback.actions import give_cases
from diguan.domain.lookback.actions.books import read_book, save_book, take_results
from diguan.domain.lookback.choices import Known, Outcome
from diguan.domain.lookback.queries.plans import my_cases
from diguan.domain.lookback.refusals import UnableToLookBack
from tests.factories.accounts import ON, holder, viewer
from tests.factories.lookback import DRAWN_AT, at, closed, plan

pytestmark = pytest.mark.django_db
LOOKED = date(2020, 3, 10)


@pytest.fixture
def inspector():
    return viewer_of(holder(Role.TOWNSHIP, over="152222101000", username="the.inspector").pk, ON)


@pytest.fixture
def given(inspector):
    """Four problems without a rule, given to the inspector."""
    for running in range(1, 5):
        closed(
            running, closing="accepted", indicator="", standard="", criteria="路灯都亮", household_number="", subject=""
        )
    sample = plan(size=4)
    cases = list(sample.cases.values_list("pk", flat=True))
    give_cases(case_ids=cases, username="the.inspector", actor=viewer(Role.COUNTY), at=DRAWN_AT)
    return sample


def taken(path, who, language="zh"):
    cases = list(my_cases(who).order_by("item__number"))
    return save_book(path=path, cases=cases, recipient="复查一组", language=language, actor=who, at=DRAWN_AT)


def filled(path, *rows):
    """The workbook with its entry columns filled in, row by row: result, day, what was seen."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heading = next(row for row in sheet.iter_rows() if any(cell.value in ("复查结果", "Result") for cell in row))
    first = next(cell.column for cell in heading if cell.value in ("复查结果", "Result"))
    for place, values in enumerate(rows, start=heading[0].row + 1):
        for column, value in enumerate(values, start=first):
            if value is not None:
                sheet.cell(place, column).value = value
    book.save(path)
    return path


def back(path, who, *, preview=False):
    results, lines = read_book(path=path, viewer=who, on=LOOKED)
    return take_results(results=results, actor=who, at=at(LOOKED), preview=preview), lines


def test_filled_in_workbook_is_tried_and_recorded(tmp_path, given, inspector):
    path = tmp_path / "looks.xlsx"
    assert taken(path, inspector) == 4
    rows = [("稳定", LOOKED, "灯都亮"), ("反弹", LOOKED, "三盏不亮"), ("未能看到：道路或天气去不了", None, None)]
    filled(path, *rows)
    tried, _ = back(path, inspector, preview=True)
    assert [line.kind for line in tried] == ["ready"] * 3
    assert not given.cases.exclude(outcome="").exists()
    done, lines = back(path, inspector)
    assert ([line.kind for line in done], lines) == (["recorded"] * 3, [])
    kept = given.cases.order_by("item__number").values_list("outcome", "known", "why", "note")
    assert list(kept) == [
        (Outcome.PERSISTS, Known.WORD, "", "灯都亮"),
        (Outcome.REBOUNDED, Known.WORD, "", "三盏不亮"),
        (Outcome.UNSEEN, Known.WORD, "unreachable", ""),
        ("", "", "", ""),
    ]
    assert json.loads(Entry.objects.get(action="hand_in_lookback_book").detail) == {"recorded": 3, "refused": 0}
    again, _ = back(path, inspector)
    assert again == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("稳定", None, "灯都亮"), "没有写看到的日期"),
        (("稳定", date(2020, 3, 11), "灯都亮"), "2020-03-11 还没有到"),
        (("反弹", date(2020, 2, 1), "三盏不亮"), "早于派给您的那天"),
        ((None, LOOKED, "灯都亮"), "没有选结果"),
        (("稳定", LOOKED, None), "没有写看到了什么"),
        (("好了", LOOKED, "灯都亮"), "好了"),
    ],
)
def test_row_that_cannot_be_recorded_says_why(tmp_path, given, inspector, row, said):
    path = tmp_path / "looks.xlsx"
    taken(path, inspector)
    done, lines = back(filled(path, row), inspector)
    told = [*done, *lines]
    assert [line for line in told if said in line.why.zh or said in line.said]
    assert "recorded" not in [line.kind for line in told]
    assert not given.cases.exclude(outcome="").exists()


@pytest.mark.usefixtures("given")
def test_workbook_names_its_recipient_on_every_sheet_and_is_the_same_each_time(tmp_path, inspector):
    one, two = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    taken(one, inspector)
    taken(two, inspector)
    assert one.read_bytes() == two.read_bytes()
    for sheet in openpyxl.load_workbook(one).worksheets:
        if sheet.sheet_state == "visible":
            assert any("复查一组" in str(cell.value) for row in sheet.iter_rows() for cell in row), sheet.title
    assert Entry.objects.filter(action="take_lookback_book").count() == 2


@pytest.mark.usefixtures("given")
def test_english_workbook_comes_back_as_well(tmp_path, inspector):
    path = tmp_path / "looks.xlsx"
    taken(path, inspector, "en")
    done, _ = back(filled(path, ("persists", LOOKED, "all lit")), inspector)
    assert [line.kind for line in done] == ["recorded"]


@pytest.mark.usefixtures("given")
def test_somebody_else_can_do_nothing_with_it(tmp_path, inspector):
    path = tmp_path / "looks.xlsx"
    taken(path, inspector)
    filled(path, ("稳定", LOOKED, "灯都亮"))
    done, _ = back(path, viewer(Role.TOWNSHIP))
    assert done == ()


def test_nothing_to_take_nobody_named_and_another_file_are_refused(tmp_path, inspector):
    path = tmp_path / "looks.xlsx"
    with pytest.raises(UnableToLookBack, match="没有可以取走的复查"):
        taken(path, inspector)
    with pytest.raises(UnableToLookBack, match="没有写交给谁"):
        save_book(path=path, cases=[], recipient=" ", language="zh", actor=inspector, at=DRAWN_AT)
    openpyxl.Workbook().save(path)
    with pytest.raises(UnableToLookBack, match="不是复查工作簿"):
        read_book(path=path, viewer=inspector, on=LOOKED)
