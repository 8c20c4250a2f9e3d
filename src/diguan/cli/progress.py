"""Progress of a long command: one line a stage on stderr; nothing where nobody looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from diguan.cli import console

Report = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody sees."""
    del stage, done, total


def stage_name(stage: str) -> str:
    """What a stage is called; "reading <file>" names the file."""
    kind, _, what = stage.partition(" ")
    return console.say(f"stage.{kind}", what=what)


class StageBars:
    """One bar a stage; a stage that begins ends the one before."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage has come; a `total` of 0 is not known yet."""
        if stage not in self._tasks:
            self._finish_others()
            self._tasks[stage] = self._bars.add_task(stage_name(stage), total=total or None)
        self._bars.update(self._tasks[stage], completed=done, total=total or None)

    def _finish_others(self) -> None:
        for task in self._bars.tasks:
            if not task.finished:
                end = task.total or 1
                self._bars.update(task.id, completed=end, total=end)


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Report]:
    """A progress to report to: bars on a terminal, silence for a program or a pipe."""
    terminal = console.err()
    if quiet or not terminal.is_terminal:
        yield silent
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=terminal, transient=True) as bars:
        yield StageBars(bars)
