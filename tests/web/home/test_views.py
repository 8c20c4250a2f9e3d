import pytest

from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import OTHER_COUNTY, account, holder

pytestmark = pytest.mark.django_db


def test_home_says_what_one_may_do_and_where(signed_in):
    page = signed_in(holder(Role.DEPARTMENT)).get("/").content.decode()
    for said in ("测试甲，您好", "行业部门", "教育部门", "兴安盟 科尔沁右翼中旗", "记录有来源的事实", "姓名等个人信息"):
        assert said in page
    assert "发起筛查" not in page


def test_home_without_a_role_says_what_to_do(signed_in):
    assert "请管理员按岗位授予角色" in signed_in(account()).get("/").content.decode()


def test_home_speaks_english_when_asked_and_remembers(signed_in):
    client = signed_in(holder(Role.COUNTY))
    assert client.post("/language/", {"language": "en", "next": "/"}).headers["Location"] == "/"
    page = client.get("/mine/")
    assert "What I may do" in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    client.post("/language/", {"language": "zh", "next": "/"})
    assert "我能做什么" in client.get("/mine/").content.decode()


def test_first_page_is_chinese_whatever_the_browser_prefers(signed_in):
    page = signed_in(holder(Role.COUNTY)).get("/mine/", headers={"accept-language": "en-GB,en"})
    assert "我能做什么" in page.content.decode()


def test_home_counts_how_ones_own_households_stand_and_leads_to_them(signed_in):
    from tests.web.households.test_views import stand

    stand("1", unmet=2, unknown=0)
    stand("2", unmet=0, unknown=1)
    stand("3", unmet=1, unknown=1)
    page = signed_in(holder(Role.COUNTY)).get("/mine/").content.decode()
    assert '<a href="/households/?standard=cn-two-assurances&amp;standing=unmet">2</a>' in page
    assert '<a href="/households/?standard=cn-two-assurances&amp;standing=unknown">2</a>' in page
    elsewhere = holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="of.elsewhere")
    assert "standing=unmet" not in signed_in(elsewhere).get("/mine/").content.decode()
    assert "standing=unmet" not in signed_in(holder(Role.AUDITOR)).get("/mine/").content.decode()


@pytest.mark.parametrize("role", [Role.COUNTY, Role.PREFECTURE, Role.REGION, Role.AUDITOR])
def test_board_is_the_first_page_of_those_who_lead(signed_in, role):
    response = signed_in(holder(role)).get("/", follow=True)
    assert response.redirect_chain == [("/board/", 302)]
    assert "看板" in response.content.decode()


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT, Role.ADMINISTRATOR])
def test_others_read_what_they_may_do(signed_in, role):
    assert "我能做什么" in signed_in(holder(role)).get("/").content.decode()
