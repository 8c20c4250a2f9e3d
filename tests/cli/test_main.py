import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from diguan import __version__
from diguan.cli import main
from diguan.cli.interruption import Interruption
from diguan.cli.main import NOUNS, Doors, app, exit_code


def run(*words):
    return CliRunner().invoke(app, list(words))


def command_that(error):
    """The root of commands with one command that ends in an error."""
    tree = typer.Typer(cls=Doors, pretty_exceptions_enable=False)

    @tree.callback()
    def root():
        """A root, so that commands keep their names."""

    @tree.command()
    def go(*, json: bool = False):
        raise error

    return tree


class UnableToGo(Exception):
    pass


def test_version_is_that_of_the_package():
    result = run("--version")
    assert (result.exit_code, result.output.strip()) == (0, f"diguan {__version__}")


def test_help_lists_every_noun_that_is_installed():
    result = run("--help")
    assert result.exit_code == 0
    installed = [noun for noun in NOUNS if main.find_spec(f"diguan.cli.{noun}")]
    assert [noun for noun in installed if noun not in result.output] == []


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UnableToGo("走不了\ncannot go"), 2, "走不了"),
        (RuntimeError("私密"), 3, "RuntimeError"),
        (FileNotFoundError(2, "No such file", "gone.xlsx"), 2, "gone.xlsx"),
        (KeyboardInterrupt(), 130, "已中断"),
        (typer.Abort(), 130, "已中断"),
        (typer.Exit(1), 1, ""),
    ],
)
def test_whatever_ends_a_command_becomes_words_and_a_code(error, code, said):
    result = CliRunner().invoke(command_that(error), ["go"])
    assert (result.exit_code, said in result.stderr) == (code, True)
    assert "Traceback" not in result.output
    assert "私密" not in result.output


@pytest.mark.parametrize("error", [UnableToGo("走不了\ncannot go"), RuntimeError("x"), KeyboardInterrupt()])
def test_with_json_stdout_holds_one_object_and_stderr_nothing(error):
    result = CliRunner().invoke(command_that(error), ["go", "--json"])
    assert result.stdout.startswith('{\n  "error"')
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("screen",), "命令缺少 INPUT...。"),
        (("screen", "a.xlsx", "--as-of", "2019-06-30", "--out", "o"), "命令缺少 --standard。"),
        (("screen", "--roosters", "x"), "不认识的选项 --roosters。"),
        (("scren",), "命令写法有误。"),
    ],
)
def test_a_wrong_command_line_is_refused_in_both_languages(words, said):
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "--help" in result.stderr


def test_a_command_without_a_code_is_done():
    assert exit_code(lambda: None, as_json=False, interruption=Interruption()) == 0


def test_starting_loads_no_engine():
    program = "import sys, diguan.cli.main; print([m for m in ('duckdb', 'pyarrow', 'xlsxwriter', 'python_calamine') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
