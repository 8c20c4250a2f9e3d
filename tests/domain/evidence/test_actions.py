import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from diguan.domain.evidence import actions
from diguan.domain.evidence.actions import Unknown, forget_unknown_files, store_evidence, unknown_files
from diguan.domain.evidence.choices import LARGEST, MediaType
from diguan.domain.evidence.files import address_of, content_of, path_of, place
from diguan.domain.evidence.models import Evidence
from diguan.domain.evidence.refusals import UnableToForgetFiles, UnableToTakeEvidence
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, TOWNSHIP, viewer
from tests.factories.evidence import opened, pdf, photo
from tests.factories.running import environment_of

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "factories" / "handing_in.py"


def hand_in(actor, content=None, *, name="修好的房子.jpg", region=TOWNSHIP, **how):
    return store_evidence(content=content or photo(), name=name, region_code=region, actor=actor, at=AT, **how)


def test_photo_is_kept_without_its_place_and_on_record():
    actor = viewer(Role.TOWNSHIP)
    row = hand_in(actor)
    kept = content_of(row.sha256)
    assert (row.media_type, row.size, row.name) == (MediaType.JPEG, len(kept), "修好的房子.jpg")
    assert (row.region_code, row.uploaded_by, row.at) == (TOWNSHIP, actor.account_id, AT)
    assert (row.given_sha256, row.taken_at, row.position_kept) == (address_of(photo()), "2019-03-01 09:15:00", False)
    assert opened(kept).size == (64, 48)
    assert b"CANARY" not in kept
    entry = Entry.objects.get(action="store_evidence")
    assert (entry.subject_id, entry.region_code) == (str(row.pk), TOWNSHIP)
    assert detail_of(entry) == {"media_type": "image/jpeg", "position": False, "sha256": row.sha256, "size": row.size}


def test_place_is_kept_where_a_rule_wants_it():
    row = hand_in(viewer(Role.TOWNSHIP), keep_position=True)
    assert row.position_kept
    assert opened(content_of(row.sha256)).getexif().get_ifd(0x8825)


def test_same_from_the_same_hand_is_kept_once(folder):
    actor = viewer(Role.COUNTY)
    first, again = hand_in(actor), hand_in(actor, name="again.png")
    assert first == again
    assert Entry.objects.filter(action="store_evidence").count() == 1
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1


def test_same_from_another_hand_or_for_another_region_is_a_row_of_its_own_with_the_same_file(folder):
    one, other = viewer(Role.COUNTY), viewer(Role.TOWNSHIP)
    rows = [hand_in(one), hand_in(other), hand_in(one, region=COUNTY)]
    assert len({row.pk for row in rows}) == 3
    assert len({row.sha256 for row in rows}) == 1
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1


def test_file_on_disk_is_read_by_its_path(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf())
    row = hand_in(viewer(Role.TOWNSHIP), path, name=path.name)
    assert (row.media_type, content_of(row.sha256)) == (MediaType.PDF, pdf())


@pytest.mark.parametrize(
    ("role", "region"), [(Role.TOWNSHIP, OTHER_COUNTY), (Role.TOWNSHIP, COUNTY), (Role.AUDITOR, COUNTY)]
)
def test_evidence_for_another_place_is_refused(role, region):
    with pytest.raises(UnableToTakeEvidence, match="cannot be handed in for this region") as caught:
        hand_in(viewer(role), region=region)
    assert caught.value.field == "region_code"
    assert Evidence.objects.count() == 0


def test_act_that_is_asked_for_is_the_one_that_counts():
    actor = viewer(Role.PREFECTURE)
    with pytest.raises(UnableToTakeEvidence, match="cannot be handed in"):
        hand_in(actor)
    assert hand_in(actor, act=Act.REVEAL).pk


def test_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    for content in (path, pdf(b" " * LARGEST)):
        with pytest.raises(UnableToTakeEvidence, match=r"20\.0 MB"):
            hand_in(viewer(Role.TOWNSHIP, username=f"t{id(content)}"), content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\me\\照片.jpg", "照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\0b\n.jpg", "a_b_.jpg"),
        ("", "-"),
        ("/", "-"),
        ("长" * 200 + ".jpeg", "长" * 115 + ".jpeg"),
        ("." + "e" * 300, "." + "e" * 119),
    ],
)
def test_name_is_the_last_part_and_plain(given, kept):
    assert hand_in(viewer(Role.TOWNSHIP), name=given).name == kept


def test_refused_file_leaves_nothing(folder):
    with pytest.raises(UnableToTakeEvidence):
        hand_in(viewer(Role.TOWNSHIP), b"MZ")
    assert not folder.exists()


def test_act_that_breaks_after_the_file_leaves_no_row(monkeypatch, folder):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(actions, "_audit", broken)
    with pytest.raises(RuntimeError):
        hand_in(viewer(Role.TOWNSHIP))
    assert Evidence.objects.count() == 0
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1
    assert len(forget(at=AT + timedelta(days=36500))) == 1
    assert [p for p in folder.rglob("*") if p.is_file()] == []


def forget(reason="磁盘将满", actor=None, at=AT):
    return forget_unknown_files(reason=reason, actor=actor, at=at)


def test_file_that_was_lost_comes_back_with_the_same_content():
    actor = viewer(Role.TOWNSHIP)
    row = hand_in(actor)
    path_of(row.sha256).unlink()
    assert hand_in(actor) == row
    assert content_of(row.sha256) is not None


def test_clearing_away_takes_what_no_row_knows_and_is_old(folder):
    row = hand_in(viewer(Role.TOWNSHIP))
    old, fresh = place(b"old"), place(b"fresh")
    for address in (row.sha256, old):
        os.utime(path_of(address), (1000, 1000))
    told = [Unknown(f"{old[:2]}/{old}", 3, datetime.fromtimestamp(1000, UTC))]
    assert unknown_files(at=AT) == told
    assert path_of(old).exists()
    assert forget(actor=7) == told
    assert [path_of(a).exists() for a in (row.sha256, old, fresh)] == [True, False, True]
    entry = Entry.objects.get(action="forget_unknown_files")
    assert (entry.actor, detail_of(entry)) == (7, {"files": 1, "size": 3, "reason": "磁盘将满"})
    assert forget() == []
    assert Entry.objects.filter(action="forget_unknown_files").count() == 1


def test_clearing_away_without_a_reason_takes_nothing():
    old = place(b"old")
    os.utime(path_of(old), (1000, 1000))
    with pytest.raises(UnableToForgetFiles):
        forget(reason=" ")
    assert path_of(old).exists()


def test_clearing_away_that_is_not_recorded_takes_nothing(monkeypatch):
    old = place(b"old")
    os.utime(path_of(old), (1000, 1000))

    def broken(*_):
        raise RuntimeError

    with monkeypatch.context() as breaking:
        breaking.setattr(actions, "_audit_forgotten", broken)
        with pytest.raises(RuntimeError):
            forget()
    assert [(file.path.split("/")[0], file.size) for file in unknown_files(at=AT)] == [("incoming", 3)]
    assert len(forget()) == 1


def test_clearing_away_gives_back_what_was_handed_in_meanwhile(monkeypatch):
    actor, known, told = viewer(Role.TOWNSHIP), actions._is_known, []
    address = hand_in(actor).sha256
    os.utime(path_of(address), (1000, 1000))

    def not_yet(asked):  # the first look comes before the row
        told.append(asked)
        return len(told) > 1 and known(asked)

    monkeypatch.setattr(actions, "_is_known", not_yet)
    assert forget() == []
    assert (told, content_of(address) is not None) == ([address, address], True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.django_db(transaction=True)
def test_kill_at_any_moment_leaves_no_row_without_its_file(tmp_path):
    environment = environment_of(connection, DIGUAN_DATA=str(tmp_path))
    for kept in (1, 2, 3, 5, 8):
        command = [sys.executable, str(SCRIPT)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as dying:
            for _ in range(kept):
                assert dying.stdout.readline() == "kept\n"
            dying.send_signal(signal.SIGKILL)
    rows = Evidence.objects.all()
    assert rows.count() >= 8
    assert [row.pk for row in rows if content_of(row.sha256) is None] == []
