"""The items of a post are listed on its page and handed over, all or none, to a post that answers for their places."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.models import Event, Item
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import TOWNSHIP, holder
from tests.factories.items import AT, VILLAGE, item
from tests.factories.posts import officer, post, tenure


@pytest.fixture
def posts(db):
    owner, goal = post(PostKind.FIRST_SECRETARY, VILLAGE), post(PostKind.SECRETARY, TOWNSHIP)
    tenure(goal, officer("合成干部乙"))
    other = post(PostKind.SECRETARY, "152222101000")
    for running in (1, 2):
        item(running, deadline=AT.date(), owner=owner)
    return owner, goal, other


def test_open_items_of_a_post_go_to_another(signed_in, posts):
    owner, goal, other = posts
    client = signed_in(holder(Role.TOWNSHIP, over=TOWNSHIP))
    page = client.get(f"/posts/{owner.pk}/").content.decode()
    assert f"/posts/{owner.pk}/hand-over/" in page
    address = f"/posts/{owner.pk}/hand-over/"
    page = client.get(address).content.decode()
    assert "未结问题 2 个" in page
    assert "合成干部乙" in page
    assert f'value="{other.pk}"' not in page
    assert 'id="id_reason_error"' in client.post(address, {"post": goal.pk, "reason": ""}).content.decode()
    done = client.post(address, {"post": goal.pk, "reason": "岗位撤销"}, follow=True).content.decode()
    assert "已移交 2 个" in done
    assert set(Item.objects.values_list("owner_post", "level")) == {(goal.pk, "township")}
    assert Event.objects.filter(act="hand_over").count() == 2
    assert "没有未结问题" in client.get(address).content.decode()


def test_post_of_elsewhere_or_without_the_right_is_not_there(signed_in, posts):
    owner, _, other = posts
    client = signed_in(holder(Role.TOWNSHIP, over=TOWNSHIP))
    assert [client.get(f"/posts/{n}/hand-over/").status_code for n in (other.pk, 999_999)] == [404, 404]
    assert (
        'id="id_post_error"'
        in client.post(f"/posts/{owner.pk}/hand-over/", {"post": other.pk, "reason": "x"}).content.decode()
    )
    village = signed_in(holder(Role.VILLAGE, over=VILLAGE))
    assert village.get(f"/posts/{owner.pk}/hand-over/").status_code == 403
    assert "hand-over" not in village.get(f"/posts/{owner.pk}/").content.decode()
