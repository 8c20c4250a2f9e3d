"""A small county on a day on which its lists are known, with people who have names and numbers."""

from datetime import date

import pytest

from diguan.domain.registry.models import Household, Source
from tests.factories.happenings import OTHER_VILLAGE, VILLAGE, listed
from tests.factories.kept import kept
from tests.factories.registry import AT

FATHER, CANARY, CHILD = "990101195001011232", "990101196001011237", "990101200001012343"
CANARY_NAME = "金丝雀"


def person(household, number, name, place=VILLAGE, **more):
    return {"household_id": household, "person_id": number, "region_code": place, "name": name, **more}


@pytest.fixture(autouse=True)
def on_a_later_day(monkeypatch):
    """The day on which everything is recorded."""
    for module in ("events.views", "events.arrivals", "households.one"):
        monkeypatch.setattr(f"diguan.web.{module}.now", lambda: AT)
        monkeypatch.setattr(f"diguan.web.{module}.today", AT.date)
    monkeypatch.setattr("diguan.web.events.kin.now", lambda: AT)
    monkeypatch.setattr("diguan.web.households.opening.today", AT.date)


@pytest.fixture
def homes(db):
    """Two households here, and a canary in another county."""
    kept("the homes of events", _listed)
    return [Household.objects.get(number=number) for number in ("1001", "1002", "CANARY-9")]


def _listed():
    listed(
        1,
        person("1001", "1", "单大山", identity=FATHER, relation="户主", birth_date=date(1950, 1, 1), sex="男"),
        person("1001", "2", "单小明", relation="之子", birth_date=date(1990, 5, 1), sex="男"),
        person("1002", "1", "高娃", relation="户主", birth_date=date(1960, 2, 2), sex="女"),
        person("1002", "2", "单小明", relation="之侄儿", birth_date=date(1990, 5, 1), sex="男"),
        columns=(),
    )
    listed(2, person("CANARY-9", "1", CANARY_NAME, OTHER_VILLAGE, identity=CANARY, relation="户主"), columns=())
    Source.objects.update(synthetic=True)


def given(household, **changed):
    """A form about a household as it is now."""
    return {
        "happened_on": "2019-06-01",
        "reason": "户口簿变更",
        "grade": "3",
        "department": "",
        "evidence": "户口簿第3页",
        "version": str(Household.objects.get(pk=household.pk).version),
        **changed,
    }
