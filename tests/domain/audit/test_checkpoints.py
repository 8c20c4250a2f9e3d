import json

import pytest

from diguan.domain.audit.actions import append_audit, seal_pending
from diguan.domain.audit.checkpoints import (
    UnableToMakeCheckpoint,
    UnableToReadCheckpoint,
    checkpoint_of,
    read_checkpoint,
    write_checkpoint,
)
from diguan.domain.audit.queries import head
from tests.factories.accounts import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path):
    append_audit(actor=1, action="see", subject="x", subject_id="", region_code="", detail={}, at=AT)
    seal_pending(at=AT)
    path = tmp_path / "checkpoint.json"
    write_checkpoint(checkpoint_of(head(), AT), path)
    return path


def test_checkpoint_comes_back_as_it_was_written(kept):
    read = read_checkpoint(kept)
    assert (read.number, read.mac) == (1, head().mac)
    assert [p.name for p in kept.parent.iterdir()] == ["checkpoint.json"]


def test_record_without_seals_has_no_checkpoint():
    with pytest.raises(UnableToMakeCheckpoint, match="no seal yet"):
        checkpoint_of(head(), AT)


@pytest.mark.parametrize("name", ["number", "mac", "made_at", "code"])
def test_changed_checkpoint_is_refused(kept, name):
    said = json.loads(kept.read_text())
    said[name] = 2 if name == "number" else said[name][:-1] + ("0" if said[name][-1] != "0" else "1")
    kept.write_text(json.dumps(said))
    with pytest.raises(UnableToReadCheckpoint, match="was changed"):
        read_checkpoint(kept)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind": "x"}', "\u0000", '{"kind": "diguan audit checkpoint 1", "number": 1}']
)
def test_file_that_is_no_checkpoint_is_refused(kept, text):
    kept.write_text(text)
    with pytest.raises(UnableToReadCheckpoint, match="no checkpoint of this system"):
        read_checkpoint(kept)
