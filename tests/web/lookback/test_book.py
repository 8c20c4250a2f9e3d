"""Workbooks of inspections on the pages: taken, handed back, shown, recorded."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.lookback.models import Case
from tests.domain.lookback.actions.test_books import filled
from tests.factories.lookback import closed, plan
from tests.web.lookback.conftest import NOW, TODAY


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("diguan.web.lookback.book.now", lambda: NOW)
    monkeypatch.setattr("diguan.web.lookback.book.today", lambda: TODAY)


@pytest.fixture
def sample(office, inspector):
    for running in (1, 2):
        closed(
            running, closing="accepted", indicator="", standard="", criteria="路灯都亮", household_number="", subject=""
        )
    made = plan(size=2)
    cases = list(made.cases.values_list("pk", flat=True))
    office.post(f"/lookback/{made.pk}/give/", {"cases": cases, "username": "the.inspector"})
    return made


def test_workbook_goes_out_and_its_results_are_shown_then_recorded(tmp_path, sample, office, inspector, signed_in):
    out = office.post(f"/lookback/{sample.pk}/book/", {"recipient": "复查一组"})
    assert out.headers["Content-Disposition"].endswith(".xlsx") or "filename" in out.headers["Content-Disposition"]
    client, path = signed_in(inspector), tmp_path / "looks.xlsx"
    path.write_bytes(b"".join(client.post("/lookback/book/mine/").streaming_content))
    filled(path, ("稳定", TODAY, "灯都亮"))
    upload = SimpleUploadedFile("looks.xlsx", path.read_bytes())
    page = client.post("/lookback/book/", {"upload": upload}).content.decode()
    assert "记录 1 个复查结果" in page
    assert not Case.objects.exclude(outcome="").exists()
    signed = re.search(r'name="signed" value="([^"]+)"', page)[1]
    assert "已记录 1 个复查结果" in client.post("/lookback/book/confirm/", {"signed": signed}).content.decode()
    assert Case.objects.exclude(outcome="").count() == 1


def test_wrong_file_and_foreign_page_are_refused(office, sample):
    wrong = SimpleUploadedFile("looks.xlsx", BytesIO(b"nothing").read())
    answer = office.post("/lookback/book/", {"upload": wrong})
    assert (answer.status_code, "data-error-summary" in answer.content.decode()) == (400, True)
    assert "太旧" in office.post("/lookback/book/confirm/", {"signed": "x"}).content.decode()
    assert "没有写交给谁" in office.post(f"/lookback/{sample.pk}/book/", {}, follow=True).content.decode()
