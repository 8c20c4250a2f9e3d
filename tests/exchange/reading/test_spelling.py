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


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_full_width_is_half_width(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in text)
    assert fold(wide) == fold(text)
