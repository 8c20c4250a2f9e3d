from dataclasses import replace

import pytest
from django.db import connection

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.responsibility.actions.officers import (
    Particulars,
    add_officer,
    change_officer,
    link_account,
    unlink_account,
)
from diguan.domain.responsibility.choices import PostKind, Rights
from diguan.domain.responsibility.models import Officer
from diguan.domain.responsibility.refusals import (
    UnableToFindResponsibility,
    UnableToKeepOfficer,
    UnableToLinkAccount,
)
from diguan.domain.responsibility.sealed import kept_of, masked_phone
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, TOWNSHIP, account, viewer
from tests.factories.posts import officer, post, tenure

pytestmark = pytest.mark.django_db
IDENTITY = "990000198001010012"
ABOUT = Particulars("合成干部甲", "合成水利局", identity=IDENTITY, phone="139 0000 1234")


def added(about=ABOUT, region=COUNTY, actor=None):
    return add_officer(about=about, region_code=region, actor=actor, at=AT, on=ON)


def linked(who, username, actor=None):
    return link_account(officer_id=who.pk, username=username, actor=actor, at=AT, on=ON)


def test_number_and_phone_are_sealed_and_the_phone_is_shown_masked():
    made = Officer.objects.get(pk=added().pk)
    assert (kept_of(made).identity, masked_phone(made)) == (IDENTITY, "139****1234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM responsibility_officer")
        stored = str([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    assert IDENTITY not in stored
    assert "13900001234" not in stored
    assert masked_phone(officer()) == ""


def test_a_person_is_there_once_a_county():
    made = added()
    with pytest.raises(UnableToKeepOfficer) as refused:
        added(replace(ABOUT, name="又名"), TOWNSHIP)
    assert (refused.value.field, str(made.pk) in refused.value.message.zh) == ("identity", True)
    added(region=OTHER_COUNTY)
    assert Officer.objects.count() == 2


@pytest.mark.parametrize(
    ("about", "field"),
    [
        (replace(ABOUT, name=" "), "name"),
        (replace(ABOUT, identity="990000198001010011"), "identity"),
        (replace(ABOUT, identity="99000019800101"), "identity"),
        (replace(ABOUT, phone="打不通"), "phone"),
    ],
)
def test_what_is_no_name_number_or_phone_is_refused_with_its_entry(about, field):
    with pytest.raises(UnableToKeepOfficer) as refused:
        added(about)
    assert (refused.value.field, IDENTITY in str(refused.value)) == (field, False)


def test_officers_are_added_where_the_actor_manages_posts():
    added(actor=viewer(Role.COUNTY))
    with pytest.raises(UnableToKeepOfficer) as refused:
        added(replace(ABOUT, identity=""), OTHER_COUNTY, viewer(Role.COUNTY, username="second.county"))
    assert refused.value.field == "region_code"


def test_change_takes_over_what_is_said_and_keeps_the_rest():
    made = added()
    said = Particulars("合成干部甲", rank="科级", phone="13900005678")
    assert change_officer(officer_id=made.pk, about=said, actor=None, at=AT, on=ON)
    assert not change_officer(officer_id=made.pk, about=said, actor=None, at=AT, on=ON)
    made.refresh_from_db()
    assert (made.unit, made.rank, masked_phone(made)) == ("合成水利局", "科级", "139****5678")
    assert kept_of(made).identity == IDENTITY
    with pytest.raises(UnableToFindResponsibility):
        change_officer(
            officer_id=made.pk,
            about=said,
            actor=viewer(Role.COUNTY, over=OTHER_COUNTY),
            at=AT,
            on=ON,
        )


def test_linking_an_account_gives_the_roles_of_the_posts_that_are_held():
    who, account_of = officer(), account("li.zhou")
    tenure(post(region="152222100001"), who)
    tenure(post(PostKind.LEADER), who, until=ON)
    assert linked(who, "Li.Zhou") == [Rights.GIVEN]
    assert [right.role for right in viewer_of(account_of.pk, ON).grants] == [Role.VILLAGE]
    unlink_account(officer_id=who.pk, actor=None, at=AT, on=ON)
    who.refresh_from_db()
    assert (who.account, viewer_of(account_of.pk, ON).grants) == (None, ())
    with pytest.raises(UnableToLinkAccount):
        unlink_account(officer_id=who.pk, actor=None, at=AT, on=ON)


def test_an_account_is_one_officers_and_an_officer_has_one():
    one, other = officer("甲"), officer("乙")
    for name in ("li.zhou", "li.other"):
        account(name)
    linked(one, "li.zhou")
    for who, name in ((other, "li.zhou"), (one, "li.other"), (other, "nobody.x")):
        with pytest.raises(UnableToLinkAccount) as refused:
            linked(who, name)
        assert refused.value.field == "username"


def test_linking_needs_to_manage_the_account_and_the_place():
    who = officer()
    account("li.zhou")
    account("far.zhou", region=OTHER_COUNTY)
    admin = viewer(Role.ADMINISTRATOR, over=COUNTY)
    with pytest.raises(UnableToLinkAccount):
        linked(who, "far.zhou", admin)
    for actor in (viewer(Role.COUNTY), viewer(Role.ADMINISTRATOR, over=OTHER_COUNTY, username="far.admin")):
        with pytest.raises(UnableToFindResponsibility):
            linked(who, "li.zhou", actor)
    assert linked(who, "li.zhou", admin) == []
