import pytest

from diguan.exchange.changes.listing import UnableToRescreen, read_changes


def read(tmp_path, content: str | bytes):
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_changes(path)


def test_villages_and_households_stand_under_their_headers_with_their_lines(tmp_path):
    found = read(tmp_path, "\ufeff说明,村编码,户编号\n甲,152222001001,\n,, H1 \n\n乙,152222001001,H2\n")
    assert (found.file, found.villages, found.households) == ("list.csv", {"152222001001": 2}, {"H1": 3, "H2": 5})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "its first line is ''"),
        ("152222001001\n", "its first line is '152222001001'"),
        ("village_code\n\n,\n", "it has no row"),
        ("村编码\n一".encode("gb18030"), "cannot be read"),
        ('village_code,why\nV1,"flood\nV2,x\n', "cannot be read (unexpected end of data)"),
        ('village_code,why\nV1,"flood\nV2,x\nV3,"hail\n', "cannot be read ("),
    ],
)
def test_what_is_no_list_of_changes_is_refused(content, said, tmp_path):
    with pytest.raises(UnableToRescreen, match="header village_code or household_id") as refused:
        read(tmp_path, content)
    assert said in str(refused.value)


def test_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnableToRescreen, match=r"none.csv: cannot be read"):
        read_changes(tmp_path / "none.csv")
