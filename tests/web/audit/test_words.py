"""Codes of the record in words."""

import pytest

from diguan.web.audit.words import details_said, said
from tests.factories.accounts import COUNTY


def test_act_is_told_in_words_and_a_strange_one_as_it_is():
    assert [said("action", code) for code in ("grant_role", "strange_act")] == ["授权", "strange_act"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ok", True, ("相符", "是")),
        ("role", "county", ("角色", "旗县扶贫（振兴）办")),
        ("role", "strange", ("角色", "strange")),
        ("over", COUNTY, ("范围", "兴安盟 科尔沁右翼中旗")),
        ("door", "command line", ("从哪里", "命令行")),
        ("department", "education", ("部门", "教育部门")),
        ("entries", 0, ("条数", "0")),
    ],
)
def test_detail_is_told_in_words(name, value, told):
    assert list(details_said({name: value})) == [told]


def test_detail_that_says_nothing_is_left_out():
    assert list(details_said({"until_on": None})) == []
