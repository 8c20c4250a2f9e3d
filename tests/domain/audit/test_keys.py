import stat
import sys

import pytest

from diguan.domain.audit.actions import append_audit, seal_pending
from diguan.domain.audit.keys import UnableToFindAuditKey, audit_keys
from diguan.domain.audit.models import Seal
from diguan.domain.audit.verification import verify_audit
from tests.factories.accounts import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings, tmp_path):
    settings.AUDIT_KEYS = tmp_path / "audit.keys"
    return settings.AUDIT_KEYS


def append():
    append_audit(actor=1, action="see", subject="x", subject_id="", region_code="", detail={}, at=AT)
    seal_pending(at=AT)


def test_key_is_made_for_a_record_without_seals_and_kept(file):
    first = audit_keys()
    assert audit_keys() == first
    assert len(first) == 1
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in file.parent.iterdir()] == ["audit.keys"]


def test_lost_key_is_refused_and_not_replaced(file):
    append()
    file.unlink()
    with pytest.raises(UnableToFindAuditKey, match="does not exist"):
        audit_keys()
    assert not file.exists()


@pytest.mark.parametrize("text", ["", "abc", "abc def\n", "\n"])
def test_damaged_key_file_is_refused(file, text):
    append()
    file.write_text(text)
    with pytest.raises(UnableToFindAuditKey):
        audit_keys()


def test_new_key_seals_and_the_old_one_still_verifies(file):
    append()
    file.write_text(file.read_text() + new_line())
    append()
    assert len(set(Seal.objects.values_list("key_id", flat=True))) == 2
    assert verify_audit().ok


def new_line():
    import hashlib

    secret = "another-secret-of-the-record"  # noqa: S105  of this test alone
    return f"{hashlib.sha256(secret.encode()).hexdigest()[:12]} {secret}\n"


def test_seal_of_a_key_that_is_not_there_is_named(file):
    append()
    file.write_text(new_line())
    (problem,) = verify_audit().problems
    assert problem.en.endswith("of seal 1 is not in the key file")
