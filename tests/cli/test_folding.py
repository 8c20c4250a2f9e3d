import re

import pytest
from rich.cells import cell_len
from typer.main import get_command
from typer.testing import CliRunner

from diguan.cli.main import app

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def commands(group=None, path=()):
    """Every command with the words that lead to it."""
    group = group or get_command(app)
    yield path
    for name, command in sorted(getattr(group, "commands", {}).items()):
        yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_help_is_whole_at_80_columns(path):
    told = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": "80"})
    lines = ANSI.sub("", told.output).splitlines()
    assert told.exit_code == 0
    assert lines
    assert [line for line in lines if "…" in line or cell_len(line) > 80] == []


def test_english_behind_a_chinese_stop_is_not_torn():
    told = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"})
    assert re.search(r"\bMake\b", ANSI.sub("", told.output))
