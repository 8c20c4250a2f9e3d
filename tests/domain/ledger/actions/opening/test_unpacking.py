"""A zip that is handed in as a check: its folder comes out whole, whatever else it holds is refused with what and why."""

import stat
import zipfile

import pytest

from diguan.domain.ledger.actions.opening import unpacking
from diguan.domain.ledger.actions.opening.unpacking import UnableToUnpackCheck, unpack_check
from tests.factories.handed_checks import packed


@pytest.fixture
def folder(tmp_path):
    """Something like the folder of a check."""
    made = tmp_path / "made"
    (made / "verdicts" / "household").mkdir(parents=True)
    (made / "round.json").write_text("{}")
    (made / "verdicts" / "household" / "152222.parquet").write_bytes(b"rows")
    return made


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("top", ["", "check/", "结果/2022/"])
def test_folder_comes_out_whole_without_what_systems_put_beside_it(folder, tmp_path, top):
    into = tmp_path / "into"
    for _ in range(2):  # a job that begins again after a kill
        found = unpack_check(packed(folder, tmp_path / "a.zip", top), into)
    assert names(found) == ["round.json", "verdicts/household/152222.parquet"]
    assert found.is_relative_to(into)


def zipped(tmp_path, *entries):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as kept:
        for name, content in entries:
            kept.writestr(name, content)
    return path


def link():
    entry = zipfile.ZipInfo("check/snapshot")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


RECORD = ("check/round.json", "{}")
WRONG = {
    "nothing of a check": ([("readme.txt", "x")], "没有 round.json"),
    "two checks": ([RECORD, ("other/round.json", "{}")], "2 份"),
    "a workbook": ([("xl/workbook.xml", "x"), ("[Content_Types].xml", "x")], "是工作簿"),
    "a way out": ([RECORD, ("check/../../out.txt", "x")], "名字不合规"),
    "a way from the root": ([("round.json", "{}"), ("/out.txt", "x")], None),
    "another system's way out": ([RECORD, ("check/..\\out.txt", "x")], "名字不合规"),
    "a link": ([RECORD, (link(), "/")], "名字不合规"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_folder_of_a_check_is_refused_and_nothing_is_written_elsewhere(tmp_path, wrong):
    entries, said = WRONG[wrong]
    into = tmp_path / "deep" / "into"
    path = zipped(tmp_path, *entries)
    if said is None:
        unpack_check(path, into)
    else:
        with pytest.raises(UnableToUnpackCheck) as refused:
            unpack_check(path, into)
        assert said in refused.value.said("zh")
        assert "a.zip" in refused.value.said("en")
    assert [p for p in tmp_path.rglob("out.txt") if not p.is_relative_to(into)] == []


def test_file_that_is_no_zip_or_is_cut_off_is_refused(folder, tmp_path):
    path = packed(folder, tmp_path / "a.zip")
    for content in (b"", b"PK\x03\x04 no zip", path.read_bytes()[:-40]):
        path.write_bytes(content)
        with pytest.raises(UnableToUnpackCheck) as refused:
            unpack_check(path, tmp_path / "into")
        assert "不是完整的" in refused.value.said("zh")


def test_content_that_was_changed_within_the_zip_is_refused(tmp_path):
    path = zipped(tmp_path, RECORD, ("check/findings.parquet", "abcdefgh"))
    path.write_bytes(path.read_bytes().replace(b"abcdefgh", b"abcdefgX"))
    with pytest.raises(UnableToUnpackCheck):
        unpack_check(path, tmp_path / "into")


def test_password_is_refused(tmp_path):
    path = zipped(tmp_path, RECORD)
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(UnableToUnpackCheck) as refused:
        unpack_check(path, tmp_path / "into")
    assert "密码" in refused.value.said("zh")


def test_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_BYTES", 3)
    with pytest.raises(UnableToUnpackCheck) as refused:
        unpack_check(packed(folder, tmp_path / "a.zip"), tmp_path / "into")
    assert "展开后" in refused.value.said("zh")
    assert not (tmp_path / "into").exists()
