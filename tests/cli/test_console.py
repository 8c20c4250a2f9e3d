import json

import pytest

from diguan.cli import console
from diguan.engine.documents import Label, Problem, UnableToReadDocument
from diguan.exchange.grids.errors import refuse as input_refusal


class UnableToBake(ValueError):
    def __init__(self):
        super().__init__("烤不了面包\ncannot bake bread")


class UnableToCut(Exception):
    def __init__(self):
        self.message, self.expected, self.hint = (
            Label("刀钝", "blunt"),
            Label("快刀", "a sharp one"),
            Label("磨刀", "sharpen it"),
        )
        self.file, self.sheet, self.cell = "a.xlsx", "表1", "B3"
        super().__init__("刀钝\nblunt")


def document():
    return UnableToReadDocument([Problem("b.yaml", line, Label(f"错{line}", f"wrong {line}")) for line in range(1, 60)])


def test_refuse_says_place_finding_expectation_and_what_to_do_chinese_first(capsys):
    assert console.refuse(UnableToCut(), as_json=False) == 2
    assert capsys.readouterr().err.splitlines() == [
        "拒绝执行： Refused:",
        "  a.xlsx 表1 B3: 刀钝；应为：快刀；怎么办：磨刀",
        "  a.xlsx 表1 B3: blunt; expected: a sharp one; what to do: sharpen it",
        "没有写出任何结果。 No result was written.",
    ]


def test_refuse_splits_an_error_that_only_has_its_text(capsys):
    console.refuse(UnableToBake(), as_json=False)
    assert capsys.readouterr().err.splitlines()[1:3] == ["  烤不了面包", "  cannot bake bread"]


def test_refuse_lists_problems_with_file_and_line_and_counts_the_rest(capsys):
    console.refuse(document(), as_json=False)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "拒绝执行，共 59 处： Refused, 59 places:"
    assert lines[1] == "  b.yaml:1: 错1"
    assert lines[-2] == "  ……还有 19 处 ... and 19 more"


def test_refuse_as_json_is_one_object_on_stdout(capsys):
    assert console.refuse(UnableToCut(), as_json=True) == 2
    streams = capsys.readouterr()
    assert streams.err == ""
    assert json.loads(streams.out) == {
        "error": {
            "exit_code": 2,
            "kind": "UnableToCut",
            "problems": [
                {
                    "message": {"zh": "刀钝", "en": "blunt"},
                    "file": "a.xlsx",
                    "sheet": "表1",
                    "cell": "B3",
                    "expected": {"zh": "快刀", "en": "a sharp one"},
                    "hint": {"zh": "磨刀", "en": "sharpen it"},
                }
            ],
        }
    }


def test_text_in_brackets_is_no_markup(capsys):
    error = UnableToCut()
    error.message = Label("[red]列[/red]", "[bold]")
    console.refuse(error, as_json=False)
    assert "[red]列[/red]" in capsys.readouterr().err


def test_fail_says_where_in_the_program_and_nothing_of_the_data(capsys):
    try:
        {}["张三"]
    except KeyError as error:
        code = console.fail(error, as_json=False)
    said = capsys.readouterr().err
    assert code == 3
    assert "KeyError；test_console.py:" in said
    assert "张三" not in said
    assert "Traceback" not in said


def test_fail_shows_the_traceback_to_whoever_asks_for_it(capsys, monkeypatch):
    monkeypatch.setenv(console.TRACEBACK, "1")
    console.fail(KeyError("x"), as_json=False)
    assert "KeyError: 'x'" in capsys.readouterr().err


def test_unreadable_names_the_file_and_the_reason(capsys):
    assert console.unreadable(PermissionError(13, "Permission denied", "out/ledger.xlsx"), as_json=False) == 2
    assert "out/ledger.xlsx（Permission denied）" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("speak", "code"),
    [
        (lambda: console.fail(ValueError(), as_json=True), 3),
        (lambda: console.interrupted(as_json=True), 130),
        (lambda: console.unreadable(OSError("x"), as_json=True), 2),
    ],
)
def test_every_end_speaks_json_when_asked(speak, code, capsys):
    assert speak() == code
    assert json.loads(capsys.readouterr().out)["error"]["exit_code"] == code


def test_refusal_of_a_file_says_everything_once(capsys):
    error = input_refusal(
        "a.xlsx", Label("空的", "it is empty"), Label("有数据", "data"), Label("检查导出", "look"), sheet="表1"
    )
    console.refuse(error, as_json=False)
    said = capsys.readouterr().err.splitlines()
    assert said[1:3] == [
        "  a.xlsx 表1: 空的；应为：有数据；怎么办：检查导出",
        "  a.xlsx 表1: it is empty; expected: data; what to do: look",
    ]
