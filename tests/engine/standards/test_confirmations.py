from datetime import date

import pytest

from diguan.engine.standards.confirmations import (
    Confirmation,
    UnableToReadConfirmation,
    confirmations_of,
    parse_confirmation,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("poverty_line=3218@国务院扶贫办", Confirmation("poverty_line", "3218", "国务院扶贫办")),
        (" line = 3218 @ a@b.cn ", Confirmation("line", "3218", "a@b.cn")),
        ("line[2016-01-01]=2952@x=y", Confirmation("line", "2952", "x=y", date(2016, 1, 1))),
    ],
)
def test_confirmation_is_read(text, expected):
    assert parse_confirmation(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("line", "a confirmation that cannot be read"),
        ("line=3218", "a confirmation that cannot be read"),
        ("=3218@x", "a confirmation that cannot be read"),
        ("line=@x", "the value is missing"),
        ("line=3218@ ", "the source is missing"),
        ("line[2016]=3218@x", "'2016' is no date"),
    ],
)
def test_confirmation_without_its_parts_is_refused(text, message):
    with pytest.raises(UnableToReadConfirmation) as caught:
        parse_confirmation(text)
    assert caught.value.message.en == message


def test_confirmations_of_python_need_a_source():
    assert confirmations_of({"line[2016-01-01]": (2952, " seen ")}) == [
        Confirmation("line", 2952, "seen", date(2016, 1, 1))
    ]
    with pytest.raises(UnableToReadConfirmation, match="the source is missing"):
        confirmations_of({"line": (3218, " ")})
    with pytest.raises(UnableToReadConfirmation, match="a parameter name that cannot be read"):
        confirmations_of({"": (3218, "x")})
