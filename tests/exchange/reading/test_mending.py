import pytest

from diguan.exchange.reading.headers import find_header
from diguan.exchange.reading.mending import Secret, masked, secret_of_column
from tests.factories.grids import grid, header_words
from tests.factories.workbooks import identity

NUMBER, NAME = Secret(name=False), Secret(name=True)


@pytest.mark.parametrize(
    ("text", "secret", "found"),
    [
        (identity(1), NUMBER, f"990000{'*' * 10}{identity(1)[-2:]}"),
        ("13812345678", NUMBER, "138123***78"),
        ("12345678", NUMBER, "12****78"),
        ("1", NUMBER, "1*1"),
        ("王小明", NAME, "王**"),
        ("", NAME, ""),
        ("健康", None, "健康"),
    ],
)
def test_text_is_masked_by_its_kind(text, secret, found):
    assert masked(text, secret) == found


def test_columns_that_tell_who_somebody_is_are_known():
    headers = ["姓名", "证件号码", "家庭成员联系电话", "户主姓名", "户主证件号码", "户编号", "健康状况", "怪列"]
    one = grid([headers, ["x"] * len(headers)])
    found = [secret_of_column(column) for column in find_header(one, header_words()).columns]
    assert found == [NAME, NUMBER, NUMBER, NAME, NUMBER, None, None, None]
