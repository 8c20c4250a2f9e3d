import json

import openpyxl
import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories import returned
from tests.factories.returned import Filled, fill


def run(*words):
    return CliRunner().invoke(app, ["ledger", *map(str, words)])


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    base = returned.ledger(folder / "ledger.xlsx", returned.rows(6))
    done = run("split", base, "--by", "department", "--out", folder / "parts", "--json")
    return base, folder / "parts", done


def test_split_lists_the_workbooks(parts, tmp_path):
    base, folder, done = parts
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert [(p["file"], p["rows"]) for p in said["parts"]] == [(f"台账-{d}.xlsx", 2) for d in returned.DEPARTMENTS]
    assert sorted(p.name for p in folder.iterdir()) == sorted(p["file"] for p in said["parts"])
    shown = run("split", base, "--by", "village", "--out", tmp_path / "v").stdout
    assert "2 个工作簿，6 行" in shown


def test_merge_says_what_differs_and_writes_no_ledger_unless_asked(parts, tmp_path):
    base, folder, _ = parts
    filled = fill(
        folder / "台账-教育部门.xlsx", tmp_path / "a.xlsx", lambda form: form.__setitem__((1, "责任人"), "甲")
    )
    done = run("merge", base, filled, "--out", tmp_path / "m")
    assert done.exit_code == 0
    assert "改动 1 格，矛盾 0 格" in done.stdout
    assert "加 --apply" in done.stdout
    assert [p.name for p in (tmp_path / "m").iterdir()] == ["differences.xlsx"]


def test_merge_with_conflicts_ends_with_1_and_decisions_settle_them(parts, tmp_path):
    base, folder, _ = parts
    files = [
        fill(
            folder / "台账-教育部门.xlsx",
            tmp_path / f"{name}.xlsx",
            lambda f, name=name: f.__setitem__((1, "责任人"), name),
        )
        for name in ("甲", "乙")
    ]
    done = run("merge", base, *files, "--out", tmp_path / "m", "--apply", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert (said["changes"], said["conflicts"]) == (0, 1)
    book = openpyxl.load_workbook(said["differences"])
    Filled(book["矛盾"])[1, "取舍"] = "甲"
    book.save(tmp_path / "decided.xlsx")
    done = run(
        "merge", base, *files, "--out", tmp_path / "n", "--apply", "--decisions", tmp_path / "decided.xlsx", "--json"
    )
    assert done.exit_code == 0
    ledger = json.loads(done.stdout)["ledger"]
    assert Filled(openpyxl.load_workbook(ledger).worksheets[0])[1, "责任人"] == "甲"


def test_merge_prints_conflicts_and_refused_files(parts, tmp_path):
    base, folder, _ = parts
    files = [
        fill(
            folder / "台账-教育部门.xlsx",
            tmp_path / f"{name}.xlsx",
            lambda f, name=name: f.__setitem__((1, "责任人"), name),
        )
        for name in ("甲", "乙")
    ]
    (tmp_path / "half.xlsx").write_bytes(b"PK\x03\x04")
    done = run("merge", base, *files, tmp_path / "half.xlsx", "--out", tmp_path / "m")
    assert done.exit_code == 1
    assert "矛盾（台账保持原值）" in done.stdout
    assert "文件损坏" in done.stdout


def test_nothing_usable_is_refused_with_2_and_nothing_is_written(parts, tmp_path):
    base, _, _ = parts
    (tmp_path / "half.xlsx").write_bytes(b"PK\x03\x04")
    done = run("merge", base, tmp_path / "half.xlsx", "--out", tmp_path / "m")
    assert done.exit_code == 2
    assert "没有一个文件可用" in done.stderr
    assert not (tmp_path / "m").exists()
    assert run("merge", base, tmp_path / "no.xlsx", "--out", tmp_path / "m").exit_code == 2


def test_carry_counts_what_became_of_the_rows(parts, tmp_path):
    base, _, _ = parts
    new = returned.ledger(
        tmp_path / "new" / "ledger.xlsx", returned.rows(4, returned.OTHER_MARK, first=3), returned.OTHER_MARK
    )
    done = run("carry", base, new.parent, "--out", tmp_path / "c", "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert {name: said[name] for name in ("same", "kind_changed", "still_open", "gone", "new")} == {
        "same": 3,
        "kind_changed": 0,
        "still_open": 0,
        "gone": 3,
        "new": 1,
    }
    assert "同一问题" in run("carry", base, new, "--out", tmp_path / "d").stdout
