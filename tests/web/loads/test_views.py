"""Importing in the browser, through the real job: preview, store, again, what could not be read; within one's own region alone."""

import io
import os
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.registry.actions import uploading
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import household_file
from diguan.engine.catalogue import load_catalogue
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.domain.screening.conftest import files
from tests.factories.accounts import AT, OTHER_COUNTY, holder
from tests.factories.visits import visit_workbook
from tests.fixtures.handmade.build import ROLES

__all__ = ["files"]
COUNTY = "150928000000"  # where the hand-made workbooks say that they are


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    settings.UPLOADS, settings.LOADS = tmp_path / "uploads", tmp_path / "loads"
    monkeypatch.setattr("diguan.tasks.loads.viewer_of", lambda *_: None)


@pytest.fixture
def client(signed_in, transactional_db):
    return signed_in(holder(Role.COUNTY, over=COUNTY))


def handed(files, **change):
    def upload(path):
        return SimpleUploadedFile(path.name, path.read_bytes())

    said = {
        "inputs": [upload(files[role]) for role in ROLES],
        "residents": upload(files["residents"]),
        "health_insurance": upload(files["health_insurance"]),
        "education": upload(files["education"]),
        "purpose": "核对参保",
        "region_code": COUNTY,
        "as_of": "2019-06-30",
    }
    return {name: value for name, value in (said | change).items() if value is not None}


def finish():
    assert Worker(handlers(), now=lambda: AT).run_one() is True
    return Job.objects.order_by("-pk")[0]


def test_preview_then_store_then_the_same_again(client, files, settings):
    answer = client.post("/loads/", handed(files))
    assert answer.status_code == 302, answer.content.decode()
    assert Household.objects.count() == 0
    preview = finish()
    assert (preview.state, preview.outcome.get("preview")) == (State.DONE, True), preview.outcome
    page = client.get(f"/loads/{preview.pk}/").content.decode()
    assert "还没有存入任何数据" in page
    assert Household.objects.count() == 0

    answer = client.post(f"/loads/{preview.pk}/store/")
    stored = finish()
    assert answer.headers["Location"] == f"/loads/{stored.pk}/"
    assert stored.state == State.DONE, stored.outcome
    assert Household.objects.count() == stored.outcome["households"]["added"] == 30
    received = Entry.objects.filter(action="receive_list")
    assert (received.count(), all("核对参保" in entry.detail for entry in received)) == (3, True)
    assert "用途：核对参保" in client.get(f"/loads/{stored.pk}/").content.decode()
    assert list(settings.UPLOADS.glob("*")) == []

    client.post("/loads/", handed(files))
    again = finish()
    assert (again.outcome["stored"], len(again.outcome["known"])) == ([], len(ROLES) + 3)
    assert "没有变化" in client.get(f"/loads/{again.pk}/").content.decode()


def test_what_could_not_be_read_is_taken_along_and_on_record(client, files):
    client.post("/loads/", handed(files))
    job = finish()
    answer = client.get(f"/loads/{job.pk}/rejected/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert sum(sheet.max_row for sheet in book) > 4
    assert Entry.objects.filter(action="take_rejected", subject_id=str(job.pk)).count() == 1


def test_files_that_were_stored_cannot_be_stored_again(client, files):
    client.post("/loads/", handed(files))
    preview = finish()
    client.post(f"/loads/{preview.pk}/store/")
    finish()
    page = client.post(f"/loads/{preview.pk}/store/", follow=True).content.decode()
    assert "这些文件已经不在了" in page
    assert Job.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"inputs": None, "residents": None}, "没有数据文件"),
        ({"region_code": OTHER_COUNTY}, 'role="alert"'),
        ({"as_of": ""}, "请填写这一项"),
        ({"purpose": ""}, "请填写这一项"),
        ({"residents": SimpleUploadedFile("base.exe", b"MZ")}, "不是工作簿或 CSV"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(client, files, settings, change, said):
    answer = client.post("/loads/", handed(files, **change))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Job.objects.count() == 0
    assert list(settings.UPLOADS.glob("*")) == []


def test_filled_in_visits_are_taken_and_what_does_not_fit_is_listed(client, files, tmp_path):
    client.post("/loads/", handed(files))
    client.post(f"/loads/{finish().pk}/store/")
    finish()
    home = Household.objects.filter(gone=False, listed=True).order_by("number")[0]
    questions = [(home.number, None, "dangerous_house", "是"), ("CANARY-9", None, "dangerous_house", "否")]
    book = visit_workbook(tmp_path / "visits.xlsx", questions)
    upload = SimpleUploadedFile("visits.xlsx", book.read_bytes())
    client.post("/loads/", {"inputs": [upload], "region_code": COUNTY, "as_of": "2019-06-30"})
    preview = finish()
    assert preview.state == State.DONE, preview.outcome
    assert (preview.outcome["answers"], preview.outcome["refused_answers"]) == (1, 1)
    page = client.get(f"/loads/{preview.pk}/").content.decode()
    assert "收下的走访答复" in page
    answer = client.get(f"/loads/{preview.pk}/answers/")
    listed = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert "CANARY-9" in str([cell.value for sheet in listed for row in sheet.iter_rows() for cell in row])
    assert Entry.objects.filter(action="take_rejected", subject_id=str(preview.pk)).count() == 1
    client.post(f"/loads/{preview.pk}/store/")
    stored = finish()
    assert stored.outcome["answers"] == 1, stored.outcome
    known = household_file(home, load_catalogue(), date(2019, 6, 30))
    assert known.facts["dangerous_house"].value is True


def test_two_files_of_one_name_are_refused(client, files, settings):
    twice = [SimpleUploadedFile("a.xlsx", b"1"), SimpleUploadedFile("a.xlsx", b"2")]
    page = client.post("/loads/", handed(files, inputs=twice)).content.decode()
    assert "两个文件都叫" in page
    assert list(settings.UPLOADS.glob("*")) == []


def test_name_of_a_file_never_leads_out_of_its_folder(settings):
    upload = uploading.keep_upload({"inputs": [SimpleUploadedFile("x.csv", b"a")]})
    evil = SimpleUploadedFile("x.csv", b"b")
    evil._name = "..\\..\\..\\evil.csv"
    other = uploading.keep_upload({"inputs": [evil]})
    assert [path.parent.parent.parent for u in (upload, other) for path in u.files("inputs")] == [settings.UPLOADS] * 2
    assert other.files("inputs")[0].name == "evil.csv"


def test_broken_workbook_fails_with_what_is_wrong(client, files):
    client.post("/loads/", handed(files, inputs=[SimpleUploadedFile("broken.xlsx", b"PK\x03\x04nothing")]))
    job = finish()
    assert job.state == State.FAILED
    page = client.get(f"/loads/{job.pk}/").content.decode()
    assert "broken.xlsx" in page


@pytest.mark.parametrize("address", ["/loads/{}/", "/loads/{}/state/", "/loads/{}/rejected/"])
def test_foreign_load_is_answered_like_one_that_is_not_there(client, files, signed_in, address):
    client.post("/loads/", handed(files))
    job = finish()
    stranger = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="far.county"))
    assert [stranger.get(address.format(number)).status_code for number in (job.pk, 999_999)] == [404, 404]
    assert f"/loads/{job.pk}/" not in stranger.get("/loads/").content.decode()


def test_uploads_that_nobody_stored_are_forgotten_in_time(settings):
    upload = uploading.keep_upload({"inputs": [SimpleUploadedFile("a.csv", b"1")]})
    old = (AT - uploading.KEPT_FOR).timestamp() - 1
    assert uploading.forget_old_uploads(at=AT) == 0 if upload.folder.stat().st_mtime > old else True
    os.utime(upload.folder, (old, old))
    assert uploading.forget_old_uploads(at=AT) == 1
    assert not upload.folder.exists()


def test_village_hands_its_own_filled_in_workbook_back_and_nothing_else(client, signed_in, files, tmp_path):
    client.post("/loads/", handed(files))
    client.post(f"/loads/{finish().pk}/store/")
    finish()
    home = Household.objects.filter(gone=False, listed=True).order_by("number")[0]
    elsewhere = Household.objects.filter(gone=False, listed=True).exclude(region_code=home.region_code).first()
    cadre = signed_in(holder(Role.VILLAGE, over=home.region_code, region=home.region_code))
    questions = [(home.number, None, "dangerous_house", "是"), (elsewhere.number, None, "dangerous_house", "否")]
    book = visit_workbook(tmp_path / "走访表.xlsx", questions)
    said = {"inputs": [SimpleUploadedFile(book.name, book.read_bytes())], "region_code": home.region_code}
    assert cadre.post("/visits/back/", said).status_code == 302
    preview = finish()
    page = cadre.get(f"/visits/back/{preview.pk}/").content.decode()
    assert "还没有存入任何数据" in page
    assert "没有收下的走访答复" in page
    assert cadre.post(f"/visits/back/{preview.pk}/store/").status_code == 302
    stored = finish()
    assert (stored.outcome["answers"], stored.outcome["refused_answers"]) == (1, 1)
    answer = cadre.get(f"/visits/back/{stored.pk}/answers/")
    listed = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert elsewhere.number in str([cell.value for sheet in listed for row in sheet.iter_rows() for cell in row])
    assert f'href="/visits/back/{stored.pk}/"' in cadre.get("/visits/back/").content.decode()
    other = [SimpleUploadedFile(files[ROLES[0]].name, files[ROLES[0]].read_bytes())]
    cadre.post("/visits/back/", {"inputs": other, "region_code": home.region_code})
    refused = finish()
    assert "不是填好的走访表" in cadre.get(f"/visits/back/{refused.pk}/").content.decode()


def test_workbook_of_another_village_is_not_handed_back(signed_in, transactional_db, tmp_path):
    cadre = signed_in(holder(Role.VILLAGE))
    book = [SimpleUploadedFile("a.xlsx", b"PK")]
    page = cadre.post("/visits/back/", {"inputs": book, "region_code": OTHER_COUNTY}).content.decode()
    assert 'role="alert"' in page
    assert Job.objects.count() == 0
