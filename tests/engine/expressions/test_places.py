"""Messages say what, where, what stands there, what was expected and what to do, in both languages."""

from diguan.engine.catalogue import Label
from diguan.engine.expressions import Position, UnableToReadExpression, nearest
from diguan.engine.expressions.places import did_you_mean


def test_message_has_every_part_in_both_languages():
    error = UnableToReadExpression(
        Label("没有", "none"),
        Position("pack/x.yaml", 7, 3),
        found="y",
        expected=Label("户", "home"),
        hint=Label("请改", "mend it"),
    )
    assert error.message("en") == "pack/x.yaml:7:3: none; found: y; expected: home; mend it"
    assert error.message("zh") == "pack/x.yaml:7:3: 没有；写的是：y；应为：户；请改"
    assert str(error) == f"{error.message('zh')}\n{error.message('en')}"
    assert (error.file, error.line, error.column) == ("pack/x.yaml", 7, 3)


def test_message_leaves_out_what_is_not_known():
    assert UnableToReadExpression(Label("没有", "none"), Position()).message("en") == "expression:1:1: none"


def test_nearest_finds_misspellings_and_shortened_names():
    assert nearest("incme", ["income", "debt"]) == ("income",)
    assert nearest("收入", ["人均纯收入", "住房"]) == ("人均纯收入",)
    assert nearest("zzz", ["income"]) == ()
    assert did_you_mean("zzz", ["income"]) is None
