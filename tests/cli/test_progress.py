import io

from rich.console import Console
from rich.progress import Progress

from diguan.cli import progress
from diguan.cli.progress import StageBars, shown_progress, silent, stage_name
from diguan.locale import texts


def bars():
    return Progress(console=Console(file=io.StringIO(), force_terminal=True), auto_refresh=False)


def test_a_stage_that_begins_ends_the_one_before():
    shown = bars()
    report = StageBars(shown)
    report("snapshot", 0, 0)
    report("verdicts", 1, 4)
    assert [(task.completed, task.total) for task in shown.tasks] == [(1, 1), (1, 4)]


def test_reports_of_one_stage_move_one_bar():
    shown = bars()
    report = StageBars(shown)
    for done in (0, 2_000, 4_000):
        report("ledger", done, 4_000)
    assert [(task.completed, task.finished) for task in shown.tasks] == [(4_000, True)]


def test_stage_names_are_texts_and_reading_names_the_file():
    assert stage_name("reading county.xlsx") == "读 county.xlsx reading county.xlsx"


def test_every_stage_of_a_round_has_a_name():
    from diguan.api import STAGES

    assert [stage for stage in STAGES if f"stage.{stage}" not in texts("cli")] == []


def test_nobody_at_the_terminal_means_silence(monkeypatch):
    with shown_progress(quiet=False) as report:
        assert report is silent
    monkeypatch.setattr(progress.console, "err", lambda: Console(file=io.StringIO(), force_terminal=True))
    with shown_progress(quiet=True) as report:
        assert report is silent
    with shown_progress(quiet=False) as report:
        assert isinstance(report, StageBars)
