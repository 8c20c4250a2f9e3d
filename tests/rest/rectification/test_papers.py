"""Lists of an inspection taken over the API: as the pages hand them out, on record, kept nowhere."""

import io
import json

import pytest
from docx import Document
from openpyxl import load_workbook

from diguan.domain.accounts.models import Answer
from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, OTHER_COUNTY
from tests.factories.rectification import inspection, planned, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(db):
    made = inspection(at=AT)
    planned(problem(made, at=AT), at=AT)
    return f"rectification/inspections/{made.pk}/paper"


def texts_of(answer):
    book = load_workbook(io.BytesIO(answer.content))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_word_and_excel_leave_with_their_recipient_and_are_on_record(program, address):
    asking = program(Role.COUNTY)
    excel = asking.post(address, {"form": "excel", "recipient": "合成督查组"})
    assert excel.status_code == 200, excel.content.decode()
    assert excel.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "合成督查组" in texts_of(excel)
    word = asking.post(address, {"form": "word", "recipient": "合成督查组", "language": "en"})
    assert word.headers["Content-Disposition"].endswith('.docx"')
    assert Document(io.BytesIO(word.content)).paragraphs
    kept = Entry.objects.filter(action="take_rectification_lists").values_list("detail", flat=True)
    assert [(said["rows"], said["revealed"]) for said in map(json.loads, kept)] == [(1, False)] * 2
    assert "合成督查组" not in str(list(kept))


def test_what_left_is_kept_nowhere(program, address):
    asking = program(Role.COUNTY)
    for _ in range(2):
        answer = asking.post(address, {"form": "excel", "recipient": "督查组"}, **{"Idempotency-Key": "one"})
        assert answer.content[:2] == b"PK"
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [({"recipient": " "}, "body.recipient"), ({"reason": "看"}, "body.reason"), ({"form": "pdf"}, "body.form")],
)
def test_paper_without_what_it_needs_is_refused(program, address, wrong, where):
    refused = program(Role.COUNTY).post(address, {"form": "excel", "recipient": "督查组"} | wrong)
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, where)
    assert not Entry.objects.filter(action="take_rectification_lists").exists()


def test_paper_of_another_county_is_absent(program, address):
    asking = program(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY)
    said = {"form": "excel", "recipient": "督查组"}
    foreign, nowhere = (asking.post(at, said) for at in (address, "rectification/inspections/999999/paper"))
    assert (foreign.status_code, foreign.content) == (nowhere.status_code, nowhere.content)
    assert foreign.status_code == 404
