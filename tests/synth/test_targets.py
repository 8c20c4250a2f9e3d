from datetime import date
from random import Random

import pytest

from diguan.synth.calendar import calendar_of
from diguan.synth.people import Village
from diguan.synth.population import settle
from diguan.synth.targets import UnableToReachTargets, load_targets, measure

CALENDAR = calendar_of(date(2019, 6, 30))
VILLAGES = [Village("152221100200", "科尔沁右翼前旗", "科尔沁镇", "远征村委会", pastoral=False)]


@pytest.fixture
def households():
    return settle(Random(2), VILLAGES, 3_000, CALENDAR)[1]


def achieved(households, target):
    return next(m for m in measure(households, CALENDAR.as_of, 0) if m.target.id == target)


def test_published_shares_are_hit_before_planting(households):
    measured = {m.target.id: m for m in measure([*households], CALENDAR.as_of, 5)}
    assert set(measured) == {target.id for target in load_targets()}
    assert measured["cause_illness"].achieved == pytest.approx(0.4144, abs=0.003)
    assert measured["listed_household_size"].achieved == pytest.approx(3.58, abs=0.02)


def test_county_outside_a_tolerance_is_refused_with_figures(households):
    for household in households:
        if household.listed:
            household.export["cause_main"] = "缺水"
    with pytest.raises(UnableToReachTargets, match=r"cause_illness: 0\.0000, 0\.4144 ±"):
        measure(households, CALENDAR.as_of, 5)


def test_plantings_widen_only_what_they_touch(households):
    narrow = {m.target.id: m.allowed for m in measure(households, CALENDAR.as_of, 0)}
    wide = {m.target.id: m.allowed for m in measure(households, CALENDAR.as_of, 36)}
    assert wide["in_school"] == pytest.approx(narrow["in_school"] + 0.1)
    assert wide["cause_illness"] == narrow["cause_illness"]


def test_every_target_names_its_source():
    assert [t.id for t in load_targets() if not t.source.strip()] == []
