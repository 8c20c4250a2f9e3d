"""The comparison of a round with a truth must be able to fail."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.synth.evaluate import evaluate

HEADER = "finding_id,household_id,person_id,indicator,requires,note\n"
TRUTH = (
    "not_delivered,1,,safe_drinking_water,,\n"
    "shortfall,2,21,compulsory_education,,\n"
    "suspected_missed_household,base:3,,,,\n"
    "over_standard,4,,,microloan_ceiling,\n"
)
RIGHT = [
    ("not_delivered", "1", None, "safe_drinking_water"),
    ("shortfall", "2", "21", "compulsory_education"),
    ("suspected_missed_household", "base:3", None, None),
]


def compared(tmp_path, findings, confirmed=frozenset()):
    names = ("kind", "household_id", "person_id", "indicator")
    columns = zip(*findings, strict=True) if findings else ([], [], [], [])
    table = pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})
    pq.write_table(table, tmp_path / "findings.parquet")
    (tmp_path / "truth.csv").write_text(HEADER + TRUTH, encoding="utf-8")
    return evaluate(tmp_path / "findings.parquet", tmp_path / "truth.csv", confirmed)


def test_right_findings_leave_nothing(tmp_path):
    result = compared(tmp_path, RIGHT)
    assert (result.missed, result.false_alarms) == ([], [])


@pytest.mark.parametrize("left_out", range(3))
def test_missing_finding_is_a_miss(tmp_path, left_out):
    result = compared(tmp_path, [row for place, row in enumerate(RIGHT) if place != left_out])
    assert [(m[0], m[1]) for m in result.missed] == [RIGHT[left_out][:2]]


@pytest.mark.parametrize(
    "extra",
    [
        ("conflict", "9", None, "income"),
        ("not_delivered", "1", None, "safe_housing"),
        ("shortfall", "2", "22", "compulsory_education"),
        ("suspected_missed_household", "base:4", None, "safe_housing"),
    ],
)
def test_further_finding_is_a_false_alarm(tmp_path, extra):
    result = compared(tmp_path, [*RIGHT, extra])
    assert [(a[0], a[1]) for a in result.false_alarms] == [extra[:2]]


def test_finding_that_needs_a_figure_counts_once_it_is_confirmed(tmp_path):
    assert compared(tmp_path, RIGHT, frozenset({"microloan_ceiling"})).missed == [("over_standard", "4", "", "")]


def test_table_gives_precision_and_recall_by_kind(tmp_path):
    result = compared(tmp_path, [*RIGHT[1:], ("shortfall", "8", None, "safe_housing")])
    rows = {line.split()[0]: line.split()[1:] for line in result.table().splitlines()}
    assert rows["shortfall"] == ["1", "2", "1", "0.5000", "1.0000"]
    assert rows["not_delivered"] == ["1", "0", "0", "1.0000", "0.0000"]
