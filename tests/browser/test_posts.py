"""Responsibility at a desk and on a phone: the tree opens in place, a post is held, everything under axe and the policy."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Trip
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import AT, COUNTY, ON, PREFECTURE, REGION, TOWNSHIP, a_village, account, holder
from tests.factories.posts import helping, officer, post, tenure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def filled():
    """A county with posts, one vacant, helpers, a household nobody helps, a trip, a role that waits."""
    village = a_village()
    for region, name in ((REGION, "甲"), (PREFECTURE, "乙"), (COUNTY, "丙"), (TOWNSHIP, "丁")):
        tenure(post(region=region), officer(f"合成书记{name}", region))
    who = officer("合成第一书记", account=account("li.zhou"))
    tenure(post(PostKind.FIRST_SECRETARY, village), who)
    post(PostKind.TEAM_LEADER, village)
    post(PostKind.DEPARTMENT, COUNTY, department="education")
    homes = [
        Household.objects.create(county="152222", number=f"100{n}", region_code=village, listed=True, size=1)
        for n in range(3)
    ]
    helping(who, "1000", village)
    helping(who, "1001", village)
    Trip.objects.create(officer=who, region_code=village, went_on=ON, note="查看住房", at=AT)
    return who, homes


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_responsibility_have_nothing_that_axe_or_the_policy_minds(window, language):
    who, homes = filled()
    sign_in(window, holder(Role.COUNTY))
    if language == "en":
        window.click("text=English")
    held = who.tenures.get()
    for name, address in {
        "posts-unit": f"/posts/?region_code={a_village()}",
        "posts-one": f"/posts/{held.post_id}/",
        "posts-appoint": f"/posts/{held.post_id}/appoint/",
        "posts-move": f"/posts/tenures/{held.pk}/move/",
        "posts-new": "/posts/new/",
        "posts-vacant": "/posts/vacant/",
        "posts-load": "/posts/load/",
        "posts-unvisited": "/posts/unvisited/",
        "posts-without": "/posts/without-helper/",
        "posts-officers": "/posts/officers/",
        "posts-officer": f"/posts/officers/{who.pk}/",
        "posts-household": f"/posts/households/{homes[0].pk}/",
        "posts-trips": "/posts/trips/",
        "posts-trip": "/posts/trips/new/",
        "posts-import": "/posts/import/",
        "posts-household-page": f"/households/{homes[0].pk}/",
    }.items():
        window.goto(address)
        look(window, f"{name}-{language}")
    assert window.said == []


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_the_tree_opens_in_place_down_to_the_village(window):
    filled()
    sign_in(window, holder(Role.COUNTY))
    window.goto("/posts/")
    window.keyboard.press("Tab")
    county = window.locator(".tree > li > details > summary").first
    county.focus()
    window.keyboard.press("Enter")
    expect(window.locator("#below-152222000000 summary").first).to_be_visible()
    look(window, "posts-tree")
    township = window.locator(f"#below-{COUNTY} summary", has_text="岗位 3").first
    township.click()
    expect(window.locator(f"#below-{TOWNSHIP} summary").first).to_be_visible()
    look(window, "posts-tree-deep")
    assert window.said == []


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_somebody_is_chosen_from_the_suggestions_and_appointed(window):
    filled()
    officer("合成新人")
    held = post(PostKind.LEADER, a_village())
    sign_in(window, holder(Role.COUNTY))
    window.goto(f"/posts/{held.pk}/appoint/")
    window.click("main form button")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    look(window, "posts-appoint-wrong")
    window.locator("#id_officer").press_sequentially("合成新")
    expect(window.locator("#officer-suggestions option")).to_have_count(1)
    window.fill("#id_officer", window.locator("#officer-suggestions option").get_attribute("value"))
    window.fill("#id_reason", "组发〔2019〕8号")
    window.click("main form button")
    expect(window.locator("h1")).to_contain_text("行政负责人")
    expect(window.locator("tbody th").first).to_have_text("合成新人")
    assert window.said == []


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_the_administrator_finds_the_role_that_waits(window):
    filled()
    sign_in(window, holder(Role.ADMINISTRATOR))
    window.goto("/posts/rights/?words=合成")
    look(window, "posts-rights")
    window.click("tbody button")
    expect(window.locator(".said")).to_contain_text("已授权")
    assert window.said == []
