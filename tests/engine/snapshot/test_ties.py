"""Ties that somebody recorded say who could support whom, from their day until they end; without numbers of parents, too."""

from datetime import date

import pytest

from diguan.engine.snapshot.model import KinTie
from tests.factories.facts import export, inputs, rows, source, taken

FIELD = "household.kin_able_child"
ELDER, ADULT = date(1945, 5, 1), date(1980, 5, 1)
PEOPLE = [
    {"household_id": "1", "person_id": "1:1", "birth_date": ELDER},
    {"household_id": "2", "person_id": "2:1", "birth_date": ADULT},
]


def supported(*ties):
    read = inputs(export(source(1), PEOPLE))
    read.kin = list(ties)
    snapshot = taken(read, FIELD)
    if "kin_able_child" not in snapshot.columns["households"]:
        return None
    return dict(rows(snapshot, "households", "household_id", "kin_able_child"))["1"]


@pytest.mark.parametrize(
    ("since", "ended", "expected"),
    [
        (None, None, True),
        (date(2019, 6, 30), None, True),
        (date(2019, 7, 1), None, None),
        (None, date(2019, 7, 1), True),
        (None, date(2019, 6, 30), None),
    ],
)
def test_tie_holds_from_its_day_until_it_ends(since, ended, expected):
    assert supported(KinTie(("2", "2:1"), ("1", "1:1"), 1, since, ended)) is expected


def test_tie_the_other_way_round_supports_nobody():
    assert supported(KinTie(("1", "1:1"), ("2", "2:1"), 1)) is None


def test_without_ties_nothing_is_said():
    assert supported() is None
