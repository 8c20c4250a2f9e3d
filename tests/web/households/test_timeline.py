"""The timeline in pages of whole days."""

from datetime import date

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from diguan.web.households import timeline
from tests.factories.accounts import holder
from tests.web.households.conftest import home, load

DAYS = [date(2019, 1, day) for day in (1, 2, 3, 4)]


@pytest.fixture
def page(signed_in, db, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 3)  # each load tells of the household and of its person
    for number, day in enumerate(DAYS, start=1):
        load(home("1"), number=number, on=day)
    client, household = signed_in(holder(Role.COUNTY)), Household.objects.get()

    def shown(questions=""):
        asked = f"?standard=cn-two-assurances&as_of=2019-06-30{questions}"
        return client.get(f"/households/{household.pk}/timeline/{asked}").content.decode()

    return shown


def days(page):
    return [day for day in map(str, DAYS) if f'<td class="day">{day}</td>' in page]


def test_newest_days_come_first_and_lead_to_the_earlier_ones(page):
    first = page()
    assert days(first) == ["2019-01-03", "2019-01-04"]
    assert "before=2019-01-03" in first
    second = page("&before=2019-01-03")
    assert days(second) == ["2019-01-01", "2019-01-02"]
    assert "更早" not in second
    assert "最新" in second


def test_day_is_never_cut_in_two(page, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 1)
    assert days(page()) == ["2019-01-04"]


@pytest.mark.parametrize("said", ["x", "2019-13-01", "", "%00"])
def test_day_written_by_hand_counts_as_none(page, said):
    assert days(page(f"&before={said}")) == ["2019-01-03", "2019-01-04"]
