import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date

import openpyxl
import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from diguan.cli.screen import UnableToReadOption, read_day, read_rosters, require_inputs, require_room
from diguan.exchange.grids.limits import GIB
from diguan.exchange.ledger.columns import PLACES
from diguan.exchange.reading import weight
from tests.fixtures.handmade.build import ROLES, build

HEADING = 4
ORDER = (
    "--standard",
    "cn-two-assurances",
    "--as-of",
    "2019-06-30",
    "--confirm",
    "poverty_line=3218@县通知 county notice",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return build(tmp_path_factory.mktemp("handmade"))


@pytest.fixture(scope="module")
def words(files):
    given = [str(files[role]) for role in ROLES]
    more = ["--residents", str(files["residents"])]
    rosters = [f"--roster={name}={files[name]}" for name in ("health_insurance", "education")]
    return [*given, *more, *rosters, *ORDER]


def run(*words):
    return CliRunner().invoke(app, ["screen", *map(str, words)])


@pytest.fixture(scope="module")
def done(words, tmp_path_factory):
    out = tmp_path_factory.mktemp("screened") / "result"
    return run(*words, "--out", out, "--recipient", "县教育局"), out


def ledger_rows(out):
    sheet = openpyxl.load_workbook(out / "ledger.xlsx")["台账"]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADING + 1)]


def names_of(files):
    """Every name in the inputs."""
    found = set()
    for path in files.values():
        if path.suffix == ".xlsx":
            for sheet in openpyxl.load_workbook(path):
                rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
                heading = next((row for row in rows if "姓名" in row), None)
                if heading:
                    place = heading.index("姓名")
                    found |= {
                        row[place].strip() for row in rows[rows.index(heading) + 1 :] if len(row[place].strip()) > 1
                    }
    return found


def text_of(path):
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_done_with_rejected_rows_ends_with_1_and_writes_every_paper(done):
    result, out = done
    assert result.exit_code == 1, result.output
    wanted = {
        "round.json",
        "pack",
        "snapshot",
        "verdicts",
        "findings.parquet",
        "explanations.parquet",
        "ledger.xlsx",
        "rejected.xlsx",
        "report.html",
    }
    assert {path.name for path in out.iterdir()} == wanted
    assert [path.name for path in out.parent.iterdir()] == ["result"]


def test_last_lines_are_totals_and_paths(done):
    result, out = done
    for said in (
        "户 households",
        "义务教育有保障",
        "仅凭申报",
        "合计 Total",
        "覆盖情况：没有数据的事实 Coverage",
        str(out / "ledger.xlsx"),
        f"diguan round verify {out}",
    ):
        assert said in result.stdout, said
    assert "合成数据 SYNTHETIC" in result.stdout


def test_ledger_has_one_row_a_finding_in_their_order(done):
    import duckdb

    _, out = done
    found = duckdb.sql(
        f"SELECT household_id, person_id FROM read_parquet('{out}/findings.parquet') ORDER BY finding_id"
    ).fetchall()
    shown = [(row[PLACES["household"]], row[PLACES["person"]]) for row in ledger_rows(out)]
    assert shown == found
    assert found


def test_every_ledger_row_explains_itself_and_names_a_department(done):
    _, out = done
    for row in ledger_rows(out):
        assert row[PLACES["explanation"]], row
        assert row[PLACES["department"]], row


def test_masked_papers_hold_no_name_of_anybody(done, files):
    _, out = done
    names = names_of(files)
    assert len(names) > 20
    for paper in ("ledger.xlsx", "report.html", "round.json"):
        said = text_of(out / paper)
        assert sorted(name for name in names if name in said) == []


def test_revealed_ledger_names_people_says_why_and_records_it(words, files, tmp_path):
    result = run(*words, "--out", tmp_path / "result", "--reveal", "劝返复学需要姓名")
    assert result.exit_code == 1
    assert "劝返复学需要姓名" in result.stdout
    out = tmp_path / "result"
    names = names_of(files)
    shown = {row[PLACES["name"]] for row in ledger_rows(out) if row[PLACES["name"]]}
    assert len(shown & names) > 3
    book = openpyxl.load_workbook(out / "ledger.xlsx")
    assert [sheet.title for sheet in book if "劝返复学需要姓名" not in sheet["A2"].value] == []
    masking = json.loads((out / "round.json").read_text(encoding="utf-8"))["masking"]
    assert (masking["masked"], masking["reason"]) == (False, "劝返复学需要姓名")
    assert sorted(name for name in names if name in text_of(out / "report.html")) == []


def test_same_inputs_give_the_same_bytes(done, words, tmp_path):
    _, first = done
    second = tmp_path / "again"
    run(*words, "--out", second, "--recipient", "县教育局")
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    assert [str(name) for name in files if (first / name).read_bytes() != (second / name).read_bytes()] == []


def test_json_is_one_object_and_an_empty_folder_is_used_and_english_papers_speak_english(words, tmp_path):
    out = tmp_path / "result"
    out.mkdir()
    result = run(*words, "--out", out, "--json", "--lang", "en")
    assert (result.exit_code, result.stderr) == (1, "")
    answer = json.loads(result.stdout)
    assert answer["out"] == str(out)
    assert answer["counts"]["rejected_rows"] > 0
    assert set(answer["paths"]) == {"ledger", "report", "rejected_file", "round"}
    assert answer["masking"]["masked"] is True
    assert openpyxl.load_workbook(out / "ledger.xlsx").sheetnames[0] == "Ledger"
    assert '<html lang="en">' in (out / "report.html").read_text(encoding="utf-8")


def test_without_rejected_rows_it_ends_with_0_and_without_rejected_workbook(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "households.csv").write_text(
        "household_id,village_code,house_grade\nH1,,A级\nH2,,D级\n", encoding="utf-8"
    )
    result = run(tmp_path / "tables", *ORDER, "--out", tmp_path / "result")
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "result" / "rejected.xlsx").exists()
    assert "没有退回的行" in result.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--as-of", "2019年6月30日"), "--as-of 的日期“2019年6月30日”"),
        (("--as-of", "2030-01-01"), "2030-01-01"),
        (("--roster", "hi.xlsx"), "--roster 的写法“hi.xlsx”"),
        (("--roster", "a=/nowhere.xlsx"), "/nowhere.xlsx"),
        (("--residents", "/nowhere.xlsx"), "/nowhere.xlsx"),
        (("--reveal", " "), "--reveal 没有写原因"),
        (("--region", "无此地"), "无此地"),
        (("--confirm", "poverty_line"), "NAME=VALUE@SOURCE"),
        (("--confirm", "povrty_line=3218@x"), "povrty_line"),
        (("--standard", "nowhere"), "nowhere"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_written(words, tmp_path, change, said):
    result = run(*words, "--out", tmp_path / "result", *change)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_unconfirmed_value_is_refused_with_its_name(files, tmp_path):
    result = run(files["exited"], *ORDER[:4], "--out", tmp_path / "result")
    assert result.exit_code == 2
    assert "poverty_line" in result.stderr
    assert "--confirm" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_with_something_in_it_is_refused_and_left_alone(words, tmp_path):
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "mine.txt").write_text("mine", encoding="utf-8")
    result = run(*words, "--out", tmp_path / "result")
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.rglob("*")] == ["result", "mine.txt"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_leaves_nothing(words, tmp_path, number):
    command = [sys.executable, "-m", "diguan", "screen", *words, "--out", str(tmp_path / "result")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # a shell starts background jobs with SIGINT ignored, and children inherit that
    with subprocess.Popen(command, **pipes, preexec_fn=_heed_interrupts) as child:  # noqa: PLW1509
        deadline = time.monotonic() + 300
        while not list(tmp_path.iterdir()) and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(child.pid, number)
        said = child.communicate(timeout=300)[1]
    assert (child.returncode, "已中断" in said) == (130, True)
    assert list(tmp_path.iterdir()) == []


AT_A_STAGE = """
import os, signal
from contextlib import contextmanager
from diguan.__main__ import main
from diguan.cli import screen

@contextmanager
def ending(*, quiet):
    yield lambda stage, done, total: stage.startswith('{stage}') and os.kill(os.getpid(), signal.SIGTERM)

screen.shown_progress = ending
main()
"""


@pytest.mark.parametrize(
    "stage", ["standard", "reading", "snapshot", "verdicts", "findings", "write", "ledger", "seal"]
)
def test_an_interruption_at_any_stage_leaves_nothing(words, tmp_path, stage):
    command = [
        sys.executable,
        "-c",
        AT_A_STAGE.format(stage=stage),
        "screen",
        *map(str, words),
        "--out",
        str(tmp_path / "result"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert (done.returncode, "已中断" in done.stderr, "Traceback" in done.stderr) == (130, True, False)
    assert list(tmp_path.iterdir()) == []


def _heed_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_read_day_takes_a_date():
    assert read_day(" 2019-06-30 ") == date(2019, 6, 30)


def test_read_rosters_refuses_the_same_name_twice():
    with pytest.raises(UnableToReadOption, match="the roster a is given twice"):
        read_rosters(["a=x.xlsx", "a=y.xlsx"])


def test_require_inputs_names_the_path_that_is_not_there(tmp_path):
    with pytest.raises(UnableToReadOption, match="nowhere"):
        require_inputs([tmp_path, tmp_path / "nowhere"])


def test_memory_that_millions_take_is_said_before_and_refused_where_it_is_not_there(monkeypatch, capsys):
    for households, memory in ((10, GIB), (weight.MANY, 8 * GIB)):
        found = weight.Weight(households, 4 * GIB * households // weight.MANY, memory)
        monkeypatch.setattr(weight, "weigh", lambda _, found=found: found)
        require_room([], insist=False)
    told = capsys.readouterr().err
    assert told.count("diguan counties") == 2  # once in each language
    assert "1000000 households take about 4 GB" in told
    monkeypatch.setattr(weight, "weigh", lambda _: weight.Weight(weight.MANY, 4 * GIB, GIB))
    with pytest.raises(weight.UnableToScreenAtOnce, match="--all-at-once"):
        require_room([], insist=False)
    require_room([], insist=True)
    assert "take about 4 GB" in capsys.readouterr().err
