from datetime import date
from random import Random

import pytest

from diguan.synth.schooling import Schooling, cutoff, due, grade_index, ordinary_schooling, senior_status

AS_OF = date(2019, 6, 30)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2019, 6, 30), date(2018, 8, 31)),
        (date(2019, 8, 31), date(2018, 8, 31)),
        (date(2019, 9, 1), date(2019, 8, 31)),
    ],
)
def test_school_year_begins_on_the_first_of_september(as_of, expected):
    assert cutoff(as_of) == expected


@pytest.mark.parametrize(
    ("born_on", "index"),
    [
        (date(2012, 9, 1), 0),  # six one day after the cut-off
        (date(2012, 8, 31), 1),
        (date(2003, 9, 1), 9),
        (date(2003, 8, 31), 10),
    ],
)
def test_who_is_six_on_the_cutoff_enters(born_on, index):
    assert grade_index(born_on, AS_OF) == index


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(2012, 9, 1), False),
        (date(2012, 8, 31), True),
        (date(2003, 7, 1), True),  # sixteen tomorrow
        (date(2003, 6, 30), False),  # sixteen today
    ],
)
def test_due_from_six_to_before_sixteen(born_on, expected):
    assert due(born_on, AS_OF) is expected


@pytest.mark.parametrize(
    ("born_on", "status"),
    [
        (date(2017, 1, 1), "学龄前儿童"),
        (date(2014, 1, 1), "学前教育"),
        (date(2012, 8, 31), "小学"),
        (date(2006, 9, 1), "小学"),
        (date(2006, 8, 31), "七年级"),
        (date(2003, 9, 1), "九年级"),
    ],
)
def test_nobody_of_compulsory_age_is_out_of_school_by_chance(born_on, status):
    assert {ordinary_schooling(Random(seed), born_on, AS_OF) for seed in range(20)} == {Schooling(status, None)}


def test_school_and_education_exclude_each_other():
    rng = Random(3)
    drawn = [ordinary_schooling(rng, date(year, 5, 5), AS_OF) for year in range(1940, 2019) for _ in range(5)]
    assert all((each.status is None) != (each.education is None) for each in drawn)


@pytest.mark.parametrize(
    ("index", "later", "status"),
    [(10, "普通高中二年级", "普通高中一年级"), (11, "中职三年级", "中职二年级"), (13, "本科二年级", "本科一年级")],
)
def test_earlier_year_stays_on_its_track(index, later, status):
    assert senior_status(index, later) == status
