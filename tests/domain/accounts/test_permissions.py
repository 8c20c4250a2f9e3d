import pytest

from diguan.domain.accounts.permissions import ACTS, SHOWN, Act, Right, Role, Sensitivity, Viewer, scoped
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, PREFECTURE, REGION, TOWNSHIP

COUNTY_RANGE = ("152222000000", "152223000000")


def viewer(*rights):
    return Viewer(1, tuple(Right(*right) for right in rights))


def test_viewer_without_grants_may_nothing():
    nobody = viewer()
    assert [act for act in Act if nobody.may(act)] == []
    assert (nobody.scopes(Act.SEE), nobody.sensitivities) == ((), frozenset())


def test_every_role_has_its_acts_and_values():
    assert set(ACTS) == set(SHOWN) == set(Role)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_looks_after_the_system_sees_no_household(role):
    assert not {Act.SEE, Act.REVEAL, Act.OBSERVE, Act.IMPORT, Act.SCREEN} & ACTS[role]


def test_nobody_both_manages_accounts_and_sees_the_record():
    assert [role for role in Role if {Act.MANAGE_ACCOUNTS, Act.SEE_AUDIT} <= ACTS[role]] == []


@pytest.mark.parametrize("role", list(Role))
def test_outside_the_chain_is_whoever_does_not_see_the_rows(role):
    own = viewer((role, REGION))
    assert own.is_outside(COUNTY) is (role in (Role.AUDITOR, Role.ADMINISTRATOR))
    assert own.is_outside() is (role is Role.AUDITOR)  # an administrator reads no figures at all


def test_outside_the_chain_is_told_place_by_place():
    both = viewer((Role.AUDITOR, PREFECTURE), (Role.COUNTY, COUNTY))
    assert [both.is_outside(code) for code in (COUNTY, OTHER_COUNTY, PREFECTURE, "")] == [False, True, True, True]
    assert not viewer((Role.TOWNSHIP, TOWNSHIP), (Role.COUNTY, COUNTY)).is_outside()


def test_role_reaches_down_and_not_beside_or_up():
    county = viewer((Role.COUNTY, COUNTY))
    assert county.may(Act.SCREEN, COUNTY)
    assert county.may(Act.SEE, "152222100001")
    assert [code for code in (OTHER_COUNTY, PREFECTURE, REGION) if county.may(Act.SEE, code)] == []
    assert not county.may(Act.MANAGE_ACCOUNTS)


def test_act_of_one_role_does_not_spread_over_the_place_of_another():
    both = viewer((Role.VILLAGE, "152223100001"), (Role.COUNTY, COUNTY))
    assert both.may(Act.SCREEN)
    assert not both.may(Act.SCREEN, "152223100001")
    assert both.scopes(Act.SCREEN) == (COUNTY_RANGE,)
    assert both.scopes(Act.SEE) == (COUNTY_RANGE, ("152223100001", "152223100002"))


def test_ranges_inside_or_touching_each_other_become_one():
    assert viewer((Role.COUNTY, COUNTY), (Role.TOWNSHIP, TOWNSHIP)).scopes() == (COUNTY_RANGE,)
    assert viewer((Role.COUNTY, COUNTY), (Role.COUNTY, OTHER_COUNTY)).scopes() == (("152222000000", "152224000000"),)


def test_list_over_two_places_shows_what_both_allow_and_a_page_what_its_place_allows():
    both = viewer((Role.TOWNSHIP, TOWNSHIP), (Role.PREFECTURE, "152500000000"))
    assert both.sensitivities == {Sensitivity.PUBLIC}
    assert Sensitivity.PERSONAL in both.sensitivities_at("152222100001")
    assert both.sensitivities_at("152501000000") == {Sensitivity.PUBLIC}
    assert both.sensitivities_at(OTHER_COUNTY) == frozenset()


def test_departments_speak_where_they_stand():
    education = viewer((Role.DEPARTMENT, COUNTY, "education"))
    assert education.departments_at("152222100001") == {"education"}
    assert education.departments_at(OTHER_COUNTY) == frozenset()


@pytest.mark.django_db
def test_scoped_cuts_rows_to_the_ranges():
    for code in (COUNTY, "152222100001", "152222999999", OTHER_COUNTY, PREFECTURE, ""):
        Entry.objects.create(at=AT, action="see", subject="x", region_code=code, detail="{}")

    def codes(who, act=Act.SEE):
        return sorted(scoped(Entry.objects.all(), who, act).values_list("region_code", flat=True))

    assert codes(viewer((Role.COUNTY, COUNTY))) == [COUNTY, "152222100001", "152222999999"]
    assert codes(viewer((Role.TOWNSHIP, TOWNSHIP), (Role.COUNTY, OTHER_COUNTY))) == ["152222100001", OTHER_COUNTY]
    assert codes(viewer((Role.COUNTY, COUNTY)), Act.SEE_AUDIT) == []
    assert codes(viewer()) == []


def test_ranges_that_show_names_are_those_of_roles_that_are_near():
    both = viewer((Role.TOWNSHIP, TOWNSHIP), (Role.PREFECTURE, PREFECTURE), (Role.AUDITOR, REGION))
    assert both.scopes_showing(Sensitivity.PERSONAL) == viewer((Role.TOWNSHIP, TOWNSHIP)).scopes()
    assert both.scopes_showing(Sensitivity.PUBLIC) == viewer((Role.PREFECTURE, PREFECTURE)).scopes()
    assert both.scopes_showing(Sensitivity.IDENTIFIER) == ()
