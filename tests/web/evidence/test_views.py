"""Evidence leaves as a download that no browser takes for a page, within the region alone, and on record."""

from urllib.parse import quote

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.audit.models import Entry
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.evidence.files import content_of, path_of
from tests.factories.accounts import AT, ON, OTHER_COUNTY, TOWNSHIP, holder
from tests.factories.evidence import pdf, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path


@pytest.fixture
def kept():
    def keep(content=None, name="修好的房子.exe"):
        actor = viewer_of(holder(Role.TOWNSHIP).pk, ON)
        return store_evidence(content=content or photo(), name=name, region_code=TOWNSHIP, actor=actor, at=AT)

    return keep


def test_evidence_is_downloaded_as_what_it_is_and_on_record(signed_in, kept):
    row, account = kept(), holder(Role.COUNTY)
    answer = signed_in(account).get(f"/evidence/{row.pk}/")
    assert (answer.status_code, answer.content) == (200, content_of(row.sha256))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('修好的房子.jpg')}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    entry = Entry.objects.get(action="take_evidence")
    assert (entry.actor, entry.subject_id, entry.region_code) == (account.pk, str(row.pk), TOWNSHIP)


def test_name_cannot_break_out_of_its_header(signed_in, kept):
    row = kept(pdf(), 'a"; filename="b.html\r\nX-Evil: 1.pdf')
    answer = signed_in(holder(Role.COUNTY)).get(f"/evidence/{row.pk}/")
    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a_; filename=_b.html__X-Evil_ 1.pdf"'


def test_foreign_evidence_is_answered_like_what_is_not_there(signed_in, kept):
    row = kept()
    client = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="far.tester"))
    assert [client.get(f"/evidence/{number}/").status_code for number in (row.pk, 999_999)] == [404, 404]
    assert not Entry.objects.filter(action="take_evidence").exists()


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"<html>"), lambda path: path.unlink()])
def test_file_that_was_changed_or_lost_is_not_given_out(signed_in, kept, damage, caplog):
    row = kept()
    damage(path_of(row.sha256))
    answer = signed_in(holder(Role.COUNTY)).get(f"/evidence/{row.pk}/")
    assert answer.status_code == 500
    assert "文件损坏或丢失" in answer.content.decode()
    assert f"the file of evidence {row.pk}" in caplog.text
    assert not Entry.objects.filter(action="take_evidence").exists()
