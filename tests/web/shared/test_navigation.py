import pytest
from django.urls import resolve

from diguan.domain.accounts.permissions import Act, Right, Role, Viewer
from diguan.web.shared.navigation import Menu, menu_of, place_at, places, places_for
from diguan.web.shared.texts import text
from tests.factories.accounts import COUNTY, holder

NAMES = {
    Role.VILLAGE: ["首页", "农牧户", "台账", "入户", "筛查", "责任"],
    Role.COUNTY: ["首页", "农牧户", "台账", "入户", "筛查", "责任"],
    Role.DEPARTMENT: ["首页", "农牧户", "台账", "入户", "筛查", "责任"],
    Role.REGION: ["首页", "农牧户", "台账", "取走访表", "筛查", "责任"],
    Role.AUDITOR: ["首页", "稳定情况", "审计记录"],
    Role.ADMINISTRATOR: ["首页", "管理"],
}


@pytest.mark.parametrize("role", list(NAMES))
def test_menu_has_what_the_role_comes_to_do(role):
    open_places = list(places_for(Viewer(1, (Right(role, COUNTY),))))
    assert [text(entry.text) for entry in menu_of(open_places, None)] == NAMES[role]


def test_every_place_has_a_text_in_both_languages_and_a_view_that_the_act_opens():
    for place in places():
        assert text(place.text) != place.text
        assert getattr(resolve(place.address).func, "act", None) in (place.act, None)


def test_place_at_a_page_below_it_is_the_nearest():
    open_places = list(places_for(Viewer(1, (Right(Role.COUNTY, COUNTY),))))
    found = {path: place_at(path, open_places) for path in ("/ledger/", "/ledger/mine/", "/ledger/7/", "/posts/7/")}
    assert {path: place.view for path, place in found.items() if place} == {
        "/ledger/": "ledger:list",
        "/ledger/mine/": "ledger:mine",
        "/ledger/7/": "ledger:list",
        "/posts/7/": "posts:tree",
    }


def test_menu_knows_where_one_is():
    open_places = list(places_for(Viewer(1, (Right(Role.COUNTY, COUNTY),))))
    entries = menu_of(open_places, place_at("/standards/x/", open_places))
    assert [(e.menu, e.address) for e in entries if e.here] == [(Menu.ROUNDS, "/rounds/")]


def test_act_that_nobody_has_offers_no_place():
    assert {place.act for place in places_for(Viewer(1))} == {None}
    assert Act.SEE in {place.act for place in places()}


@pytest.mark.django_db
def test_page_marks_its_menu_and_its_place(signed_in):
    page = signed_in(holder(Role.COUNTY)).get("/ledger/mine/").content.decode()
    assert '<a href="/ledger/" aria-current="true">台账</a>' in page
    assert '<a href="/ledger/mine/" aria-current="page">我的问题</a>' in page
    assert 'aria-current="page">全部问题' not in page


@pytest.mark.django_db
def test_menu_with_a_single_place_has_no_row_below(signed_in):
    page = signed_in(holder(Role.AUDITOR)).get("/audit/").content.decode()
    assert '<a href="/audit/" aria-current="page">审计记录</a>' in page
    assert "places within" not in page


def test_first_page_that_would_only_lead_on_is_not_offered_beside_the_place_it_leads_to():
    offered = {
        role: [place.view for place in places_for(Viewer(1, (Right(role, COUNTY),))) if place.menu is Menu.HOME][:2]
        for role in (Role.COUNTY, Role.VILLAGE)
    }
    assert ["home:home" in views for views in offered.values()] == [False, True]
