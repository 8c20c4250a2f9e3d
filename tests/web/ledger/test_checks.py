"""A check is handed in, previewed by the real job, taken into the ledger; what is wrong with it is said, and nothing is opened."""

import shutil

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.choices import Source
from diguan.domain.ledger.models import Item
from diguan.domain.screening.models import Round
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, holder
from tests.factories.handed_checks import a_check, a_round_instead, packed

PAGE = "/ledger/check/"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    for name in ("UPLOADS", "ROUNDS"):
        setattr(settings, name, tmp_path / name.lower())
        (tmp_path / name.lower()).mkdir()
    monkeypatch.setattr("diguan.tasks.checks.timezone.localdate", lambda *_: ON)
    monkeypatch.setattr("diguan.web.ledger.checks.now", lambda: AT)


@pytest.fixture
def check(tmp_path):
    return a_check(tmp_path / "check")


@pytest.fixture
def client(signed_in, transactional_db):
    return signed_in(holder(Role.COUNTY))


def hand_in(client, path, region_code=COUNTY):
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(PAGE, {"inputs": upload, "region_code": region_code})


def finish():
    assert Worker(handlers(), now=lambda: AT).run_one() is True
    return Job.objects.order_by("-pk")[0]


def test_preview_then_taken_then_the_same_again(client, check, tmp_path, settings):
    path = packed(check, tmp_path / "check.zip")
    answer = hand_in(client, path)
    assert answer.status_code == 302, answer.content.decode()
    preview = finish()
    assert preview.state == State.DONE, preview.outcome
    page = client.get(f"{PAGE}{preview.pk}/").content.decode()
    assert "台账还没有变化" in page
    assert (Item.objects.count(), Round.objects.count(), list(settings.ROUNDS.iterdir())) == (0, 0, [])

    client.post(f"{PAGE}{preview.pk}/store/")
    taken = finish()
    assert taken.state == State.DONE, taken.outcome
    assert taken.outcome["items"] == preview.outcome["items"]
    assert taken.outcome["items"]["opened"] == Item.objects.filter(source=Source.CHECK).count() > 0
    assert "由人认定" in client.get(f"{PAGE}{taken.pk}/").content.decode()
    assert list(settings.UPLOADS.iterdir()) == []
    actor = taken.owner
    assert {e.actor for e in Entry.objects.filter(action__in=("record_round", "open_items"))} == {actor}

    hand_in(client, path)
    again = finish()
    page = client.get(f"{PAGE}{again.pk}/").content.decode()
    assert "已经收过" in page
    assert "/store/" not in page


def test_preview_whose_file_was_taken_is_not_taken_again(client, check, tmp_path):
    hand_in(client, packed(check, tmp_path / "check.zip"))
    preview = finish()
    client.post(f"{PAGE}{preview.pk}/store/")
    finish()
    assert "已经不在了" in client.post(f"{PAGE}{preview.pk}/store/", follow=True).content.decode()
    assert Job.objects.count() == 2


def edited(check):
    with (check / "findings.parquet").open("ab") as file:
        file.write(b"0")


def without_a_file(check):
    (check / "explanations.parquet").unlink()


def with_other_rules(check):
    shutil.rmtree(check)
    a_round_instead(check)


def of_another_county(check):
    shutil.rmtree(check)
    a_check(check, place="152223100001")


def without_record(check):
    (check / "round.json").unlink()


def with_nonsense(check):
    (check / "round.json").write_text("{}")


BROKEN = {
    edited: "findings.parquet",
    without_a_file: "explanations.parquet",
    with_other_rules: "不是这台服务器的",
    of_another_county: "不在这个区划之内",
    without_record: "没有 round.json",
    with_nonsense: "不合格式",
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_check_that_is_not_what_was_sealed_or_lies_elsewhere_opens_nothing(client, check, tmp_path, broken):
    broken(check)
    hand_in(client, packed(check, tmp_path / "check.zip"))
    job = finish()
    assert job.state == State.FAILED
    page = client.get(f"{PAGE}{job.pk}/").content.decode()
    assert BROKEN[broken] in page
    assert "程序出错" not in page
    assert (Round.objects.count(), Item.objects.count()) == (0, 0)


def test_workbook_instead_of_a_zip_is_refused_at_once(client, tmp_path, settings):
    path = tmp_path / "checks.xlsx"
    openpyxl.Workbook().save(path)
    answer = hand_in(client, path)
    assert "整个文件夹压缩" in answer.content.decode()
    assert (Job.objects.count(), list(settings.UPLOADS.iterdir())) == (0, [])


def test_workbook_that_is_called_a_zip_is_told_to_be_one(client, tmp_path):
    path = tmp_path / "checks.xlsx"
    openpyxl.Workbook().save(path)
    hand_in(client, path.rename(tmp_path / "checks.zip"))
    assert "是工作簿" in client.get(f"{PAGE}{finish().pk}/").content.decode()


def test_region_of_somebody_else_is_refused_at_once(client, check, tmp_path, settings):
    answer = hand_in(client, packed(check, tmp_path / "check.zip"), OTHER_COUNTY)
    assert 'role="alert"' in answer.content.decode()
    assert (Job.objects.count(), list(settings.UPLOADS.iterdir())) == (0, [])


def test_check_of_another_county_is_answered_like_none(client, signed_in, check, tmp_path):
    hand_in(client, packed(check, tmp_path / "check.zip"))
    job = finish()
    far = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="far.county", region=OTHER_COUNTY))
    for number in (job.pk, 999_999):
        assert far.get(f"{PAGE}{number}/").status_code == 404
        assert far.post(f"{PAGE}{number}/store/").status_code == 404
    assert str(job.pk) not in far.get(PAGE).content.decode().split("<h2>")[-1].split("</main>")[0]


def test_whoever_lost_the_right_meanwhile_takes_nothing_in(client, check, tmp_path, monkeypatch):
    hand_in(client, packed(check, tmp_path / "check.zip"))
    monkeypatch.setattr("diguan.tasks.checks.timezone.localdate", lambda *_: ON.replace(year=2001))
    assert finish().state == State.FAILED
    assert not Round.objects.exists()


def test_pages_speak_english(client, check, tmp_path):
    client.post("/language/", {"language": "en", "next": PAGE})
    assert "packed into one .zip" in client.get(PAGE).content.decode()
    hand_in(client, packed(check, tmp_path / "check.zip"))
    page = client.get(f"{PAGE}{finish().pk}/").content.decode()
    assert "This is a preview" in page
    assert "opened" in page
