"""Sheets in the browser, through the real job: preview, stored, again, what was not taken; within one's own region alone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs.models import Job
from diguan.domain.responsibility.models import Officer, Tenure
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, holder
from tests.factories.post_sheets import book, helper, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    settings.UPLOADS, settings.LOADS = tmp_path / "uploads", tmp_path / "loads"
    monkeypatch.setattr("diguan.tasks.posts.viewer_of", lambda *_: None)


@pytest.fixture
def client(signed_in, transactional_db):
    return signed_in(holder(Role.COUNTY))


def handed(tmp_path, *sheets, region=COUNTY):
    path = book(tmp_path / "sheet.xlsx", *sheets)
    return {"inputs": [SimpleUploadedFile(path.name, path.read_bytes())], "region_code": region}


def finish():
    assert Worker(handlers(), now=lambda: AT).run_one() is True
    return Job.objects.order_by("-pk")[0]


def test_preview_then_stored_and_the_rows_that_were_not_taken(client, settings, tmp_path):
    assert client.post("/posts/import/", handed(tmp_path, [helper(1)], [post("书记", 2)])).status_code == 302
    job = finish()
    shown = client.get(f"/posts/import/{job.pk}/").content.decode()
    assert "还没有存入" in shown
    assert Officer.objects.count() == 0
    book_ = client.get(f"/posts/import/{job.pk}/rejected/")
    assert load_workbook(io.BytesIO(b"".join(book_.streaming_content))).active.max_row == 4
    assert client.post(f"/posts/import/{job.pk}/store/").status_code == 302
    stored = finish()
    assert (stored.outcome["tenures_begun"], Tenure.objects.count()) == (1, 1)
    assert list(settings.UPLOADS.glob("*")) == []
    assert "已存入" in client.get(f"/posts/import/{stored.pk}/").content.decode()


def test_a_file_of_another_kind_ends_in_words(client, tmp_path):
    wrong = {"inputs": [SimpleUploadedFile("wrong.csv", b"a,b\n1,2\n")], "region_code": COUNTY}
    client.post("/posts/import/", wrong)
    job = finish()
    assert "没有找到帮扶责任人表或岗位表的表头" in client.get(f"/posts/import/{job.pk}/").content.decode()


def test_imports_of_another_county_are_not_there(client, signed_in, tmp_path):
    refused = client.post("/posts/import/", handed(tmp_path, [post()], region=OTHER_COUNTY))
    assert (refused.status_code, Job.objects.count()) == (200, 0)
    client.post("/posts/import/", handed(tmp_path, [post()]))
    job = Job.objects.get()
    far = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="far.county"))
    for page in ("", "state/", "rejected/"):
        assert far.get(f"/posts/import/{job.pk}/{page}").status_code == 404
    for act in ("store/", "cancel/"):
        assert far.post(f"/posts/import/{job.pk}/{act}").status_code == 404


def test_the_sheet_to_be_filled_in_is_that_of_the_viewers_unit(signed_in):
    answer = signed_in(holder(Role.TOWNSHIP)).get("/posts/import/template/")
    page = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["岗位"]
    assert {cell.value[:9] for cell in page["A"][1:] if cell.value} == {"152222100"}
