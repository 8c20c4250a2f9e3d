import pytest

from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import account, holder

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
    page = client.get("/")
    assert "What I may do" in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    client.post("/language/", {"language": "zh", "next": "/"})
    assert "我能做什么" in client.get("/").content.decode()


def test_first_page_is_chinese_whatever_the_browser_prefers(signed_in):
    page = signed_in(holder(Role.COUNTY)).get("/", headers={"accept-language": "en-GB,en"})
    assert "我能做什么" in page.content.decode()
