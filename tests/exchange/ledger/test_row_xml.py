import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.ledger.columns import COLUMNS
from diguan.exchange.ledger.pages import LINE_HEIGHT, MOST_HEIGHT
from diguan.exchange.ledger.row_xml import RowWriter, cell_text
from tests.factories import papers

LETTERS = [chr(ord("A") + place) for place, column in enumerate(COLUMNS) if not column.entry]
PLAIN = "".join(f'<c r="{letter}5" s="1"/>' for letter in LETTERS)
QUOTED = "".join(f'<c r="{letter}6" s="2"/>' for letter in LETTERS)
ROW = replace(next(papers.rows(1)), explanation="短")


def written(row, at=7, number=3):
    return ET.fromstring(RowWriter(PLAIN, QUOTED).xml(at, number, row))  # noqa: S314  our own row


def cell(element, letter):
    return next(each for each in element if each.get("r").startswith(letter))


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("a&b<c>d", "a&amp;b&lt;c&gt;d"),
        ("行一\n行二\t。", "行一\n行二\t。"),
        ("a\x00b\x1fc\rd", "a_x0000_b_x001F_c_x000D_d"),
        ("_x0041_", "_x005F_x0041_"),
        ("\ud800\ufffe", "��"),
        ("张三", "张三"),
    ],
)
def test_cell_text_escapes_what_xml_and_workbooks_cannot_hold(text, xml):
    assert cell_text(text) == xml


@given(st.text(alphabet=st.characters()))
def test_any_text_makes_a_row_that_can_be_parsed(text):
    row = written(replace(ROW, explanation=text, name=text))
    assert len(row) == len(LETTERS)


def test_cell_text_stops_where_a_cell_is_full():
    assert len(cell_text("长" * 40_000)) == 32_767


def test_a_row_stands_where_it_is_told_and_has_its_number():
    row = written(ROW)
    assert row.get("r") == "7"
    assert [each.get("r") for each in row] == [f"{letter}7" for letter in LETTERS]
    assert cell(row, "A").find("v").text == "3"


def test_dates_are_days_since_1900():
    assert cell(written(replace(ROW, deadline=date(2019, 8, 9))), "S").find("v").text == "43686"


def test_nothing_to_say_is_an_empty_cell_with_its_style():
    found = cell(written(replace(ROW, deadline=None)), "S")
    assert (found.attrib, len(found)) == ({"r": "S7", "s": "1"}, 0)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_begins_like_a_formula_gets_the_quoted_style(start):
    row = written(replace(ROW, head=f"{start}x"))
    assert (cell(row, "G").get("s"), cell(row, "H").get("s")) == ("2", "1")
    assert cell(row, "G").get("t") == "inlineStr"


def test_spaces_at_the_ends_are_kept():
    row = written(replace(ROW, head=" x "))
    text = cell(row, "G").find("is/t")
    assert (text.text, text.get("{http://www.w3.org/XML/1998/namespace}space")) == (" x ", "preserve")


def test_height_grows_with_the_longest_text_up_to_what_a_row_can_be():
    assert written(ROW).get("ht") is None
    assert float(written(replace(ROW, explanation="长" * 60)).get("ht")) == 2 * LINE_HEIGHT
    assert float(written(replace(ROW, explanation="长" * 9_000)).get("ht")) == MOST_HEIGHT
