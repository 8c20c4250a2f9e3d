"""Lists of two counties that know nothing of each other."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import UnableToFindHousehold, household_of
from diguan.domain.registry.queries.listing import UnableToReadPlace, Wanted, counts_by, households, page_of
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, REGION, TOWNSHIP, viewer
from tests.factories.facts import export, inputs, source
from tests.factories.registry import loaded

MAY = date(2019, 5, 1)
NUMBER = "99010119500101123X"


def row(household, region, name, **more):
    return {
        "household_id": household,
        "person_id": f"{household}1",
        "region_code": region,
        "name": name,
        "relation": "户主",
        **more,
    }


def load_two_counties():
    here = [
        row("1001", "152222100001", "单小明", identity=NUMBER, status="exited", edge_household=True),
        row("1002", "152222100002", "王大海", identity=None, status="registered", edge_household=False),
        row("1003", "152222200001", "曾丽", identity=None, status="exited", edge_household=False),
    ]
    there = [row("CANARY2", "152223100001", "单小明", identity=NUMBER, status="returned", edge_household=True)]
    loaded(inputs(export(source(1, data_on=MAY), here, ("status", "edge_household"))))
    loaded(inputs(export(source(2, data_on=MAY), there, ("status", "edge_household"))))


def numbers(who, **wanted):
    return [h.number for h in households(who, Wanted(**wanted)).order_by("number")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["1001", "1002", "1003"]),
        ({"text": "单小"}, ["1001"]),
        ({"text": "shanxiao"}, ["1001"]),
        ({"text": "SXM"}, ["1001"]),
        ({"text": "zl"}, ["1003"]),
        ({"text": NUMBER.lower()}, ["1001"]),
        ({"text": "1002"}, ["1002"]),
        ({"text": "CANARY2"}, []),
        ({"status": "exited"}, ["1001", "1003"]),
        ({"focus": "edge"}, ["1001"]),
        ({"region_code": TOWNSHIP}, ["1001", "1002"]),
        ({"region_code": OTHER_COUNTY}, []),
        ({"status": "returned"}, []),
    ],
)
def test_list_finds_what_fits_and_nothing_of_the_other_county(wanted, expected):
    load_two_counties()
    assert numbers(viewer(Role.COUNTY, over=COUNTY), **wanted) == expected


@pytest.mark.django_db
def test_counts_and_filters_hold_nothing_of_the_other_county():
    load_two_counties()
    assert counts_by(viewer(Role.COUNTY, over=COUNTY), Wanted(), "status") == {"exited": 2, "registered": 1}


@pytest.mark.django_db
def test_administrator_and_auditor_see_no_household():
    load_two_counties()
    assert numbers(viewer(Role.ADMINISTRATOR)) == []
    assert numbers(viewer(Role.AUDITOR)) == []


@pytest.mark.django_db
def test_foreign_household_is_told_like_an_absent_one():
    load_two_counties()
    who = viewer(Role.COUNTY, over=COUNTY)
    foreign = Household.objects.get(number="CANARY2")
    said = []
    for number in (foreign.pk, 10**9):
        with pytest.raises(UnableToFindHousehold) as refusal:
            household_of(who, number)
        said.append(str(refusal.value))
    assert said[0] == said[1]


@pytest.mark.django_db
def test_pages_stand_while_rows_come_in(django_assert_num_queries):
    load_two_counties()
    who = viewer(Role.COUNTY, over=COUNTY)
    with django_assert_num_queries(1):
        first = page_of(who, Wanted(), size=2)
    loaded(
        inputs(
            export(
                source(3, data_on=MAY),
                [row("1000", "152222100001", "李新", identity=None, status="exited")],
                ("status",),
            )
        )
    )
    second = page_of(who, Wanted(), first.after, size=2)
    assert [h.number for h in first.rows] == ["1001", "1002"]
    assert ([h.number for h in second.rows], second.after) == (["1003"], None)


@pytest.mark.django_db
def test_changed_mark_is_refused():
    with pytest.raises(UnableToReadPlace):
        page_of(viewer(Role.COUNTY, over=COUNTY), Wanted(), "zzzz")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.REGION])
@pytest.mark.parametrize("text", ["单小明", "单", "shanxiaoming", "sxm", NUMBER, "单*", "%"])
def test_masked_name_is_not_told_by_a_search_that_finds_it(role, text):
    load_two_counties()
    far = viewer(role, over=REGION if role is Role.REGION else PREFECTURE)
    assert numbers(far, text=text) == []
    assert numbers(far, text="1001") == ["1001"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "１００１",
        "　1001 ",
        "单 小明",
        "单　小明",
        "ｓｘｍ",
        "shan xiaoming",
        NUMBER.lower(),
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
    ],
    ids=[
        "wide-number",
        "wide-space",
        "name-apart",
        "name-wide-apart",
        "wide-initials",
        "pinyin-apart",
        "small-x",
        "in-groups",
    ],
)
def test_what_is_typed_in_wide_signs_or_set_apart_is_found(text):
    load_two_counties()
    assert numbers(viewer(Role.COUNTY, over=COUNTY), text=text) == ["1001"]


@pytest.mark.django_db
def test_name_that_the_table_set_apart_is_found_as_it_stands():
    loaded(inputs(export(source(1, data_on=MAY), [row("1001", "152222100001", "李 明", identity=None)], ())))
    assert numbers(viewer(Role.COUNTY, over=COUNTY), text="李 明") == ["1001"]


@pytest.mark.django_db
def test_long_name_in_pinyin_is_no_identity_number():
    loaded(
        inputs(export(source(1, data_on=MAY), [row("1001", "152222100001", "乌兰其其格巴雅尔巴图", identity=None)], ()))
    )
    who = viewer(Role.COUNTY, over=COUNTY)
    for text in ("wulanqiqigebayaerbatu", "wu lan qi qi ge ba ya er ba tu"):
        assert numbers(who, text=text) == ["1001"]


@pytest.mark.django_db
def test_household_of_the_resident_base_is_found_by_the_number_that_is_shown():
    loaded(inputs(export(source(1, data_on=MAY), [row("base:700", "152222100001", "李明", identity=None)], ())))
    assert numbers(viewer(Role.COUNTY, over=COUNTY), text="700") == ["base:700"]
    assert numbers(Viewer(1, (Right(Role.COUNTY, OTHER_COUNTY),)), text="700") == []


@pytest.mark.django_db
def test_search_by_name_ends_where_names_are_masked():
    load_two_counties()
    both = Viewer(1, (Right(Role.COUNTY, COUNTY), Right(Role.PREFECTURE, PREFECTURE)))
    assert numbers(both) == ["1001", "1002", "1003", "CANARY2"]
    for text in ("单小明", "sxm", NUMBER):
        assert numbers(both, text=text) == ["1001"]
        assert counts_by(both, Wanted(text=text), "status") == {"exited": 1}
