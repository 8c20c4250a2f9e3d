from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.grids import ErrorCell
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.roundtrip.shapes import corrections_shape, ledger_shape
from diguan.exchange.roundtrip.values import EntryReader, as_sent, read_sent, same_key, text_of
from diguan.locale import texts

LEDGER = ledger_shape()
AS_OF = date(2019, 6, 30)


def read(name, cell, language="zh", shape=LEDGER):
    column = next(column for column in shape.columns if column.name == name)
    return EntryReader(shape, language, AS_OF).read(column, cell)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019年7月15日", date(2019, 7, 15)),
        ("2019.7.5", date(2019, 7, 5)),
        (43661.0, date(2019, 7, 15)),
        ("43661", date(2019, 7, 15)),
        (datetime.combine(date(2019, 7, 15), time(10)), date(2019, 7, 15)),
        ("20190715", date(2019, 7, 15)),
        ("", None),
    ],
)
def test_days_are_read_in_every_spelling(written, day):
    assert read("evidence_on", written) == day


def test_what_is_no_day_is_not_taken():
    assert isinstance(read("evidence_on", "上个月"), Bad)
    assert isinstance(read("evidence_on", "2019-02-30"), Bad)


@pytest.mark.parametrize(
    "written",
    ["已整改", "Mended, to be confirmed", "已整改 待复核", "整改完成", "mended", " 已整改待复核 ", "已整改（待复核）"],
)
def test_choices_are_read_in_other_spellings_and_either_language(written):
    assert read("progress", written) == "已整改待复核"
    assert read("progress", written, "en") == "Mended, to be confirmed"


def test_a_choice_that_is_not_on_the_list_says_what_is():
    bad = read("progress", "已整改待复合")
    assert "是否想写“已整改待复核”" in bad.reason.zh
    assert bad.expected.zh.startswith("其中之一：未开始")
    assert isinstance(read("handled", "随便", shape=corrections_shape()), Bad)


def test_every_spelling_belongs_to_a_choice_and_to_one_only():
    for shape in (LEDGER, corrections_shape()):
        for name, offered in shape.choices.items():
            assert {key.split(".")[0] for key in texts("roundtrip").below(f"spelling.{name}")} <= set(offered)
            seen = [
                text
                for id_ in offered
                for label in texts("roundtrip").below(f"spelling.{name}.{id_}").values()
                for text in {label.zh, label.en}
            ]
            assert len(seen) == len(set(seen))


def test_texts_are_kept_as_written_but_for_the_spaces_around_them():
    assert read("remark", "  （已看过）\n再去  ") == "（已看过）\n再去"
    assert read("remark", 3.0) == "3"
    assert read("remark", "   ") is None
    assert isinstance(read("remark", ErrorCell("#REF!")), Bad)


def test_width_and_spaces_make_no_difference_between_values():
    assert same_key("王（工）") == same_key(" 王(工) ")
    assert same_key(None) == same_key("")
    assert same_key(date(2019, 7, 1)) == same_key("2019-07-01")


@given(st.dictionaries(st.sampled_from(["owner", "remark"]), st.none() | st.text(min_size=1)))
def test_what_is_sent_comes_back(values):
    sent = as_sent(values)
    assert read_sent(sent or None) == {name: text_of(value) for name, value in values.items() if value is not None}


@pytest.mark.parametrize("damaged", [None, 3.0, "{", "[1]", "王"])
def test_a_damaged_mark_of_what_was_sent_counts_as_empty(damaged):
    assert read_sent(damaged) == {}
