"""How a line may be written."""

import pytest

from diguan.engine.measuring import Line, UnableToReadLine, read_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3218", Line("3218", "value", 3218)),
        (" 1.9 ", Line("1.9", "value", 1.9)),
        ("median:0.6", Line("median:0.6", "median", 0.6)),
        ("mean:1.0", Line("mean:1.0", "mean", 1)),
        ("poverty_line", Line("poverty_line", "parameter", name="poverty_line")),
    ],
)
def test_line_is_read(text, expected):
    assert read_line(text) == expected


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "nan", "inf", "median:0", "median:", "median:x", "mode:0.6", "median:60", "3 218", "1e999"]
)
def test_line_that_says_nothing_is_refused(text):
    with pytest.raises(UnableToReadLine, match=r"median:0\.6"):
        read_line(text)
