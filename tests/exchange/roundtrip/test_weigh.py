from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.figures.identity import RowKey
from diguan.exchange.ledger.stamp import Stamp
from diguan.exchange.roundtrip.answers import Answer, Spot
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.shapes import ledger_shape
from diguan.exchange.roundtrip.values import same_key
from diguan.exchange.roundtrip.weigh import weigh
from tests.factories import papers

ROWS = 3
VALUES = st.sampled_from([None, "甲", "乙", "丙"])
ENTRIES = [column.name for column in ledger_shape().entries]


def base_with(owners):
    """A ledger that holds these owners and nothing else."""
    shape = ledger_shape()
    keys = [RowKey(f"{n:020x}", "aaaa1111") for n in range(len(owners))]
    entries = {name: [None] * len(owners) for name in ENTRIES} | {"owner": list(owners)}
    cells = {c.name: [None] * len(owners) for c in shape.columns if not c.entry}
    return Base("l.xlsx", None, Stamp("ledger", "zh", papers.COVER), shape, keys, cells, entries, [])


def answer(row, value, sent="", by="张", file="a.xlsx", column="owner"):
    return Answer(row, column, value, sent, Spot(file, "台账", f"T{row}", by))


def test_an_answer_to_an_empty_cell_is_a_change():
    found = weigh(base_with([None]), [answer(0, "甲")], {})
    assert [(c.row, c.base, c.value) for c in found.changes] == [(0, None, "甲")]


def test_what_the_ledger_says_already_changes_nothing():
    found = weigh(base_with(["甲"]), [answer(0, "甲 ")], {})
    assert (found.changes, found.conflicts) == ([], [])


@pytest.mark.parametrize(
    ("now", "answers", "cause"),
    [
        (None, [answer(0, "甲"), answer(0, "乙", by="李")], "people"),
        ("甲", [answer(0, "甲"), answer(0, "乙", by="李")], "people"),
        ("甲", [answer(0, "乙")], "base"),
        ("甲", [answer(0, None, sent="甲")], "emptied"),
        ("甲", [answer(0, "乙", sent="甲"), answer(0, None, sent="甲")], "people"),
    ],
)
def test_nothing_is_overwritten_silently(now, answers, cause):
    found = weigh(base_with([now]), answers, {})
    assert found.changes == []
    assert [c.cause for c in found.conflicts] == [cause]


def test_a_value_that_was_sent_out_and_changed_is_a_change():
    found = weigh(base_with(["甲"]), [answer(0, "乙", sent="甲")], {})
    assert [(c.base, c.value) for c in found.changes] == [("甲", "乙")]


def test_days_and_their_texts_are_one_value():
    answers = [
        answer(0, date(2019, 7, 1), column="evidence_on"),
        answer(0, date(2019, 7, 1), by="李", column="evidence_on"),
    ]
    assert len(weigh(base_with([None]), answers, {}).changes) == 1


@st.composite
def situations(draw):
    owners = draw(st.lists(VALUES, min_size=ROWS, max_size=ROWS))
    answers = draw(
        st.lists(
            st.builds(
                answer,
                st.integers(0, ROWS - 1),
                VALUES,
                sent=st.sampled_from(["", "甲", "乙"]),
                by=st.sampled_from(["张", "李"]),
                file=st.sampled_from(["a.xlsx", "b.xlsx"]),
            ),
            max_size=8,
        )
    )
    return owners, answers, draw(st.permutations(answers))


@given(situations())
def test_the_order_of_answers_does_not_matter(situation):
    owners, answers, shuffled = situation
    one, other = weigh(base_with(owners), answers, {}), weigh(base_with(owners), shuffled, {})
    assert (one.changes, one.conflicts) == (other.changes, other.conflicts)


@given(situations())
def test_a_cell_changes_only_when_everybody_agrees_and_nobody_else_changed_it(situation):
    owners, answers, _ = situation
    found = weigh(base_with(owners), answers, {})
    for change in found.changes:
        about = [a for a in answers if a.row == change.row]
        assert {same_key(a.value) for a in about} == {same_key(change.value)}
        assert {same_key(a.sent) for a in about} == {same_key(owners[change.row])}
        assert change.value is not None
    touched = {c.row for c in found.changes} | {c.row for c in found.conflicts}
    differing = {a.row for a in answers if same_key(a.value) != same_key(owners[a.row])}
    assert touched == differing
