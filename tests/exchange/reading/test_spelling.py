import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.reading.spelling import fold, fold_header, plain


@pytest.mark.parametrize(
    "header",
    [
        "人均纯收入(元)",
        "人均纯收入（元）",
        "人均纯收入 （元）",
        "人均\n纯收入【元】",
        "＊人均纯收入（元）：",
        "*人均纯收入[元]",
        "\ufeff人均纯收入（元）",
        "人均_x000D_\n纯收入（元）",
    ],
)
def test_headers_are_equal_however_they_are_typed(header):
    assert fold_header(header) == "人均纯收入(元)"


@pytest.mark.parametrize(
    ("text", "found"), [(" ＡＢ　c ", "AB c"), ("'001", "001"), ("\u200b张三", "张三"), ("a_x000D_", "a")]
)
def test_plain_text_keeps_what_stands_inside(text, found):
    assert plain(text) == found


@given(st.text(st.characters(exclude_categories=["Mn", "Mc", "Cs"])))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
