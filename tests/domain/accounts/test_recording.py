"""What an account is refused stays on record."""

import pytest
from django.db import transaction

from diguan.domain.accounts.actions import create_account, grant_role, revoke_grant, switch_account
from diguan.domain.accounts.models import Account, Grant
from diguan.domain.accounts.passwords import reset_password
from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from diguan.domain.refusals import UnableToAct
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, account, holder, viewer

pytestmark = pytest.mark.django_db
WHEN = {"at": AT, "on": ON}


def foreign():
    return holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="far.one")


ACTS = {
    "grant_role": lambda actor, far: grant_role(
        account=far, role=Role.COUNTY, region_code=COUNTY, since_on=ON, actor=actor, **WHEN
    ),
    "revoke_grant": lambda actor, far: revoke_grant(grant=far.grants.get(), actor=actor, **WHEN),
    "switch_account": lambda actor, far: switch_account(account=far, active=False, actor=actor, **WHEN),
    "reset_password": lambda actor, far: reset_password(account=far, actor=actor, **WHEN),
}


@pytest.mark.parametrize("act", ACTS)
def test_act_on_an_account_elsewhere_changes_nothing_and_stays_on_record(act):
    actor, far = viewer(Role.ADMINISTRATOR, over=COUNTY, username="county.admin"), foreign()
    before = (far.password, Grant.objects.count())
    with pytest.raises(UnableToAct):
        ACTS[act](actor, far)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor, entry.subject_id, entry.region_code) == (
        "refuse_act",
        actor.account_id,
        str(far.pk),
        OTHER_COUNTY,
    )
    assert detail_of(entry)["act"] == act
    assert (Account.objects.get(pk=far.pk).password, Grant.objects.count()) == before
    assert far.grants.get().until_on is None


def test_account_that_could_not_be_made_is_told_of_whoever_tried():
    actor = viewer(Role.ADMINISTRATOR, over=COUNTY, username="county.admin")
    with pytest.raises(UnableToAct):
        create_account(username="zhao.canary", name="赵金丝雀", region_code=OTHER_COUNTY, actor=actor, at=AT)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.subject_id, entry.region_code) == ("refuse_act", str(actor.account_id), COUNTY)
    assert "canary" not in entry.detail
    assert not Account.objects.filter(username="zhao.canary").exists()


def test_refusal_outlives_what_it_undoes_inside_a_larger_act():
    actor, far = viewer(Role.ADMINISTRATOR, over=COUNTY, username="county.admin"), foreign()
    with transaction.atomic(), pytest.raises(UnableToAct):
        reset_password(account=far, actor=actor, **WHEN)
    assert Entry.objects.latest("id").action == "refuse_act"


def test_command_line_that_is_refused_leaves_no_record():
    made = account()
    before = Entry.objects.count()
    with pytest.raises(UnableToAct):
        grant_role(account=made, role=Role.TOWNSHIP, region_code=COUNTY, since_on=ON, actor=None, **WHEN)
    assert Entry.objects.count() == before
