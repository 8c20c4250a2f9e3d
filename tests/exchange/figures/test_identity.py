from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.figures.identity import RowKey, marked, parse_key, round_mark

RECORD = {
    "pack": {"sha256": "a" * 64},
    "snapshot": {"sha256": "b" * 64},
    "as_of": "2019-06-30",
    "confirmed": [],
    "tables": {"findings": "c" * 64},
}
ABOUT = "0123456789abcdef0123"


def test_a_round_has_one_mark_whatever_its_papers_show():
    assert round_mark(RECORD) == round_mark({**RECORD, "masking": {"masked": False}, "seal": "x"})
    assert len(round_mark(RECORD)) == 8


def test_other_facts_another_day_and_another_standard_are_other_rounds():
    others = [
        {**RECORD, "pack": {"sha256": "d" * 64}},
        {**RECORD, "snapshot": {"sha256": "d" * 64}},
        {**RECORD, "as_of": "2019-07-01"},
        {**RECORD, "confirmed": [{"name": "poverty_line", "value": 3218}]},
        {**RECORD, "tables": {"findings": "d" * 64}},
    ]
    assert len({round_mark(record) for record in (RECORD, *others)}) == 6


def test_a_key_carries_its_round_and_comes_back():
    assert parse_key(marked(ABOUT, "89abcdef")) == RowKey(ABOUT, "89abcdef")
    assert parse_key(f"  {ABOUT.upper()}-89ABCDEF ") == RowKey(ABOUT, "89abcdef")


@given(st.text())
def test_a_damaged_key_is_none(text):
    assert parse_key(text) is None
    assert parse_key(f"{ABOUT}-89abcdef{text or 'x'}") is None or not text.strip()
