"""What an account must do before it goes on."""

from datetime import date, timedelta

import pyotp
import pytest

from diguan.domain.accounts.demanding import Need, demand_by_age, demand_of, demand_password
from diguan.domain.accounts.factor import begin_factor, confirm_factor, reset_factor
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.accounts.refusals import UnableToDemandPassword, UnableToManageAccount
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, account, holder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_DAYS = ["county", "administrator"], 14


def test_time_for_a_second_factor_begins_at_the_first_sign_in_that_tells_of_it():
    whose = holder(Role.COUNTY)
    first = demand_of(account=whose, at=AT)
    assert (first.need, first.until) == (Need.SOON, date(2019, 3, 16))
    assert demand_of(account=whose, at=AT + timedelta(days=13)) == first
    assert demand_of(account=whose, at=AT + timedelta(days=14)).need is Need.NOW


def test_no_time_at_all_demands_it_at_once(settings):
    settings.SECOND_FACTOR_DAYS = 0
    assert demand_of(account=holder(Role.COUNTY), at=AT).need is Need.NOW


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT])
def test_other_roles_are_free_to_have_one(role):
    assert demand_of(account=holder(role), at=AT).need is Need.FREE


def test_factor_in_use_demands_nothing_and_time_does_not_begin_anew_after_a_reset():
    whose = holder(Role.COUNTY)
    demand_of(account=whose, at=AT)
    secret = begin_factor(account=whose)
    confirm_factor(account=whose, code=pyotp.TOTP(secret).at(AT), at=AT)
    assert demand_of(account=whose, at=AT + timedelta(days=99)).need is Need.IN_USE
    reset_factor(account=whose, reason="手机丢失", actor=None, at=AT)
    assert demand_of(account=whose, at=AT + timedelta(days=99)).need is Need.NOW


def test_new_password_is_demanded_for_a_reason_by_whoever_manages_the_account():
    whose = account()
    manager = viewer_of(holder(Role.ADMINISTRATOR, over=COUNTY).pk, ON)
    stranger = viewer_of(holder(Role.ADMINISTRATOR, over=OTHER_COUNTY, username="far.admin").pk, ON)
    with pytest.raises(UnableToManageAccount):
        demand_password(account=whose, reason="可能已泄露", actor=stranger, at=AT)
    with pytest.raises(UnableToDemandPassword):
        demand_password(account=whose, reason="", actor=manager, at=AT)
    demand_password(account=whose, reason="可能已泄露", actor=manager, at=AT)
    assert Account.objects.get(pk=whose.pk).must_change_password
    assert "可能已泄露" in Entry.objects.get(action="demand_password").detail


def test_age_of_a_password_counts_only_where_the_place_says_so(settings):
    whose = account()
    assert not demand_by_age(account=whose, at=AT + timedelta(days=9999))
    settings.PASSWORD_DAYS = 90
    assert not demand_by_age(account=whose, at=AT + timedelta(days=89))
    assert demand_by_age(account=whose, at=AT + timedelta(days=90))
    assert Account.objects.get(pk=whose.pk).must_change_password
