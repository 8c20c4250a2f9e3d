"""The visit workbook of a place: masked unless a reason is given, on record, of one's own region alone; filled in, it comes back."""

import io

import openpyxl
import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.loading import Files, load_files
from diguan.domain.registry.models import Person
from diguan.exchange.visits.keys import read_key
from tests.domain.screening.conftest import AS_OF, county, files, handmade
from tests.factories.accounts import OTHER_COUNTY, holder
from tests.factories.visits import columns_of
from tests.web.rounds.conftest import AT as ROUND_AT
from tests.web.rounds.conftest import made, recorded, rounds_folder

__all__ = ["county", "files", "handmade", "made", "recorded", "rounds_folder"]
ADDRESS = "/visits/workbook/"


@pytest.fixture
def place(county, recorded):
    recorded(county)
    return county


@pytest.fixture
def client(signed_in, place):
    return signed_in(holder(Role.COUNTY, over=place))


def wish(place, **more):
    return {"region_code": place, "standard": "cn-two-assurances", "recipient": "工作队", **more}


def book_of(answer):
    assert answer.headers["Content-Type"].endswith("sheet"), answer.content.decode()[:3000]
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def words_of(book):
    return " ".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def full_names(place):
    return set(Person.objects.filter(gone=False, name__isnull=False).values_list("name", flat=True))


def test_workbook_leaves_masked_names_its_recipient_and_is_on_record(client, place):
    answer = client.post(ADDRESS, wish(place))
    book = book_of(answer)
    said = words_of(book)
    assert [name for name in full_names(place) if name in said] == []
    assert all("工作队" in sheet["A2"].value for sheet in book if sheet.sheet_state == "visible")
    entry = Entry.objects.get(action="hand_out_visits")
    assert (entry.region_code, "工作队" not in entry.detail, '"revealed":false' in entry.detail) == (
        place,
        True,
        True,
    )
    assert client.post(ADDRESS, wish(place)).content == answer.content


def test_names_are_shown_for_a_reason_that_is_kept(client, place):
    said = words_of(book_of(client.post(ADDRESS, wish(place, reason="入户核对本人"))))
    assert any(name in said for name in full_names(place))
    assert "入户核对本人" in Entry.objects.get(action="hand_out_visits").detail


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"region_code": OTHER_COUNTY}, "没有代码或名称"),
        ({"recipient": ""}, "请填写这一项"),
        ({"standard": "cn-monitoring"}, "还没有按这一标准"),
        ({"reason": "看"}, "不能显示姓名"),
    ],
)
def test_what_cannot_be_handed_out_is_refused_and_leaves_no_line(client, place, change, said):
    page = client.post(ADDRESS, wish(place, **change)).content.decode()
    assert said in page
    assert not Entry.objects.filter(action="hand_out_visits").exists()


def test_filled_in_it_comes_back(client, place, tmp_path):
    book = book_of(client.post(ADDRESS, wish(place)))
    sheet = book["问题"]
    places, first = columns_of(sheet)
    answered = 0
    for row in range(first, sheet.max_row + 1):
        key = read_key(str(sheet.cell(row, places["key"]).value))
        if key is not None and "是" in str(sheet.cell(row, places["allowed"]).value):
            answered += 1
            given = {"answer": "是", "known": "看到", "visited_on": AS_OF, "visitor": "巴图"}
            for name, value in given.items():
                sheet.cell(row, places[name]).value = value
    book.save(tmp_path / "filled.xlsx")
    assert answered
    files_ = Files([tmp_path / "filled.xlsx"], AS_OF, region=place)
    outcome = load_files(files=files_, preview=False, actor=None, at=ROUND_AT)
    assert (outcome.answers, outcome.refused_answers) == (answered, 0)


def test_without_the_right_to_take_along_there_is_no_page(signed_in, place):
    assert signed_in(holder(Role.AUDITOR)).get(ADDRESS).status_code == 403


def test_way_back_to_the_visits_is_shown_to_whoever_makes_them(signed_in, place):
    shown = {}
    for role in (Role.COUNTY, Role.PREFECTURE):
        page = signed_in(holder(role, username=f"of.{role}")).get(ADDRESS).content.decode().split("<main")[1]
        shown[role] = 'href="/visits/"' in page
    assert shown == {Role.COUNTY: True, Role.PREFECTURE: False}
