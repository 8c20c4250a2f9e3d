import sys

import pytest

from diguan.exchange.grids import Limits, UnableToReadInput, open_grids, processes
from tests.factories.workbooks import write_workbook


def refusal(path, limits=None):
    with pytest.raises(UnableToReadInput) as refused:
        open_grids([path], limits)
    return refused.value


def test_files_come_back_in_the_order_given(tmp_path):
    paths = [write_workbook(tmp_path / f"{n}.xlsx", {"s": [[n, "x"]] * (1 + 300 * (n == 0))}) for n in range(3)]
    done = []
    assert [grids[0].head(1) for grids in open_grids(paths, done=done.append)] == [[[float(n), "x"]] for n in range(3)]
    assert sorted(done) == paths


def test_missing_file_is_refused_by_name(tmp_path):
    error = refusal(tmp_path / "nowhere.xlsx")
    assert error.file == "nowhere.xlsx"
    assert str(tmp_path) in error.hint.en


def test_refusal_keeps_its_parts_over_the_process_border(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    error = refusal(path)
    assert (error.file, error.sheet, error.cell, error.found.en) == ("a.csv", "", "", "the file is empty")
    assert str(error).count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the system holds no memory limit there")
def test_sheet_that_needs_more_memory_than_allowed_is_refused(tmp_path):
    rows = [[f"{r}-{c}-xxxxxxxxxxxxxxxxxxxx" for c in range(40)] for r in range(20_000)]
    path = write_workbook(tmp_path / "large.xlsx", {"s": rows})
    for others in ([], [write_workbook(tmp_path / "small.xlsx", {"s": [["x"]]})]):
        with pytest.raises(UnableToReadInput) as refused:
            open_grids([*others, path], Limits(memory=400 << 20))
        assert refused.value.file == "large.xlsx"
        assert "400 MB" in refused.value.found.en
        assert "memory" in refused.value.found.en


@pytest.fixture
def child_that(tmp_path_factory, monkeypatch):
    """Put another program in the place of the reader; it is called with the request's path."""

    def replace(program):
        folder = tmp_path_factory.mktemp("modules")
        (folder / "other_reader.py").write_text(program, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(folder))
        monkeypatch.setattr(processes, "MODULE", "other_reader")

    return replace


def test_file_that_takes_too_long_is_refused(tmp_path, child_that):
    path = write_workbook(tmp_path / "slow.xlsx", {"s": [["x"]]})
    child_that("import time\ntime.sleep(60)\n")
    assert "longer than 1 seconds" in refusal(path, Limits(seconds=1)).found.en


@pytest.mark.skipif(sys.platform == "win32", reason="processes do not end by signals there")
@pytest.mark.parametrize(
    ("number", "said", "words"),
    [
        ("SIGSEGV", "", "reader ended with -11"),
        ("SIGABRT", "memory allocation of 9", "memory"),
        ("SIGKILL", "", "memory"),
        ("SIGXCPU", "", "longer than"),
    ],
)
def test_child_that_dies_is_a_refusal_with_its_reason(tmp_path, child_that, number, said, words):
    path = write_workbook(tmp_path / "a.xlsx", {"s": [["x"]]})
    lines = ["import os, resource, signal, sys", "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))"]
    lines += [f"print({said!r}, file=sys.stderr, flush=True)", f"os.kill(os.getpid(), signal.{number})"]
    child_that("\n".join(lines))
    assert words in refusal(path).found.en


def test_package_is_found_by_the_child_wherever_the_command_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    (tmp_path / "csv.py").write_text("raise SystemExit(7)")  # a file beside the data is not imported
    path = write_workbook(tmp_path / "a.xlsx", {"s": [["x"]]})
    for paths in ([path], [path, path]):
        assert [grids[0].head(1) for grids in open_grids(paths)] == [[["x"]] for _ in paths]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "csv.py"]
