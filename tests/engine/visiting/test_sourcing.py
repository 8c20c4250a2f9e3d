from datetime import date, timedelta

import pytest

from diguan.engine.snapshot.model import CellPlace, Source
from diguan.engine.verdicts import Grade, Subject
from diguan.engine.visiting.answers import Answer
from diguan.engine.visiting.sourcing import number_sources
from diguan.engine.visiting.unfit import UnableToFoldAnswers

DAY = date(2019, 6, 1)
ROUND = [Source(1, "export", "county.xlsx", "c" * 64, DAY)]


def answers(files, days):
    return [
        Answer(Subject.HOUSEHOLD, "H", None, "f", True, True, DAY + timedelta(days=d), "", "L", place, f"{n:064x}")  # noqa: FBT003
        for n in range(files)
        for d in range(days)
        for place in [CellPlace(f"{n}.xlsx", "s", "A1")]
    ]


def test_every_workbook_and_day_is_a_source_of_its_own():
    found = number_sources(ROUND, answers(2, 2), synthetic=False)
    assert [(s.source_id, s.label, s.data_on) for s in found.values()] == [
        (2, "0.xlsx", DAY),
        (3, "0.xlsx", DAY + timedelta(days=1)),
        (4, "1.xlsx", DAY),
        (5, "1.xlsx", DAY + timedelta(days=1)),
    ]
    assert {s.kind for s in found.values()} == {"visit"}


def test_too_many_workbooks_share_a_source_a_day():
    found = number_sources(ROUND, answers(200, 2), synthetic=False)
    assert {s.source_id for s in found.values()} == {2, 3}
    assert found["7.xlsx", DAY, Grade.SEEN].label == "200 份走访表 visit workbooks"


def test_too_many_days_are_refused():
    with pytest.raises(UnableToFoldAnswers, match="300"):
        number_sources(ROUND, answers(1, 300), synthetic=False)
