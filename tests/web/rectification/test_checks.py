import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.models import Check
from tests.factories.accounts import COUNTY, TOWNSHIP
from tests.factories.rectification import problem
from tests.web.rectification.test_one import file, post_to

pytestmark = pytest.mark.django_db
ASKED = {"seek": "查建而不管的路", "region_code": COUNTY, "criteria": "有人管护", "reply_by": "2019-04-15"}


def test_self_check_is_asked_replied_and_accepted_through_the_pages(people):
    row = problem()
    county, town = people[Role.COUNTY], people[Role.TOWNSHIP]
    assert post_to(county, f"/rectification/problems/{row.pk}/ask/", **ASKED).status_code == 302
    check = Check.objects.get(region_code=TOWNSHIP)
    assert "查建而不管的路" in town.get("/rectification/checks/").content.decode()
    at = f"/rectification/checks/{check.pk}/"
    assert town.get(at).status_code == 200
    bare = post_to(town, at + "reply-check/", version=1, reason="查过")
    assert "没有佐证材料" in bare.content.decode()
    said = {"version": 1, "reason": "查过", "found": "一村的路无人管护\n二村的桥无人管护"}
    assert post_to(town, at + "reply-check/", **said, papers=file()).status_code == 302
    assert Item.objects.filter(kind="self_check").count() == 2
    assert post_to(county, at + "accept-check/", version=2).status_code == 302
    assert Check.objects.get(pk=check.pk).state == "accepted"
    assert "已通过" in county.get(f"/rectification/problems/{row.pk}/").content.decode()


def test_unit_sees_its_own_self_check_alone(people):
    row = problem()
    post_to(people[Role.COUNTY], f"/rectification/problems/{row.pk}/ask/", **ASKED)
    other = Check.objects.exclude(region_code=TOWNSHIP).first()
    assert people[Role.TOWNSHIP].get(f"/rectification/checks/{other.pk}/").status_code == 404
    assert people[Role.TOWNSHIP].get(f"/rectification/problems/{row.pk}/ask/").status_code == 403
