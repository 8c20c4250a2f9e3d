import json

import pytest
from django.db import connection

from diguan.cli.main import app
from diguan.domain.audit.actions import append_audit, seal_pending
from tests.factories.accounts import AT
from tests.factories.append_only import lifted

pytestmark = pytest.mark.django_db


def run(*words):
    with pytest.raises(SystemExit) as end:
        app(["audit", *words])
    return end.value.code


@pytest.fixture
def record():
    for number in range(3):
        append_audit(
            actor=1, action="see", subject="x", subject_id=str(number), region_code="", detail={"note": "甲"}, at=AT
        )
        seal_pending(at=AT)


def forge(statement):
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_whole_record_is_verified(record, capsys):
    assert run("verify") == 0
    assert "Everything fits: 3 entries under 3 seals." in capsys.readouterr().out


def test_changed_byte_ends_with_two_and_is_named(record, capsys):
    forge("UPDATE audit_entry SET detail = '{\"note\":\"乙\"}' WHERE subject_id = '1'")
    assert run("verify") == 2
    told = capsys.readouterr().out
    assert "1 things do not fit" in told
    assert "was changed (seal 2)" in told
    assert run("verify", "--json") == 2
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_end_cut_off_is_found_by_a_checkpoint(record, tmp_path, capsys):
    kept = tmp_path / "checkpoint.json"
    assert run("checkpoint", "--out", str(kept)) == 0
    assert "seal 3" in capsys.readouterr().out
    forge("DELETE FROM audit_seal WHERE number = 3")
    forge("DELETE FROM audit_entry WHERE subject_id = '2'")
    assert run("verify") == 0
    assert run("verify", "--checkpoint", str(kept)) == 2
    assert "the end of the record was cut off" in capsys.readouterr().out


def test_checkpoint_seals_what_waits(tmp_path):
    append_audit(actor=1, action="see", subject="x", subject_id="", region_code="", detail={}, at=AT)
    assert run("checkpoint", "--out", str(tmp_path / "c.json")) == 0
    assert run("verify", "--checkpoint", str(tmp_path / "c.json")) == 0


def test_verification_says_which_checkpoint_it_was_held_against(record, tmp_path, capsys):
    assert run("checkpoint", "--out", str(tmp_path / "c.json")) == 0
    written = json.loads((tmp_path / "c.json").read_text())["made_at"][:16]
    assert run("verify", "--checkpoint", str(tmp_path / "c.json")) == 0
    assert f"the checkpoint of seal 3, written {written} (UTC)" in capsys.readouterr().out


def test_absent_and_foreign_files_are_refused(tmp_path, capsys):
    assert run("checkpoint", "--out", str(tmp_path / "c.json")) == 2
    assert "no seal yet" in capsys.readouterr().err
    assert run("verify", "--checkpoint", str(tmp_path / "absent.json")) == 2
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "x.json").write_text("{}")
    assert run("verify", "--checkpoint", str(tmp_path / "x.json")) == 2
