import json
import subprocess
import sys
from pathlib import Path

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.regions import load_regions
from diguan.exchange.grids import Limits, UnableToReadInput, open_grids
from diguan.exchange.grids.child import answer_to, out_of_memory
from diguan.exchange.grids.grid import read_grid
from diguan.exchange.reading.corrections import Corrections
from diguan.exchange.reading.inputs import InputReader
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.places import Places
from diguan.exchange.reading.sources import InputFile
from tests.factories.malformed import malformed, sound_files
from tests.factories.workbooks import write_workbook

FILES = 200
# Opens many files in one process: a child each would take minutes. Where it dies, the next process goes on behind that file.
SCRIPT = """
import json, sys
from pathlib import Path
from diguan.exchange.grids.child import answer_to, restrict
from diguan.exchange.grids.limits import Limits
limits = Limits(memory=2 << 30)
restrict(limits)
for name in sys.argv[1:]:
    folder = Path(name + ".grids")
    folder.mkdir()
    answer = answer_to(Path(name), folder, limits)
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Malformed files and the answers of the child to them."""
    folder = tmp_path_factory.mktemp("malformed")
    sound = sound_files(folder)
    paths = [malformed(sound[n % len(sound)] if n % 8 < 4 else sound[0], folder, n) for n in range(FILES)]
    left = paths
    while left:
        subprocess.run([sys.executable, "-c", SCRIPT, *map(str, left)], capture_output=True, check=False)
        left = left[next((n for n, path in enumerate(left) if not answered(path)), len(left)) + 1 :]
    return [path for path in paths if answered(path)], [path for path in paths if not answered(path)]


def answered(path):
    return Path(f"{path}.grids/answer.json").is_file()


def answer_of(path):
    return json.loads(Path(f"{path}.grids/answer.json").read_text(encoding="utf-8"))


def test_malformed_files_are_answered_with_grids_or_a_refusal(opened):
    assert {part for path in opened[0] for part in answer_of(path)} == {"grids", "refusal"}


def test_malformed_files_that_end_the_child_are_refused(opened):
    assert len(opened[1]) <= FILES / 50
    for path in opened[1]:
        with pytest.raises(UnableToReadInput) as refused:
            open_grids([path], Limits(memory=2 << 30))
        assert refused.value.file == path.name


def test_malformed_files_are_refused_with_all_parts_of_a_message(opened):
    refusals = [answer["refusal"] for answer in map(answer_of, opened[0]) if "refusal" in answer]
    assert len(refusals) > FILES / 4
    for refusal in refusals:
        assert all(refusal[part][language] for part in ("found", "expected", "hint") for language in ("zh", "en"))
        assert "Traceback" not in json.dumps(refusal)


def test_what_could_be_opened_is_read_or_refused(opened):
    read = 0
    catalogue, regions, layout = load_catalogue(), load_regions(), load_layout()
    for path in opened[0]:
        answer = answer_of(path)
        folder = Path(f"{path}.grids")
        grids = [read_grid(grid, path.name, folder, n) for n, grid in enumerate(answer.get("grids", []))]
        reader = InputReader(catalogue, layout, Places(regions, None, layout), Corrections(), 2029)
        try:
            reader.read(1, InputFile(path, "export", path.name, ""), grids) if grids else None
        except UnableToReadInput:
            continue
        found = reader.finished()
        read += bool(grids)
        assert all(table.source.label == path.name for table in found.tables)
        assert all(row.place.file == path.name for row in found.rejected)
    assert read > FILES / 20


def test_sound_file_is_answered_with_its_grids(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"s": [["x"]], "t": []})
    answer = answer_to(path, tmp_path, Limits())
    assert [grid["sheet"] for grid in answer["grids"]] == ["s", "t"]


def test_panic_of_the_reader_is_a_refusal(tmp_path, monkeypatch):
    class Panic(BaseException):
        pass

    def panic(*_):
        raise Panic("index out of bounds")

    monkeypatch.setattr("diguan.exchange.grids.child.read_grids", panic)
    answer = answer_to(tmp_path / "a.xlsx", tmp_path, Limits())
    assert "Panic: index out of bounds" in answer["refusal"]["found"]["en"]


def test_running_out_of_memory_is_a_refusal(tmp_path, monkeypatch):
    def run_out(*_):
        raise MemoryError

    monkeypatch.setattr("diguan.exchange.grids.child.read_grids", run_out)
    limits = Limits(memory=3 << 30)
    assert answer_to(tmp_path / "a", tmp_path, limits)["refusal"] == out_of_memory("a", limits).refusal.as_json()
