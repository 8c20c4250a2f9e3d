import re

import pytest

from diguan.domain.accounts.models import Account, Grant
from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, TOWNSHIP, account, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in):
    """The administrator of one county."""
    return signed_in(holder(Role.ADMINISTRATOR, over=COUNTY, username="the.admin"))


def page(response):
    return response.content.decode()


def test_account_is_made_and_its_password_shown_once(client):
    response = client.post("/accounts/new/", {"username": "New.Person", "name": "新人", "region_code": "巴彦呼舒镇"})
    drawn = re.search(r'class="sheet once">([a-z0-9-]{19})<', page(response)).group(1)
    made = Account.objects.get(username="new.person")
    assert (made.region_code, made.check_password(drawn)) == (TOWNSHIP, True)
    assert drawn not in page(client.get(f"/accounts/{made.pk}/"))
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("entries", "place"),
    [
        ({"username": "ab", "name": "新", "region_code": COUNTY}, "#id_username"),
        ({"username": "the.admin", "name": "新", "region_code": COUNTY}, "#id_username"),
        ({"username": "new.one", "name": "", "region_code": COUNTY}, "#id_name"),
        ({"username": "new.one", "name": "新", "region_code": OTHER_COUNTY}, "#id_region_code"),
        ({"username": "new.one", "name": "新", "region_code": "扎赉特旗"}, "#id_region_code"),
        ({"username": "new.one", "name": "新", "region_code": "没有这个地方"}, "#id_region_code"),
    ],
)
def test_account_refused_leads_to_its_entry(client, entries, place):
    before = Account.objects.count()
    assert f'<a href="{place}">' in page(client.post("/accounts/new/", entries))
    assert Account.objects.count() == before


def test_foreign_region_is_answered_like_one_that_is_not_there(client):
    def told(region):
        answer = page(client.post("/accounts/new/", {"username": "new.one", "name": "新", "region_code": region}))
        return re.search(r'id_region_code">(.*?)</a>', answer).group(1).replace(region, "N")

    assert told(OTHER_COUNTY) == told("999999000000")
    assert told("扎赉特旗") == told("没有这个旗")


def grant(client, to, **entries):
    said = {"role": "township", "region_code": TOWNSHIP, "department": "", "since_on": "2019-03-02", "until_on": ""}
    return client.post(f"/accounts/{to.pk}/", said | entries)


def test_role_is_granted_and_revoked(client):
    other = account()
    assert grant(client, other).status_code == 302
    held = other.grants.get()
    assert "苏木乡镇干部" in page(client.get(f"/accounts/{other.pk}/"))
    assert client.post(f"/accounts/{other.pk}/revoke/{held.pk}/").status_code == 302
    assert "已结束" in page(client.get(f"/accounts/{other.pk}/"))
    assert [e.action for e in Entry.objects.order_by("-id")[:2]] == ["revoke_grant", "grant_role"]


@pytest.mark.parametrize(
    ("entries", "place"),
    [
        ({"role": "county"}, "#id_region_code"),
        ({"role": "king"}, "#id_role"),
        ({"role": "department"}, "#id_department"),
        ({"region_code": PREFECTURE}, "#id_region_code"),
        ({"since_on": "x"}, "#id_since_on"),
        ({"until_on": "2019-03-02"}, "#id_until_on"),
    ],
)
def test_role_refused_leads_to_its_entry(client, entries, place):
    other = account()
    assert f'<a href="{place}">' in page(grant(client, other, **entries))
    assert other.grants.count() == 0


def test_grant_of_another_account_is_not_revoked_through_this_one(client):
    other, foreign = account(), holder(Role.COUNTY, over=OTHER_COUNTY, username="far.one", region=OTHER_COUNTY)
    held = foreign.grants.get()
    for number in (other.pk, foreign.pk):
        assert client.post(f"/accounts/{number}/revoke/{held.pk}/").status_code == 404
    assert Grant.objects.get(pk=held.pk).until_on is None


def test_account_whose_rights_reach_beyond_can_be_looked_at_alone(client):
    above = holder(Role.PREFECTURE)
    shown = page(client.get(f"/accounts/{above.pk}/"))
    assert "您只能查看" in shown
    assert "停用账号" not in shown
    for act in ("reset", "switch"):
        answer = client.post(f"/accounts/{above.pk}/{act}/", follow=True)
        assert "您不管理这个账号" in page(answer)
    assert Account.objects.get(pk=above.pk).is_active


def test_own_account_is_not_changed_by_oneself(client):
    own = Account.objects.get(username="the.admin")
    assert "请由另一位管理员修改" in page(client.get(f"/accounts/{own.pk}/"))
    assert "不能给自己授权" in page(grant(client, own))
    client.post(f"/accounts/{own.pk}/switch/")
    assert Account.objects.get(pk=own.pk).is_active


def test_password_is_reset_and_account_switched_off_and_on(client):
    other = account()
    drawn = re.search(r"once\">([a-z0-9-]{19})<", page(client.post(f"/accounts/{other.pk}/reset/"))).group(1)
    assert Account.objects.get(pk=other.pk).check_password(drawn)
    client.post(f"/accounts/{other.pk}/switch/")
    assert not Account.objects.get(pk=other.pk).is_active
    client.post(f"/accounts/{other.pk}/switch/", {"active": "1"})
    assert Account.objects.get(pk=other.pk).is_active


@pytest.mark.parametrize("act", ["", "reset/", "switch/", "revoke/1/"])
def test_account_of_another_place_is_not_there(client, act):
    far = account("far.one", region=OTHER_COUNTY)
    assert client.post(f"/accounts/{far.pk}/{act}").status_code == 404
