from pathlib import Path

import pytest

from diguan.engine.regions import RegionTree, load_regions

ISLANDS = """
id: islands
label: {zh: 群岛, en: Islands}
source: {publisher: {zh: 虚构, en: made up}, by_way_of: this test, as_of: 2020-01-01, licence: CC0}
levels:
  - {id: island, digits: 2, label: {zh: 岛, en: island}, endings: [island]}
  - {id: ward, digits: 5, label: {zh: 区, en: ward}, endings: [ward]}
marks:
  dry: {zh: 缺水, en: short of water}
"""


@pytest.fixture(scope="session")
def tree() -> RegionTree:
    return load_regions()


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    """A folder of another country: two levels, codes that are not filled up, several units at the top."""
    folder = tmp_path / "islands"
    folder.mkdir()
    (folder / "regions.yaml").write_text(ISLANDS, encoding="utf-8")
    (folder / "units.csv").write_text(
        "code,name\nAA,North Island\nAA-01,Harbour Ward\nAA-02,Hill Ward\nZZ,South Island\nZZ-01,Harbour Ward\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def overlay(tmp_path: Path):
    """Writes an operator's own table and gives its path."""

    def write(text: str, name: str = "own.csv") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write
