import pytest

from diguan.engine.verdicts import Subject
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.reading.sources import MOST_SOURCES, list_files


@pytest.fixture
def touch(tmp_path):
    def make(name, content=b"x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return make


def test_files_come_by_their_names_with_their_roles_in_whatever_order_they_are_given(touch):
    inputs = [touch("b.xlsx"), touch("d/c/households.csv").parent, touch("e/a.csv")]
    rosters = {"water": touch("w.xlsx"), "health": touch("h.xlsx")}
    files = list_files(inputs, touch("base.xlsx"), rosters)
    assert [(f.label, f.kind) for f in files] == [
        ("a.csv", "export"),
        ("b.xlsx", "export"),
        ("households.csv", "tables"),
        ("base.xlsx", "residents"),
        ("h.xlsx", "roster:health"),
        ("w.xlsx", "roster:water"),
    ]
    backwards = dict(reversed(rosters.items()))
    assert list_files(inputs[::-1], touch("base.xlsx"), backwards) == files
    assert files[0].sha256 == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_files_of_one_name_come_by_their_folders_in_whatever_order_they_are_given(touch):
    inputs = [touch("c/b/x.xlsx"), touch("d/a/x.xlsx"), touch("a/c/x.xlsx"), touch("b/b/x.xlsx")]
    files = [file.path.parts[-3:-1] for file in list_files(inputs, None, {})]
    assert files == [("d", "a"), ("b", "b"), ("c", "b"), ("a", "c")]
    assert [file.path.parts[-3:-1] for file in list_files(inputs[::-1], None, {})] == files


def test_files_of_one_name_are_numbered(touch):
    files = list_files([touch("a/x.xlsx"), touch("b/x.xlsx")], None, {})
    assert [f.label for f in files] == ["x.xlsx", "x.xlsx #2"]


def test_folder_is_opened_into_its_tables(touch):
    folder = touch("d/households.parquet").parent
    for name in ("persons.csv", "villages.parquet", "facilities.csv", "notes.txt"):
        touch(f"d/{name}")
    files = list_files([folder], None, {})
    assert [(f.label, f.kind, f.table) for f in files] == [
        ("households.parquet", "tables", Subject.HOUSEHOLD),
        ("persons.csv", "tables", Subject.PERSON),
        ("villages.parquet", "tables", Subject.VILLAGE),
        ("facilities.csv", "tables", Subject.FACILITY),
    ]


def test_folder_without_households_is_refused_with_what_it_holds(touch):
    with pytest.raises(UnableToReadInput) as refused:
        list_files([touch("d/persons.csv").parent], None, {})
    assert refused.value.file == "d"
    assert "persons.csv" in refused.value.found.en


def test_one_table_in_two_files_is_refused(touch):
    touch("d/households.csv")
    with pytest.raises(UnableToReadInput) as refused:
        list_files([touch("d/households.parquet").parent], None, {})
    assert "both households.parquet and households.csv" in refused.value.found.en


def test_more_files_than_sources_are_refused(touch):
    path = touch("x.xlsx")
    with pytest.raises(UnableToReadInput) as refused:
        list_files([path] * (MOST_SOURCES + 1), None, {})
    assert "255 files" in refused.value.found.en
    assert len(list_files([path] * MOST_SOURCES, None, {})) == MOST_SOURCES
