import pytest

from diguan.exchange.grids.compound import CompoundFile, UnableToReadCompoundFile, error_cells, is_protected
from tests.factories.old_workbooks import write_compound, write_old_workbook


def workbook_stream(path):
    return CompoundFile(path.read_bytes()).content("Workbook")


def test_streams_are_found_with_their_content(tmp_path):
    path = tmp_path / "a.xls"
    contents = {"Workbook": bytes(range(256)) * 40, "Other": b"x" * 5000}
    write_compound(path, contents)
    file = CompoundFile(path.read_bytes())
    assert {name: file.content(name) for name in contents} == contents


def test_large_file_has_several_tables(tmp_path):
    path = tmp_path / "a.xls"
    content = b"y" * 3_000_000
    write_compound(path, {"Workbook": content})
    assert workbook_stream(path) == content


def test_error_cells_are_found_with_their_place(tmp_path):
    path = tmp_path / "a.xls"
    write_old_workbook(path, [["a", "b"], [1, "#N/A"], ["#REF!", 2]], sheet="人员")
    assert error_cells(workbook_stream(path)) == {"人员": [(1, 1, "#N/A"), (2, 0, "#REF!")]}


def test_sheet_without_errors_has_none(tmp_path):
    path = tmp_path / "a.xls"
    write_old_workbook(path, [["a", "b"], [1, 2]])
    assert error_cells(workbook_stream(path)) == {}


@pytest.mark.parametrize("protected", [True, False])
def test_protection_is_seen_in_the_first_records(tmp_path, protected):
    path = tmp_path / "a.xls"
    write_old_workbook(path, [["a"]], protected=protected)
    assert is_protected(workbook_stream(path)) is protected


def test_chain_in_a_circle_ends(tmp_path):
    path = tmp_path / "a.xls"
    write_compound(path, {"Workbook": b"z" * 5000})
    content = bytearray(path.read_bytes())
    fat = len(content) - 512
    content[fat + 4 * 3 : fat + 4 * 4] = (1).to_bytes(4, "little")  # the third sector leads back to the first
    with pytest.raises(UnableToReadCompoundFile, match="endless"):
        CompoundFile(bytes(content)).content("Workbook")


@pytest.mark.parametrize("keep", [100, 600, 1500])
def test_cut_off_file_is_refused(tmp_path, keep):
    path = tmp_path / "a.xls"
    write_compound(path, {"Workbook": b"z" * 5000})
    with pytest.raises(UnableToReadCompoundFile):
        CompoundFile(path.read_bytes()[:keep]).content("Workbook")
