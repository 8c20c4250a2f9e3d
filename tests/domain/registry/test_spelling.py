"""Names in pinyin."""

from hypothesis import given
from hypothesis import strategies as st

from diguan.domain.registry.spelling import pinyin_of


def test_surname_is_read_as_a_surname():
    assert pinyin_of("单小明") == ("shanxiaoming", "sxm")
    assert pinyin_of("小单") == ("xiaodan", "xd")


@given(st.text(st.sampled_from("单王小明曾任阿·A1"), min_size=1, max_size=12), st.integers(1, 12))
def test_pinyin_of_a_beginning_is_a_beginning_of_the_pinyin(name, length):
    whole, begins = pinyin_of(name), pinyin_of(name[:length])
    assert whole[0].startswith(begins[0])
    assert whole[1].startswith(begins[1])
