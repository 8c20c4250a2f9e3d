import os
import stat
import sys

import pytest

from diguan.domain.evidence import files
from diguan.domain.evidence.files import address_of, content_of, kept_before, path_of, place, put_aside

CONTENT = b"content"


def test_content_lies_under_its_hash(folder):
    address = place(CONTENT)
    assert path_of(address) == folder / address[:2] / address
    assert path_of(address).read_bytes() == content_of(address) == CONTENT
    assert list((folder / "incoming").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
def test_files_are_for_the_owner_alone(folder):
    place(CONTENT)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in folder.rglob("*")}
    assert modes == {0o700, 0o600}


def test_same_content_is_one_file_and_counts_as_new():
    path = path_of(place(CONTENT))
    os.utime(path, (1, 1))
    place(CONTENT)
    assert path.stat().st_mtime > 1


def test_content_that_was_changed_or_is_gone_is_none():
    address = place(CONTENT)
    path_of(address).write_bytes(b"another")
    assert content_of(address) is None
    path_of(address).unlink()
    assert content_of(address) is None


@pytest.mark.parametrize("address", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" + "a" * 63])
def test_what_is_no_hash_leads_nowhere(address):
    with pytest.raises(ValueError, match=r".*"):
        path_of(address)


def test_writing_that_breaks_leaves_nothing(folder, monkeypatch):
    def broken(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", broken)
    with pytest.raises(OSError, match="No space"):
        place(CONTENT)
    assert [p for p in folder.rglob("*") if p.is_file()] == []


def test_old_files_are_listed_with_what_was_never_finished(folder):
    old, new = path_of(place(b"old")), path_of(place(b"new"))
    unfinished = put_aside(path_of(place(b"unfinished")))
    for path in (old, unfinished):
        os.utime(path, (1000, 1000))
    assert set(kept_before(2000)) == {old, unfinished}
    assert new.exists()
    assert address_of(b"old") == old.name
