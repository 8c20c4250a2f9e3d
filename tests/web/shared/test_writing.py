"""Markup put together without a template: what is no markup is escaped, as a template would."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from diguan.web.shared.texts import late
from diguan.web.shared.writing import join, write

HOSTILE = "<script>'\"&"


def test_pattern_is_filled_as_djangos_own_does():
    values = (HOSTILE, 7, None, SafeString("<b>"), late("frame:save"))
    assert write("<td>{}|{}|{}|{}|{}</td>", *values) == format_html("<td>{}|{}|{}|{}|{}</td>", *values)


def test_parts_that_are_no_markup_are_escaped():
    assert join([write("<i>{}</i>", HOSTILE), HOSTILE], "<br>") == (
        "<i>&lt;script&gt;&#x27;&quot;&amp;</i><br>&lt;script&gt;&#x27;&quot;&amp;"
    )


def test_what_is_written_is_markup_and_written_once():
    assert write("{}", write("<b>{}</b>", "甲")) == "<b>甲</b>"
    assert isinstance(join([]), SafeString)
