"""The tree, vacancies and load as each role: what lies elsewhere appears nowhere."""

import re
from datetime import date

import pytest

from diguan.domain import keyset
from diguan.domain.accounts.permissions import ACTS, Act, Role
from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Trip
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, OVER, PREFECTURE, TOWNSHIP, a_village, holder
from tests.factories.items import day, item
from tests.factories.posts import helping, officer, post, tenure
from tests.web.posts.conftest import household

pytestmark = pytest.mark.django_db
NEAR, FAR = "近处干部", "金丝雀"
PAGES = (
    "/posts/",
    "/posts/?region_code=152222",
    "/posts/?region_code=152223",
    "/posts/vacant/",
    "/posts/load/",
    "/posts/unvisited/",
    "/posts/without-helper/",
    "/posts/officers/",
    "/posts/officers/?words=金丝",
    "/posts/officers/suggestions/?officer=金",
    "/posts/trips/",
    "/posts/rights/?words=金",
)


def far_village():
    return region_tree().units("village", OTHER_COUNTY)[0].code


def both_counties():
    """The same in two counties: posts held and vacant, helpers, trips; and what is above both."""
    made = {}
    for name, county, village in ((NEAR, COUNTY, a_village()), (FAR, OTHER_COUNTY, far_village())):
        who = officer(name, county)
        held = post(region=county)
        tenure(held, who)
        post(PostKind.FIRST_SECRETARY, village)
        household(f"{name}户", village)
        home = household(f"{name}户二", village)
        made[name] = (who, held, home, helping(who, f"{name}户二", village))
        Trip.objects.create(officer=who, region_code=village, went_on=ON, note=f"{name}去过", at=AT)
    tenure(post(region=PREFECTURE), officer("盟市书记", PREFECTURE))
    return made


@pytest.mark.parametrize("role", [role for role in Role if OVER.get(role, COUNTY) in (COUNTY, TOWNSHIP)])
def test_names_of_another_county_appear_nowhere(signed_in, role):
    made = both_counties()
    client = signed_in(holder(role))
    who, held, home, helped = made[FAR]
    pages = [
        *PAGES,
        f"/posts/{held.pk}/",
        f"/posts/officers/{who.pk}/",
        f"/posts/households/{home.pk}/",
        f"/posts/households/{made[NEAR][2].pk}/",
        f"/posts/branch/{int(OTHER_COUNTY)}/",
        f"/posts/branch/{int(COUNTY)}/",
        f"/posts/{made[NEAR][1].pk}/",
        f"/posts/helping/{helped.pk}/end/",
    ]
    for page in pages:
        answer = client.get(page)
        assert FAR not in answer.content.decode().replace("金丝雀户", ""), page
    if Act.SEE in ACTS[role]:
        assert [client.get(page).status_code for page in (*pages[12:15], pages[16])] == [404] * 4
        assert NEAR in client.get(f"/posts/households/{made[NEAR][2].pk}/").content.decode()


def test_foreign_rows_are_answered_like_ones_that_are_not_there(signed_in):
    who, held, home, helped = both_counties()[FAR]
    client = signed_in(holder(Role.COUNTY))
    for address, number in (
        ("/posts/{}/", held.pk),
        ("/posts/{}/appoint/", held.pk),
        ("/posts/{}/close/", held.pk),
        ("/posts/officers/{}/", who.pk),
        ("/posts/officers/{}/correct/", who.pk),
        ("/posts/tenures/{}/end/", held.tenures.get().pk),
        ("/posts/tenures/{}/move/", held.tenures.get().pk),
        ("/posts/households/{}/", home.pk),
        ("/posts/households/{}/help/", home.pk),
        ("/posts/helping/{}/end/", helped.pk),
    ):
        there, gone = (client.get(address.format(each)) for each in (number, 999_999))
        assert (there.status_code, gone.status_code) == (404, 404), address
        assert len(there.content) - len(str(number)) * there.content.count(str(number).encode()) <= len(gone.content)


def test_the_tree_opens_at_the_viewers_unit_and_leads_down(signed_in):
    both_counties()
    client = signed_in(holder(Role.COUNTY))
    page = client.get("/posts/").content.decode()
    assert "科尔沁右翼中旗" in page
    assert NEAR in page
    below = client.get(f"/posts/branch/{int(COUNTY)}/").content.decode()
    assert region_tree().get(TOWNSHIP).name in below
    unit = client.get(f"/posts/?region_code={a_village()}").content.decode()
    assert "驻村第一书记" in unit
    assert "盟市书记" in unit


def test_the_tree_shows_how_it_stood_on_another_day(signed_in):
    both_counties()
    client = signed_in(holder(Role.COUNTY))
    before = client.get("/posts/?region_code=152222&on=2018-12-31").content.decode()
    assert NEAR not in before
    assert "2018年12月31日" in before


def test_pages_speak_english(signed_in):
    both_counties()
    client = signed_in(holder(Role.COUNTY))
    client.post("/language/", {"language": "en", "next": "/"})
    assert "Vacant posts" in client.get("/posts/vacant/").content.decode()
    assert "First secretary" in client.get(f"/posts/?region_code={a_village()}").content.decode()


def test_vacancies_and_load_are_told_and_lead_to_what_to_do(signed_in):
    made = both_counties()
    client = signed_in(holder(Role.COUNTY))
    vacant = client.get("/posts/vacant/").content.decode()
    assert "空缺岗位 1 个" in vacant
    assert "没有设书记岗位的单位 2 个" in vacant
    load = client.get("/posts/load/").content.decode()
    assert "没有帮扶责任人的户：1" in load
    assert NEAR in load
    without = client.get("/posts/without-helper/").content.decode()
    assert f"{NEAR}户<" in without
    assert f"{NEAR}户二<" not in without
    whole = signed_in(holder(Role.REGION)).get("/posts/vacant/").content.decode()
    assert "选一个旗县后列出" in whole
    assert made


def test_load_tells_posts_by_problems_and_help_without_visits(signed_in):
    who, held, _, _ = both_counties()[NEAR]
    item(owner=held, deadline=day(1, 1))
    item(2, owner=held)
    client = signed_in(holder(Role.COUNTY))
    page = client.get("/posts/load/").content.decode()
    assert "岗位上没有办结的问题" in page
    assert '<td class="number">2</td><td class="number">1</td>' in page
    unvisited = client.get("/posts/unvisited/?days=30").content.decode()
    assert who.name in unvisited
    assert "从未" in unvisited
    assert who.name not in client.get("/posts/unvisited/?region_code=152222101000").content.decode().split("<main")[1]


def test_days_that_the_list_goes_by_stand_in_its_form(signed_in):
    client = signed_in(holder(Role.COUNTY))
    page = client.get("/posts/unvisited/").content.decode()
    assert '<option value="90" selected>' in page
    assert '<option value="30" selected>' in client.get("/posts/unvisited/?days=30").content.decode()


@pytest.mark.parametrize("address", ["/posts/load/", "/posts/unvisited/"])
def test_long_lists_of_helpers_come_in_pages_that_together_have_everybody_once(signed_in, address):
    names = [f"帮扶人{number:03}" for number in range(keyset.SIZE + 2)]
    for number, name in enumerate(names):
        helping(officer(name), f"{1000 + number}", since=date(2018, 1, 1))
    client, listed, at, back = signed_in(holder(Role.COUNTY)), [], "", ""
    for _ in range(2):
        page = client.get(f"{address}?at={at}").content.decode()
        listed += re.findall(r"帮扶人\d{3}", page)
        at, back = (re.search(rf'rel="{way}" href="[^"]*at=([^"&]*)', page) for way in ("next", "prev"))
        at = at[1] if at else ""
    assert sorted(listed) == names
    assert (at, back is not None) == ("", True)
