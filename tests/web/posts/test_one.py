"""What is done to a post in the browser: opened, held, handed on, closed; with the role that follows."""

import pytest

from diguan.domain.accounts.models import Grant
from diguan.domain.accounts.permissions import Role
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Helping, Officer, Post, Tenure, Trip
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP, a_village, account, holder
from tests.factories.posts import officer, post, tenure
from tests.web.posts.conftest import household

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in):
    return signed_in(holder(Role.COUNTY))


def page(answer):
    return answer.content.decode()


def test_a_post_is_opened_held_handed_on_and_closed(client):
    opened = {"region_code": a_village(), "kind": "secretary", "opened_on": "2019-01-01", "reason": "方案"}
    assert client.post("/posts/new/", opened).status_code == 302
    held = Post.objects.get()
    one, other = officer("甲"), officer("乙")
    said = {"officer": f"甲 #{one.pk}", "since_on": "2019-01-01", "reason": "组发〔2019〕1号"}
    answer = client.post(f"/posts/{held.pk}/appoint/", said, follow=True)
    assert "没有账号，没有授权" in page(answer)
    again = client.post(f"/posts/{held.pk}/appoint/", said | {"officer": "乙"})
    assert "已有人任职" in page(again)
    spell = Tenure.objects.get()
    assert (
        client.post(f"/posts/tenures/{spell.pk}/end/", {"until_on": "2019-03-01", "reason": "调离"}).status_code == 302
    )
    assert (
        client.post(f"/posts/{held.pk}/appoint/", said | {"officer": "乙", "since_on": "2019-03-01"}).status_code == 302
    )
    assert [link.officer for link in Tenure.objects.order_by("since_on")] == [one, other]
    assert "到那一天还有人任职" in page(
        client.post(f"/posts/{held.pk}/close/", {"closed_on": "2019-03-02", "reason": "撤"})
    )
    shown = page(client.get(f"/posts/{held.pk}/"))
    assert shown.rindex("乙") < shown.rindex("甲")


def test_a_form_that_is_not_right_says_where(client):
    answer = page(
        client.post(
            "/posts/new/", {"region_code": COUNTY, "kind": "first_secretary", "opened_on": "2019-01-01", "reason": "x"}
        )
    )
    assert "这一级没有这种岗位" in answer
    assert 'href="#id_kind"' in answer
    answer = page(client.post("/posts/new/", {"region_code": OTHER_COUNTY, "kind": "secretary"}))
    assert 'href="#id_region_code"' in answer


def test_moving_takes_a_vacant_post_of_the_kind_in_the_unit(client):
    spell = tenure(post(region=a_village()), officer("甲"))
    said = {"region_code": TOWNSHIP, "kind": "secretary", "moved_on": "2019-03-01", "reason": "轮换"}
    assert "没有空着的这种岗位" in page(client.post(f"/posts/tenures/{spell.pk}/move/", said))
    goal = post(region=TOWNSHIP)
    assert client.post(f"/posts/tenures/{spell.pk}/move/", said).status_code == 302
    assert Tenure.objects.get(post=goal).officer.name == "甲"


def test_an_officer_of_another_county_cannot_be_chosen(client):
    held, far = post(), officer("金丝雀", OTHER_COUNTY)
    for said in ("金丝雀", f"谁 #{far.pk}"):
        answer = client.post(f"/posts/{held.pk}/appoint/", {"officer": said, "since_on": "2019-01-01", "reason": "x"})
        assert "没有这个干部" in page(answer)
    for _ in range(2):
        officer("同名")
    answer = client.post(f"/posts/{held.pk}/appoint/", {"officer": "同名", "since_on": "2019-01-01", "reason": "x"})
    assert "有几个同名的" in page(answer)
    assert Tenure.objects.count() == 0


def test_the_administrator_gives_the_role_that_waits(client, signed_in):
    who = officer("甲", account=account("li.zhou"))
    held = post(region=a_village())
    said = {"officer": "甲", "since_on": "2019-01-01", "reason": "x"}
    assert "须由账号管理员" in page(client.post(f"/posts/{held.pk}/appoint/", said, follow=True))
    admin = signed_in(holder(Role.ADMINISTRATOR, over=COUNTY))
    assert "li.zhou" in page(admin.get("/posts/rights/"))
    spell = Tenure.objects.get()
    assert "已授权" in page(admin.post(f"/posts/tenures/{spell.pk}/give/", follow=True))
    assert Grant.objects.filter(account=who.account, role="village").count() == 1
    assert "没有等您授权" not in page(admin.get("/posts/rights/"))
    assert "li.zhou" not in page(admin.get("/posts/rights/"))


def test_the_administrator_links_and_unlinks_an_account(signed_in):
    who = officer("甲")
    tenure(post(region=a_village()), who)
    account("li.zhou")
    admin = signed_in(holder(Role.ADMINISTRATOR, over=COUNTY))
    assert "对应账号" in page(admin.get("/posts/rights/?words=甲"))
    assert "没有您能管理的账号" in page(admin.post(f"/posts/officers/{who.pk}/account/", {"username": "nobody"}))
    assert admin.post(f"/posts/officers/{who.pk}/account/", {"username": "li.zhou"}).status_code == 302
    assert Grant.objects.filter(account__username="li.zhou", until_on=None).count() == 1
    admin.post(f"/posts/officers/{who.pk}/unlink/")
    assert Grant.objects.filter(account__username="li.zhou", until_on=None).count() == 0


def test_an_officer_is_added_corrected_and_shown_with_a_masked_phone(client):
    said = {"name": "合成甲", "unit": "水利局", "phone": "13900001234", "region_code": COUNTY}
    assert client.post("/posts/officers/new/", said).status_code == 302
    who = Officer.objects.get()
    shown = page(client.get(f"/posts/officers/{who.pk}/"))
    assert "139****1234" in shown
    assert "13900001234" not in shown
    client.post(f"/posts/officers/{who.pk}/correct/", {"name": "合成甲", "rank": "科级"})
    who.refresh_from_db()
    assert (who.unit, who.rank) == ("水利局", "科级")


def test_a_household_gets_a_helper_and_the_help_ends(client):
    home, who = household("10086", a_village()), officer("甲")
    post(PostKind.FIRST_SECRETARY, a_village())
    assert (
        client.post(
            f"/posts/households/{home.pk}/help/", {"officer": "甲", "since_on": "2019-01-01", "reason": "安排"}
        ).status_code
        == 302
    )
    shown = page(client.get(f"/posts/households/{home.pk}/"))
    assert "甲" in shown
    assert "新问题的责任岗位" in shown
    helping = Helping.objects.get()
    client.post(f"/posts/helping/{helping.pk}/end/", {"until_on": "2019-03-01", "reason": "调整"})
    helping.refresh_from_db()
    assert (str(helping.until_on), helping.officer) == ("2019-03-01", who)


def test_a_trip_is_recorded_and_listed(client):
    officer("甲")
    said = {"officer": "甲", "region_code": TOWNSHIP, "went_on": "2019-03-01", "days": "2", "note": "查看住房"}
    assert client.post("/posts/trips/new/", said).status_code == 302
    assert "查看住房" in page(client.get("/posts/trips/"))
    assert Trip.objects.get().days == 2
    assert "还没有到" in page(client.post("/posts/trips/new/", said | {"went_on": "2030-01-01"}))
