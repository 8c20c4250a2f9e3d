import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.cells.truths import TruthConverter
from diguan.exchange.reading.layout import load_layout

WORDS = load_layout().words
CATALOGUE = load_catalogue()


def converter(name, subject=Subject.HOUSEHOLD, header=None):
    field = CATALOGUE.field(subject, name)
    return TruthConverter(field, header or field.label.zh, WORDS)


insured = converter("insured_residents", Subject.PERSON)


@pytest.mark.parametrize(
    "cell",
    [
        "是",
        "有",
        "1",
        1.0,
        1,
        "1.0",
        "Y",
        "yes",
        "√",
        "✓",
        "TRUE",
        True,
        "已",
        "对",
        " 是 ",
        "是。"[:1],
        "1-是",
        "01是",
        "(1)是",
        "参加",
        "已参加",
        "参保",
        "已参保",
    ],
)
def test_yes_in_every_spelling(cell):
    assert insured(cell) is True


@pytest.mark.parametrize(
    "cell",
    [
        "否",
        "无",
        "0",
        0.0,
        "0.0",
        "N",
        "no",
        "×",
        "✗",
        "x",
        "X",
        "FALSE",
        False,
        "未",
        "没有",
        "2-否",
        "未参加",
        "不参加",
        "没有参加",
        "未参保",
    ],
)
def test_no_in_every_spelling(cell):
    assert insured(cell) is False


@pytest.mark.parametrize("cell", [None, "", " ", "-", "/"])
def test_empty_cell_says_nothing(cell):
    assert insured(cell) is None


@pytest.mark.parametrize(
    "cell", [2.0, "2", "不详", "是否", "部分", "安全", "已享受", ErrorCell("#N/A"), "=是", "已脱保"]
)
def test_unknown_spelling_is_bad(cell):
    assert isinstance(insured(cell), Bad)


@pytest.mark.parametrize(
    ("field", "cell", "truth"),
    [
        ("dangerous_house", "危房", True),
        ("dangerous_house", "非危房", False),
        ("drinking_water_safe", "已解决", True),
        ("drinking_water_safe", "未解决", False),
        ("domestic_power", "通", True),
        ("domestic_power", "不通", False),
        ("domestic_power", "已通电", True),
    ],
)
def test_words_of_the_header_itself_are_understood(field, cell, truth):
    assert converter(field)(cell) is truth


def test_words_are_those_of_the_column_as_it_is_headed():
    assert converter("dangerous_house", header="是否C、D级住房")("非C、D级") is False


def test_word_of_the_opposite_is_never_guessed():
    assert isinstance(converter("dangerous_house")("安全"), Bad)
