from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.revealing import UnableToReveal, reveal_household
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import UnableToFindHousehold
from tests.factories.accounts import COUNTY, viewer
from tests.factories.facts import export, inputs, source
from tests.factories.registry import AT, loaded

NUMBER = "990101195001011234"


def household():
    row = {
        "household_id": "1001",
        "person_id": "1",
        "region_code": "152222100001",
        "identity": NUMBER,
        "name": "单小明",
    }
    loaded(inputs(export(source(1, data_on=date(2019, 5, 1)), [row])))
    return Household.objects.get()


@pytest.mark.django_db
def test_reveal_shows_and_leaves_a_trace_without_the_number():
    home = household()
    shown = reveal_household(household_id=home.pk, reason="核对医保", actor=viewer(Role.COUNTY, over=COUNTY), at=AT)
    assert shown == {"1": {"identity": NUMBER, "name": "单小明"}}
    entry = Entry.objects.filter(action="reveal_household").get()
    assert "核对医保" in entry.detail
    assert NUMBER not in entry.detail


@pytest.mark.django_db
def test_reveal_needs_a_reason_and_a_right():
    home = household()
    with pytest.raises(UnableToReveal):
        reveal_household(household_id=home.pk, reason=" ", actor=viewer(Role.COUNTY, over=COUNTY), at=AT)
    for who in (
        viewer(Role.TOWNSHIP, over="152222200000"),
        viewer(Role.PREFECTURE, over="150500000000"),
        viewer(Role.AUDITOR),
    ):
        with pytest.raises(UnableToFindHousehold):
            reveal_household(household_id=home.pk, reason="核对医保", actor=who, at=AT)
    assert not Entry.objects.filter(action="reveal_household").exists()
