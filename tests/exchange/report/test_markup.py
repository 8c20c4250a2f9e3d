import pytest

from diguan.engine.documents import Label
from diguan.exchange.report.markup import Html, both, join, say, tag


def test_tag_escapes_text_and_keeps_markup():
    assert tag("p", "<b>&", Html("<br>"), 12_345) == "<p>&lt;b&gt;&amp;<br>12,345</p>"


def test_tag_escapes_attributes_and_leaves_out_what_is_not_said():
    found = tag("a", "x", href='"><script>', class_=None, hidden=False, autofocus=True, aria_label="<")
    assert found == '<a href="&quot;&gt;&lt;script&gt;" autofocus aria-label="&lt;">x</a>'


@pytest.mark.parametrize(("name", "markup"), [("meta", "<meta>"), ("rect", "<rect/>"), ("p", "<p></p>")])
def test_tag_closes_what_is_to_be_closed(name, markup):
    assert tag(name) == markup


def test_both_marks_each_language():
    assert (
        both(Label("甲<", "one&"))
        == '<span class="zh" lang="zh">甲&lt;</span><span class="en" lang="en">one&amp;</span>'
    )


def test_both_says_the_same_once():
    assert both(Label("3218", "3218")) == "3218"


def test_join_leaves_out_nothing_but_none():
    assert join("a", None, 0, "") == "a0"


def test_say_escapes_the_values_of_a_text():
    assert "&lt;i&gt;" in say("under", pack="<i>", version="1", as_of="2019-06-30")
