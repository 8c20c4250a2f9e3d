import pytest

from diguan.engine.catalogue import Field, FieldType, Label, load_catalogue
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.codes import CodeConverter
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.layout import load_layout

WORDS = load_layout().words
CATALOGUE = load_catalogue()


def converter(name, subject=Subject.PERSON):
    return CodeConverter(CATALOGUE.field(subject, name), WORDS)


health, school, status = converter("health_status"), converter("school_status"), converter("status", Subject.HOUSEHOLD)


@pytest.mark.parametrize(
    "cell", ["健康", " 健康 ", "1-健康", "01 健康", "1健康", "1.健康", "1、健康", "(1)健康", "１－健康", "良好"]
)
def test_code_goes_by_its_text(cell):
    assert health(cell) == "健康"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("长期慢性病、残疾", "长期慢性病,残疾"),
        ("残疾,长期慢性病", "长期慢性病,残疾"),
        ("残疾人；慢性病", "长期慢性病,残疾"),
    ],
)
def test_known_combinations_are_read_in_any_order(cell, code):
    assert health(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"), [("初一", "七年级"), ("09 九年级", "九年级"), ("高中一年级", "普通高中一年级")]
)
def test_older_spellings_mean_todays_codes(cell, code):
    assert school(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [("脱贫户", "exited"), ("exited", "exited"), ("Exited", "exited"), ("边缘易致贫户", "monitored_edge")],
)
def test_labels_of_codes_are_spellings(cell, code):
    assert status(cell) == code


@pytest.mark.parametrize("cell", ["1", 1.0, "身体尚可", "健康,良好吗", "健", "1-", ErrorCell("#REF!"), "=健康"])
def test_what_is_no_code_is_bad(cell):
    assert isinstance(health(cell), Bad)


@pytest.mark.parametrize("cell", [None, "", "-", "　"])
def test_empty_cell_says_nothing(cell):
    assert health(cell) is None


def test_word_for_empty_is_a_code_where_the_field_has_it():
    assert converter("school_arrangement")("无") == "无"


@pytest.mark.parametrize(("cell", "code"), [(1.0, "1"), ("1.0", "1"), (2, "2"), ("02", None)])
def test_numeric_codes_of_other_countries_are_read_as_they_are(cell, code):
    field = Field("ageb", Subject.HOUSEHOLD, FieldType.CODE, Label("年龄组", "Age band"), codes=("1", "2"))
    found = CodeConverter(field, WORDS)(cell)
    assert found == code if code else isinstance(found, Bad)


def test_message_lists_the_codes():
    assert converter("sex")("x").expected.en == "one of: Male, Female"
    assert school("x").expected.en.endswith(" and others")


def test_code_with_apostrophes_at_its_end_is_read_as_it_is_written():
    codes = ("red", "camión 'cisterna'", "'n")
    field = Field("agua", Subject.HOUSEHOLD, FieldType.CODE, Label("水", "Agua"), codes=codes)
    assert [CodeConverter(field, WORDS)(code) for code in codes] == list(codes)
