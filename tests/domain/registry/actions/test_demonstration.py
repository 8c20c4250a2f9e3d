"""Accounts of every role over a registry in which everybody is invented."""

from datetime import UTC, date, datetime

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.registry.actions.demonstration import UnableToDemonstrate, create_demonstration
from diguan.domain.registry.models import Household, Load, Source

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
ON = date(2019, 7, 1)
VILLAGE, OTHER = "152221106201", "152221106200"

pytestmark = pytest.mark.django_db


def source(*, synthetic, by_hand=False, label="full.xlsx"):
    load = Load.objects.create(fingerprint="0" * 64, region_code="152221000000", as_of=ON, at=AT)
    said = {"kind": "export", "label": label, "sha256": "0" * 64, "reading": "0" * 64}
    return Source.objects.create(load=load, synthetic=synthetic, by_hand=by_hand, **said)


def household(number, village):
    return Household.objects.create(county="152221", number=number, region_code=village, listed=True, size=1)


@pytest.fixture
def synthetic():
    source(synthetic=True)
    for number, village in (("1", OTHER), ("2", VILLAGE), ("3", VILLAGE)):
        household(number, village)


def test_every_role_gets_an_account_whose_password_works_and_may_stay(synthetic):
    made = create_demonstration(at=AT, on=ON)
    assert [each.role for each in made] == list(Role)
    for each in made:
        account = Account.objects.get(username=each.username)
        (right,) = viewer_of(account.pk, ON).grants
        assert (right.role, right.region_code, right.department) == (each.role, each.over, each.department)
        assert (account.check_password(each.password), account.must_change_password) == (True, False)
    assert len({each.password for each in made}) == len(Role)


def test_roles_stand_over_the_fullest_village_and_what_it_lies_in(synthetic):
    over = {each.role: each.over for each in create_demonstration(at=AT, on=ON)}
    assert over[Role.VILLAGE] == VILLAGE
    assert over[Role.TOWNSHIP] == "152221106000"
    assert over[Role.COUNTY] == over[Role.DEPARTMENT] == "152221000000"
    assert over[Role.PREFECTURE] == "152200000000"
    assert over[Role.REGION] == over[Role.AUDITOR] == over[Role.ADMINISTRATOR] == "150000000000"


def test_what_was_recorded_by_hand_over_invented_people_is_no_hindrance(synthetic):
    source(synthetic=False, by_hand=True)
    assert len(create_demonstration(at=AT, on=ON)) == len(Role)


def test_one_file_that_does_not_say_it_is_invented_is_refused_by_name(synthetic):
    source(synthetic=False, label="county.xlsx")
    with pytest.raises(UnableToDemonstrate, match=r"county\.xlsx"):
        create_demonstration(at=AT, on=ON)
    assert not Account.objects.exists()


def test_empty_registry_is_refused():
    with pytest.raises(UnableToDemonstrate, match="the registry is empty"):
        create_demonstration(at=AT, on=ON)
