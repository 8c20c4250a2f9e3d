import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.exchange.figures.model import CoverageNote
from diguan.exchange.figures.record import RecordLines, role, shown, value_label
from tests.factories.rounds import pack


@pytest.mark.parametrize(
    ("value", "text"),
    [(3218.0, "3218"), (0.7, "0.7"), (1234567.5, "1234567.5"), (3, "3"), ("2019-08-31", "2019-08-31")],
)
def test_shown_writes_numbers_as_people_do(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("kind", "said"), [("residents", "常住人口底册"), ("roster:hi", "部门名单 hi"), ("tables", "普通表格")]
)
def test_role_says_what_an_input_was_for(kind, said):
    assert role(kind).zh == said


def test_value_label_says_truths_in_words():
    field = load_catalogue().field(Subject.HOUSEHOLD, "dangerous_house")
    assert (value_label(field, "true"), value_label(field, "false").en) == (Label("是", "yes"), "no")


def test_value_label_of_an_unknown_field_is_the_value():
    assert value_label(None, "x") == Label("x", "x")


def test_value_label_writes_whole_numbers_without_a_fraction():
    area = load_catalogue().field(Subject.HOUSEHOLD, "house_area")
    assert [value_label(area, value).zh for value in ("7906.0", "1410.67", "0.0")] == ["7906", "1410.67", "0"]


def test_coverage_begins_with_what_the_standard_says_of_itself():
    line = {"kind": "left_out", "text": {"zh": "没有数据", "en": "no data"}}
    said, missing = RecordLines({"coverage": [line]}, pack("cn-consistency")).coverage()
    assert (said.group, said.text.en.startswith("Thresholds are working values")) == ("standard", True)
    assert missing == CoverageNote("missing", Label("没有数据", "no data"))
    assert len(RecordLines({"coverage": []}, pack("cn-consistency-pastoral")).coverage()) > 0
